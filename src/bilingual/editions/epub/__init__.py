"""Edition → EPUB 3."""
