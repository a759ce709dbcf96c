"""Questions about the walk, which each module is called by; some keep the queue or count for it."""
