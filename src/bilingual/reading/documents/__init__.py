"""What the readers of documents share: the paragraphs of a file → blocks."""
