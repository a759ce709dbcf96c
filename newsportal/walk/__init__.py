"""The walk over a portal: which pages to ask for, what comes back. Knows the spider as a type."""
