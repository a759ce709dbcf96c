"""What stands around an article: category, tags, account, neighbours, related posts, files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import islice
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from newsportal.chinese.late import late
from newsportal.chinese.text import clean_text
from newsportal.items import Link
from newsportal.pages.attachments import is_file
from newsportal.themes.generic.lines import Layout, Line
from newsportal.themes.generic.words import CRUMB, names

_CATEGORY = late(
    r"(?:^|/)(?:categor(?:y|ies)|sorts?|cate|channels?|columns?|lanmu|topics?)[/\-_]"
    r"|[?&](?:cat|cate|catid|sort|category|classid)=",
    re.IGNORECASE,
)
_TAG = late(r"(?:^|/)tags?[/\-_]|[?&]tags?=", re.IGNORECASE)
_AUTHOR = late(
    r"(?:^|/)(?:authors?|user|u|member|space)[/\-_]|[?&](?:auth|author|uid)=", re.IGNORECASE
)
_TAG_LINE = late(r"[\s\W]*(?:标签|標籤|[Tt]ags?|关键[词字]|關鍵[詞字])\s*[:：]")
_PREVIOUS = late(r"[\s\W]*(?:上一[篇条則则页]|前一篇|[Pp]rev(?:ious)?\b|Older)[\s:：]*")
_NEXT = late(r"[\s\W]*(?:下一[篇条則则页]|后一篇|[Nn]ext\b|Newer)[\s:：]*")
_CRUMBS = frozenset("breadcrumb breadcrumbs crumb crumbs bread".split())
_HOME = late(r"首\s?[页頁]|主页|[Hh]ome|网站首页|^[\s\W]*$")
_LAST = late(r"正\s?文(?:内容)?|详情|详细内容|内容|浏览文章|查看文章|文章")
_RELATED = late(
    r"[\s\W]*(?:相关|相關|延伸|推荐|推薦|[您你猜].{0,6}(?:喜欢|感兴趣)|更多).{0,3}"
    r"(?:新[闻聞]|[阅閱][读讀]|文章|报道|報導|链接|内容|推荐|喜欢|资讯)?[\s\W]*$"
)
_SIDE = frozenset("sidebar aside nav navbar menu widget widgets leftbar rightbar drawer".split())
_CATEGORIES = frozenset("category categories cate cates cat catlinks sort channel column".split())
_TAGS = frozenset("tag tags taglist keyword keywords".split())
_LABEL = late(r"^[\s\W]*(?:作\s?者|[Bb]y|发布者?|文)\s*[:：]?\s*")
_YEAR = late(r"(?:19|20)\d\d")
_CATEGORIES_OF_ONE = 4
_CLOUD = 15  # more links in one place are a cloud of all tags
_TITLE = 9  # characters of a link that may be a title
_LONGEST_NAME = 30
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_ATTACHED = late("附件|下载|文件")
_OWN_HEADING = late("标签|分类|[Tt]ag|[Cc]ategor|关键")
_PAGE = late(r"[\W_]*(?:\d{1,3}|第?.{1,2}[页頁]|下一?[页頁]|后一?页|余下全文|[Nn]ext)[\W_]*")
_DEEP = 12
_NEAR_TITLE, _BELOW = 12, 30
_Placed = tuple[etree._Element, int]
_MOST_RELATED = 30
_COUNT = r"[\s:：(（]*(?P<n>\d[\d,.]*\s?[万wWkK亿]?\+?)"
_COUNTERS = {
    "views": late(
        r"(?:浏览|[阅閱][读讀]|[点點][击擊]|访问|人气|围观|热度|查看)(?:次数|量|数|數)?"
        rf"{_COUNT}(?!\s*分钟)"
        r"|(?P<before>\d[\d,]*\s?[万wWkK]?\+?)\s?(?:次|人)?(?:浏览|阅读|点击|访问|围观)"
    ),
    "comments": late(
        rf"(?:评论|評論|留言|跟帖)(?:次数|量|数)?{_COUNT}|(?P<before>\d[\d,]*)\s?(?:条|个)?(?:评论|留言|跟帖)"
    ),
}


_CARDS = frozenset("pagination pager prev next related recommend recommended relatedposts".split())
_CARD_DEPTH = 4
_COMMENTS = frozenset("comment comments commentlist reply respond".split())
_COMMENT_DEPTH = 6


def text_of(element: etree._Element) -> str:
    """Return the text of an element as one line."""
    return clean_text("".join(element.itertext()))


class Surroundings:
    """The links near one article, read once."""

    def __init__(self, layout: Layout, title: int | None, start: int, end: int) -> None:
        self.layout = layout
        self.start, self.end = start, end
        self._first = max(0, (start if title is None else min(title, start)) - _NEAR_TITLE)
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
            if place < self._first or place > end + _BELOW or _in_side(link):
                continue
            (self._head if place < start else self._body if place < end else self._foot).append(
                (link, place)
            )

    def category(self) -> list[str]:
        """Return the breadcrumb, outermost first, else the categories that links name."""
        return self._breadcrumb() or self._named(_is_category, _CATEGORIES_OF_ONE) or self._menu()

    def _menu(self) -> list[str]:
        """Return the entries of the portal's menu that stand beside the article again."""
        places = {place for _, place in (*self._head, *self._foot)}
        beside = (*self._head, *self._nearest_foot())
        addresses = {link.get("href") for link, _ in beside}
        menu = {
            (link.get("href"), text_of(link))
            for link, place in self.layout.links
            if place not in places and link.get("href") in addresses
        }
        found = [text_of(link) for link, _ in beside if (link.get("href"), text_of(link)) in menu]
        named = [name for name in found if 1 < len(name) <= _TITLE and not _HOME.search(name)]
        return list(dict.fromkeys(named)) if len(named) <= _CATEGORIES_OF_ONE else []

    def _breadcrumb(self) -> list[str]:
        by_place: dict[int, list[etree._Element]] = {}
        for link, place in self._above:
            by_place.setdefault(place, []).append(link)
        for place in sorted(by_place, reverse=True):
            line = self._line(place)
            described = names(line.block.get("class"), line.block.get("id")) if line else set()
            if line is None or not (CRUMB.search(line.text) or described & _CRUMBS):
                continue
            crumbs = list(filter(None, map(text_of, by_place[place])))
            # The portal's own name leads home, too.
            if crumbs and (_HOME.search(crumbs[0]) or len(crumbs) > 1):
                crumbs = crumbs[1:]
            return [crumb for crumb in crumbs if not _LAST.fullmatch(crumb)]
        return []

    def tags(self) -> list[str]:
        """Return the tags that the article carries."""
        return [
            tag
            for name in self._named(_is_tag, _CLOUD)
            if (tag := name.lstrip("#＃ ").strip(" ,，、|"))
        ]

    def _named(self, kind: Callable[[etree._Element, Line | None], bool], most: int) -> list[str]:
        """Return the texts of links of a *kind* beside the article, at most so many a place."""
        groups: dict[etree._Element, list[str]] = {}
        for link, place in (*self._head, *self._nearest_foot()):
            if kind(link, self._line(place)) and (text := text_of(link)):
                groups.setdefault(_group(link), []).append(text)
        found = (name for names_ in groups.values() if len(names_) <= most for name in names_)
        return list(dict.fromkeys(found))

    def _nearest_foot(self) -> Iterator[_Placed]:
        """Yield the links below the text up to a heading or the first title of another post."""
        headings = (
            place
            for place in range(self.end, min(self.end + _BELOW, len(self.layout.lines)))
            if _is_heading(self.layout.lines[place])
        )
        stop = next(headings, self.end + _BELOW)
        for link, place in self._foot:
            line = self._line(place)
            titled = line is not None and line.linked >= _TITLE and len(text_of(link)) >= _TITLE
            if place >= stop or titled:
                return
            yield link, place

    @cached_property
    def account(self) -> str | None:
        """The name of the account that published the article, as its place tells."""
        return next(self._accounts(), None)

    def _accounts(self) -> Iterator[str]:
        yield from self._named_authors(range(self._first, self.start))
        for link, _ in (*self._head, *self._foot):
            name = text_of(link)
            if _is_author(link) and 1 < len(name) <= _LONGEST_NAME:
                yield name

        yield from self._named_authors(range(self.end, self.end + _NEAR_TITLE))

    def _named_authors(self, places: range) -> Iterator[str]:
        for line in self.layout.lines[places.start : places.stop]:
            around = (line.block, line.block.getparent(), *(node for node, _ in line.nodes))
            if any(each is not None and _names_author(each) for each in around):
                texts = (node.tail if tail else node.text for node, tail in line.nodes)
                first = next((text for text in texts if text and not text.isspace()), "")
                if name := _account(first) or _account(line.text):
                    yield name

    def _line(self, place: int) -> Line | None:
        lines = self.layout.lines
        return lines[place] if place < len(lines) else None

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
        """Return the files that the article offers, in its text and just below it."""
        found = {
            href: Link(href, text_of(link))
            for link, _ in (*self._body, *self._attached())
            if is_file(href := link.get("href") or "")
        }
        return list(found.values())

    def _attached(self) -> Iterator[_Placed]:
        """Yield the links below the text up to a heading, a neighbour or another post's title."""
        lines = self.layout.lines
        for link, place in self._foot:
            line = self._line(place)
            between = lines[self.end : place + 1]
            ends = (each for each in between if _is_heading(each) or _RELATED.match(each.text))
            if line is None or any(not _ATTACHED.search(each.text) for each in ends):
                return
            if not is_file(link.get("href") or "") and (
                _PREVIOUS.match(line.text)
                or _NEXT.match(line.text)
                or (line.linked >= _TITLE and len(text_of(link)) >= _TITLE)
            ):
                return
            yield link, place

    def pages(self, url: str) -> list[str]:
        """Return the addresses of the further pages of the article at *url*."""
        found = (
            absolute
            for link, _ in (*self._body, *self._foot)
            if _PAGE.fullmatch(text_of(link))
            and (absolute := _joined(url, link.get("href") or ""))
            and is_further(absolute, url)
        )
        return list(dict.fromkeys(found))


