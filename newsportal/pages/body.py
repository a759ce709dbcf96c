"""The body of a post: its text, its clean HTML and its pictures, read from the tree in one pass.

Text: a block element or ``br`` ends the line; the cells of a table row are parted by a tab, and
blocks inside one of several cells by a blank. HTML: an allow-list of elements and attributes;
generic blocks (``div``, ``section``) become paragraphs, generic inline elements vanish around
their content, and so does what is empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urljoin, urlsplit

from lxml import etree
from w3lib.url import safe_url_string

from newsportal.chinese.text import clean_lines, clean_text, normalise
from newsportal.items import Image
from newsportal.pages.urls import slashed, without_tracking

_SKIPPED = frozenset(
    "script style noscript template iframe object embed applet svg math canvas map head title link"
    " meta base button input select textarea datalist frameset".split()
)
_GENERIC_BLOCKS = frozenset(
    "address article aside body center details dialog div dir fieldset footer form header hgroup"
    " html legend main menu nav search section summary".split()
)
_KEPT_BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 blockquote pre ul ol li dl dt dd figure figcaption table caption thead"
    " tbody tfoot tr td th".split()
)
_KEPT_INLINE = {
    "a": "a", "b": "strong", "strong": "strong", "i": "em", "em": "em", "u": "u", "s": "s",
    "strike": "s", "del": "del", "ins": "ins", "sub": "sub", "sup": "sup", "code": "code",
    "mark": "mark", "ruby": "ruby", "rt": "rt", "rp": "rp", "q": "q", "cite": "cite",
}  # fmt: skip
_FLOW = frozenset(("", "blockquote", "li", "td", "th", "dd"))  # may hold paragraphs
_STRUCTURE = frozenset("ul ol dl figure table thead tbody tfoot tr".split())  # hold no text
_CELLS = ("td", "th")
_MEDIA = frozenset(("video", "audio"))
_HTML_SPACE = re.compile(r"[ \t\n\r\f]+")
_BLANKS = re.compile(r"[^\S\n]+")
_OUTER_BREAKS = re.compile(r"^(?:<br>\s*)+|(?:\s*<br>)+$")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SPAN = re.compile(r"[0-9]{1,3}")
_DEEPEST = 100  # kept elements inside one another; browsers stop nesting at 512 elements
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")  # anything else is markup that was not closed
_PIXEL = re.compile(r"\s*[01](?:px)?\s*")


@dataclass(slots=True)
class Body:
    """What a body says."""

    text: str
    html: str
    images: list[Image]


@dataclass(slots=True)
class _Frame:
    """A kept element that is still open."""

    tag: str
    start: str
    parts: list[str] = field(default_factory=list)
    run: int = 0  # index in parts where the current inline run begins
    filled: bool = False  # holds text or a picture


class BodyReader:
    """Reads one body; *image_address* gives the address that an ``img`` element stands for."""

    def __init__(
        self, base_url: str, image_address: Callable[[etree._Element], str | None]
    ) -> None:
        self._base_url = base_url
        self._image_address = image_address
        self._text: list[str] = []
        self._frames = [_Frame("", "")]
        self._flattened = 0  # open elements that are too deep for a frame
        self._images: dict[str, Image] = {}
        self._rows: list[bool] = []  # for each open table row: has it several cells?
        self._pre = 0

    def read(
        self, pieces: Iterable[etree._Element | str], stop: etree._Element | None = None
    ) -> Body:
        """Return the body that consists of *pieces* in order, up to the element *stop*."""
        for piece in pieces:
            if isinstance(piece, str):
                self._write(piece)
            elif not self._walk(piece, stop):
                break
        self._flattened = 0
        while len(self._frames) > 1:
            self._close()
        self._end_run(self._frames[0], wrap=True)
        return Body(
            clean_lines("".join(self._text)),
            "".join(self._frames[0].parts),
            list(self._images.values()),
        )

    def _walk(self, root: etree._Element, stop: etree._Element | None) -> bool:
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        skipped = None
        for event, element in walk:
            if element is stop:
                return False
            if event == "start":
                if element.tag in _SKIPPED or _hidden(element):
                    skipped = element
                    walk.skip_subtree()
                else:
                    self._start(element)
                    if element.tag in _MEDIA:
                        walk.skip_subtree()
                    elif element.text:
                        self._write(element.text)
                continue
            if event == "end" and element is not skipped:
                self._end(str(element.tag))
            if element.tail and element is not root:
                self._write(element.tail)
        return True

    def _write(self, raw: str) -> None:
        frame = self._frames[-1]
        if not self._pre:
            raw = _HTML_SPACE.sub(" ", raw)
        self._text.append(raw)
        if raw.isspace():
            if frame.parts and len(frame.parts) > frame.run:
                frame.parts.append(" ")
            return
        frame.parts.append(escape(_BLANKS.sub(" ", normalise(raw)), quote=False))
        frame.filled = True

    def _start(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if tag == "br":
            self._break()
            self._frames[-1].parts.append("<br>")
        elif tag == "hr":
            self._boundary()
        elif tag == "img":
            self._image(element)
        elif tag in _MEDIA:
            self._media(tag, element)
        elif tag in _GENERIC_BLOCKS:
            self._boundary()
        elif tag in _KEPT_BLOCKS:
            self._boundary()
            if tag == "tr":
                self._rows.append(sum(child.tag in _CELLS for child in element) > 1)
            elif tag in _CELLS and _has_cell_before(element):
                # A tab parts the cells of a row. Cells outside of any row (<td> without <tr>), or
                # each in a row of its own, stand below each other.
                self._text.append("\t" if self._rows and self._rows[-1] else "\n")
            self._pre += tag == "pre"
            spans = _spans(element) if tag in _CELLS else ""
            self._open(_Frame(tag, f"<{tag}{spans}>"))
        elif tag in _KEPT_INLINE:
            self._open(self._inline(tag, element))

    def _end(self, tag: str) -> None:
        if tag in _GENERIC_BLOCKS:
            self._boundary()
        elif tag in _KEPT_BLOCKS:
            self._pre -= tag == "pre"
            self._close()
            if tag == "tr" and self._rows:
                self._rows.pop()
            self._break()
        elif tag in _KEPT_INLINE:
            self._close()

    def _inline(self, tag: str, element: etree._Element) -> _Frame:
        if tag != "a":
            return _Frame(_KEPT_INLINE[tag], f"<{_KEPT_INLINE[tag]}>")
        address = self._absolute(element.get("href"))
        if address is None or element.get("data-fancybox") is not None:
            return _Frame("a", "")  # the content without a link
        return _Frame("a", f'<a href="{escape(address)}">')

    def _image(self, element: etree._Element) -> None:
        if any(_PIXEL.fullmatch(element.get(side, "")) for side in ("width", "height")):
            return  # a counting pixel
        address = self._absolute(self._image_address(element))
        if address is None or address.startswith("mailto:"):
            return
        alt = clean_text(element.get("alt", ""))
        self._images.setdefault(address, Image(address, alt))
        self._frames[-1].parts.append(f'<img src="{escape(address)}" alt="{escape(alt)}">')
        self._frames[-1].filled = True

    def _media(self, tag: str, element: etree._Element) -> None:
        sources = (element.get("src"), *(child.get("src") for child in element.iter("source")))
        address = next(filter(None, map(self._absolute, sources)), None)
        if address is not None:
            self._frames[-1].parts.append(f'<{tag} src="{escape(address)}" controls></{tag}>')
            self._frames[-1].filled = True

    def _absolute(self, address: str | None) -> str | None:
        if not address or len(address) > 2000:
            return None
        try:
            absolute = urljoin(self._base_url, slashed(address.strip()))
            if not absolute.lower().startswith(("http://", "https://", "mailto:")):
                return None
            absolute = without_tracking(safe_url_string(absolute))
            parts = urlsplit(absolute)
        except ValueError:
            return None
        return (
            absolute if parts.scheme == "mailto" or _HOST.fullmatch(parts.hostname or "") else None
        )

    def _break(self) -> None:
        self._text.append(" " if any(self._rows) else "\n")

    def _boundary(self) -> None:
        """A block begins or ends here: the line ends, and so does an inline run around blocks."""
        self._break()
        frame = self._frames[-1]
        if frame.tag in _FLOW:
            self._end_run(frame, wrap=True)
        elif frame.parts and frame.parts[-1] != "<br>" and frame.tag not in _STRUCTURE:
            frame.parts.append("<br>")

    def _end_run(self, frame: _Frame, *, wrap: bool) -> None:
        run = "".join(frame.parts[frame.run :]).strip()
        if "<br>" in run:
            run = _OUTER_BREAKS.sub("", run)
        if run:
            run = f"<p>{run}</p>" if wrap else run
        frame.parts[frame.run :] = [run] if run else []
        frame.run = len(frame.parts)

    def _open(self, frame: _Frame) -> None:
        """Begin an element; one that is too deep leaves its content to those around it."""
        if len(self._frames) > _DEEPEST:
            self._flattened += 1
        else:
            self._frames.append(frame)

    def _close(self) -> None:
        if self._flattened:
            self._flattened -= 1
            return
        frame = self._frames.pop()
        parent = self._frames[-1]
        if frame.tag not in _KEPT_INLINE:
            # Only a run beside blocks needs a paragraph of its own.
            self._end_run(frame, wrap=frame.tag in _FLOW and frame.run > 0)
        content = "".join(frame.parts)
        if not frame.filled and frame.tag not in _CELLS:
            return
        parent.filled |= frame.filled
        end = f"</{frame.tag}>" if frame.start else ""
        parent.parts.append(f"{frame.start}{content}{end}")
        if frame.tag in _KEPT_BLOCKS:
            parent.run = len(parent.parts)


def _hidden(element: etree._Element) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDDEN.search(style))


def _has_cell_before(cell: etree._Element) -> bool:
    return next(cell.itersiblings(*_CELLS, preceding=True), None) is not None


def _spans(element: etree._Element) -> str:
    spans = {name: element.get(name, "") for name in ("colspan", "rowspan")}
    return "".join(f' {name}="{n}"' for name, n in spans.items() if _SPAN.fullmatch(n))
