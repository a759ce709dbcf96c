"""What makes a new revision of a post, and how two revisions differ."""