def is_of_comment(element: etree._Element) -> bool:
    """Tell whether an element belongs to what readers wrote."""
    return any(
        not _COMMENTS.isdisjoint(names(above.get("class"), above.get("id")))
        for above in islice(element.iterancestors(), _COMMENT_DEPTH)
        if above.tag not in ("body", "html")
    )


def is_neighbours(line: Line) -> bool:
    """Tell whether a line stands in a card of another post: its excerpt may credit people, too."""
    if line.linked < line.size:
        return False
    return any(
        above.tag == "nav" or not _CARDS.isdisjoint(names(above.get("class"), above.get("id")))
        for above in islice(line.block.iterancestors(), _CARD_DEPTH)
    )


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
    if re.fullmatch(rf"{re.escape(stem)}[_-]0?\d{{1,3}}{suffix}", there.path):
        return here.query == there.query
    if not ending and re.fullmatch(rf"{re.escape(stem)}/\d{{1,3}}/?", there.path):
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


def _is_category(link: etree._Element, line: Line | None) -> bool:
    rel = (link.get("rel") or "").split()
    target = _target(link)
    if "category" in rel or _CATEGORY.search(target):
        return True
    if "tag" in rel or _TAG.search(target):
        return False
    return not _CATEGORIES.isdisjoint(_described(link, line))


