"""Edition → HTML."""
