"""Article → pages."""
