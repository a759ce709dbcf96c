"""What a list holds back: further posts that only a script or a form would bring."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree
from scrapy.http import TextResponse

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text
from newsportal.discovery.forms import PAGE, period_of_choice
from newsportal.discovery.scripts.scripted_lists import ASKS, is_of_others
from newsportal.pages.page import Page
from newsportal.pages.tree import beginning

_MORE = lazy(
    r"[\s\W]*(?:(?:点击|上拉|下拉|滑动|点此|轻触)?(?:加载|载入|查看|显示|浏览|获取)(?:更多|下一页)"
    r"(?:文章|新闻|内容|资讯|信息|动态)?|更多(?:文章|新闻|资讯)?加载|load\s?more(?:\s?(?:posts|news|articles))?"
    r"|show\s?more(?:\s?(?:posts|news|articles))?)[\s\W]*",
    re.IGNORECASE,
)
_NEXT = lazy(r"[\s\W]*(?:[下后後][一1]?[页頁]|next(?:\s?page)?|[0-9]{1,4})[\s\W]*", re.I)
# A call with the number of a page behind the first; what leads nowhere has none: void(0), goto(1).
_CALL = lazy(r"__doPostBack\(|\w\((?=[^()]*\))[^()]*?\b(?:[2-9]|[1-9][0-9]{1,3})\b")
_MORE_CLASS = lazy(r"(?:[\w-]+[-_])?(?:load|get|show)[-_]?more(?:[-_](?:btn|button))?", re.I)
_OFF = lazy(r"disabled|hidden|hide|none|nomore|no-more", re.IGNORECASE)
_HIDDEN = lazy(r"display\s*:\s*none", re.IGNORECASE)
_ARROW = lazy(r"\s*(?:>{1,2}|›|»|→)\s*")
_NEXT_CLASS = lazy(r"(?:^|\s)(?:[\w-]*[-_])?next(?:\s|$)", re.I)
_CONTROLS = ("a", "button", "div", "span", "p", "li", "input", "ul", "section")
_LONGEST = 20  # characters of a control
_PARTS = 40  # elements in it
_CHOICES = 100  # of a page that are looked at
_NUMBER_OF = ("data-page", "data-pageno", "data-page-no", "data-pagenum", "data-next-page")
_PAGES = lazy(r"data-(?:total-?)?pages?(?:-?(?:count|total))?", re.IGNORECASE)
_SCROLLS = lazy(
    r"\.scroll\(|[\"']scroll[\"']|onscroll|IntersectionObserver|infinite-?scroll|dropload\("
    r"|flow\.load\(|mescroll|\.ias\(",
    re.IGNORECASE,
)
_COUNTS = lazy(
    r"\bpage\w*\s*(?:\+\+|\+=)|\+\+\s*\w*page|\bpage_?(?:no|num|index)\b|\bcur(?:rent)?_?page\b"
    r"|\bnext_?page\b|\boffset\s*\+=",
    re.IGNORECASE,
)
_REST = lazy(
    r"[\s\W]*(?:[下后後][一1]?[页頁]|余下全文|剩余(?:全文|内容)|[2-9]|第[2-9二三]页)[\s\W]*"
)
_FIRST_OF = lazy(r"第\s?1\s?(?:页\s?[/，,]?\s?共|/)\s?(?:[2-9]|[1-9][0-9]{1,2})\s?页")
_WITH_PAGES = etree.XPath("//*[text()[contains(., '第')]]")
_OF_COMMENTS = lazy(r"comment|cmt|pinglun|reply", re.IGNORECASE)
_ANCHOR = lazy(r"#[!/?]*p(?:age)?[-_=/]?(?:[2-9]|[1-9][0-9]{1,3})")
_NEXT_NAME = lazy(
    r"data-(?:[\w-]*-)?next(?:-(?:page|url|href|link))?|data-(?:page|more|load)-(?:url|href)"
)
_ADDRESS = lazy(r"(?=\S*[/?])[^\s<>\"']{3,300}")
_LOADING = lazy(r"[\s\W]*(?:正在|努力|拼命)*(?:加载|载入)中?[\s\W]*|loading[\s\W]*", re.I)
_ROW = 8  # characters of a link in a list
_ROWS = 3
_FIELDS = etree.XPath(".//input[@name]|.//select[@name]")


def held_back(response: TextResponse) -> str:
    """Return the words of what would bring further posts and leads to no address; "" for nothing.

    >>> page = "<ul><li>...</ul><div class='btn'>点击加载更多</div>"
    >>> held_back(TextResponse("http://h/", body=page.encode(), encoding="utf-8"))
    '点击加载更多'
    >>> held_back(TextResponse("http://h/", body=b"<a href='javascript:go(2)'>next</a>"))
    'next'
    >>> held_back(TextResponse("http://h/", body=b"<a class=next onclick='setPage(2)'>&gt;</a>"))
    '>'
    >>> held_back(TextResponse("http://h/", body=b"<a href='javascript:void(0)'>next</a>"))
    ''
    """
    page = Page.of(response)
    root = page.root
    for element in root.iter(*_CONTROLS):
        if name := _next_address(element):
            return name
        if len(element) > 3 or _is_large(element) or _leads(element) or _is_off(element):
            continue
        said = beginning(element, _LONGEST + 1)
        text = clean_text(said.replace("\n", " ")) or _label(element)
        if len(text) > _LONGEST:
            continue
        if _MORE.fullmatch(text) or (not text and _is_named_so(element)):
            return text or element.get("class") or element.get("id") or ""
        handler = f"{element.get('href') or ''} {element.get('onclick') or ''}"
        calls = _CALL.search(handler) or _ANCHOR.match(handler)
        is_next = _NEXT.fullmatch(text) or (_ARROW.fullmatch(text) and _is_of_next(element))
        if is_next and (calls or _is_numbered(element)):
            return text
        if _LOADING.fullmatch(text) and _stands_below_a_list(element):
            return text
    for form in root.iter("form"):
        names = [field.get("name") for field in _FIELDS(form)]
        if any(name != "p" and PAGE.fullmatch(name) for name in names):
            return f"form {form.get('action') or ''}".strip()
    if period := next(
        filter(None, map(period_of_choice, islice(root.iter("select"), _CHOICES))), ""
    ):
        return period
    script = "\n".join(page.silent.scripts)
    return "scroll" if all(each.search(script) for each in (_SCROLLS, ASKS, _COUNTS)) else ""


def goes_on(response: TextResponse) -> str:
    r"""Return the words of what would bring the rest of an article, "" for nothing.

    A script alone brings it, or it is page 1 of so many.

    >>> page = "<p>...</p><a href='javascript:show(2)'>下一页</a>"
    >>> goes_on(TextResponse("http://h/", body=page.encode(), encoding="utf-8"))
    '下一页'
    >>> page = "<p>...</p><div>第1页/共12页 <a href=/7/b/>2</a></div>"
    >>> goes_on(TextResponse("http://h/", body=page.encode(), encoding="utf-8"))
    '第1页/共12页'
    >>> page = "<p>...</p><a href=\"javascript:zbp.comment.get('7','2')\">下页</a>"
    >>> goes_on(TextResponse("http://h/", body=page.encode(), encoding="utf-8"))
    ''
    """
    root = Page.of(response).root
    for element in _WITH_PAGES(root) if _FIRST_OF.search(response.text) else ():
        found = _FIRST_OF.search("".join(element.xpath("text()")))
        if found and not is_of_others(element):
            return found[0]
    for element in root.iter("a", "button", "span", "li"):
        handler = f"{element.get('href') or ''} {element.get('onclick') or ''}"
        if not _CALL.search(handler) or _OF_COMMENTS.search(handler):
            continue
        if _is_large(element) or _leads(element) or _is_off(element):
            continue
        text = clean_text(beginning(element, _LONGEST + 1).replace("\n", " "))
        if _REST.fullmatch(text) and not is_of_others(element):
            return text
    return ""


def _next_address(element: etree._Element) -> str:
    """Return the attribute that holds the address of what follows, "" if an element has none."""
    for name, value in element.items():
        if _NEXT_NAME.fullmatch(name) and _ADDRESS.fullmatch(value) and not is_of_others(element):
            return f"{name} {value}"
    return ""


def _stands_below_a_list(element: etree._Element) -> bool:
    """Tell whether an element follows a list of links, as what says that more is coming does."""
    before = element.getprevious()
    links = () if before is None or before.tag in ("nav", "header") else before.iter("a")
    texts = [clean_text("".join(link.itertext())) for link in links]
    is_list = sum(len(text) >= _ROW for text in texts) >= _ROWS
    return is_list and not is_of_others(element)


def _is_numbered(element: etree._Element) -> bool:
    """Tell whether an element carries the number of a page behind the first, or of all pages."""
    above = element.getparent()
    numbers = [element.get(name) or "" for name in _NUMBER_OF]
    numbers += [
        value for name, value in (() if above is None else above.items()) if _PAGES.fullmatch(name)
    ]
    return any(number.isdecimal() and int(number) > 1 for number in numbers)


def _is_large(element: etree._Element) -> bool:
    """Tell whether an element holds more than a control does."""
    return next(islice(element.iter(), _PARTS, None), None) is not None


def _leads(element: etree._Element) -> bool:
    """Tell whether an element is, holds or stands in a link with an address."""
    around = [element, *element.iter("a"), *(each for each in element.iterancestors("a"))]
    addresses = ((each.get("href") or "").strip() for each in around)
    return any(each and not each.lower().startswith(("#", "javascript:")) for each in addresses)


def _is_off(element: etree._Element) -> bool:
    told = f"{element.get('class') or ''} {element.get('id') or ''}"
    return (
        "disabled" in element.attrib
        or "hidden" in element.attrib
        or bool(_OFF.search(told) or _HIDDEN.search(element.get("style") or ""))
    )


def _label(element: etree._Element) -> str:
    label = element.get("value") if element.tag == "input" else element.get("aria-label")
    return clean_text(label or "")


def _is_of_next(element: etree._Element) -> bool:
    return _NEXT_CLASS.search(element.get("class") or "") is not None


def _is_named_so(element: etree._Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}".split()
    return any(_MORE_CLASS.fullmatch(name) for name in names)
