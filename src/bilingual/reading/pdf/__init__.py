"""The text of a PDF → an article."""
