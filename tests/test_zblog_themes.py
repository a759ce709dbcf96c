"""The looks that come with Z-BlogPHP, on pages written after their markup."""

from __future__ import annotations

from datetime import datetime

import pytest
from scrapy.http import HtmlResponse

from newsportal.chinese.dates import SHANGHAI
from newsportal.discovery.discussion import Discussion, together
from newsportal.extract import read_post
from newsportal.items import Link, Post
from newsportal.pages.site import Site
from newsportal.themes import THEMES, theme_of
from newsportal.themes.zblog.default import DEFAULT, WHITE_PAGE
from newsportal.themes.zblog.garland import GARLAND
from newsportal.themes.zblog.html5css3 import HTML5CSS3
from newsportal.themes.zblog.metro import METRO
from newsportal.themes.zblog.zit import ZIT

NOW = datetime(2026, 11, 26, 12, tzinfo=SHANGHAI)
TEXT = "<p>桥面换上了青石，栏杆一一复原。</p><p>明年还要装灯。</p>"
BAR = """<div class="{bar}"><a href="/">{first}</a><a href="/"><span class="page">1</span></a>
<span class="page now-page">2</span><a href="/page_3.html"><span class="page">3</span></a>
<a href="/page_3.html">{next}</a><a href="/page_9.html">{last}</a></div>"""
ARROWS = {"first": "&lt;&lt;", "next": "&gt;", "last": "&gt;&gt;"}
QUOTES = {"first": "‹‹", "next": "›", "last": "››"}

