"""What surrounds the main column of every page: head, header, breadcrumb, footer."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from newsportal.sample import sections
from newsportal.sample.sections import SITE, SUBTITLE
from newsportal.sample.view import THEME, View

GENERATOR = "Z-BlogPHP 1.7.5"
SEPARATOR = " &gt; "


@dataclass(frozen=True, slots=True)
class Frame:
    """One page's own part of the skeleton."""

    kind: str
    """Class of the body: index, category, article, ..."""
    title: str
    content: str
    """HTML of the main column, without its box."""
    crumbs: str = ""
    box: str = "content"
    sidebar: str = ""
    head: str = ""


def page(view: View, frame: Frame) -> str:
    """Return a whole page."""
    options = view.options
    fixed = " fixed" if options.fixed else ""
    sticky = ' id="sticky"' if options.fixed else ""
    height = 150 if view.mobile else 360
    banner = f'<div class="banner" style="height:{height}px"><h2>{SUBTITLE}</h2></div>\n'
    columns = (
        f'<div{sticky}><div class="{frame.box}">\n{frame.content}\n</div>{frame.sidebar}</div>'
    )
    if frame.kind == "index":
        main = f'<div class="indexcon"><div class="wrap">{columns}</div></div>'
    else:
        main = (
            f'<div class="mask"></div>\n<div class="wrap">\n{_sitemap(view, frame)}{columns}</div>'
        )
    return f"""<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="zh-Hans">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta charset="utf-8">
<meta name="generator" content="{GENERATOR}">
<meta name="theme" content="拓源主题,toyean.com">
{'<base target="_blank">' if options.base_target else ""}
<title>{frame.title}</title>
{frame.head}<link rel="stylesheet" href="{view.root}{THEME}style/style.css?v=5.0.2">
<script src="{view.root}zb_system/script/common.js?v=173540"></script>
<script>window.tpure={{bloghost:"{view.root}",ver:"5.0.2",lazyload:{int(options.lazyload)},viewall:{int(options.viewall)}}};</script>
</head>
<body class="{frame.kind}">
<div class="wrapper">
{_header(view, fixed)}
<div class="main{fixed}">
{banner if options.banner else ""}{main}
</div>
</div>
{_footer(view)}
</body></html>
"""


def _first_crumb(view: View) -> str:
    return f'<a href="{view.root}">{view.options.home}</a>'


def title_of(view: View, name: str, page_number: int = 1, category: str = "") -> str:
    """Return the title element's text for a list or a post."""
    number = f" 第{page_number}页" if page_number > 1 else ""
    parts = [name + number, SITE]
    if view.options.seo and category:
        parts.insert(1, category)
    return " - ".join(parts)


def described(view: View, keywords: str, description: str) -> str:
    """Return the meta elements that the SEO switch adds."""
    if not view.options.seo:
        return ""
    short = "".join(description.split())[:200] + "..."
    return (
        f'<meta name="keywords" content="{escape(keywords)}">\n'
        f'<meta name="description" content="{escape(short)}">\n'
    )


def _sitemap(view: View, frame: Frame) -> str:
    if view.options.breadcrumb == "off" or not frame.crumbs:
        return ""
    return f'<div class="sitemap">当前位置：{_first_crumb(view)}{frame.crumbs}</div>\n'


def _header(view: View, fixed: str) -> str:
    options = view.options
    items = [f'<li><a href="{view.root}">首页</a></li>']
    for section in sections.CATEGORIES.values():
        if section.parent:
            continue
        below = "".join(
            f"<li>{view.category_link(child.id)}</li>"
            for child in sections.CATEGORIES.values()
            if child.parent == section.id
        )
        submenu = f"<ul>{below}</ul>" if below else ""
        items.append(f'<li class="subcate">{view.category_link(section.id)}{submenu}</li>')
    if options.archive_page and options.nav_archive:
        items.append(_page_item(view, sections.ARCHIVE_PAGE))
    if options.pages:
        items += [_page_item(view, sections.TAGS_PAGE), _page_item(view, sections.ABOUT_PAGE)]
    logo = f"{view.root}{THEME}style/images/logo.svg"
    return f"""<div class="header{fixed}">
<div class="wrap">
<div class="logo"><a href="{view.root}"><img src="{logo}" alt="{SITE}"></a></div>
<div class="head"><div class="account"><a href="{view.root}zb_system/login.php">登录</a></div>
<div class="menuico"><span></span></div>
<div class="menu"><ul>{"".join(items)}</ul></div>
<div class="schico"><form method="post" action="{view.root}zb_system/cmd.php?act=search">
<input type="text" name="q" placeholder="搜索..."><button type="submit">搜索</button></form></div>
<a href="javascript:$.translatePage();" id="zh_language">繁</a>
</div></div></div>"""


def _page_item(view: View, number: int) -> str:
    return f'<li><a href="{view.page_url(number)}">{sections.PAGES[number].name}</a></li>'


def _footer(view: View) -> str:
    return f"""<div class="footer"><div class="wrap">
<h3>Copyright {SITE} 版权所有. 鲁ICP备00000000号-0
<a href="https://beian.example/" rel="nofollow">备案</a></h3>
<h4>Powered By <a href="https://www.zblogcn.example/">{GENERATOR}</a>
Theme by <a href="https://www.toyean.example/">TOYEAN</a></h4>
</div></div>
<div class="edgebar"><a href="javascript:;" class="backtotop"><span>返回顶部</span></a></div>
<script src="{view.root}{THEME}script/common.js?v=5.0.2"></script>"""
