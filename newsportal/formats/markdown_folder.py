"""Markdown: a folder with one file a post, ``YYYY/MM/ID.md``, by the estimate of its time.

Front matter (YAML, every value written as JSON, which YAML contains) has all fields but ``text``
and ``html``; the body is the post's HTML as Markdown.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from bs4 import Tag
from bs4.element import NavigableString
from markdownify import ATX, MarkdownConverter

from newsportal.archive.media.lookup import Stored, StoredMedium
from newsportal.archive.reading import Record
from newsportal.chinese.superscripts import lowered, raised
from newsportal.formats import MARK, to_json
from newsportal.items import Post
from newsportal.pages.elements import KEPT_BLOCKS

_FRONT = [name for name in Post.__slots__ if name not in ("text", "html")]
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})-")
# What JSON leaves as it is and YAML does not print.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


_IN_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_MARKUP = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<[]`"})
_MARKS = re.compile("[][<`]")
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


def write_markdown(records: Iterable[Record], path: Path, archive: Path | None = None) -> None:
    """Write the records as files below the folder *path*.

    The pictures and files that the *archive* has of them are copied to its folder media.
    """
    path.mkdir()
    (path / MARK).touch()
    with Stored(archive) if archive else nullcontext() as stored:
        for record in records:
            media = stored.of_post(record["id"]) if stored else {}
            _write(record, path, _taken_along(media, path, _folder(record)))


def _taken_along(media: dict[str, StoredMedium], path: Path, folder: str) -> dict[str, str]:
    """Copy media; return where they are, as seen from a folder."""
    up, places = "../" * (folder.count("/") + 1), {}
    for url, medium in media.items():
        copy = path / "media" / medium.name
        copy.parent.mkdir(exist_ok=True)
        if not copy.exists():
            content = medium.opened()
            if content is None:
                continue
            with content, copy.open("wb") as file:
                shutil.copyfileobj(content, file)
        places[url] = f"{up}media/{medium.name}"
    return places


def _write(record: Record, path: Path, places: dict[str, str]) -> None:
    folder = path / _folder(record)
    folder.mkdir(parents=True, exist_ok=True)
    content = f"---\n{_front_matter(record)}---\n\n{_body(record, places)}"
    try:
        file = (folder / f"{_name(record)}.md").open("x", encoding="utf-8")
    except FileExistsError:  # two addresses with one id
        file = (folder / f"{_name(record)}-{_hash(record)}.md").open("x", encoding="utf-8")
    with file:
        file.write(content)


def _folder(record: Record) -> str:
    """Return the folder of a post; its parts are digits, whatever the record says."""
    found = _MONTH.match(record["published_at"] or "")
    if not found:
        return "undated"
    return found[1] if record["published_precision"] == "year" else f"{found[1]}/{found[2]}"


def _name(record: Record) -> str:
    """Return a file name without its ending: the id, if that is a plain number.

    >>> _name({"id": "91054", "url": "https://news.example/post/91054.html"})
    '91054'
    >>> _name({"id": "../../CON", "url": "https://news.example/CON"})
    'con-ebcc8bea'
    """
    if re.fullmatch(r"[0-9]{1,18}", record["id"]):
        return str(record["id"])
    plain = re.sub(r"[^0-9a-z]+", "-", record["id"].lower()).strip("-")[:40]
    return f"{plain or 'post'}-{_hash(record)}"


def _hash(record: Record) -> str:
    return hashlib.sha256(record["url"].encode("utf-8", "replace")).hexdigest()[:8]


def _front_matter(record: Record) -> str:
    # Readers that know no front matter take it for text, in which nothing may come to life.
    lines = (f"{name}: {_quoted(record[name])}\n" for name in _FRONT)
    return _UNPRINTABLE.sub(lambda char: f"\\u{ord(char[0]):04x}", "".join(lines))


def _quoted(value: Any) -> str:
    text = to_json(value)
    if not _MARKS.search(text, 1, len(text) - 1):
        return text  # the outer brackets of a list are its own
    return _IN_STRING.sub(lambda found: found[0].translate(_MARKUP), text)


def _body(record: Record, places: dict[str, str]) -> str:
    _CONVERTER.places = places
    title = f"<h1>{escape(record['title'])}</h1>"
    return str(_CONVERTER.convert(title + record["html"])).strip() + "\n"
