"""Texts that only a script shows, and texts without a sentence, as the generic theme reads them."""

from __future__ import annotations

import json
from base64 import b64encode
from urllib.parse import quote

import pytest
from scrapy.http import HtmlResponse

from newsportal.chinese.credits.bylines import Byline
from newsportal.chinese.text_hash import text_hash
from newsportal.themes.generic import GenericTheme
from tests.test_generic_rules import (
    ARTICLE,
    BODY,
    NOW,
    credits_of,
    fields,
    page,
    stated,
    text,
)

ESCAPED = BODY.replace("<", "&lt;").replace(">", "&gt;")
TOLD = json.dumps(
    {"@type": "NewsArticle", "headline": "老桥重新开放", "articleBody": ARTICLE}, ensure_ascii=False
)
KEPT = {
    b64encode(BODY.encode()).decode(): "decodeURIComponent(escape(atob(c)))",
    b64encode(quote(BODY).encode()).decode(): "decodeURIComponent(window.atob(c))",
    quote(BODY): "decodeURI(c)",
    "".join(f"%u{ord(each):04X}" for each in BODY): "unescape(c)",
}
POEM = ("春天来到老桥头", "燕子飞过小河湾", "孩子追着纸风筝", "老人坐在石阶前")


def says(response: HtmlResponse, boilerplate: frozenset[bytes] = frozenset()) -> bool:
    body = GenericTheme(boilerplate).body(response, response.url)
    return body is not None and bool(body.text)


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(page(f"<div style='display:none'>{BODY}</div>"), id="until all is loaded"),
        pytest.param(page(f"<div hidden>{BODY}</div>"), id="hidden"),
        pytest.param(page(f"<textarea style='display:none'>{BODY}</textarea>"), id="textarea"),
        pytest.param(page(f"<textarea id=t>{ESCAPED}</textarea>"), id="textarea, escaped"),
        pytest.param(page(f"<noscript>{BODY}</noscript>"), id="noscript"),
        pytest.param(page(f"<template id=t>{BODY}</template>"), id="template"),
        pytest.param(
            page("<div id=app></div>", head=f"<script type=application/ld+json>{TOLD}</script>"),
            id="JSON-LD",
        ),
        pytest.param(
            page(
                f"<div id=app></div><script>draw({json.dumps({'id': 7, 'content': BODY})})</script>"
            ),
            id="JSON",
        ),
        pytest.param(
            page(f"<div id=app></div><script>var a = {{content: '{ESCAPED}', ok: 1}};</script>"),
            id="a script's string",
        ),
        *(
            pytest.param(
                page(f"<div id=c></div><script>var c='{kept}';c={decoded};</script>"), id=decoded
            )
            for kept, decoded in KEPT.items()
        ),
    ],
)
def test_a_text_that_a_script_shows(response: HtmlResponse) -> None:
    assert text(response) == ARTICLE
    assert fields(response).title == "老桥重新开放"
    assert GenericTheme().kind(response) == "article"


def test_a_page_that_keeps_all_it_says_in_fields_for_a_script() -> None:
    kept = {"title": "老桥重新开放", "time": "1795134600000", "content": ESCAPED}
    kept |= {"editor": "责编：林永俊", "source": "来源：柏木晚报"}
    fields_ = "".join(f"<textarea class=a-{name}>{said}</textarea>" for name, said in kept.items())
    html = f"<title>老桥重新开放</title><div style='display:none'>{fields_}</div>"
    response = HtmlResponse(page().url, body=html.encode(), encoding="utf-8")
    assert text(response) == ARTICLE
    assert fields(response).title == "老桥重新开放"
    assert stated(response) == "2026-11-20 08:30 page"
    assert credits_of(response) == Byline("柏木晚报", (), (), ("林永俊",))


def test_several_texts_in_a_script_are_a_list() -> None:
    posts = json.dumps([{"title": f"老桥{n}", "content": f"{n}{BODY}"} for n in range(3)])
    assert not says(page(f"<div id=app></div><script>var posts = {posts};</script>"))


def test_what_is_hidden_beside_a_text_is_none_of_it() -> None:
    hidden = (
        "<div style='display:none'><p>登录以后，可以评论。</p><p>还没有账号，请注册。</p></div>"
    )

    assert text(page(f"{BODY}{hidden * 9}")) == ARTICLE
    assert not says(page(f"<div class=login-popup>{hidden * 9}</div>"))


@pytest.mark.parametrize(
    "body",
    [
        "<br>".join(POEM),
        "".join(f"<div>{line}</div>" for line in POEM),
        "".join(f"<p>{line}</p>" for line in POEM),
        "".join(f"<section><span>{line}</span></section>" for line in POEM),
        f"<center>{'<br>'.join(POEM)}</center>",
        "<pre>" + "\n".join(POEM) + "</pre>",
    ],
)
def test_a_text_without_a_sentence(body: str) -> None:
    below = "<p>分享到：微信</p><p>上一篇：<a href=/44.html>城南菜市场的早晨</a></p>"
    response = page(body, above="<p>2026-11-20 来源：柏木晚报</p>", below=below)

    assert text(response) == "\n".join(POEM)


