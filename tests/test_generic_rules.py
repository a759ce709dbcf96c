"""Pages written for one rule each: what the generic theme reads without knowing the portal."""

from __future__ import annotations

from datetime import datetime
from textwrap import dedent
from time import process_time

import pytest
from scrapy.http import HtmlResponse

from newsportal.chinese.credits.bylines import Byline
from newsportal.chinese.dates import SHANGHAI
from newsportal.chinese.text_hash import text_hash
from newsportal.discovery.links import links_of
from newsportal.pages.body.reader import Body
from newsportal.pages.site import Site
from newsportal.themes.base import Fields
from newsportal.themes.generic import GenericTheme

NOW = datetime(2026, 11, 26, 12, tzinfo=SHANGHAI)
URL = "https://news.example/shehui/45_1.html"
FIRST = "柏木镇的老桥昨天重新开放，附近的居民早早来到桥头，等着走上第一趟。"
SECOND = "施工方介绍，桥面换上了当地的青石，栏杆按照旧照片一一复原，明年还要装灯。"
BODY = f"<p>{FIRST}</p><p>{SECOND}</p>"


def page(
    body: str = BODY,
    *,
    title: str = "老桥重新开放",
    head: str = "",
    above: str = "",
    below: str = "",
    url: str = URL,
) -> HtmlResponse:
    menu = "".join(f'<li><a href="/{n}/">频道{n}</a></li>' for n in range(9))
    html = f"""<!doctype html><html><head><title>{title} - 柏木新闻网</title>{head}</head><body>
      <div class=top><a href=/>柏木新闻网</a><ul>{menu}</ul></div>
      <div class=left><h1>{title}</h1>{above}<div class=box>{body}</div>{below}</div>
      <div class=foot>柏木新闻网 版权所有 未经授权，不得转载 ICP备12345678号</div></body></html>"""
    return HtmlResponse(url, body=dedent(html).encode(), encoding="utf-8")


def text(response: HtmlResponse, boilerplate: frozenset[bytes] = frozenset()) -> str:
    return body_of(response, boilerplate).text


def body_of(response: HtmlResponse, boilerplate: frozenset[bytes] = frozenset()) -> Body:
    body = GenericTheme(boilerplate).body(response, response.url)
    assert body is not None
    return body


def fields(response: HtmlResponse) -> Fields:
    return GenericTheme().fields(response)


def credits_of(response: HtmlResponse) -> Byline:
    found = fields(response).credits
    assert found is not None
    return found


def stated(response: HtmlResponse) -> str:
    found = GenericTheme().stated(response, NOW)
    return f"{found.moment.at:%Y-%m-%d %H:%M} {found.route}" if found else ""


ARTICLE = f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(page(), id="nothing else"),
        pytest.param(page(f"<h1>老桥重新开放</h1>{BODY}"), id="title inside"),
        pytest.param(page(f"<p>2026-11-20 来源：柏木晚报 字号：大 中 小</p>{BODY}"), id="info"),
        pytest.param(page(f"<p>当前位置：<a href=/>首页</a> &gt; 正文</p>{BODY}"), id="breadcrumb"),
        pytest.param(
            page(f"{BODY}<p>相关新闻</p><p><a href=/1>又一座老桥开放了</a></p>"), id="tail"
        ),
        pytest.param(page(f"{BODY}<p>免责声明：转载不代表本站观点。</p>"), id="legal line"),
        pytest.param(page(f"{BODY}<h4>You may also like...</h4>"), id="tail in English"),
        pytest.param(
            page(f"<p><b>发表时间</b> <time>3月 24, 05:11 下午</time></p>{BODY}"), id="no year"
        ),
        pytest.param(
            page(above="<div class=by>甲某某 在 Saturday, October 10. 2026</div>"), id="stop"
        ),
        pytest.param(
            page(
                above=f"<article><div class=entry-body><p>{FIRST}</p></div>"
                f"<div class=entry-more><p>{SECOND}</p></div>"
                "<div class=comments><p>还没有人留言，您先来说。</p></div></article>",
                body="",
            ),
            id="rest in a block of its own",
        ),
        pytest.param(
            page(f"{BODY}<div class=share-box>分享到微信，好友都能看见。</div>"), id="share"
        ),
        pytest.param(page(f"<div>{FIRST}</div>{BODY}"), id="summary that comes again"),
        *(
            pytest.param(page(f"<div class=hint>{notice}</div>{BODY}"), id=f"age: {notice[:6]}")
            for notice in (
                "这篇文章距离上次修改已过1227天，其中的内容可能已经有所变动。",
                "【注意】最后更新于 2026-11-04，文中内容可能已过时，请谨慎使用。",
                "温馨提示：本文最后更新于2025年11月4日，已超过387天没有更新，若内容失效，请留言反馈。",
            )
        ),
        pytest.param(
            page("".join(f"<h2 id=a{n}><a href=#a{n}>#</a></h2>" for n in range(3)) + BODY),
            id="signs of headings",
        ),
    ],
)
def test_text_is_what_the_article_says(response: HtmlResponse) -> None:
    assert text(response) == ARTICLE


def test_lines_that_recur_on_the_portal_are_no_text() -> None:
    again = "柏木镇欢迎您，更多好去处请看下期，我们不见不散。"
    known = frozenset((text_hash(again),))

    assert again in text(page(f"{BODY}<p>{again}</p>"))
    assert text(page(f"{BODY}<p>{again}</p>"), known) == ARTICLE


def test_one_line_that_points_elsewhere_is_text_of_its_paragraphs() -> None:
    body = f"{BODY}<p>相关新闻见<a href=/7>柏木镇老街改造完工</a></p>"

    assert text(page(body)).endswith("相关新闻见柏木镇老街改造完工")
    tags = "<ul><li><a href=/t/1/>老街</a></li><li><a href=/t/2/>老桥</a></li></ul>"
    assert text(page(body + tags)).endswith("相关新闻见柏木镇老街改造完工")


def test_a_first_sentence_with_a_date_is_text_whatever_picture_ends_it() -> None:
    first = "据了解，展览将持续到2027年1月2日，周一闭馆，参观免费。📰"

    assert first in text(page(f"<p>来源：青禾晚报</p><p>{first}</p>{BODY}"))


def test_a_form_for_readers_is_no_text_below_one_sentence() -> None:
    said = "电子邮件地址不会被公开。 必填项已用*标注"
    form = f"<form><p>{said}</p><p>请写下您的看法，谢谢您的来信。</p><textarea></textarea></form>"
    sentence = "修书人的工作台上放着棕刷和一把竹启子。"
    below = f"<div id=comments><div id=respond><h2>发表评论</h2>{form}</div></div>"

    assert text(page(f"<p>{sentence}</p>", below=below)) == sentence


def test_tags_in_a_box_of_their_own_that_lead_nowhere_or_end_the_text() -> None:
    spans = "<nav class=md-tags><span class=md-tag>老桥</span> <span class=md-tag>青石</span></nav>"
    assert fields(page(above=spans)).tags == ["老桥", "青石"]
    box = (
        "<div class=x-content-tag><a href=/search/tag/id/3.html>老桥</a>"
        " <a href=/search/tag/id/4.html>青石</a></div><div class=x-operate>收藏 打印</div>"
        "<p>上一篇：已经是第一篇</p>"
    )
    assert fields(page(f"{BODY}{box}")).tags == ["老桥", "青石"]


def test_categories_that_a_program_prints_as_a_list_and_the_portals_name_in_a_column() -> None:
    above = (
        "<div class=single-column-title><a href=http://a.example/><div>柏木在线</div> 看见身边</a>"
        '</div><div class=meta><i>folder</i><a href="/categories/">[社会 法治]</a></div>'
    )
    assert fields(page(above=above)).category == ["社会", "法治"]


def test_a_link_to_the_source_of_a_page_is_no_category() -> None:
    link = "<a href=/index.md>源文件</a>"
    menu = f"<ul class=nav><li><a href=/a/>全部</a></li><li>{link}</li></ul>"
    assert fields(page(above=f"{menu}<p>2026-11-20 {link}</p>")).category == []


def test_links_to_licence_and_day_are_no_other_posts() -> None:
    below = (
        "<p><a href=//licence.example/>知识共享署名-非商业性使用 4.0 国际许可协议</a></p>"
        "<footer><span>Posted on <a href=/n/1/>2026年10月26日</a></span> <span><a rel=category"
        " href=/c/1/>民生</a></span> <span><a rel=tag href=/t/1/>老桥</a></span></footer>"
    )
    loaded = fields(page(BODY, below=below))

    assert (loaded.category, loaded.tags) == (["民生"], ["老桥"])


