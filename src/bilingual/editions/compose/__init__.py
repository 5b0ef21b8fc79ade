"""Article → Edition: every decision about content and order, and none about a file format."""
