"""From a post to a line: judged, compared, exported. May import `archive` and what is below."""
