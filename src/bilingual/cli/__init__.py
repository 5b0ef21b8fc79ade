"""The command line: one module a command, typed end to end."""
