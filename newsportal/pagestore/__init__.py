"""The pages of a portal as they came, in WARC files: written, healed, read again.

May import `state` and what is below; knows nothing of posts.
"""
