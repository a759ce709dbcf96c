"""What the state keeps besides the table of posts, or asks of it: one subject a file."""
