"""The issues of a newspaper that only a script's calendar leads to: it knows the days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from newsportal.chinese.lazy_pattern import lazy

_DAY = r"[\"']20[0-9]{2}[-/.]?[01][0-9][-/.]?[0-3][0-9][\"']"
_DAYS = lazy(rf"\[\s*{_DAY}(?:\s*,\s*{_DAY})+\s*,?\s*\]")
_IN_ADDRESS = lazy(
    r"(?<![0-9])(?P<y>20[0-9]{2})(?P<a>[-/_]?)(?P<m>[01][0-9])(?P<b>[-/_]?)(?P<d>[0-3][0-9])(?![0-9])"
)
_FILE = lazy(r"(?<![\w-])[\w-]++\.s?html?\b")
_MOST = 4000  # issues, the newest ones


def issue_days(scripts: list[str], url: str) -> Iterator[tuple[int, str]]:
    """Yield number and address of the issues of other days, newest first; *url* is that of one.

    Where a script names the file to which its days lead, other pages of an issue lead nowhere.

    >>> script = "var days = ['2026-11-26', '2026-11-27']; go(d + '/a1.html');"
    >>> list(issue_days([script], "http://h/202611/27/a1.html"))
    [(1, 'http://h/202611/27/a1.html'), (2, 'http://h/202611/26/a1.html')]
    >>> list(issue_days([script], "http://h/202611/27/a2.html"))
    []
    """
    own = next(_IN_ADDRESS.finditer(url), None)
    found = [found for script in scripts for found in _DAYS.finditer(script)] if own else []
    days = {re.sub(r"[^0-9]", "", day) for each in found for day in re.findall(_DAY, each[0])}
    if own is None or own["y"] + own["m"] + own["d"] not in days:
        return
    name = urlsplit(url).path.rpartition("/")[2]
    files = {file for script in scripts if _DAYS.search(script) for file in _FILE.findall(script)}
    if files and name and name not in files:
        return
    for number, day in enumerate(sorted(days, reverse=True)[:_MOST], 1):
        there = f"{day[:4]}{own['a']}{day[4:6]}{own['b']}{day[6:]}"
        yield number, url[: own.start()] + there + url[own.end() :]
