"""How software for portals names its pages. May import `pages` and what is below."""
