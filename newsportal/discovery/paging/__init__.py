"""The further pages of a list that no link names: scripts and attributes spell their addresses.

`called_pages` what a control's call leads to, `spelt_pages` what a pager is told of itself,
`issue_days` the days of a newspaper's calendar, `totals` how much a list says that it has.
"""
