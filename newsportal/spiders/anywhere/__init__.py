"""The walk over a portal of any software: breadth-first over lists, what is a post is learnt.

`walk` is the strategy: which stage comes next; `front_page` takes the front page. `answers` takes
each page for what it is, `misses` what came instead of one; `post_pages` and `list_pages` read it,
`known` enters what it names. `page_analysis` says what one page shows, `list_walk` how far a list
was read, `frontier` which further addresses are worth a request; `seeds` asks feeds, `sitemaps`
reads sitemaps, `neighbours` tells the older post from the newer, `file_posts` takes news that are
files, `aliases` finds two addresses of one text, `hidden_posts` what the portal holds back.
"""