def test_pictures_above_one_short_line_are_its_text() -> None:
    shown = "".join(f"<p><img src=/n/{n}.jpg></p>" for n in range(4))
    beside = "<div class=tags><span>Tags:</span></div><div class=share><span>分享到：</span></div>"
    found = body_of(page(f"<article>{shown}<p>图集：镜头下的秋收时节。</p>{beside}</article>"))
    assert [image.url[-5] for image in found.images] == [*"0123"]
    assert found.text == "图集：镜头下的秋收时节。"


def test_pictures_of_the_text_only() -> None:
    response = page(
        f'<img src="/logo.png">{BODY}<p><img src="/loading.gif" data-src="/a.jpg"></p>',
        above='<img src="/top.jpg">',
        below='<div class=qrcode><img src="/code.png"></div>',
    )

    body = body_of(response)

    assert [image.url for image in body.images][-1:] == ["https://news.example/a.jpg"]
    assert not {"https://news.example/top.jpg", "https://news.example/code.png"} & {
        image.url for image in body.images
    }


@pytest.mark.parametrize(
    ("above", "head", "url", "expected"),
    [
        ("<p>2026-11-20 08:30 来源：柏木晚报</p>", "", URL, "2026-11-20 08:30 page"),
        ("<p>更新：2026-11-21 发布：2026-11-20</p>", "", URL, "2026-11-20 00:00 page"),
        ("<p>8:30pm 20/11/2026</p>", "", URL, "2026-11-20 20:30 page"),
        (
            "<p>2026-11-20</p>",
            '<meta property="article:published_time" content="2026-11-20T09:05:00+08:00">',
            URL,
            "2026-11-20 09:05 meta",
        ),
        (
            "",
            '<script type="application/ld+json">{"@type":"NewsArticle",'
            '"datePublished":"2026-11-19T16:05:00Z"}</script>',
            URL,
            "2026-11-20 00:05 meta",
        ),
        (
            "",
            '<script type="application/ld+json">{"@graph":[{"@type":"WebPage",'
            '"datePublished":"2020-01-01"},{"@type":"NewsArticle",'
            '"datePublished":"2026-11-20T08:30:00+08:00"}]}</script>',
            URL,
            "2026-11-20 08:30 meta",
        ),
        (
            "<p>2026-11-19</p>",
            '<meta name="pubdate" content="2026-11-19T22:05:00+00:00">',
            URL,
            "2026-11-20 06:05 meta",
        ),
        ("", "", "https://news.example/2026-11/20/content_1.htm", "2026-11-20 00:00 url"),
        ('<p><time data-timestamp="1795134607"></time></p>', "", URL, "2026-11-20 08:30 meta"),
        ('<p><i data-time="1795134607000"></i> 阅读：12</p>', "", URL, "2026-11-20 08:30 page"),
        ("<p>20-11月-26 阅读：12</p>", "", URL, "2026-11-20 00:00 page"),
        ("<p>Fri Nov 20 08:30:07 CST 2026 阅读：12</p>", "", URL, "2026-11-20 08:30 page"),
        ("<p>发布：2026年11月20日 香港時間8時30分</p>", "", URL, "2026-11-20 08:30 page"),
        (
            '<form><input type=hidden name="publishDate" value="2026-11-20 08:30:07"></form>',
            "",
            URL,
            "2026-11-20 08:30 meta",
        ),
        ('<input type=hidden name="date" value="2026-11-20">', "", URL, ""),
        ("<p>26-11-20</p>", "", URL, "2026-11-20 00:00 page"),
        ("<div><b>20</b><i>2026.11</i></div><p>某栏目</p>", "", URL, "2026-11-20 00:00 page"),
        ("<p>2027-03-01</p>", "", URL, ""),
        ("", "", URL, ""),
        ("<time datetime=2026-11-20T00:00:00.000Z></time>", "", URL, "2026-11-20 00:00 meta"),
        (
            "<p>2026-11-20 09:05</p>",
            '<meta property="article:published_time" content="2026-11-20T00:00:00+00:00">',
            URL,
            "2026-11-20 09:05 page",
        ),
        ("<!-- 发布时间：2026-11-20 08:30 -->", "", URL, "2026-11-20 08:30 meta"),
        ("<!--p <id>7</id><date>2026-11-20 08:30:07.0</date>-->", "", URL, "2026-11-20 08:30 meta"),
        ("<!-- 广告 2026-11-20 08:30 -->", "", URL, ""),
    ],
)
def test_publication_time(above: str, head: str, url: str, expected: str) -> None:
    assert stated(page(above=above, head=head, url=url)) == expected


@pytest.mark.parametrize(
    ("line", "url", "expected"),
    [
        ("2026年11月26日 星期四", "https://news.example/2026-08/31/7.html", "2026-08-31 00:00 url"),
        ("2026年11月26日 星期四 农历十月十八", URL, ""),
        (
            "2026年11月16日 星期一",
            "https://news.example/2026/08/31/7.html",
            "2026-11-16 00:00 page",
        ),
        ("2026年11月26日 星期四 08:30", URL, "2026-11-26 08:30 page"),
    ],
)
def test_the_day_that_a_portal_shows_above_every_page_is_none_of_a_post(
    line: str, url: str, expected: str
) -> None:
    shown = page().body.replace(b"<div class=left>", f"<div class=today>{line}</div>".encode())
    assert stated(HtmlResponse(url, body=shown, encoding="utf-8")) == expected


def test_the_day_below_a_signature_dates_what_nothing_else_does() -> None:
    signed = page(f"{BODY}<p>柏木镇人民政府</p><p>二〇二六年十一月二十日</p>")
    assert stated(signed) == "2026-11-20 00:00 page"
    dated = page(f"{BODY}<p>柏木镇人民政府</p><p>2026年11月20日</p>", above="<p>2026-11-21</p>")
    assert stated(dated) == "2026-11-21 00:00 page"


def test_the_time_of_a_place_below_the_day_at_the_end_of_a_text() -> None:
    signed = page(
        f"{BODY}完<br><br>2026年11月20日（星期五）<br>香港時間12時52分",
        url="https://news.example/202611/20/P1.htm",
    )
    assert stated(signed) == "2026-11-20 12:52 page"


def test_a_question_is_dated_by_who_asked_and_not_by_who_answered() -> None:
    asked = page(
        below="<div>提问者：夏** 2026-11-20 10:40 浏览1083次</div><h2>解答（1）</h2>"
        f"<div>林永俊律师 <span>2026-11-20 11:40</span></div><p>{SECOND}</p>"
    )
    assert stated(asked) == "2026-11-20 10:40 page"
    inside = page(f"{BODY}<div>提问者：夏** 2026-11-20 10:40 浏览1083次</div>")
    assert text(inside) == ARTICLE


@pytest.mark.parametrize(
    ("title", "expected"),
    [("直播｜老桥重新开放", "2026-11-20 08:30 page"), ("老桥重新开放", "")],
)
def test_a_broadcast_without_another_date_is_dated_by_its_beginning(
    title: str, expected: str
) -> None:
    above = "<p>开始时间：2026-11-20 08:30 主持人：夏嘉雯</p>"
    assert stated(page(title=title, above=above)) == expected


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("<ul><li>發布日期：民國115年11月20日</li><li>發布單位：新聞處</li></ul>", "2026-11-20"),
        ("<p>日期：115-11-20</p>", "2026-11-20"),
        ("<p>日期：104.11.20</p>", "2015-11-20"),
        ("", ""),
    ],
)
def test_a_sites_own_last_change_is_no_publication_time(below: str, expected: str) -> None:
    below += "<div>地址：柏木鎮民主路一號 更新日期：115-11-25</div>"
    assert stated(page(below=below)).partition(" ")[0] == expected
    assert text(page(below=below)) == ARTICLE


def test_a_change_below_the_text_tells_the_time_of_a_day_that_the_address_has() -> None:
    response = page(
        below="<div>更新时间 : 2026年11月20日 14:37</div>",
        url="https://news.example/2026/11/20/q3e1.shtml",
    )
    assert stated(response) == "2026-11-20 14:37 page"


def test_title_of_a_page_that_is_called_like_its_portal() -> None:
    response = HtmlResponse(
        URL,
        body=f"""<html><head><title>柏木新闻网</title></head><body><p><a href=/>柏木新闻网</a></p>
        <div><div class=bt>老桥重新开放</div><div>时间：2026-11-20</div><div>{BODY}</div></div>
        <p>柏木新闻网 版权所有</p></body></html>""".encode(),
        encoding="utf-8",
    )

    assert fields(response).title == "老桥重新开放"


