"""Read numbers in Japanese."""
