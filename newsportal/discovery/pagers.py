"""The further pages of a list: links, numbers, and what scripts would write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree
from scrapy.http import TextResponse

from newsportal.chinese.lazy_pattern import lazy
from newsportal.discovery.forms import chosen, next_by_button
from newsportal.discovery.link_items import PageLink
from newsportal.discovery.paging.called_pages import called_pages
from newsportal.discovery.paging.issue_days import issue_days
from newsportal.discovery.paging.page_numbers import (
    NUMBER,
    PAGE_PAIR,
    PAGE_PATH,
    following_by_address,
    numbered_links,
)
from newsportal.discovery.paging.spelt_pages import next_in_attribute, spelt_pages
from newsportal.pages.page import Page
from newsportal.pages.site import Site
from newsportal.pages.urls import PagingCall, page_template, paging_calls

_NEXT = lazy(
    r"[\s\W]*(?:[下后後]\s?[一1]?\s?[页頁]|下一页|后一页|更早(?:的(?:文章|内容))?|较早(?:的?文章)?|较旧的?文章"
    r"|旧文章?|以前的文章|[前上]一?[天日期]|next(?:\s?page)?|older(?:\s?(?:posts|entries|articles))?)[\s\W]*",
    re.IGNORECASE,
)
_BACK = lazy(
    r"[\s\W]*(?:[上前]\s?[一1]?\s?[页頁]|(?:prev|previous|newer)(?:\s?(?:page|posts|entries))?)[\s\W]*",
    re.IGNORECASE,
)
# Below any box, where the address is no further page's
_MORE = lazy(
    r"[\s\W]*(?:(?:点击|点此)?(?P<load>加载|载入)|查看)更多(?:文章|新闻|内容|资讯)?[\s\W]*"
)
_CURSOR = lazy(r"(?:cursor|after|before|(?:last|max|since)_?id|(?:next_?|page_?)?token)=.+", re.I)
_ENDS_WITH_NUMBER = lazy(r".*[/_=-](?:[2-9]|[1-9][0-9]{1,2})(?:/|\.\w+)?")
_ARROW = lazy(r"\s*(?:>{1,2}|›|»|→|&gt;{1,2})\s*")
_NEXT_CLASS = lazy(r"(?:[\w-]*[-_])?next(?:[-_](?:page|link|posts?|btn|button|arrow))?", re.I)
_LAST = lazy(r"[\s\W]*(?:[末尾]\s?[页頁]|最后一?页|last(?:\s?page)?|>>|>\|)[\s\W]*", re.IGNORECASE)
_LETTER = lazy(r"[^\W\d_]")
_COUNT = lazy(r"\b(?:countPage|pageCount|totalPage|nPageCount)\s*=\s*[\"']?([0-9]{1,6})\b")
_CURRENT = lazy(r"\b(?:currentPage|curPage|nCurrIndex|pageIndex)\s*=\s*[\"']?([0-9]{1,6})\b")
# document.write("<a href=\"index" + "_" + nextPage + "." + "htm\">") without what glues it
_GLUE = lazy(r"[\\\"'+\s]+")
_SPELT = lazy(r"<ahref=([\w-]{1,40}?)_\(?[A-Za-z]\w{0,30}(?:[-+]1)?\)?\.([a-z]{3,5})>")
_RELATION = etree.XPath("//link[@href][contains(concat(' ', @rel, ' '), ' next ')]")
_COUNTED = lazy(rf"{PAGE_PAIR.pattern}|(?:start|offset|skip|begin)=[0-9]+", re.I)
_AHEAD = 20  # pages behind the present one that are taken from what a script would write


@dataclass(slots=True)
class Pages:
    """The pages of a list that one of them names, by key."""

    next: str | None = None
    numbered: dict[int, str] = field(default_factory=dict)
    """By their number, the first one is 1."""
    last: str | None = None
    written: set[str] = field(default_factory=set)
    """Those that no link names: a script would write it, a form would ask for it."""
    counted: set[str] = field(default_factory=set)
    """Those of them that a script counts: so many pages there are."""

    def keys(self) -> set[str]:
        """Return the keys of all pages."""
        return {*self.numbered.values(), *filter(None, (self.next, self.last))}

    def without(self, is_none: Callable[[str], bool]) -> Pages:
        """Return these pages but those that somebody says are none."""
        following, last = (None if key and is_none(key) else key for key in (self.next, self.last))
        numbered = {number: key for number, key in self.numbered.items() if not is_none(key)}
        return Pages(following, numbered, last, self.written, self.counted)

    def template(self) -> str | None:
        """Return the key with ``{}`` for the number, None if the numbers do not tell it."""
        return page_template(self.numbered)


def pages_of(response: TextResponse, links: list[PageLink], site: Site) -> Pages:
    """Return the pages of the list that a page is part of; nothing if it has but one."""
    page = Page.of(response)
    base, url, scripts = page.base(response.url, site), response.url, page.silent.scripts
    own = site.canonical(url)
    key = site.key(own) if own else ""
    called = {link.key for link in links if _is_name(link.text)}
    found = Pages(numbered=numbered_links(links, key, called))
    _take_linked(found, links, key)
    if found.next is None:
        found.next = _related(page, base, links, site)
    if not found.keys():  # pages of an issue follow one another, too; its links lead to them
        _take_written(found, issue_days(scripts, url), site)
    if found.next is None and not found.numbered:
        found.next = following_by_address(key, links, called)
    by_call = called_pages(page.root, scripts)  # what a control leads to is no guess
    for further, told in (
        (_scripted(scripts, url), (found.written, found.counted)),
        (chosen(page.root, url, scripts), (found.written,)),
        (by_call, ()),
    ):
        if found.keys():
            break
        for number, address in further:
            canonical = site.canonical(address, base)
            if canonical is not None:
                found.numbered[number] = site.key(canonical)
                for keys in told:
                    keys.add(site.key(canonical))
    if not found.keys() and (button := next_by_button(page.root, _NEXT)) is not None:
        canonical = site.canonical(button, base)
        found.next = site.key(canonical) if canonical else None
    if not found.keys():
        _take_spelt(found, page, url, site)
    if found.next == key:
        found.next = None
    return found


def _take_linked(found: Pages, links: list[PageLink], key: str) -> None:
    """Take the pages that links call the next and the last one."""
    before = next((link.key for link in links if _BACK.fullmatch(link.text)), None)
    for link in links:
        if before is not None and link.key == before:
            continue  # 上页, 下页 and 尾页 lead to one page: there is no other
        if found.next is None and _is_next(link):
            found.next = link.key
        if found.last is None and _LAST.fullmatch(link.text):
            found.last = link.key
    if found.next is None:
        arrows = (link for link in links if _ARROW.fullmatch(link.text) and link.key != key)
        arrow = next(arrows, None)
        # An arrow alone may be a slider's; beside numbers it is a pager's.
        found.next = arrow.key if arrow is not None and found.numbered else None


def _related(page: Page, base: str, links: list[PageLink], site: Site) -> str | None:
    """Return the page that ``rel="next"`` names, None if it is called by a name of its own.

    Then it is another document: 关于我们, or the next chapter of a manual.
    """
    relation = next(iter(_RELATION(page.root)), None)
    if relation is None:
        return None
    canonical = site.canonical(relation.get("href"), base)
    after = site.key(canonical) if canonical else None
    names = [link.text for link in links if link.key == after]
    title = relation.get("title") or ""
    names += [] if any(map(str.isdigit, title)) else [title]  # 要闻 - 第2页 is none
    return None if any(map(_is_name, names)) else after


def _take_spelt(found: Pages, page: Page, url: str, site: Site) -> None:
    """Take the pages whose addresses a script or an attribute of the page spells."""
    root, scripts = page.root, page.silent.scripts
    following = next_in_attribute(root, url)
    if following is not None and (behind := site.canonical(following, url)) is not None:
        found.next = site.key(behind)
        return
    if (spelt := spelt_pages(root, scripts, url)) is not None:
        _take_written(found, spelt.further(), site)


def _take_written(found: Pages, further: Iterable[tuple[int, str]], site: Site) -> None:
    """Take whole addresses by their number that no link leads to."""
    for number, address in further:
        if (canonical := site.canonical(address)) is not None:
            found.numbered[number] = site.key(canonical)
            found.written.add(site.key(canonical))


def leads_back(response: TextResponse) -> bool:
    """Tell whether a page has a link to the page before it, as the pages of a list have."""
    return any(
        _BACK.fullmatch("".join(link.itertext()))
        and not (link.get("href") or "javascript:").strip().lower().startswith("javascript:")
        for link in Page.of(response).root.iter("a")
    )


def is_before(link: PageLink, pages: Pages) -> bool:
    """Tell whether a link leads to the page before, which the numbers beside it lead to, too.

    Before page 1 there may be pages without end: DedeCMS names -1, -2 ... on a tag's first page.
    """
    return bool(pages.numbered) and _BACK.fullmatch(link.text) is not None


def _is_name(text: str) -> bool:
    """Tell whether a link with this text calls the page that it leads to by a name."""
    forms = _NEXT, _LAST, NUMBER, _ARROW
    return _LETTER.search(text) is not None and not any(form.fullmatch(text) for form in forms)


def _is_next(link: PageLink) -> bool:
    element = link.element
    if "next" in (element.get("rel") or "").split():
        return True
    if _NEXT.fullmatch(link.text):
        return True
    if more := _MORE.fullmatch(link.text):
        path, _, query = link.key.partition("?")
        pairs = query.split("&")
        counted = any(_COUNTED.fullmatch(pair) or _CURSOR.fullmatch(pair) for pair in pairs)
        loads = more["load"] is not None and _ENDS_WITH_NUMBER.fullmatch(link.key) is not None
        return bool(PAGE_PATH.search(path)) or counted or loads
    label = element.get("aria-label") or element.get("title") or ""
    if label and _NEXT.fullmatch(label):
        return True
    # Pictures and icons: the name of the class tells.
    names = (element.get("class") or "").split()
    parent = element.getparent()
    names += (parent.get("class") or "").split() if parent is not None else []
    bare = not link.text or bool(_ARROW.fullmatch(link.text))
    return bare and any(_NEXT_CLASS.fullmatch(name) for name in names)


def _scripted(scripts: list[str], url: str) -> Iterator[tuple[int, str]]:
    """Yield number and address of the pages that a script would link to."""
    for call in paging_calls(scripts):
        yield from _pages(call, url)
        return
    text = "\n".join(scripts)
    count = _COUNT.search(text)
    if count is None or _CURRENT.search(text) is None:
        return
    name = re.sub(r"_[0-9]+(?=\.\w+$)", "", url.partition("?")[0].rpartition("/")[2])
    if not name and (spelt := _SPELT.search(_GLUE.sub("", text))):
        name = ".".join(spelt.groups())
    stem, dot, ending = (name or "index.html").rpartition(".")
    if dot:
        yield from _pages(PagingCall(int(count[1]), stem, ending, from_one=False), url)


def _pages(call: PagingCall, url: str) -> Iterator[tuple[int, str]]:
    """Yield the first page, the last one and those that follow: each names its own."""
    if call.count > 1:
        yield 1, call.page(1)
    first = max(2, call.number_at(url))
    behind = range(first, min(call.count, first - 1 + _AHEAD) + 1)
    for number in dict.fromkeys((*behind, call.count)):
        if number > 1:
            yield number, call.page(number)
