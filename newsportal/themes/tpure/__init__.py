"""The theme of the reference portal."""

from newsportal.themes.tpure.theme import Tpure

__all__ = ["Tpure"]
