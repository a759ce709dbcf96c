"""Pictures and files of posts: stored once by content, told of in media.jsonl and in the state.

`files` has the files, `record` the lines, `table` the state's part; `store` keeps the three
together for a run. Whoever only reads asks `lookup`, which imports nothing else of it.
"""
