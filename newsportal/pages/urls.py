"""Which address is which page: one portal, one canonical URL a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import ClassVar, Protocol
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from scrapy.http import TextResponse
from w3lib.url import canonicalize_url

from newsportal.pages.attachments import is_file

# Files that are no pages.
_NO_PAGE = re.compile(
    r"""(?: robots\.txt$ | .*\.(?:xml|rss|atom|css|js|json|jpe?g|png|gif|webp|bmp|svg|ico|swf|mp[34]
    | m4a|avi|mov|flv|zip|rar|7z|gz|pdf|docx?|xlsx?|pptx?|apk|exe|txt)$ )""",
    re.VERBOSE | re.IGNORECASE,
)
_HOST_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")  # names a folder, too
_SLASHES = re.compile("//+")
_ENCODED_STEP = re.compile("%(?:2[fF]|5[cC]|2[eE]|5[fF])")  # / \\ . _
_PATH_PARAMETERS = re.compile(r";[^/]*")  # ;jsessionid=...
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|msclkid|spm|scm|bd_vid|_hs\w+|mc_[ce]id)=")
_FACE = re.compile(r"https?://(?:www\.)?")
_NUMBER = re.compile(r"[0-9]+")
_SCRIPTS = (".php", ".asp", ".aspx", ".jsp", ".do", ".cgi")  # their queries say which page it is
_PRINTED = "".join(map(chr, range(0x20, 0x7F)))
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Platform(Protocol):
    """How the software of a portal names its pages; hashable, since answers are kept."""

    name: ClassVar[str]

    def key(self, path: str, query: str) -> str | None:
        """Return the one key of the page at *path* below the root; None if it is no page."""

    def learn(self, links: Iterable[str]) -> Platform:
        """Return what the platform is for a portal with such links."""

    def post_id(self, response: TextResponse, key: str) -> str:
        """Return the portal's own id of the post at *key*."""

    def __hash__(self) -> int: ...


class Unknown:
    """Not known yet: every part of an address counts."""

    name: ClassVar = "unknown"

    def key(self, path: str, query: str) -> str | None:
        return f"{path}?{query}" if query else path

    def learn(self, links: Iterable[str]) -> Platform:  # noqa: ARG002
        return self

    def post_id(self, response: TextResponse, key: str) -> str:  # noqa: ARG002
        return key


UNKNOWN = Unknown()


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
        host = parts.hostname.encode("idna").decode() if ":" not in parts.hostname else ""
        if host and not _HOST_NAME.fullmatch(host):
            raise ValueError(f"{url!r} has no host name")
        host = host or f"[{parts.hostname}]"
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
        if root == self.root or faceless(root) != faceless(self.root):
            return False
        self.root = root
        return True

    def holds(self, url: str) -> bool:
        """Tell whether *url* is on the portal's host (with or without www) and port.

        >>> site = Site.of("http://news.example")
        >>> site.holds("https://www.news.example/a"), site.holds("http://news.example:8080/")
        (True, False)
        """
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
        url = slashed(url.strip())
        if url.startswith(("#", "javascript:", "mailto:", "tel:", "data:")) or len(url) > 2000:
            return None
        if not url.startswith(("http://", "https://")):  # nearly all are whole
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
    if "//" in path:
        path = _SLASHES.sub("/", path)
    if "/." in path:
        path = _without_steps(path)
    if not path.startswith(here.path):
        return None
    below = _resolved_path(path).removeprefix(here.path)
    if (_NO_PAGE.match(below) and not files) or platform.key(below, query) is None:
        return None
    key = platform.key(path[len(here.path) :], query)
    return None if key is None else root + key


def address_of(root: str, key: str) -> str:
    """Return the address of the page at *key* of the portal at *root*.

    >>> address_of("http://a.example/", "1.html"), address_of("http://a.example/", "http://b.example/2")
    ('http://a.example/1.html', 'http://b.example/2')
    """
    return key if key.startswith(("http://", "https://")) else root + key


def _further_host(parts: SplitResult, hosts: tuple[str, ...]) -> str | None:
    """Return which further host an address is on, with or without www."""
    default = parts.port in (None, _DEFAULT_PORTS.get(parts.scheme))
    name = _host(parts.hostname) + ("" if default else f":{parts.port}")
    return next((host for host in hosts if _host(host) == name), None)


def resolved(url: str) -> str:
    """Return *url* with its path as servers look for it: decoded once, without empty parts.

    >>> resolved("http://h//zb_system%2Fcmd.php?a=//b")
    'http://h/zb_system/cmd.php?a=//b'
    """
    before, mark, query = url.partition("?")
    scheme, colon, rest = before.partition("://")
    host, slash, path = rest.partition("/")
    if not slash or not ("%" in path or "//" in rest or "/." in rest):
        return url
    return f"{scheme}{colon}{host}{_resolved_path(slash + path)}{mark}{query}"


def _resolved_path(path: str) -> str:
    if "%" in path:
        path = _ENCODED_STEP.sub(lambda found: unquote(found[0]), path).replace("\\", "/")
    if "//" in path:
        path = _SLASHES.sub("/", path)
    return _without_steps(path) if "/." in path else path


