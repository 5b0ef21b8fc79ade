"""Article → Edition: every decision about what goes where, and none about a file format."""
