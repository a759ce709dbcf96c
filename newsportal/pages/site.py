"""Which address is which page: one portal, one canonical URL a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from w3lib.url import canonicalize_url

from newsportal.pages.attachments import is_file
from newsportal.pages.platform import UNKNOWN, Platform
from newsportal.pages.urls import bare_address, resolved_path, slashed, without_steps

# Files that are no pages. XML may be a list that a stylesheet shows, unless it is called a feed.
_NO_PAGE = re.compile(
    r"""(?: robots\.txt$ | (?=.*\.xml$)(?:.*/)?
    (?:[^/]*(?:sitemap|rss|feed|atom|opml)[^/]*\.xml$
    | (?<!/)(?:index|[^/]*(?:manifest|search))\.xml$)
    | .*\.(?:rss|atom|css|js|json|jpe?g|png|gif|webp|bmp|svg|ico|swf|mp[34]|m4a|avi|mov|flv|zip|rar
    |7z|gz|pdf|docx?|xlsx?|pptx?|apk|exe|txt)$ )""",
    re.VERBOSE | re.IGNORECASE,
)
_HOST_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")  # names a folder, too
_PATH_PARAMETERS = re.compile(r";[^/]*")  # ;jsessionid=...
_PRINTED = "".join(map(chr, range(0x20, 0x7F)))
# A path in which nothing can be written in two ways
_PLAIN_PATH = re.compile(r"[\w-]+(?:[/.][\w-]+)*/?", re.ASCII)
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(slots=True)
class Site:
    """A portal by its root URL, which ends with a slash.

    >>> site = Site.of("http://news.example")
    >>> site.canonical("a/../post/7.html#cmt3"), site.key("http://news.example/?id=7")
    ('http://news.example/post/7.html', '?id=7')
    >>> site.canonical("http://elsewhere.example/post/7.html") is None
    True
    """

    root: str
    platform: Platform = UNKNOWN
    hosts: tuple[str, ...] = ()
    """Further hosts of the same portal; the keys of their pages are whole addresses."""

    @classmethod
    def of(cls, url: str, platform: Platform = UNKNOWN) -> Site:
        """Return the site whose front page is *url*; ValueError says what is wrong with it."""
        parts = urlsplit(url.strip())
        if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
            bare = re.fullmatch(r"[\w-]+(\.[\w-]+)+(:\d+)?(/.*)?", url.strip())
            meant = f"; did you mean https://{url.strip()}?" if bare else ""
            raise ValueError(f"{url!r} is not an http:// or https:// address{meant}")
        if parts.query or parts.fragment or "@" in parts.netloc:
            raise ValueError(f"{url!r} must be the portal's front page, without ?, # and @")
        port = parts.port  # raises ValueError for a port out of range
        path = parts.path.removesuffix("index.php")
        if not path.endswith("/"):
            if "." in path.rpartition("/")[2]:
                raise ValueError(f"{url!r} must be the portal's front page, not a page below it")
            path += "/"
        name = parts.hostname.removesuffix(".")  # a domain's end may be written
        host = name.encode("idna").decode() if ":" not in name else ""
        if host and not _HOST_NAME.fullmatch(host):
            raise ValueError(f"{url!r} has no host name")
        host = host or f"[{name}]"
        netloc = host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
        return cls(f"{parts.scheme}://{netloc}{path}", platform)

    def learn(self, links: Iterable[str]) -> None:
        """See from the portal's own links how its addresses are built."""
        self.platform = self.platform.learn(links)

    def move(self, asked: str, arrived: str) -> bool:
        """Follow a redirect of a page of the portal to another scheme, to www or the bare host.

        >>> site = Site.of("http://news.example/")
        >>> site.move("http://news.example/feed.php", "https://www.news.example/feed.php")
        True
        >>> site.root
        'https://www.news.example/'

        What leads to a login, which knows where one came from, is no move.

        >>> site.move(site.root + "feed.php", site.root + "login?to=/feed.php")
        False
        """
        path, _, query = asked.removeprefix(self.root).partition("?")
        there = urlsplit(arrived)
        same = there.path.endswith(f"/{path}") and there.query == query
        if not asked.startswith(self.root) or not same:
            return False
        root = Site.of(f"{there.scheme}://{there.netloc}{there.path.removesuffix(path)}").root
        if root == self.root or bare_address(root) != bare_address(self.root):
            return False
        self.root = root
        return True

    def holds(self, url: str) -> bool:
        """Tell whether *url* is on the portal's host (with or without www) and port.

        >>> site = Site.of("http://news.example")
        >>> site.holds("https://www.news.example/a"), site.holds("http://news.example:8080/")
        (True, False)
        """
        if url.startswith(self.root):
            return True
        here = urlsplit(self.root)
        try:
            there = urlsplit(url)
            same = _host(there.hostname) == _host(here.hostname) and _same_port(there, here)
            same = same or (bool(self.hosts) and _further_host(there, self.hosts) is not None)
        except ValueError:
            return False
        # A browser takes what stands before a backslash for the host, and so may a proxy.
        plain = "@" not in there.netloc and "\\" not in there.netloc
        return same and plain and there.scheme in _DEFAULT_PORTS

    @property
    def folder(self) -> str:
        """Name of the archive's folder: the host, or host_port, and the portal's path on it.

        >>> Site.of("http://news.example:8080/").folder, Site.of("http://h/a/b%20c/").folder
        ('news.example_8080', 'h~a~b%20c')
        """
        parts = urlsplit(self.root)
        host = parts.netloc.replace(":", "_").strip("[]").replace("]", "")
        path = [quote(unquote(part), safe="").replace("~", "%7E") for part in parts.path.split("/")]
        return "~".join((host, *filter(None, path)))

    def above(self) -> Site:
        """Return the site of the whole host."""
        return Site(urljoin(self.root, "/"))

    def bounds(self, url: str) -> bool:
        """Tell whether *url* lies within the portal, which may be a folder of its host.

        >>> site = Site.of("http://host.example/news/")
        >>> site.bounds("https://www.host.example/news/1.html"), site.bounds("http://host.example/")
        (True, False)
        """
        if url.startswith(self.root):
            return True
        if not self.holds(url):
            return False
        there = urlsplit(url)
        if self.hosts and _further_host(there, self.hosts):
            return True
        return (there.path + "/").startswith(urlsplit(self.root).path)

    def folder_in(self, data: Path) -> Path:
        """Return the archive's folder below *data*, which may be named with or without www."""
        bare = self.folder.removeprefix("www.")
        other = data / (bare if bare != self.folder else f"www.{bare}")
        own = data / self.folder
        return other if other.is_dir() and not own.exists() else own

    def canonical(self, url: str, base: str | None = None) -> str | None:
        """Return the canonical URL of the page that *url* names, None if no page of the portal."""
        return self._named(url, base, files=False)

    def file(self, url: str, base: str | None = None) -> str | None:
        """Return the canonical URL of the file that *url* names, None if no file of the portal.

        >>> site = Site.of("http://news.example")
        >>> site.file("/a/../b/7.pdf#page=2"), site.file("/b/7.html")
        ('http://news.example/b/7.pdf', None)
        """
        return self._named(url, base, files=True) if is_file(url) else None

    def _named(self, url: str, base: str | None, *, files: bool) -> str | None:
        url = url.strip()
        if "\\" in url:
            url = slashed(url)
        if len(url) > 2000:
            return None
        if not url.startswith(("http://", "https://")):  # nearly all are whole
            if url.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
                return None
            try:
                url = urljoin(base or self.root, url)
            except ValueError:
                return None
        return _canonical(url, self.root, self.platform, self.hosts, files)

    def key(self, canonical: str) -> str:
        """Return how the state names a page: the part of its canonical URL after the root.

        >>> site = Site.of("http://news.example/")
        >>> site.hosts = ("sport.example",)
        >>> site.key(site.canonical("http://www.sport.example/a?utm_source=b"))
        'http://sport.example/a?utm_source=b'
        """
        if self.hosts and not canonical.startswith(self.root):
            return canonical
        return canonical[len(self.root) :]


