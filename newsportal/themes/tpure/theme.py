"""Z-BlogPHP with the theme tpure (拓源), as of version 5.0."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from itertools import islice

from lxml import etree
from scrapy.http import TextResponse

from newsportal.chinese.dates import parse_date
from newsportal.chinese.superscripts import lowered, raised
from newsportal.chinese.text import clean_text
from newsportal.items import Comment, Link
from newsportal.pages.body.reader import Body, BodyReader
from newsportal.pages.page import Page, outermost, own_parts
from newsportal.themes.base import Entry, Fields, Kind, Pager, StatedTime
from newsportal.themes.finding import (
    addresses_below,
    classes_of,
    find,
    line_of,
    links_below,
    text_of,
)
from newsportal.themes.folder import folder_of
from newsportal.themes.stored_body import stored_body
from newsportal.themes.tpure.comments import comments_in
from newsportal.themes.tpure.list_items import archive_entries, entry_of
from newsportal.themes.tpure.text import image_address, lines_of

_KINDS: dict[str, Kind] = {
    "404": "404", "closepage": "closed", "error": "error", "article": "article", "page": "page",
    "search": "search", "category": "category", "tag": "tag", "date": "date", "author": "author",
    "index": "index",
}  # fmt: skip


# Lists
_PAGE_NOW = find("string(.//span[{now-page}])")
_PAGE_NEXT = find("string(.//span[{next-page}]/a/@href)")
_PAGE_LINKS = find(".//a[@href]")
_PAGE_ENDS = find(".//a[{m}]/@href")
_SIDE_CATEGORIES = etree.XPath("id('divCatalog')//a/@href")
_SIDE_POSTS = etree.XPath("id('divPrevious divComments')/descendant::a[parent::li]/@href")
# Blocks that may come after the body of a post: the first of them is where the body ends. They are
# looked for by their order in the page, not by their parents: a <div> that the author has not
# closed takes all that follows into the body, and one </div> too many ends the body early.
_LANDMARKS = frozenset(
    "copynotice sharebox pages tags posttitle relatecon cmts cmt sidebar footer edgebar"
    " block".split()
)
_TEXTS = etree.XPath(".//text()")
_SCRIPTS = {"sup": raised, "sub": lowered}
_LOOKED_AT = 100  # elements of a block that tell whose it is


class Tpure:
    """The theme of the reference portal."""

    name = "tpure"

    def recognises(self, response: TextResponse) -> bool:
        return folder_of(response.body).startswith(self.name)  # a fork is called tpure-m

    def kind(self, response: TextResponse) -> Kind | None:
        body = next(Page.of(response).root.iterchildren("body"), None)
        classes = classes_of(body) if body is not None else []
        return next((kind for name, kind in _KINDS.items() if name in classes), None)

    # Lists

    def entries(self, response: TextResponse) -> list[Entry]:
        page = Page.of(response)
        # The main column: sidebars and related blocks have items of their own.
        columns = outermost(page.blocks("content"))
        inside = {div for column in columns for div in column.iter("div")}
        items = [item for item in page.blocks("item") if item in inside]
        return list(filter(None, map(entry_of, own_parts(items))))

    def pager(self, response: TextResponse) -> Pager:
        bars = Page.of(response).blocks("pagebar")
        if not bars:
            return Pager()
        bar = bars[0]
        numbered = {
            int(text): link.get("href")
            for link in _PAGE_LINKS(bar)
            if (text := line_of(link)).isdecimal() and len(text) < 8
        }
        current = _PAGE_NOW(bar).strip()
        ends = _PAGE_ENDS(bar)
        return Pager(
            current=int(current) if current.isdecimal() and len(current) < 8 else 1,
            numbered=numbered,
            first=ends[0] if ends else None,
            last=ends[-1] if ends else None,
            next=_PAGE_NEXT(bar) or None,
        )

    def archive(self, response: TextResponse) -> list[Entry]:
        months = own_parts(Page.of(response).blocks("archiveitem"))
        return [entry for parts in months for entry in archive_entries(parts)]

    def menu(self, response: TextResponse) -> list[str]:
        page = Page.of(response)
        links = addresses_below(page.blocks("header", "sitemap"))
        return [*links, *_SIDE_CATEGORIES(page.root)]

    def categories(self, response: TextResponse) -> list[str]:
        page = Page.of(response)
        spans = (span for info in page.blocks("info") for span in info.iterchildren("span"))
        return [
            *addresses_below([span for span in spans if "cate" in classes_of(span)]),
            *addresses_below(page.blocks("sitemap"))[1:],  # the first crumb is the front page
            *(link.get("href") for link in page.links("backlist")),
            *filter(None, (block.get("data-cateurl") for block in page.blocks("block"))),
        ]

    def asides(self, response: TextResponse) -> list[str]:
        page = Page.of(response)
        boxes = page.blocks("sideimg", "sidelink", "sidecmtcon", "sidecmtarticle")
        links = [link.get("href") for link in page.links("itemtitle", "swiper-slide")]
        return [*links, *addresses_below(boxes), *_SIDE_POSTS(page.root)]

    # Posts

    def fields(self, response: TextResponse) -> Fields:
        page = Page.of(response)
        titles = (next(post.iterchildren("h1"), None) for post in page.blocks("post"))
        told, related = _info(page), links_below(page.blocks("relatecon"))
        # The first crumb is the front page, whatever the owner calls it.
        crumbs = links_below(page.blocks("sitemap"))[1:]
        category = list(filter(None, map(line_of, crumbs)))
        return Fields(
            title=_title([title for title in titles if title is not None]),
            author=_text(told["user"]),
            views=_text(told["view"]),
            comment_count=_text(told["cmt"]),
            category=category or list(map(line_of, told["cate"])),
            tags=[text for block in page.blocks("tags") for text in _texts(block)],
            related=[_link(link) for link in related if _is_related(link)],
            previous=next(map(_link, page.links("single-prev")), None),
            next=next(map(_link, page.links("single-next")), None),
            copyright=_copyright(page),
        )

    def stated(self, response: TextResponse, now: datetime) -> StatedTime | None:
        moment = parse_date(clean_text(_text(_info(Page.of(response))["date"])), now)
        return StatedTime(moment, "page") if moment else None

    def body(self, response: TextResponse, base: str) -> Body | None:
        page = Page.of(response)
        single = next(iter(page.blocks("single")), None)
        if single is None:
            return None
        end = next(filter(_is_landmark, page.blocks_after(single, _LANDMARKS)), None)
        reader = BodyReader(base, image_address)
        return reader.read(stored_body(single, end), stop=end)

    def comments(self, response: TextResponse, now: datetime) -> list[Comment]:
        return comments_in(Page.of(response).blocks("cmtsitem"), now)


@lru_cache(maxsize=1)  # for the fields and for the time
def _info(page: Page) -> dict[str, list[etree._Element]]:
    """Return the parts of a post's info line by their classes."""
    children = (child for post in page.blocks("post") for child in post.iterchildren("*"))
    told: dict[str, list[etree._Element]] = defaultdict(list)
    for info in outermost([child for child in children if "info" in classes_of(child)]):
        for part in info.iterdescendants("*"):
            for name in set(classes_of(part)):
                told[name].append(part)
    return told


