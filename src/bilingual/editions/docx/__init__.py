"""Edition → DOCX."""