def _is_tag(link: etree._Element, line: Line | None) -> bool:
    rel = (link.get("rel") or "").split()
    target = _target(link)
    if _TAG.search(target):
        return True
    if "category" in rel or _CATEGORY.search(target):
        return False
    if "tag" in rel or (line is not None and _TAG_LINE.match(line.text)):
        return True
    return not _TAGS.isdisjoint(_described(link, line))


def _described(link: etree._Element, line: Line | None) -> frozenset[str]:
    """Return the words that name a link and the block that it stands in."""
    block = None if line is None else line.block
    described = names(link.get("class"), None)
    return described | names(block.get("class"), None) if block is not None else described


def _is_author(link: etree._Element) -> bool:
    return "author" in (link.get("rel") or "").split() or bool(_AUTHOR.search(_target(link)))


def _names_author(element: etree._Element) -> bool:
    if element.get("itemprop") in ("publisher", "url"):
        return False
    described = names(element.get("class"), element.get("id"))
    return "author" in described or element.get("itemprop") == "author"


def _account(text: str) -> str | None:
    """Return the name in *text*, which may have a label, None where it is none."""
    name = _LABEL.sub("", clean_text(text))
    return name if 1 < len(name) <= _LONGEST_NAME and not _YEAR.search(name) else None


def _is_heading(line: Line) -> bool:
    return line.block.tag in _HEADINGS and not line.linked and not _OWN_HEADING.search(line.text)


def _group(link: etree._Element) -> etree._Element:
    """Return the list or block that a link shares with others of its kind."""
    above = link.getparent()
    while above is not None and above.tag in ("li", "span", "em", "strong", "b", "i", "dd"):
        above = above.getparent()
    return link if above is None else above


def _in_side(link: etree._Element) -> bool:
    """Tell whether a link stands in a menu, a sidebar or the like."""
    for element in islice(link.iterancestors(), _DEEP):
        if element.tag in ("nav", "aside"):
            return True
        if element.tag in ("article", "main", "body"):
            return False
        if not _SIDE.isdisjoint(names(element.get("class"), element.get("id"))):
            return True
    return False