def test_a_notice_whose_one_sentence_says_whom_to_call() -> None:
    html = """<html><head><title>拟聘用人员公示-柏木人才网</title></head><body>
    <h1>拟聘用人员公示</h1>
    <div>报名截止时间：2026-12-17 更新时间：2026-11-28 发布时间：2026-11-20</div>
    <div class=c><p>公示期为2026年11月27日至12月3日，联系电话：000-0042550。</p>
    <p>夏嘉雯 林永俊 何漪 白沐阳 林晓舟 周一鸣</p></div>
    <p>附件：<a href=/f/1150.xls>岗位表.xls</a></p><div>柏木人才网</div></body></html>"""
    response = HtmlResponse(URL, body=html.encode(), encoding="utf-8")

    assert text(response).split("\n") == [
        "公示期为2026年11月27日至12月3日，联系电话：000-0042550。",
        "夏嘉雯 林永俊 何漪 白沐阳 林晓舟 周一鸣",
    ]


def test_the_linked_headlines_of_a_digest_are_text() -> None:
    items = "".join(
        f"<p><a href=http://wire.example/{n}.html><strong>青禾县第{n}号小区开工</strong></a></p>"
        f"<p>{FIRST}</p>"
        for n in range(1, 5)
    )
    lines = text(page(items)).split("\n")
    assert lines == [each for n in range(1, 5) for each in (f"青禾县第{n}号小区开工", FIRST)]


def test_a_label_behind_the_title_is_none_of_it() -> None:
    html = f"""<html><head><title>建议修桥问题52-柏木问政平台</title></head><body>
    <h1>建议修桥问题52<span class=st>已办理</span></h1><div>2026-11-20 09:08</div>
    {BODY}</body></html>"""
    response = HtmlResponse(URL, body=html.encode(), encoding="utf-8")

    assert fields(response).title == "建议修桥问题52"


def test_a_caption_with_minutes_is_no_info_line() -> None:
    caption = "“群众少跑腿。”他打开手机演示，从提交到收到结果，前后不到18分钟。（记者 夏嘉雯 摄）"
    assert text(page(f"<div class=cap>{caption}</div>")) == caption


def test_sentences_in_tibetan() -> None:
    sentence = "བོད་ལྗོངས་ཀྱི་གྲོང་གསེབ་ནང་ཞིང་པ་ཚོས་སྟོན་ཐོག་བསྡུ་བཞིན་པ་དང་། ལས་ཀ་བྱེད་བཞིན་པ་རེད།"
    html = f"""<html><head><title>གསར་འགྱུར།</title></head><body><h1>གསར་འགྱུར།</h1>
    <div>2026-11-20</div><div><p>{sentence}</p><p>{sentence} ༢</p></div></body></html>"""
    response = HtmlResponse(URL, body=html.encode(), encoding="utf-8")

    assert text(response) == f"{sentence}\n{sentence} ༢"


def test_a_menu_of_the_week_on_a_page_called_like_its_portal() -> None:
    days = "".join(f"<tr><td>星期{day}</td><td>豆浆</td><td>红烧肉</td></tr>" for day in "一二三四")
    html = f"""<html><head><title>柏木镇中心幼儿园</title></head><body><table>
    <tr><td align=center><b>第16周食谱</b></td></tr>
    <tr><td>发布人：admin 发布日期：2026-11-20 点击：470次</td></tr>
    <tr><td><table><tr><td>星期</td><td>早餐</td><td>午餐</td></tr>{days}</table></td></tr></table>
    <p>柏木镇中心幼儿园 版权所有</p></body></html>"""
    response = HtmlResponse(URL, body=html.encode(), encoding="utf-8")

    assert fields(response).title == "第16周食谱"
    assert text(response).split("\n")[-1] == "星期四\t豆浆\t红烧肉"


def test_what_a_form_says_above_its_text_is_of_it_where_the_info_line_stands_above() -> None:
    form = "<p>会议时间：2026年12月2日 14:30</p><p>会议地点：行政楼三楼</p>"
    html = f"""<html><head><title>老桥重新开放_柏木网</title></head><body><h1>老桥重新开放</h1>
    <div class=info>2026-11-20 10:02 来源：柏木晚报</div><div class=content>{form}{BODY}</div>
    </body></html>"""
    response = HtmlResponse(URL, body=html.encode(), encoding="utf-8")

    assert text(response).startswith("会议时间：2026年12月2日 14:30\n会议地点：行政楼三楼\n")
    assert stated(response).startswith("2026-11-20 10:02")


def test_a_table_below_the_title_is_the_text_to_its_end() -> None:
    rows = "".join(
        f"<tr><td><p>{n}</p></td><td><p>松岭建材有限公司</p></td><td><p>{n}203.18</p></td></tr>"
        for n in range(1, 9)
    )
    head = "<tr><td><p>序号</p></td><td><p>纳税人名称</p></td><td><p>欠税余额（元）</p></td></tr>"
    table = f"<table>{head}{rows}"
    html = f"""<html><head><title>2026年欠税公告-柏木税务</title></head><body>
    <h1>2026年欠税公告</h1>
    <div>发布时间：2026-11-20</div><div class=c>{table}</table></div></body></html>"""
    response = HtmlResponse(URL, body=html.encode(), encoding="utf-8")

    assert text(response).split("\n")[-1] == "8\t松岭建材有限公司\t8203.18"


def test_a_page_without_a_line_of_text_has_its_own_title() -> None:
    html = "<title>柏木镇的老桥重新开放了</title><div id=app></div><script src=/a.js></script>"
    response = HtmlResponse(URL, body=html.encode(), encoding="utf-8")

    assert fields(response).title == "柏木镇的老桥重新开放了"
    assert GenericTheme().body(response, URL) is None


def test_a_page_that_is_called_like_the_owner_who_signs_its_text() -> None:
    html = """<html><head><title>柏木县人民法院</title></head><body><table>
      <tr><td>当前位置：<a href=/>首页</a> → <a href=/sd/>送达公告</a> → 正文</td></tr>
      <tr><td align=center class=bt><b>公告</b></td></tr><tr><td>浏览次数：52</td></tr>
      <tr><td>夏嘉雯：<br>本院受理林永俊与你借款纠纷一案，现依法向你公告送达起诉状副本。<br>
      柏木县人民法院<br>2026年9月18日</td></tr></table>
      <p>柏木县人民法院版权所有 地址：柏木县城关镇</p></body></html>"""
    response = HtmlResponse(URL, body=html.encode(), encoding="utf-8")

    assert fields(response).title == "公告"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            f"<p>{FIRST}</p><h2>群众怎么说</h2><p>{SECOND}</p>", id="a heading in its text"
        ),
        pytest.param("<p>受降雪影响，今日停课一天。</p>", id="a short text"),
        pytest.param("<table><tr><td>序号<td>姓名<tr><td>1<td>白沐阳</table>", id="a table"),
    ],
)
def test_title_above_the_info_line_where_every_page_is_called_like_its_portal(body: str) -> None:
    html = f"""<html><head><title>柏木新闻网</title></head><body><form><table>
      <tr><td>您的位置：<a href=/>首页</a>&gt;&gt;<a href=/yw/>要闻</a>&gt;&gt;正文</td></tr>
      <tr><td align=center><span id=lblTitle><b>寻找消失的柏木镇老渡口</b></span></td></tr>
      <tr><td>发布时间：2026/11/8 13:11:21 来源：柏木晚报 浏览：9次</td></tr>
      <tr><td><span id=lblContent>{body}</span></td></tr></table></form>
      <p>柏木新闻网 版权所有</p></body></html>"""
    response = HtmlResponse(URL, body=html.encode(), encoding="utf-8")

    assert fields(response).title == "寻找消失的柏木镇老渡口"
    assert stated(response).startswith("2026-11-08 13:11")


def test_title_of_a_heading_that_holds_the_date_as_well() -> None:
    response = page(above="").replace(
        body=page().body.replace(
            "<h1>老桥重新开放".encode(),
            "<h1>老桥重新开放 <span>2026-11-20 来源：某报</span>".encode(),
        )
    )

    assert fields(response).title == "老桥重新开放"


def test_outlet_and_people_beside_the_text() -> None:
    response = page(
        above="<p>2026-11-20 来源：柏木晚报 作者：夏嘉雯</p>", below="<p>责任编辑：林永俊</p>"
    )

    byline = credits_of(response)

    assert byline.source == "柏木晚报"
    assert byline.reporters == ("夏嘉雯",)
    assert byline.editors == ("林永俊",)


