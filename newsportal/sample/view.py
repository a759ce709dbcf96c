"""One request's view of the portal: addresses with the host, dates by its clock, counters."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from random import Random

from newsportal.sample import sections
from newsportal.sample.addresses import Addresses
from newsportal.sample.clockface import printed
from newsportal.sample.news import News
from newsportal.sample.options import Options
from newsportal.sample.picture_settings import first_picture

_MARKUP = re.compile(r"<!--.*?-->|<[/!?a-zA-Z][^<>]*>", re.DOTALL)
_ANY_FIELDS = ("user", "date", "view")  # what the theme prints when nothing is set
THEME = "zb_users/theme/tpure/"


@dataclass(slots=True)
class View:
    """What rendering a page needs to know."""

    news: News
    addresses: Addresses
    root: str
    """The site's address, with the slash."""
    now: int
    requested: str
    """The whole address asked for."""
    mobile: bool
    counters: dict[int, int]
    """Views that a post got from us, by key."""
    draw: Random
    """Chance that differs with each request."""
    built: int
    """When the sidebar's modules were last built."""
    stored: dict[str, str]
    """The modules as built then, by the root address in them."""
    options: Options = field(init=False)

    def __post_init__(self) -> None:
        self.options = self.news.options

    # Addresses, as they stand in HTML

    def url(self, kind: str, page: int = 1, **values: str) -> str:
        return escape(self.plain_url(kind, page, **values))

    def plain_url(self, kind: str, page: int = 1, **values: str) -> str:
        return self.root + self.addresses.of(kind, page, **values)[1:]

    def section_url(self, kind: str, number: int, page: int = 1) -> str:
        return self.url(kind, page, **section_values(kind, number))

    def post_path(self, key: int) -> str:
        return post_path(self.news, self.addresses, key)

    def post_url(self, key: int) -> str:
        return escape(self.root + self.post_path(key)[1:])

    def page_url(self, number: int) -> str:
        alias = sections.PAGES[number].alias
        return self.url("page", id=str(number), alias=alias)

    # Facts, as they are printed

    def date(self, time: int) -> str:
        return printed(time, self.now, self.options.date_style)

    def views(self, key: int) -> int:
        return self.news.first_views(key) + self.counters.get(key, 0)

    def info(self, key: int, fields: tuple[str, ...] | None) -> str:
        """Return the spans of an info line."""
        spans = {
            "user": f'<span class="user">{self.author_link(self.news.author(key))}</span>',
            "date": f'<span class="date">{self.date(self.news.timeline.time(key))}</span>',
            "cate": f'<span class="cate">{self.category_link(self.news.category(key))}</span>',
            "view": f'<span class="view">{self.views(key)}</span>',
            "cmt": f'<span class="cmt">{self.news.comment_count(key)}</span>',
        }
        return "".join(spans[name] for name in (_ANY_FIELDS if fields is None else fields))

    def author_link(self, number: int) -> str:
        name = sections.AUTHORS[number].name
        return f'<a href="{self.section_url("author", number)}" rel="nofollow">{name}</a>'

    def category_link(self, number: int, title: str = "") -> str:
        name = sections.CATEGORIES[number].name
        return f'<a href="{self.section_url("category", number)}"{title}>{name}</a>'

    def excerpt(self, key: int, length: int) -> str:
        html = self.news.body(key).html
        if self.options.excerpt_intro:
            html = html[:250]
        return excerpt(html, length)

    def thumb(self, key: int) -> str | None:
        """Return the address of the picture that lists show for a post."""
        found = first_picture(self.news.body(key).html) if self.options.thumbs else None
        if found:
            return escape(self.root[:-1] + found if found.startswith("/") else found)
        if self.options.default_thumb:
            return f"{self.root}{THEME}include/thumb/{self.draw.randint(1, 10)}.jpg"
        return None

    @property
    def blank(self) -> str:
        """The attribute by which links open a window of their own."""
        return ' target="_blank"' if self.options.target_blank else ""


def section_values(kind: str, number: int) -> dict[str, str]:
    """Return what address patterns may say about a category, tag or account."""
    tables = {"category": sections.CATEGORIES, "tag": sections.TAGS, "author": sections.AUTHORS}
    section = tables[kind][number]
    return {"id": str(number), "alias": section.alias or section.name}


def post_path(news: News, addresses: Addresses, key: int) -> str:
    """Return a post's canonical address from the root on."""
    day = news.timeline.at(key)
    return addresses.of(
        "post",
        id=str(news.timeline.id(key)),
        alias=news.alias(key),
        category=sections.CATEGORIES[news.category(key)].alias,
        author=sections.AUTHORS[news.author(key)].alias,
        year=f"{day:%Y}",
        month=f"{day:%m}",
        day=f"{day:%d}",
        date=f"{day:%Y}-{day.month}-{day.day}",
    )


def excerpt(html: str, length: int) -> str:
    """Return the beginning of a body as lists show it: the pattern knows nothing of blocks.

    >>> excerpt("<p>甲乙</p><p>丙&nbsp;3 < 4</p>", 10), excerpt("", 10)
    ('甲乙丙&nbsp...', '...')
    """
    text = _MARKUP.sub("", "\n" + html)
    text = re.sub(r"\s*\n\s*", " ", text)[:length].strip()
    return text.replace("<", "\u02c2").replace(">", "\u02c3") + "..."
