"""What stands beside an article: how it is filed, who published and signed it, other posts, files.

`links` and `lines_around` hold what stands near the article, read once; each other module reads one
subject from these.
"""
