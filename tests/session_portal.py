"""A portal whose every link has a mark of this visit alone: a session, a time and its signature."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.plain_portal import PlainPortal

_OF_VISIT = ("sid=", "sign=", "t=")


class _Pages(dict[str, str | bytes | int]):
    """Pages, whatever they are asked for with beside their own query."""

    def get(self, path: str, default: str | bytes | int = 404) -> str | bytes | int:  # type: ignore[override]
        """Return a page by its sorted query."""
        where, _, query = path.partition("?")
        kept = sorted(each for each in query.split("&") if not each.startswith(_OF_VISIT))
        return super().get("?".join(filter(None, (where, "&".join(kept)))), default)


@dataclass
class SessionPortal(PlainPortal):
    """``VISIT`` in a page is another one at each load."""

    pages: dict[str, str | bytes | int] = field(default_factory=_Pages)

    def named(self, body: str) -> str:
        """Return a page with marks of its own."""
        return super().named(body).replace("VISIT", f"{len(self.asked):04}x{len(body) % 10}")
