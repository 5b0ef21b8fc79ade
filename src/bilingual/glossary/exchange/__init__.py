"""Import and export glossaries of other tools: CSV, TSV, TBX, UTX."""
