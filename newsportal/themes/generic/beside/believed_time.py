"""Which of all the times that a page states is to be believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from newsportal.chinese.dates import Moment
from newsportal.themes.generic.moments import Statement

_ZONES = timedelta(hours=14)
_EXACT = ("second", "minute")
_MINUTE = timedelta(minutes=1)


def best(statements: list[Statement], address: Statement | None = None) -> Statement | None:
    """Return the statement to believe, made as fine as others that agree allow.

    What software writes as UTC is not where printed day and *address* agree on another day.
    """
    chosen: Statement | None = None
    for each in statements:
        if chosen is None or (chosen.moment.relative and not each.moment.relative):
            chosen = each
        elif _agree(chosen.moment, each.moment):
            if _length(each.moment) < _length(chosen.moment):
                chosen = each
        elif _completes(each, chosen) and not (each.is_utc and _agrees(chosen, address)):
            chosen = each
    return chosen if chosen is None else _judged(chosen, statements, address)


def _judged(chosen: Statement, statements: list[Statement], address: Statement | None) -> Statement:
    """Return the *chosen* statement with what printed day and *address* make of a time of UTC."""
    exact = next((each for each in statements if each.is_utc), None)
    day = next((each for each in statements if each.route == "page"), None)
    if exact is None or day is None or exact.moment.precision not in _EXACT:
        return chosen
    if chosen not in (exact, day) or day.changed or day.yearless:
        return chosen
    if day.moment.precision in _EXACT:
        return _to_the_minute(chosen, day, exact)
    dated = _agrees(day, address)
    if address is not None and not dated:
        return chosen
    at = exact.moment.at
    here = _as_local(at)
    ends = day.moment.earliest, day.moment.latest or day.moment.at
    if ends[0] <= here <= ends[1]:
        told: Literal["open", "apart", "wrong"] = "wrong" if dated else "apart"
        if ends[0] <= at <= ends[1]:
            told = "open"
        return replace(chosen, called_utc=told)
    return replace(chosen, called_utc="right") if ends[0] <= at <= ends[1] else chosen


def _to_the_minute(chosen: Statement, day: Statement, exact: Statement) -> Statement:
    """Return what a time that is printed to the minute makes of one that is called UTC.

    Printed as it is called, it may be local with a wrong name, as well as one of UTC: the portal's
    other pages tell.
    """
    printed, at = day.moment.at, exact.moment.at
    if abs(_as_local(at) - printed) < _MINUTE:
        return replace(day, called_utc="printed")
    return replace(chosen, called_utc="local") if abs(at - printed) < _MINUTE else chosen


def _as_local(at: datetime) -> datetime:
    """Return what its clock in UTC shows, as a local time."""
    return at.astimezone(UTC).replace(tzinfo=at.tzinfo)


def _agrees(chosen: Statement, address: Statement | None) -> bool:
    """Tell whether a printed day is that of the *address*."""
    if address is None or chosen.moment.precision != "day" or chosen.changed or chosen.yearless:
        return False
    return _agree(chosen.moment, address.moment)


def _completes(each: Statement, chosen: Statement) -> bool:
    """Tell whether a statement says what *chosen* left open: when it was first, year, zone."""
    if chosen.changed and not each.changed:
        return each.moment.earliest < chosen.moment.earliest
    if chosen.yearless and not each.yearless:
        return _same_day(chosen.moment, each.moment)
    return each.zoned and not chosen.zoned and _zones_apart(chosen.moment, each.moment)


def _agree(one: Moment, other: Moment) -> bool:
    ends = (one.latest, other.earliest), (other.latest, one.earliest)
    return all(end is None or start <= end for end, start in ends)


def _same_day(one: Moment, other: Moment) -> bool:
    """Tell whether two moments are one day of different years, give or take a time zone."""
    day = other.at.astimezone(one.at.tzinfo)
    apart = day.timetuple().tm_yday - one.at.timetuple().tm_yday
    return apart in (-1, 0, 1)


def _length(moment: Moment) -> timedelta:
    return (moment.latest or datetime.max.replace(tzinfo=UTC)) - moment.earliest


def _zones_apart(printed: Moment, exact: Moment) -> bool:
    """Tell whether *printed* may be *exact* by the clock of another time zone."""
    if printed.precision == "day":
        return abs(exact.at - printed.at) <= _ZONES + timedelta(days=1)
    apart = abs(exact.at - printed.at)
    return apart <= _ZONES and apart % timedelta(minutes=30) < timedelta(minutes=1)
