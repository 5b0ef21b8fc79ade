"""What people changed in an edition or an exchange file, and what becomes of it."""
