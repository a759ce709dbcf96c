"""The links of a page and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import islice
from urllib.parse import unquote

from lxml import etree
from scrapy.http import TextResponse

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text
from newsportal.discovery.forms import leads_to
from newsportal.discovery.link_items import HEADINGS, PageLink, find_items
from newsportal.discovery.paging.called_pages import CalledAddresses
from newsportal.discovery.scripts.stored_markup import datastore, markup_in_scripts
from newsportal.pages.acts import acts
from newsportal.pages.attachments import is_file
from newsportal.pages.page import Page
from newsportal.pages.site import Site
from newsportal.pages.urls import goes_to, opens

_MOST = 10_000  # links of one page that are looked at
_DEEPEST = 40  # levels looked at above a link
_VARYING = lazy(
    r".*[0-9].*|(?:odd|even|first|last|on|active|current|cur|hover|sticky|has-.*|tag-.*|category-.*"
    r"|post-.*|author-.*|status-.*|type-.*|format-.*|hentry)$"
)
_NAVIGATION = lazy(
    r"(?:[\w-]*[-_])?(?:nav|navi|navbar|navigation|navigator|menus?|submenu|topbar|footer|foot"
    r"|crumbs?|breadcrumbs?|tags?|tag-?cloud|categor(?:y|ies)|pager|pagination|pagebar|pagelist"
    r"|page-?nav|page-?number|friend-?links?|links|copyright|toolbar|share|login|search|lang"
    r"|language|social|calendar|widget_(?:categories|archive|meta|pages))"
    r"(?:[-_](?:list|items?|links?|wrap\w*|bar|box|container|inner|area|menu|cloud|content))?",
    re.IGNORECASE,
)
_OFF = frozenset("disabled is-disabled invisible is-invisible".split())
FRAMES = {"frame": "src", "iframe": "src", "object": "data", "embed": "src"}
"""Elements that show another page, and the attribute that says which."""
_LANDMARKS = frozenset(("nav", "footer"))
_LINKS = ("a", "area", "option", *FRAMES)
_CLICKED = ("onclick", "data-href", "data-url", "data-link")
# Where a script or a template would put an address: {{url}}, [list:link], [field:arturl/]
_PLACE = lazy(r"\{\{|\$\{|<%|[{\[]\w+:\w+")
_SKIPPED = ("#", "javascript:", "mailto:", "tel:", "data:")
# Buttons whose other address is a page's: of others it may be what a script asks for
_TURNS = lazy(
    r"[\s\W]*(?:[下后後]\s?[一1]?\s?[页頁]|(?:加载|查看)?更多|[0-9]{1,4}|next|more)[\s\W]*", re.I
)
_ASKED = lazy(
    r"\b(?:api|ajax|like|zan|vote|share|load|upload|comments?|login)\b|\.(?:json|xml)\b", re.I
)
# What says no more leads to a feed; a list in XML has a name or a number.
_FEED = lazy(r"\W*(?:$|.*(?:rss|feed|atom|xml|订阅))", re.IGNORECASE)
_TITLE = 8  # characters; what says so much leads to it


_PAGE = lazy(r"[^?#]*\.s?html?")  # a piece of a page, as tabs load it
_SHOWN = lazy(r"[^?#]*(?:\.(?:s?html?|php|aspx?|jsp)|/)(?:\?[^#]*)?", re.IGNORECASE)  # not a film


def links_of(response: TextResponse, site: Site) -> list[PageLink]:
    """Return the links of a page to further pages of the portal, image maps and frames included."""
    page = Page.of(response)
    base = page.base(response.url, site)
    here = site.canonical(response.url)
    found: list[PageLink] = []
    calls, store = CalledAddresses(page.silent.scripts), datastore(response.text)
    for root in (
        (page.root, *markup_in_scripts(page.root, response.text)) if store is None else (store,)
    ):
        part = list(islice(_links_in(root, base, here, site, calls), _MOST - len(found)))
        find_items(part)
        found += part
    return found


def links_beyond(response: TextResponse) -> int:
    """Return how many links of a page are more than are looked at."""
    return max(0, sum(1 for _ in Page.of(response).root.iter("a", "area")) - _MOST)


def _links_in(
    root: etree._Element, base: str, here: str | None, site: Site, calls: CalledAddresses
) -> Iterator[PageLink]:
    surroundings, with_heading = _Surroundings(root), _with(root, *HEADINGS)
    for element in _leading(root, calls):
        is_frame = element.tag in FRAMES
        href = _address(element, calls)
        if not href or href.lower().startswith(_SKIPPED) or _PLACE.search(href) or _is_off(element):
            continue
        canonical = site.canonical(href, base)
        if canonical is None or canonical in (site.root, here) or is_file(canonical):
            continue
        if acts(canonical):
            continue
        chain, heading, navigation = surroundings.of(element)
        heading = heading or element in with_heading
        text = "" if is_frame else _whole_text(element)
        if canonical.endswith(".xml") and not is_frame and _FEED.match(text):
            continue
        yield PageLink(element, href, site.key(canonical), text, chain, heading, navigation, "")


def _leading(root: etree._Element, calls: CalledAddresses) -> Iterator[etree._Element]:
    """Yield the elements that lead elsewhere: links, and blocks without one that are clicked."""
    blocks = _clicked_blocks((*_CLICKED, *calls.data.around))(root)
    clicked = {element for element in blocks if _address(element, calls)}
    for element in root.iter() if clicked else root.iter(*_LINKS):
        if element.tag in _LINKS or element in clicked:
            yield element


@lru_cache(maxsize=64)
def _clicked_blocks(names: tuple[str, ...]) -> etree.XPath:
    """Return what finds the cards and rows with an attribute that has one of *names*."""
    return etree.XPath(
        f".//*[{' or '.join(f'@{name}' for name in names)}]"
        "[not(self::a or self::area or self::option or ancestor::a)]"
        "[not(descendant::a[@href and not(starts-with(@href, '#') or starts-with(@href, 'java'))])]"
    )


def _is_off(element: etree._Element) -> bool:
    """Tell whether a theme shows a link to nobody: the button of a page that is not there."""
    around = element.getparent()
    names = f"{element.get('class', '')} {'' if around is None else around.get('class', '')}"
    return not _OFF.isdisjoint(names.split()) or element.get("aria-disabled") == "true"


def _address(element: etree._Element, calls: CalledAddresses) -> str:
    """Return where an element leads to: by its address, a call on a click, or when chosen."""
    if element.tag == "option":
        return leads_to(element)
    if element.tag in FRAMES:
        return _framed(element)
    href = (element.get("href") or element.get("xlink:href") or "").strip()  # in a drawing
    if not href or href.lower().startswith(_SKIPPED):
        script = element.get("onclick") or href
        told = goes_to(script) or opens(script) or calls.of(script)
        return told or calls.data.of(element) or _data_address(element) or href
    return href


def _framed(element: etree._Element) -> str:
    """Return the address of the page that an element shows in a frame, "" where it is none."""
    address = (element.get(FRAMES[element.tag]) or element.get("data-src") or "").strip()
    of_pages = element.tag in ("frame", "iframe") or _SHOWN.fullmatch(address)
    return address if of_pages else ""


def _data_address(element: etree._Element) -> str:
    """Return the address that an element hands to a script which goes there."""
    address = element.get("data-href") or ""
    if not address and (other := element.get("data-url") or element.get("data-link")):
        is_card = next(element.iter(*HEADINGS), None) is not None
        text = "" if is_card else _text(element)
        is_title = len(text) >= _TITLE and not _ASKED.search(other)
        leads = is_card or is_title or _PAGE.fullmatch(other) or _TURNS.fullmatch(text)
        address = other if leads else ""
    return address.strip()


def file_links(response: TextResponse, site: Site, beside: list[PageLink]) -> list[PageLink]:
    """Return the links of a page to files of the portal; *beside* are those to pages."""
    page = Page.of(response)
    base = page.base(response.url, site)
    surroundings = _Surroundings(page.root)
    found = []
    for element in islice(page.root.iter("a"), _MOST):
        href = (element.get("href") or "").strip()
        if (address := site.file(href, base)) is not None:
            chain, heading, navigation = surroundings.of(element)
            key, text = site.key(address), _whole_text(element)
            found.append(PageLink(element, href, key, text, chain, heading, navigation, ""))
    if found:
        find_items(found, beside)
    return found


def _whole_text(link: etree._Element) -> str:
    """Return what a link says; what it was cut from, where its title tells that."""
    text, title = _text(link), link.get("title")
    told = clean_text(title) if title else ""
    begin = text.rstrip(".…")
    return told if begin != text and told.startswith(begin) else text


def _text(link: etree._Element) -> str:
    text = clean_text(_own_text(link).replace("\n", " "))
    if text:
        return text
    picture = next(link.iter("img"), None)
    told = link.get("title") or (picture.get("alt") if picture is not None else "")
    if link.tag == "input":
        told = link.get("value")
    return clean_text(told or "")


def _own_text(link: etree._Element) -> str:
    """Return the text of a link; where it was not closed, up to the next one."""
    if next(link.iterdescendants(*_LINKS), None) is None:
        return "".join(link.itertext())
    parts = []
    for event, element in etree.iterwalk(link, events=("start", "end")):
        if event == "start" and element is not link and element.tag in _LINKS:
            break
        parts.append(element.text if event == "start" else element.tail)
    return "".join(filter(None, parts))


def _with(root: etree._Element, *tags: str) -> set[etree._Element]:
    """Return the elements with one of these tags, and all that such an element is in."""
    found: set[etree._Element] = set()
    for element in root.iter(*tags):
        inside: etree._Element | None = element
        while inside is not None and inside not in found:
            found.add(inside)
            inside = inside.getparent()
    return found


class _Surroundings:
    """What stands around the links of a page: each element is looked at once."""

    def __init__(self, root: etree._Element) -> None:
        self._of: dict[etree._Element, tuple[str, bool, bool]] = {}
        self._parts: dict[etree._Element, tuple[str, bool]] = {}
        self._root = root

    @cached_property
    def _own(self) -> set[etree._Element]:
        """Elements that are a page's own, not its navigation."""
        return _with(self._root, "h1", "h2", "article")

    def of(self, element: etree._Element) -> tuple[str, bool, bool]:
        """Return the chain of a link, and whether it stands in a heading and in navigation."""
        parent = element.getparent()
        if parent is None:
            return "", False, False
        if parent not in self._of:
            parts, heading, navigation = [], False, False
            for level, above in enumerate(parent.iterancestors()):
                if level > _DEEPEST or above.tag == "body":
                    break
                part, is_navigation = self._part(above)
                parts.append(part)
                navigation = navigation or is_navigation
                heading = heading or (level < 2 and above.tag in HEADINGS)
            part, is_navigation = self._part(parent)
            chain = "<".join((part, *parts))
            heading = heading or parent.tag in HEADINGS
            self._of[parent] = chain, heading, navigation or is_navigation
        return self._of[parent]

    def _part(self, element: etree._Element) -> tuple[str, bool]:
        if element not in self._parts:
            names = element.get("class", "")
            kept = [name for name in names.split() if not _VARYING.match(name)]
            described = f"{names} {element.get('id', '')} {element.get('role', '')}"
            navigation = element.tag in _LANDMARKS or (
                element.tag not in ("body", "main", "article")
                and any(_NAVIGATION.fullmatch(name) for name in described.split())
                and element not in self._own
            )
            self._parts[element] = f"{element.tag}.{'.'.join(sorted(kept)[:2])}", navigation
        return self._parts[element]


def words_of(key: str) -> set[str]:
    """Return the words of an address's path, lower case."""
    return set(re.split(r"[/._-]+", unquote(key.partition("?")[0]).lower()))
