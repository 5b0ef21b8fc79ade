"""The report over an archive: one page and two tables, from what is known of each article."""
