"""Stored pages, read with today's rules. May import `extract` and what is below."""
