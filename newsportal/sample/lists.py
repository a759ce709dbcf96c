"""List pages: front page, categories, tags, accounts, months and days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape

from newsportal.sample import sections
from newsportal.sample.items import image, item
from newsportal.sample.listing import Listing
from newsportal.sample.pagebar import pagebar
from newsportal.sample.sections import SITE, SUBTITLE
from newsportal.sample.sidebar import sidebar
from newsportal.sample.skeleton import SEPARATOR, Frame, described, page, title_of
from newsportal.sample.timeline import ZONE
from newsportal.sample.view import THEME, View, section_values

_NOTHING = '<div class="searchnull">暂未找到相关内容...</div>'
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?")
_FRIENDS = (
    '<div class="friendlink"><ul><li><a href="https://friend.example/">友站</a></li></ul></div>'
)
_ORDERS = {"newlist": "最新", "viewlist": "浏览", "cmtlist": "评论"}
_SORTED_MOST = 2000  # ?order= ranks this many of the newest posts, so that it stays cheap


@dataclass(frozen=True, slots=True)
class ListKind:
    """One list: what is in it and what stands around it."""

    kind: str
    name: str
    values: dict[str, str]
    listing: Listing
    crumbs: str = ""
    number: int = 0
    """Id of the category, tag or account."""


def find_list(view: View, kind: str, values: dict[str, str]) -> ListKind | None:
    """Return the list that an address names."""
    if kind == "index":
        return ListKind(kind, SITE, {}, view.news.index())
    if kind == "date":
        return _date_list(view, values["date"])
    tables = {"category": sections.CATEGORIES, "tag": sections.TAGS, "author": sections.AUTHORS}
    listings = {
        "category": view.news.of_category,
        "tag": view.news.of_tag,
        "author": view.news.of_author,
    }
    for number, section in tables[kind].items():
        if values.get("id", "") == str(number) or values.get("alias") == (
            section.alias or section.name
        ):
            found = listings[kind](number)
            own = section_values(kind, number)
            crumbs = ""
            if kind == "category":
                for member in (*sections.ancestors(number), number):
                    title = f' title="查看{sections.CATEGORIES[member].name}中的全部文章"'
                    crumbs += SEPARATOR + view.category_link(member, title)
            return ListKind(kind, escape(section.name), own, found, crumbs, number)
    return None


def _date_list(view: View, text: str) -> ListKind | None:
    if span := span_of(text):
        start, end, name = span
        day = text.split("-")
        values = {"date": "-".join(str(int(part)) for part in day)}
        return ListKind("date", name, values, view.news.between(start, end))
    return None


def span_of(text: str) -> tuple[int, int, str] | None:
    """Return start, end and name of a month or day.

    >>> span_of("2026-2-30"), span_of("2026-13"), span_of("2026-11")[2], span_of("1970-1-02")[0]
    (None, None, '2026年11月', 57600)
    """
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
    try:
        first = date(year, month, day)
        after = (
            first + timedelta(days=1) if match[3] else date(year + month // 12, month % 12 + 1, 1)
        )
    except (ValueError, OverflowError):
        return None
    start, end = (
        int(datetime(each.year, each.month, each.day, tzinfo=ZONE).timestamp())
        for each in (first, after)
    )
    return start, end, f"{year}年{month}月" + (f"{day}日" if match[3] else "")


def list_page(
    view: View, found: ListKind, number: int, order: str = "", sort: str = ""
) -> str | None:
    """Return page *number* of a list, None beyond its end."""
    options, size = view.options, view.options.per_page
    last = max(1, -(-len(found.listing) // size))
    if number > last:
        return None
    keys = _sorted(view, found, order, sort)[(number - 1) * size : number * size]
    if not keys:
        keys = found.listing.part((number - 1) * size, size)
    # A month without posts says so, whatever is sticky.
    top = [] if found.kind == "date" and not found.listing else _stickies(view, found, number)
    style, in_category = options.list_style, found.kind == "category"
    items = [item(view, style, key, sticky=True, in_category=in_category) for key in top]
    items += [
        item(view, style, key, sticky=False, in_category=in_category)
        for key in keys
        if key not in top
    ]
    suffix = f"order={order}&amp;sort={escape(sort)}" if order in _ORDERS else ""

    def link(target: int) -> str:
        url = view.url(found.kind, target, **found.values)
        return f"{url}{'&amp;' if '?' in url else '?'}{suffix}" if suffix else url

    content = (
        _opening(view, found, number)
        + _block(view, items)
        + pagebar(number, last, options.pagebar, link)
    )
    return page(view, _frame(view, found, number, content))


def _sorted(view: View, found: ListKind, order: str, sort: str) -> list[int]:
    """Return the posts in the order that a reader chose, [] for the list's own."""
    if order not in _ORDERS or found.kind != "category":
        return []
    keys = found.listing.part(0, _SORTED_MOST)
    ranks = {"viewlist": view.views, "cmtlist": view.news.comment_count}
    return sorted(keys, key=ranks.get(order, view.news.timeline.time), reverse=sort != "1")


