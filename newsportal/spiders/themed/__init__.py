"""The walk over a portal whose look a theme knows. May import what `spiders` may."""
