"""The publication time of a post, put together from all that pages say about it.

The finest statement gives the estimate; among equals the feed is believed before the post's own
page and what it says to machines (meta), those before a listing or a sitemap, these before the
archive page (which may come from an old cache), and the address last. The interval is the
intersection of all statements; one that contradicts the better one is ignored, unless it shows
that the owner has dated a known post anew (`Published.agrees`). Where feed and page of a post
contradict each other, and no zone explains it, nobody can tell which is wrong: the interval holds
both (`Published.disputed`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal, cast, get_args

from newsportal.chinese.dates import SHANGHAI, Moment, Precision
from newsportal.items import Post

Source = Literal["feed", "page", "meta", "listing", "sitemap", "archive", "url"]
"""The kinds of pages that tell the time of a post, the most trusted first."""

_SLACK = timedelta(hours=1)
_AHEAD = timedelta(minutes=2)  # for clocks within one portal
_MAKING = timedelta(seconds=1)  # between the making of a page and the time in its Date header
_ROUNDING = timedelta(minutes=1)  # that exact statements may differ, as one prints no seconds
_WIDEST_ZONE, _ZONES_STEP = timedelta(hours=22), timedelta(minutes=15)
_EXACT: tuple[Precision, ...] = "second", "minute"
_DAYS: set[Precision | None] = {"second", "minute", "hour", "day"}
_OWN: tuple[Source, ...] = "page", "meta"
_LISTS: tuple[Source, ...] = "feed", "listing", "sitemap", "archive"
_DISPUTED = "?"  # behind the source, where a text has to say all of it
_UNITS: dict[Precision, timedelta] = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=28),
    "year": timedelta(days=365),
}
_FINEST_FIRST: tuple[Precision, ...] = get_args(Precision)
_TRUSTED_FIRST: tuple[Source, ...] = get_args(Source)


@dataclass(frozen=True, slots=True)
class Published:
    """What is known of a publication time (fields as in the record)."""

    at: datetime
    precision: Precision | None
    earliest: datetime
    latest: datetime | None
    source: Source
    relative: bool = False
    """Whether it was reckoned from the time of the fetch; not stored."""
    disputed: bool = False
    """Whether feed and page say so different things that only the interval holds."""
    called_utc: str = field(default="", compare=False)
    """As in `StatedTime`; not stored."""
    weak: bool = field(default=False, compare=False)
    """As in `StatedTime`; not stored."""

    @property
    def told(self) -> str:
        """The source, and whether it is disputed, in one word."""
        return f"{self.source}{_DISPUTED}" if self.disputed else self.source

    @classmethod
    def stored(
        cls, at: datetime, precision: Precision | None, earliest: datetime,
        latest: datetime | None, told: str,
    ) -> Published:  # fmt: skip
        """Return what was stored, with `told` for its source."""
        source = cast("Source", told.removesuffix(_DISPUTED))
        return cls(at, precision, earliest, latest, source, disputed=told.endswith(_DISPUTED))

    @classmethod
    def of(cls, moment: Moment, source: Source, called_utc: str = "") -> Published:
        """Return what *moment*, printed on a page of kind *source*, says.

        An open moment (刚刚) is a bound only: the theme prints it for anything in the future.
        """
        precision = None if moment.latest is None else moment.precision
        earliest = moment.earliest - _MAKING if moment.relative else moment.earliest
        return cls(
            moment.at, precision, earliest, moment.latest, source, moment.relative,
            called_utc=called_utc,
        )  # fmt: skip

    @classmethod
    def of_post(cls, post: Post) -> Published | None:
        """Return what a record says of its time."""
        if post.published_at is None or post.published_earliest is None:
            return None
        source = cast("Source", post.published_from)
        return cls(
            post.published_at, post.published_precision, post.published_earliest,
            post.published_latest, source,
        )  # fmt: skip

    def in_year_of(self, other: Published | None) -> Published:
        """Return the same in the year of another statement, where that is an earlier one.

        A day that is printed without its year is read as the latest such day.
        """
        if other is None or self.latest is None or {self.precision, other.precision} - _DAYS:
            return self
        own, told = self.at.astimezone(SHANGHAI), other.at.astimezone(SHANGHAI)
        if own.year <= told.year or own.timetuple()[1:3] != told.timetuple()[1:3]:
            return self
        back = own - own.replace(year=told.year)
        earliest, latest = self.earliest - back, self.latest - back
        return self._timed(self.at - back, earliest, latest)

    def merge(self, other: Published) -> Published:
        """Return the better of the two, its interval narrowed by the other one."""
        own, other = self.in_year_of(other), other.in_year_of(self)
        for one, said in ((own, other), (other, own)):
            if one.disputed and not said.disputed and said.precision in _EXACT and one.holds(said):
                return one  # which is right is not known any better
        best, rest = sorted((own, other), key=_rank)
        earliest = max(best.earliest, rest.earliest)
        ends = [end for end in (best.latest, rest.latest) if end is not None]
        latest = min(ends, default=None)
        if latest is not None and earliest > latest:
            return best
        at = max(best.at, earliest)
        if latest is not None:
            at = min(at, latest)
        return best._timed(at, earliest, latest)

    def _timed(self, at: datetime, earliest: datetime, latest: datetime | None) -> Published:
        """Return the same with these times; `replace` looks all fields up, for each page thrice."""
        return Published(
            at, self.precision, earliest, latest, self.source, self.relative, self.disputed
        )

    def agrees(self, other: Published | None) -> bool:
        """Tell whether both can be true, give or take an hour for clocks and caches."""
        if other is None:
            return True
        ends = (self.latest, other.earliest), (other.latest, self.earliest)
        return all(end is None or start - end <= _SLACK for end, start in ends)

    def holds(self, other: Published) -> bool:
        """Tell whether all that another statement holds possible lies in the interval."""
        starts = self.earliest <= other.earliest
        return starts and (
            self.latest is None or (other.latest is not None and other.latest <= self.latest)
        )

    def contradicts(self, other: Published) -> bool:
        """Tell whether this, of a post's own page, and the feed cannot both be right."""
        exact = self.precision in _EXACT and other.precision in _EXACT and not self.relative
        if not exact or self.source not in _OWN or other.source != "feed":
            return False
        return self._apart(other) > _ROUNDING

    def _apart(self, other: Published) -> timedelta:
        return max(self.earliest, other.earliest) - min(
            self.latest or self.at, other.latest or other.at
        )

    def is_of_another_zone(self, other: Published) -> bool:
        """Tell whether both may be the same time by the clocks of two zones."""
        apart = abs(self.at - other.at)
        odd = (apart + _ROUNDING) % _ZONES_STEP
        return _UNITS["hour"] - _ROUNDING <= apart <= _WIDEST_ZONE and odd <= 2 * _ROUNDING

    def dispute(self, said: Published) -> Published:
        """Return what is sure where this and another statement contradict each other."""
        earliest = min(self.earliest, said.earliest)
        latest = max(self.latest or self.at, said.latest or said.at)
        most = max(self.at - earliest, latest - self.at)
        precision = next((unit for unit, length in _UNITS.items() if most <= length), None)
        return replace(self, precision=precision, earliest=earliest, latest=latest, disputed=True)

    def between(self, older: Published | None, newer: Published | None) -> Published:
        """Return the same with its interval narrowed by the posts before and after it in time."""
        earliest, latest = self.earliest, self.latest
        if older is not None:
            earliest = max(earliest, older.earliest)
        if newer is not None and newer.latest is not None:
            latest = newer.latest if latest is None else min(latest, newer.latest)
        if latest is None:
            return self._timed(max(self.at, earliest), earliest, None)
        if earliest > latest:
            return self
        at = min(max(self.at, earliest), latest)
        return self._timed(at, earliest, latest)

    def disorders(self, older: Published | None, newer: Published | None) -> int:
        """Return how many of its neighbours surely lie on the wrong side of it."""
        later = older is not None and self.latest is not None and older.earliest > self.latest
        sooner = newer is not None and newer.latest is not None and newer.latest < self.earliest
        return later + sooner

    def after(self, known: Published | None, *, revised: bool) -> Published:
        """Return what is known of a post whose page says this, and was known so far.

        Where a page that was archived already contradicts it, its owner has changed the date. What
        is weak counts for nothing where lists say otherwise.
        """
        if known is None or (self.weak and known.source in _LISTS and not self.agrees(known)):
            return known or self
        said, known = self.in_year_of(known), known.in_year_of(self)
        if revised and not said.agrees(known):
            return said
        if not revised and said.contradicts(known) and not said.is_of_another_zone(known):
            return known.dispute(said)
        return said.merge(known)

    def write_to(self, post: Post) -> None:
        """Fill the record's fields.

        What is dated after its own fetch has come out before that date, or has been dated anew for
        a place on top: nothing is known but that it was there when it was fetched.
        """
        told = self
        if post.fetched_at is not None and self.is_ahead(post.fetched_at):
            told = replace(self, at=post.fetched_at, precision=None, earliest=post.fetched_at)
        post.published_at = told.at
        post.published_precision = told.precision
        post.published_earliest = told.earliest
        post.published_latest = told.latest
        post.published_from = told.source

    def is_ahead(self, fetched_at: datetime) -> bool:
        """Tell whether it lies after the time at which a page said so."""
        return self.latest is not None and self.earliest > fetched_at + _AHEAD


def finer(precision: Precision | None, record: dict[str, Any]) -> bool:
    """Tell whether *precision* is finer than that of a record exported before."""
    return _fineness(precision) < _fineness(record.get("published_precision"))


def _fineness(precision: Precision | None) -> int:
    return len(_FINEST_FIRST) if precision is None else _FINEST_FIRST.index(precision)


def _rank(published: Published) -> tuple[int, int]:
    return _fineness(published.precision), _TRUSTED_FIRST.index(published.source)
