"""YAML with line and column, and edits that keep the rest of the file."""
