"""The walk over a portal of any software: breadth-first over lists, what is a post is learnt.

`walk` is the strategy: which stage comes next; `front` takes the front page. `answers` takes each
page for what it is, `misses` what came instead of one; `post_pages` and `list_pages` read it,
`known` enters what it names. `page_analysis` says what one page shows, `lists` how far each list
was read, `frontier` which further addresses are worth a request; `routes` asks feeds and sitemaps,
`neighbours` tells the older post from the newer, `maps` reads sitemaps, `file_posts` takes news
that are files, `twins` finds two addresses of one text, `silence` what the portal holds back.
"""
