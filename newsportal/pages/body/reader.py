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
from dataclasses import dataclass
from html import escape

from lxml import etree

from newsportal.chinese.text import normalise
from newsportal.items import Image, Link
from newsportal.pages.body.elements import (
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
    is_row,
    numbers,
    role,
)
from newsportal.pages.body.embedded import Embedded
from newsportal.pages.body.formulas import formula
from newsportal.pages.body.frames import Frame, Frames
from newsportal.pages.body.noscripts import Noscripts
from newsportal.pages.body.players import MEDIA, PLAYERS
from newsportal.pages.body.wording import SCRIPTS, Wording
from newsportal.pages.tree import parsed
from newsportal.pages.urls import link_target

_HTML_SPACES = " \t\n\r\f"
_HTML_SPACE = re.compile(f"[{_HTML_SPACES}]+")
_BLANKS = re.compile(r"[^\S\n]+")
_ODD_BLANKS = re.compile(r"[^\S\n\t ]")


@dataclass(slots=True)
class Body:
    """What a body says."""

    text: str
    html: str
    images: list[Image]
    videos: list[Link]


class BodyReader:
    """Reads one body; *image_address* gives the address that an ``img`` element stands for."""

    def __init__(
        self, base_url: str, image_address: Callable[[etree._Element], str | None]
    ) -> None:
        self._base_url = base_url
        self._said = Wording()
        self._frames = Frames()
        self._embedded = Embedded(base_url, image_address, self._frames)
        self._noscripts = Noscripts()
        self._pre = 0
        self._inside = False  # a page that an attribute holds
        self._crossed: list[etree._Element] = []  # open elements that are struck by their style

    def read(
        self, pieces: Iterable[etree._Element | str], stop: etree._Element | None = None
    ) -> Body:
        """Return the body that consists of *pieces* in order, up to the element *stop*."""
        for piece in pieces:
            if isinstance(piece, str):
                self._write(piece)
            elif not self._walk(piece, stop):
                break
        html = self._frames.finish()
        shown = self._embedded
        return Body(self._said.text(), html, [*shown.images.values()], [*shown.videos.values()])

    def _walk(self, root: etree._Element, stop: etree._Element | None) -> bool:
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        skipped = None
        for event, element in walk:
            if element is stop:
                return False
            if event == "start":
                tag = str(element.tag)
                attributes = element.keys()  # most have none: nothing hides or strikes them
                if tag in SKIPPED or (attributes and is_hidden(element)):
                    skipped = element
                    walk.skip_subtree()
                    self._unsaid(element, root)
                elif tag in MEDIA or tag in PLAYERS:
                    skipped = element
                    walk.skip_subtree()
                    self._player(tag, element)
                else:
                    self._start(role(element) if tag in STYLED else tag, element)
                    if attributes:
                        self._start_styled(tag, element)
                    if text := element.text:
                        self._write(text)
                continue
            if event == "end" and element is not skipped:
                tag = str(element.tag)
                if self._crossed and self._crossed[-1] is element:
                    self._crossed.pop()
                    self._end("s", element)
                self._end(role(element) if tag in STYLED else tag, element)
            if element is not root and (tail := element.tail):
                self._write(tail)
        return True

    def _unsaid(self, element: etree._Element, root: etree._Element) -> None:
        """Write what an element shows that holds no text."""
        if element.tag == "noscript":
            for each in self._noscripts.made(element, root):
                self._player("iframe", each) if each.tag == "iframe" else self._embedded.image(each)
        elif element.tag == "script":
            self._embedded.films(element)
        elif element.tag == "math":
            self._write(formula(element))

    def _write(self, raw: str) -> None:
        frame, said = self._frames.open[-1], self._said
        plain = _is_plain(raw)
        if not (plain or self._pre):
            raw = _HTML_SPACE.sub(" ", raw) if raw.strip(_HTML_SPACES) else " "
        if said.struck:
            said.struck_out.append(len(said.pieces))
        said.pieces.append(raw)
        if self._pre:
            frame.parts.append(escape(_ODD_BLANKS.sub(" ", normalise(raw)), quote=False))
            frame.filled |= not raw.isspace()
            return
        if raw.isspace():
            if frame.parts and len(frame.parts) > frame.run:
                frame.parts.append(" ")
            return
        shown = normalise(raw)
        if not plain or shown != raw:
            shown = _BLANKS.sub(" ", shown)
        frame.parts.append(escape(shown, quote=False))
        frame.filled = True

    def _start(self, tag: str, element: etree._Element) -> None:
        if tag == "br":
            self._said.end_line()
            self._frames.open[-1].parts.append("<br>")
        elif tag == "hr":
            self._boundary()
        elif tag in PICTURES:
            self._embedded.image(element)
        elif tag in GENERIC_BLOCKS:
            self._boundary()
            self._embedded.films(element)
        elif tag in KEPT_BLOCKS:
            self._boundary()
            if tag == "tr":
                self._said.rows.append(is_row(element))
            elif (
                tag in CELLS
                and next(element.itersiblings(*CELLS, preceding=True), None) is not None
            ):
                self._said.begin_cell()
            self._pre += tag == "pre"
            kept = numbers(element) if tag in NUMBERED else ""
            self._frames.begin(Frame(tag, f"<{tag}{kept}>"))
        elif tag in KEPT_INLINE:
            if tag == "rt":
                before = element.getprevious()
                self._bracket("(", before, before.tail if before is not None else None)
            self._frames.begin(self._inline(tag, element))
            if tag in SCRIPTS:
                self._said.scripts.append(len(self._said.pieces))
            self._said.struck += tag in STRUCK

    def _start_styled(self, tag: str, element: etree._Element) -> None:
        """Strike what an element's style strikes, and show its picture."""
        style = element.get("style", "")
        if tag not in STYLED and is_crossed(tag, style):
            self._crossed.append(element)
            self._start("s", element)
        if "url(" in style:
            self._embedded.background(element)

    def _end(self, tag: str, element: etree._Element) -> None:
        if tag in GENERIC_BLOCKS:
            self._boundary()
        elif tag in KEPT_BLOCKS:
            self._pre -= tag == "pre"
            self._frames.end()
            if tag == "tr" and self._said.rows:
                self._said.rows.pop()
            self._said.end_line()
        elif tag in KEPT_INLINE:
            self._frames.end()
            self._said.struck -= tag in STRUCK
            if tag in SCRIPTS:
                self._said.end_script(tag)
            if tag == "rt":
                self._bracket(")", element.getnext(), element.tail)

    def _bracket(self, sign: str, beside: etree._Element | None, between: str | None) -> None:
        """Part a reading (汉 hàn) from its character where the page leaves that to browsers."""
        if beside is None or beside.tag not in ("rt", "rp") or (between or "").strip():
            self._said.pieces.append(sign)
            self._frames.open[-1].parts.append(f"<rp>{sign}</rp>")

    def _inline(self, tag: str, element: etree._Element) -> Frame:
        if tag != "a":
            return Frame(KEPT_INLINE[tag], f"<{KEPT_INLINE[tag]}>")
        address = link_target(element.get("href"), self._base_url)
        if address is None or element.get("data-fancybox") is not None:
            return Frame("a", "")  # the content without a link
        return Frame("a", f'<a href="{escape(address)}">')

    def _player(self, tag: str, element: etree._Element) -> None:
        if not self._embedded.player(tag, element):
            self._document(element.get("srcdoc", ""))

    def _document(self, source: str) -> None:
        """Read the page that an attribute holds, but none within it."""
        body = parsed(source).find("body") if source and not self._inside else None
        if body is not None:
            self._inside = True
            self._boundary()
            self._walk(body, None)
            self._boundary()
            self._inside = False

    def _boundary(self) -> None:
        """A block begins or ends here: the line ends, and so does an inline run around blocks."""
        self._said.end_line()
        frame = self._frames.open[-1]
        if frame.tag in FLOW:
            if len(frame.parts) > frame.run:
                frame.end_run(wrap=True)
        elif frame.parts and frame.parts[-1] != "<br>" and frame.tag not in STRUCTURE:
            frame.parts.append("<br>")


def _is_plain(text: str) -> bool:
    """Tell whether the only blanks are single spaces, as nearly always; patterns take longer."""
    return text.isprintable() and "  " not in text
