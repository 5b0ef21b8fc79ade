"""Side-by-side Japanese/English editions, translated offline, with a glossary that wins."""

__version__ = "0.1.0"
