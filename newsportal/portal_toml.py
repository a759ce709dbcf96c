"""``portal.toml``: what a person tells of one portal, beside its archive.

    theme = "generic"
    hosts = ["sport.example", "news.example:8080"]
    posts = ["news/#/#.html", "special/**"]
    lists = ["topic/*/"]
    other = ["about.html"]
    drop = ["扫描二维码关注我们"]

    [select]
    title = "h1.headline"
    body = "#zoom"

Patterns are addresses without the leading slash; ``#`` stands for digits, ``*`` for anything
between two slashes, ``**`` for anything at all; an address without them goes before all that have
them, and posts before lists before other. ``drop`` are whole lines that are no news.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote

NAME = "portal.toml"
THEMES = ("generic", "tpure", "default", "WhitePage", "HTML5CSS3", "Zit", "metro", "garland")
_FIELDS = ("title", "body", "published_at", "author", "source", "category", "tags")
_KEYS = ("theme", "hosts", "posts", "lists", "other", "drop", "select")
_LISTS = ("hosts", "posts", "lists", "other", "drop")
_HOST = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?::[0-9]{1,5})?")
_PARTS = re.compile(r"\*\*|\*|#")


@dataclass(frozen=True, slots=True)
class PortalToml:
    """The content of the file; empty where there is none."""

    theme: str | None = None
    hosts: tuple[str, ...] = ()
    """Further hosts of the same portal."""
    posts: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    select: dict[str, str] = field(default_factory=dict)
    """CSS selectors by field."""

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Return what the file in an archive's folder says; ValueError names wrong lines."""
        path = folder / NAME
        try:
            text = path.read_text(encoding="utf-8")
        except (FileNotFoundError, NotADirectoryError):
            return cls()
        except OSError as error:
            raise ValueError(f"{path}: {error.strerror}") from None
        except UnicodeDecodeError:
            raise ValueError(f"{path}: it is not UTF-8; save it as UTF-8") from None
        try:
            told = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            place = _PLACE.search(str(error))
            line = int(place[1]) if place else len(text.splitlines())  # or it ends too early
            why = 'this is no TOML; write: name = "text" or name = ["text"]'
            raise ValueError(f"{path}, line {line}: {why}") from None
        faults = [f"{path}, line {_line(text, name)}: {why}" for name, why in _faults(told)]
        if faults:
            raise ValueError("; ".join(faults))
        lists = {name: tuple(told.get(name, ())) for name in _LISTS}
        return cls(theme=told.get("theme"), select=dict(told.get("select", {})), **lists)

    def pattern(self, key: str) -> tuple[str, str] | None:
        """Return what a page is by the first pattern that fits its address, and the pattern.

        One that is a whole address goes before all that fit several.

        >>> told = PortalToml(posts=("news/#/*.html",), other=("**", "news/2024/7.html"))
        >>> told.pattern("news/2024/新闻.html"), told.pattern("about/us.html")
        (('posts', 'news/#/*.html'), ('other', '**'))
        >>> told.pattern("news/2024/7.html")
        ('other', 'news/2024/7.html')
        """
        address = unquote(key.partition("://")[2] or key)
        fitting = [
            (kind, pattern)
            for kind in ("posts", "lists", "other")
            for pattern in getattr(self, kind)
            if _regex(pattern).fullmatch(address)
        ]
        return next((each for each in fitting if not _PARTS.search(each[1])), (*fitting, None)[0])


_PLACE = re.compile(r"\(at line ([0-9]+)")


def is_host(text: str) -> bool:
    """Tell whether a text names a host, maybe with a port."""
    return bool(_HOST.fullmatch(text))


@lru_cache(maxsize=256)
def _regex(pattern: str) -> re.Pattern[str]:
    """Return what matches the addresses that a pattern means, in time for hostile ones.

    What stands behind a ``*`` is looked for where it comes first, and nowhere else: whatever lies
    between that place and a later one, the next ``*`` takes as well. So it is with ``**``.

    >>> told = _regex("a/*-*-#.html"), _regex("**/a*b/**/*.html")
    >>> [bool(told[0].fullmatch(each)) for each in ("a/x-y-z-7-7.html", "a/x-7.html")]
    [True, False]
    >>> [bool(told[1].fullmatch(each)) for each in ("x/a/ab/y/z.html", "x/ab.html")]
    [True, False]
    """
    parts = [_within(part) for part in unquote(pattern.lstrip("/")).split("**")]
    first = [f"(?>.*?{part})" for part in parts[1:-1]]
    last = [f".*{part}" for part in parts[1:][-1:]]
    return re.compile("".join([parts[0], *first, *last]))


def _within(part: str) -> str:
    """Return what matches a part of a pattern that has no ``**``."""
    texts = [re.escape(text).replace(r"\#", "[0-9]+?") for text in part.split("*")]
    first = [f"(?>[^/]*?{text})" for text in texts[1:-1]]
    last = [f"[^/]*{text}" for text in texts[1:][-1:]]
    return "".join([texts[0], *first, *last])


def _faults(told: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the keys that are wrong, each with what is."""
    unknown = told.keys() - {*_KEYS}
    faults = [(name, f"{name} is unknown; there are {', '.join(_KEYS)}") for name in unknown]
    if "theme" in told and told["theme"] not in THEMES:
        faults.append(("theme", f"theme = {told['theme']!r}: use one of {', '.join(THEMES)}"))
    for name in _LISTS:
        value = told.get(name, [])
        if not isinstance(value, list) or not all(isinstance(x, str) and x.strip() for x in value):
            faults.append((name, f"{name} must be a list of texts"))
    if not any(name == "hosts" for name, _ in faults):
        wrong = [host for host in told.get("hosts", []) if not is_host(host)]
        faults += [("hosts", f"hosts: {host!r} is no host name (news.example)") for host in wrong]
    select = told.get("select", {})
    if not isinstance(select, dict):
        return [*faults, ("select", "select must be a table of CSS selectors")]
    for name, value in select.items():
        if name not in _FIELDS:
            faults.append((name, f"select.{name} is unknown; there are {', '.join(_FIELDS)}"))
        elif not isinstance(value, str) or not _is_css(value):
            faults.append((name, f"select.{name} = {value!r} is no CSS selector"))
    return sorted(faults)


def _is_css(text: str) -> bool:
    from parsel.csstranslator import HTMLTranslator  # slow to load, and seldom needed

    translate: Callable[[str], str] = HTMLTranslator().css_to_xpath
    try:
        translate(text)
    except Exception:  # cssselect has several, without a name in common
        return False
    return True


def _line(text: str, name: str) -> int:
    """Return the number of the line that sets a key."""
    wanted = rf"\s*+(?:\[\s*+)?[\"']?{re.escape(name)}[\"']?\s*(?:\]|=|\.)"
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(wanted, line):
            return number
    return 1
