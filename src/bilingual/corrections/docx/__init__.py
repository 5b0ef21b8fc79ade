"""Read a Word edition that people edited: which English each unit has now."""
