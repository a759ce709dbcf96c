"""Where any portal names its posts: feeds, sitemaps, lists, pagers. Pure functions on pages.

May import `themes` and what is below.
"""
