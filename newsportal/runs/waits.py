"""Times after which something is done again, as settings write them."""

from __future__ import annotations

import re

_SECONDS = {"h": 3600, "d": 86400}
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
