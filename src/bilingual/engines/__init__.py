"""Engines: they translate source segments into drafts."""
