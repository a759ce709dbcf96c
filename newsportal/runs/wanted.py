"""What a user wants to have stored beside the pages: ``NEWSPORTAL_MEDIA``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

IMAGE, FILE = 1, 2
_KINDS = {"images": IMAGE, "files": FILE, "all": IMAGE | FILE}
_OFF = ("", "0", "false")


def kinds_of(text: Any) -> int:
    """Return the kinds of media that a text names, 0 for none; ValueError for a wrong text.

    >>> kinds_of("all"), kinds_of("")
    (3, 0)
    """
    chosen = str(text or "").strip().lower()
    if chosen in _OFF:
        return 0
    if chosen not in _KINDS:
        raise ValueError(f"{chosen}: use images, files or all")
    return _KINDS[chosen]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Kinds of media, and how large they may be."""

    kinds: int
    """`IMAGE`, `FILE` or both."""
    size: int
    """Bytes of the largest that is stored."""

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Wanted | None:
        """Return what the settings ask for, None for nothing."""
        kinds = kinds_of(settings["NEWSPORTAL_MEDIA"])
        return cls(kinds, int(settings["NEWSPORTAL_MEDIA_SIZE"])) if kinds else None
