"""What names the posts of a portal of any software: its lists, feeds and sitemaps.

`list_pages` reads a list's page, `list_walk` knows how far the list was read, `list_contents` what
it says that it has, `neighbours` tells the older post from the newer. `seeds` asks feeds and
`sitemaps` sitemaps.
"""
