"""The arguments of a run (``-a name=value``), converted and checked once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from newsportal.urls import Site

Mode = Literal["update", "full"]


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a run is asked to do."""

    site: Site
    mode: Mode = "update"
    since: date | None = None
    """Only posts published on or after that day, Asia/Shanghai."""
    limit: int | None = None
    """At most so many posts are fetched."""

    @classmethod
    def parse(cls, given: Mapping[str, str], default_portal: str) -> Arguments:
        """Return the arguments; ValueError names every wrong one.

        Names with a leading underscore are Scrapyd's own and ignored.
        """
        faults = [
            f"{name}: unknown argument; there are portal, mode, since and limit"
            for name in given
            if name not in ("portal", "mode", "since", "limit") and not name.startswith("_")
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
                since = date.fromisoformat(given["since"])
            except ValueError:
                faults.append(f"since={given['since']}: use a day as YYYY-MM-DD")
        if "limit" in given:
            number = given["limit"]
            if number.isascii() and number.isdigit() and int(number) > 0:
                limit = int(number)
            else:
                faults.append(f"limit={number}: use a whole number above 0")
        if faults or site is None:
            raise ValueError("; ".join(faults))
        return cls(site, mode, since, limit)  # type: ignore[arg-type]
