"""Facts about languages, without policy."""
