"""All archives of a data directory as one site: front page, search, each archive's own site.

Reads the indexes that the archives' own sites read. Imports from `browse` and what is below.
"""
