"""The numbers of a list's pages: in the texts of links, and in addresses."""

from __future__ import annotations

import re
from urllib.parse import unquote

from newsportal.chinese.lazy_pattern import lazy
from newsportal.discovery.link_items import PageLink
from newsportal.pages.urls import page_template

NUMBER = lazy(r"\s*(?:第\s*)?\[?([0-9]{1,6})\]?(?:\s*页)?\s*")
_IN_ADDRESS = lazy(r"[0-9]+")
PAGE_PAIR = lazy(r"(?:page|paged|pg|p|pn|pageno|pageindex|curpage|page_?num)=([0-9]{1,5})", re.I)
PAGE_PATH = lazy(
    r"(?:(?:^|/)page[/_-]?|(?<=index)[_-]?|(?<=default)[_-]?|(?<=list)[_-]|[_-](?=[0-9]{1,4}\.))"
    r"(?P<number>[0-9]{1,5})(?P<end>\.\w+)?/?$|(?<=[^0-9/_-])(?P<n>[0-9]{1,4})(?P<e>\.\w+)$",
    re.IGNORECASE,
)
_YEARS = range(1900, 2101)
_MONTH = lazy(r"(?:19|20)[0-9]{2}[-/.]?(?:0?[1-9]|1[0-2])[-/.]?")
_LONGEST_MONTH = 31
_BESIDE = 2  # pages of a list may be called by names: the one before, the one behind
_MOST = 100_000  # a larger number is no page's


def numbered_links(links: list[PageLink], own: str, called: set[str]) -> dict[int, str]:
    """Return the page links whose text is a number that stands in their address, too.

    Links that stand together only: a calendar has numbers as well, but they lead to days. Beside a
    name a number counts comments; but a list's first page has a name in menus, too. *own* is the
    key of this page, *called* are those of links with a name.
    """
    groups: dict[str, dict[int, str]] = {}
    beside: dict[str, list[str]] = {}
    for link in links:
        found = NUMBER.fullmatch(link.text)
        if found is None:
            beside.setdefault(link.chain, []).append(link.key)
            continue
        number = int(found[1])
        is_first = number == 1 and _split(link.key)[0] == _split(own)[0]
        if link.key in called and not is_first:
            continue
        if 0 < number < _MOST and _tells(link.key, number):
            groups.setdefault(link.chain, {}).setdefault(number, link.key)
    pagers = [chain for chain, group in groups.items() if not _are_dates(group)]
    chain = max(pagers, key=lambda each: len(groups[each]), default="")
    best = groups.get(chain, {})
    template = page_template(best)
    if len(best) > 1 and template is None and not _alike(best):
        return {}
    for key in beside.get(chain, []) if template else []:
        before, _, after = str(template).partition("{}")
        told = key.removeprefix(before).removesuffix(after)
        if told.isdecimal() and key == str(template).format(told) and len(told) < 6:
            best.setdefault(int(told), key)  # 下10页, or … before the next numbers
    return best


def following_by_address(key: str, links: list[PageLink], called: set[str]) -> str | None:
    """Return the page that follows by its address: page 3 where the page at *key* is page 2.

    *called* are the keys of links with a name. A menu calls lists by names, and their addresses may
    be numbered, too: category-6.html.
    """
    stem, number = _split(key)
    if sum(_split(each)[0] == stem for each in called) > _BESIDE:
        return None
    for link in links:
        other = _split(link.key)
        if other == (stem, number + 1) and link.key != key:
            return link.key
    return None


def _split(key: str) -> tuple[str, int]:
    """Return what the addresses of all pages of a list share, and the number of one.

    >>> _split("category/a/page/3/"), _split("index3.html"), _split("?page=2&sort=1"), _split("a/")
    (('category/a', 3), ('', 3), ('?sort=1', 2), ('a', 1))
    """
    path, mark, query = key.partition("?")
    pairs = query.split("&")
    for pair in pairs:
        if found := PAGE_PAIR.fullmatch(pair):
            rest = "&".join(other for other in pairs if other != pair)
            return f"{_bare(path)}?{rest}" if rest else _bare(path), int(found[1])
    if found := PAGE_PATH.search(path):
        bare = _bare(path[: found.start()] + (found["end"] or found["e"] or ""))
        return bare + mark + query, int(found["number"] or found["n"])
    return _bare(path) + mark + query, 1


def _bare(path: str) -> str:
    return re.sub(r"(?:^|(?<=/))(?:index|default)?\.\w+$|\.\w+$", "", path).rstrip("/")


def _are_dates(numbered: dict[int, str]) -> bool:
    """Tell whether numbers are the years of an archive, or days: a newspaper names its issues so.

    >>> _are_dates({26: "szb/2026-11/26/node_1.htm", 25: "szb/2026-11/25/node_1.htm"})
    True
    >>> _are_dates({2: "2026/11/page/2/", 3: "2026/11/page/3/"})
    False
    """
    if all(number in _YEARS for number in numbered):
        return True
    return max(numbered) <= _LONGEST_MONTH and all(
        re.search(rf"{_MONTH.pattern}0?{number}(?![0-9])", key) for number, key in numbered.items()
    )


def _tells(key: str, number: int) -> bool:
    """Tell whether an address may be that of a page with a number; page 2 may be index_1."""
    numbers = {int(found) for found in _IN_ADDRESS.findall(unquote(key)) if len(found) < 7}
    return number in numbers or number - 1 in numbers or number == 1


def _alike(numbered: dict[int, str]) -> bool:
    """Tell whether addresses differ in numbers only, and in one number but for page 1."""
    bare = {_IN_ADDRESS.sub("#", key) for number, key in numbered.items() if number > 1}
    return len(bare) == 1
