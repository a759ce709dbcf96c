"""Wrong settings are named before a run begins, as wrong arguments are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

_COUNTS = ("NEWSPORTAL_DAY_FEEDS", "NEWSPORTAL_WARC_SIZE")
_SWITCHES = ("NEWSPORTAL_LOG_JSON", "NEWSPORTAL_WARC")
_AMOUNTS = ("NEWSPORTAL_REMOVAL_HOURS",)
_ALERTS = "NEWSPORTAL_ALERT_"


def check(settings: Mapping[str, Any]) -> None:
    """Raise ValueError that names every wrong setting of ours."""
    if faults := list(_faults(settings)):
        raise ValueError("; ".join(faults))


def _faults(settings: Mapping[str, Any]) -> Iterator[str]:
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
    if settings["NEWSPORTAL_WEBHOOK"]:
        from newsportal.runs.webhook import checked

        try:
            checked(settings["NEWSPORTAL_WEBHOOK"])
        except ValueError as error:
            yield str(error)
    if settings["NEWSPORTAL_NOTIFY"]:
        from newsportal.runs import notify

        try:
            notify.checked(settings["NEWSPORTAL_NOTIFY"])
        except (ValueError, ImportError) as error:
            yield str(error)
