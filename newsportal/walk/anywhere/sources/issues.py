"""Issues: lists of what came out on a day or in a month."""

from __future__ import annotations

from newsportal.chinese.lazy_pattern import lazy
from newsportal.walk.anywhere.page_analysis import PageAnalysis

_DATED = lazy(r"(?:19|20)\d\d[-/_]?(?:0[1-9]|1[0-2])")


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
