"""The archive as a website. May import `archive` and what is below."""
