"""The arguments of a run (``-a name=value``), converted and checked once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from newsportal.pages.site import Site
from newsportal.portal_toml import THEMES, is_host
from newsportal.suggestions import did_you_mean

Mode = Literal["update", "full", "refetch"]
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MEANINGS = {
    "portal": "portal=URL, the front page (default: NEWSPORTAL_URL)",
    "mode": "mode=update (the default), full (every list to its end) or refetch (every post again)",
    "since": "since=YYYY-MM-DD, only posts of that day and later",
    "limit": "limit=N, at most so many posts",
    "theme": "theme=NAME, how to read the pages (generic: any portal)",
    "hosts": "hosts=NAME,NAME, further hosts of the portal",
    "removals": "removals=confirmed, many posts may be gone at once",
}
NAMES = tuple(_MEANINGS)


def meanings(names: Sequence[str] = NAMES) -> str:
    """Return what to say about arguments of these names in the help of a command."""
    return "\n".join(["argument of posts (may be repeated):", *map(_MEANINGS.__getitem__, names)])


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a run is asked to do."""

    site: Site
    mode: Mode = "update"
    since: date | None = None
    """Only posts published on or after that day, Asia/Shanghai."""
    limit: int | None = None
    """At most so many posts are fetched."""
    removals_confirmed: bool = False
    """Many posts may be gone at once: their owner says that they really are."""
    theme: str | None = None
    """How to read its pages; None: as before, else as they show themselves to be."""

    @classmethod
    def parse(cls, given: Mapping[str, str], default_portal: str) -> Arguments:
        """Return the arguments; ValueError names every wrong one.

        Names with a leading underscore are Scrapyd's own and ignored.
        """
        faults = [
            f"{name}: unknown argument; there are {', '.join(NAMES)}{did_you_mean(name, NAMES)}"
            for name in given
            if name not in NAMES and not name.startswith("_")
        ]
        portal = given.get("portal", default_portal)
        mode = given.get("mode", "update")
        since = limit = site = None
        try:
            site = Site.of(portal)
        except ValueError as error:
            faults.append(f"portal={portal}: {error}")
        if mode not in get_args(Mode):
            faults.append(f"mode={mode}: use one of {', '.join(get_args(Mode))}")
        if "since" in given:
            try:
                since = date.fromisoformat(given["since"] if _DAY.fullmatch(given["since"]) else "")
            except ValueError:
                faults.append(f"since={given['since']}: use a day as YYYY-MM-DD")
        if "limit" in given:
            number = given["limit"]
            if number.isascii() and number.isdigit() and int(number) > 0:
                limit = int(number)
            else:
                faults.append(f"limit={number}: use a whole number above 0")
        if given.get("removals", "confirmed") != "confirmed":
            faults.append(f"removals={given['removals']}: the only value is confirmed")
        if given.get("theme", "generic") not in THEMES:
            faults.append(f"theme={given['theme']}: use one of {', '.join(THEMES)}")
        hosts = tuple(filter(None, given.get("hosts", "").split(",")))
        if wrong := [host for host in hosts if not is_host(host)]:
            faults.append(f"hosts={given['hosts']}: {wrong[0]!r} is no host name (news.example)")
        if faults or site is None:
            raise ValueError("; ".join(faults))
        confirmed = "removals" in given
        site.hosts = hosts
        return cls(site, mode, since, limit, confirmed, given.get("theme"))  # type: ignore[arg-type]
