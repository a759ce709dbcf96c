"""Wrong settings are named before a run begins, as wrong arguments are."""

from __future__ import annotations

import logging
import math
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from scrapy.settings import default_settings

from newsportal.pages.site import Site
from newsportal.runs.contact import contact_fault
from newsportal.runs.durations import bounds_of, waits_of
from newsportal.runs.media_options import kinds_of, store_of
from newsportal.suggestions import did_you_mean

_NOT_SETTINGS = ("NEWSPORTAL_LANG", "NEWSPORTAL_LEASE")
_COUNTS = ("NEWSPORTAL_DAY_FEEDS", "NEWSPORTAL_MEDIA_SIZE", "NEWSPORTAL_WARC_SIZE")
_SWITCHES = ("NEWSPORTAL_LOG_JSON", "NEWSPORTAL_WARC")
_SWITCHED = ("0", "1", "True", "False", "true", "false")  # as Scrapy reads them
_AMOUNTS = ("NEWSPORTAL_REMOVAL_HOURS",)
_ALERTS = "NEWSPORTAL_ALERT_"
_MAY_BE_BELOW_0 = ("PRIORITY", "PRIORITY_ADJUST")  # ends of names
_PREFIX = "NEWSPORTAL_"
# What is read by a function of its own, and what stands between name and complaint
_READERS: tuple[tuple[str, str, Callable[[Any], object]], ...] = (
    ("NEWSPORTAL_MEDIA", "=", kinds_of),
    ("NEWSPORTAL_MEDIA_STORE", "=", store_of),
    ("NEWSPORTAL_REVISITS", ": ", waits_of),
    ("NEWSPORTAL_URL", ": ", lambda url: url and Site.of(url)),  # the portal may be an argument
    ("NEWSPORTAL_WARC_KEEP", ": ", bounds_of),
)


def check(settings: Mapping[str, Any]) -> None:
    """Raise ValueError that names every wrong setting of ours."""
    if faults := list(_faults(settings)):
        raise ValueError("; ".join(faults))


def check_portal(settings: Mapping[str, Any], portal: str) -> None:
    """Raise ValueError where this portal must not be asked with such settings."""
    if fault := contact_fault(settings, portal):
        raise ValueError(fault)


def _misspelt(settings: Mapping[str, Any]) -> Iterator[str]:
    """Name settings that nobody reads; of the environment only those that are nearly right."""
    from newsportal import settings as defaults  # late: it reads the environment

    known = [name for name in vars(defaults) if name.startswith(_PREFIX)]
    for name in settings:
        if name.startswith(_PREFIX) and name not in known:
            yield f"{name}: there is no such setting{did_you_mean(name, known)}"
    strange = {name for name in os.environ if name.startswith(_PREFIX)} - {*known, *_NOT_SETTINGS}
    for name in sorted(strange):
        if question := did_you_mean(name, known, slips=8):
            yield f"{name}: there is no such variable{question}"


def _faults(settings: Mapping[str, Any]) -> Iterator[str]:
    yield from _misspelt(settings)
    if not str(settings["NEWSPORTAL_DATA_DIR"] or "").strip():
        yield "NEWSPORTAL_DATA_DIR is empty: name a folder for the archives, or leave it out: data"
    yield from _wrong_for_scrapy(settings)
    yield from _out_of_range(settings)
    yield from _unreadable(settings)
    yield from _no_addresses(settings)


def _wrong_for_scrapy(settings: Mapping[str, Any]) -> Iterator[str]:
    """Name what Scrapy would take as it comes, and fail on with a traceback."""
    for name, default in vars(default_settings).items():
        value = settings[name]
        if not isinstance(value, str) or not isinstance(default, bool | int | float):
            continue
        if isinstance(default, bool):
            if value not in _SWITCHED:
                yield f"{name}={value}: use 0 or 1"
        elif not _is_amount(value, -math.inf if name.endswith(_MAY_BE_BELOW_0) else 0):
            yield f"{name}={value}: use a number, 0 or more"
    level, file = settings["LOG_LEVEL"], settings["LOG_FILE"]
    if isinstance(level, str) and level not in (levels := logging.getLevelNamesMapping()):
        yield f"LOG_LEVEL={level}: use one of {', '.join(levels)}"
    if file and not os.access(Path(file).absolute().parent, os.W_OK | os.X_OK):
        yield f"LOG_FILE={file}: no folder that can be written into"


def _out_of_range(settings: Mapping[str, Any]) -> Iterator[str]:
    """Name what is no such number, or none of the words that there are."""
    thresholds = sorted(name for name in settings if name.startswith(_ALERTS))
    for name in (*_AMOUNTS, *thresholds):
        if not _is_amount(settings[name]):
            yield f"{name}={settings[name]}: use a number, 0 or more"
    for name in _COUNTS:
        if not str(settings[name]).isdecimal():
            yield f"{name}={settings[name]}: use a whole number, 0 or more"
    for name in _SWITCHES:
        if str(settings[name]) not in _SWITCHED:
            yield f"{name}={settings[name]}: use 0 or 1"
    if settings["NEWSPORTAL_COMMENTS"] not in ("page", "all"):
        yield f"NEWSPORTAL_COMMENTS={settings['NEWSPORTAL_COMMENTS']}: use page or all"


def _is_amount(value: Any, least: float = 0) -> bool:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return False
    return math.isfinite(number) and number >= least


def _unreadable(settings: Mapping[str, Any]) -> Iterator[str]:
    """Name what the function that will read it cannot read."""
    for name, sign, read in _READERS:
        try:
            read(settings[name])
        except ValueError as error:
            yield f"{name}{sign}{error}"


def _no_addresses(settings: Mapping[str, Any]) -> Iterator[str]:
    """Name addresses to which the end of a run cannot be told; what is unused is not imported."""
    for name, check_addresses in (("WEBHOOK", _check_webhook), ("NOTIFY", _check_notify)):
        try:
            if addresses := settings[f"{_PREFIX}{name}"]:
                check_addresses(addresses)
        except (ValueError, ImportError) as error:
            yield str(error)


def _check_webhook(url: str) -> None:
    from newsportal.runs.notifications.webhook import checked

    checked(url)


def _check_notify(addresses: str) -> None:
    from newsportal.runs.notifications.notify import checked

    checked(addresses)
