"""What the walk needs to know of a theme's pages. Addresses are as printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from scrapy.http import TextResponse

from newsportal.chinese.credits.bylines import Byline
from newsportal.chinese.dates import Moment
from newsportal.items import Comment, Link
from newsportal.pages.body.reader import Body

Kind = Literal[
    "index",
    "category",
    "tag",
    "date",
    "author",
    "search",
    "article",
    "page",
    "404",
    "closed",
    "error",
]


@dataclass(slots=True)
class Entry:
    """A post as a list names it."""

    url: str
    title: str
    date: str = ""
    """Date text, "" where the list prints none."""
    excerpt: str = ""
    month: str = ""
    """Month heading above the entry (archive page)."""
    sticky: bool = False
    """Placed on top of the list, out of its order and often not a member of it."""


@dataclass(slots=True)
class Pager:
    """The page links of a list."""

    current: int = 1
    numbered: dict[int, str] = field(default_factory=dict)
    first: str | None = None
    last: str | None = None
    next: str | None = None


@dataclass(slots=True)
class Fields:
    """The fields of a post as printed: texts not cleaned, addresses not made absolute."""

    title: str
    author: str
    views: str
    comment_count: str
    category: list[str]
    """Without the front page."""
    tags: list[str]
    related: list[Link]
    previous: Link | None
    next: Link | None
    copyright: str | None
    credits: Byline | None = None
    """Outlet and people that are named beside the body."""
    files: list[Link] = field(default_factory=list)
    """Attachments."""
    pages: list[str] = field(default_factory=list)
    """Further pages of the same post."""


@dataclass(frozen=True, slots=True)
class StatedTime:
    """When a page says that its post was published, and where it says so."""

    moment: Moment
    route: Literal["page", "meta", "url"]
    """In its text, to machines, in its address."""
    called_utc: Literal["", "open", "apart", "wrong", "right", "printed", "local"] = ""
    """What printed day and address make of a time that is called UTC, or might be local.

    Open where the day is the same; where it is not, wrong or right, or apart where the printed day
    alone speaks against it. Printed to the minute, it is what is called UTC, or its local time.
    """
    weak: bool = False
    """Neither a label nor its place shows that it is of the post: what lists say is surer."""


class Theme(Protocol):
    """How the pages of one look of portals are read."""

    @property
    def name(self) -> str:
        """What it is called in ``-a theme=``, ``portal.toml`` and the state."""

    def recognises(self, response: TextResponse) -> bool:
        """Tell whether the page was made by this theme."""

    def kind(self, response: TextResponse) -> Kind | None:
        """Return the kind of a page, None if the theme cannot tell."""

    def entries(self, response: TextResponse) -> list[Entry]:
        """Return the posts of a list in order."""

    def pager(self, response: TextResponse) -> Pager:
        """Return the page links of a list."""

    def archive(self, response: TextResponse) -> list[Entry]:
        """Return the posts of an archive page, [] for any other page."""

    def menu(self, response: TextResponse) -> list[str]:
        """Return the addresses in the site's menus: lists, standalone pages, anything."""

    def categories(self, response: TextResponse) -> list[str]:
        """Return the addresses of categories that breadcrumb, entries and info line name."""

    def asides(self, response: TextResponse) -> list[str]:
        """Return the addresses of posts that sidebar and slider name."""

    def fields(self, response: TextResponse) -> Fields:
        """Return what stands around the body of a post; "" and [] for what is not there."""

    def stated(self, response: TextResponse, now: datetime) -> StatedTime | None:
        """Return when a page that was fetched *now* says that its post was published."""

    def body(self, response: TextResponse, base: str) -> Body | None:
        """Return the body of a post, None if the page has no element for it.

        Addresses in it are made absolute: they are relative to *base*.
        """

    def comments(self, response: TextResponse, now: datetime) -> list[Comment]:
        """Return the comments on a page that was fetched *now*, in the page's order."""
