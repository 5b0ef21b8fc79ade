"""Find glossary terms in unspaced Japanese."""
