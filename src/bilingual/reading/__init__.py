"""A file → an article of source units."""
