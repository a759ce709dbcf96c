"""The further pages of a list whose addresses a script or an attribute spells.

Pagers that scripts make are told how many pages there are and where each is: ``totalPages: 9,
onPageChange: function (num) { location.href = "/list/p" + num + ".html"; }``. Endless lists have
the next page in an attribute: ``data-next="/list/p2.html"``. Whatever the plug-in, what tells is an
address that is the list's own but for the number of a page in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.discovery.paging.plugin_options import parted_address, told_in_attributes
from newsportal.discovery.paging.totals import bound, pages_in

_PLACE = "{}"
_JOINED = lazy(  # "/list/p" + api.getCurrent() + ".html"
    r"(?P<quote>[\"'])\s*\+\s*\(?\s*(?:(?:parseInt|Number)\s*\(\s*)?(?P<name>[A-Za-z_$][\w$.]*)(?:\(\))?\s*\)?"
    r"(?:\s*(?:\+|(?P<less>-))\s*1)?\s*\)?"
    r"\s*(?:\+\s*(?:\"(?P<double>[^\"\n]{0,99})\"|'(?P<single>[^'\n]{0,99})'))?(?!\s*\+)"
)
_FILLED = lazy(  # `/list/p${page}.html`, "/list/p{{number}}.html", "/list/p__id__.html"
    r"(?:\{\{\s*(?P<braced>\w+)\s*\}\}|\$\{\s*(?P<name>[\w.]+)\s*\}|\{(?P<plain>\w+)\}|__(?P<id>id)__)"
)
_WRITTEN = lazy(  # '<a href="list_' + i + '.shtml">' + i + '</a>'
    r"""\bhref=\\?["']?(?P<before>[^\s<>"'\\]{0,200})["']\s*\+\s*\(?(?P<name>[A-Za-z_$][\w$.]*)\)?"""
    r"""\s*\+\s*["'](?P<behind>[^\s<>"'\\]{0,99})"""
)
_IS_SET = lazy(r"(?:[=:(,?]|\breturn|=>)\s*")
_PAGE = r"(?:cur(?:r(?:ent)?)?|to|go|next)?[-_]?(?:paged?|p|pn|pg)[-_]?(?:no|num|number|index)?"
_OF_PAGE = lazy(
    rf"(?:[\w$]+\.)*(?:get_?)?(?:{_PAGE}|cur(?:r(?:ent)?)?|n|no|num|number|i|idx|index|0)", re.I
)
_NAMES = lazy(_PAGE, re.I)
_WORDS = ("index", "default", "list", "page", "more", "pn", "pg", "p")
_END = lazy(r"(?:[_-][0-9]{1,3}(?=\.))?(?:\.\w{2,5}|/)?(?:index\.\w{2,5})?")
_NUMBERED = lazy(r"[_-][0-9]+$")
_ATTRIBUTES = etree.XPath("//@*[starts-with(name(), 'data-')]")
_SAYS_NEXT = lazy(r"data-(?:[\w-]*-)?next(?:-?(?:page|url|href|src|link))*")
_HOLDS_ADDRESS = lazy(r"data-(?:[\w-]*-)?(?:next|more|page|load|url|href|src|link)(?:-[\w-]+)?")
_ADDRESS = lazy(r"(?=\S*[/?.])[^\s{}<>\"']{3,300}")
_DIGITS = lazy(r"(?<![0-9])[0-9]{1,5}(?![0-9])")
_AHEAD = 20  # pages behind the present one
_BEFORE = 200  # characters of an address before the number
_TOLD = 2000  # characters of what elements tell


