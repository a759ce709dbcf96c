"""Many portals on many machines: who runs which portal when, and where its archive goes.

Needs PostgreSQL and the extra ``fleet``; nothing else in newsportal imports from here but the
command. May import `archive` and what is below.
"""