def test_what_stands_around_the_text() -> None:
    response = page(
        above="<p>当前位置：<a href=/>首页</a> &gt; <a href=/sh/>社会</a> &gt; 正文</p>"
        '<div class=info><a rel=author href="/author/2/">柏木君</a> 浏览：1234</div>',
        below='<p>标签：<a href="/tag/7">老桥</a> <a href="/tag/8">青石</a></p>'
        '<p>上一篇：<a href="/shehui/44.html">老街</a></p>'
        '<p>下一篇：<a href="/shehui/46.html">新桥</a></p>',
    )

    found = fields(response)

    assert found.category == ["社会"]
    assert found.author == "柏木君"
    assert found.views == "1234"
    assert found.tags == ["老桥", "青石"]
    assert found.previous is not None
    assert found.next is not None
    assert (found.previous.url, found.previous.title) == ("/shehui/44.html", "老街")
    assert (found.next.url, found.next.title) == ("/shehui/46.html", "新桥")


def test_a_week_of_headlines_is_the_text_of_its_post() -> None:
    news = "".join(
        f"<p><a href=/{n}.html>第{n}座石桥的护栏换了新的</a>　11-0{n}</p>" for n in "1234"
    )
    info = "<p class=info>2026-11-20 08:30　来源：柏木晚报</p>"
    assert text(page(news, title="一周要闻回顾", above=info)).count("\n") == 3
    beside = f"<h3>相关阅读</h3>{news}"
    assert text(page("<p><img src=/a.jpg></p>", title="一周图片", above=info, below=beside)) == ""


def test_the_excerpt_of_another_post_credits_nobody_here() -> None:
    excerpt = "本报讯（记者 何漪 白沐阳）二月十六日，市里最后一座石桥的护栏换了新的……"
    card = f"<div class=relate><h3><a href=/2/>石桥的护栏换了新的</a></h3><p>{excerpt}</p></div>"
    title = "<h4>“老桥重新开放”的相关文章</h4>"
    assert credits_of(page(below=title + card)) == Byline(None, (), (), ())
    editor = "<p>责任编辑：林永俊</p>"
    assert credits_of(page(below=title + card + editor)).editors == ("林永俊",)


def test_files_and_further_pages() -> None:
    response = page(
        f'{BODY}<p>附件：<a href="/up/plan.pdf">方案</a></p>',
        below='<p><a href="45_1_2.html">2</a> <a href="46_1.html">下一篇</a></p>',
    )

    found = fields(response)

    assert [(file.url, file.title) for file in found.files] == [("/up/plan.pdf", "方案")]
    assert found.pages == ["https://news.example/shehui/45_1_2.html"]


@pytest.mark.parametrize(
    "pager",
    [
        "<b>本文导航</b><ul><li>第1页：石桥<li><a href=45_1/2.html>第2页：护栏</a></ul>",
        "<select><option value=45_1.html>第1页：石桥<option value=45_1/2.html>第2页：护栏</select>",
        "<a href=45_1/2.html>››</a>",
        "<a href=45_1/2.html><img src=next.gif></a>",
        """<button onclick="location.href='45_1/2.html'">下一页</button>""",
        """<input type=button value=下一页 onclick="window.location.href='45_1/2.html'">""",
        "<a href=45_1/2.html>[未完待续，点击阅读下一页]</a>",
        "<link rel=next href=45_1/2.html>",
    ],
)
def test_whatever_leads_to_the_next_page_of_an_article(pager: str) -> None:
    response = page(below=f"<div>{pager}</div><a href=46_1.html>下一页</a>")
    assert fields(response).pages == ["https://news.example/shehui/45_1/2.html"]


def test_the_further_pages_of_a_gallery_are_beside_its_pictures() -> None:
    shown = '<p><a href="45_1_2.html"><img src=/a.jpg></a></p><a href="46_1.html"><img src=/b></a>'
    following = '<p><a href="44_1.html">上一张</a><a href="45_1_3.html">下一张</a></p>'
    found = fields(page(f"{shown}{BODY}", above=following)).pages
    assert found == [f"https://news.example/shehui/45_1_{n}.html" for n in (3, 2)]


@pytest.mark.parametrize(
    ("text", "below"),
    [
        ('<p><a href="/up/plan.pdf">关于老桥重新开放的工作方案</a></p>', ""),
        ('<p><a href="/up/plan.pdf">方案</a></p>', "<p>责任编辑：云某</p>"),
        ("", '<h4>附件下载</h4><p><a href="/up/plan.pdf">关于老桥重新开放的工作方案</a></p>'),
        ("", '<p>相关附件：</p><p><a href="/up/plan.pdf">方案</a></p>'),
    ],
)
def test_an_attachment_below_the_text_is_in_files(text: str, below: str) -> None:
    response = page(
        f"{BODY}{text}", below=below + '<h4>相关新闻</h4><p><a href="/x.pdf">旧</a></p>'
    )
    assert [file.url for file in fields(response).files] == ["/up/plan.pdf"]


@pytest.mark.parametrize("called", ["松岭日报数字报", "松岭在线", "老桥今天开放_松岭网"])
def test_the_line_above_the_text_is_the_title_where_pages_are_called_like_the_portal(
    called: str,
) -> None:
    html = f"""<html><head><title>{called}</title></head><body>
    <div>2026年11月26日 <a href="node_1.htm">第01版：要闻</a></div>
    <table><tr><td>本报综合消息</td></tr><tr><td>柏木镇的老桥又通车了</td></tr></table>
    <div class="cc">{BODY}</div></body></html>"""
    response = HtmlResponse("https://news.example/b/1.htm", body=html.encode(), encoding="utf-8")
    alone = "_" not in called
    assert (fields(response).title == "柏木镇的老桥又通车了") is alone
    assert "本报综合消息" not in text(response)


def test_a_marked_title_comes_before_the_portals_name_that_all_its_pages_are_called() -> None:
    """An e-paper prints its own name first, and an element's name tells which line is the title."""
    html = (
        "<title>柏木日报</title><table><tr><td>柏木日报</td><td>2026年11月26日</td></tr></table>"
        "<table><tr><td class=biaoti><b>老桥重新开放</b></td></tr>"
        f"<tr><td class=zhengwen>{BODY}</td></tr></table>"
    )
    response = HtmlResponse(URL, body=html.encode(), encoding="utf-8")
    assert fields(response).title == "老桥重新开放"


def test_a_nav_of_two_links_below_the_text_leads_to_the_neighbours() -> None:
    pair = (
        "<nav><a rel=prev href=/shehui/44.html>← 河堤今天合龙</a>"
        "<a rel=next href=/shehui/46.html>集市下月搬迁 →</a></nav>"
    )
    read = fields(page(below=pair))
    assert read.previous is not None
    assert read.next is not None
    assert (read.previous.title, read.next.title) == ("河堤今天合龙", "集市下月搬迁")
    menu = "<nav><a href=/a/>社会</a><a href=/b/ rel=next>下一页</a><a href=/c/>财经</a></nav>"
    assert fields(page(below=menu)).next is None


def test_the_title_told_to_machines_is_without_the_portals_name_before_it() -> None:
    html = f"""<html><head><title>柏木传媒-柏木镇的老桥昨天又通车了</title>
    <meta property="og:title" content="柏木镇的老桥昨天又通车了"></head><body>
    <div><img src="/t/45.png"></div><div>发布于 2026.11.25 阅读 7</div>{BODY}</body></html>"""
    response = HtmlResponse(URL, body=html.encode(), encoding="utf-8")
    assert fields(response).title == "柏木镇的老桥昨天又通车了"


def test_article_and_list_are_told_apart() -> None:
    items = "".join(
        f'<li><a href="/shehui/{n}_1.html">柏木镇第{n}座老桥今天重新开放</a> 11-{n}</li>'
        for n in range(10, 30)
    )
    listing = page(f"<ul>{items}</ul>", title="社会新闻", below="<p><a href=2.html>下一页</a></p>")
    article = page(BODY * 3, above="<p>2026-11-20 08:30 来源：柏木晚报</p>")

    assert GenericTheme().evidence(article).leaning > 0.2
    assert GenericTheme().evidence(listing).leaning < -0.2
    assert GenericTheme().kind(article) == "article"
    assert GenericTheme().kind(listing) == "index"


def test_tags_in_the_last_paragraph_of_the_text() -> None:
    tags = "<p>标签：<a href=/tag/a/>老桥</a>, <a href=/tag/b/>青石板路</a></p>"
    response = page(f"<div class=entry-content>{BODY}{tags}</div>")

    assert text(response) == ARTICLE
    assert fields(response).tags == ["老桥", "青石板路"]


def test_the_next_post_with_its_beginning_is_no_text() -> None:
    told = "夜幕降临，青龙水库灯火通明，工程师正忙着查看改造的进展，他算了一笔账。"
    below = f"<div class=next><h4>下一篇：青龙水库改造</h4><p>{told}</p></div>"

    assert text(page(BODY + below)) == ARTICLE


