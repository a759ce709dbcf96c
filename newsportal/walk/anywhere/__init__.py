"""The walk over a portal of any software: breadth-first over lists, what is a post is learnt.

`walk` is the strategy: which stage comes next. `front_page` takes the front page, `answers` says
where a request ended, `page_kinds` what kind of page that is, and `misses` takes what came instead
of one; `completeness` says at the end what could not be had. `post_pages` reads posts, `sources`
what names them; `known` enters what is named. `page_analysis` says what one page shows, `frontier`
which further addresses are worth a request, `file_posts` takes news that are files, `aliases` finds
two addresses of one text.
"""
