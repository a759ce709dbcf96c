"""The page of a post."""

from __future__ import annotations

from html import escape
from urllib.parse import unquote

from newsportal.sample import picture_settings, sections
from newsportal.sample.sections import SITE
from newsportal.sample.sidebar import sidebar
from newsportal.sample.skeleton import SEPARATOR, Frame, described, page, title_of
from newsportal.sample.thread import comment_area
from newsportal.sample.view import THEME, View

_COPYRIGHT = "版权声明：本文由{site}整理发布，内容均来自互联网，如有侵权联系删除。"
_AD = (
    '<script>(window.slots=window.slots||[]).push({{"pos":"{0}"}});</script>'
    '<ins class="adsbyowner" style="display:block" data-ad-slot="{0}"></ins>'
)
_CONTROLS = (
    '<div class="ctrl"><a href="javascript:;" title="增加字号"></a>'
    '<a href="javascript:;" title="减小字号"></a><a href="javascript:;" title="还原字号"></a></div>'
)
_NETWORKS = {
    "weibo": "微博", "qq": "QQ", "wechat": "微信", "douban": "豆瓣",
    "qzone": "QQ空间", "linkedin": "领英",
}  # fmt: skip


def article(view: View, key: int, comment_page: int = 1) -> str:
    """Return the page of a post."""
    options, news = view.options, view.news
    category = news.category(key)
    parent = sections.CATEGORIES[category].parent
    notice, labels = _copynotice(view), _tags(view, key)
    inside, outside = (notice + labels, "") if options.wide else ("", notice + labels)
    single = "single" + " viewall" * options.viewall + " indent" * options.indent
    top = view.section_url("category", parent or category)
    controls = _CONTROLS if options.font_buttons else ""
    content = f"""<div class="block" data-cateurl="{top}">
<div class="post">
<h1>{news.title_html(key)}</h1>
<div class="info">{view.info(key, options.post_info)}{controls}</div>
<div class="{single}">
{_stored_body(view, key)}
{inside}</div>
{outside}{_sharebox(view)}</div>
{_neighbours(view, key)}</div>
{_related(view, key)}{comment_area(view, key, comment_page)}"""
    crumbs = "".join(SEPARATOR + view.category_link(each) for each in (parent, category) if each)
    last = news.title_html(key) if options.breadcrumb == "title" else "正文内容"
    tags = ",".join(sections.TAGS[tag].name for tag in news.tags(key))
    head = described(view, tags, news.body(key).text) + (
        f'<link rel="canonical" href="{view.post_url(key)}">\n'
    )
    name = sections.CATEGORIES[category].name
    title = title_of(view, escape(news.title(key)), category=name)
    if options.seo and key % 23 == 5:
        title = f"{name}热点专题"  # the owner wrote one of his own
    return page(
        view,
        Frame(
            "article",
            title,
            content,
            crumbs + SEPARATOR + last,
            "content wide" if options.wide else "content",
            "" if options.wide else sidebar(view),
            head,
        ),
    )


def _stored_body(view: View, key: int) -> str:
    """Return the body with what the theme does to it."""
    options = view.options
    html = _media(view, key) + view.news.body(key).html
    html = picture_settings.with_gallery(html, options.fancybox)
    if options.lazyload:
        html = picture_settings.lazy(html, view.root)
    if options.ads:
        html = _AD.format("before") + html + _AD.format("after")
    return html


def _media(view: View, key: int) -> str:
    number, upload = view.news.timeline.id(key), f"{view.root}zb_users/upload/media/"
    match view.news.media(key):
        case "video":
            return (
                '<p id="zbvideo" class="videobox"><script>var zbvideo=1;</script>'
                f'<video src="{upload}{number}.mp4" controls></video></p>'
            )
        case "iframe":
            return (
                '<p id="zbvideo" class="videobox"><script>var zbvideo=1;</script>'
                f'<iframe src="https://player.example/{number}" allowfullscreen></iframe></p>'
            )
        case "audio":
            return (
                f'<link rel="stylesheet" href="{view.root}{THEME}plugin/audio.css">'
                f'<script src="{view.root}{THEME}plugin/audio.js"></script>'
                '<p><span class="zbaudio"><span class="play"></span><span>00:00</span></span></p>'
                f'<script>var song={{src:"{upload}{number}.mp3",title:"音频"}};</script>'
            )
    return ""


