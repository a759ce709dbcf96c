"""Z-BlogPHP with the theme tpure (拓源), as of version 5.0."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice

from lxml import etree
from scrapy.http import TextResponse

from newsportal.chinese.dates import parse_date
from newsportal.chinese.superscripts import lowered, raised
from newsportal.chinese.text import clean_text
from newsportal.items import Comment, Link
from newsportal.pages.body import Body, BodyReader
from newsportal.pages.elements import is_hidden
from newsportal.pages.page import Page, outermost, own_parts
from newsportal.pages.pictures import picture_address
from newsportal.themes.base import Entry, Fields, Kind, Pager, StatedTime
from newsportal.themes.finding import find, line_of
from newsportal.themes.folder import folder_of
from newsportal.themes.stored_body import stored_body

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
# Links, below the blocks that hold them
_CRUMB_LINKS = etree.XPath(".//a[position() > 1]/@href")
_CATEGORY = find("span[{cate}]/a/@href")
# Blocks that may come after the body of a post: the first of them is where the body ends. They are
# looked for by their order in the page, not by their parents: a <div> that the author has not
# closed takes all that follows into the body, and one </div> too many ends the body early.
_LANDMARKS = frozenset(
    "copynotice sharebox pages tags posttitle relatecon cmts cmt sidebar footer edgebar"
    " block".split()
)
_TEXTS = etree.XPath(".//text()")
_SCRIPTS = {"sup": raised, "sub": lowered}
_NOTHING = etree.Element("div")
_NOT_DIGITS = re.compile(r"[^0-9]+")
_NEAR = 4  # levels between a heading and its link
_INLINE = frozenset(("a", "b", "strong"))
_LOOKED_AT = 100  # elements of a block that tell whose it is
_REPLY_LABEL = re.compile(r"\s*回复\s*[:：]?$")


class Tpure:
    """The theme of the reference portal."""

    name = "tpure"

    def recognises(self, response: TextResponse) -> bool:
        return folder_of(response.body).startswith(self.name)  # a fork is called tpure-m

    def kind(self, response: TextResponse) -> Kind | None:
        body = next(Page.of(response).root.iterchildren("body"), None)
        classes = _names(body) if body is not None else []
        return next((kind for name, kind in _KINDS.items() if name in classes), None)

    # Lists

    def entries(self, response: TextResponse) -> list[Entry]:
        page = Page.of(response)
        # The main column: sidebars and related blocks have items of their own.
        columns = outermost(page.blocks("content"))
        inside = {div for column in columns for div in column.iter("div")}
        items = [item for item in page.blocks("item") if item in inside]
        return list(filter(None, map(_entry, own_parts(items))))

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
        return [entry for parts in months for entry in _archive_entries(parts)]

    def menu(self, response: TextResponse) -> list[str]:
        page = Page.of(response)
        links = _addresses(page.blocks("header", "sitemap"))
        return [*links, *_SIDE_CATEGORIES(page.root)]

    def categories(self, response: TextResponse) -> list[str]:
        page = Page.of(response)
        shown = (_CATEGORY(info) for info in page.blocks("info"))
        crumbs = (_CRUMB_LINKS(block) for block in outermost(page.blocks("sitemap")))
        return [
            *chain(*shown, *crumbs),
            *(link.get("href") for link in page.links("backlist")),
            *filter(None, (block.get("data-cateurl") for block in page.blocks("block"))),
        ]

    def asides(self, response: TextResponse) -> list[str]:
        page = Page.of(response)
        boxes = page.blocks("sideimg", "sidelink", "sidecmtcon", "sidecmtarticle")
        links = [link.get("href") for link in page.links("itemtitle", "swiper-slide")]
        return [*links, *_addresses(boxes), *_SIDE_POSTS(page.root)]

    # Posts

    def fields(self, response: TextResponse) -> Fields:
        page = Page.of(response)
        titles = (next(post.iterchildren("h1"), None) for post in page.blocks("post"))
        told, related = _info(page), _links(page.blocks("relatecon"))
        # The first crumb is the front page, whatever the owner calls it.
        crumbs = _links(page.blocks("sitemap"))[1:]
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
        reader = BodyReader(base, _image_address)
        return reader.read(stored_body(single, end), stop=end)

    def comments(self, response: TextResponse, now: datetime) -> list[Comment]:
        comments = []
        for item in outermost(Page.of(response).blocks("cmtsitem")):
            root = _comment(item, "cmtsname", "cmtsbody", "cmtsdate", None, now)
            comments.append(root)
            replies = [div for div in item.iter("div") if "cmtsreply" in _names(div)]
            comments.extend(
                _comment(reply, "cmtsreplyname", "cmtsreplycon", "cmtsreplydate", root.id, now)
                for reply in outermost(replies)
            )
        return comments


def _names(element: etree._Element) -> list[str]:
    """Return the classes of an element."""
    return (element.get("class") or "").split()


def _links(blocks: list[etree._Element]) -> list[etree._Element]:
    """Return the links below *blocks*, each once; an XPath takes twice as long."""
    return [link for block in outermost(blocks) for link in block.iter("a")]


def _addresses(blocks: list[etree._Element]) -> list[str]:
    """Return where the links below *blocks* lead."""
    links = _links(blocks)
    return [address for link in links if (address := link.get("href")) is not None]


def _info(page: Page) -> dict[str, list[etree._Element]]:
    """Return the parts of a post's info line by their classes."""
    children = (child for post in page.blocks("post") for child in post.iterchildren("*"))
    told: dict[str, list[etree._Element]] = defaultdict(list)
    for info in outermost([child for child in children if "info" in _names(child)]):
        for part in info.iterdescendants("*"):
            for name in set(_names(part)):
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
    return parent.tag == "h3" or (parent.tag == "div" and "relatelist" in _names(parent))


