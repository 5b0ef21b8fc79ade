"""Load, check and edit glossary.yaml."""
