"""How many posts an archive has of each month and day, by category."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

from newsportal.chinese.dates import SHANGHAI
from newsportal.state.file.tables import open_read_only

_MONTHS, _DAYS, _CATEGORIES = 240, 92, 12
_OTHERS = ""  # smaller categories, and posts without one
_DAY_KNOWN = ("second", "minute", "hour", "day")
_MONTH_KNOWN = (*_DAY_KNOWN, "week", "month")
_SQL = """
    SELECT day, precision, path, posts
    FROM periods LEFT JOIN categories ON periods.category = categories.n WHERE posts > 0
"""


def posts_by_period(state: Path) -> dict[str, Any]:
    """Return the counts of a state file by ``months`` and ``days`` (Asia/Shanghai), oldest first.

    Only the latest are given, and the largest categories. ``undated`` are posts of which not even
    the month is known. Raises sqlite3.Error.
    """
    database = open_read_only(state)
    try:
        rows = database.execute(_SQL).fetchall()
    finally:
        database.close()
    months: Counter[tuple[str, str]] = Counter()
    days: Counter[tuple[str, str]] = Counter()
    sizes: Counter[str] = Counter()
    undated = 0
    today = datetime.now(SHANGHAI).toordinal()
    for day, precision, path, count in rows:
        if precision not in _MONTH_KNOWN:
            undated += count
            continue
        category = (path or _OTHERS).replace("\t", " › ")
        written = date.fromordinal(min(day, today)).isoformat()  # what is dated ahead is out
        sizes[category] += count
        months[written[:7], category] += count
        if precision in _DAY_KNOWN:
            days[written, category] += count
    named = {category for category, _ in sizes.most_common(_CATEGORIES)}
    return {
        "months": _latest(months, _MONTHS, named),
        "days": _latest(days, _DAYS, named),
        "undated": undated,
    }


def _latest(found: Counter[tuple[str, str]], limit: int, named: set[str]) -> dict[str, Any]:
    counts: dict[str, Counter[str]] = {}
    for (period, category), count in sorted(found.items()):
        counts.setdefault(period, Counter())[category if category in named else _OTHERS] += count
    return {period: dict(counts[period]) for period in list(counts)[-limit:]}
