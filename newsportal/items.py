"""The exported record: one `Post` is one line of posts.jsonl.

``schema/post.schema.json`` says the same to programs.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from newsportal.chinese.dates import Precision

EXTRACTOR = 13
"""Number of the rules that read a page; one more whenever they change what records say."""


@dataclass(slots=True)
class Link:
    """Another post, a file or a film, as the page names it."""

    url: str
    """Absolute URL, of a post the canonical one."""
    title: str
    """Text of the link."""


@dataclass(slots=True)
class Image:
    """A picture of the body."""

    url: str
    """The real absolute address, lazy loading resolved."""
    alt: str
    """Alternative text, ``""`` where the page has none."""


@dataclass(slots=True)
class Comment:
    """A reader's comment that stood on the page when it was fetched."""

    id: str
    """The portal's own number of the comment."""
    author: str
    """Name as shown."""
    location: str | None
    """Place that the portal shows for the commenter's address (省份)."""
    published_at: datetime | None
    """Best estimate of the time, as for posts."""
    published_precision: Precision | None
    text: str
    """Normalised, one line of the comment a line."""
    reply_to: str | None
    """Id of the root comment; None for a root."""


@dataclass(slots=True, repr=False)
class Post:
    """One revision of one post."""

    id: str = ""
    """The portal's own id ("91054"); of other software, its address below the portal's root."""
    url: str = ""
    """Canonical absolute URL, without tracking parameters and fragment."""
    title: str | None = None
    """As the reader sees it. Without one a page is not exported."""
    category: list[str] = field(default_factory=list)
    """Breadcrumb path, outermost first, without 首页 and without the last element."""
    author: str | None = None
    """Account in the info line, usually the portal's own name."""
    source: str | None = None
    """Outlet that the text is credited to (南都, 新华社)."""
    reporters: list[str] = field(default_factory=list)
    """People credited as 采写, 记者, 文."""
    correspondents: list[str] = field(default_factory=list)
    """People credited as 通讯员."""
    editors: list[str] = field(default_factory=list)
    """People credited as 编辑, 责任编辑, 责编."""
    published_at: datetime | None = None
    """Best estimate of the publication time."""
    published_precision: Precision | None = None
    """The truth lies within one such unit of `published_at`; None where only a bound is known."""
    published_earliest: datetime | None = None
    """Start of the closed interval that is sure to hold the truth."""
    published_latest: datetime | None = None
    """Its end; None where the portal's 刚刚 leaves the future open."""
    published_from: str | None = None
    """Where the estimate comes from: feed, page, meta, listing, sitemap, archive, url."""
    text: str | None = None
    """The body, one paragraph a line, table cells parted by a tab; None only before validation."""
    html: str = ""
    """The body as clean HTML: structure, links and images with absolute URLs."""
    images: list[Image] = field(default_factory=list)
    """Pictures of the body in order, each once."""
    tags: list[str] = field(default_factory=list)
    views: int | None = None
    """View counter as shown when fetched; our own fetch is counted in it."""
    comment_count: int | None = None
    """Number of comments as the info line shows it."""
    comments: list[Comment] = field(default_factory=list)
    """Comments on the page, oldest first."""
    related: list[Link] = field(default_factory=list)
    """The theme's related posts, drawn at random for each request."""
    previous: Link | None = None
    """Older neighbour in the same category."""
    next: Link | None = None
    """Newer neighbour in the same category."""
    copyright: str | None = None
    """The portal's notice, without the QR and link lines."""
    content_hash: str = ""
    """SHA-256 (hex) over title, line feed, text."""
    near_duplicate_of: str | None = None
    """URL of a post archived earlier whose text is nearly the same."""
    similarity: float | None = None
    """Estimated Jaccard similarity with it, 0 to 1."""
    revision: int = 1
    """1, 2, ...: one more whenever what the reader reads has changed."""
    deleted_at: datetime | None = None
    """Set on the last line of a post that the portal removed."""
    first_seen_at: datetime | None = None
    """When any page first named the post, by the portal's clock."""
    fetched_at: datetime | None = None
    """When this revision was fetched, by the portal's clock."""
    extractor: int | None = EXTRACTOR
    """Number of the rules that read the page; None in lines written before there was one."""
    changed_by: str | None = None
    """Of a revision after the first: portal, rules or both."""
    extra: dict[str, Any] = field(default_factory=dict)
    """Fields of those who build on this project; they make no revision."""
    files: list[Link] = field(default_factory=list)
    """Attachments (PDF, Word ...)."""
    pages: list[str] = field(default_factory=list)
    """Addresses of the further pages of an article that has several."""
    videos: list[Link] = field(default_factory=list)
    """Films and players in the body: their addresses, the films are not stored."""

    def __repr__(self) -> str:
        return f"<Post {self.url}>"  # logs are no place for whole pages

    def to_json(self) -> str:
        """Return the record as one line of JSON, without the line feed."""
        return _encoded(_plain(self))


def as_line(record: dict[str, Any]) -> bytes:
    """Return a record that was read as the line that it would be written as, without line feed."""
    return _encoded(record).encode()


def parts_lines(line: bytes) -> bool:
    """Tell whether many readers split a line of JSON in two; other control characters are none."""
    text = line.decode("utf-8", "replace")
    return "\r" in text or "\u0085" in text or "\u2028" in text or "\u2029" in text


def _encoded(value: Any) -> str:
    line = _ENCODER.encode(value)
    for char in _PARTING:
        if char in line:
            line = line.replace(char, f"\\u{ord(char):04x}")
    return line


def _plain(value: Any) -> Any:
    """Return what stands in JSON for a value that JSON does not have."""
    if isinstance(value, datetime):
        return value.isoformat()
    return {name: getattr(value, name) for name in value.__slots__}


_PARTING = "\u0085\u2028\u2029"  # legal in JSON, but many readers split lines at them
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)