@dataclass(frozen=True, slots=True)
class SpeltPages:
    """The addresses of a list's pages, as far as one of them spells the others."""

    own: int
    """Number of the page itself, the first one is 1."""
    address: str
    """With ``{}`` for the number."""
    count: int | None
    """How many pages the pager says that there are."""
    less: int = 0
    """By so many the number in an address is smaller than that of its page."""

    def further(self) -> Iterator[tuple[int, str]]:
        """Yield number and address of the pages behind this one and of the last one."""
        last = self.own + 1 if self.count is None else self.count
        near = range(self.own + 1, min(last, self.own + _AHEAD) + 1)
        for number in dict.fromkeys((*near, last)):
            if number > 1:
                yield number, self.address.replace(_PLACE, str(number - self.less))


def spelt_pages(root: etree._Element, scripts: list[str], url: str) -> SpeltPages | None:
    """Return the pages of the list at *url* whose addresses a script spells, None if it does not.

    >>> script = "laypage.render({count: 9, limit: 4, jump: function (obj) {"
    >>> script += " location.href = '/a/p' + obj.curr + '.html'; }})"
    >>> list(spelt_pages(etree.HTML("<p>"), [script], "http://h/a/").further())
    [(2, 'http://h/a/p2.html'), (3, 'http://h/a/p3.html')]
    >>> script = "function open(id) { location.href = '/a/' + id + '.html'; }"
    >>> spelt_pages(etree.HTML("<p>"), [script], "http://h/a/") is None
    True
    """
    elements: str | None = None  # what tells how many pages there are beside scripts
    for script in (*scripts, *told_in_attributes(root)):
        if parted := parted_address(script):
            whole = urljoin(url, parted)
            if whole.startswith(urljoin(url, ".")):
                return SpeltPages(_own(whole, url), whole, pages_in(script))
        ours = ((spelt, less) for spelt, name, less in _spelt(script) if _OF_PAGE.fullmatch(name))
        may_be = list(dict.fromkeys(ours))
        if not may_be:
            continue
        if elements is None:
            elements = "\n".join(bound(root))[:_TOLD]
        count = pages_in(f"{script}\n{elements}")
        for spelt, less in may_be:
            if address := _of_list(spelt, url, told=count is not None):
                return SpeltPages(_own(address, url, less), address, count, less)
    return None


def next_in_attribute(root: etree._Element, url: str) -> str | None:
    """Return the address of the page behind the one at *url* that an attribute holds, if any does.

    >>> page = "<ul data-id=2 data-next='p2.html'></ul>"
    >>> next_in_attribute(etree.HTML(page), "http://h/a/")
    'http://h/a/p2.html'
    >>> next_in_attribute(etree.HTML("<p data-url='/a/2.html'>"), "http://h/a/")
    >>> part = "<p data-next-url='/part?cat=a&amp;page=2'>"
    >>> next_in_attribute(etree.HTML(part), "http://h/a/")
    'http://h/part?cat=a&page=2'
    >>> next_in_attribute(etree.HTML("<p data-next-url='//[2'>"), "http://h/a/")
    """
    for value in _ATTRIBUTES(root):
        if not _HOLDS_ADDRESS.fullmatch(value.attrname) or not _ADDRESS.fullmatch(value):
            continue
        for number in _DIGITS.finditer(value):
            spelt = f"{value[: number.start()]}{_PLACE}{value[number.end() :]}"
            says_next = _SAYS_NEXT.fullmatch(value.attrname) is not None
            address = _of_list(spelt, url, told=False) or (says_next and _of_part(spelt, url))
            if address and int(number[0]) == _own(address, url) + 1:
                return address.replace(_PLACE, number[0])
    return None


def _spelt(script: str) -> Iterator[tuple[str, str, int]]:
    """Yield addresses that a script puts together with one variable, its name, what is taken off.

    >>> list(_spelt("write('<a href=list_' + i + '.shtml>' + i + '</a>')"))
    [('list_{}.shtml', 'i', 0)]
    >>> list(_spelt("location.href = '/a/index_' + (e.curr - 1) + '.htm'"))
    [('/a/index_{}.htm', 'e.curr', 1)]
    """
    for found in _JOINED.finditer(script):
        before = _back_to(script, found.start(), found["quote"])
        if before is not None:
            address = before + _PLACE + (found["double"] or found["single"] or "")
            yield address, found["name"], 1 if found["less"] else 0
    for found in _WRITTEN.finditer(script):
        yield found["before"] + _PLACE + found["behind"], found["name"], 0
    for found in _FILLED.finditer(script):
        for quote in "\"'`":
            before = _back_to(script, found.start(), quote)
            end = script.find(quote, found.end(), found.end() + _BEFORE)
            if before is not None and end >= 0:
                name = found["braced"] or found["name"] or found["plain"] or "page"
                yield before + _PLACE + script[found.end() : end], name, 0


