"""What must be said exactly: glossary, matching, enforcement."""
