"""A short look at a portal that newsportal has never seen; keeps nothing.

`spider` looks, `findings` says what was found and what is doubtful, `printed` says it to people.
"""
