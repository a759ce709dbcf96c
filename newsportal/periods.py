"""How many posts an archive has of each month and day, by category."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from newsportal.tables import open_read_only

_MONTHS, _DAYS, _CATEGORIES = 240, 92, 12
OTHERS = ""  # smaller categories, and posts without one
_DAY_KNOWN = "'second', 'minute', 'hour', 'day'"
_MONTH_KNOWN = f"{_DAY_KNOWN}, 'week', 'month'"
_SQL = (
    "SELECT strftime('{form}', at, 'unixepoch', '+8 hours') AS period,"
    " replace(coalesce(path, ''), char(9), ' › '), count(*)"
    " FROM posts LEFT JOIN categories ON posts.category = categories.n"
    " WHERE state = 1 AND precision IN ({known}) GROUP BY 1, 2 ORDER BY 1"
)


def posts_by_period(state: Path) -> dict[str, Any]:
    """Return the counts of a state file by ``months`` and ``days`` (Asia/Shanghai), oldest first.

    Only the latest are given, and the largest categories. ``undated`` are posts of which not even
    the month is known. Raises sqlite3.Error.
    """
    database = open_read_only(state)
    try:
        months = database.execute(_SQL.format(form="%Y-%m", known=_MONTH_KNOWN)).fetchall()
        days = database.execute(_SQL.format(form="%Y-%m-%d", known=_DAY_KNOWN)).fetchall()
        (posts,) = database.execute("SELECT count(*) FROM posts WHERE state = 1").fetchone()
    finally:
        database.close()
    sizes: Counter[str] = Counter()
    for _, category, count in months:
        sizes[category] += count
    named = {category for category, _ in sizes.most_common(_CATEGORIES)}
    return {
        "months": _latest(months, _MONTHS, named),
        "days": _latest(days, _DAYS, named),
        "undated": posts - sizes.total(),
    }


def _latest(
    rows: list[tuple[str, str, int]], limit: int, named: set[str]
) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for period, category, count in rows:
        counts.setdefault(period, Counter())[category if category in named else OTHERS] += count
    return {period: dict(counts[period]) for period in list(counts)[-limit:]}
