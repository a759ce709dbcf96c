"""Tells people of news and of trouble, where they are: 钉钉, 企业微信, 飞书, Slack, mail and more.

The library apprise knows the services by their addresses; the first three need it not. A run
without news is not told. A trouble is told once a day at most, also where it comes and goes, and
once more when it is over.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from newsportal.extras import command_for
from newsportal.language.chosen import local
from newsportal.runs.notifications import robots
from newsportal.runs.notifications.robots import parse
from newsportal.runs.run import OK
from newsportal.state.file.durable import write_whole

logger = logging.getLogger(__name__)

_AGAIN = timedelta(days=1)
_TOLD = "notified.json"


def checked(addresses: str) -> None:
    """Raise ValueError, without the secrets in them, if an address is of no known service.

    Raises ImportError, which says how to get it, if the library is missing.
    """
    others = [address for address in addresses.split() if parse(address) is None]
    if others and len(_services(others)) != len(others):
        raise ValueError(
            "NEWSPORTAL_NOTIFY: an address is of no service that apprise knows; such are"
            " dingtalk://TOKEN, wecombot://KEY, feishu://TOKEN, slack://..., mailto://..."
        )


def tell(addresses: str, summary: Mapping[str, Any], folder: Path) -> bool:
    """Tell how a run ended, if people should know; *folder* keeps what they were told last.

    Return whether something was told. A failure is logged, without the addresses.
    """
    path = folder / _TOLD
    now = datetime.now(UTC)
    told, open_ = _read(path)
    told = {kind: at for kind, at in told.items() if now - at < _AGAIN}
    trouble = _kind(summary["outcome"]) if summary["exit_status"] != OK else ""
    if trouble:
        title = None if trouble in told else f"{summary['portal']}: {local(summary['outcome'])}"
    elif open_:
        title = local(f"{summary['portal']} is well again: {summary['outcome']}")
    else:
        news = summary["new"] + summary["changed"] + summary["removed"]
        title = f"{summary['portal']}: {local(summary['outcome'])}" if news else None
    if title is None or not _send(addresses, f"newsportal: {title}", summary):
        return False
    if trouble or open_:
        told |= {trouble: now} if trouble else {}
        times = {kind: at.isoformat() for kind, at in told.items()}
        write_whole(path, json.dumps({"told": times, "open": bool(trouble)}) + "\n")
    return True


def _kind(outcome: str) -> str:
    """Return what stays the same of a trouble that lasts: counts and addresses change.

    >>> _kind("3 pages could not be read, first http://a.example/7.html: status 500")
    '# pages could not be read, first #: status #'
    """
    return re.sub(r"https?://[^\s,;]+?(?=:?(?:[\s,;]|$))|[0-9][0-9.,:]*", "#", outcome)


def _read(path: Path) -> tuple[dict[str, datetime], bool]:
    """Return which troubles were told and when, and whether the last is not yet over."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        told = {kind: datetime.fromisoformat(at) for kind, at in kept["told"].items()}
        return told, bool(kept["open"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}, False


def _send(addresses: str, title: str, summary: Mapping[str, Any]) -> bool:
    """Tell everybody; return whether anybody was told: one service away is no reason to repeat."""
    lines = [local(str(alert["message"])) for alert in summary.get("alerts", ())]
    lines += [local(f"{summary['posts']} posts"), str(summary["report"] or "")]
    body = "\n".join(filter(None, lines))
    taken, others = [], []
    for address in addresses.split():
        if robot := parse(address):
            taken.append(robots.tell(robot, f"{title}\n{body}"))
        else:
            others.append(address)
    for service in _services(others) if others else ():
        taken.append(bool(service.notify(title=title, body=body)))
        if not taken[-1]:
            logger.error("NEWSPORTAL_NOTIFY: %s did not take the message", service.service_name)
    return any(taken)


def _services(addresses: Sequence[str]) -> Any:
    try:
        import apprise
    except ImportError as error:
        raise ImportError(
            f"NEWSPORTAL_NOTIFY needs the library apprise: {command_for('notify')}"
        ) from error
    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its lines name addresses
    services = apprise.Apprise()
    for address in addresses:
        services.add(address)
    return services
