"""Files that outlive a power cut: the state file, its tables, its parts. Imports `pages` only."""
