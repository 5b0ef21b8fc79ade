"""Untrusted ZIP containers, read with bounds."""
