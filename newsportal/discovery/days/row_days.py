"""Days that stand alone between the links of a list: a ``dd`` below each ``dt``, a column of days.

The item of a link ends where another link's begins, so what a row of its own says is in none. Where
days and links take turns, the first of them tells whose each day is.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.discovery.link_items import PageLink

_PLACES = etree.XPath("//a | //text()[contains(., '20') or contains(., '19')]")
_ALONE = lazy(
    r"[\s\W]{0,20}(?:(?:发布|发表|更新)?(?:日期|时间)\s?[:：]?\s?|来源\s?[:：]\s?\S{1,20}\s{1,5})?"
    r"(?P<day>(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日))"
    r"(?:\s{1,3}\d{1,2}:\d\d(?::\d\d)?)?[\s\W]{0,20}"
)
_DIGIT = lazy(r"\d")
_TITLE, _LEAST = 8, 3


def write_out_days_of_rows(links: list[PageLink]) -> None:
    """Write days that stand between links beside those that they are of."""
    groups: dict[str, list[PageLink]] = defaultdict(list)
    for link in links:
        if not link.navigation and len(link.text) > _TITLE and not _DIGIT.search(link.around):
            groups[link.chain].append(link)
    lists = {chain: group for chain, group in groups.items() if len(group) >= _LEAST}
    if not lists:
        return
    root = links[0].element.getroottree().getroot()
    of = {link.element: link for group in lists.values() for link in group}
    places = [place for each in _PLACES(root) if (place := _place(each, of)) is not None]
    if all(isinstance(place, PageLink) for place in places):
        return
    for chain in lists:
        _write_out(chain, places)


Place = PageLink | tuple[str, str]
"""A link, or a day and what it stands in."""


def _place(found: etree._Element | str, of: dict[etree._Element, PageLink]) -> Place | None:
    if not isinstance(found, str):
        return of.get(found)
    alone = _ALONE.fullmatch(found)
    element = found.getparent() if alone else None  # type: ignore[attr-defined]
    if alone is None or element is None:
        return None
    above = element.getparent() if found.is_tail else element  # type: ignore[attr-defined]
    if above is None or any(each.tag == "a" for each in (above, *above.iterancestors("a"))):
        return None
    return alone["day"], f"{above.tag} {above.get('class') or ''}"


def _write_out(chain: str, places: list[Place]) -> None:
    """Write out the days of the links with one chain, where it is plain whose each is."""
    own = [at for at, each in enumerate(places) if _is_of(each, chain)]
    if len(own) < _LEAST:  # they stand in what a script holds
        return
    gaps = [_days(places, first + 1, last) for first, last in pairwise(own)]
    before, after = _days(places, 0, own[0])[-1:], _days(places, own[-1] + 1, len(places))
    links = [each for each in places if isinstance(each, PageLink) and each.chain == chain]
    days: list[str] = []
    if all(gap is not None and len(gap) == 1 for gap in gaps):
        between = [gap[0] for gap in gaps]
        if after and not (before and before[0][1] == between[0][1]):
            days = [day for day, _ in (*between, after[0])]
        elif before and not (after and after[0][1] == between[0][1]):
            days = [day for day, _ in (*before, *between)]
    elif not any(gaps) and len(after) == len(links):
        days = [day for day, _ in after]
    for link, day in zip(links, days, strict=False):
        link.around = f"{link.around} {day}".strip()


def _is_of(place: Place, chain: str) -> bool:
    return isinstance(place, PageLink) and place.chain == chain


def _days(places: list[Place], start: int, end: int) -> list[tuple[str, str]]:
    """Return the days between two places, up to the first link of another list."""
    found: list[tuple[str, str]] = []
    for place in places[start:end]:
        if isinstance(place, PageLink):
            if start:
                break
            found.clear()  # before a list, those behind the last link count
        else:
            found.append(place)
    return found
