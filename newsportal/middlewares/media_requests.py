"""Requests for pictures and files, which may lead off the portal, and what is told apart of them.

Each host that is not the portal's has manners of its own: its robots.txt, its delay, its
``Retry-After``. What it answers says nothing of the portal, and is no page.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from scrapy import Request

from newsportal.pages.site import Site

MEDIUM = "newsportal_medium"
"""The key in ``meta`` that marks a request for a medium, and one for robots.txt on its behalf."""
MANNERS = {MEDIUM: True, "dont_retry": True, "autothrottle_dont_adjust_delay": True}
"""What such requests have in ``meta``: a later run asks again, and delays are each host's own."""

_NAT64 = bytes.fromhex("0064ff9b") + bytes(8)


def is_medium(request: Request) -> bool:
    """Tell whether a request is for a medium, or for the robots.txt of its host."""
    return MEDIUM in request.meta


def is_foreign(request: Request, site: Site) -> bool:
    """Tell whether a request for a medium leads off the portal."""
    return is_medium(request) and not site.holds(request.url)


def why_not(url: str, site: Site) -> str | None:
    """Return why a medium must not be asked for at an address; None if it may, as far as it shows.

    Names are looked up later: `PortalResolver` says whether they lead to public addresses.

    >>> site = Site.of("http://127.0.0.1:8000/")
    >>> why_not("http://127.0.0.1:8000/a.jpg", site), why_not("http://93.184.215.14/a.jpg", site)
    (None, None)
    >>> why_not("http://127.0.0.1:9000/a.jpg", site), why_not("ftp://cdn.example/a.jpg", site)
    ('127.0.0.1 is not a public address', 'it is no web address')
    """
    if site.holds(url):
        return None
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "it is no web address"
    plain = "@" not in parts.netloc and "\\" not in parts.netloc
    if parts.scheme not in ("http", "https") or not host or not plain:
        return "it is no web address"
    try:
        address = ip_address(host)
    except ValueError:
        return None
    return None if is_public(address) else f"{host} is not a public address"


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address is of the public internet, and of one host.

    >>> [is_public(ip_address(text)) for text in ("93.184.215.14", "2606:2800::1")]
    [True, True]
    >>> inside = "127.0.0.1", "10.0.0.5", "169.254.169.254", "100.64.0.1", "224.0.0.1", "::1"
    >>> any(is_public(ip_address(text)) for text in inside)
    False
    >>> within = "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "fe80::1", "fd00::1"
    >>> any(is_public(ip_address(text)) for text in within)
    False
    """
    if isinstance(address, IPv6Address):
        within = address.ipv4_mapped or address.sixtofour
        if address.packed.startswith(_NAT64):
            within = IPv4Address(address.packed[-4:])
        if within is not None and not is_public(within):
            return False
    return address.is_global and not address.is_multicast
