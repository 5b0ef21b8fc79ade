"""Language models, inside the process or behind a local server."""
