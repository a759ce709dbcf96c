"""What is done with an archive at rest: counted, verified, rebuilt, rotated, rid of a post."""
