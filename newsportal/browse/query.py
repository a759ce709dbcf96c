"""What a reader asks for: words, "a phrase", either OR the other, -without; and by fields.

>>> query = Query.parse('泰安 "A股 市场" 济南 OR 青岛 -彩票')
>>> query.expression
'("泰安") AND ("a 股 市场") AND ("济南" OR "青岛")'
>>> query.without
'"彩票"'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Self

from newsportal.browse.tokens import Phrase, phrase
from newsportal.chinese.dates import SHANGHAI

_PART = re.compile(r'(-?)(?:["“”]([^"“”]*)["“”]?|(\S+))')
_TERMS = 8  # of a query
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIELDS = {"section": ("category",), "outlet": ("source",), "tag": ("tag",),
          "person": ("person",)}  # fmt: skip
"""Parameter of a search, and the kinds of list in which a name may stand."""
ORDERS = ("newest", "oldest")


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the archive."""

    text: str = ""
    """The words as they were typed."""
    groups: tuple[tuple[Phrase, ...], ...] = ()
    """A post has one phrase of each group."""
    excluded: tuple[Phrase, ...] = ()
    """A post has none of these."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Name by `FIELDS`."""
    after: int | None = None
    """First second, since 1970, UTC."""
    before: int | None = None
    """First second that is too late."""
    order: str = ORDERS[0]

    @classmethod
    def parse(cls, text: str, given: Mapping[str, str] | None = None) -> Self:
        """Return the query of typed words and other parameters; ValueError names a wrong one."""
        given = given or {}
        groups: list[tuple[Phrase, ...]] = []
        excluded: list[Phrase] = []
        joined = False
        for minus, quoted, word in _PART.findall(text):
            if word in ("OR", "|") and not minus:
                joined = bool(groups)
            elif found := phrase(quoted or word):
                if minus:
                    excluded.append(found)
                elif joined:
                    groups[-1] = (*groups[-1], found)
                else:
                    groups.append((found,))
                joined = False
        names = {name: value for name in FIELDS if (value := given.get(name, "").strip())}
        order = given.get("order") or ORDERS[0]
        if order not in ORDERS:
            raise ValueError(f"order={order}: use one of {', '.join(ORDERS)}")
        return cls(text.strip(), tuple(groups[:_TERMS]), tuple(excluded[:_TERMS]), names,
                   _start(given, "after", 0), _start(given, "before", 1), order)  # fmt: skip

    def __bool__(self) -> bool:
        return bool(self.groups or self.excluded or self.names or self.after or self.before)

    @property
    def wanted(self) -> list[Phrase]:
        """What is marked in the results."""
        return [phrase for group in self.groups for phrase in group]

    @property
    def marked_word(self) -> str:
        """The first word, as it was typed: the browser scrolls to it."""
        return next((quoted or word for minus, quoted, word in _PART.findall(self.text)
                     if not minus), "")  # fmt: skip

    @property
    def expression(self) -> str:
        """What a post must have, in the language of FTS5; empty if that is nothing."""
        return " AND ".join(f"({_either(group)})" for group in self.groups)

    @property
    def without(self) -> str:
        """What a post must not have."""
        return _either(self.excluded)


def _either(phrases: tuple[Phrase, ...]) -> str:
    return " OR ".join(one.expression for one in phrases)


def _start(given: Mapping[str, str], name: str, days: int) -> int | None:
    """Return when a day begins, or so many days after it, in Asia/Shanghai."""
    if not (text := given.get(name, "").strip()):
        return None
    try:
        day = date.fromisoformat(text if _DAY.fullmatch(text) else "")
        moment = datetime.combine(day + timedelta(days=days), time(), SHANGHAI)
    except (ValueError, OverflowError):
        raise ValueError(f"{name}={text}: use a day as YYYY-MM-DD") from None
    return int(moment.timestamp())
