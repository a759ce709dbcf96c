"""Is a page of a list another page of the portal? A cache in front of it may confuse two.

Then it shows a post, or says that it is another list: by its title, its ``rel=canonical`` or the
end of its breadcrumb. Such a page is asked for again, and believed the third time: a section may
be one article, or show the first of its subsections. But a list that stands beside the other in a
menu has posts of its own: while it shows none, it is owed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsportal.chinese.lazy_pattern import lazy
from newsportal.pages.page import Page, base_url
from newsportal.state.facts import Fact
from newsportal.themes.generic.article_page import ArticlePage
from newsportal.themes.generic.words import CRUMB
from newsportal.walk.anywhere.page_analysis import PageAnalysis, folded

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk

_COMMON = 3  # lists that are called so
_BETWEEN = lazy(r"\s*[-_|–—>»:：]\s*|\s+")  # a page's own name and the portal's
_ARROW = lazy(r"(?<!\s)\s*[>»›/|→＞]\s*|[:：]\s*")  # between the names of a breadcrumb


def doubt(walk: AnyWalk, page: PageAnalysis, key: str) -> str | None:
    """Return why a page may be none of the list that begins at *key*, None if nothing says so."""
    names = [name for name in walk.menus.names_of(key) if not name.isdecimal()]  # 科技 8
    if any(map(page.is_titled, names)):
        return None
    if page.article and _has_own_title(walk, page, key):
        return None
    if page.article and page.evidence.headed:
        known = names or walk.store.listings.has_brought(key)
        return "it shows a post in place of the list" if known else None
    shows = any(each.is_post for each in page.named)  # else it is none of the other list's
    other = next(_others(walk, page, key), None) if names and shows else None
    if other is None or _is_common(walk, page, other):
        return None
    return (
        f"it says that it is another list: {other}; if it has no posts of its own, portal.toml"
        f' settles it: other = ["{key}"]'
    )


def _is_common(walk: AnyWalk, page: PageAnalysis, other: str) -> bool:
    """Tell whether lists that show different posts say that they are one list: all have its name.

    The list itself is no such one, in whosever place a cache shows it.
    """
    common = (walk.facts.get(Fact.COMMON_NAMES) or "").split("\n")
    if other in common:
        return True
    shown = walk.known.said_to_be[other]
    shown.add(page.posts)
    if len(shown) < _COMMON:
        return False
    walk.facts.put(Fact.COMMON_NAMES, "\n".join(filter(None, [*common, other])))
    return True


def _has_own_title(walk: AnyWalk, page: PageAnalysis, key: str) -> bool:
    """Tell whether a page with a post's whole text has a list's title: its own, or one above it."""
    title = Page.of(page.response).silent.title.strip()
    own, shown = _BETWEEN.split(title)[0], folded(page.evidence.title)
    above = walk.menus.named(own)
    if above is not None:
        return key.startswith(above.rstrip("/") + "/")
    alike = shown in folded(title) or folded(own) in shown or title == walk.front.title
    return not alike


def is_sure(walk: AnyWalk, page: PageAnalysis, key: str) -> bool:
    """Tell whether a page that is doubted is that of a list beside, and shows only posts of it."""
    if page.article or not any(walk.menus.stand_together(key, o) for o in _others(walk, page, key)):
        return False
    own = walk.store.listings.number(key)
    rows = [walk.store.row(named.key) for named in page.named if named.is_post]
    return bool(rows) and all(row is not None and row.listing not in (None, own) for row in rows)


def _others(walk: AnyWalk, page: PageAnalysis, key: str) -> Iterator[str]:
    """Yield the keys of other lists of the menus which a page says that it is."""
    response, menus, site = page.response, walk.menus, walk.site
    silent = Page.of(response)
    canonical = site.canonical(silent.canonical, base_url(response, site))
    said = [menus.named(_BETWEEN.split(silent.silent.title.strip())[0])]
    said.append(site.key(canonical) if silent.canonical and canonical else None)
    crumbs = (line.text for line in ArticlePage.of(response).layout.lines)
    said += [menus.named(_ARROW.split(each.strip())[-1]) for each in filter(CRUMB.search, crumbs)]
    for other in said:
        if other and other != key and menus.names_of(other):
            yield other
