"""Tells people of news and of trouble, where they are: 钉钉, 企业微信, 飞书, Slack, mail and more.

The library apprise knows the services by their addresses. A run without news is not told. Trouble
is told once, again after a day if it lasts, and once more when it is over.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from newsportal.language.chosen import local
from newsportal.runs.run import OK
from newsportal.state.file.durable import write_whole

logger = logging.getLogger(__name__)

_AGAIN = timedelta(days=1)
_TOLD = "notified.json"


def checked(addresses: str) -> None:
    """Raise ValueError, without the secrets in them, if an address is of no known service.

    Raises ImportError, which says how to get it, if the library is missing.
    """
    services = _services(addresses)
    if len(services) != len(addresses.split()):
        raise ValueError(
            "NEWSPORTAL_NOTIFY: an address is of no service that apprise knows; such are"
            " dingtalk://TOKEN, wecombot://KEY, feishu://TOKEN, slack://..., mailto://..."
        )


def tell(addresses: str, summary: Mapping[str, Any], folder: Path) -> bool:
    """Tell how a run ended, if people should know; *folder* keeps what they were told last.

    Return whether something was told. A failure is logged, without the addresses.
    """
    path = folder / _TOLD
    before = _read(path)
    trouble = _kind(summary["outcome"]) if summary["exit_status"] != OK else ""
    now = datetime.now(UTC)
    if trouble:
        lasts = trouble == before.get("trouble") and now - before["at"] < _AGAIN
        title = None if lasts else f"{summary['portal']}: {local(summary['outcome'])}"
    elif before.get("trouble"):
        title = local(f"{summary['portal']} is well again: {summary['outcome']}")
    else:
        news = summary["new"] + summary["changed"] + summary["removed"]
        title = f"{summary['portal']}: {local(summary['outcome'])}" if news else None
    if title is None or not _send(addresses, f"newsportal: {title}", summary):
        return False
    if trouble or before.get("trouble"):
        write_whole(path, json.dumps({"trouble": trouble, "at": now.isoformat()}) + "\n")
    return True


def _kind(outcome: str) -> str:
    """Return what stays the same of a trouble that lasts: counts and addresses change.

    >>> _kind("3 pages could not be read, first http://a.example/7.html: status 500")
    '# pages could not be read, first #: status #'
    """
    return re.sub(r"https?://[^\s,;]+?(?=:?(?:[\s,;]|$))|[0-9][0-9.,:]*", "#", outcome)


def _read(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return {"trouble": str(told["trouble"]), "at": datetime.fromisoformat(told["at"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _send(addresses: str, title: str, summary: Mapping[str, Any]) -> bool:
    lines = [local(str(alert["message"])) for alert in summary.get("alerts", ())]
    lines += [local(f"{summary['posts']} posts"), str(summary["report"] or "")]
    told = bool(_services(addresses).notify(title=title, body="\n".join(filter(None, lines))))
    if not told:
        logger.error("NEWSPORTAL_NOTIFY: a service did not take the message")
    return told


def _services(addresses: str) -> Any:
    try:
        import apprise
    except ImportError as error:
        raise ImportError(
            'NEWSPORTAL_NOTIFY needs the library apprise: pip install "newsportal[notify]"'
        ) from error
    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its lines name addresses
    services = apprise.Apprise()
    for address in addresses.split():
        services.add(address)
    return services
