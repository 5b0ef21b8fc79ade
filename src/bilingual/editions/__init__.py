"""Article → files: PDF, DOCX, HTML, and the bitext as JSON."""
