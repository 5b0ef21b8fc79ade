"""The review page: a local server on which a person corrects and approves an article."""