def _text(elements: list[etree._Element]) -> str:
    return "".join(text for element in outermost(elements) for text in element.itertext())


def _title(headings: list[etree._Element]) -> str:
    texts = (text for heading in outermost(headings) for text in _TEXTS(heading))
    return "".join(
        _SCRIPTS.get(text.getparent().tag, str)(text) if text.is_text else text for text in texts
    )


def _entry(parts: Iterable[etree._Element]) -> Entry | None:
    """Return the post that an item of a list names, None if it names none."""
    link = date = excerpt = None
    sticky = False
    for part in parts:
        names, parent = _names(part), part.getparent()
        around = [] if parent is None else _names(parent)
        if part.tag == "a" and part.get("href") is not None:
            if link is None and (_in_heading(part) or "albumcon" in around):
                link = part
        elif part.tag == "em":
            sticky = sticky or "istop" in names or _in_heading(part) or _on_picture(part)
        elif "istop" in names:
            sticky = True
        if date is None and (
            "date" in names
            or (part.tag == "div" and "forumdate" in names)
            or (part.tag == "span" and "albuminfo" in around)
        ):
            date = part
        if excerpt is None and (
            (part.tag == "div" and "intro" in names) or (part.tag == "p" and "albumcon" in around)
        ):
            excerpt = part
    if link is None:
        return None
    shown, told = ("" if part is None else line_of(part) for part in (date, excerpt))
    return Entry(link.get("href"), line_of(link, without="em"), shown, told, sticky=sticky)


def _in_heading(element: etree._Element) -> bool:
    return any(above.tag == "h2" for above in islice(element.iterancestors(), _NEAR))


def _on_picture(element: etree._Element) -> bool:
    """Tell whether an element lies on the picture of an album's item, inside the link or not."""
    return any("albumimg" in _names(above) for above in islice(element.iterancestors(), _NEAR))


def _archive_entries(parts: Iterable[etree._Element]) -> Iterator[Entry]:
    """Yield the entries of one month of an archive page."""
    month = day = ""
    link = None
    for part in parts:
        names = _names(part)
        parent = part.getparent()
        if "archivedate" in names:
            month = month or line_of(part)
        elif part.tag == "li" and parent is not None and "archivelist" in _names(parent):
            if link is not None:
                yield Entry(link.get("href"), line_of(link), day, month=month)
            day, link = "", None
        elif "archivetime" in names:
            day = line_of(part)
        elif part.tag == "a" and part.get("href") is not None:
            link = part
    if link is not None:
        yield Entry(link.get("href"), line_of(link), day, month=month)


