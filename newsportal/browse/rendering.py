"""What a page shows of a text: safe HTML, and marks where a search matches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import unquote, urlsplit

import nh3
from lxml import etree, html
from markupsafe import Markup, escape

from newsportal.browse.tokens import Phrase, places

_TAGS = frozenset(
    "p h1 h2 h3 h4 h5 h6 blockquote pre ul ol li dl dt dd figure figcaption table caption thead"
    " tbody tfoot tr th td br a strong em u s del ins sub sup code mark ruby rt rp q cite".split()
)
_ATTRIBUTES = {
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "img": {"src", "alt"},
}
_SCROLLED = {"pre": {"tabindex": "0"}, "table": {"tabindex": "0"}}  # by keys, too
_NONE: Mapping[str, str] = {}
_MEDIA = {"img": "picture", "video": "film", "audio": "sound"}
_BEFORE, _AROUND = 24, 120  # characters of a snippet: before the first match, in all


def body(source: str, words: dict[str, str], pictures: Mapping[str, str] = _NONE) -> Markup:
    """Return a record's HTML for the page: cleaned once more, as anybody may edit a file.

    Films and sounds become links, called by *words* (picture, film, sound), and so do pictures but
    for those that the archive has, by *pictures*, under an address of the site: it fetches nothing.
    """
    try:
        root = html.fragment_fromstring(source, create_parent="div")
    except (etree.LxmlError, ValueError):
        return Markup("<p>{}</p>").format(source)
    for element in list(root.iter(*_MEDIA)):
        if element.tag == "img" and (place := pictures.get(element.get("src", ""))):
            element.set("src", place)
        else:
            _link(element, words[_MEDIA[str(element.tag)]])
    places = set(pictures.values())

    def kept(tag: str, attribute: str, value: str) -> str | None:
        return value if (tag, attribute) != ("img", "src") or value in places else None

    cleaned = nh3.clean(
        html.tostring(root, encoding="unicode"),
        tags={*_TAGS, "img"} if places else set(_TAGS),
        attributes=_ATTRIBUTES,
        attribute_filter=kept,
        set_tag_attribute_values=_SCROLLED,
        allowed_classes={"a": set(_MEDIA.values())},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(cleaned)  # noqa: S704 (what nh3 returns is safe)


def _link(element: html.HtmlElement, word: str) -> None:
    address, alt = element.get("src", ""), element.get("alt", "")
    kind = _MEDIA[str(element.tag)]
    element.attrib.clear()
    element.tag = "a"
    element.set("href", address)
    element.set("class", kind)
    element.text = f"{word} {alt or shown_address(address)}"


def shown_address(address: str) -> str:
    """Return an address as people read it.

    >>> shown_address("https://news.example/upload/%E6%B8%AF.jpg?v=2")
    'news.example/upload/港.jpg'
    """
    parts = urlsplit(address)
    return f"{parts.netloc}{unquote(parts.path)}".rstrip("/")


def marked(text: str, wanted: Sequence[Phrase]) -> Markup:
    """Return a text with what the phrases match in ``mark`` elements.

    >>> from newsportal.browse.tokens import phrase
    >>> str(marked("泰安<b>泰安市</b>", [phrase("泰安")]))
    '<mark>泰安</mark>&lt;b&gt;<mark>泰安</mark>市&lt;/b&gt;'
    """
    return _marked(text, places(text, wanted), 0, len(text))


def snippet(text: str, wanted: Sequence[Phrase]) -> Markup:
    """Return the part of a text around the first match, marked; the beginning if there is none."""
    line = " ".join(text.split())
    found = places(line, wanted)
    start = max(0, found[0][0] - _BEFORE) if found else 0
    end = start + _AROUND
    part = _marked(line, found, start, end)
    return Markup("{}{}{}").format("…" if start else "", part, "…" if end < len(line) else "")


def _marked(text: str, found: list[tuple[int, int]], place: int, end: int) -> Markup:
    """Return a stretch of a text with the places found in it marked."""
    result = Markup()
    for first, last in ((first, min(last, end)) for first, last in found if first < end):
        result += escape(text[place:first]) + Markup("<mark>{}</mark>").format(text[first:last])
        place = last
    return result + escape(text[place:end])
