"""A page as lines: what stands between one block element and the next, read in one walk."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.superscripts import lowered, raised
from newsportal.pages.body.elements import is_hidden
from newsportal.pages.pictures import background, names_picture
from newsportal.themes.generic.words import CONTACT, CREDIT, OUTDATED, PRINTED_TAG, is_legal

_SKIPPED = frozenset(
    "script style noscript template iframe object embed applet svg math canvas map head title link"
    " meta base select textarea datalist frameset option".split()
)
# As in `pages.body.reader`: whatever else there is flows with the text around it.
_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav ol p
    pre search section summary table tbody td tfoot th thead tr ul
""".split()
)
_SORTS = {
    **dict.fromkeys(_SKIPPED, "skipped"),
    **dict.fromkeys(_BLOCKS, "block"),
    **dict.fromkeys(("br", "hr"), "break"),
    **dict.fromkeys(("time", "abbr"), "time"),
    "a": "a",
    "img": "picture",
    "image": "picture",
    "code": "code",
}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SIX_HAN = lazy("(?:[^\u3400-\u9fff]*+[\u3400-\u9fff]){6}")
_LETTER = lazy(r"\w")
_LABELLED_YEAR = r"(?:[时時][间間]|日期)\s?[:：]\s?[0-9]{4}"
_DATED = lazy(f"{_LABELLED_YEAR}.*{_LABELLED_YEAR}")  # an info line, and no sentence
# 青禾日报 2026年11月20日 08:30 记者 甲 乙, whose colon parts no sentence
_TIME = lazy(r"\d{1,2}:\d\d(?!\d)")
_NOTICE = 120
_ADDRESS = lazy("https?://[!-~]+")  # Chinese goes on right behind it
_ONE_HAN = lazy("[\u3400-\u9fff]")
FOREIGN = 40  # letters of a sentence in another language
# With blanks between words, and a dot between syllables: Tibetan
_TWO_WORDS = lazy(r"[^\W\d_]{2}\W{1,3}[^\W\d_]{2}|[\u0f40-\u0fbc]{2}\u0f0b[\u0f40-\u0fbc]")
_MAY_HIDE = lazy("none|NONE|size: ?0|hidden|HIDDEN")
_STOP = lazy("[，。！？；]")
_SCRIPTS = {"sup": raised, "sub": lowered}
_READING = ("rt", "rp")  # of the characters before it, in small print
_MARK = lazy(r"[，。！？；：、“”《》（）,.!?;:()\u0f0d\u0f0e\u1802\u1803]")


@dataclass(slots=True, eq=False)
class Line:
    """A run of text between block elements, blanks squeezed."""

    text: str
    size: int
    """Characters, blanks not counted."""
    linked: int
    """Those of them inside links."""
    block: etree._Element
    """The block element that the text stands in."""
    nodes: list[tuple[etree._Element, bool]]
    """Where it stands in the tree: text (False) or tail (True) of an element."""
    worth: int
    """Characters that count as an article's, 0 for what does not read like a sentence."""
    is_code: bool = False
    """It is one of a program that the page prints."""

    @property
    def spaced(self) -> str:
        """The text as browsers show it: 10⁸, and a blank between elements that style parts."""
        if len(self.nodes) < 2:
            return self.text
        parts: list[str] = []
        before: etree._Element | None = None  # the element whose text has just ended
        for element, tail in self.nodes:
            if element.tag in _READING and not tail:
                continue
            if before is not None and not tail and element.getparent() is not before:
                parts.append(" ")
            said = (element.tail if tail else element.text) or ""
            if not tail and element.tag in _SCRIPTS:
                said = _SCRIPTS[element.tag](said)
            parts.append(said)
            before = None if tail else element
        return " ".join("".join(parts).split())


@dataclass(slots=True, eq=False)
class Block:
    """A block element and the range of lines in it."""

    element: etree._Element
    start: int
    names: tuple[str | None, str | None]
    """Its class and id."""
    stop: int = 0
    is_part: bool = False
    """Whether the element has further lines, which are none of its."""


@dataclass(slots=True)
class Layout:
    """The lines of a page in order, and its block elements, outer ones first."""

    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    pictures: list[tuple[etree._Element, int]] = field(default_factory=list)
    times: list[tuple[etree._Element, int]] = field(default_factory=list)
    links: list[tuple[etree._Element, int]] = field(default_factory=list)
    """Each with the number of lines before it."""
    hidden: list[etree._Element] = field(default_factory=list)


