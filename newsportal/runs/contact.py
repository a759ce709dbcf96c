"""Whether a portal can tell who crawls it: the contact address in the User-Agent."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

# Agents with one of these words in them are served the mobile pages of the theme.
MOBILE = tuple(
    "linux android mobile iphone ipad ipod opera kindle blackberry phone symbian".split()
)
_PLACEHOLDER = "newsportal@example.org"


def contact_fault(settings: Mapping[str, Any], portal: str) -> str | None:
    """Say why a portal cannot be asked with this contact address; one's own machine always can."""
    contact, agent = str(settings["NEWSPORTAL_CONTACT"] or ""), str(settings["USER_AGENT"] or "")
    if _is_loopback(portal):
        return None
    if not contact.strip():
        return "NEWSPORTAL_CONTACT is empty: give an address at which its owner can reach you"
    for name, value in (("NEWSPORTAL_CONTACT", contact), ("USER_AGENT", agent)):
        if not value.isascii() or not value.isprintable():
            return f"{name}={value}: use ASCII characters only, as HTTP headers do"
        if word := next((word for word in MOBILE if word in value.lower()), None):
            return f"{name}={value}: portals serve their mobile pages to agents with {word!r} in it"
    return None


def contact_warning(settings: Mapping[str, Any], portal: str) -> str | None:
    """Say that nobody has set the contact address, where somebody else's portal is asked."""
    if _is_loopback(portal) or settings["NEWSPORTAL_CONTACT"] != _PLACEHOLDER:
        return None
    return (
        f"NEWSPORTAL_CONTACT is not set: the portal is told {_PLACEHOLDER}, where nobody can be"
        " reached; give an address of yours"
    )


def _is_loopback(portal: str) -> bool:
    """Tell whether a portal is on this machine.

    >>> _is_loopback("http://127.0.0.1:8765/"), _is_loopback("http://news.example/")
    (True, False)
    """
    host = urlsplit(portal).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
