"""The body of a post: its text, its clean HTML and its pictures, read from the tree in one pass.

Text: a block element or ``br`` ends the line; the cells of a table row are parted by a tab, and
blocks inside one of several cells by a blank; raised and lowered numbers stay apart from others;
struck words are left out. HTML: an allow-list of elements and attributes;
generic blocks (``div``, ``section``) become paragraphs, generic inline elements vanish around
their content, and so does what is empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape

from lxml import etree

from newsportal.chinese.superscripts import lowered, raised
from newsportal.chinese.text import clean_lines, clean_text, normalise
from newsportal.items import Image, Link
from newsportal.pages.attachments import is_file
from newsportal.pages.elements import (
    CELLS,
    FLOW,
    GENERIC_BLOCKS,
    KEPT_BLOCKS,
    KEPT_INLINE,
    NUMBERED,
    PICTURES,
    SKIPPED,
    STRUCK,
    STRUCTURE,
    STYLED,
    is_crossed,
    is_hidden,
    is_pixel,
    is_row,
    numbers,
    role,
)
from newsportal.pages.formulas import formula
from newsportal.pages.pictures import background, names_picture, unscripted
from newsportal.pages.players import MEDIA, PLAYERS, SOUNDS, addresses, scripted
from newsportal.pages.tree import parsed
from newsportal.pages.urls import is_page, link_target

_SCRIPTS = {"sup": raised, "sub": lowered}
_HTML_SPACE = re.compile(r"[ \t\n\r\f]+")
_BLANKS = re.compile(r"[^\S\n]+")
_ODD_BLANKS = re.compile(r"[^\S\n\t ]")
_OUTER_BREAKS = re.compile(r"^(?:<br>\s*)+|(?<!<br>)(?<!\s)(?:\s*<br>)+$")
_DEEPEST = 100  # kept elements inside one another; browsers stop nesting at 512 elements


@dataclass(slots=True)
class Body:
    """What a body says."""

    text: str
    html: str
    images: list[Image]
    videos: list[Link]


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
        self._videos: dict[str, Link] = {}
        self._rows: list[bool] = []  # for each open table row: do several cells stand side by side?
        self._pre = 0
        self._scripts: list[int] = []  # where the text of open sup and sub elements begins
        self._struck = 0
        self._inside = False  # a page that an attribute holds
        self._crossed: list[etree._Element] = []  # open elements that are struck by their style
        self._struck_out: list[int] = []  # where struck words stand in the text

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
        html = "".join(self._frames[0].parts)
        return Body(self._read_text(), html, [*self._images.values()], [*self._videos.values()])

    def _read_text(self) -> str:
        kept = self._text.copy()
        for place in self._struck_out:
            kept[place] = ""
        # Of a text that is struck as a whole (somebody forgot to close a tag) all is said.
        return clean_lines("".join(kept)) or clean_lines("".join(self._text))

    def _walk(self, root: etree._Element, stop: etree._Element | None) -> bool:
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        skipped = None
        for event, element in walk:
            if element is stop:
                return False
            if event == "start":
                if element.tag in SKIPPED or is_hidden(element):
                    skipped = element
                    walk.skip_subtree()
                    self._unsaid(element)
                elif element.tag in MEDIA or element.tag in PLAYERS:
                    skipped = element
                    walk.skip_subtree()
                    self._player(str(element.tag), element)
                else:
                    tag = element.tag
                    if tag in STYLED:
                        self._start(role(element), element)
                    else:
                        self._start(str(tag), element)
                        if is_crossed(element):
                            self._crossed.append(element)
                            self._start("s", element)
                    if "url(" in element.get("style", ""):
                        self._background(element)
                    if element.text:
                        self._write(element.text)
                continue
            if event == "end" and element is not skipped:
                tag = element.tag
                if self._crossed and self._crossed[-1] is element:
                    self._crossed.pop()
                    self._end("s", element)
                self._end(role(element) if tag in STYLED else str(tag), element)
            if element.tail and element is not root:
                self._write(element.tail)
        return True

    def _unsaid(self, element: etree._Element) -> None:
        """Write what an element shows that holds no text."""
        if element.tag == "noscript":
            for each in unscripted(element):
                self._player("iframe", each) if each.tag == "iframe" else self._image(each)
        elif element.tag == "script":
            self._films(element)
        elif element.tag == "math":
            self._write(formula(element))

    def _write(self, raw: str) -> None:
        frame = self._frames[-1]
        if not (self._pre or _is_plain(raw)):
            raw = _HTML_SPACE.sub(" ", raw)
        if self._struck:
            self._struck_out.append(len(self._text))
        self._text.append(raw)
        if self._pre:
            frame.parts.append(escape(_ODD_BLANKS.sub(" ", normalise(raw)), quote=False))
            frame.filled |= not raw.isspace()
            return
        if raw.isspace():
            if frame.parts and len(frame.parts) > frame.run:
                frame.parts.append(" ")
            return
        shown = normalise(raw)
        frame.parts.append(
            escape(shown if _is_plain(shown) else _BLANKS.sub(" ", shown), quote=False)
        )
        frame.filled = True

    def _start(self, tag: str, element: etree._Element) -> None:
        if tag == "br":
            self._break()
            self._frames[-1].parts.append("<br>")
        elif tag == "hr":
            self._boundary()
        elif tag in PICTURES:
            self._image(element)
        elif tag in GENERIC_BLOCKS:
            self._boundary()
            self._films(element)
        elif tag in KEPT_BLOCKS:
            self._boundary()
            if tag == "tr":
                self._rows.append(is_row(element))
            elif (
                tag in CELLS
                and next(element.itersiblings(*CELLS, preceding=True), None) is not None
            ):
                self._text.append("\t" if self._rows and self._rows[-1] else "\n")
            self._pre += tag == "pre"
            kept = numbers(element) if tag in NUMBERED else ""
            self._open(_Frame(tag, f"<{tag}{kept}>"))
        elif tag in KEPT_INLINE:
            if tag == "rt":
                before = element.getprevious()
                self._bracket("(", before, before.tail if before is not None else None)
            self._open(self._inline(tag, element))
            if tag in _SCRIPTS:
                self._scripts.append(len(self._text))
            self._struck += tag in STRUCK

    def _end(self, tag: str, element: etree._Element) -> None:
        if tag in GENERIC_BLOCKS:
            self._boundary()
        elif tag in KEPT_BLOCKS:
            self._pre -= tag == "pre"
            self._close()
            if tag == "tr" and self._rows:
                self._rows.pop()
            self._break()
        elif tag in KEPT_INLINE:
            self._close()
            self._struck -= tag in STRUCK
            if tag in _SCRIPTS:
                self._end_script(tag)
            if tag == "rt":
                self._bracket(")", element.getnext(), element.tail)

    def _bracket(self, sign: str, beside: etree._Element | None, between: str | None) -> None:
        """Part a reading (汉 hàn) from its character where the page leaves that to browsers."""
        if beside is None or beside.tag not in ("rt", "rp") or (between or "").strip():
            self._text.append(sign)
            self._frames[-1].parts.append(f"<rp>{sign}</rp>")

    def _end_script(self, tag: str) -> None:
        """Put the text of a sup or sub into raised or lowered characters."""
        start = self._scripts.pop()
        struck = set()
        while self._struck_out and self._struck_out[-1] >= start:
            struck.add(self._struck_out.pop())
        said = [self._text[at] for at in range(start, len(self._text)) if at not in struck]
        if struck and not said:
            self._struck_out.append(start)
        self._text[start:] = [_SCRIPTS[tag]("".join(said or self._text[start:]))]

    def _inline(self, tag: str, element: etree._Element) -> _Frame:
        if tag != "a":
            return _Frame(KEPT_INLINE[tag], f"<{KEPT_INLINE[tag]}>")
        address = self._absolute(element.get("href"))
        if address is None or element.get("data-fancybox") is not None:
            return _Frame("a", "")  # the content without a link
        return _Frame("a", f'<a href="{escape(address)}">')

    def _image(self, element: etree._Element) -> None:
        address = self._absolute(self._image_address(element))
        if not is_pixel(element) and address is not None and not self._is_page(address):
            self._picture(address, element)

    def _picture(self, address: str, element: etree._Element) -> None:
        alt = clean_text(element.get("alt", ""))
        self._images.setdefault(address, Image(address, alt))
        self._frames[-1].parts.append(f'<img src="{escape(address)}" alt="{escape(alt)}">')
        self._frames[-1].filled = True

    def _background(self, element: etree._Element) -> None:
        if (address := self._absolute(background(element))) and not self._is_page(address):
            self._picture(address, element)

    def _player(self, tag: str, element: etree._Element) -> None:
        found = (address for address in map(self._absolute, addresses(element)) if address)
        address = next((one for one in found if not self._is_page(one)), None)
        if is_pixel(element):
            return
        if address is None:
            self._document(element.get("srcdoc", ""))
            return
        if tag == "object" and names_picture(address):
            self._picture(address, element)
            return
        self._play(tag, address, clean_text(element.get("title") or element.get("name", "")))

    def _document(self, source: str) -> None:
        """Read the page that an attribute holds, but none within it."""
        body = parsed(source).find("body") if source and not self._inside else None
        if body is not None:
            self._inside = True
            self._boundary()
            self._walk(body, None)
            self._boundary()
            self._inside = False

    def _play(self, tag: str, address: str, title: str) -> None:
        if tag not in SOUNDS and not is_file(address):
            self._videos.setdefault(address, Link(address, title))
        shown = f'<a href="{escape(address)}">{escape(title or address, quote=False)}</a>'
        if tag in MEDIA:
            shown = f'<{tag} src="{escape(address)}" controls></{tag}>'
        self._frames[-1].parts.append(shown)
        self._frames[-1].filled = True

    def _films(self, element: etree._Element) -> None:
        """Link the films that a script plays here."""
        for address in filter(None, map(self._absolute, scripted(element))):
            if address not in self._videos:
                self._play("iframe", address, "")

    def _is_page(self, address: str) -> bool:
        return is_page(address, self._base_url)

    def _absolute(self, address: str | None) -> str | None:
        return link_target(address, self._base_url)

    def _break(self) -> None:
        self._text.append(" " if any(self._rows) else "\n")

    def _boundary(self) -> None:
        """A block begins or ends here: the line ends, and so does an inline run around blocks."""
        self._break()
        frame = self._frames[-1]
        if frame.tag in FLOW:
            self._end_run(frame, wrap=True)
        elif frame.parts and frame.parts[-1] != "<br>" and frame.tag not in STRUCTURE:
            frame.parts.append("<br>")

    def _end_run(self, frame: _Frame, *, wrap: bool) -> None:
        if len(frame.parts) == frame.run:
            return  # half of them
        run = "".join(frame.parts[frame.run :])
        run = run.strip("\n") if frame.tag == "pre" else run.strip()
        if "<br>" in run and frame.tag != "pre":
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
        if frame.tag not in KEPT_INLINE:
            # Only a run beside blocks needs a paragraph of its own.
            self._end_run(frame, wrap=frame.tag in FLOW and frame.run > 0)
        content = "".join(frame.parts)
        if not frame.filled and frame.tag not in CELLS:
            return
        parent.filled |= frame.filled
        end = f"</{frame.tag}>" if frame.start else ""
        parent.parts.append(f"{frame.start}{content}{end}")
        if frame.tag in KEPT_BLOCKS:
            parent.run = len(parent.parts)


def _is_plain(text: str) -> bool:
    """Tell whether the only blanks are single spaces, as nearly always; patterns take longer."""
    return text.isprintable() and "  " not in text