def copyright_text(view_options_on: bool) -> str | None:
    """Return the notice as the record has it."""
    return _COPYRIGHT.format(site=SITE) if view_options_on else None


def _copynotice(view: View) -> str:
    options = view.options
    if not options.copynotice or (view.mobile and not options.copynotice_mobile):
        return ""
    asked = escape(view.requested)
    qr = f'<div class="tpureqr" data-qrurl="{asked}"></div>' if options.qr else ""
    link = f'<p>本文链接：<a href="{asked}">{escape(unquote(view.requested))}</a></p>'
    scan = "<p>扫描二维码推送至手机访问。</p>" if options.qr else ""
    return (
        f'<div class="copynotice">{qr}<div class="copynoticetxt">{scan}'
        f"<p>{_COPYRIGHT.format(site=f'<strong>{SITE}</strong>')}</p>"
        f"{link if options.copylink else ''}</div></div>\n"
    )


def _tags(view: View, key: int) -> str:
    tags = view.news.tags(key)
    if not view.options.tags or not tags:
        return ""
    links = "".join(
        f"<a href='{view.section_url('tag', tag)}' title='{escape(sections.TAGS[tag].name)}'>"
        f"{escape(sections.TAGS[tag].name)}</a>"
        for tag in tags
    )
    return f'<div class="tags">标签:{links}</div>\n'


def _sharebox(view: View) -> str:
    if not view.options.sharebox:
        return ""
    icons = "".join(
        f'<a href="#" class="share-icon icon-{name}">{text}</a>' for name, text in _NETWORKS.items()
    )
    return (
        '<div class="sharebox"><div class="label">分享给朋友：</div>'
        f'<div class="sharebtn"><div class="sharing">{icons}</div></div></div>\n'
    )


def _neighbours(view: View, key: int) -> str:
    if not view.options.prevnext:
        return ""
    older, newer = view.news.neighbours(key)

    def link(other: int | None, css: str, none: str) -> str:
        if other is None:
            return f"<span>{none}</span>"
        return f'<a href="{view.post_url(other)}" class="{css}">{view.news.title_html(other)}</a>'

    back = view.section_url("category", view.news.category(key))
    return (
        f'<div class="pages"><a href="{back}" class="backlist">返回列表</a>'
        f"<p>上一篇：{link(older, 'single-prev', '没有更早的文章了...')}</p>"
        f"<p>下一篇：{link(newer, 'single-next', '没有最新的文章了...')}</p></div>\n"
    )


def _related(view: View, key: int) -> str:
    style, news = view.options.related, view.news
    chain = news.chain(news.category(key))
    count = min(view.options.related_count, len(chain))
    # The theme draws first and drops the post itself afterwards, so there may be one fewer.
    chosen = [chain[place] for place in view.draw.sample(range(len(chain)), count)]
    chosen = [other for other in chosen if other != key]
    if style == "none" or not chosen:
        return ""
    about = f"“{news.title_html(key)}” 的相关文章" if view.options.related_title else "相关文章"
    row = _card if style == "cards" else _row
    css = "relatecon" if style == "cards" else f"relatecon {style}"
    rows = "".join(row(view, other) for other in chosen)
    return (
        f'<div class="block"><div class="posttitle"><h4>{about}</h4></div>'
        f'<div class="{css}">{rows}</div></div>\n'
    )


def _card(view: View, key: int) -> str:
    url, thumb = view.post_url(key), view.thumb(key)
    title = view.news.title_html(key)
    picture = f'<div class="relateimg"><a href="{url}"><img src="{thumb}" alt=""></a></div>'
    lead = view.excerpt(key, 140)
    lead = f'<a href="{url}">{lead}</a>' if view.mobile else lead
    css = ' class="isimg"' if thumb else ""
    return (
        f'<div class="relate">{picture if thumb else ""}<div class="relateinfo">'
        f'<h3><a href="{url}">{title}</a></h3><p{css}>{lead}</p></div></div>'
    )


def _row(view: View, key: int) -> str:
    date = view.date(view.news.timeline.time(key))
    return (
        f'<div class="relatelist"><a href="{view.post_url(key)}">{view.news.title_html(key)}</a>'
        f'<span class="posttime">{date}</span></div>'
    )
