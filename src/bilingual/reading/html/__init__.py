"""A saved web page → an article."""
