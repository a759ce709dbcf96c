"""How a portal's addresses looked when a page was stored, told again to a `Site`."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from newsportal.pages.platform import UNKNOWN, Platform
from newsportal.pages.site import Site
from newsportal.pagestore.notes import AddressesNote
from newsportal.platforms.generic import GenericPlatform
from newsportal.platforms.zblog import ZBlog

_PLATFORMS: dict[str, Any] = {made.name: made for made in (ZBlog, GenericPlatform)}


def apply_addresses(site: Site, addresses: AddressesNote) -> None:
    """Let *site* name pages as it did then."""
    site.root, site.platform = addresses.root, _platform(addresses)


def _platform(addresses: AddressesNote) -> Platform:
    if (made := _PLATFORMS.get(addresses.platform)) is None:
        return UNKNOWN
    known = {field.name for field in fields(made)}
    traits = {
        name: frozenset(value) if isinstance(value, list) else value
        for name, value in addresses.traits.items()
        if name in known
    }
    platform: Platform = made(**traits)
    return platform
