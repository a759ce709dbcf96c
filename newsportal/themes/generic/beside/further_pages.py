"""The further pages of an article of several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from urllib.parse import SplitResult, urlsplit

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text
from newsportal.pages.keys import OF_VISIT
from newsportal.pages.urls import goes_to, joined, opens, paging_calls
from newsportal.themes.generic.beside.links import NearbyLinks
from newsportal.themes.generic.page_title import begin_alike

_PAGE_NAME = r"(?:p|pn|pg|(?:(?:cur|current|article|show)_?)?page(?:_?(?:no|num|index|id))?)"
_PAGE_PAIR = lazy(rf"{_PAGE_NAME}=\d{{1,3}}", re.IGNORECASE)
_LONGEST = 14  # characters of a link
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
    r"|\s*[›»>＞→▶]{1,3}\s*|.{0,14}下一[页頁].{0,4}"
)
_TITLED = lazy(r"\s*第\s*(?P<number>[2-9]|[1-9]\d|[二三四五六七八九十])\s*[页頁]\s*[:：].{1,60}")
# 余下全文, 单页阅读: one page with all of the text, /7_all.html, /7/all, /7.html?full=1
_SAYS_WHOLE = lazy(
    r"(?=.{0,12}(?:全文|[单單][页頁]|[剩其]?[余餘]下?|全部))[\W_]*"
    r"(?:点击|在本[页文]|[阅閱][读讀]|查看|[浏瀏][览覽]|[显顯]示|[展打][开開]|[单單][页頁]|[剩其]?[余餘]下?"
    r"|全文|全部|[内內]容|模式){1,5}[\W_]*"
)
_WHOLE_NAME = lazy(
    "[_-]?(?:all|full|whole|quanwen)|/(?:all|full|whole)(?:\\.\\w{2,5})?/?", re.IGNORECASE
)
_WHOLE_PAIR = lazy(
    r"(?:full|all|show_?all|whole|single|quanwen)=(?:1|true|yes|y|all|full)?"
    r"|(?:p|page|view|show|mode|display|type)=(?:all|full|whole|single)",
    re.IGNORECASE,
)
# What an address has more than that of page 1, or in place of its 1: /2, -p2, n2, ?cur=2
_STEP = lazy(r"(?!.*id=)[^0-9]{0,6}0?(?P<number>[1-9][0-9]{0,2})[^0-9]{0,4}")
_LETTER = lazy("[b-z]")
_ID = lazy(r"[0-9]{3}")


def pages(near: NearbyLinks, root: etree._Element, scripts: Iterable[str], url: str) -> list[str]:
    """Return the addresses of the further pages of the article at *url*.

    *root* is that of its page, or of a further one, which has *scripts*.
    """
    named = [
        (link.get("href") or "", text)
        for link, _ in (*near.head, *near.body, *near.foot)
        if _says_page(text := near.text_of(link)) or (not text and _is_picture(link))
    ]
    named += [(href, text) for href, text in _controls(root) if not text or _says_page(text)]
    named += [(href, "") for href in _written(scripts)]
    found = ((joined(url, href), text) for href, text in named)
    numbered = [each for each, text in found if _is_called_page(each, url, text)]
    return list(dict.fromkeys(numbered)) or _whole(near, url)


def _whole(near: NearbyLinks, url: str) -> list[str]:
    """Return the address of the one page that a link in or below a text says to have all of it."""
    for link, _ in (*near.body, *near.foot):
        if len(text := near.text_of(link)) <= _LONGEST and _SAYS_WHOLE.fullmatch(text):
            address = joined(url, link.get("href") or "")
            if is_whole(address, url):
                return [address]
    return []


def is_whole(address: str, first: str) -> bool:
    """Tell whether an address is that of the page at *first* but for a word like all or full.

    >>> is_whole("http://a.cn/n/7_all.html", "http://a.cn/n/7.html")
    True
    >>> is_whole("http://a.cn/n/7.html?full=1", "http://a.cn/n/7.html")
    True
    >>> is_whole("http://a.cn/n/8_all.html", "http://a.cn/n/7.html")
    False
    """
    here, there = urlsplit(first), urlsplit(address)
    if here.netloc != there.netloc or here.path in ("", "/") or address == first:
        return False
    pairs, known = there.query.split("&"), here.query.split("&")
    if here.path == there.path:
        return any(map(_WHOLE_PAIR.fullmatch, pairs)) and [
            each for each in pairs if not _WHOLE_PAIR.fullmatch(each)
        ] == [each for each in known if each]
    if pairs != known:
        return False
    before = begin_alike(here.path, there.path)
    behind = begin_alike(here.path[before:][::-1], there.path[before:][::-1])
    more = there.path[before : len(there.path) - behind]
    return before + behind == len(here.path) and _WHOLE_NAME.fullmatch(more) is not None


def is_framed(address: str, first: str) -> bool:
    """Tell whether what an article at *first* names as a page of it is one that a frame shows."""
    named_so = (is_further, differs_by_number, is_whole)
    return not any(each(address, first) for each in named_so) and not first_page(address)


def _says_page(text: str) -> bool:
    return bool(_PAGE.fullmatch(text) or _TITLED.fullmatch(text))


def _is_picture(link: etree._Element) -> bool:
    """Tell whether a link is a picture, which leads to the next one in many a gallery."""
    return next(link.iter("img"), None) is not None


def _controls(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield addresses that choices, buttons and the head of a page name, and what is on them."""
    for element in root.iter("option", "button", "input", "link"):
        if element.tag == "link":
            if element.get("rel") == "next":
                yield element.get("href") or "", ""
            continue
        text = clean_text("".join(element.itertext())) or element.get("value") or ""
        click = element.get("onclick") or ""
        href = element.get("value") if element.tag == "option" else goes_to(click) or opens(click)
        if href:
            yield href, text


