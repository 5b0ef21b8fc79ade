"""What a language is: facts, no policy."""
