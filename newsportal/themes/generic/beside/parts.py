"""Parts of an article that lie elsewhere: its further pages, and the files that it offers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from newsportal.chinese.late import late
from newsportal.items import Link
from newsportal.pages.attachments import is_file
from newsportal.pages.urls import paging_calls
from newsportal.themes.generic.beside.links import TITLE, NearbyLinks, Placed, is_heading, text_of
from newsportal.themes.generic.beside.others import NEXT, PREVIOUS, RELATED

_ATTACHED = late("附件|下载|文件")
_MOST = 1000  # pages of an article that a script counts; more is none
_PAGE = late(r"[\W_]*(?:\d{1,3}|第?.{1,2}[页頁]|下一?[页頁]|后一?页|余下全文|[Nn]ext)[\W_]*")


def files(near: NearbyLinks) -> list[Link]:
    """Return the files that the article offers, in its text and just below it."""
    found = {
        href: Link(href, text_of(link))
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
            or (line.linked >= TITLE and len(text_of(link)) >= TITLE)
        ):
            return
        yield link, place


def pages(near: NearbyLinks, scripts: Iterable[str], url: str) -> list[str]:
    """Return the addresses of the further pages of the article at *url*, which has *scripts*."""
    links = (
        link.get("href") or ""
        for link, _ in (*near.body, *near.foot)
        if _PAGE.fullmatch(text_of(link))
    )
    named = (_joined(url, href) for href in (*links, *_written(scripts)))
    return list(dict.fromkeys(address for address in named if is_further(address, url)))


def _written(scripts: Iterable[str]) -> Iterator[str]:
    """Yield the addresses of pages that scripts would link to."""
    for count, name, ending in paging_calls(scripts):
        yield from (f"{name}_{number}.{ending}" for number in range(1, min(count, _MOST)))


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
