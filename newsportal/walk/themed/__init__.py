"""The walk over a portal that a theme knows, list by list. May import what `walk` may."""
