"""Standalone pages: archive, tag cloud, readers, about."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from newsportal.sample import sections, vocabulary
from newsportal.sample.sections import ABOUT_PAGE, ARCHIVE_PAGE, READERS_PAGE, TAGS_PAGE
from newsportal.sample.sidebar import sidebar
from newsportal.sample.skeleton import SEPARATOR, Frame, page, title_of
from newsportal.sample.timeline import ZONE
from newsportal.sample.view import THEME, View


def exists(view: View, number: int) -> bool:
    """Say whether the portal has the page."""
    options = view.options
    return number in sections.PAGES and (
        options.archive_page if number == ARCHIVE_PAGE else options.pages
    )


def standalone(view: View, number: int) -> str:
    """Return a standalone page."""
    name = sections.PAGES[number].name
    contents = {
        ARCHIVE_PAGE: _archive,
        TAGS_PAGE: _tag_cloud,
        READERS_PAGE: _readers,
        ABOUT_PAGE: _about,
    }
    info = ""
    if number == ABOUT_PAGE:
        shown, written = view.options.page_info, view.news.timeline.anchor - 86400 * 400
        spans = {
            "user": f'<span class="user">{view.author_link(1)}</span>',
            "date": f'<span class="date">{view.date(written)}</span>',
            "view": '<span class="view">77</span>',
            "cmt": '<span class="cmt">0</span>',
        }
        fields = ("user", "date", "view") if shown is None else shown
        info = f'<div class="info">{"".join(spans.get(field, "") for field in fields)}</div>\n'
    content = (
        f'<div class="block"><div class="post">\n<h1>{name}</h1>\n{info}'
        f'<div class="single">\n{contents[number](view)}\n</div></div></div>'
    )
    return page(
        view,
        Frame("page", title_of(view, name), content, SEPARATOR + name, "content", sidebar(view)),
    )


def _about(_view: View) -> str:
    return "<p>汶阳在线是一个虚构的门户，仅供测试。</p>"


def _archive(view: View) -> str:
    """Return the list of all posts as of the moment when the cache file was written."""
    timeline, options = view.news.timeline, view.options
    written = view.built - options.archive_stale_days * 86400
    keys = [
        key
        for key in view.news.everything()
        if not options.archive_stale_days or timeline.time(key) <= written
    ]
    day = datetime.fromtimestamp(written, ZONE)
    parts = [
        f'<div class="listintro">截至{day:%Y年%m月%d日}，本站共发布了{len(keys)}篇文章。'
        '<a href="javascript:;" class="archivefold">全部折叠</a></div>'
    ]
    for month, members in groupby(keys, lambda key: f"{timeline.at(key):%Y年%m月}"):
        rows = "".join(_archive_row(view, key) for key in members)
        parts.append(
            f'<div class="archiveitem"><div class="archivedate">{month}</div>'
            f'<ul class="archivelist">{rows}</ul></div>\n'
        )
    return "".join(parts)


def _archive_row(view: View, key: int) -> str:
    day = view.news.timeline.at(key)
    time = {"m/d": f"{day:%m/%d}", "m月d日": f"{day:%m月%d日}"}.get(view.options.archive_time)
    span = f'<span class="archivetime">[{time}]</span>' if time else ""
    link = f'<a href="{view.post_url(key)}">{view.news.title_html(key)}</a>'
    return f"<li>{span}<h3>{link}</h3></li>"


def _tag_cloud(view: View) -> str:
    rows = "".join(
        f'<li><a href="{view.section_url("tag", tag.id)}">{tag.name.replace("&", "&amp;")}</a>'
        f"<span>({len(view.news.of_tag(tag.id))})</span></li>"
        for tag in sections.TAGS.values()
    )
    none = '<div class="tagsnull">暂无标签</div>'
    return f'<ul class="tagscloud">{rows}</ul>' if len(view.news.everything()) else none


def _readers(view: View) -> str:
    honors = ("金牌读者", "银牌读者", "铜牌读者")
    rows = []
    for place, name in enumerate(vocabulary.READERS):
        css = ' class="top"' if place < 3 else ""
        honor = f'<span class="honor">{honors[place]}</span>' if place < 3 else ""
        rows.append(
            f'<li{css}>{honor}<img src="{view.root}{THEME}style/images/avatar.png" alt="{name}">'
            f'<span class="readersinfo">{name} 评论 {90 - place * 7} 次</span></li>'
        )
    return f'<div class="readers"><ul>{"".join(rows)}</ul></div>'
