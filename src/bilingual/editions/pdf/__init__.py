"""Edition → PDF."""
