"""The index of the site: its file, what it says of a record, and how it is built."""