def test_an_info_line_of_two_reporters_is_no_sentence_for_its_time() -> None:
    html = f"""<title>柏木日报-正文</title><h1><a href=/>柏木日报网</a></h1><div class=main>
      <div>老桥重新开放</div><div>——连日来，老桥两头的施工现场一派忙</div>
      <div>柏木日报　2026年09月16日 07:27　记者 丁思涵 曹振子</div><div>{BODY}</div></div>"""
    response = HtmlResponse(URL, body=html.encode(), encoding="utf-8")

    assert "丁思涵" not in text(response)


def test_news_of_changes_are_text() -> None:
    told = "办法自发布之日起施行，文中所列的药品价格将有变动，请各单位做好准备工作。"

    assert text(page(f"{BODY}<p>{told}</p>")) == f"{ARTICLE}\n{told}"


def test_tags_that_only_machines_are_told() -> None:
    head = (
        '<meta property="article:tag" content="老桥"><meta property="article:tag" content="青石">'
    )

    assert fields(page(head=head)).tags == ["老桥", "青石"]


ONE_LINE = "<p>点击视频查看。</p>"


@pytest.mark.parametrize(
    ("above", "body", "below"),
    [
        pytest.param(
            "<div class=info>时间：2026-09-03 00:01 来源：未知 作者：admin 点击：81次</div>",
            f"<div class=content>{ONE_LINE}(责任编辑：admin)</div>",
            "<p>上一篇：<a href=/shehui/44_1.html>磨盘乡的64盏路灯亮了</a></p>",
            id="between counters and an editor",
        ),
        pytest.param(
            "<div class=post-head-meta>阅读量：3次</div>",
            f"<div class=post-content>{ONE_LINE}</div>",
            "<h4>Published</h4><section>Sun 02 August 2026</section><h4>Category</h4>"
            "<section><a href=/c/>乡镇</a></section><h4>Tags</h4>",
            id="above headings of what is beside",
        ),
    ],
)
def test_one_short_line_is_a_text(above: str, body: str, below: str) -> None:
    assert text(page(f"<article>{body}{below}</article>", above=above)) == "点击视频查看。"


def test_a_licence_is_no_text() -> None:
    licence = (
        "<div><span>本博客所有文章除特别声明外，均采用 <a href=/cc>CC BY-NC-SA 4.0</a>"
        " 许可协议。转载请注明来自 <a href=/>松岭新闻</a>！</span></div>"
    )
    told = "受降雪影响，今日停课一天。"
    assert text(page(f"<article><p>{told}</p></article>{licence}")) == told


@pytest.mark.parametrize("label", ["本文作者", "原文作者", "文章作者"])
def test_who_licenses_a_post_is_its_account(label: str) -> None:
    licence = (
        f"<div><p>{label}：<a href=/>夏嘉雯</a></p><p>版权声明：本文采用 CC BY 进行许可</p></div>"
    )
    response = page(BODY, below=licence)
    assert (fields(response).author, credits_of(response).reporters) == ("夏嘉雯", ())


def test_a_heading_that_says_more_than_a_mark_ends_no_text() -> None:
    third = "<h2>延伸阅读之外</h2><p>雨后的石阶也换了新的。</p>"
    found = text(page(f"<p>{FIRST}</p><p>{SECOND}</p><p>{FIRST}</p><p>{SECOND}</p>{third}"))
    assert found.endswith("延伸阅读之外\n雨后的石阶也换了新的。")


def test_cards_below_links_without_a_word_are_other_posts() -> None:
    card = "<div class=item><a href=/8.html class=cover></a><section><span>又一座老桥</span>"
    card += f"<p>{SECOND}{FIRST}{SECOND}</p></section></div>"
    response = page(f"<article><p>{FIRST}</p></article>", below=f"<section>{card * 2}</section>")

    assert text(response) == FIRST


def test_a_label_that_a_bar_sets_off_is_part_of_the_title() -> None:
    beside = '<div class=meta><a href="/kp/">科普</a> 2026-11-20 08:30</div>'
    response = page(title="科普｜老桥为什么又重新开放", above=beside)

    assert fields(response).title == "科普｜老桥为什么又重新开放"


def test_a_button_below_pictures_is_no_text() -> None:
    shown = "".join(f"<p><img src=/img/{n}.png></p>" for n in (1, 2, 3))
    button = "<div id=reword-out><div id=reward-btn>打赏</div></div>"

    assert text(page(f"<div class=article-entry>{shown}{button}</div>")) == ""


def test_a_post_of_pictures_alone_has_its_pictures() -> None:
    shown = "".join(f"<p><img src=/img/{n}.png></p>" for n in (1, 2, 3))
    beside = (
        '<img src=/img/icon.png width=16><a href=/shehui/46_1.html><img src=/img/other.png></a>'
        "<aside><img src=/img/ad.png></aside>"
    )  # fmt: skip
    response = page(shown, below=beside + "<div class=related><img src=/img/more.png></div>")
    body = body_of(response)
    assert body.text == ""
    pictures = [image.url.rpartition("/")[2] for image in body.images]
    assert pictures == ["1.png", "2.png", "3.png"]


@pytest.mark.parametrize(
    "below",
    [
        pytest.param(
            "<div class=ep-source>本文来源：松岭日报 责任编辑：林永俊_LY7</div>", id="source"
        ),
        pytest.param("<p class=article-editor>责任编辑：林永俊</p>", id="a class of its own"),
        pytest.param("<p>- THE END -</p>", id="end"),
        pytest.param("<div class=zan>+1</div>", id="a button"),
        pytest.param("<p>（本文来自松岭新闻，更多原创资讯请下载“松岭”APP）</p>", id="an app"),
    ],
)
def test_what_closes_a_text_is_none_of_it(below: str) -> None:
    assert text(page(f"{BODY}{below}")) == ARTICLE


@pytest.mark.parametrize(
    "above",
    [
        pytest.param("<div class=year>2026</div><div class=md>11/21</div>", id="pieces of a date"),
        pytest.param("<div class=label>图集</div>", id="a label"),
        pytest.param(
            "<p>星期三, 8月 3, 2022 | 2分钟阅读 | 更新于 星期三, 8月 3, 2022</p>"
            "<div>@ 松岭编辑部</div>",
            id="a month in front and an account",
        ),
        pytest.param(
            "<div><p>下载松岭客户端，第一时间阅读精彩内容，还有福利！</p></div>", id="an app"
        ),
        pytest.param("<div class=v><div>您的浏览器暂时无法播放此视频.</div></div>", id="a player"),
    ],
)
def test_what_opens_a_text_is_none_of_it(above: str) -> None:
    assert text(page(f"{above}{BODY}")) == ARTICLE


def test_a_caption_above_the_text_stays() -> None:
    figure = '<center><img src="/a.jpg"><br>老桥全景</center>'

    assert text(page(f"{figure}{BODY}")) == f"老桥全景\n{ARTICLE}"


def test_the_sign_off_credits_though_it_is_no_text() -> None:
    response = page(f"{BODY}<div class=src>本文来源：松岭日报 责任编辑：林永俊_LY7</div>")

    assert credits_of(response).editors == ("林永俊",)
    assert credits_of(response).source == "松岭日报"


def test_nothing_behind_the_comments_is_text() -> None:
    teaser = f"<div><h3>另一座桥也要修了，工期两年</h3><p>{SECOND[:40]}</p><i>2026-11-20</i></div>"
    comments = "<div class=sina-comment><p>0条评论</p><textarea></textarea></div>"

    assert text(page(f"{BODY * 4}{comments}{teaser}")) == "\n".join([ARTICLE] * 4)


def test_a_paragraph_of_a_law_that_reads_like_a_notice_is_not_its_end() -> None:
    law = (
        f"<p>{FIRST}</p>" * 20
        + "<p>（一）未经批准、授权，不得处置的；</p>"
        + f"<p>{SECOND}</p>" * 2
    )

    assert text(page(law)).endswith(f"不得处置的；\n{SECOND}\n{SECOND}")


def test_an_article_on_programs_is_read_whole() -> None:
    code = "".join(f"<li><div class=n>x{n} = call({n})</div></li>" for n in range(30))
    programs = f"<pre><code><ol>{code}</ol></code></pre>"

    read = text(page(f"<p>{FIRST}</p>{programs}<p>{SECOND}</p>"))

    assert read.startswith(FIRST)
    assert read.endswith(SECOND)


@pytest.mark.parametrize("button", ["注册", "我要投稿", "纠错", "編輯", "104363", "相关文章"])
def test_buttons_and_numbers_are_no_account(button: str) -> None:
    assert fields(page(above=f'<a href="/user/1">{button}</a>')).author == ""


