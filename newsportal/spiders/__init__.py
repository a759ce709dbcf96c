"""The walk over a portal. May import everything but what shows, serves or commands."""
