"""How a post is cited, in the form of GB/T 7714 for electronic resources."""

from __future__ import annotations

from urllib.parse import urlsplit

from newsportal.archive.reading import Record
from newsportal.formats.published_on import published_on


def citation(record: Record) -> str:
    """Return people, title, outlet with the day, the day of archiving, and address.

    >>> citation({"reporters": ["林晓舟"], "author": None, "source": "泰山晚报", "title": "春耕",
    ...     "published_at": "2026-03-01T08:00:00+08:00", "published_precision": "minute",
    ...     "fetched_at": "2026-03-02T09:00:00+08:00", "url": "http://news.example/1.html"})
    '林晓舟. 春耕[EB/OL]. 泰山晚报（2026-03-01）[2026-03-02]. http://news.example/1.html.'
    """
    outlet = record["source"] or record["author"] or urlsplit(record["url"]).netloc
    day = f"（{on}）" if (on := published_on(record)) else ""
    names = "，".join(record["reporters"])
    return (
        f"{names}{'. ' if names else ''}{record['title']}[EB/OL]."
        f" {outlet}{day}[{record['fetched_at'][:10]}]. {record['url']}."
    )