def test_the_menu_is_no_category() -> None:
    menu = "".join(f'<div><a href="/channel_{n}">频道{n}号</a></div>' for n in range(6))

    assert fields(page(above=menu)).category == []


@pytest.mark.parametrize("button", ["訂閱", "上一页", "展开全部", "更多国际新闻", "柏木首页"])
def test_a_button_is_no_category(button: str) -> None:
    link = f'<div><a class="category" href="/x/1">{button}</a></div>'
    assert fields(page(above=link)).category == []
    assert fields(page(above=link.replace(button, "社会"))).category == ["社会"]


def test_an_article_with_other_headlines_in_it_is_no_list() -> None:
    link = '<p><a href="/n/9.html">此前报道：老桥为何要修，三问施工方</a></p>'
    response = page(f"{BODY * 6}{link}{BODY}", above="<div>2026-11-20 08:30 来源：松岭日报</div>")

    assert GenericTheme().kind(response) == "article"


def test_a_long_sign_off_is_no_sentence() -> None:
    line = "本文来源：松岭新闻网 作者：夏嘉雯、温若曦/松岭日报社 责任编辑：林永俊_LY8118"

    assert text(page(f"{BODY}<div class=by>{line}</div>")) == ARTICLE


def test_a_badge_is_no_part_of_the_title() -> None:
    response = page(title="老桥重新开放后的第一个清晨")
    html = response.text.replace("<h1>", "<h1><span>原创</span> ")

    assert fields(response.replace(body=html.encode())).title == "老桥重新开放后的第一个清晨"


def test_the_title_of_another_post_below_the_text_is_none_of_it() -> None:
    assert text(page(f"{BODY}<p>相关阅读：另一座桥也要修了，工期两年</p>")) == ARTICLE


def test_how_an_article_is_filed_stands_below_the_title_of_another_post() -> None:
    other = "<p>延伸阅读：<a href=/7>另一座桥也要修了，工期两年</a></p>"
    filed = '<div><a href="/category/a/b/">产业</a></div><div><a href="/tag/c/">桥梁</a></div>'
    found = fields(page(f"{BODY}{other}", below=filed))
    assert (found.category, found.tags) == (["产业"], ["桥梁"])


def test_elements_that_only_their_style_keeps_apart_are_read_apart() -> None:
    glued = "<div><b>2026-11-20 08:30</b><span>来源： 松岭日报</span><span>字体：默认</span></div>"

    assert credits_of(page(above=glued)).source == "松岭日报"
    assert (
        stated(page(above="<p><i>发布时间：11-20</i><i>08:30</i></p>")) == "2026-11-20 08:30 page"
    )


def test_where_a_text_was_printed_is_none_of_it_but_its_outlet() -> None:
    response = page(f"{BODY}<p>《松岭日报》（2026年11月21日 03版）</p>")

    assert text(response) == ARTICLE
    assert credits_of(response).source == "松岭日报"


def test_a_byline_in_a_box_for_authors_is_a_reporters() -> None:
    box = "<div class=author>松嶺報／ 記者<a href=/reporter/1>夏嘉雯</a>／台北報導</div>"
    found = fields(page(above=box))

    assert found.credits is not None
    assert (found.author, found.credits.source) == ("", "松嶺報")
    assert found.credits.reporters == ("夏嘉雯",)


def test_go_on_reading_is_no_paragraph() -> None:
    assert text(page(f"<p>{FIRST}</p><p>請繼續往下閱讀...</p><p>{SECOND}</p>")) == ARTICLE


def test_a_table_that_ends_a_text_stays_whole() -> None:
    table = (
        "<table><tr><td>南栅区</td><td>925</td></tr><tr><td>石榴街道</td><td>3.5%</td></tr></table>"
    )

    assert text(page(f"{BODY}{table}")) == f"{ARTICLE}\n南栅区\t925\n石榴街道\t3.5%"


def test_a_last_word_in_an_element_like_those_of_the_text_stays() -> None:
    said = "".join(f"<div>{each}</div>" for each in (FIRST, SECOND, "谢谢！"))

    assert text(page(said)) == f"{ARTICLE}\n谢谢！"


def test_a_category_that_stands_alone_beside_the_article() -> None:
    many = "".join(f"<li><a href=/category/{n}/>栏目{n}</a></li>" for n in range(5))
    card = (
        "<div><a href=/category/{0}/>栏目{0}</a><a href=/{0}.html>另一座老桥今天重新开放</a></div>"
    )
    cards = card.format(0) + card.format(1)
    facts = "<li>分类于 <a href=/category/shehui/>社会</a></li>"
    every = "<li><a href=/categories/>分类</a></li>"
    beside = f"<div class=sidebar><ul>{every}</ul><ul>{many}</ul><dl>{cards}</dl>{{}}</div>"
    assert fields(page(below=beside.format(f"<ul>{facts}</ul>"))).category == ["社会"]
    service = "<ul><li><a href=/topic/v1/pub/5TZ2.html>严选上新</a></li></ul>"
    assert fields(page(below=beside.format(service))).category == []


def test_readers_who_comment_are_no_account() -> None:
    readers = "".join(f'<p><a href="/user/{n}/">读者{n}号</a></p>' for n in (7, 8))

    assert fields(page(below=f"<div class=talk>{readers}</div>")).author == ""
    assert fields(page(below='<p><a href="/user/7/">柏木君</a></p>')).author == "柏木君"


@pytest.mark.parametrize(
    "heading",
    [
        "<span>原创</span>老桥重新开放后的第一个清晨",
        "老桥重新开放后的第一个清晨 <a href=/e>修改</a> <a href=/d>删除</a>",
    ],
)
def test_what_a_heading_holds_besides_is_no_title(heading: str) -> None:
    response = page(title="老桥重新开放后的第一个清晨")
    html = response.text.replace("<h1>老桥重新开放后的第一个清晨", f"<h1>{heading}")

    assert fields(response.replace(body=html.encode())).title == "老桥重新开放后的第一个清晨"


def test_a_post_of_pictures_is_not_called_like_a_box_far_below_it() -> None:
    title = "柏木镇_老渡口秋色 (2)"
    boxes = "".join(
        f"<h4 class=title>方块{n}</h4><p><a href=/{n}>第{n}篇</a></p>" for n in range(40)
    )
    html = f"""<html><head><title>{title} @ 松岭的家 :: 柏木博客</title></head><body>
      <p><a href=/>柏木博客</a></p><h2><a href="">{title}</a></h2><img src=/a.jpg>
      {boxes}<h4 class=title>二维码</h4><div class=entry><p>站方公告，请看这里。</p></div>"""

    assert fields(HtmlResponse(URL, body=html.encode(), encoding="utf-8")).title == title


def test_a_heading_that_only_begins_like_a_mark_is_text() -> None:
    points = "<h4>收藏改版升级</h4><h4>图片视频浏览界面全新改版</h4>"

    assert text(page(f"{BODY}{points}")) == f"{ARTICLE}\n收藏改版升级\n图片视频浏览界面全新改版"


def test_a_year_of_two_digits_behind_its_label() -> None:
    response = page(above="<p><b>发布时间：18-03-08</b><b>23:16</b></p>")

    assert stated(response) == "2018-03-08 23:16 page"


@pytest.mark.parametrize("unit", ["（", ":", "&lt;", "、", "x", "1"])
def test_a_line_without_end_costs_no_more_than_its_ends(unit: str) -> None:
    """8,000 brackets took three seconds, and four times as many sixteen times as long."""
    longest = unit * 32_000
    source = f"{BODY}<p>{longest}</p><p>责任编辑：夏嘉雯</p>"
    response = page(source, above=f"<div>时间：2026-10-02 来源：{longest}</div>")
    began = process_time()
    assert credits_of(response).editors == ("夏嘉雯",)
    assert process_time() - began < 2


