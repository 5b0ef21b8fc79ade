"""Glossaries of other tools, in and out: CSV, TSV, TBX, UTX."""
