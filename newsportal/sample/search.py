"""The site's search over titles; a trap for crawlers, since it never answers 404."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from newsportal.sample.items import item, normal
from newsportal.sample.pagebar import pagebar
from newsportal.sample.sidebar import sidebar
from newsportal.sample.skeleton import Frame, page, title_of
from newsportal.sample.view import View

_SEARCHED = 2000  # only so many of the newest posts, so that a huge portal stays quick


def search(view: View, asked: str, number: int) -> str:
    """Return page *number* of what was found."""
    news, size = view.news, view.options.search_per_page
    keys = [
        key for key in news.everything().part(0, _SEARCHED) if asked and asked in news.title(key)
    ]
    shown = keys[(number - 1) * size : number * size]
    name = f"搜索“{escape(asked)}”"
    if shown:
        rows = "\n".join(_item(view, key, asked) for key in shown)
    else:
        baidu = f"https://www.baidu.example/s?wd={quote(asked)}"
        rows = (
            f'<div class="searchnull">暂未找到与 <a href="{baidu}">{escape(asked)}</a>'
            " 相关内容...</div>"
        )

    def link(target: int) -> str:
        shown_page = f"&amp;page={target}" if target > 1 else ""
        return f"{view.root}search.php?q={quote(asked)}{shown_page}"

    bar = pagebar(number, -(-len(keys) // size), view.options.pagebar, link) if shown else ""
    return page(
        view,
        Frame(
            "search",
            title_of(view, name, number),
            f'<div class="block custom">\n{rows}\n</div>\n{bar}',
            f" > {name}" + (f" 第{number}页" if number > 1 else ""),
            "content listcon",
            sidebar(view),
            '<meta name="robots" content="noindex,nofollow,noarchive">\n',
        ),
    )


def _item(view: View, key: int, asked: str) -> str:
    if view.options.list_style not in ("normal", "sticker"):
        return item(view, view.options.list_style, key, sticky=False)
    mark = f"<mark>{escape(asked)}</mark>"
    title = view.news.title_html(key).replace(asked, mark)
    text = view.news.body(key).text.replace("\n", "")
    start = max(0, text.find(asked) - 20)
    found = escape(text[start : start + view.options.excerpt]).replace(asked, mark) + "..."
    return normal(view, key, False, False, title, found)
