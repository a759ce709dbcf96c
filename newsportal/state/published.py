"""The publication time of a post, put together from all that pages say about it.

The finest statement gives the estimate; among equals the feed is believed before the post's own
page and what it says to machines (meta), those before a listing or a sitemap, these before the
archive page (which may come from an old cache), and the address last. The interval is the
intersection of all statements; one that contradicts the better one is ignored, unless it shows
that the owner has dated a known post anew (`Published.agrees`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, cast, get_args

from newsportal.chinese.dates import Moment, Precision
from newsportal.items import Post

Source = Literal["feed", "page", "meta", "listing", "sitemap", "archive", "url"]
"""The kinds of pages that tell the time of a post, the most trusted first."""

_SLACK = timedelta(hours=1)
_AHEAD = timedelta(minutes=2)  # for clocks within one portal
_MAKING = timedelta(seconds=1)  # between the making of a page and the time in its Date header
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

    @classmethod
    def of(cls, moment: Moment, source: Source) -> Published:
        """Return what *moment*, printed on a page of kind *source*, says.

        An open moment (刚刚) is a bound only: the theme prints it for anything in the future.
        """
        precision = None if moment.latest is None else moment.precision
        earliest = moment.earliest - _MAKING if moment.relative else moment.earliest
        return cls(moment.at, precision, earliest, moment.latest, source, moment.relative)

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

    def merge(self, other: Published) -> Published:
        """Return the better of the two, its interval narrowed by the other one."""
        best, rest = sorted((self, other), key=_rank)
        earliest = max(best.earliest, rest.earliest)
        ends = [end for end in (best.latest, rest.latest) if end is not None]
        latest = min(ends, default=None)
        if latest is not None and earliest > latest:
            return best
        at = max(best.at, earliest)
        if latest is not None:
            at = min(at, latest)
        return replace(best, at=at, earliest=earliest, latest=latest)

    def agrees(self, other: Published | None) -> bool:
        """Tell whether both can be true, give or take an hour for clocks and caches."""
        if other is None:
            return True
        ends = (self.latest, other.earliest), (other.latest, self.earliest)
        return all(end is None or start - end <= _SLACK for end, start in ends)

    def between(self, older: Published | None, newer: Published | None) -> Published:
        """Return the same with its interval narrowed by the posts before and after it in time."""
        earliest, latest = self.earliest, self.latest
        if older is not None:
            earliest = max(earliest, older.earliest)
        if newer is not None and newer.latest is not None:
            latest = newer.latest if latest is None else min(latest, newer.latest)
        if latest is None:
            return replace(self, at=max(self.at, earliest), earliest=earliest)
        if earliest > latest:
            return self
        at = min(max(self.at, earliest), latest)
        return replace(self, at=at, earliest=earliest, latest=latest)

    def disorders(self, older: Published | None, newer: Published | None) -> int:
        """Return how many of its neighbours surely lie on the wrong side of it."""
        later = older is not None and self.latest is not None and older.earliest > self.latest
        sooner = newer is not None and newer.latest is not None and newer.latest < self.earliest
        return later + sooner

    def after(self, known: Published | None, *, revised: bool) -> Published:
        """Return what is known of a post whose page says this, and was known so far.

        Where a page that was archived already contradicts it, its owner has changed the date.
        """
        if known is None or (revised and not self.agrees(known)):
            return self
        return self.merge(known)

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
