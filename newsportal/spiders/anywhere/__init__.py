"""The walk over a portal of any software: breadth-first over lists, what is a post is learnt.

`walk` is the strategy, `look` says what one page shows, `lists` how far each list was read,
`frontier` which further addresses are worth a request; `routes` asks feeds and sitemaps,
`neighbours` tells the older one from the newer.
"""