def _stickies(view: View, found: ListKind, number: int) -> list[int]:
    """Return the sticky posts that stand ahead of a list's page."""
    if number > 1 and not view.options.sticky_pages:
        return []
    top = []
    for key, kind in view.news.stickies.items():
        category = view.news.category(key)
        here = {
            "global": True,
            "index": found.kind == "index" and number == 1,
            "category": found.kind == "category" and number == 1 and found.number == category,
            "categorys": found.kind == "category"
            and number == 1
            and found.number in (category, *sections.ancestors(category)),
        }
        if here[kind]:
            top.append(key)
    return top


def _block(view: View, items: list[str]) -> str:
    style = view.options.list_style
    css = "" if style == "normal" else f" {style}"
    large = " large" if view.options.large else ""
    rows = "\n".join(items) or _NOTHING
    if style == "album" and items:
        rows = f'<div class="albumlist">{rows}</div>'
    return f'<div class="block custom{large}{css}">\n{rows}\n</div>\n'


def _opening(view: View, found: ListKind, number: int) -> str:
    """Return what stands between the breadcrumb and the items."""
    html = ""
    if found.kind == "index" and number == 1:
        html += _slider(view)
    if found.kind == "author" and number == 1:
        section = sections.AUTHORS[found.number]
        html += (
            f'<div class="block"><div class="auth"><div class="authimg">'
            f'<img src="{view.root}zb_users/avatar/0.png" alt="{section.name}"></div>'
            f'<div class="authinfo"><h1>{section.name}<span class="level">'
            f"{sections.AUTHOR_LEVELS[found.number]}</span></h1>"
            f"<p>{section.intro or '暂无介绍'}</p>"
            f'<p><span class="cate">{len(found.listing)} 篇文章</span>'
            '<span class="cmt">0 次评论</span></p></div></div></div>\n'
        )
    if found.kind == "category" and view.options.filterbar:
        html += _filterbar(view, found)
    tables = {"category": sections.CATEGORIES, "tag": sections.TAGS}
    if found.kind in tables and number == 1 and tables[found.kind][found.number].intro:
        html += f'<div class="listintro">{tables[found.kind][found.number].intro}</div>\n'
    return html


def _filterbar(view: View, found: ListKind) -> str:
    base = view.section_url("category", found.number)
    start = base + ("&amp;" if "?" in base else "?")
    orders = "".join(
        f'<li data-type="{order}"><a href="{start}order={order}&amp;sort=0">{name}</a></li>'
        if view.options.order_links
        else f'<li data-type="{order}">{name}</li>'
        for order, name in _ORDERS.items()
    )
    return (
        f'<div class="filternav"><h1>{found.name}</h1><ul class="filter">{orders}</ul>'
        '<form id="filternav" method="get"><input type="hidden" name="order" value="">'
        '<input type="hidden" name="sort" value=""></form></div>\n'
    )


def _slider(view: View) -> str:
    if not view.options.slider:
        return ""
    slides = "".join(
        f'<a href="{view.post_url(key)}" class="swiper-slide">'
        f"{image(view, f'{view.root}{THEME}style/images/banner.jpg', view.news.title(key))}</a>"
        for key in view.news.everything().part(3, 3)
    )
    return f'<div class="slide swiper"><div class="swiper-wrapper">{slides}</div></div>\n'


def _frame(view: View, found: ListKind, number: int, content: str) -> Frame:
    if found.kind == "index":
        title = f"第{number}页 - {SITE}" if number > 1 else f"{SITE} - {SUBTITLE}"
        feed = (
            '<link rel="alternate" type="application/rss+xml" '
            f'href="{view.root}feed.php" title="{SITE}">\n'
        )
        if number == 1 and view.options.friendlinks and not view.mobile:
            content += _FRIENDS
        head = feed if number == 1 and view.options.feed else ""
        return Frame("index", title, content, "", "content listcon", sidebar(view), head)
    count = f" 第{number}页" if number > 1 else ""
    crumbs = found.crumbs or f" > {found.name}{count}"
    return Frame(
        found.kind,
        title_of(view, found.name, number),
        content,
        crumbs,
        "content listcon",
        sidebar(view),
        described(view, found.name, found.name),
    )