def _link(element: etree._Element) -> Link:
    return Link(element.get("href"), line_of(element))


def _lines(element: etree._Element) -> str:
    if not is_hidden(element) and not any(map(_is_more_than_text, element.iterdescendants("*"))):
        return line_of(element)  # most comments
    return BodyReader("", _image_address).read([element]).text


def _is_more_than_text(part: etree._Element) -> bool:
    return part.tag not in _INLINE or bool(part.get("style")) or is_hidden(part)


def _copyright(page: Page) -> str | None:
    around = {div for block in outermost(page.blocks("copynotice")) for div in block.iter("div")}
    notice = next((div for div in page.blocks("copynoticetxt") if div in around), None)
    lines = [] if notice is None else _notice_lines(notice)
    kept = [line for line in lines if "扫描二维码" not in line and not line.startswith("本文链接")]
    return "\n".join(kept) or None


def _notice_lines(notice: etree._Element) -> list[str]:
    pieces = (notice.text, *(child.tail for child in notice))
    plain = all(child.tag == "p" for child in notice) and not "".join(filter(None, pieces)).strip()
    return [line for part in (notice if plain else [notice]) for line in _lines(part).split("\n")]


def _is_landmark(div: etree._Element) -> bool:
    """Tell a part of the theme from an element of a body that happens to have such a class."""
    names = _names(div)
    parts = islice(div.iter(), _LOOKED_AT)
    if "tags" in names:
        return len(div) > 0 and all(child.tag == "a" for child in div)
    if "pages" in names:
        inner = {name for part in parts for name in _names(part)}
        return bool(inner & {"backlist", "single-prev", "single-next"}) or "上一篇" in line_of(div)
    if "block" in names:
        return any(part.tag == "div" and part.get("class") == "posttitle" for part in parts)
    return True


def _image_address(image: etree._Element) -> str | None:
    if address := picture_address(image):
        return _mended(address)
    parent = image.getparent()
    if parent is not None and parent.get("data-fancybox"):
        return _mended(parent.get("href", ""))
    return None


def _mended(address: str) -> str:
    """Undo what the theme's gallery setting does to WeChat pictures (?wx_fmt=png → ?wx_fmt.png)."""
    head, mark, query = address.rpartition("wx_fmt.")
    return f"{head}wx_fmt={query}" if mark else address


def _comment(
    element: etree._Element, name: str, text: str, date: str, root: str | None, now: datetime
) -> Comment:
    # A root's own parts come before those of its replies, so the first one of a class is its own.
    parts = _parts(element)
    head = parts.get(name, _NOTHING)
    moment = parse_date(line_of(parts.get(date, _NOTHING)), now)
    place = parts.get("cmtshead" if root is None else name, _NOTHING).find(".//em")
    shown = "" if place is None else line_of(place).removeprefix("IP:").strip()
    return Comment(
        id=_comment_id(element, parts, root is None),
        author=_REPLY_LABEL.sub("", line_of(head, without="em")),
        location=shown or None,
        published_at=moment.at if moment else None,
        published_precision=moment.precision if moment and moment.latest else None,
        text=_comment_text(parts.get(text, _NOTHING)),
        reply_to=root,
    )


def _parts(element: etree._Element) -> dict[str, etree._Element]:
    """Return the first ``div`` of every class."""
    parts: dict[str, etree._Element] = {}
    for div in element.iter("div"):
        for name in _names(div):
            parts.setdefault(name, div)
    return parts


def _comment_id(element: etree._Element, parts: dict[str, etree._Element], root: bool) -> str:
    """Return the number in label#cmtN before a root, in label#AjaxCommentN inside a reply."""
    # Only as far as the comment before: a look further back would take its label.
    labels = element.itersiblings("label", "div", preceding=True) if root else element.iter("label")
    shown = next((label.get("id", "") for label in labels if label.tag == "label" or root), "")
    body = parts.get("cmtsbody", _NOTHING)
    return _NOT_DIGITS.sub("", shown) or body.get("data-commentid", "") or "0"


def _comment_text(element: etree._Element) -> str:
    paragraphs = element.findall("p")
    return "\n".join(map(_lines, paragraphs)) if paragraphs else _lines(element)
