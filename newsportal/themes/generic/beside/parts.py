"""Parts of an article that lie elsewhere: its further pages, and the files that it offers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.items import Link
from newsportal.pages.attachments import is_file
from newsportal.pages.urls import paging_calls
from newsportal.themes.generic.beside.links import TITLE, NearbyLinks, Placed, is_heading
from newsportal.themes.generic.beside.others import NEXT, PREVIOUS, RELATED

_ATTACHED = lazy("附件|下载|文件")
_PAGE_NAME = r"(?:p|pn|pg|(?:(?:cur|current|article|show)_?)?page(?:_?(?:no|num|index|id))?)"
_PAGE_PAIR = lazy(rf"{_PAGE_NAME}=\d{{1,3}}", re.IGNORECASE)
_MOST = 1000  # pages of an article that a script counts; more is none
_NUMBERED = lazy(r"[\W_]*第?(\d{1,3})[页頁]?[\W_]*")
_FURTHER = lazy(
    r"(?P<stem>.*[^/_-])(?:[_-]0?|/p?)(?P<number>[2-9]|[1-9][0-9]{1,2})(?P<end>\.\w{2,5}|/?)"
)
_FURTHER_QUERY = lazy(
    rf"(?P<stem>.*)[?&]{_PAGE_NAME}=(?P<number>[2-9]|[1-9][0-9]{{1,2}})", re.IGNORECASE
)
_PAGE_ONE = lazy(rf"([_-]0?|/|[?&]{_PAGE_NAME}=)1(\.\w{{2,5}}|/?)$", re.IGNORECASE)
_OF_COMMENTS = lazy(r"comment|reply|cpage", re.IGNORECASE)
_PAGE = lazy(
    r"[\W_]*(?:\d{1,3}|第?.{1,2}[页頁]|下一?[页頁张張幅图圖]|后一?[页张]|余下全文|[Nn]ext)[\W_]*"
)


def files(near: NearbyLinks) -> list[Link]:
    """Return the files that the article offers, in its text and just below it."""
    found = {
        href: Link(href, near.text_of(link))
        for link, _ in (*near.body, *_attached(near))
        if is_file(href := link.get("href") or "")
    }
    return list(found.values())


def _attached(near: NearbyLinks) -> Iterator[Placed]:
    """Yield the links below the text up to a heading, a neighbour or another post's title."""
    lines = near.layout.lines
    for link, place in near.foot:
        line = near.line(place)
        between = lines[near.end : place + 1]
        ends = (each for each in between if is_heading(each) or RELATED.match(each.text))
        if line is None or any(not _ATTACHED.search(each.text) for each in ends):
            return
        if not is_file(link.get("href") or "") and (
            PREVIOUS.match(line.text)
            or NEXT.match(line.text)
            or (line.linked >= TITLE and len(near.text_of(link)) >= TITLE)
        ):
            return
        yield link, place


def pages(near: NearbyLinks, scripts: Iterable[str], url: str) -> list[str]:
    """Return the addresses of the further pages of the article at *url*, which has *scripts*."""
    links = (
        link.get("href") or ""
        for link, place in (*near.head, *near.body, *near.foot)
        if _PAGE.fullmatch(text := near.text_of(link))
        or (not text and place < near.end and _is_picture(link))
    )
    named = (_joined(url, href) for href in (*links, *_written(scripts)))
    return list(dict.fromkeys(address for address in named if is_further(address, url)))


def _is_picture(link: etree._Element) -> bool:
    """Tell whether a link is a picture, which leads to the next one in many a gallery."""
    return next(link.iter("img"), None) is not None


def pages_elsewhere(near: NearbyLinks, url: str) -> list[str]:
    """Return the further pages that an article has under another address than *url*."""
    found: dict[str, str] = {}
    called: set[str] = set()
    for link, _ in (*near.body, *near.foot):
        text = near.text_of(link)
        address = _joined(url, link.get("href") or "")
        first, number = _split(address)
        if not first:
            continue
        found.setdefault(address, first)
        said = _NUMBERED.fullmatch(text)
        if _PAGE.fullmatch(text) and (said is None or int(said[1]) == number):
            called.add(address)
    firsts = {found[address] for address in called}
    if len(firsts) != 1 or first_page(url) in firsts or is_further(next(iter(called)), url):
        return []
    return [address for address, first in found.items() if first in firsts]  # small pictures, too


def first_page(address: str) -> str:
    """Return the address of the article that a further page is one of, "" if that is none.

    >>> first_page("http://a.cn/n/123_2.html"), first_page("http://a.cn/2024/01/flood/3/")
    ('http://a.cn/n/123.html', 'http://a.cn/2024/01/flood/')
    >>> first_page("http://a.cn/n?id=7&page=2"), first_page("http://a.cn/12/2/")
    ('http://a.cn/n?id=7', '')
    """
    return _split(address)[0]


def without_page_one(address: str) -> str:
    """Return the address of the article whose first page has a number here, "" if none has.

    >>> without_page_one("http://a.cn/n/123_1.html"), without_page_one("http://a.cn/n/1.html")
    ('http://a.cn/n/123.html', '')
    """
    return first_page(_PAGE_ONE.sub(r"\g<1>2\2", address)) if _PAGE_ONE.search(address) else ""


def _split(address: str) -> tuple[str, int]:
    """Return the address of an article and the number of its page; "" and 0 if that is none."""
    if found := _FURTHER_QUERY.fullmatch(address):
        return found["stem"], int(found["number"])
    found = _FURTHER.fullmatch(address)
    if found is None or _OF_COMMENTS.search(address):
        return "", 0
    first = found["stem"] + found["end"]
    return (first, int(found["number"])) if is_further(address, first) else ("", 0)


def _written(scripts: Iterable[str]) -> Iterator[str]:
    """Yield the addresses of pages that scripts would link to."""
    for call in paging_calls(scripts):
        yield from map(call.page, range(2, min(call.count, _MOST) + 1))


def is_further(address: str, first: str) -> bool:
    """Tell whether *address* is that of a further page of the article at *first*.

    >>> is_further("http://a.cn/n/123_2.html", "http://a.cn/n/123.html")
    True
    >>> is_further("http://a.cn/n/124.html", "http://a.cn/n/123.html")
    False
    >>> is_further("http://a.cn/show.asp?ID=123&Page=2", "http://a.cn/show.asp?ID=123")
    True
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
    if not ending and re.fullmatch(rf"{re.escape(stem)}/p?\d{{1,3}}/?", there.path):
        return bool(re.search(r"[^\W\d_]|\d{3}", stem.rpartition("/")[2]))
    if here.path != there.path:
        return False
    rest = [part for part in there.query.split("&") if not _PAGE_PAIR.fullmatch(part)]
    return rest == [part for part in here.query.split("&") if part] and there.query != here.query


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href).partition("#")[0]
    except ValueError:
        return ""
