"""Times after which something is done, and other bounds, as settings write them."""

from __future__ import annotations

import re

_SECONDS = {"h": 3600, "d": 86400}
_BYTES = {"MB": 10**6, "GB": 10**9, "TB": 10**12}
_BOUND = re.compile(r"([1-9][0-9]{0,4})(d|MB|GB|TB)")
_TIME = re.compile(r"([1-9][0-9]{0,3})([hd])")


def waits_of(text: str) -> tuple[int, ...]:
    """Return the seconds after which new posts are looked at again; ValueError for a wrong text.

    >>> waits_of("24h,7d"), waits_of("")
    ((86400, 604800), ())
    """
    waits = []
    for part in filter(None, text.replace(" ", "").split(",")):
        found = _TIME.fullmatch(part)
        if found is None:
            raise ValueError(f"{part!r} is no time like 24h or 7d")
        waits.append(int(found[1]) * _SECONDS[found[2]])
    return tuple(sorted(waits))


def bounds_of(text: str) -> tuple[int, int]:
    """Return the seconds and the bytes to keep, 0 for no bound; ValueError for a wrong text.

    >>> bounds_of("90d"), bounds_of("20GB"), bounds_of("")
    ((7776000, 0), (0, 20000000000), (0, 0))
    """
    if not text:
        return 0, 0
    found = _BOUND.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no age like 90d and no size like 20GB")
    number, unit = int(found[1]), found[2]
    return (number * _SECONDS[unit], 0) if unit in _SECONDS else (0, number * _BYTES[unit])
