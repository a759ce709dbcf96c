"""Titles on lists that lead to other hosts below the portal's domain: columns of their own.

They are archived only where a person names the host; that there are any is said. Where the front
page says that it is another host's, its titles lead there: the portal was called by another name.
"""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import urlsplit

from scrapy.http import TextResponse

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text
from newsportal.pages.page import Page
from newsportal.pages.site import Site

_TITLE = lazy(r"(?:[^\u3400-\u9fff]*[\u3400-\u9fff]){9}")
# Where a portal stands once more, and what is no news of it
_TWINS = frozenset("www m wap mobile 3g touch tw big5 en mail oa login passport bbs".split())
_ENOUGH = 3  # titles; one or two are an advertisement's
_REMEMBERED = 10_000


class OtherHosts:
    """Counts the titles that lists of a portal show on each of its other hosts."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._named: dict[str, set[str]] = defaultdict(set)
        self._proper: set[str] = set()
        self._root = ""
        """Where the front page says that it is, "" where it is this portal's."""

    def see(self, response: TextResponse) -> None:
        """Take a page of a list."""
        domain = (urlsplit(self._site.root).hostname or "").removeprefix("www.")
        if response.url == self._site.root:
            self._root = self._says_it_is(Page.of(response).canonical)
        for link in Page.of(response).root.iter("a"):
            href = (link.get("href") or "").strip()
            if self._root and href.startswith(self._root):
                if _TITLE.match(clean_text("".join(link.itertext()))):
                    self._proper.add(href)
                continue
            if f".{domain}" not in href or self._site.holds(href):
                continue
            try:
                host = urlsplit(href).hostname or ""
            except ValueError:
                continue
            below = host.removesuffix(f".{domain}")
            if below == host or below in _TWINS or len(self._named[host]) >= _REMEMBERED:
                continue
            if _TITLE.match(clean_text("".join(link.itertext()))):
                self._named[host].add(href)

    def _says_it_is(self, canonical: str) -> str:
        """Return the root of another portal that a canonical address names, "" else."""
        try:
            scheme, host, *_ = urlsplit(canonical)
        except ValueError:
            return ""
        root = f"{scheme}://{host}/"
        return "" if not (scheme and host) or self._site.holds(root) else root

    @property
    def name(self) -> str:
        """What is wrong where the portal has another name, "" where it has not."""
        if len(self._proper) < _ENOUGH:
            return ""
        return (
            f"its own address is {self._root} by its front page, and {len(self._proper)} titles"
            f" lead there; run with -a portal={self._root}"
        )

    @property
    def line(self) -> str:
        """What people are told, "" where there is nothing to tell."""
        named = {host: urls for host, urls in self._named.items() if len(urls) >= _ENOUGH}
        if not named:
            return ""
        hosts = ", ".join(f'"{host}"' for host in sorted(named))
        return (
            f"lists show {sum(map(len, named.values()))} titles on other hosts of the portal, which"
            f" were not read; portal.toml takes them in: hosts = [{hosts}]"
        )
