"""Between spider and network: boundary, manners, whole pages. May import `archive` and below."""
