"""Wrong settings are named before a run begins, as wrong arguments are."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping
from typing import Any

from newsportal.runs.contact import contact_fault
from newsportal.runs.durations import bounds_of, waits_of
from newsportal.runs.media_options import kinds_of, store_of
from newsportal.suggestions import did_you_mean

_NOT_SETTINGS = ("NEWSPORTAL_LANG", "NEWSPORTAL_LEASE")
_COUNTS = ("NEWSPORTAL_DAY_FEEDS", "NEWSPORTAL_MEDIA_SIZE", "NEWSPORTAL_WARC_SIZE")
_SWITCHES = ("NEWSPORTAL_LOG_JSON", "NEWSPORTAL_WARC")
_AMOUNTS = ("NEWSPORTAL_REMOVAL_HOURS",)
_ALERTS = "NEWSPORTAL_ALERT_"
# Scrapy's own, which it would take as they come and fail with a traceback
_NUMBERS = (
    "AUTOTHROTTLE_MAX_DELAY", "AUTOTHROTTLE_START_DELAY", "CONCURRENT_REQUESTS",
    "CONCURRENT_REQUESTS_PER_DOMAIN", "DOWNLOAD_DELAY", "DOWNLOAD_MAXSIZE", "DOWNLOAD_TIMEOUT",
    "RETRY_TIMES",
)  # fmt: skip
_PREFIX = "NEWSPORTAL_"


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
    for name in _NUMBERS:
        try:
            good = float(settings[name]) >= 0
        except (TypeError, ValueError):
            good = False
        if not good:
            yield f"{name}={settings[name]}: use a number, 0 or more"
    for name in _COUNTS:
        if not str(settings[name]).isdecimal():
            yield f"{name}={settings[name]}: use a whole number, 0 or more"
    for name in _SWITCHES:
        if str(settings[name]).lower() not in ("0", "1", "true", "false"):
            yield f"{name}={settings[name]}: use 0 or 1"
    for name in (*_AMOUNTS, *sorted(name for name in settings if name.startswith(_ALERTS))):
        try:
            number = float(settings[name])
        except (TypeError, ValueError):
            number = -1
        if not (math.isfinite(number) and number >= 0):
            yield f"{name}={settings[name]}: use a number, 0 or more"
    if settings["NEWSPORTAL_COMMENTS"] not in ("page", "all"):
        yield f"NEWSPORTAL_COMMENTS={settings['NEWSPORTAL_COMMENTS']}: use page or all"
    try:
        kinds_of(settings["NEWSPORTAL_MEDIA"])
    except ValueError as error:
        yield f"NEWSPORTAL_MEDIA={error}"
    try:
        store_of(settings["NEWSPORTAL_MEDIA_STORE"])
    except ValueError as error:
        yield f"NEWSPORTAL_MEDIA_STORE={error}"
    try:
        waits_of(settings["NEWSPORTAL_REVISITS"])
    except ValueError as error:
        yield f"NEWSPORTAL_REVISITS: {error}"
    try:
        bounds_of(settings["NEWSPORTAL_WARC_KEEP"])
    except ValueError as error:
        yield f"NEWSPORTAL_WARC_KEEP: {error}"
    if settings["NEWSPORTAL_WEBHOOK"]:
        from newsportal.runs.notifications.webhook import checked

        try:
            checked(settings["NEWSPORTAL_WEBHOOK"])
        except ValueError as error:
            yield str(error)
    if settings["NEWSPORTAL_NOTIFY"]:
        from newsportal.runs.notifications import notify

        try:
            notify.checked(settings["NEWSPORTAL_NOTIFY"])
        except (ValueError, ImportError) as error:
            yield str(error)