def _texts(tags: etree._Element) -> Iterator[str]:
    """Yield the texts of the links among the children of a block."""
    for link in tags.iterchildren("a"):
        yield from filter(None, (link.text, *(child.tail for child in link)))


def _is_related(link: etree._Element) -> bool:
    parent = link.getparent()
    if parent is None or link.get("href") is None:
        return False
    return parent.tag == "h3" or (parent.tag == "div" and "relatelist" in classes_of(parent))


def _text(elements: list[etree._Element]) -> str:
    return "".join(map(text_of, outermost(elements)))


def _title(headings: list[etree._Element]) -> str:
    if len(headings) == 1 and len(headings[0]) == 0:
        return headings[0].text or ""
    texts = (text for heading in outermost(headings) for text in _TEXTS(heading))
    return "".join(
        _SCRIPTS.get(text.getparent().tag, str)(text) if text.is_text else text for text in texts
    )


def _link(element: etree._Element) -> Link:
    return Link(element.get("href"), line_of(element))


def _copyright(page: Page) -> str | None:
    around = {div for block in outermost(page.blocks("copynotice")) for div in block.iter("div")}
    notice = next((div for div in page.blocks("copynoticetxt") if div in around), None)
    lines = [] if notice is None else _notice_lines(notice)
    kept = [line for line in lines if "扫描二维码" not in line and not line.startswith("本文链接")]
    return "\n".join(kept) or None


def _notice_lines(notice: etree._Element) -> list[str]:
    pieces = (notice.text, *(child.tail for child in notice))
    plain = all(child.tag == "p" for child in notice) and not "".join(filter(None, pieces)).strip()
    return [line for part in (notice if plain else [notice]) for line in lines_of(part).split("\n")]


def _is_landmark(div: etree._Element) -> bool:
    """Tell a part of the theme from an element of a body that happens to have such a class."""
    names = classes_of(div)
    parts = islice(div.iter(), _LOOKED_AT)
    if "tags" in names:
        return len(div) > 0 and all(child.tag == "a" for child in div)
    if "pages" in names:
        inner = {name for part in parts for name in classes_of(part)}
        return bool(inner & {"backlist", "single-prev", "single-next"}) or "上一篇" in line_of(div)
    if "block" in names:
        return any(part.tag == "div" and part.get("class") == "posttitle" for part in parts)
    return True
