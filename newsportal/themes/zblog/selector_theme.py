"""A theme of Z-Blog as a table: which elements hold a post, its parts, a list and its entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree
from scrapy.http import TextResponse

from newsportal.chinese.dates import parse_date
from newsportal.chinese.lazy_pattern import lazy
from newsportal.items import Comment, Link
from newsportal.pages.body.reader import Body, BodyReader
from newsportal.pages.page import Page
from newsportal.pages.pictures import picture_address
from newsportal.themes.base import Entry, Fields, Kind, Pager, StatedTime
from newsportal.themes.finding import find, line_of
from newsportal.themes.folder import folder_of
from newsportal.themes.stored_body import stored_body
from newsportal.themes.zblog.comments import comments_on

_LABELLED = lazy(r"(作者|分类|浏览|评论)\s*[:：]\s*([^|,，\s](?:[^|,，]|,(?=\d{3}))*)")
# Which list an address is: /category-2.html and ?cate=2, whatever the owner's patterns are.
_LISTS: tuple[tuple[str, Kind], ...] = (
    ("cate", "category"), ("tags", "tag"), ("auth", "author"), ("date", "date"),
    ("search", "search"),
)  # fmt: skip
_LINKS = etree.XPath(".//a[@href]")
_MENU = etree.XPath("//*[contains(@id, 'Nav') or contains(@id, 'nav')]//a/@href")
_CATALOG = etree.XPath("id('divCatalog')//a/@href")
_SIDE_POSTS = etree.XPath("id('divPrevious divComments')/descendant::a[parent::li]/@href")
_FORWARD, _BEGINNING, _END = (">", "›"), ("<<", "‹‹", "«"), (">>", "››", "»")
_NONE = find("/..")


@dataclass(frozen=True, slots=True)
class Selectors:
    """Where things stand. What is not said to be asked of the page is asked of post or entry."""

    post: etree.XPath
    """The post; asked of the page."""
    title: etree.XPath
    date: etree.XPath
    body: etree.XPath
    item: etree.XPath
    """The entries of a list; asked of the page."""
    item_link: etree.XPath
    item_date: etree.XPath
    bar: etree.XPath
    """The page links; asked of the page."""
    current: etree.XPath
    """The number of the list's page; asked of the page links."""
    info: etree.XPath = _NONE
    """Elements with ``作者:X | 分类:Y | 浏览:N | 评论:N``, whole or in parts."""
    after: etree.XPath = _NONE
    """What follows a body: tags that its author did not close draw it into the body."""
    tags: etree.XPath = _NONE
    previous: etree.XPath = _NONE
    next: etree.XPath = _NONE
    related: etree.XPath = _NONE
    sticky: etree.XPath = _NONE


class SelectorTheme:
    """Reads the pages of the theme that lies in the *folder* of that name in ``zb_users/theme``."""

    def __init__(self, folder: str, places: Selectors) -> None:
        self.name = folder
        self.places = places

    def recognises(self, response: TextResponse) -> bool:
        return folder_of(response.body) == self.name

    def kind(self, response: TextResponse) -> Kind | None:
        root = Page.of(response).root
        if self.places.post(root):
            return "article"
        address = response.url.partition("://")[2].partition("/")[2].lower()
        named = next((kind for name, kind in _LISTS if name in address), None)
        return named or ("index" if self.places.item(root) else None)

    # Lists

    def entries(self, response: TextResponse) -> list[Entry]:
        return list(filter(None, map(self._entry, self.places.item(Page.of(response).root))))

    def _entry(self, item: etree._Element) -> Entry | None:
        link = _first(self.places.item_link, item)
        if link is None or not (href := link.get("href")):
            return None
        sticky = bool(self.places.sticky(item))
        return Entry(href, line_of(link), self.entry_date(item), sticky=sticky)

    def entry_date(self, item: etree._Element) -> str:
        """Return the date of an entry as printed."""
        return _text(self.places.item_date, item)

    def pager(self, response: TextResponse) -> Pager:
        bar = _first(self.places.bar, Page.of(response).root)
        if bar is None:
            return Pager()
        links = [(line_of(link), link.get("href")) for link in _LINKS(bar)]
        now = _text(self.places.current, bar)

        def behind(signs: tuple[str, ...]) -> str | None:
            return next((href for text, href in links if text in signs), None)

        return Pager(
            current=int(now) if now.isdecimal() and len(now) < 8 else 1,
            numbered={
                int(text): href for text, href in links if text.isdecimal() and len(text) < 8
            },
            first=behind(_BEGINNING),
            last=behind(_END),
            next=behind(_FORWARD),
        )

    def archive(self, response: TextResponse) -> list[Entry]:  # noqa: ARG002 - these have none
        return []

    def menu(self, response: TextResponse) -> list[str]:
        root = Page.of(response).root
        return [*_MENU(root), *_CATALOG(root)]

    def categories(self, response: TextResponse) -> list[str]:
        return list(_CATALOG(Page.of(response).root))

    def asides(self, response: TextResponse) -> list[str]:
        return list(_SIDE_POSTS(Page.of(response).root))

    # Posts

    def fields(self, response: TextResponse) -> Fields:
        post = self._post(response)
        told = self.told(post)
        return Fields(
            title=_text(self.places.title, post, without="span"),
            author=told.get("作者", ""),
            views=told.get("浏览", ""),
            comment_count=told.get("评论", ""),
            category=list(filter(None, [told.get("分类", "").strip()])),
            tags=list(filter(None, map(line_of, self.places.tags(post)))),
            related=list(map(_link, self.places.related(post))),
            previous=next(map(_link, self.places.previous(post)), None),
            next=next(map(_link, self.places.next(post)), None),
            copyright=None,
        )

    def told(self, post: etree._Element) -> dict[str, str]:
        """Return what stands behind the labels of the info line: 作者, 分类, 浏览, 评论."""
        lines = (line_of(info) for info in self.places.info(post))
        return dict(_LABELLED.findall(" | ".join(lines)))

    def date_of(self, post: etree._Element) -> str:
        """Return the date of a post as printed."""
        return _text(self.places.date, post)

    def stated(self, response: TextResponse, now: datetime) -> StatedTime | None:
        moment = parse_date(self.date_of(self._post(response)), now)
        return StatedTime(moment, "page") if moment else None

    def body(self, response: TextResponse, base: str) -> Body | None:
        post = self._post(response)
        element = _first(self.places.body, post)
        if element is None:
            return None
        after, behind = set(self.places.after(post)), iter(post.iter())
        inside = any(each is element for each in behind)  # and `behind` goes on from there
        end = next((each for each in behind if each in after), None) if inside else None
        pieces = stored_body(element, end) if end is not None else [element]
        return BodyReader(base, picture_address).read(pieces, stop=end)

    def comments(self, response: TextResponse, now: datetime) -> list[Comment]:
        return comments_on(Page.of(response).root, now)

    def _post(self, response: TextResponse) -> etree._Element:
        """Return the post, with what it ends with where a stray closing tag closed it early."""
        found = _first(self.places.post, Page.of(response).root)
        if found is None:
            return etree.Element("div")
        around = (each for each in (found, *found.iterancestors()) if self.places.after(each))
        return next(around, found)


def _first(rule: etree.XPath, element: etree._Element) -> Any:
    return next(iter(rule(element)), None)


def _text(rule: etree.XPath, element: etree._Element, without: str | None = None) -> str:
    found = _first(rule, element)
    return "" if found is None else line_of(found, without)


def _link(element: etree._Element) -> Link:
    return Link(element.get("href", ""), element.get("title") or line_of(element))
