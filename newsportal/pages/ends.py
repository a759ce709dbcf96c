"""The ends of a body, block by block: where owners put what is on every page and no text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from newsportal.chinese.text_hash import text_hash

_FIRST, _LAST = 3, 5  # blocks
_LITTLE = 20  # characters, which may be none that a reader sees
_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_VOID = frozenset(("br", "img"))
_STRUCK = re.compile(r"<(s|del)>.*?</\1>", re.DOTALL)
_PICTURE = re.compile(r'<img src="([^"]*)"')
_PLAIN = str.maketrans("", "", "^")


@dataclass(frozen=True)
class Block:
    """A block at an end of a body, with its pictures."""

    html: str
    plain: str
    """What it says."""
    shows: bool
    hash: bytes
    """Of a block that is one line of text: the `text_hash` of that line."""

    @cached_property
    def text(self) -> str:
        """What it says, without white space; few blocks are asked."""
        return squeezed(self.plain)


@dataclass(frozen=True, slots=True)
class Ends:
    """The first and the last blocks of a body."""

    head: list[Block]
    tail: list[Block]
    """The last one first."""

    @classmethod
    def of(cls, html: str) -> Ends:
        """Return the ends of a record's HTML; a block of a short one is in both.

        >>> ends = Ends.of("<p>甲</p><p>乙<br>丙</p>")
        >>> [block.text for block in ends.head], [block.text for block in ends.tail]
        (['甲', '乙丙'], ['乙丙', '甲'])
        """
        blocks = _blocks(html)
        first = len(blocks) - _LAST
        read = {n: _block(html) for n, html in enumerate(blocks) if n < _FIRST or n >= first}
        return cls(
            [read[n] for n in read if n < _FIRST], [read[n] for n in read if n >= first][::-1]
        )

    @property
    def all(self) -> dict[bytes, Block]:
        """All blocks that say or show something, by their hashes."""
        return {block.hash: block for block in (*self.head, *self.tail) if block.shows}


def without(
    text: str, html: str, ends: Ends, is_foreign: Callable[[Block], bool]
) -> tuple[str, str]:
    """Return text and HTML without the outermost blocks that do not belong to them.

    >>> html = "<p>广告</p><p>甲</p><p>乙</p><p>广告</p>"
    >>> without("广告\\n甲\\n乙\\n广告", html, Ends.of(html), lambda block: block.text == "广告")
    ('甲\\n乙', '<p>甲</p><p>乙</p>')
    """
    lines = text.split("\n") if text else []
    kept = html
    for blocks, last in ((ends.head, -1), (ends.tail, 0)):
        for block in blocks:
            count = _lines_of(block, lines[::-1] if last == 0 else lines, backwards=last == 0)
            there = kept.endswith(block.html) if last == 0 else kept.startswith(block.html)
            if count is None or not there or not is_foreign(block):
                break
            lines = lines[: len(lines) - count] if last == 0 else lines[count:]
            size = len(block.html)
            kept = kept[:-size] if last == 0 else kept[size:]
    return ("\n".join(lines), kept) if kept else (text, html)


def _lines_of(block: Block, lines: list[str], *, backwards: bool) -> int | None:
    """Return how many lines, from an end of the text on, are those of a block; None if not so."""
    if lines and block.plain == lines[0] and (len(block.plain) > _LITTLE or block.text):
        return 1  # nearly always
    read = ""
    for count in range(len(lines) + 1):
        if len(read) >= len(block.text):
            return count if read == block.text else None
        if count < len(lines):
            line = squeezed(lines[count])
            read = line + read if backwards else read + line
    return None


def _blocks(html: str) -> list[str]:
    found: list[str] = []
    depth = start = 0
    for tag in _TAG.finditer(html):
        if tag[2] in _VOID:
            continue
        if not tag[1]:
            start = tag.start() if depth == 0 else start
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                found.append(html[start : tag.end()])
    return found if "".join(found) == html else []


def _block(html: str) -> Block:
    said = _STRUCK.sub("", html) if "</s>" in html or "</del>" in html else html
    plain = unescape(_TAG.sub("", said))
    pictures = _PICTURE.findall(html) if "<img" in html else []
    says = len(plain) > _LITTLE and not plain.isspace()
    shows = says or bool(pictures or squeezed(plain))
    return Block(html, plain, shows, text_hash(plain, *pictures))


def squeezed(text: str) -> str:
    """Return a line as the texts of blocks have it: without white space."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_PLAIN).split())
