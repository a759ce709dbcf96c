"""What a picture or a file is, told by its bytes: names and headers say anything.

Only what is listed here is stored. A page of HTML, which servers send in the place of a picture
that they do not have, is none of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsportal.chinese.lazy_pattern import lazy

IMAGE, FILE = 1, 2
"""What a page shows, and what it attaches."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of content."""

    type: str
    """Its media type."""
    ending: str
    kinds: int = FILE
    """`IMAGE` where pages show it."""
    shown: bool = False
    """Whether a browser may show it: it is a picture that carries no script."""


def _picture(subtype: str, ending: str, *, shown: bool = True) -> Kind:
    return Kind(f"image/{subtype}", ending, IMAGE | FILE, shown)


_OFFICE = "application/vnd.openxmlformats-officedocument."
_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", _picture("jpeg", "jpg")),
    (b"\x89PNG\r\n\x1a\n", _picture("png", "png")),
    (b"GIF87a", _picture("gif", "gif")),
    (b"GIF89a", _picture("gif", "gif")),
    (b"\0\0\1\0", _picture("vnd.microsoft.icon", "ico")),
    (b"II*\0", _picture("tiff", "tif", shown=False)),
    (b"MM\0*", _picture("tiff", "tif", shown=False)),
    (b"%PDF-", Kind("application/pdf", "pdf")),
    (b"Rar!\x1a\x07", Kind("application/vnd.rar", "rar")),
    (b"7z\xbc\xaf\x27\x1c", Kind("application/x-7z-compressed", "7z")),
    (b"{\\rtf", Kind("application/rtf", "rtf")),
    (b"\x1f\x8b\x08", Kind("application/gzip", "gz")),
)
_WEBP = _picture("webp", "webp")
_BMP = _picture("bmp", "bmp")
_SVG = _picture("svg+xml", "svg", shown=False)
_AVIF, _HEIC = _picture("avif", "avif"), _picture("heic", "heic", shown=False)
_BRANDS = {b"avif": _AVIF, b"avis": _AVIF, b"heic": _HEIC, b"heix": _HEIC, b"mif1": _HEIC}
_TEXT = Kind("text/plain", "txt")
_ZIP = Kind("application/zip", "zip")
_OLE = Kind("application/x-ole-storage", "ole")
# What stands in a container, by the first name that is found
_IN_ZIP: tuple[tuple[bytes, Kind], ...] = (
    (b"word/", Kind(f"{_OFFICE}wordprocessingml.document", "docx")),
    (b"xl/", Kind(f"{_OFFICE}spreadsheetml.sheet", "xlsx")),
    (b"ppt/", Kind(f"{_OFFICE}presentationml.presentation", "pptx")),
    (b"OFD.xml", Kind("application/ofd", "ofd")),
    (b"application/epub+zip", Kind("application/epub+zip", "epub")),
)
_IN_OLE: tuple[tuple[str, Kind], ...] = (
    ("WordDocument", Kind("application/msword", "doc")),
    ("Workbook", Kind("application/vnd.ms-excel", "xls")),
    ("PowerPoint Document", Kind("application/vnd.ms-powerpoint", "ppt")),
)
_EVERY = (
    *(kind for _, kind in (*_STARTS, *_IN_ZIP, *_IN_OLE)),
    _WEBP, _BMP, _SVG, _AVIF, _HEIC, _TEXT, _ZIP, _OLE,
)  # fmt: skip
ENDINGS = {kind.type: kind.ending for kind in _EVERY}
"""The ending of a file, by its type."""
SHOWN = {kind.ending: kind.type for kind in _EVERY if kind.shown}
"""The type of files that a browser may show, by their ending."""

_SVG_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,500}>\s*)?"
    rb"(?:<!--(?:[^-]|-(?!->)){0,2000}+-->\s*+){0,3}"
    rb"(?:<!DOCTYPE svg[^>]{0,500}>\s*)?<svg[\s>]",
    re.DOTALL,
)
_MARKUP = lazy(r"<(?:!doctype|html|head|body|script|title|div|p|h[1-6])\b", re.IGNORECASE)
_CONTROL = lazy("[\0-\x08\x0e-\x1a\x1c-\x1f]")
_LOOKED_AT = 64 * 1024  # bytes


def kind_of(body: bytes, address: str = "") -> Kind | None:
    r"""Return what the bytes are, None for what is not stored.

    Plain text has no sign of its own; it is taken where the *address* says that it is text, and
    where it is neither markup nor binary.

    >>> kind_of(b"GIF89a\1\0\1\0").type, kind_of(b"<!DOCTYPE html><title>404</title>")
    ('image/gif', None)
    >>> kind_of(b"a,b", "http://news.example/a.csv").type, kind_of(b"<p>no", "http://x.example/a.txt")
    ('text/plain', None)
    """
    found = next((kind for start, kind in _STARTS if body.startswith(start)), None)
    if found is not None:
        return found
    for looks in (_riff, _bitmap, _boxes, _zip, _ole, _svg, _late_pdf):
        if (kind := looks(body)) is not None:
            return kind
    named = address.partition("?")[0].partition("#")[0].lower()
    return _TEXT if named.endswith((".txt", ".csv")) and _is_text(body) else None


def _riff(body: bytes) -> Kind | None:
    return _WEBP if body.startswith(b"RIFF") and body[8:12] == b"WEBP" else None


def _bitmap(body: bytes) -> Kind | None:
    whole = int.from_bytes(body[2:6], "little") <= len(body)
    return _BMP if body.startswith(b"BM") and body[6:10] == bytes(4) and whole else None


def _boxes(body: bytes) -> Kind | None:
    return _BRANDS.get(body[8:12]) if body[4:8] == b"ftyp" else None


def _zip(body: bytes) -> Kind | None:
    if not body.startswith((b"PK\3\4", b"PK\5\6")):
        return None
    # Names stand at the front of each entry, and all of them at the end.
    names = body[:_LOOKED_AT] + body[-_LOOKED_AT:]
    return next((kind for name, kind in _IN_ZIP if name in names), _ZIP)


def _ole(body: bytes) -> Kind | None:
    if not body.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return None
    found = (kind for name, kind in _IN_OLE if name.encode("utf-16-le") in body)
    return next(found, _OLE)


def _svg(body: bytes) -> Kind | None:
    return _SVG if _SVG_START.match(body[:_LOOKED_AT]) else None


def _late_pdf(body: bytes) -> Kind | None:
    """Readers of PDF let its sign stand anywhere in the first kilobyte."""
    start = body[:1024].lstrip(b"\xef\xbb\xbf\r\n\t \0")
    return Kind("application/pdf", "pdf") if start.startswith(b"%PDF-") else None


def _is_text(body: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        return bool(text.strip()) and not (_MARKUP.search(text) or _CONTROL.search(text))
    return False
