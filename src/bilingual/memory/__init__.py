"""Drafts that are kept between runs."""
