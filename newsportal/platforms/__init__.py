"""How software for portals names its pages; Z-Blog's feed. May import `pages` and what is below."""
