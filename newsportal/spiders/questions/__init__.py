"""Questions about the walk: each module answers the one that it is called by."""
