"""What names the posts of a portal of any software: its lists, feeds and sitemaps.

`next_lists` says which lists are asked for next, `list_pages` reads a list's page: `list_entries`
enters what it names, `further_lists` offers other lists, `list_walk` knows how far the list was
read. `list_titles` and `menus` know what lists and menus call pages, `neighbours` tells the older
post from the newer. `seeds` asks feeds and `sitemaps` sitemaps.
"""