@pytest.mark.parametrize(
    ("unit", "count"),
    [
        ("<a href=/news/1.html>往</a>", 4000),
        ("<option value=/news/1/>", 4000),
        ("<option value=/news/{n}/><p>往", 1000),  # each in the one before
        ("<div class=nav><a href=/news/{n}/>往</a>", 1000),
    ],
)
def test_links_again_and_again_take_linear_time(unit: str, count: int) -> None:
    units = "".join(unit.format(n=n) for n in range(count))
    response = page(f"{BODY}<div>{units}</div>")
    began = process_time()
    assert len(links_of(response, Site.of("https://news.example/"))) >= count
    assert process_time() - began < 2


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            f"<p>{FIRST}</p><p>{SECOND}<a href=/>返回柏木网首页&gt;&gt;</a></p>", id="home"
        ),
        pytest.param(f"<p>{FIRST}</p><p>{SECOND}<a href=/>返回柏木，查看更多</a></p>", id="more"),
        pytest.param(
            f"{BODY}<p>责任编辑：</p><blockquote><p>河堤今天合龙，人们来看。</p></blockquote>",
            id="a credit without a name",
        ),
        pytest.param(
            f"{BODY}<div class=from>本文来源：柏木时尚 。内部来源 责任编辑：林永俊_B7773</div>",
            id="credits with a stop",
        ),
        pytest.param(f"{BODY}<p>更多相关资讯请关注：<a href=/7>老桥专题</a></p>", id="a topic"),
        pytest.param(
            f"{BODY}<p>打开微信，点击“发现”，使用“扫一扫”即可将网页分享至朋友圈。</p>", id="scan it"
        ),
        pytest.param(
            f"<p>{FIRST}</p><p>立即下載｜全新柏木 App：<a href=/app>按此</a></p><p>{SECOND}</p>",
            id="app",
        ),
        pytest.param(f"{BODY}<p>喜歡這篇文章嗎？</p><p>請夏嘉雯喝杯咖啡！</p>", id="coffee"),
        pytest.param(
            f"<p>{FIRST}</p><div>發表時間： 20/11/2026 - 08:30</div><div><p>{SECOND}</p></div>",
            id="when, below the lead",
        ),
        pytest.param(f"{BODY}<p>更多报道详见：<a href=/7>老街改造完工</a></p>", id="more of it"),
        pytest.param(
            f"{BODY}<div><strong>本文导航</strong><ul><li>第1页：老桥</li></ul></div>",
            id="its pages",
        ),
        pytest.param(
            f"{BODY}<div><h3>共享此文章：</h3><ul><li>微博</li></ul></div>", id="share it"
        ),
        pytest.param(
            f"{BODY}<p>读者热线：4001234567</p><p>如果我们使用了您的图片，请与本站联系索取稿酬。</p>",
            id="whom to call",
        ),
    ],
)
def test_what_leads_away_from_a_text_is_none_of_it(body: str) -> None:
    assert text(page(body)) == ARTICLE


def test_links_to_other_posts_near_the_top_of_a_text_go_with_their_heading() -> None:
    links = "<p><a href=/7>又一座老桥开放了</a></p><p><a href=/8>老街改造完工</a></p>"
    response = page(f"<p>{FIRST}</p><p>相关新闻：</p>{links}{BODY}")
    assert text(response) == f"{FIRST}\n{ARTICLE}"


def test_the_neighbours_are_posts_and_are_called_as_printed() -> None:
    for below in (
        "<p>上一篇：<a href=/list.html>返回列表</a> 下一篇：没有了</p>",
        "<p><a href=45_1.html rel=prev>1</a> <a href=45_3.html>下一页</a></p>",
    ):
        none = fields(page(below=below))
        assert (none.previous, none.next) == (None, None)
    found = fields(
        page(below="<p>【上一篇】<a href=/shehui/44.html>【上一篇】 老街</a></p>")
    ).previous
    assert found is not None
    assert found.title == "老街"
    arrow = "<p class=post_next_prev><a href=/44.html>«</a> 上一篇：<a href=/44.html>老街</a></p>"
    read = fields(page(below=arrow))
    assert read.previous is not None
    assert (read.previous.title, read.next) == ("老街", None)


def test_facts_beside_an_article_are_read_without_what_stands_beside_them() -> None:
    response = page(
        above="<p>当前位置：<a href=/>首页</a> &gt; <a href=/sh/>社会</a> &gt; 正文 "
        "<a href=/join>申请入驻</a></p>"
        "<p><span>原创</span> <span>柏木晚报</span> <span>2026-11-20 23:00</span> 浏览：33</p>"
        "<p>作者：未知</p><p>作者：</p><p>2026-11-20 23:00</p>"
        f"<p>首页 | {' | '.join(f'<a href=/{n}/>频道{n}</a>' for n in range(4))}</p>",
        below="<p>推荐</p><p class=tags><a href=/t>关键词：</a> <a href=/t/1>老桥</a></p>",
    )

    found = fields(response)

    assert found.category == ["社会"]
    assert found.views == "33"
    assert found.author == ""
    assert found.tags == ["老桥"]
    assert credits_of(response).source == "柏木晚报"


@pytest.mark.parametrize(
    "printed",
    ["<h1>关于老桥重新<br>开放的决议</h1>", "<div>关于老桥重新</div><div>开放的决议</div>", ""],
)
def test_a_title_in_several_lines_or_in_none_is_what_the_page_is_called(printed: str) -> None:
    html = f"""<html><head><title>关于老桥重新开放的决议__2026年第23号公报</title></head><body>
    <div>柏木镇人大</div>{printed}{BODY}</body></html>"""
    response = HtmlResponse(URL, body=html.encode(), encoding="utf-8")
    assert fields(response).title == "关于老桥重新开放的决议"
    assert "开放的决议" not in text(response)


def test_a_text_whose_every_paragraph_lies_in_a_block_of_its_own() -> None:
    links = "".join(f"<li><a href=/{n}>又一座老桥今天重新开放{n}</a></li>" for n in range(9))
    blocks = "".join(f"<div dir=ltr><p>{said}</p></div>" for said in (FIRST, SECOND, FIRST))
    html = f"""<html><head><title>老桥重新开放 - 柏木新闻网</title></head><body><main>
    <h1>老桥重新开放</h1><ul><li>作者,<span>夏嘉雯</span></li></ul><div>2026年11月20日</div>
    {blocks}<section><h2>更多相关内容</h2><ul>{links}</ul></section></main></body></html>"""
    response = HtmlResponse(URL, body=html.encode(), encoding="utf-8")
    assert text(response) == f"{FIRST}\n{SECOND}\n{FIRST}"


def test_a_label_in_brackets_before_a_title_is_none_of_it() -> None:
    response = page(title="柏木镇的老桥今天重新开放")
    labelled = response.body.replace(b"<h1>", "<h1><a href=/f>[新闻]</a> ".encode())
    assert fields(response.replace(body=labelled)).title == "柏木镇的老桥今天重新开放"


def test_an_account_that_a_text_is_from_names_who_wrote_it() -> None:
    origin = (
        "本文来自微信公众号“柏木君”（ID:baimu），作者：夏嘉雯，编辑：林永俊，题图来源：青禾视觉"
    )
    byline = credits_of(page(f"<p>{origin}</p>{BODY}"))
    assert byline == Byline(None, ("夏嘉雯",), (), ("林永俊",))
    byline = credits_of(page(above="<p>图片来源：青禾日报</p><p>来自 / 柏木晚报</p>"))
    assert byline.source == "柏木晚报"


def test_what_stands_above_a_sure_title_is_something_else() -> None:
    """A short article beside a long introduction of who publishes it."""
    intro = "<p>柏木协会成立于一九九八年，现有会员一百二十家，遍布全县各个乡镇，欢迎前来咨询。</p>"
    response = page().replace(
        body=page().body.replace(b"<div class=left>", f"<div>{intro * 3}".encode())
    )
    assert text(response) == ARTICLE


def test_paragraphs_below_a_heading_are_text_where_none_is_a_link() -> None:
    more = "柏木县的桥梁改造二〇二二年启动，前两期已经在去年完成，今年是第三期。"
    for heading in ("<p><strong>相关链接</strong></p>", "<h4>延伸阅读</h4>"):
        assert text(page(f"{BODY}{heading}<p>{more}</p>")).endswith(more)
    assert text(page(f"{BODY}<p>相关链接</p><p><a href=/7>{more}</a></p>")) == ARTICLE


def test_a_heading_of_two_lines_on_a_page_that_is_called_like_its_portal() -> None:
    called = page(title="柏木新闻网")
    broken = called.body.replace(
        "<h1>柏木新闻网</h1>".encode(), "<h1>柏木镇的老桥<br>今天重新开放</h1>".encode()
    )
    assert fields(called.replace(body=broken)).title == "柏木镇的老桥 今天重新开放"


