"""A Word document (DOCX) → an article."""