def lay_out(root: etree._Element) -> Layout:
    """Return the lines of a tree.

    One function: a method for each kind of element would take 30 % longer.
    """
    layout = Layout()
    lines, blocks, links = layout.lines, layout.blocks, layout.links
    open_blocks: list[Block] = []
    parts: list[str] = []
    nodes: list[tuple[etree._Element, bool]] = []
    linked = depth = code = 0
    current = root

    def flush() -> None:
        nonlocal linked
        text = " ".join("".join(parts).split())
        size = len(text) - text.count(" ")
        worth = weigh(text, size, linked)
        lines.append(Line(text, size, linked, current, nodes.copy(), worth, code > 0))
        parts.clear()
        nodes.clear()
        linked = 0

    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    sort_of = _SORTS.get
    sorts: list[str | None] = []  # of the open elements
    for event, element in walk:
        if event == "start":
            sort = sort_of(element.tag)
            style = element.get("style")
            if (
                element.get("hidden") is not None
                or (style and _MAY_HIDE.search(style) and is_hidden(element))
                or (sort is None and element.get("class") == "jammer")
            ):
                sort = "skipped"
                layout.hidden.append(element)
            sorts.append(sort)
            if sort == "skipped":
                walk.skip_subtree()
                continue
            if sort is None:
                pass
            elif sort == "block":
                if parts:
                    flush()
                block = Block(element, len(lines), (element.get("class"), element.get("id")))
                open_blocks.append(block)
                blocks.append(block)
                current = element
                code += element.tag == "pre"
            elif sort == "a" and _is_mark(element):
                sorts[-1] = None  # a place in the text, and what stands in it is text
            elif sort == "a":
                links.append((element, len(lines)))
                if not (element.get("href") or "").startswith("#"):
                    if len(element) and _only_shows_picture(element):
                        sorts[-1] = None
                    else:
                        depth += 1
                elif is_permalink(element):
                    sorts[-1] = "skipped"
                    walk.skip_subtree()
                    continue
                elif current.tag in _HEADINGS:
                    sorts[-1] = None  # a heading that leads to itself
                else:
                    depth += 1
            elif sort == "break":
                if parts:
                    flush()
            elif sort == "code":
                code += 1
            else:
                (layout.pictures if sort == "picture" else layout.times).append(
                    (element, len(lines))
                )
            if style and "url(" in style and background(element):
                layout.pictures.append((element, len(lines)))
            # Blanks before the first word are none.
            if (text := element.text) and (parts or not text.isspace()):
                parts.append(text)
                nodes.append((element, False))
                if depth:
                    linked += len("".join(text.split()))
            continue
        if event == "end":
            sort = sorts.pop()
            if sort == "block":
                if parts:
                    flush()
                open_blocks.pop().stop = len(lines)
                current = open_blocks[-1].element if open_blocks else root
                code -= element.tag == "pre"
            elif sort == "a":
                depth -= 1
            elif sort == "code":
                code -= 1
        if (tail := element.tail) and (parts or not tail.isspace()) and element is not root:
            parts.append(tail)
            nodes.append((element, True))
            if depth:
                linked += len("".join(tail.split()))
    if parts:
        flush()
    return layout


def _only_shows_picture(link: etree._Element) -> bool:
    """Tell whether a link around a figure beside paragraphs leads to no page.

    Its words are the caption.
    """
    if link[0].tag != "figure":
        return False
    href, parent = link.get("href") or "", link.getparent()
    leads_on = href[:11].lower() != "javascript:" and not names_picture(href)
    return not leads_on and parent is not None and parent.find("p") is not None


def _is_mark(link: etree._Element) -> bool:
    """Tell whether an ``a`` names a place and leads nowhere: ``<a name="_Toc1">``."""
    return link.get("name") is not None and link.get("href") is None


def is_permalink(link: etree._Element) -> bool:
    """Tell whether a link stands beside a heading's words and leads to it: # ¶ 链接到标题."""
    if not (link.get("href") or "").startswith("#"):
        return False
    if next(link.iter("img"), None) is not None:
        return False
    said = _letters(link)
    heading = next((each for each in link.iterancestors() if each.tag in _HEADINGS), None)
    return not said or (heading is not None and len(_letters(heading)) > len(said))


def _letters(element: etree._Element) -> str:
    text = "".join(map(str, element.itertext(with_tail=False)))
    return "".join(_LETTER.findall(text))


def weigh(text: str, size: int, linked: int) -> int:
    """Return how many characters of a line count as an article's, so many of them in links."""
    if "://" in text:
        text = _ADDRESS.sub("", text)
        size = len(text) - text.count(" ")
    if size < 12 or linked >= 0.4 * size or not _SIX_HAN.match(text, 0, 60):
        return 0
    if not _STOP.search(text) and (
        size < 28
        or linked >= 0.25 * size
        or not _MARK.search(_TIME.sub("", text))
        or CREDIT.match(text)
        or _DATED.search(text)
    ):
        return 0
    if text[0] == "<" and PRINTED_TAG.match(text):
        return 0
    if text.endswith("。"):
        text = CONTACT.sub("", text)  # a notice says whom to call
    return 0 if is_legal(text) or is_outdated(text, size) else min(size, 500)


def weigh_foreign(layout: Layout, title: str) -> None:
    """Give sentences of another language their worth, on a page of *title* without Chinese ones."""
    if _ONE_HAN.search(title) or any(line.worth for line in layout.lines):
        return
    for line in layout.lines:
        if reads_foreign(line):
            line.worth = min(line.size, 500)


def reads_foreign(line: Line) -> bool:
    """Tell whether a line reads like a sentence of another language."""
    if line.size < FOREIGN or line.linked >= 0.25 * line.size:
        return False
    if _SIX_HAN.match(line.text, 0, 60) or not _TWO_WORDS.search(line.text, 0, 200):
        return False
    return bool(_MARK.search(line.text)) and not is_legal(line.text)


def is_outdated(text: str, size: int) -> bool:
    """Tell whether a line says how old its page is: 本文最后更新于 300 天前，内容可能已过时。"""
    return size <= _NOTICE and OUTDATED.search(text) is not None
