"""Runs that ask no portal, but read stored pages. May import `spiders` and what is below."""
