"""Whether a walk has met all that the portal has: what is out of reach, and what is owed.

`list_contents` what one list says that it has and what was read of it, `coverage` whether other
routes hold the rest of it, `hidden_lists` which lists may have further posts, `hidden_posts` what
else nothing leads to, `owed` all that is said when nothing is left to ask for.
"""
