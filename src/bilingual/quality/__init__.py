"""How likely a target is right, and which engine's draft to take."""
