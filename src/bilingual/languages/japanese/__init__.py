"""Facts about Japanese."""
