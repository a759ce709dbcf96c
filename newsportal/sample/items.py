"""One item of a list, in each of the theme's styles."""

from __future__ import annotations

from collections.abc import Callable

from newsportal.sample.picture_settings import PLACEHOLDER
from newsportal.sample.sections import CATEGORIES
from newsportal.sample.view import THEME, View, excerpt

_MARK = "<em>置顶</em>"
_ICONS = {"video": '<span class="video"></span>', "audio": '<span class="zbaudio"></span>'}


def item(view: View, style: str, key: int, *, sticky: bool, in_category: bool = False) -> str:
    """Return the markup of one post."""
    return _STYLES[style](view, key, sticky, in_category)


def _title_link(view: View, key: int, mark: str = "", text: str | None = None) -> str:
    """Return the link to a post; *mark* stands inside of it."""
    html = view.news.title_html(key) if text is None else text
    icon = _ICONS.get(view.news.media(key) or "", "")
    return f'<a href="{view.post_url(key)}"{view.blank}>{mark}{icon}{html}</a>'


def _intro(view: View, key: int, text: str | None = None) -> str:
    """Return the text below the title; mobile readers may tap it."""
    found = view.excerpt(key, view.options.excerpt) if text is None else text
    return f'<a href="{view.post_url(key)}">{found}</a>' if view.mobile else found


def image(view: View, address: str, alt: str) -> str:
    """Return a list's picture, loading late if the portal is set to."""
    if not view.options.lazyload:
        return f'<img src="{address}" alt="{alt}">'
    src = f"{view.root}{PLACEHOLDER}"
    return f'<img src="{src}" data-original="{address}" class="lazyload" alt="{alt}">'


def normal(
    view: View, key: int, sticky: bool, _in_category: bool,
    title: str | None = None, text: str | None = None,
) -> str:  # fmt: skip
    """Return an item of the style normal (sticker looks different by CSS only)."""
    mark = '<em class="istop">置顶</em>' if sticky else ""
    heading = f"<h2>{_title_link(view, key, text=title)}{mark}</h2>"
    if sticky and view.options.sticky_simple:
        facts = view.info(key, view.options.list_info)
        return f'<div class="post item">{heading}<div class="info simple">{facts}</div></div>'
    picture = view.thumb(key)
    more = f'<a href="{view.post_url(key)}" class="readmore">查看全文</a>'
    return (
        f'<div class="post item">{heading}'
        f'<div class="info">{view.info(key, view.options.list_info)}</div>'
        f"{_picture(view, key, picture)}"
        f'<div class="intro{" isimg" if picture else ""}">{_intro(view, key, text)}</div>'
        f"{more if view.options.readmore else ''}</div>"
    )


def _picture(view: View, key: int, address: str | None) -> str:
    if address is None:
        return ""
    video = " v" if view.news.media(key) in ("video", "iframe") else ""
    return (
        f'<div class="postimg{video}"><a href="{view.post_url(key)}"{view.blank}>'
        f"{image(view, address, view.news.title(key))}</a></div>"
    )


def _forum(view: View, key: int, sticky: bool, _in_category: bool) -> str:
    css, mark = (' class="istop"', _MARK) if sticky else ("", "")
    date = view.date(view.news.timeline.time(key))
    return (
        f'<div class="item"><h2{css}>{_title_link(view, key, mark)}</h2>'
        f'<div class="forumdate">{date}</div></div>'
    )


def _album(view: View, key: int, sticky: bool, in_category: bool) -> str:
    picture = view.thumb(key) or f"{view.root}{THEME}style/images/banner.jpg"
    category = "" if in_category else f"<span>{CATEGORIES[view.news.category(key)].name}</span>"
    stored = view.news.body(key).html[:250]
    date = view.date(view.news.timeline.time(key))
    return (
        f'<div class="item"><div class="albumimg"><a href="{view.post_url(key)}"{view.blank}>'
        f"{image(view, picture, view.news.title(key))}{category}{_MARK if sticky else ''}</a></div>"
        f'<div class="albumcon">{_title_link(view, key)}'
        f"<p>{_intro(view, key, excerpt(stored, view.options.excerpt))}</p></div>"
        f'<div class="albuminfo"><span>{date}</span><em>{view.views(key)}</em></div></div>'
    )


def _hotspot(view: View, key: int, sticky: bool, _in_category: bool) -> str:
    picture = view.thumb(key)
    mark = '<em class="istop">置顶</em>' if sticky else ""
    return (
        f'<div class="post item">{_picture(view, key, picture)}'
        f'<div class="hotspotinfo{"" if picture else " noimg"}">'
        f"<h2>{_title_link(view, key)}{mark}</h2>"
        f'<div class="intro">{_intro(view, key)}</div>'
        f'<div class="info">{view.info(key, view.options.list_info)}</div></div></div>'
    )


_STYLES: dict[str, Callable[[View, int, bool, bool], str]] = {
    "normal": normal,
    "sticker": normal,
    "forum": _forum,
    "album": _album,
    "hotspot": _hotspot,
}
