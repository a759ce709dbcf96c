"""In which years the days of a list are that prints them without: 11-20, 11月20日.

By itself such a day is the latest one. A list that shows the newest first tells more: where its
days leap from January to December, a year is over. Rows that are held on top, or two columns side
by side, look alike, so a leap counts only behind several rows in order in one place. Else both
years are possible.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from lxml import etree

from newsportal.chinese.dates import SHANGHAI
from newsportal.chinese.folded_dates import REPUBLIC_DAY
from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.moment import Moment
from newsportal.discovery.link_items import PageLink
from newsportal.pages.tree import holding

_HAS_YEAR = lazy(rf"(?:19|20)\d\d|年|[前昨今刚]|ago|{REPUBLIC_DAY}")
_DISORDER = timedelta(days=31)  # within a list that is by time, all the same
_ROWS = 4  # in order, before a leap that ends a year
_GAP = timedelta(days=185)  # between the last day of a year and the first that is told


def lacks_year(printed: str) -> bool:
    """Tell whether a date is a day of any year.

    >>> [lacks_year(date) for date in ("11-20", "11月20日 08:30", "2026-11-20", "3天前")]
    [True, True, False, False]
    """
    return _HAS_YEAR.search(printed) is None


@dataclass(slots=True)
class _Row:
    """The last row of one kind, and the days that it may be of."""

    page: int
    element: etree._Element | None
    low: date
    high: date
    holds: etree._Element | None = None
    """The element that holds it and the row before."""
    rows: int = 1
    """In order, up to this one."""


@dataclass(slots=True)
class YearsOfList:
    """Where the days of one list's rows have got to, by the kind of its links."""

    _last: dict[str, _Row] = field(default_factory=dict)
    _page: int = 0
    _is_next: bool = True
    """The page that is read follows the one before it."""

    def begin_page(self, *, first: bool, follows: bool) -> None:
        """Take the rows of another page from now on: the *first*, or one that *follows*."""
        if first:
            self._last.clear()
            self._page = 0
        self._is_next = first or follows
        self._page += self._is_next

    def end_page(self) -> None:
        """Let the page go: each element holds its whole tree."""
        for row in self._last.values():
            row.element = row.holds = None

    def placed(self, link: PageLink, moment: Moment, *, yearless: bool) -> Moment | None:
        """Return when the row of a *link* was published, whose day is printed as a *moment*.

        None: the rows before it were not read, so nobody knows.
        """
        if not self._is_next:
            return None if yearless else moment
        day, page = moment.at.astimezone(SHANGHAI).date(), self._page
        before = self._last.get(link.chain)
        if before is None or page - before.page > 1:
            if page > 1 and yearless:
                return None
            self._last[link.chain] = _Row(page, link.element, day, day)
            return moment
        holds = None if before.element is None else holding(before.element, link.element)
        alike = None in (holds, before.holds) or holds is before.holds
        row = _Row(page, link.element, day, day, holds, before.rows + 1)
        if yearless:
            sure = alike and before.rows >= _ROWS
            row.low = _year_of(day, before.low, taken=True)
            row.high = _year_of(day, before.high, taken=sure)
        if not alike or row.high > before.high + _DISORDER:
            row.rows = 1
        self._last[link.chain] = row
        return _moved(moment, day, row.low, row.high)


def _year_of(day: date, last: date, *, taken: bool) -> date:
    """Return a *day* in the year that it is of below the *last* one; *taken*: a leap ends one."""
    if day <= last + _DISORDER:
        return day
    earlier = day
    while earlier > last + _DISORDER:
        earlier = _in_year(earlier, earlier.year - 1)
    return earlier if taken and last - earlier <= _GAP else day


def _in_year(day: date, year: int) -> date:
    return day.replace(year=year, day=min(day.day, 28) if day.month == 2 else day.day)


def _moved(moment: Moment, day: date, low: date, high: date) -> Moment:
    """Return a *moment* of one *day* as one of the days from *low* to *high*."""
    if low == high == day:
        return moment
    back, least = day - high, day - low
    latest = None if moment.latest is None else moment.latest - back
    moved = replace(moment, at=moment.at - back, earliest=moment.earliest - least, latest=latest)
    return moved if low == high else replace(moved, precision="year")
