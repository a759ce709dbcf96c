"""A post's HTML as Markdown that every reader of Markdown takes alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cached_property
from html import escape
from typing import Any

from bs4 import Tag
from bs4.element import NavigableString
from markdownify import ATX, MarkdownConverter

from newsportal.chinese.superscripts import lowered, raised
from newsportal.pages.body.elements import KEPT_BLOCKS

# What Markdown can take for markup, somewhere in a text
_SPECIAL = re.compile(r"[]\\&<`[>~=+|\-#.)*_!]")
# What would end an address, or what a reader of Markdown decodes in it
_IN_ADDRESS = {ord(char): f"%{ord(char):02X}" for char in '()<>"\\` |^{}\t\n\r'} | {38: "&amp;"}
_LINKED = ("http://", "https://", "mailto:")
_ONE_LINE = frozenset("td th dt dd a h1 h2 h3 h4 h5 h6 _inline".split())


class _Tag(Tag):
    """Finds without long ways what markdownify asks each element for."""

    def find_parent(self, name: Any = None, *_: Any, **__: Any) -> Any:
        """Look at names alone."""
        return next((parent for parent in self.parents if parent.name == name), None)

    def find_previous_siblings(self, name: Any = None, *others: Any, **named: Any) -> Any:
        """Stand for the items before this one, of which only the number is asked."""
        parent: Any = self.parent
        if name == "li":
            return range(parent.places[id(self)])
        return super().find_previous_siblings(name, *others, **named)

    @cached_property
    def places(self) -> dict[int, int]:
        """The places of a list's items."""
        return {id(item): place for place, item in enumerate(self._items)}

    @cached_property
    def numbers(self) -> list[int]:
        """The numbers of a list's items, none if they are those that Markdown counts itself."""
        items, backwards = self._items, self.has_attr("reversed")
        start = _whole(self.get("start"), len(items) if backwards else 1)
        numbers: list[int] = []
        for item in items:
            following = numbers[-1] + (-1 if backwards else 1) if numbers else start
            numbers.append(_whole(item.get("value"), following))
        return numbers if numbers != list(range(abs(start), abs(start) + len(items))) else []

    @property
    def _items(self) -> list[Tag]:
        return [child for child in self.children if isinstance(child, Tag) and child.name == "li"]


