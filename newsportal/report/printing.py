"""How the report prints times, shares, texts and links."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from newsportal.chinese.dates import SHANGHAI

_MINUTE = "%Y-%m-%d %H:%M"
_KNOWN = {"day": "%Y-%m-%d", "week": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}


def when(time: str | None, form: str = _MINUTE) -> str:
    """Return a time in China, "–" where there is none."""
    return datetime.fromisoformat(time).astimezone(SHANGHAI).strftime(form) if time else "–"


def published(post: dict[str, Any]) -> str:
    """Return when a post was published, in China, no finer than it is known.

    >>> published({"published_at": "2026-10-23T00:00:00+08:00", "precision": "day"})
    '2026-10-23'
    """
    form = _KNOWN.get(post.get("precision", ""), _MINUTE)
    return when(post["published_at"], form)


def duration(seconds: float) -> str:
    """Return hours, minutes and seconds.

    >>> duration(3723.4), duration(59)
    ('1:02:03', '0:59')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def percent(part: float) -> str:
    """Return a share of all; 100% means all."""
    shown = f"{part:.1%}".replace(".0%", "%")
    return "99.9%" if shown == "100%" and part < 1 else shown


def cut(text: str | None, length: int = 160) -> str:
    """Return a text of so many characters at most."""
    text = text or ""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def link(url: str, text: str | None = None) -> Markup:
    """Return a link; what is no web address, or too long for one, is only text."""
    shown = cut(text or url)
    if not _is_address(url):
        return Markup.escape(shown)
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(url, shown)


def stored(post: dict[str, Any], site: str, changed: str = "") -> Markup:
    """Return a link to a post in the archive, and one to where it stood on the portal.

    *changed* is its title with what changed in it, where that is to be shown.
    """
    url = post["url"]
    shown = changed or cut(post.get("title") or url)
    if not _is_address(url):
        return Markup.escape(shown)
    # Hundreds a page: Markup's own % takes four times as long. `quote` leaves nothing to escape.
    inside = f'<a href="{escape(site)}at?url={quote(url, safe="/:")}">{escape(shown)}</a>'
    outside = f'<a class="outside" rel="noopener noreferrer" href="{escape(url)}"'
    return Markup(f'{inside}&nbsp;{outside} aria-label="原文 original"></a>')  # noqa: S704


def _is_address(url: str) -> bool:
    return url.startswith(("http://", "https://")) and len(url) <= 1000