def test_people_in_cells_of_their_own_and_before_their_outlet() -> None:
    pairs = (("来源", "柏木晚报"), ("作者", "夏嘉雯"), ("责任编辑", "林永俊"))
    cells = "".join(f"<dt>{label}</dt><dd>{said}</dd>" for label, said in pairs)
    byline = credits_of(page(above=f"<dl>{cells}</dl>"))
    assert byline == Byline("柏木晚报", ("夏嘉雯",), (), ("林永俊",))
    for line in ("夏嘉雯／柏木報導", "柏木新聞 | 夏嘉雯 綜合報導"):
        assert credits_of(page(above=f"<p>{line}</p>")).reporters == ("夏嘉雯",)
    byline = credits_of(page(above="<p>来源：柏木晚报 作者：夏嘉雯 通讯员 何漪</p>"))
    assert byline == Byline("柏木晚报", ("夏嘉雯",), ("何漪",), ())
    byline = credits_of(page(above="<p>2026-11-20 08:30 夏嘉雯 白沐阳 〖柏木晚报〗</p>"))
    assert byline == Byline("柏木晚报", ("夏嘉雯", "白沐阳"), (), ())


def test_what_readers_write_below_a_text_in_blocks_that_nothing_names() -> None:
    said = "我们村也盼着通车呢，等了好几年，希望明年能轮到我们，辛苦大家了！"
    one = f"<div class=c><b>柏木君</b><p>{said}</p><span>11-20 09:10</span></div>"
    assert text(page(BODY, below=f"<div>{one * 9}</div>")) == ARTICLE


def test_a_short_heading_above_the_first_paragraph_is_text() -> None:
    parts = (
        f"<section><h2>开放了</h2><p>{FIRST}</p></section><section><h2>怎么修</h2><p>{SECOND}</p>"
    )
    assert text(page(parts)) == f"开放了\n{FIRST}\n怎么修\n{SECOND}"


def test_what_stands_beside_the_text_of_a_page_that_is_called_like_its_portal() -> None:
    said = "老桥今天重新开放，记者从有关部门获悉，这项工程已经全面完成，受到好评。"
    other = f"<div><b><a href=/7>又一座老桥开放了</a></b><p>{said}</p><span>11-19</span></div>"
    called = page(BODY * 2, title="柏木新闻网", below=f"<div>{other * 6}</div>")
    titled = called.body.replace("<h1>柏木新闻网".encode(), "<h1>柏木镇的老桥今天重新开放".encode())
    assert text(called.replace(body=titled)) == f"{ARTICLE}\n{ARTICLE}"


def test_a_page_whose_title_begins_with_its_section_is_called_by_its_headline() -> None:
    response = HtmlResponse(
        URL,
        body=f"""<title>即时新闻 - 柏木要闻 - 柏木镇老桥修复后重新开放通行 - 柏木信报网站</title>
          <ul><li><a href=/now/>即时新闻</a></li><li><a href=/news/>柏木要闻</a></li></ul>
          <p class=info>2026年11月20日 <a href=/news/>柏木要闻</a></p>
          <h1>柏木镇老桥修复后重新开放通行</h1><div id=article-content>{BODY}</div>
          <div class=map><h2>即时新闻</h2><a href=/now/>全部</a></div>""".encode(),
        encoding="utf-8",
    )
    assert fields(response).title == "柏木镇老桥修复后重新开放通行"
    assert text(response) == f"{FIRST}\n{SECOND}"


def test_a_small_heading_is_the_title_of_a_page_called_like_its_portal_and_no_button_is() -> None:
    response = HtmlResponse(
        URL,
        body=f"""<title>柏木镇水产研究所</title><div class=nav>首页 &gt; <a href=/x/>要闻</a></div>
          <h5>柏木镇水产研究所召开干部职工大会</h5>
          <div class=day>20</div><div class=year>2026年11月</div>
          <div class=tit>分享</div><div class=doc>{BODY}</div>""".encode(),
        encoding="utf-8",
    )
    assert fields(response).title == "柏木镇水产研究所召开干部职工大会"
    stated = GenericTheme().stated(response, NOW)
    assert stated is not None
    assert f"{stated.moment.at:%Y-%m-%d}" == "2026-11-20"


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("澎湃新闻 2026-11-20 13:57:51 显示图片", "澎湃新闻"),
        ("柏木开发者 2026-11-20 13:57 文章分类：程序员之家", None),
        ("原创：39健康网2026-11-20 13:57", "39健康网"),
    ],
)
def test_what_a_post_is_filed_under_is_no_outlet_and_news_of_a_known_one_is(
    line: str, outlet: str | None
) -> None:
    assert credits_of(page(above=f"<div class=info>{line}</div>")).source == outlet


def test_styles_in_a_link_are_no_category() -> None:
    above = '<p class=cat>分类：<a href="/category/1/"><style>.a{color:red}</style>街坊</a></p>'
    assert fields(page(above=above)).category == ["街坊"]


@pytest.mark.parametrize("linked", [True, False])
def test_the_next_posts_that_are_shown_whole_below_are_none_of_the_text(linked: bool) -> None:
    posts = [("老桥重新开放", BODY), *((f"第{n}座桥", f"<p>{n}：{SECOND * 9}</p>") for n in "二三")]
    articles = "".join(
        f"<article><h1>{f'<a href=/{n}.html>{title}</a>' if linked else title}</h1>"
        f"<div class=info>2026-11-2{n} 08:30</div><div class=content>{told}</div></article>"
        for n, (title, told) in enumerate(posts)
    )
    html = f"<title>老桥重新开放_柏木新闻网</title><div class=flow>{articles}</div>"
    response = HtmlResponse(URL, body=html.encode(), encoding="utf-8")
    assert text(response) == ARTICLE
    assert stated(response) == "2026-11-20 08:30 page"


def test_chapters_of_the_titles_own_form_are_text() -> None:
    html = "<title>老桥重新开放_柏木新闻网</title>" + "".join(
        f"<section><h1>{title}</h1><p>{told}</p></section>"
        for title, told in (("老桥重新开放", FIRST), ("明年还要装灯", SECOND))
    )
    response = HtmlResponse(URL, body=html.encode(), encoding="utf-8")
    assert text(response) == f"{FIRST}\n明年还要装灯\n{SECOND}"


def test_a_hidden_text_comes_before_its_beginning_and_a_button() -> None:
    beginning = f"<div>{FIRST[:20]}…<a id=unfold>展开全文</a></div>"
    assert text(page(f'{beginning}<div style="display:none">{BODY}</div>')) == ARTICLE


def test_words_of_no_size_are_no_text() -> None:
    strewn = '<font style="font-size:0px;color:#FFF">本文来自柏木新闻网</font>'
    gaps = f'<div style="font-size: 0"><p>{FIRST}</p></div>'
    assert text(page(f"{gaps}<p>{SECOND.replace('，', f'，{strewn}')}</p>")) == ARTICLE


@pytest.mark.parametrize(
    "notice",
    [
        "打开青禾新闻 查看更多图片",
        "如遇作品内容、版权等问题，请在文章刊发之日起30日内与本网联系。电话：010-12345678",
        "更多 TVBS 報導",
        "☆更多重要醫藥新聞訊息，請上自由健康網。",
        "相关评论",
        "本网站使用Cookies改善体验。如继续浏览即表示您同意我们使用Cookies。",
    ],
)
def test_what_a_portal_writes_below_its_texts_is_none_of_them(notice: str) -> None:
    assert text(page(f"{BODY}<p>{notice}</p>")) == f"{FIRST}\n{SECOND}"


def test_a_label_behind_an_empty_one_is_nobody() -> None:
    line = "来源：青禾网 作者： 时间：2026-11-20 06:26:29"
    response = page(above=f"<div class=info>{line}</div>")
    assert (fields(response).author, credits_of(response)) == ("", Byline("青禾网", (), (), ()))


def test_a_name_before_a_dash_begins_a_title_that_is_no_heading() -> None:
    begun = "<p>Nature 是一份周刊。</p><p>Nature 的编辑说，</p>"
    response = HtmlResponse(
        URL,
        body=f"""<title>Nature | 柏木镇的老桥为何不倒，研究给出答案！医药新闻-青禾魔方</title>
          <div class=title>Nature | 柏木镇的老桥为何不倒，研究给出答案！</div>
          <div class=content><h2>后台回复“资料”，青禾资料大合集，限时领取</h2>{BODY}{begun}</div>
          """.encode(),
        encoding="utf-8",
    )
    assert fields(response).title == "Nature | 柏木镇的老桥为何不倒，研究给出答案！"


def test_a_year_behind_its_day() -> None:
    stated = GenericTheme().stated(page(above="<p>11月20日，2023</p>"), NOW)
    assert stated is not None
    assert f"{stated.moment.at:%Y-%m-%d}" == "2023-11-20"


@pytest.mark.parametrize(
    "body",
    [
        f'<p><a name="_Toc1">{FIRST}</a></p><p><a name="a1">{SECOND}</a></p>',
        f"<a name=top>{BODY}",
    ],
)
def test_a_mark_that_leads_nowhere_is_no_link(body: str) -> None:
    assert text(page(body)) == ARTICLE
