"""Every switch of the sample portal: what an owner of such a portal may set, and what happens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, get_type_hints

from newsportal.sample.option_texts import read, write

INFO_FIELDS = ("user", "date", "cate", "view", "cmt")
LIST_STYLES = ("normal", "forum", "album", "sticker", "hotspot")
ABSOLUTE_DATES = (
    "Y-m-d", "Y-m-d H:i", "Y-m-d H:i:s", "Y年m月d日", "Y年m月d日 H:i", "Y年m月d日 H:i:s",
)  # fmt: skip
_STICKY_KINDS = ("global", "index", "category", "categorys")
SOUPS = (
    "plain", "styled", "wechat", "word", "bare", "divs", "unclosed", "stray", "open-div",
    "scripted",
)  # fmt: skip
MODULES = (
    "tpure_User", "tpure_HotViewArticle", "tpure_HotCmtArticle", "tpure_NewArticle",
    "tpure_RecArticle", "tpure_NewComment", "tpure_Readers", "divCatalog", "divTags",
)  # fmt: skip

_CHOICES: dict[str, tuple[str, ...]] = {
    "urls": ("rewrite", "active", "alias", "date", "category-alias", "index.php"),
    "list_style": LIST_STYLES,
    "date_style": ("relative", *ABSOLUTE_DATES),
    "fancybox": ("off", "ue", "all"),
    "related": ("cards", "onlyone", "diallel", "none"),
    "breadcrumb": ("text", "title", "off"),
    "archive_time": ("m/d", "m月d日", "off"),
    "post_info": INFO_FIELDS,
    "list_info": INFO_FIELDS,
    "page_info": INFO_FIELDS,
    "stickies": _STICKY_KINDS,
    "soups": SOUPS,
    "modules": MODULES,
}


@dataclass(frozen=True, slots=True)
class Options:
    """The settings of one portal; the defaults are the theme's, with those of 0538ta.cn.

    >>> Options.of(["posts=40", "urls=active", "post_info=date,cate", "feed=off", "robots=none"])
    ... # doctest: +ELLIPSIS
    Options(posts=40, seed=0, ...)
    >>> Options.of(["posts=40", "url=active", "wide=maybe", "list_style=tiled"])
    Traceback (most recent call last):
    ValueError: there is no option 'url'; wide='maybe': on or off; list_style='tiled': one of \