# Look, post, list. The title is 老桥 <重新> 开放, the author 柏木君, the category 社会.
PAGES = {
    "default": (
        DEFAULT,
        f"""<div id="divMain"><div class="post single"><h2 class="post-title">老桥 &lt;重新&gt; 开放
        <span class="post-date">2026-11-20 08:30:15</span></h2><div class="post-body">{TEXT}</div>
        <p class="post-tags">标签: <a href="/tags-1.html">老桥</a>
        <a href="/tags-2.html">青石</a></p>
        <p class="post-footer">作者:柏木君 | 分类:社会 | 浏览:12 | 评论:3</p></div></div>""",
        """<div class="post multi"><h2 class="post-title"><a href="/post/7.html">老桥</a>
        <span class="post-date">2026-11-20 08:30:15</span></h2><div class="post-body">..</div>
        </div>"""
        + BAR.format(bar="pagebar", **ARROWS),
    ),
    "WhitePage": (
        WHITE_PAGE,
        f"""<div class="post single"><p class="post-date">2026年11月20日</p><h2 class="post-title">
        老桥 &lt;重新&gt; 开放</h2><div class="post-body">{TEXT}</div>
        <p class="post-tags">标签：<a href="/tags-1.html">老桥</a>
        <a href="/tags-2.html">青石</a></p>
        <p class="post-footer">作者:柏木君,&nbsp;分类:社会,&nbsp;浏览:12,&nbsp;评论:3</p></div>""",
        """<div class="post multi"><p class="post-date">2026年11月20日</p>
        <h2 class="post-title"><a href="/post/7.html">老桥</a></h2></div>"""
        + BAR.format(bar="pagebar", **ARROWS),
    ),
    "HTML5CSS3": (
        HTML5CSS3,
        f"""<article id="log7" class="top cate1 auth1"><header><h2>老桥 &lt;重新&gt; 开放</h2>
        <time>2026年11月20日 08:30:15</time></header><section>{TEXT}</section><footer>
        <h4>标签: <a href="/tags-1.html">老桥</a> <a href="/tags-2.html">青石</a></h4>
        <h5><em>作者:柏木君</em><em>分类:社会</em><em>浏览:12</em><em>评论:3</em></h5></footer>
        <nav><a class="l" href="/post/6.html" title="老街">« 上一篇</a>
        <a class="r" href="/post/8.html" title="新桥">下一篇 »</a></nav></article>""",
        """<article id="log7" class="top cate1 auth1"><header><h2>
        <a href="/post/7.html">老桥</a></h2>
        <time>2026年11月20日</time></header><section>..</section></article>"""
        + BAR.replace("div", "nav").format(bar="", **QUOTES),
    ),
    "Zit": (
        ZIT,
        f"""<nav id="path"><a href="/category-1.html">社会</a> <a href="/date-2026-11-20.html">
        2026-11-20</a></nav><div id="topic"><h1>老桥 &lt;重新&gt; 开放</h1><h4><a class="tag"
        href="/tags-1.html">老桥</a><a class="tag" href="/tags-2.html">青石</a></h4><h5>
        <a href="/author-1.html">柏木君</a> <span class="kico-time">发表于2026-11-20 08:30:15</span>
        <span class="kico-eye"><dfn>浏览</dfn>12</span><span class="kico-ping">
        <dfn>评论</dfn>3</span>
        </h5></div><main id="main"><article id="cont">{TEXT}</article></main><div id="rel"><ul>
        <li class="log"><a href="/post/6.html"><em class="kico-prev"></em>老街</a></li>
        <li class="log"><a href="/post/8.html"><em class="kico-next"></em>新桥</a></li>
        <li class="log"><a href="/post/3.html">石板路</a><time class="zit">2026-11-01</time></li>
        </ul></div>""",
        """<article class="log pin"><h3><a href="/post/7.html">老桥</a></h3>
        <time>2026-11-20</time></article><nav id="pagi"><a href="/">‹‹</a><a href="/">1</a>
        <b class="zit">2</b><a href="/page_3.html">3</a><a href="/page_3.html">›</a>
        <a href="/page_9.html">››</a></nav>""",
    ),
    "metro": (
        METRO,
        f"""<div class="post cate1 auth1"><div class="post_time"><h5>20</h5>
        <h6>2026<br>11月</h6></div>
        <div class="post_body"><h2>老桥 &lt;重新&gt; 开放</h2><div class="post_content">{TEXT}</div>
        <div class="post_tags"></div>
        <div class="post_info">作者:柏木君 | 分类:社会 | 浏览:12 | 评论:3
        </div><div class="post_nav"><a class="l" href="/post/6.html" title="老街">« 上一篇</a>
        <a class="r" href="/post/8.html" title="新桥">下一篇 »</a></div></div></div>""",
        """<div class="post cate1 auth1"><div class="post_time"><h5>20</h5><h6>2026<br>11月</h6>
        </div>
        <div class="post_body"><h2><a href="/post/7.html">老桥</a></h2></div></div>"""
        + BAR.format(bar="pagebar", **ARROWS),
    ),
    "garland": (
        GARLAND,
        f"""<div class="post single"><h4 class="post-date">2026年11月20日</h4>
        <h2 class="post-title">
        <a href="/post/7.html">老桥 &lt;重新&gt; 开放</a></h2><div class="post-body">{TEXT}</div>
        <h5 class="post-tags"></h5>
        <h6 class="post-footer">作者:柏木君 | 分类:社会 | 浏览:12 | 评论:3
        </h6></div>""",
        """<div class="node" id="node-7"><h2><a href="/post/7.html">老桥</a></h2>
        <span class="submitted">Friday 2026-11-20 08:30 - 柏木君</span></div><div class="pager">
        <a href="/">&lt;&lt;</a><a href="/"><span class="pager-list">1</span></a>
        <span class="pager-list now-page">2</span><a href="/page_3.html">
        <span class="pager-list">3</span></a><a href="/page_3.html">&gt;</a>
        <a href="/page_9.html">&gt;&gt;</a></div>""",
    ),
}
LOOKS = pytest.mark.parametrize("folder", PAGES)
POST = "http://news.example/post/7.html"


def page(folder: str, body: str, url: str) -> HtmlResponse:
    html = f"""<!doctype html><html><head><title>老桥</title>
    <link rel="stylesheet" href="/zb_users/theme/{folder}/style/style.css"></head><body>
    <div id="divNavBar"><a href="/category-1.html">社会</a></div>{body}
    <ul id="divCatalog"><li><a href="/category-2.html">财经</a></li></ul></body></html>"""
    return HtmlResponse(url, body=html.encode(), encoding="utf-8")


@LOOKS
def test_look_is_recognised_by_its_folder(folder: str) -> None:
    look, post, listing = PAGES[folder]

    assert theme_of(page(folder, post, POST)) is look
    assert look.kind(page(folder, post, POST)) == "article"
    assert look.kind(page(folder, listing, "http://news.example/page_2.html")) == "index"
    assert look.kind(page(folder, listing, "http://news.example/category-1.html")) == "category"
    assert look.kind(page(folder, "<h1>数据库错误</h1>", "http://news.example/")) is None


