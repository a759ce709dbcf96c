"""Days beside links whose year or month stands in a heading above: 2026年9月, and below it 30日.

Lists under the days themselves, too: then all that stands below a day is of that day.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.discovery.link_items import PageLink

_PERIOD = lazy(
    r"\s*(?:(?P<year>(?:19|20)\d\d)\s?[-/.年]?)?\s?(?:(?P<month>0?[1-9]|1[0-2])\s?[-/.月]?)?"
    r"\s?(?:(?P<day>0?[1-9]|[12]\d|3[01])\s?日?)?"
    r"(?:\s?[（(]?(?:星期|周)[一二三四五六日天][)）]?|\s?[（(]?\d{1,4}\s?[篇条]?[)）])?\s*"
)
_SAYS = lazy(r"(?:19|20)\d\d|\d\s?月")  # a number alone may be anything
_LONGEST = 30  # characters of a heading
_YEAR = lazy(r"(?:19|20)\d\d")
_D = r"(?:0?[1-9]|[12]\d|3[01])"
_LACKS = lazy(  # 9-30 or 9月30 a year, 30日 or 30: a month, too
    rf"(?<![\d./年-])(?P<month>0?[1-9]|1[0-2])(?P<sign>[-/.月])\s?{_D}(?![\d./-])"
    rf"|(?<![\d月./:-])(?P<day>{_D})\s?(?:[日号]|(?=[:：](?!\d)))"
)
_DIGIT = lazy(r"\d")
_INLINE = frozenset("a option select script style".split())
_FEW = 3  # days that lack a month or a year
_UNDATED, _TITLE = 3, 8  # titles of so many characters that make a list of days


@dataclass(frozen=True, slots=True)
class _Heading:
    scope: etree._Element
    """What holds it and what stands below it."""
    make: str
    year: str
    month: str
    day: str

    @property
    def may_be_todays(self) -> bool:
        """Whether it may be the date above any page, where it is the only one of its make."""
        return bool(self.day) or self.scope.tag in ("body", "html")


def write_out_headed_days(links: list[PageLink]) -> None:
    """Write what stands in headings before the days beside links."""
    short = sum(bool(_lacks(link)) for link in links)
    undated = sum(len(link.text) > _TITLE and not _DIGIT.search(link.around) for link in links)
    if short < _FEW and undated < _UNDATED:
        return
    root = links[0].element.getroottree().getroot()
    of = {link.element: link for link in links}
    headings = _headings(root, of)
    alike = Counter(each.make for each, _ in headings if each is not None)
    above: list[_Heading] = []
    below = _below_rows(headings, of)
    for heading, element in headings:
        if heading is None:
            link, around = of[element], {*element.iterancestors()}
            _write_out(link, [each for each in reversed(above) if each.scope in around])
        elif heading.make in below:
            continue
        elif alike[heading.make] > 1 or not heading.may_be_todays:
            above.append(heading)


def _below_rows(
    headings: list[tuple[_Heading | None, etree._Element]], links: dict[etree._Element, PageLink]
) -> set[str]:
    """Return the makes of days whose first one stands between two links of one list.

    They stand below their rows: a heading stands above all.
    """
    found: set[str] = set()
    met: set[str] = set()
    before = ""
    pending = ""
    for heading, element in headings:
        if heading is None:
            chain = links[element].chain
            if pending and before == chain:
                found.add(pending)
            before, pending = chain, ""
        elif heading.make not in met:
            met.add(heading.make)
            pending = heading.make if heading.day and heading.year else ""
    return found


def _lacks(link: PageLink) -> re.Match[str] | None:
    return None if _YEAR.search(link.around) else _LACKS.search(link.around)


def _headings(
    root: etree._Element, links: dict[etree._Element, PageLink]
) -> list[tuple[_Heading | None, etree._Element]]:
    """Return the headings of a page that are years, months or days, and its links among them."""
    found: list[tuple[_Heading | None, etree._Element]] = []
    for element in root.iter():
        if element in links:
            found.append((None, element))
        text = element.text
        if not text or len(text) > _LONGEST or element.tag in _INLINE:
            continue
        if not (_SAYS.search(text) and (said := _PERIOD.fullmatch(text))):
            continue
        inside = (element, *element.iterancestors())
        scope = next((each for each in inside if next(each.iter("a"), None) is not None), root)
        if _INLINE.isdisjoint(each.tag for each in inside):
            make = f"{element.tag} {element.get('class') or ''}"
            told = ((said[name] or "").lstrip("0") for name in ("year", "month", "day"))
            found.append((_Heading(scope, make, *told), element))
    return found


def _write_out(link: PageLink, above: list[_Heading]) -> None:
    """Write the day beside a link with month and year; *above*: the nearest heading first."""
    year = next((each.year for each in above if each.year), "")
    if not year or _YEAR.search(link.around):
        return
    nearest, around, told = above[0], link.around, _lacks(link)
    if told is None:
        if nearest.day:
            link.around = f"{_day(year, nearest.month, nearest.day)} {around}"
    elif told["day"]:
        if nearest.month:
            day = _day(year, nearest.month, told["day"])
            link.around = f"{around[: told.start()]}{day}{around[told.end() :]}"
    elif nearest.month in ("", told["month"].lstrip("0")):
        sign = "年" if told["sign"] == "月" else told["sign"]
        link.around = f"{around[: told.start()]}{year}{sign}{around[told.start() :]}"


def _day(year: str, month: str, day: str) -> str:
    return f"{year}-{int(month):02}-{int(day):02}"