normal, forum, album, sticker, hotspot
    """

    # What is there
    posts: int = 300
    """Posts that the portal had at `anchor`."""
    seed: int = 0
    anchor: int | None = None
    """Moment (epoch) just after the newest of `posts` came out; None: when the portal starts."""
    days: int = 1200
    """Age of the oldest post (many posts take longer: they stay minutes apart)."""
    apart: int = 0
    """Seconds from one post to the next, evenly; 0: minutes near the end, ever more before."""
    added: int = 0
    """Posts published since, some minutes apart unless `apart` says otherwise."""
    removed: tuple[int, ...] = ()
    """Ids of posts that the owner deleted since."""
    edited: tuple[int, ...] = ()
    """Ids of posts that the owner changed since."""
    future: int = 1
    """How many of `posts` are dated weeks ahead."""
    duplicates: bool = True
    """Whether some posts repeat another one, exactly or nearly."""
    equal_times: bool = True
    """Whether some neighbours of one category have one time."""
    soups: tuple[str, ...] = SOUPS
    """Kinds of markup that the bodies are drawn from."""
    odd_bodies: bool = True
    """Whether some bodies are empty, or hold only pictures."""
    media: bool = True
    """Whether some posts have a video or an audio file."""

    # Addresses: a preset of the CMS, and patterns that replace single ones of it
    urls: str = "rewrite"
    post_url: str | None = None
    page_url: str | None = None
    index_url: str | None = None
    category_url: str | None = None
    tag_url: str | None = None
    author_url: str | None = None
    date_url: str | None = None

    # Lists
    per_page: int = 10
    search_per_page: int = 20
    pagebar: int = 10
    """How many page numbers the pagebar shows."""
    list_style: str = "normal"
    list_info: tuple[str, ...] | None = ("user", "date", "view")
    """Spans of the info line in order; None: the theme's answer to "nothing set"."""
    stickies: tuple[str, ...] = ("global", "index", "category")
    sticky_pages: bool = True
    """Whether lists show global stickies on later pages too."""
    sticky_simple: bool = False
    unlisted: bool = True
    """Whether category 6 is kept off the index."""
    subcategories: bool = True
    """Whether a category's list holds the posts of its sub-categories."""
    filterbar: bool = True
    excerpt: int = 130
    """Characters of an excerpt; the line feed before the body counts."""
    excerpt_intro: bool = False
    """Whether excerpts come from the stored intro (250 characters of source)."""
    thumbs: bool = True
    default_thumb: bool = False
    """Whether posts without picture get one of the theme's at random."""
    large: bool = False
    readmore: bool = False
    slider: bool = False
    friendlinks: bool = True
    target_blank: bool = False
    order_links: bool = False
    """Whether the filter bar links ``?order=`` lists (else only its form asks for them)."""

    # Posts
    date_style: str = "relative"
    post_info: tuple[str, ...] | None = ("user", "date", "cate", "view")
    page_info: tuple[str, ...] | None = ("user",)
    breadcrumb: str = "text"
    home: str = "首页"
    wide: bool = False
    lazyload: bool = True
    fancybox: str = "off"
    """``ue``: with the editor's plugin, ``all``: without it (which corrupts some addresses)."""
    viewall: bool = False
    indent: bool = False
    font_buttons: bool = False
    ads: bool = False
    """Whether every body has the owner's advertisement before and after it."""
    copynotice: bool = True
    qr: bool = True
    copylink: bool = True
    tags: bool = True
    sharebox: bool = True
    prevnext: bool = True
    related: str = "cards"
    related_count: int = 10
    related_title: bool = True

    # Comments
    comments: bool = True
    comments_per_page: int = 100
    comments_reversed: bool = False
    comment_place: bool = True
    """Whether comments show the 省份 of the commenter."""

    # Around
    sidebar: bool = True
    modules: tuple[str, ...] = MODULES
    seo: bool = False
    base_target: bool = False
    banner: bool = False
    fixed: bool = False
    feed: bool = True
    feed_items: int = 10
    feed_intro: bool = False
    archive_page: bool = True
    archive_time: str = "m/d"
    archive_stale_days: int = 0
    """How long ago the archive page's cache file was written."""
    nav_archive: bool = True
    """Whether the menu links the archive page."""
    pages: bool = True
    """Whether there are tag cloud, readers and about pages."""

    # Server
    robots: str | None = None
    """Text of robots.txt; None: 404. In `of`, ``\\n`` is a line feed."""
    closed: bool = False
    count_views: bool = True
    mobile: bool = True
    """Whether mobile agents get another variant."""
    copynotice_mobile: bool = True
    error_every: int = 0
    """Every so many-th page is the CMS's error page (500); 0: none."""

    @classmethod
    def of(cls, settings: Iterable[str]) -> Options:
        """Return the options that ``name=value`` texts say; ValueError names all that are wrong."""
        hints = get_type_hints(cls)
        chosen: dict[str, Any] = {}
        wrong = []
        for setting in settings:
            name, equals, value = setting.partition("=")
            if not equals:
                wrong.append(f"{setting!r} is not name=value")
            elif name not in hints:
                wrong.append(f"there is no option {name!r}")
            else:
                try:
                    chosen[name] = read(name, value, hints[name], _CHOICES.get(name))
                except ValueError as fault:
                    wrong.append(f"{name}={value!r}: {fault}")
        if wrong:
            raise ValueError("; ".join(wrong))
        return cls(**chosen)

    def settings(self) -> list[str]:
        """Return the texts from which `of` makes these options, defaults left out."""
        return [
            f"{field.name}={write(value)}"
            for field in fields(self)
            if (value := getattr(self, field.name)) != field.default
        ]
