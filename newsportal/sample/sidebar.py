"""The sidebar's modules: links to posts with dates as old as the last rebuild."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from newsportal.sample import discussion, sections
from newsportal.sample.clockface import printed
from newsportal.sample.view import THEME, View


def sidebar(view: View) -> str:
    """Return the whole sidebar."""
    if not view.options.sidebar:
        return ""
    show = " show" if view.mobile else ""
    if view.root not in view.stored:
        view.stored.clear()  # one is enough: all of a run's requests name one host
        view.stored[view.root] = "".join(_MODULES[name](view) for name in view.options.modules)
    modules = view.stored[view.root]
    return f'\n<div class="sidebar{show}">\n{modules}</div>'


def _module(name: str, title: str, content: str) -> str:
    heading = f'<dt class="sidetitle">{title}</dt>'
    return f'<dl class="sidebox" id="{name}">{heading}<dd>{content}</dd></dl>\n'


def _posts(view: View, start: int, step: int, fact: Callable[[int], str]) -> str:
    listing = view.news.everything()
    places = range(min(start, max(0, len(listing) - 1)), len(listing), step)[:5]
    rows = []
    for key in (listing[place] for place in places):
        url, title = view.post_url(key), view.news.title_html(key)
        rows.append(
            f'<li class="sideitem"><div class="sidelink"><a href="{url}" '
            f'title="{escape(view.news.title(key))}">{title}</a></div>'
            f'<p class="sideinfo">{fact(key)}</p></li>'
        )
    return f"<ul>{''.join(rows)}</ul>"


def _dated(view: View) -> Callable[[int], str]:
    def fact(key: int) -> str:
        date = printed(view.news.timeline.time(key), view.built, view.options.date_style)
        return f'<em class="date">{date}</em>'

    return fact


def _user(view: View) -> str:
    section = sections.AUTHORS[1]
    return _module(
        "tpure_User",
        "站长简介",
        f'<img src="{view.root}zb_users/avatar/0.png" alt="{section.name}"><p>{section.intro}</p>',
    )


def _hot_views(view: View) -> str:
    def fact(key: int) -> str:
        number = view.news.category(key)
        return f'<span class="view">{view.views(key)} 浏览</span>{view.category_link(number)}'

    return _module("tpure_HotViewArticle", "热门阅读", _posts(view, 2, 9, fact))


def _hot_comments(view: View) -> str:
    def fact(key: int) -> str:
        return f'<span class="view">{view.news.comment_count(key)} 评论</span>'

    return _module("tpure_HotCmtArticle", "热评文章", _posts(view, 4, 7, fact))


def _new(view: View) -> str:
    return _module("tpure_NewArticle", "最新文章", _posts(view, 0, 1, _dated(view)))


def _recommended(view: View) -> str:
    return _module("tpure_RecArticle", "推荐阅读", _posts(view, 5, 11, _dated(view)))


def _comments(view: View) -> str:
    rows = []
    if view.options.comments:
        timeline = view.news.timeline
        for key in view.news.everything().part(0, 60):
            for remark in discussion.remarks(
                view.options.seed, key, timeline.time(key), timeline.anchor
            )[:1]:
                url = view.post_url(key)
                rows.append(
                    f'<li class="sideitem"><a href="{url}#cmt{remark.id}" class="avatartitle">'
                    f'<img src="{view.root}zb_users/avatar/0.png" alt="{remark.author}"></a>'
                    '<div class="sidecmtcon">'
                    f'<a href="{url}#cmt{remark.id}">{remark.html}</a></div>'
                    '<div class="sidecmtarticle">'
                    f'<a href="{url}">{view.news.title_html(key)}</a></div></li>'
                )
            if len(rows) >= 5:
                break
    return _module("tpure_NewComment", "最新评论", f"<ul>{''.join(rows)}</ul>")


def _readers(view: View) -> str:
    src = f"{view.root}{THEME}style/images/avatar.png"
    return _module("tpure_Readers", "读者墙", f'<img src="{src}" alt="读者"> 汶河老王')


def _catalog(view: View) -> str:
    rows = "".join(f"<li>{view.category_link(number)}</li>" for number in sections.CATEGORIES)
    return _module("divCatalog", "网站分类", f"<ul>{rows}</ul>")


def _tags(view: View) -> str:
    rows = "".join(
        f'<li><a href="{view.section_url("tag", tag.id)}">{tag.name.replace("&", "&amp;")}</a></li>'
        for tag in sections.TAGS.values()
    )
    return _module("divTags", "标签列表", f"<ul>{rows}</ul>")


_MODULES: dict[str, Callable[[View], str]] = {
    "tpure_User": _user,
    "tpure_HotViewArticle": _hot_views,
    "tpure_HotCmtArticle": _hot_comments,
    "tpure_NewArticle": _new,
    "tpure_RecArticle": _recommended,
    "tpure_NewComment": _comments,
    "tpure_Readers": _readers,
    "divCatalog": _catalog,
    "divTags": _tags,
}
