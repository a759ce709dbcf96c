"""The days of a list's posts that stand apart from their links.

`row_days` those in elements of their own before or behind each link, `headed_days` those of which
headings above say the year, the month or all.
"""
