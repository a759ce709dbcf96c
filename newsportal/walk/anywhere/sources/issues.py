"""Issues: lists of what came out on a day or in a month."""

from __future__ import annotations

from newsportal.chinese.lazy_pattern import lazy
from newsportal.walk.anywhere.page_analysis import PageAnalysis

_DATED = lazy(r"(?:19|20)\d\d[-/_]?(?:0[1-9]|1[0-2])")

_YEAR = lazy(r"[?&](?:y|year|nian)=(?:19|20)\d\d(?:&|$)")
_MONTH = lazy(r"[?&](?:m|mon|month|yue)=[01]?\d(?:&|$)")


def is_of_calendar(key: str) -> bool:
    """Tell whether an address is that of a month or a day, by its path or its query.

    >>> is_of_calendar("riqi?m=7&y=2026"), is_of_calendar("list?m=7"), is_of_calendar("2026-07/")
    (True, False, True)
    """
    return is_issue(key) or (_YEAR.search(key) is not None and _MONTH.search(key) is not None)


def is_issue(key: str) -> bool:
    """Tell whether an address has a month in it, or a day."""
    return _DATED.search(key) is not None


def is_silent_day(page: PageAnalysis, key: str) -> bool:
    """Tell whether the page at *key* is the issue of a day that leads to the day before it.

    Where it shows no post, nothing came out on that day; other days have their posts.
    """
    days = page.pages.numbered  # a calendar's
    following = (days.get(number + 1) for number, day in days.items() if day == key)
    before = page.pages.next or next(following, None)
    return before is not None and is_issue(key) and is_issue(before)