def slashed(url: str) -> str:
    r"""Return *url* with the slashes that browsers make of backslashes.

    >>> slashed(r"\\news.example\post/7.html?q=\a")
    '//news.example/post/7.html?q=\\a'
    """
    if "\\" not in url:
        return url
    path, mark, query = url.partition("?")
    return path.replace("\\", "/") + mark + query


def faceless(url: str) -> str:
    """Return *url* without its scheme and www: what stays where a portal changes these.

    >>> faceless("https://www.news.example/post/7.html")
    'news.example/post/7.html'
    """
    return _FACE.sub("", url, count=1)


def faces(url: str) -> tuple[str, ...]:
    """Return the addresses that the page at *url* has with http and https, with and without www."""
    rest = faceless(url)
    return tuple(f"{scheme}://{www}{rest}" for scheme in _DEFAULT_PORTS for www in ("", "www."))


def _without_steps(path: str) -> str:
    """Return *path* without its ``.`` and ``..``; as in browsers, none leads above the root.

    >>> _without_steps("/a/../../b/./c/..")
    '/b/'
    """
    kept: list[str] = []
    for part in path.split("/")[1:]:
        if part == "..":
            del kept[-1:]
        elif part != ".":
            kept.append(part)
    if path.endswith(("/.", "/..")):
        kept.append("")
    return "/" + "/".join(kept)


def _host(name: str | None) -> str:
    return (name or "").removeprefix("www.")


def _same_port(one: object, other: object) -> bool:
    ports = []
    for parts in (one, other):
        port, scheme = parts.port, parts.scheme  # type: ignore[attr-defined]
        ports.append(0 if port in (None, _DEFAULT_PORTS.get(scheme)) else port)
    return ports[0] == ports[1]


def shape(key: str) -> str | None:
    """Return *key* with its numbers blanked, None if it has none: posts by id share one shape.

    >>> shape("post/91054.html"), shape("about.html")
    ('post/#.html', None)
    """
    blanked = re.sub(r"[0-9]+", "#", key)
    return blanked if blanked != key else None


def number_of(key: str) -> str | None:
    """Return the number by which a key names a page, None if it uses words.

    >>> number_of("2024/post/91.html"), number_of("?id=7"), number_of("2024/about-2.html")
    ('91', '7', None)
    """
    name = _name_of(key)
    return name if name.isascii() and name.isdigit() else None


def one_page(key: str, other: str) -> bool:
    """Tell whether two keys may be addresses of one page, as far as keys can tell.

    >>> one_page("?id=7", "post/7.html"), one_page("post/7.html", "post/8.html")
    (True, False)
    >>> one_page("2024/a-3.html", "2024/b-3.html"), one_page("news/7.html", "news/")
    (False, False)
    >>> one_page("about/?from=x", "about/"), one_page("show.php?id=7", "show.php")
    (True, False)
    """
    names = _name_of(key), _name_of(other)
    if names[0] == names[1]:
        return True
    if any(map(number_of, (key, other))):
        return _last_number(names[0]) == _last_number(names[1])
    (path, _, query), (other_path, _, other_query) = key.partition("?"), other.partition("?")
    alone = not (query and other_query) and not path.endswith(_SCRIPTS)
    return path == other_path and path != "" and alone


def _name_of(key: str) -> str:
    """Return what stands last in a key: the value of a query, or a name without its extension."""
    path, _, query = key.partition("?")
    if query:
        return query.rpartition("=")[2]
    return path.rstrip("/").rpartition("/")[2].partition(".")[0]


def _last_number(name: str) -> str | None:
    return next(iter(_NUMBER.findall(name)[-1:]), None)


def without_tracking(url: str) -> str:
    """Return *url* without the query names that only tell where a reader came from.

    >>> without_tracking("http://h/a?utm_source=x&id=7&spm=a.b")
    'http://h/a?id=7'
    """
    head, mark, query = url.partition("?")
    if not mark:
        return url
    query, hash_mark, fragment = query.partition("#")
    kept = "&".join(pair for pair in query.split("&") if not _TRACKING.match(pair))
    return head + (f"?{kept}" if kept else "") + hash_mark + fragment


def page_template(numbered: dict[int, str]) -> str | None:
    """Return the address pattern (``{}`` for the page number) of a list from its numbered links.

    At least two links are needed to tell the page number from other numbers in the address.

    >>> page_template({2: "http://h/category-2_2.html", 3: "http://h/category-2_3.html"})
    'http://h/category-2_{}.html'
    """
    links = {number: url for number, url in numbered.items() if number > 1}
    if len(links) < 2:
        return None
    number, url = next(iter(links.items()))
    for found in re.finditer(r"(?<![0-9])[0-9]+(?![0-9])", url):
        if int(found[0]) != number:
            continue
        before, after = url[: found.start()], url[found.end() :]
        if all(before + str(other) + after == link for other, link in links.items()):
            return (before + "\0" + after).replace("{", "{{").replace("}", "}}").replace("\0", "{}")
    return None
