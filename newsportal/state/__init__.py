"""What was seen of a portal, in SQLite and on disk. May import `pages` and what is below."""
