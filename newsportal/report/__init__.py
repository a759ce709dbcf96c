"""A run's account for people: a page, a table in a terminal. May import `runs` and below."""
