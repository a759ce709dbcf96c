"""What each element of a post's HTML is in Markdown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from newsportal.chinese.superscripts import lowered, raised
from newsportal.formats.markdown_text import address_of, escaped, one_line, ticks
from newsportal.pages.body.elements import KEPT_BLOCKS

Child = Any
"""A text or an element of lxml's."""
_ONE_LINE = frozenset("td th dt dd a h1 h2 h3 h4 h5 h6 _inline".split())
_LISTS = ("ul", "ol")
_LINES = re.compile(r"^(.*)", re.MULTILINE)
_MOST_COLUMNS = 1000


class Element:
    """An element and what stands around it."""

    def __init__(
        self, tree: Any, parent: Element | None, within: frozenset[str],
        before: Child | None, behind: Child | None, places: Mapping[str, str],
    ) -> None:  # fmt: skip
        self.tree = tree
        self.name: str = tree.tag
        self.parent = parent
        self.within = within
        """Names of the elements around it; ``_inline``: on one line, ``_noformat``: as code."""
        self.before, self.behind = before, behind
        """The text or element before it and behind it, None where there is none."""
        self.places = places
        """Where pictures and files of the post lie, by address."""

    @property
    def inline(self) -> bool:
        """Tell whether all of it has to be on one line."""
        return "_inline" in self.within

    @property
    def parent_name(self) -> str:
        """Return the name of the element around it."""
        return self.parent.name if self.parent else ""

    def place(self, name: str) -> str:
        """Return the address in an attribute, as it stands between parentheses, "" if of none."""
        raw = self.tree.get(name) or ""
        return self.places.get(raw) or address_of(raw)

    @cached_property
    def items(self) -> dict[Any, int]:
        """The items of a list, and their places."""
        return {item: place for place, item in enumerate(self.tree.iterchildren("li"))}

    @cached_property
    def numbers(self) -> list[int]:
        """The numbers of a list's items, none if they are those that Markdown counts itself."""
        backwards = self.tree.get("reversed") is not None
        start = _whole(self.tree.get("start"), len(self.items) if backwards else 1)
        numbers: list[int] = []
        for item in self.items:
            following = numbers[-1] + (-1 if backwards else 1) if numbers else start
            numbers.append(_whole(item.get("value"), following))
        counted = range(abs(start), abs(start) + len(numbers))
        return numbers if numbers != list(counted) else []

    @cached_property
    def headed(self) -> bool:
        """Tell whether a table has a head."""
        return next(self.tree.iter("thead"), None) is not None


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,9}", text) else otherwise


def _around(text: str, write: Callable[[str], str]) -> str:
    """Return what is written of a text, with the blanks at its ends outside."""
    said = text.strip()
    return f"{' ' * text.startswith(' ')}{write(said)}{' ' * text.endswith(' ')}" if said else ""


def _indented(text: str, by: str, otherwise: str = "") -> str:
    return _LINES.sub(lambda line: by + line[1] if line[1] else otherwise, text)


# Within a line


def _link(element: Element, text: str) -> str:
    address = element.place("href")
    if "_noformat" in element.within:
        return text
    if text.strip().replace(r"\_", "_") == address:
        return f"<{address}>" if address else ""
    return _around(text, lambda said: f"[{said}]({address})" if address else said)


def _picture(element: Element, _: str) -> str:
    alt, address = escaped(" ".join((element.tree.get("alt") or "").split())), element.place("src")
    shown = not element.inline or element.parent_name == "a"
    return f"![{alt}]({address})" if address and shown else alt


def _film(element: Element, _: str) -> str:
    """Films and sounds are links that show their file's name."""
    source = element.tree.get("src") or ""
    address, name = address_of(source), escaped(source.rpartition("/")[2])
    return f"[{name}]({address})\n\n" if address else ""


def _code(element: Element, text: str) -> str:
    if "_noformat" in element.within:
        return text
    text = " ".join(text.split())  # an empty line would end the paragraph and the code
    if _ONE_LINE & element.within:
        return escaped(text)  # a cell may end within code
    marks = ticks(text)
    return _around(text, lambda said: f"{marks} {said} {marks}" if len(marks) > 1 else f"`{said}`")


def _emphasis(mark: str) -> Callable[[Element, str], str]:
    """Return what writes a text between marks, or tags where readers would take no mark for one.

    A mark with punctuation inside opens or closes nothing beside a letter, and Chinese has no
    blanks: 他说**“好”**。
    """

    def write(element: Element, text: str) -> str:
        said = text.strip()
        if not said or "\n\n" in said or "_noformat" in element.within:
            return text
        before, behind = _beside(element, element.before), _beside(element, element.behind)
        if _parts(said[0], before[-1:]) and _parts(said[-1], behind[:1]):
            return text.replace(said, f"{mark}{said}{mark}")
        return text.replace(said, f"<{element.name}>{said}</{element.name}>")

    return write


def _beside(element: Element, sibling: Child | None) -> str:
    """Return the text before or behind an element: "" for other markup, which may be a mark."""
    if isinstance(sibling, str):
        return sibling
    ends = element.parent_name in KEPT_BLOCKS if sibling is None else sibling.tag == "br"
    return "\n" if ends else ""


