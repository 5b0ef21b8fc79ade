"""An EPUB book → an article."""