def _back_to(script: str, end: int, quote: str) -> str | None:
    """Return the text between a quote that begins an address and *end*, None if it begins none."""
    start = script.rfind(quote, max(0, end - _BEFORE), end)
    text = script[start + 1 : end]
    if start < 0 or "\n" in text or " " in text:
        return None
    before = script[max(0, start - 20) : start].rstrip()
    return text if any(each.end() == len(before) for each in _IS_SET.finditer(before)) else None


def _of_list(spelt: str, url: str, *, told: bool) -> str | None:
    """Return the whole address if it is that of a page of the list at *url*, None if it is not.

    *told*: the number of pages stands beside it; then it may be all that is added.
    """
    if spelt.count(_PLACE) != 1 or "<" in spelt:
        return None
    try:
        address = urljoin(url, spelt)
        own, there = urlsplit(url), urlsplit(address)
    except ValueError:  # //[
        return None
    if own.netloc.removeprefix("www.") != there.netloc.removeprefix("www."):
        return None
    folder, _, name = own.path.rpartition("/")
    stem = _NUMBERED.sub("", name.partition(".")[0])
    if _PLACE in there.query:
        pairs = parse_qsl(there.query, keep_blank_values=True)
        named = any(value == _PLACE and _NAMES.fullmatch(key) for key, value in pairs)
        kept = {key for key, _ in parse_qsl(own.query) if not _NAMES.fullmatch(key)}
        same = _bare(there.path) == _bare(own.path) and kept <= {key for key, _ in pairs}
        return address if named and same else None
    head, _, end = there.path.partition(_PLACE)
    if not head.startswith(f"{folder}/") or not _END.fullmatch(end):
        return None
    added = head[len(folder) + 1 :]
    is_ours = _is_made_of({*_WORDS, stem, folder.rpartition("/")[2]}, added)
    return address if is_ours and (told or added) else None


def _of_part(spelt: str, url: str) -> str | None:
    """Return the whole address of what is the next part of a list by its query, elsewhere."""
    try:
        parts = urlsplit(spelt)
    except ValueError:
        return None
    if spelt.count(_PLACE) != 1 or parts.netloc:
        return None
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    named = any(value == _PLACE and _NAMES.fullmatch(key) for key, value in pairs)
    return urljoin(url, spelt) if named else None


def _is_made_of(words: set[str], text: str) -> bool:
    """Tell whether a text is nothing but *words* with a sign or, before a digit, nothing between.

    The longest word that fits is taken, and no other is tried: the page chooses some of them.

    >>> _is_made_of({"list", "news"}, "news/list_"), _is_made_of({"list"}, "listing/")
    (True, False)
    """
    longest_first = sorted(map(re.escape, words - {""}), key=lambda word: (-len(word), word))
    one = rf"(?:{'|'.join(longest_first)})(?:[_/-]|(?=\d|$))"
    return re.fullmatch(rf"(?:{one})*+", text) is not None


def _bare(path: str) -> str:
    return re.sub(r"(?:index|default)\.\w+$", "", path)


def _own(address: str, url: str, less: int = 0) -> int:
    """Return the number of the page at *url* by the address of all, 1 if that has none."""
    before, _, after = address.partition(_PLACE)
    number = url.removeprefix(before).removesuffix(after)
    is_one = url.startswith(before) and number.isdecimal() and len(number) < 6
    return int(number) + less if is_one else 1
