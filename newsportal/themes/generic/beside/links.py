"""The links near one article: above its text, in it, and below."""

from __future__ import annotations

from functools import cached_property
from itertools import islice, takewhile
from urllib.parse import unquote, urljoin

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text
from newsportal.themes.generic.element_names import names
from newsportal.themes.generic.lines import Layout, Line
from newsportal.themes.generic.words import DAY, OTHER, is_legal

_SIDE = frozenset("sidebar aside nav navbar menu widget widgets leftbar rightbar drawer".split())
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_ADDRESS = lazy(r"[\s\W]*(?:(?:本文|文章|原文|永久)?(?:链接|地址|网址)|[Ll]ink|URL|[Pp]ermalink)")
_OWN_HEADING = lazy("标签|分类|[Tt]ag|[Cc]ategor|关键")
_FRONT = ("", "index.html", "index.htm", "index.php")
_LOGOS = ("logo", "brand", "navbar-brand", "site-logo", "site-title", "custom-logo-link")
_DEEP = 12
_PAIR = 2  # links of a nav that leads to the posts before and behind, and is no menu
NEAR_TITLE, BELOW = 12, 30  # lines
TITLE = 9  # characters of a link that may be a title
Placed = tuple[etree._Element, int]


def text_of(element: etree._Element) -> str:
    """Return the text of an element as one line."""
    if not len(element):
        return clean_text(element.text or "")
    said = "".join(element.itertext())
    for silent in element.iter("style", "script"):
        said = said.replace(silent.text or "", "")
    return clean_text(said)


def target(link: etree._Element) -> str:
    """Return the address of a link as patterns look at it: in small letters, a / before it."""
    return f"/{unquote(link.get('href') or '')}".lower()


def leading_home(url: str, layout: Layout) -> set[str]:
    """Return the texts of links to the front page of the portal that a page at *url* is on."""
    root = urljoin(url, "/")
    homes = {root, root.rstrip("/"), f"{root}index.html", f"{root}index.php"}
    return {
        text_of(link)
        for link, _ in layout.links
        if (href := link.get("href"))
        and (
            href in homes
            or link.get("class") in _LOGOS
            # ../../index.html
            or (
                (file := href.lstrip("./")) in _FRONT
                and urljoin(url, href.removesuffix(file)) == root
            )
        )
    }


class NearbyLinks:
    """The links near an article whose text stands from line *start* to *end*."""

    def __init__(self, layout: Layout, title: int | None, start: int, end: int) -> None:
        self.layout = layout
        self.start, self.end = start, end
        self.first = max(0, (start if title is None else min(title, start)) - NEAR_TITLE)
        self.above: list[Placed] = []
        """All links above the text, however far."""
        self.head: list[Placed] = []
        self.body: list[Placed] = []
        self.foot: list[Placed] = []
        self._texts: dict[etree._Element, str] = {}
        sides: dict[etree._Element, bool | None] = {}
        for link, place in layout.links:
            href = link.get("href")
            if not href or href.startswith(("#", "javascript:")):
                continue
            if place < start:
                self.above.append((link, place))
            if place < self.first or place > end + BELOW:
                continue
            if _in_side(link, sides):
                continue
            (self.head if place < start else self.body if place < end else self.foot).append(
                (link, place)
            )

    def text_of(self, link: etree._Element) -> str:
        """Return the text of a link as one line, made once: several rules look at it."""
        if (text := self._texts.get(link)) is None:
            text = self._texts[link] = text_of(link)
        return text

    def line(self, place: int) -> Line | None:
        """Return the line at *place*, None behind the last."""
        lines = self.layout.lines
        return lines[place] if place < len(lines) else None

    @cached_property
    def nearest_foot(self) -> list[Placed]:
        """The links below the text up to a heading or the first title of another post."""
        headings = (
            place
            for place in range(self.end, min(self.end + BELOW, len(self.layout.lines)))
            if is_heading(self.layout.lines[place])
        )
        stop = next(headings, self.end + BELOW)
        return [
            *takewhile(lambda placed: placed[1] < stop and not self._is_title(*placed), self.foot)
        ]

    def _is_title(self, link: etree._Element, place: int) -> bool:
        """Tell whether a link is another post's title: not the article's day, nor its licence."""
        line = self.line(place)
        if line is None or line.linked < TITLE or OTHER.fullmatch(line.text):
            return False  # 延伸阅读：老街改造完工 ends a text, and begins no list
        if _ADDRESS.match(line.text) and self.text_of(link).startswith("http"):
            return False  # the article's own address behind a label
        return len(DAY.sub("", self.text_of(link))) >= TITLE and not is_legal(line.text)


def is_heading(line: Line) -> bool:
    """Tell whether a line below a text is the heading of something else."""
    return line.block.tag in _HEADINGS and not line.linked and not _OWN_HEADING.search(line.text)


def _in_side(link: etree._Element, sides: dict[etree._Element, bool | None]) -> bool:
    """Tell whether a link stands in a menu, a sidebar or the like; *sides* are those known."""
    for element in islice(link.iterancestors(), _DEEP):
        if element not in sides:
            sides[element] = _is_side(element)
        if (said := sides[element]) is not None:
            return said
    return False


def _is_side(element: etree._Element) -> bool | None:
    """Tell whether an element is a menu, a sidebar or the like, None where it may lie in one."""
    if element.tag == "nav" and len(list(islice(element.iter("a"), _PAIR + 1))) <= _PAIR:
        return False
    if element.tag in ("nav", "aside"):
        return True
    if element.tag in ("article", "main", "body"):
        return False
    return not _SIDE.isdisjoint(names(element.get("class"), element.get("id"))) or None
