"""The English in a copy of the Word document that an article was read from, which keeps its layout."""
