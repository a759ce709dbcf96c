"""What can be told from keys, the addresses of pages below the root of their portal."""

from __future__ import annotations

import re

from newsportal.chinese.lazy_pattern import lazy

_NUMBER = re.compile(r"[0-9]+")
OF_VISIT = lazy(
    r"(?:\w*sid|\w*sess(?:ion)?(?:_?id)?|token|sig|sign(?:ature)?|auth_?key|nonce|expires|ts?|_"
    r"|time(?:stamp)?|rand(?:om)?)=",
    re.IGNORECASE,
)
"""Begins a pair of a query that may be for one visit alone: another one at each load."""
_SCRIPTS = (".php", ".asp", ".aspx", ".jsp", ".do", ".cgi")  # their queries say which page it is


def address_of(root: str, key: str) -> str:
    """Return the address of the page at *key* of the portal at *root*.

    >>> address_of("http://a.example/", "1.html"), address_of("http://a.example/", "http://b.example/2")
    ('http://a.example/1.html', 'http://b.example/2')
    """
    return key if key.startswith(("http://", "https://")) else root + key


def shape(key: str) -> str | None:
    """Return *key* with its numbers blanked, None if it has none: posts by id share one shape.

    >>> shape("post/91054.html"), shape("about.html")
    ('post/#.html', None)
    """
    blanked = re.sub(r"[0-9]+", "#", key)
    return blanked if blanked != key else None


def glob_of(form: str) -> str:
    """Return a shape as SQLite's GLOB takes it.

    >>> glob_of("post/#.html"), glob_of("?id=#")
    ('post/[0-9]*.html', '[?]id=[0-9]*')
    """
    return re.sub(r"[\[*?]", r"[\g<0>]", form).replace("#", "[0-9]*")


def number_of(key: str) -> str | None:
    """Return the number by which a key names a page, None if it uses words.

    >>> number_of("2024/post/91.html"), number_of("?id=7"), number_of("2024/about-2.html")
    ('91', '7', None)
    """
    name = _name_of(key)
    return name if name.isascii() and name.isdigit() else None


def renumbered(key: str, number: str) -> str | None:
    """Return the address of the same form that has another number, None if there is none.

    >>> renumbered("2024/post/91.html", "7"), renumbered("?id=7", "a"), renumbered("a.html", "7")
    ('2024/post/7.html', None, None)
    """
    own = number_of(key)
    if own is None or number_of(number) is None:
        return None
    before, _, after = key.rpartition(own)
    return f"{before}{number}{after}"


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


def lasting(key: str) -> str:
    """Return a key without what its query has for one visit alone.

    >>> lasting("news/1035.html?sign=5896&t=1795866123874"), lasting("show.php?id=7&token=a")
    ('news/1035.html', 'show.php?id=7')
    """
    path, _, query = key.partition("?")
    kept = "&".join(pair for pair in query.split("&") if pair and not OF_VISIT.match(pair))
    return f"{path}?{kept}" if kept else path


def _name_of(key: str) -> str:
    """Return what stands last in a key: the value of a query, or a name without its extension."""
    path, _, query = key.partition("?")
    if query:
        return query.rpartition("=")[2]
    return path.rstrip("/").rpartition("/")[2].partition(".")[0]


def _last_number(name: str) -> str | None:
    return next(iter(_NUMBER.findall(name)[-1:]), None)
