"""What a walk has to decide: a module for each question, which keeps the counts and queues for it.

Which posts are asked for (`which_posts`), again (`revisits`), and how far an update looks for them
(`how_far`, `rotation`, `which_days`). Whether a page is what it was asked for as (`believed`), and
whose it is (`which_post`). What becomes of a page that does not come (`retry_queue` in this run,
`retry_budget` and `owed_files` in later ones, `not_there`). When a portal leads astray (`traps`,
`link_budget`, `zones`).
"""
