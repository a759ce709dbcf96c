"""What stands beside an article: how it is filed, who published and signed it, other posts, files.

`links` holds the links near the article, read once; each other module reads one subject from them
or from the lines around.
"""