def test_lines_below_a_title_that_are_no_text() -> None:
    links = "".join(f"<p><a href=/{n}.html>{line}</a></p>" for n, line in enumerate(POEM))
    recurring = frozenset(map(text_hash, POEM))

    assert not says(page(links))
    assert not says(page(f"<div class=sidebar>{'<br>'.join(POEM)}</div>"))
    assert not says(page("<br>".join(POEM)), recurring)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("昨天", "2026-11-25 00:00 page"),
        ("发表于 3 个月前", "2026-08-28 12:00 page"),
        ("2 years ago", "2024-12-06 12:00 page"),
        ("Dec 24 Tue 2013 21:11", "2013-12-24 21:11 page"),
        ("三年前的老桥", ""),
        ("2026年", ""),
    ],
)
def test_a_line_that_says_how_long_ago_it_was(line: str, expected: str) -> None:
    assert stated(page(above=f"<p class=when>{line}</p>")) == expected


def test_how_long_ago_it_was_loses_to_any_day() -> None:
    head = "<meta name=pubdate content='2026-11-20 08:30'>"

    assert stated(page(above="<p>昨天</p>", head=head)) == "2026-11-20 08:30 meta"


def test_just_now_is_a_minute() -> None:
    found = GenericTheme().stated(page(above="<p>刚刚</p>"), NOW)

    assert found is not None
    assert (found.moment.precision, found.moment.latest) == ("minute", NOW)
    assert (NOW - found.moment.earliest).total_seconds() == 60


def test_midnight_to_the_second_is_a_day() -> None:
    head = "<meta property=article:published_time content='2026-11-20T00:00:00+08:00'>"
    found = GenericTheme().stated(page(head=head), NOW)

    assert found is not None
    assert (f"{found.moment.at:%F %T}", found.moment.precision) == ("2026-11-20 00:00:00", "day")
    assert f"{found.moment.latest:%F %T}" == "2026-11-20 23:59:59"


@pytest.mark.parametrize(
    "notice",
    [
        "本文链接：https://news.example/shehui/45_1.html",
        "返回柏木新闻，查看更多",
        "最近更新 2026-11-22 08:30",
        "浏览次数：12",
        "您是第 12 位访客",
        "喜欢 (3) 打赏",
        "【打印本页】 【关闭窗口】",
        "分享到：微信 微博 QQ空间",
        "微信扫一扫，分享到朋友圈",
        "如果觉得文章不错，欢迎打赏",
        "附件：无",
        "点击下载柏木新闻客户端",
        "阅读全文请下载柏木APP",
        "欢迎扫码加入柏木读者群，参与互动",
        "#柏木# #老桥#",
        "关注“柏木日报”，看更多身边事",
        "（本文来源于网络，仅供参考）",
        "上一篇：又一座老桥今天重新开放",
        "相关专题：民生实事",
        "您看完此新闻的心情是",
        "股市有风险，入市需谨慎",
        "以上内容仅供参考，不构成投资建议",
        "内容由AI生成，仅供参考",
    ],
)
def test_what_a_plug_in_writes_below_a_text(notice: str) -> None:
    assert text(page(f"{BODY}<p>{notice}</p>")) == ARTICLE
    assert text(page(f"{BODY}<div>{notice}</div>")) == ARTICLE
    assert text(page(f"<p>{notice}</p>{BODY}")).endswith(ARTICLE)


@pytest.mark.parametrize(
    "said",
    [
        "（完）",
        "喜欢",
        "来源：柏木晚报",
        "微信支付",
        "文章评论员",
        "投资有风险，他提醒身边的人不要借钱。",
        "下载客户端的人多了起来。",
    ],
)
def test_last_words_that_are_text(said: str) -> None:
    assert text(page(f"{BODY}<p>{said}</p>")) == f"{ARTICLE}\n{said}"


@pytest.mark.parametrize(
    "kept",
    [
        '<script type="text/html" id="tpl">{html}</script>',
        '<script type="text/template">{html}</script>',
        '<div id="show" data-content="{escaped}"></div>',
        '<input type="hidden" id="content" value="{escaped}">',
    ],
)
def test_a_text_that_the_page_keeps_for_a_script_is_read(kept: str) -> None:
    html = "".join(
        f"<p>第{n}座桥今天恢复通车。过桥车辆限速四十公里，请市民慢行。</p>" for n in range(4)
    )
    inside = kept.format(html=html, escaped=html.replace("<", "&lt;").replace(">", "&gt;"))
    page = f"<title>老桥恢复通车</title><h1>老桥恢复通车</h1><div id=show></div>{inside}"
    response = HtmlResponse("http://a.example/1.html", body=page.encode(), encoding="utf-8")
    body = GenericTheme().body(response, response.url)
    assert body is not None
    assert body.text.count("恢复通车。") == 4


@pytest.mark.parametrize("name", ["sidebar-article", "related-content", "recommend_text"])
def test_an_unlucky_name_hides_no_text(name: str) -> None:
    told = f"{BODY}<p>老人说，从前过河要绕三里路，如今几步就到了。</p>"
    assert text(page(f"<div class={name} id={name}>{told}</div>")).startswith(ARTICLE)
    assert not says(page(f"<div class=comments>{told}</div>"))
