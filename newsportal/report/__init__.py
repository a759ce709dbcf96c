"""A run's account as something to look at: a page, a table in a terminal."""
