"""Propose terms that the glossary lacks."""
