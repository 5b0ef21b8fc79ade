"""Compare the numbers of source and target."""
