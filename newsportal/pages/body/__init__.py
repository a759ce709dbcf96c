"""The body of a post: what it says, shows and plays, from the tree to text and clean HTML."""