@LOOKS
def test_pictures_copied_from_a_portal_of_another_look_are_no_sign(folder: str) -> None:
    look, post, _ = PAGES[folder]
    copied = '<img src="//other.example/zb_users/theme/tpure/style/images/lazyload.png">'

    assert theme_of(page(folder, copied + post, POST)) is look
    elsewhere = HtmlResponse(POST, body=f"<h1>老桥</h1>{copied}".encode(), encoding="utf-8")
    assert not any(theme.recognises(elsewhere) for theme in THEMES)


@LOOKS
def test_post(folder: str) -> None:
    look, post, _ = PAGES[folder]
    response = page(folder, post, POST)

    fields, body = look.fields(response), look.body(response, response.url)

    assert fields.title == "老桥 <重新> 开放"
    assert fields.author.strip() == "柏木君"
    assert fields.category == ["社会"]
    assert fields.views.strip().endswith("12")
    assert fields.comment_count.strip().endswith("3")
    assert body is not None
    assert body.text == "桥面换上了青石，栏杆一一复原。\n明年还要装灯。"
    assert look.comments(response, NOW) == []
    assert look.archive(response) == []


@LOOKS
def test_a_stray_closing_tag_loses_nothing(folder: str) -> None:
    look, post, _ = PAGES[folder]
    player = '<p><span class="zbaudio">00:00</span></p>'
    strayed = TEXT.replace("</p><p>", "</p></div><p>") + "散句。" + player
    whole = page(folder, post, POST)
    response = page(folder, f"<div>{post.replace(TEXT, strayed)}</div>", POST)

    body = look.body(response, response.url)

    assert body is not None
    assert body.text == "桥面换上了青石，栏杆一一复原。\n明年还要装灯。\n散句。"
    assert look.fields(response) == look.fields(whole)


@LOOKS
def test_tags_and_neighbours_of_looks_that_print_them(folder: str) -> None:
    look, post, _ = PAGES[folder]

    fields = look.fields(page(folder, post, POST))

    tagged = folder not in ("metro", "garland")
    assert fields.tags == (["老桥", "青石"] if tagged else [])
    if folder in ("HTML5CSS3", "Zit", "metro"):
        assert fields.previous is not None
        assert fields.next is not None
        assert (fields.previous.url, fields.previous.title) == ("/post/6.html", "老街")
        assert (fields.next.url, fields.next.title) == ("/post/8.html", "新桥")
    else:
        assert fields.previous is fields.next is None
    assert [link.title for link in fields.related] == (["石板路"] if folder == "Zit" else [])


@LOOKS
def test_time_of_a_post(folder: str) -> None:
    look, post, _ = PAGES[folder]

    stated = look.stated(page(folder, post, POST), NOW)

    day_only = folder in ("WhitePage", "metro", "garland")
    clock = "00:00:00" if day_only else "08:30:15"
    assert stated is not None
    assert f"{stated.moment.at:%F %T}" == f"2026-11-20 {clock}"
    assert stated.moment.precision == ("day" if day_only else "second")


@LOOKS
def test_list(folder: str) -> None:
    look, _, listing = PAGES[folder]
    response = page(folder, listing, "http://news.example/page_2.html")

    [entry] = look.entries(response)
    pager = look.pager(response)

    assert (entry.url, entry.title) == ("/post/7.html", "老桥")
    assert entry.sticky is (folder == "Zit")
    assert "20" in entry.date
    assert pager.current == 2
    assert pager.numbered.get(3) == pager.next == "/page_3.html"
    assert (pager.first, pager.last) == ("/", "/page_9.html")
    assert set(look.menu(response)) == {"/category-1.html", "/category-2.html"}


def test_markup_that_is_not_closed_draws_nothing_into_the_body() -> None:
    look, post, _ = PAGES["default"]
    open_ended = post.replace("明年还要装灯。</p></div>", "明年还要装灯。</p><div>")

    body = look.body(page("default", open_ended, POST), POST)

    assert body is not None
    assert body.text == "桥面换上了青石，栏杆一一复原。\n明年还要装灯。"


def ul_comment(number: int, name: str, text: str, answers: str = "") -> str:
    return f"""<ul class="msg" id="cmt{number}"><li class="msgname"><img class="avatar" src="/a.png"
    alt="">&nbsp;<span class="commentname"><a href="" rel="nofollow">{name}</a></span><br/><small>
    &nbsp;发布于&nbsp;2026-11-2{number % 10} 09:30:0{number % 10}&nbsp;<span class="revertcomment">
    <a href="#comment" onclick="zbp.comment.reply('{number}')">回复该评论</a></span></small></li>
    <li class="msgarticle">{text}
    {answers}</li></ul>"""


