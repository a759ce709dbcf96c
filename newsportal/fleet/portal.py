"""A portal of the fleet: what is asked of its runs, and how often."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Self

from newsportal.arguments import Arguments
from newsportal.pages.site import Site

_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_SPAN = re.compile(r"([0-9]{1,4})([mhd])")
SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=2)
_FLEETS_OWN = ("portal", "mode", "limit", "since")  # an update of the whole portal is what runs


@dataclass(frozen=True, slots=True)
class FleetPortal:
    """One portal as a user added it."""

    root: str
    """Its root URL, which names it."""
    arguments: dict[str, str] = field(default_factory=dict)
    """What its runs get as ``-a name=value``."""
    shortest: timedelta = SHORTEST
    """At least so much time lies between two updates."""
    longest: timedelta = LONGEST
    """At most so much time lies between two updates."""
    slots: int = 1
    """So many portals of its registrable domain may run at a time."""

    @classmethod
    def of(cls, url: str, options: Iterable[str] = ()) -> Self:
        """Return the portal at *url* with options as NAME=VALUE; ValueError names what is wrong.

        >>> FleetPortal.of("https://news.example", ["interval=2h..2d"]).shortest.total_seconds()
        7200.0
        """
        portal = cls(Arguments.parse({"portal": url}, url).site.root)
        return portal.changed(options)

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Self:
        """Return the portal as the database has it."""
        return cls(*(row[name] for name in ("root", "arguments", "shortest", "longest", "slots")))

    @property
    def archive(self) -> str:
        """Name of its copies: one for http and https, with and without www.

        >>> FleetPortal("https://www.news.example/a/").archive
        'news.example~a'
        """
        return Site.of(self.root).folder.removeprefix("www.")

    def changed(self, options: Iterable[str]) -> Self:
        """Return the portal with some options set anew; an empty value takes an argument away."""
        shortest, longest, slots = self.shortest, self.longest, self.slots
        arguments = dict(self.arguments)
        for option in options:
            name, equals, value = option.partition("=")
            if not equals:
                raise ValueError(f"{option}: options are NAME=VALUE, such as interval=2h..2d")
            if name == "interval":
                shortest, longest = _interval(value)
            elif name == "slots":
                if not re.fullmatch("[1-9][0-9]?", value):
                    raise ValueError(f"slots={value}: use a whole number from 1 to 99")
                slots = int(value)
            elif name in _FLEETS_OWN:
                raise ValueError(f"{name}={value}: the fleet decides it; other arguments are kept")
            elif value:
                arguments[name] = value
            else:
                arguments.pop(name, None)
        Arguments.parse({"portal": self.root, **arguments}, self.root)
        return type(self)(self.root, arguments, shortest, longest, slots)

    def command(self) -> list[str]:
        """Return what ``crawl posts`` gets for a run of the portal."""
        given: Mapping[str, str] = {"portal": self.root, **self.arguments}
        return [part for name, value in given.items() for part in ("-a", f"{name}={value}")]


def of_lines(text: str) -> list[FleetPortal]:
    """Return the portals of a file: one a line with its options; ValueError names the line.

    >>> of_lines("# 市县\\nhttp://a.example interval=6h..2d\\n\\n")[0].root
    'http://a.example/'
    """
    portals = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].split()
        if words:
            try:
                portals.append(FleetPortal.of(words[0], words[1:]))
            except ValueError as error:
                raise ValueError(f"line {number}: {error}") from None
    return portals


def _interval(text: str) -> tuple[timedelta, timedelta]:
    """Return the two bounds of ``2h..2d``."""
    ends = [_SPAN.fullmatch(end) for end in text.split("..")]
    spans = [int(end[1]) * _UNITS[end[2]] for end in ends if end]
    if len(ends) != 2 or len(spans) != 2 or not timedelta() < spans[0] <= spans[1]:
        raise ValueError(f"interval={text}: use two spans in order, such as 2h..2d or 30m..12h")
    return spans[0], spans[1]
