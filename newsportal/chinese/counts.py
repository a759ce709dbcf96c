"""Numbers as counters print them: ``1,234``, ``1.2万``, ``10万+``, ``3k``."""

from __future__ import annotations

import re
from decimal import Decimal

from newsportal.chinese.lazy_pattern import lazy

_UNITS = {
    "": 1, "千": 1000, "k": 1000, "万": 10_000, "萬": 10_000, "w": 10_000, "百万": 1_000_000,
    "m": 1_000_000, "千万": 10_000_000, "亿": 100_000_000, "億": 100_000_000,
}  # fmt: skip
_NUMBER = lazy(
    r"""
    (?P<digits>[0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]{1,15}) (?P<fraction>\.[0-9]{1,6})?
    \ ? (?P<unit>百万|千万|[千万萬亿億]|[kKwWmM](?![A-Za-z]))?
    (?! [0-9.百十千万萬亿億] | [eE_·．'’,，:/-]\ ?[0-9] | [\ \u2009\u202f][0-9]{3}(?![0-9])
      | \ ?(?:[%‰℃年月秒天]|分钟|小时|[kKmMgG]?[bB]\b|[kK][mM]\b)  # 5分钟, 3km are other things
      | [xX][0-9A-Fa-f] )  # 0x1f
    """,
    re.VERBOSE,
)
# With the sign before it, which says that it counts nothing
_DIGIT = lazy("(?<![.0-9])(?:^[-−][^0-9]*|[¥￥$€第] ?)?[0-9]")


def count_of(text: str) -> int | None:
    """Return the number that a counter prints, or None where it says none.

    A part of one (``1.2`` without a unit) is none, what is more than a number (``1万2千``, a date)
    neither (``5分钟``, ``3km``, ``￥12``), and ``10万+`` is 100,000.

    >>> [count_of(text) for text in ("浏览 1,234 次", "1.2万", "10万+", "3k", "1.2", "暂无")]
    [1234, 12000, 100000, 3000, None, None]
    """
    first = _DIGIT.search(text)
    found = _NUMBER.match(text, first.start()) if first else None
    if not found or (found["fraction"] and not found["unit"]):
        return None
    digits = found["digits"].replace(",", "").replace("，", "")
    return int(Decimal(digits + (found["fraction"] or "")) * _UNITS[(found["unit"] or "").lower()])
