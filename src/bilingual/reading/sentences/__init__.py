"""Japanese text → sentences."""
