"""What is true of a post, for tests: said by the generator, never read off a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CommentTruth:
    """A comment, in the order of the page."""

    id: str
    author: str
    location: str | None
    published_at: datetime
    text: str
    reply_to: str | None
    """Id of the root comment; None for a root."""


@dataclass(frozen=True, slots=True)
class PostTruth:
    """A post as the archive should hold it. Addresses on the portal itself begin with a slash."""

    id: int
    path: str
    """Canonical address, from the slash after the host on: ``/post/60031.html``."""
    title: str
    category: tuple[str, ...]
    """As the breadcrumb prints it: at most one parent."""
    category_id: int
    """The category itself; `category_path` has all ancestors too."""
    category_path: tuple[str, ...]
    author: str
    author_id: int
    source: str | None
    reporters: tuple[str, ...]
    correspondents: tuple[str, ...]
    editors: tuple[str, ...]
    published_at: datetime
    text: str
    images: tuple[tuple[str, str], ...]
    """(address, alternative text), each address once."""
    tags: tuple[str, ...]
    comments: tuple[CommentTruth, ...]
    """Those on the post's own page, in its order."""
    comment_count: int
    """All of them, replies too."""
    copyright: str | None
    previous: int | None
    """Id of the next older post of the category; of several with one time the chain knows one."""
    next: int | None
    duplicate_of: int | None
    near_duplicate_of: int | None
    sticky: str | None
    in_index: bool
    """Whether a walk over all pages of the index meets it."""