def quote_comment(number: int, name: str, text: str, answers: str = "") -> str:
    return f"""<blockquote id="cmt{number}"><figure><img src="/a.png" alt="{name}"/></figure>
    <cite><b><a href="" rel="nofollow">{name}</a></b> <time>发表时间
    2026-11-2{number % 10} 09:30:0{number % 10}</time></cite><q>{text}
    <i class="revertcomment"><a href="#reply" onclick="RevertComment('{number}')">回复</a></i>
    {answers}</q></blockquote>"""


def pane_comment(number: int, name: str, text: str, answers: str = "") -> str:
    return f"""<blockquote id="cmt{number}" class="cmt pane"><img src="/a.png" alt="{name}">
    <cite><b><a href="" title="{name}">{name}</a></b><small>
    2026-11-2{number % 10} 09:30:0{number % 10} | <a href="#postcmt"
    onclick="zbp.comment.reply({number});">回复</a></small></cite><q>{text}</q>{answers}
    </blockquote>"""


SAYS = {
    "default": ul_comment, "WhitePage": ul_comment, "garland": ul_comment, "metro": ul_comment,
    "HTML5CSS3": quote_comment, "Zit": pane_comment,
}  # fmt: skip


@pytest.mark.parametrize("folder", SAYS)
@pytest.mark.parametrize("get", ["zbp.comment.get", "GetComments"])
def test_comments_and_their_further_pages(folder: str, get: str) -> None:
    look, post, _ = PAGES[folder]
    say = SAYS[folder]
    inner = say(13, "柳笛", "也谢谢你！")
    answers = say(12, "柏木君", "谢谢<br/>支持", inner) + say(14, "山榆", "我也来")
    talk = say(11, "山榆", "桥很好看。", answers) + say(15, "柳笛", "路过")
    bar = f"""<div class="pagebar commentpagebar"><a href="javascript:{get}('7','2')">2</a>
    <a href="javascript:{get}('7','3')">&gt;&gt;</a></div>"""
    response = page(folder, f'{post}<label id="AjaxCommentBegin"></label>{talk}{bar}', POST)

    comments = together(look.comments(response, NOW))
    assert [(one.id, one.author, one.text, one.reply_to) for one in comments] == [
        ("11", "山榆", "桥很好看。", None),
        ("12", "柏木君", "谢谢\n支持", "11"),
        ("13", "柳笛", "也谢谢你！", "11"),
        ("14", "山榆", "我也来", "11"),
        ("15", "柳笛", "路过", None),
    ]
    assert {one.published_precision for one in comments} == {"second"}
    assert comments[1].published_at == datetime(2026, 11, 22, 9, 30, 2, tzinfo=SHANGHAI)

    discussion = Discussion.of(Post(comments=comments), response, look, "http://news.example/")
    assert discussion is not None
    service = "http://news.example/zb_system/cmd.php?act=getcmt&postid=7&page="
    assert discussion.ways == ((f"{service}2", f"{service}3"),)
    fragment = HtmlResponse(f"{service}2", body=say(21, "杉果", "后来").encode(), encoding="utf-8")
    assert discussion.shows(fragment)
    assert [one.id for one in discussion.read(fragment, NOW)] == ["21"]


@LOOKS
def test_a_page_without_comments_has_none(folder: str) -> None:
    look, post, _ = PAGES[folder]
    form = '<div id="cmtform"><a id="cmt0x"></a><p id="cmtname">留名</p></div>'
    assert look.comments(page(folder, post + form, POST), NOW) == []


@LOOKS
def test_what_a_post_attaches(folder: str) -> None:
    _, post, _ = PAGES[folder]
    link = '<p>附件：<a href="/zb_users/upload/1.pdf?v=1&amp;b=2">名单 <b>一</b></a></p>'
    response = page(folder, post.replace(TEXT, TEXT + link), POST)

    read, _ = read_post(response, theme_of(response), Site.of("http://news.example/"), NOW)

    assert read.files == [Link("http://news.example/zb_users/upload/1.pdf?v=1&b=2", "名单 一")]
