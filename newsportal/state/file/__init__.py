"""Files that outlive a power cut: the state file and its tables. Imports `pages` only."""