class _Converter(MarkdownConverter):
    """What a post says stays text: only what this class writes is markup."""

    places: Mapping[str, str] = {}
    """Where in this folder the pictures and files of the post are, by address."""

    def _place(self, raw: Any) -> str:
        return self.places.get(str(raw or "")) or _address(raw)

    def escape(self, text: str, parent_tags: set[str]) -> str:
        if not _SPECIAL.search(text):
            return text  # most have none of it, and would be searched for seven kinds
        escaped = str(super().escape(text, parent_tags))  # type: ignore[misc]
        # A link behind an exclamation mark would be a picture.
        return f"{escaped[:-1]}\\!" if escaped.endswith("!") else escaped

    def convert_a(self, element: Any, text: str, parent_tags: set[str]) -> str:
        element["href"] = self._place(element.get("href"))
        return str(super().convert_a(element, text, parent_tags))  # type: ignore[misc]

    def convert_img(self, element: Any, _text: str, parent_tags: set[str]) -> str:
        alt = self.escape(" ".join(str(element.get("alt") or "").split()), parent_tags)
        address = self._place(element.get("src"))
        shown = "_inline" not in parent_tags or element.parent.name == "a"
        return f"![{alt}]({address})" if address and shown else alt

    def convert_video(self, element: Any, _text: str, parent_tags: set[str]) -> str:
        """Films and sounds are links that show their file's name."""
        address = _address(element.get("src"))
        name = self.escape(str(element.get("src")).rpartition("/")[2], parent_tags)
        return f"[{name}]({address})\n\n" if address else ""

    convert_audio = convert_video

    def convert_code(self, element: Any, text: str, parent_tags: set[str]) -> str:
        if "pre" in parent_tags:
            return text
        text = " ".join(text.split())  # an empty line would end the paragraph and the code
        if _ONE_LINE & parent_tags:
            return self.escape(text, parent_tags)  # a cell may end within code
        return str(super().convert_code(element, text, parent_tags))  # type: ignore[misc]

    def convert_pre(self, _element: Any, text: str, parent_tags: set[str]) -> str:
        if not text.strip():
            return ""
        if _ONE_LINE & parent_tags:
            return self.escape(" ".join(text.split()), parent_tags)
        fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
        fence = fence if len(fence) > 3 else "```"
        return f"\n\n{fence}\n{text}\n{fence}\n\n"

    def convert_li(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Items of a list that counts in its own way stand as paragraphs: Markdown has no such."""
        numbers = element.parent.numbers if element.parent.name == "ol" else []
        if not numbers:
            return str(super().convert_li(element, text, parent_tags))  # type: ignore[misc]
        number = numbers[element.parent.places[id(element)]]
        return f"\n\n{number}\\. {text.strip()}\n\n" if text.strip() else ""

    def _emphasised(self, element: Any, text: str, parents: set[str], mark: str) -> str:
        """Return *text* between marks, or between tags where readers would take no mark for one.

        A mark with punctuation inside opens or closes nothing beside a letter, and Chinese has no
        blanks: 他说**“好”**。
        """
        said = text.strip()
        if not said or "\n\n" in said or "_noformat" in parents:
            return text
        before, behind = _beside(element, "previous"), _beside(element, "next")
        if _parts(said[0], before[-1:]) and _parts(said[-1], behind[:1]):
            return text.replace(said, f"{mark}{said}{mark}")
        return text.replace(said, f"<{element.name}>{said}</{element.name}>")

    def convert_strong(self, element: Any, text: str, parent_tags: set[str]) -> str:
        return self._emphasised(element, text, parent_tags, "**")

    def convert_em(self, element: Any, text: str, parent_tags: set[str]) -> str:
        return self._emphasised(element, text, parent_tags, "*")

    def convert_del(self, element: Any, text: str, parent_tags: set[str]) -> str:
        return self._emphasised(element, text, parent_tags, "~~")

    convert_s = convert_del

    def convert_sup(self, _element: Any, text: str, **_: Any) -> str:
        return raised(text)

    def convert_sub(self, _element: Any, text: str, **_: Any) -> str:
        return lowered(text)


def _beside(element: Any, side: str) -> str:
    """Return the text before or behind an element: "" for other markup, which may be a mark."""
    sibling = getattr(element, f"{side}_sibling")
    if isinstance(sibling, NavigableString):
        return str(sibling)
    ends = sibling.name == "br" if sibling else element.parent.name in KEPT_BLOCKS
    return "\n" if ends else ""


def _parts(inner: str, outer: str) -> bool:
    """Tell whether all readers take what stands between two characters for a mark."""
    if not outer or inner in "*~":
        return False
    return inner.isalnum() or outer.isspace() or unicodedata.category(outer).startswith("P")


def _whole(text: Any, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", str(text or "")) else otherwise


def _address(raw: Any) -> str:
    """Return an address as it stands between parentheses, "" if it leads to no page."""
    address = str(raw or "").strip()
    return address.translate(_IN_ADDRESS) if address.lower().startswith(_LINKED) else ""


# escape_misc: a text that shows <script> or # must not become markup.
_PARSED: Any = {"features": "lxml", "element_classes": {Tag: _Tag}}  # the stubs know names alone
_CONVERTER = _Converter(heading_style=ATX, escape_misc=True, bs4_options=_PARSED)


def as_markdown(title: str, html: str, places: Mapping[str, str]) -> str:
    """Return a post; *places* are where its pictures and files lie, by their addresses."""
    _CONVERTER.places = places
    return str(_CONVERTER.convert(f"<h1>{escape(title)}</h1>{html}")).strip() + "\n"
