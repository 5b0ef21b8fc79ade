"""The faces of an edition: which, cut to the characters used, converted where a format asks for it."""