@lru_cache(maxsize=8192)  # menus, sidebars and pagers repeat themselves on every page
def _canonical(
    absolute: str, root: str, platform: Platform, hosts: tuple[str, ...], files: bool
) -> str | None:
    if absolute.startswith(root) and _PLAIN_PATH.fullmatch(plain := absolute[len(root) :]):
        key = None if _NO_PAGE.match(plain) and not files else platform.key(plain, "")
        return None if key is None else root + key
    before, _, query = absolute.partition("#")[0].partition("?")
    if not query.isascii():
        query = quote(query, safe=_PRINTED, errors="replace")
    try:
        parts = urlsplit(canonicalize_url(before))
        here = urlsplit(root)
        same = _host(parts.hostname) == _host(here.hostname) and _same_port(parts, here)
        if not same and (further := _further_host(parts, hosts)):
            root, same = f"{here.scheme}://{further}/", True
            here = urlsplit(root)
    except ValueError:
        return None
    if not same or parts.scheme not in _DEFAULT_PORTS:
        return None
    path = _PATH_PARAMETERS.sub("", parts.path)
    path = without_steps(path)
    if not path.startswith(here.path):
        return None
    below = resolved_path(path).removeprefix(here.path)
    if (_NO_PAGE.match(below) and not files) or platform.key(below, query) is None:
        return None
    key = platform.key(path[len(here.path) :], query)
    return None if key is None else root + key


def _further_host(parts: SplitResult, hosts: tuple[str, ...]) -> str | None:
    """Return which further host an address is on, with or without www."""
    default = parts.port in (None, _DEFAULT_PORTS.get(parts.scheme))
    name = _host(parts.hostname) + ("" if default else f":{parts.port}")
    return next((host for host in hosts if _host(host) == name), None)


def _host(name: str | None) -> str:
    return (name or "").removeprefix("www.")


def _same_port(one: object, other: object) -> bool:
    ports = []
    for parts in (one, other):
        port, scheme = parts.port, parts.scheme  # type: ignore[attr-defined]
        ports.append(0 if port in (None, _DEFAULT_PORTS.get(scheme)) else port)
    return ports[0] == ports[1]
