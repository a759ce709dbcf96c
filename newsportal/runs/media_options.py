"""What a user wants to have stored beside the pages: ``NEWSPORTAL_MEDIA``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsportal.pages.file_kinds import FILE, IMAGE

_KINDS = {"images": IMAGE, "files": FILE, "all": IMAGE | FILE}
_OFF = ("", "0", "false")
_BUCKET = "s3://"


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


def store_of(text: Any) -> str:
    """Return where files are to be kept; ValueError for what is no such place.

    >>> store_of("s3://news/archive"), store_of("disk"), store_of(None)
    ('s3://news/archive', 'disk', '')
    """
    place = str(text or "").strip()
    bucket = place.removeprefix(_BUCKET).partition("/")[0]
    if place in ("", "disk") or (place.startswith(_BUCKET) and bucket):
        return place
    raise ValueError(f"{place}: use s3://BUCKET/PATH, or disk")


@dataclass(frozen=True, slots=True)
class MediaOptions:
    """Kinds of media, and how large they may be."""

    kinds: int
    """`IMAGE`, `FILE` or both."""
    size: int
    """Bytes of the largest that is stored."""
    store: str = ""
    """Where: a bucket, ``disk``, or "" for where they were so far."""

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> MediaOptions | None:
        """Return what the settings ask for, None for nothing."""
        kinds = kinds_of(settings["NEWSPORTAL_MEDIA"])
        if not kinds:
            return None
        size, store = settings["NEWSPORTAL_MEDIA_SIZE"], settings["NEWSPORTAL_MEDIA_STORE"]
        return cls(kinds, int(size), store_of(store))
