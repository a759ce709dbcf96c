"""Whose record is it? A portal's own are those of its hosts, today's and former ones."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from newsportal.pages.site import Site
from newsportal.pages.urls import bare_address
from newsportal.runs.accounts import accounts, read_account


class PortalHosts:
    """The addresses at which a portal is, and was."""

    def __init__(self, site: Site, former: Iterable[str] = ()) -> None:
        """*former* are root URLs of hosts at which it was."""
        self.site = site
        others = {
            bare_address(root): root
            for root in former
            if bare_address(root) != bare_address(site.root)
        }
        self.former = list(others.values())
        self._sites = [site, *(Site.of(root, site.platform) for root in self.former)]
        # Each record's own address is asked for several times, and neighbours name one another.
        self._key = lru_cache(maxsize=8192)(self._key_of)
        self._learnt = [site.platform for site in self._sites]

    def key(self, url: str) -> str | None:
        """Return by which key the state has the page at *url*, None if it is another portal's.

        >>> hosts = PortalHosts(Site.of("http://new.example/"), ["http://old.example/"])
        >>> hosts.key("http://old.example/post/7.html"), hosts.key("http://new.example/post/7.html")
        ('post/7.html', 'post/7.html')
        >>> hosts.key("http://elsewhere.example/post/7.html") is None
        True
        """
        platforms = [site.platform for site in self._sites]
        if platforms != self._learnt:  # they learn from what they see: a key is as of today
            self._key.cache_clear()
            self._learnt = platforms
        return self._key(url)

    def _key_of(self, url: str) -> str | None:
        for site in self._sites:
            site.learn([url])
            if (canonical := site.canonical(url) or site.file(url)) is not None:
                return site.key(canonical)
        return None


def roots_in_reports(folder: Path) -> list[str]:
    """Return the portal's addresses that the reports of an archive's runs document."""
    roots = []
    for path in reversed(accounts(folder)):
        try:
            roots.append(Site.of(read_account(path)["portal"]).root)
        except (ValueError, KeyError, TypeError, AttributeError):
            continue  # this report documents nothing
    return roots
