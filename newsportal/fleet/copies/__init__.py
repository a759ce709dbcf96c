"""Copies of archives where every node of a fleet finds them: the places, and when one is made."""