def _parts(inner: str, outer: str) -> bool:
    """Tell whether all readers take what stands between two characters for a mark."""
    if not outer or inner in "*~":
        return False
    return inner.isalnum() or outer.isspace() or unicodedata.category(outer).startswith("P")


# Blocks


def _block(element: Element, text: str) -> str:
    text = text.strip()
    if element.inline:
        return f" {text} "
    return f"\n\n{text}\n\n" if text else ""


def _paragraph(element: Element, text: str) -> str:
    text = text.strip(" \t\r\n")
    if element.inline:
        return f" {text} "
    return f"\n\n{text}\n\n" if text else ""


def _heading(element: Element, text: str) -> str:
    if element.inline:
        return text
    return f"\n\n{'#' * int(element.name[1])} {one_line(text.strip())}\n\n"


def _quotation(element: Element, text: str) -> str:
    text = text.strip(" \t\r\n")
    if element.inline:
        return f" {text} "
    return f"\n{_indented(text, '> ', '>')}\n\n" if text else "\n"


def _preformatted(element: Element, text: str) -> str:
    if not text.strip():
        return ""
    if _ONE_LINE & element.within:
        return escaped(" ".join(text.split()))
    fence = ticks(text)
    fence = fence if len(fence) > 3 else "```"
    return f"\n\n{fence}\n{text}\n{fence}\n\n"


def _list(element: Element, text: str) -> str:
    if "li" in element.within:
        return "\n" + text.rstrip()
    behind = element.behind
    if isinstance(behind, str) and not behind.strip():
        behind = element.tree.getnext()
    followed = behind is not None and (isinstance(behind, str) or behind.tag not in _LISTS)
    return f"\n\n{text}" + "\n" * followed


def _item(element: Element, text: str) -> str:
    """Items of a list that counts in its own way stand as paragraphs: Markdown has no such."""
    text, parent = text.strip(), element.parent
    if parent is not None and parent.name == "ol":
        place = parent.items[element.tree]
        if parent.numbers:
            return f"\n\n{parent.numbers[place]}\\. {text}\n\n" if text else ""
        start = parent.tree.get("start") or ""
        mark = f"{(int(start) if start.isnumeric() else 1) + place}. "
    else:
        depth = -1
        while parent is not None:
            depth += parent.name == "ul"
            parent = parent.parent
        mark = f"{'*+-'[depth % 3]} "
    return f"{mark}{_indented(text, ' ' * len(mark))[len(mark) :]}\n" if text else "\n"


def _term(element: Element, text: str) -> str:
    text = one_line(text.strip())
    if element.inline:
        return f" {text} "
    return f"\n\n{text}\n" if text else "\n"


def _definition(element: Element, text: str) -> str:
    text = text.strip()
    if element.inline:
        return f" {text} "
    return f":{_indented(text, '    ')[1:]}\n" if text else "\n"


def _row(element: Element, text: str) -> str:
    """A row, with the line that a table's head needs; one without a head gets an empty one."""
    tree, parent = element.tree, element.tree.getparent()
    if tree.getprevious() is not None:
        return f"|{text}\n"
    cells = list(tree.iter("td", "th"))
    columns = sum(map(_columns, cells))
    line = f"| {' | '.join(['---'] * columns)} |\n"
    headed = parent.tag == "thead" and len(list(parent.iter("tr"))) == 1
    if headed or all(cell.tag == "th" for cell in cells):
        return f"|{text}\n{line}"
    if (
        parent.tag != "tbody"
        or parent.getprevious() is None
        or not (element.parent and element.parent.parent and element.parent.parent.headed)
    ):
        return f"| {' | '.join([''] * columns)} |\n{line}|{text}\n"
    return f"|{text}\n"


def _columns(cell: Any) -> int:
    told = cell.get("colspan") or ""
    return max(1, min(_MOST_COLUMNS, int(told))) if told.isdecimal() else 1


def _cell(element: Element, text: str) -> str:
    return f" {text.strip()} ".replace("\n", " ")[:-1] + " |" * _columns(element.tree)


WRITERS: dict[str, Callable[[Element, str], str]] = {
    "a": _link, "img": _picture, "video": _film, "audio": _film,
    "code": _code, "kbd": _code, "samp": _code, "q": lambda _, text: f'"{text}"',
    **dict.fromkeys(("b", "strong"), _emphasis("**")), **dict.fromkeys(("i", "em"), _emphasis("*")),
    **dict.fromkeys(("s", "del"), _emphasis("~~")),
    "sup": lambda _, text: raised(text), "sub": lambda _, text: lowered(text),
    "br": lambda element, _: " " if element.inline else "  \n", "hr": lambda *_: "\n\n---\n\n",
    "p": _paragraph, **dict.fromkeys(("div", "article", "section", "dl"), _block),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    "blockquote": _quotation, "pre": _preformatted, "ul": _list, "ol": _list, "li": _item,
    "dt": _term, "dd": _definition, "tr": _row, "td": _cell, "th": _cell,
    "table": lambda _, text: f"\n\n{text.strip()}\n\n",
    "caption": lambda _, text: f"{text.strip()}\n\n",
    "figcaption": lambda _, text: f"\n\n{text.strip()}\n\n",
}  # fmt: skip
