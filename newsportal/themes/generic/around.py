"""What stands around an article: category, tags, account, neighbours, related posts, files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from newsportal.chinese.text import clean_text
from newsportal.items import Link
from newsportal.themes.generic.lines import Layout
from newsportal.themes.generic.words import CRUMB, names

_CATEGORY = re.compile(
    r"/(?:categor(?:y|ies)|sorts?|cate|channels?|columns?|lanmu|topics?)[/\-_]"
    r"|[?&](?:cat|cate|catid|sort|category|classid)=",
    re.IGNORECASE,
)
_TAG = re.compile(r"/tags?[/\-_]|[?&]tags?=", re.IGNORECASE)
_AUTHOR = re.compile(
    r"/(?:authors?|user|u|member|space)[/\-_]|[?&](?:auth|author|uid)=", re.IGNORECASE
)
_TAG_LINE = re.compile(r"[\s\W]*(?:标签|標籤|[Tt]ags?|关键[词字]|關鍵[詞字])\s*[:：]")
_PREVIOUS = re.compile(r"[\s\W]*(?:上一[篇条則则页]|前一篇|[Pp]rev(?:ious)?\b|Older)[\s:：]*")
_NEXT = re.compile(r"[\s\W]*(?:下一[篇条則则页]|后一篇|[Nn]ext\b|Newer)[\s:：]*")
_CRUMBS = frozenset("breadcrumb breadcrumbs crumb crumbs bread".split())
_HOME = re.compile(r"首\s?[页頁]|主页|[Hh]ome|网站首页|^[\s\W]*$")
_LAST = re.compile(r"正\s?文(?:内容)?|详情|详细内容|内容|浏览文章|查看文章|文章")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|rar|zip|7z|txt|csv)$", re.IGNORECASE)
_RELATED = re.compile(
    r"[\s\W]*(?:相关|相關|延伸|推荐|推薦|[您你猜].{0,6}(?:喜欢|感兴趣)|更多).{0,3}"
    r"(?:新[闻聞]|[阅閱][读讀]|文章|报道|報導|链接|内容|推荐|喜欢|资讯)?[\s\W]*$"
)
_SIDE = frozenset("sidebar aside nav navbar menu footer header widget widgets".split())
_NEAR_TITLE, _BELOW = 12, 30
_Placed = tuple[etree._Element, int]
_MOST_RELATED = 30
_COUNT = r"[\s:：(（]*(?P<n>\d[\d,.]*\s?[万wWkK亿]?\+?)"
_COUNTERS = {
    "views": re.compile(
        r"(?:浏览|[阅閱][读讀]|[点點][击擊]|访问|人气|围观|热度|查看)(?:次数|量|数|數)?"
        rf"{_COUNT}(?!\s*分钟)"
        r"|(?P<before>\d[\d,]*\s?[万wWkK]?\+?)\s?(?:次|人)?(?:浏览|阅读|点击|访问|围观)"
    ),
    "comments": re.compile(
        rf"(?:评论|評論|留言|跟帖)(?:次数|量|数)?{_COUNT}|(?P<before>\d[\d,]*)\s?(?:条|个)?(?:评论|留言|跟帖)"
    ),
}


def text_of(element: etree._Element) -> str:
    """Return the text of an element as one line."""
    return clean_text("".join(element.itertext()))


class Surroundings:
    """The links near one article, read once."""

    def __init__(self, layout: Layout, title: int | None, start: int, end: int) -> None:
        self.layout = layout
        self.start, self.end = start, end
        first = (start if title is None else min(title, start)) - _NEAR_TITLE
        self._above: list[_Placed] = []
        self._head: list[_Placed] = []
        self._body: list[_Placed] = []
        self._foot: list[_Placed] = []
        for link, place in layout.links:
            href = link.get("href")
            if not href or href.startswith(("#", "javascript:")):
                continue
            if place < start:
                self._above.append((link, place))
            if place < first or place > end + _BELOW or _in_side(link):
                continue
            (self._head if place < start else self._body if place < end else self._foot).append(
                (link, place)
            )

    def category(self) -> list[str]:
        """Return the breadcrumb, outermost first, else the categories that links name."""
        return self._breadcrumb() or self._categories()

    def _breadcrumb(self) -> list[str]:
        by_place: dict[int, list[etree._Element]] = {}
        for link, place in self._above:
            by_place.setdefault(place, []).append(link)
        for place in sorted(by_place, reverse=True):
            line = self.layout.lines[place] if place < len(self.layout.lines) else None
            if line is None:
                continue
            described = names(line.block.get("class"), line.block.get("id"))
            if CRUMB.search(line.text) or described & {
                "breadcrumb",
                "breadcrumbs",
                "crumb",
                "crumbs",
                "bread",
            }:
                crumbs = [text_of(link) for link in by_place[place]]
                crumbs = [crumb for crumb in crumbs if crumb]
                if crumbs and _HOME.search(crumbs[0]):
                    crumbs = crumbs[1:]
                elif len(crumbs) > 1:
                    crumbs = crumbs[1:]  # the portal's own name leads home, too
                return [crumb for crumb in crumbs if not _LAST.fullmatch(crumb)]
        return []

    def _categories(self) -> list[str]:
        near = [*self._head, *self._foot]
        marked = [
            text_of(link) for link, _ in near if "category" in (link.get("rel") or "").split()
        ]
        if marked:
            return list(dict.fromkeys(filter(None, marked)))
        found = [
            text_of(link)
            for link, _ in near
            if _CATEGORY.search(_target(link)) and "tag" not in (link.get("rel") or "").split()
        ]
        return list(dict.fromkeys(filter(None, found)))

    def tags(self) -> list[str]:
        """Return the tags that the article carries."""
        lines = self.layout.lines
        found = []
        for link, place in (*self._head, *self._foot):
            rel = (link.get("rel") or "").split()
            line = lines[place] if place < len(lines) else None
            if "category" in rel:
                continue
            if (
                "tag" in rel
                or _TAG.search(_target(link))
                or (line is not None and _TAG_LINE.match(line.text))
            ):
                found.append(text_of(link).lstrip("#＃ ").strip())
        return list(dict.fromkeys(filter(None, found)))

    def account(self) -> str | None:
        """Return the name of the account that a link beside the title names."""
        for link, _ in (*self._head, *self._foot):
            rel = (link.get("rel") or "").split()
            if "author" in rel or _AUTHOR.search(_target(link)):
                name = text_of(link)
                if 1 < len(name) <= 30:
                    return name
        return None

    def neighbours(self) -> tuple[Link | None, Link | None]:
        """Return the posts that 上一篇 and 下一篇 name."""
        lines = self.layout.lines
        previous = following = None
        for link, place in self._foot:
            text = text_of(link)
            line = lines[place].text if place < len(lines) else ""
            rel = (link.get("rel") or "").split()
            described = names(link.get("class"), None)
            parent = link.getparent()
            around = names(parent.get("class"), parent.get("id")) if parent is not None else set()
            if previous is None and (
                "prev" in rel
                or _PREVIOUS.match(text)
                or _PREVIOUS.match(line)
                or described & {"prev", "previous"}
                or around & {"prev", "previous"}
            ):
                previous = _neighbour(link, text, _PREVIOUS)
            elif following is None and (
                "next" in rel
                or _NEXT.match(text)
                or _NEXT.match(line)
                or "next" in described
                or "next" in around
            ):
                following = _neighbour(link, text, _NEXT)
        return previous, following

    def related(self) -> list[Link]:
        """Return the posts listed under a heading such as 相关新闻."""
        lines = self.layout.lines
        heading = next(
            (
                place
                for place in range(self.start, min(len(lines), self.end + _BELOW))
                if place >= self.end and _RELATED.match(lines[place].text)
            ),
            None,
        )
        if heading is None:
            return []
        found: dict[str, Link] = {}
        last = heading
        for link, place in self.layout.links:
            if place <= heading:
                continue
            if place > last + 3 or len(found) >= _MOST_RELATED:
                break
            text, href = text_of(link), link.get("href") or ""
            if len(text) >= 6 and href and not href.startswith(("#", "javascript:")):
                found.setdefault(href, Link(href, text))
                last = place
        return list(found.values())

    def counter(self, kind: str) -> str:
        """Return the counter of views or comments that stands beside the article."""
        lines = self.layout.lines
        nearby = (
            *range(max(0, self.start - _NEAR_TITLE), self.start),
            *range(self.end, min(len(lines), self.end + 4)),
        )
        for place in nearby:
            if lines[place].size <= 120 and (found := _COUNTERS[kind].search(lines[place].text)):
                return found["n"] or found["before"]
        return ""

    def files(self) -> list[Link]:
        """Return the files that the article offers."""
        found = {
            href: Link(href, text_of(link))
            for link, _ in self._body
            if (href := link.get("href") or "") and _FILE.search(urlsplit(href).path)
        }
        return list(found.values())

    def pages(self, url: str) -> list[str]:
        """Return the addresses of the further pages of the article at *url*."""
        found = (
            absolute
            for link, _ in (*self._body, *self._foot)
            if (absolute := _joined(url, link.get("href") or "")) and is_further(absolute, url)
        )
        return list(dict.fromkeys(found))


def is_further(address: str, first: str) -> bool:
    """Tell whether *address* is that of a further page of the article at *first*.

    >>> is_further("http://a.cn/n/123_2.html", "http://a.cn/n/123.html")
    True
    >>> is_further("http://a.cn/n/124.html", "http://a.cn/n/123.html")
    False
    """
    here, there = urlsplit(first), urlsplit(address)
    if here.netloc != there.netloc or here.path == "/" or address == first:
        return False
    stem, dot, ending = here.path.rpartition(".")
    if not dot or "/" in ending:
        stem, ending = here.path.rstrip("/"), ""
    suffix = f"\\.{re.escape(ending)}" if ending else "/?"
    if re.fullmatch(rf"{re.escape(stem)}[_-]0?\d{{1,2}}{suffix}", there.path):
        return here.query == there.query
    if not ending and re.fullmatch(rf"{re.escape(stem)}/\d{{1,2}}/?", there.path):
        return bool(re.search(r"[^\W\d_]|\d{3}", stem.rpartition("/")[2]))
    if here.path != there.path:
        return False
    rest = [
        part for part in there.query.split("&") if not re.fullmatch(r"(?:page|p|pn)=\d{1,3}", part)
    ]
    return rest == [part for part in here.query.split("&") if part] and there.query != here.query


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href).partition("#")[0]
    except ValueError:
        return ""


def _target(link: etree._Element) -> str:
    return unquote(link.get("href") or "")


def _neighbour(link: etree._Element, text: str, label: re.Pattern[str]) -> Link | None:
    title = label.sub("", text, count=1).strip(" »«›‹→←>") or clean_text(link.get("title") or "")
    return Link(link.get("href") or "", title)


def _in_side(link: etree._Element) -> bool:
    above: Iterator[etree._Element] = link.iterancestors()
    for depth, element in enumerate(above):
        if depth > 8:
            return False
        if element.tag == "aside" or not _SIDE.isdisjoint(
            names(element.get("class"), element.get("id"))
        ):
            return element.tag not in ("body", "html", "article", "header") and not (
                {"post", "article", "entry"} & names(element.get("class"), None)
            )
    return False
