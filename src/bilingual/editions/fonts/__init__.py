"""The fonts of an edition: chosen, subset to the characters used, and converted when a format requires it."""