def _is_called_page(address: str, first: str, text: str) -> bool:
    """Tell whether a link, a choice or a button with a *text* leads to a further page."""
    if is_further(address, first):
        return True
    said = _NUMBERED.fullmatch(text)
    return differs_by_number(address, first, int(said[1]) if said else None)


def differs_by_number(address: str, first: str, number: int | None = None) -> bool:
    """Tell whether an address is that of the page at *first* but for a number, or a letter.

    Whatever stands around it: no software is known by it. *number* is what a link is called.

    >>> differs_by_number("http://a.cn/n/1216/2.html", "http://a.cn/n/1216.html")
    True
    >>> differs_by_number("http://a.cn/n/2-1190.html", "http://a.cn/n/1-1190.html", 2)
    True
    >>> differs_by_number("http://a.cn/n/1190b.html", "http://a.cn/n/1190.html", 2)
    True
    >>> differs_by_number("http://a.cn/n/1192.html", "http://a.cn/n/1190.html", 2)
    False
    >>> differs_by_number("http://a.cn/n/11902.html", "http://a.cn/n/1190.html", 2)
    False
    """
    here, there = urlsplit(first), urlsplit(address)
    if here.netloc != there.netloc or here.path == "/" or address == first:
        return False
    if _OF_COMMENTS.search(address) or not _names_an_article(here):
        return False
    before = begin_alike(first, address)
    behind = begin_alike(first[before:][::-1], address[before:][::-1])
    old, new = first[before : len(first) - behind], address[before : len(address) - behind]
    ends = address[before - 1], address[len(address) - behind :][:1]
    if not old and _LETTER.fullmatch(new) and number in (None, ord(new) - ord("a") + 1):
        return ends[0].isdigit() and ends[1] in (".", "")
    step = _STEP.fullmatch(new)
    if step is None or (new[0].isdigit() and ends[0].isdigit()):
        return False
    if new[-1].isdigit() and ends[1].isdigit():
        return False
    if number is not None and int(step["number"]) != number:
        return False
    if not old:
        return int(step["number"]) > 1
    instead = old in ("0", "1", "01") and new.isdigit()
    return instead and _ID.search(address, len(address) - behind) is not None


def _names_an_article(parts: SplitResult) -> bool:
    """Tell whether an address is no folder with a short number: /12/2/ is a day of /12/."""
    name = parts.path.rstrip("/").rpartition("/")[2]
    return bool(parts.query or "." in name or re.search(r"[^\W\d_]|\d{3}", name))


def pages_elsewhere(near: NearbyLinks, url: str) -> list[str]:
    """Return the further pages that an article has under another address than *url*."""
    found: dict[str, str] = {}
    called: set[str] = set()
    for link, _ in (*near.body, *near.foot):
        text = near.text_of(link)
        address = joined(url, link.get("href") or "")
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
    pages = (map(call.page, range(2, call.count + 1)) for call in paging_calls(scripts))
    yield from islice(chain.from_iterable(pages), _MOST)


def is_further(address: str, first: str) -> bool:
    """Tell whether *address* is that of a further page of the article at *first*.

    >>> is_further("http://a.cn/n/123_2.html", "http://a.cn/n/123.html")
    True
    >>> is_further("http://a.cn/n/124.html", "http://a.cn/n/123.html")
    False
    >>> is_further("http://a.cn/show.asp?ID=123&Page=2", "http://a.cn/show.asp?ID=123")
    True
    >>> is_further("http://a.cn/p?mod=v&id=7&page=2&sid=0x", "http://a.cn/p?id=7&mod=v")
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
    pairs, own = ({*filter(None, each.query.split("&"))} for each in (there, here))
    names = {pair.partition("=")[0] for pair in own}
    added = [pair for pair in pairs - own if pair.partition("=")[0] not in names]
    numbered = [pair for pair in added if _PAGE_PAIR.fullmatch(pair)]
    visit = [pair for pair in added if OF_VISIT.match(pair)]
    return bool(numbered) and own <= pairs and len(pairs - own) == len(numbered) + len(visit)
