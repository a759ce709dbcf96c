"""Query names with another value at each load, so that no browser shows what it has stored."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from newsportal.discovery.entries import Mention

_SURE = 3  # posts whose addresses differ in nothing else
_CLOCK = 60  # seconds


def may_have_busters(named: list[Mention]) -> bool:
    """Tell whether the posts of a page may have such a name: each has one that others tell apart.

    ``view.php?id=7`` has none: without the number nothing is left that names the post.
    """
    rests: defaultdict[str, set[str]] = defaultdict(set)
    for name, _, rest, _ in _pairs(named):
        rests[name].add(rest)
    return any(len(found) >= _SURE for found in rests.values())


def busters(first: list[Mention], again: list[Mention], now: float) -> set[str]:
    """Return the names whose values differ between two loads of a page, though the posts do not.

    Or that tell the time of the second load, *now*, both times.
    """
    loads = _values(first), _values(again)
    anew, steady = Counter[str](), set[str]()
    for post in loads[0].keys() & loads[1].keys():
        one, other = (load[post] for load in loads)
        if one.isdisjoint(other) or all(_is_clock(value, now) for value in one | other):
            anew[post[0]] += 1
        else:
            steady.add(post[0])
    return {name for name, posts in anew.items() if posts >= _SURE and name not in steady}


def _values(named: list[Mention]) -> dict[tuple[str, str, str], set[str]]:
    """Return the values that names have in addresses of the same post: all else is the same."""
    found: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for name, value, rest, title in _pairs(named):
        found[name, rest, title].add(value)
    return found


def _pairs(named: list[Mention]) -> Iterator[tuple[str, str, str, str]]:
    """Yield name, value, the rest of the address, and the title of the post."""
    for each in named:
        path, _, query = each.key.partition("?")
        pairs = query.split("&") if query and each.is_post else []
        for pair in pairs:
            name, equals, value = pair.partition("=")
            if equals:
                rest = "&".join(other for other in pairs if other != pair)
                yield name, value, f"{path}?{rest}", each.link.text


def _is_clock(value: str, now: float) -> bool:
    return value[:10].isdecimal() and len(value) in (10, 13) and abs(int(value[:10]) - now) < _CLOCK
