"""Thumbnails of stored pictures, each made once: media/thumbs/<sha256>.webp.

They take Pillow (``pip install newsportal[media]``); without it pictures are shown as they are.
"""

from __future__ import annotations

import os
import warnings
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from newsportal.archive.media.files import thumbnail_of
from newsportal.archive.media.lookup import StoredMedium

_SIDE = 320  # pixels, of the longer side
_LARGEST = 80_000_000  # pixels that are unpacked
_LONGEST = 65_535  # pixels of a side, as a JPEG's: each row costs memory of its own
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")


def thumbnail(folder: Path, medium: StoredMedium) -> Path | None:
    """Return the thumbnail of a picture of the archive in *folder*; None where none can be made."""
    path = thumbnail_of(folder, medium.name)
    if path.is_file():
        return path
    try:
        picture = medium.opened()
        if picture is None:
            return None
        with picture:
            return _made(picture, path)
    except (ImportError, OSError, ValueError, SyntaxError, Warning):  # Pillow's, of odd pictures
        return None


def _made(picture: BinaryIO, path: Path) -> Path | None:
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(picture, formats=_FORMATS)
        except Image.DecompressionBombError:  # is no Warning, and none of the usual errors
            return None
        with image:
            if image.width * image.height > _LARGEST or max(image.size) > _LONGEST:
                return None
            image.draft("RGB", (_SIDE, _SIDE))  # a large JPEG is not unpacked in full
            image.thumbnail((_SIDE, _SIDE))
            small = image.convert("RGBA" if image.has_transparency_data else "RGB")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        small.save(draft, "WEBP", quality=75)
        draft.replace(path)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()
    return path
