"""How many posts and pages a list says that it has: in words, in attributes, to a script."""

from __future__ import annotations

import re

from lxml import etree
from scrapy.http import TextResponse

from newsportal.chinese.lazy_pattern import lazy
from newsportal.pages.page import Page

_DIGITS = 7
_SAYS_POSTS = lazy(
    r"(?:共|总计|合计)有?\s?:?：?\s?([0-9]{1,6})\s?(?:条|篇|则|个?(?:记录|新闻|文章))"
)
_SAYS_PAGES = lazy(
    r"第\s?1\s?/\s?([0-9]{1,6})\s?页|页[次数]\s?[:：]?\s?1\s?/\s?([0-9]{1,6})|(?:第\s?(?P<own>[0-9]{1,6})\s?页\s?[/，,]?\s?)?共\s?([0-9]{1,6})\s?页"
)
_IS_TOLD = r"[\"']?\s*[:=]\s*[\"']?([0-9]{1,6})\b"
_POSTS = lazy(
    r"(?<![\w-])(?:total[-_]?(?:records?|count|nums?|items|rows|data|size)|record[-_]?count|data[-_]?total"
    rf"|rows?[-_]?count|(?:list|articles?|posts?|news)[-_]?(?:total|count)){_IS_TOLD}",
    re.IGNORECASE,
)
_TOTAL = lazy(rf"(?<![\w-])total{_IS_TOLD}", re.IGNORECASE)
_COUNT = lazy(rf"(?<![\w-])count{_IS_TOLD}", re.IGNORECASE)
_ITEMS = lazy(rf"\bitems{_IS_TOLD}|\.pagination\(\s*([0-9]{{1,6}})\b")
_GOES_ON = lazy(r"\bpage\s*<\s*([0-9]{1,6})\b")  # next(items, page < 9)
_PAGES = lazy(
    rf"(?<![\w-])(?:total[-_]?pages?|pages?[-_]?(?:count|total)|pages|max[-_]?page){_IS_TOLD}",
    re.IGNORECASE,
)
# for (var i = 1; i <= total; i++), and total = 9
_UP_TO = lazy(
    r"\bfor\s?\(\s?(?:(?:var|let)\s)?\s?\w+\s?=\s?1\s?;\s?\w+\s?<=\s?(?:(?P<count>[0-9]{1,6})|(?P<name>[A-Za-z_]\w{0,40}\b))"
)
_SIZE = lazy(
    rf"(?<![\w-])(?:limit|page[-_]?size|per[-_]?page|show[-_]?data|page[-_]?limit|items[-_]?(?:on|per)[-_]?page|data-size){_IS_TOLD}",
    re.I,
)
_PARTED = lazy(r"(?:共|第|总计|合计)有?\s?:?：?\s?(?:<|&nbsp;)|页[次数]")  # <b>12</b>
_ATTRIBUTES = ("data-total", "data-count", "data-total-count")
_BOUND = etree.XPath("//*[@*[name()=':total' or name()='v-bind:total' or name()=':page-count']]")


def counted(response: TextResponse) -> dict[str, int]:
    """Return the numbers of posts that a list says it has, by the words that say so.

    >>> page = "<p>共 120 条</p><ul data-total=35></ul><script>var totalRecord = 48;</script>"
    >>> counted(TextResponse("http://h/", body=page.encode(), encoding="utf-8"))
    {'共 120 条': 120, 'totalRecord = 48': 48, 'data-total 35': 35}
    >>> counted(TextResponse("http://h/", body=b"<script>var pageSize=8, listTotal=20</script>"))
    {'listTotal=20': 20}
    """
    page = Page.of(response)
    found = {each[0]: int(each[1]) for each in _SAYS_POSTS.finditer(_words(response, _SAYS_POSTS))}
    for script in (*page.silent.scripts, *bound(page.root)):
        found |= {each[0]: int(each[1]) for each in _POSTS.finditer(script)}
        if not (_POSTS.search(script) or _PAGES.search(script)):  # else it is that of pages
            found |= {each[0]: int(each[1]) for each in _TOTAL.finditer(script)}
            if _SIZE.search(script):
                found |= {each[0]: int(each[1]) for each in _COUNT.finditer(script)}
    for element in page.root.iter("ul", "ol", "div", "section", "input", "span"):
        for name in _ATTRIBUTES:
            if (value := element.get(name) or "").isdecimal() and len(value) < _DIGITS:
                found[f"{name} {value}"] = int(value)
    return found


def counted_pages(response: TextResponse) -> dict[str, int]:
    """Return the numbers of pages that a list says it has, by the words that say so.

    >>> page = "<p>第 1/12 页</p><script>$('#p').twbsPagination({totalPages: 14})</script>"
    >>> counted_pages(TextResponse("http://h/", body=page.encode(), encoding="utf-8"))
    {'第 1/12 页': 12, 'totalPages: 14': 14}
    """
    words = _SAYS_PAGES.finditer(_words(response, _SAYS_PAGES))
    found = {
        each[0]: int(each[1] or each[2] or each[4])
        for each in words
        if int(each["own"] or 1) == 1  # further pages are counted with the first
    }
    for script in Page.of(response).silent.scripts:
        found |= {each[0]: int(each[1]) for each in _PAGES.finditer(script)}
    return found


def pages_in(script: str) -> int | None:
    """Return how many pages the pager has that a script makes, None if it does not say.

    >>> pages_in("render({count: 9, limit: 4})"), pages_in("({total: 3, totalRecords: 60})")
    (3, 3)
    >>> pages_in("var total=3;for(var i=1;i<=total;i++) write(i)"), pages_in("render({count: 9})")
    (3, None)
    """
    for pattern in (_PAGES, _GOES_ON):
        if (pages := _number(pattern, script)) is not None:
            return pages
    total, posts, size = (_number(each, script) for each in (_TOTAL, _POSTS, _SIZE))
    if size and (every := posts or total or _number(_COUNT, script)):
        return -(-every // size)
    if size and (items := _ITEMS.search(script)):
        return -(-int(items[1] or items[2]) // size)
    if posts and total:  # beside the number of posts
        return total
    return _looped(script)


def _looped(script: str) -> int | None:
    """Return how many links a loop writes, None where there is none or nothing tells its end."""
    loop = _UP_TO.search(script)
    if loop is None or loop["count"]:
        return int(loop["count"]) if loop else None
    return _number(re.compile(rf"\b{loop['name']}\s?=\s?[\"']?([0-9]{{1,6}})\b"), script)


def bound(root: etree._Element) -> list[str]:
    """Return what a page tells the pagers that are elements: ``<el-pagination :total="60">``."""
    return [
        ", ".join(f"{name.lstrip(':')}: {value}" for name, value in element.items())
        for element in _BOUND(root)
    ]


def _number(pattern: re.Pattern[str], script: str) -> int | None:
    found = pattern.search(script)
    return int(found[1]) if found else None


def _words(response: TextResponse, pattern: re.Pattern[str]) -> str:
    if not pattern.search(response.text) and not _PARTED.search(response.text):
        return ""
    return " ".join("".join(Page.of(response).root.itertext()).split())
