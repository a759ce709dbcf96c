"""What a page leaves to its scripts: markup and data that they put into it, lists that they fill.

No script is run.
"""
