"""A portal's folder: records and state, opened, healed and read. May import `runs` and below."""
