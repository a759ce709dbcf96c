"""Kinds that portals made by real software have shown, each as a small page written for it."""

from __future__ import annotations

from datetime import datetime

import pytest
from scrapy.http import HtmlResponse

from newsportal.chinese.dates import SHANGHAI
from newsportal.themes.base import Fields
from newsportal.themes.generic.article_page import ArticlePage
from newsportal.themes.generic.beside.lines_around import LinesAround
from newsportal.themes.generic.theme import GenericTheme
from newsportal.themes.generic.trim.cut import TextRange

NOW = datetime(2026, 11, 26, 12, tzinfo=SHANGHAI)
TITLE = "柏木河大桥恢复通车"
SAID = "柏木河大桥今天恢复通车。施工队比计划提前了五天，过桥车辆限速四十公里。"
SHORT = "受大风影响，柏木河大桥今晚22时至次日6时临时封闭，请绕行。"


def response(body: str, *, head: str = f"<title>{TITLE} - 青禾在线</title>") -> HtmlResponse:
    page = f"<!DOCTYPE html><head>{head}</head><body>{body}"
    url = "http://a.example/blog/2026/03/29/n001/"
    return HtmlResponse(url, body=page.encode(), encoding="utf-8")


def fields(body: str, **more: str) -> Fields:
    return GenericTheme().fields(response(body, **more))


def text_of(body: str) -> str | None:
    page = response(body)
    found = GenericTheme().body(page, page.url)
    return found.text if found else None


def time_of(body: str) -> str | None:
    stated = GenericTheme().stated(response(body), NOW)
    return f"{stated.moment.at:%Y-%m-%d %H:%M} {stated.moment.precision}" if stated else None


def test_a_sentence_that_its_summary_repeats_is_the_text() -> None:
    page = f"""<div><h1>{TITLE}</h1><div class="x-content-info">更新时间：2026-05-04 01:14:52
        编辑：小禾 浏览：60</div><div class="x-content-description">{SHORT}...</div>
        <div class="x-content"><p>{SHORT}</p></div></div>"""
    assert text_of(page) == SHORT


def test_a_title_that_ends_like_a_papers_name() -> None:
    head = (
        '<title>天气预报 - 青禾在线 - 看见身边</title><meta property="og:title" content="天气预报">'
    )
    page = f"""<h1 id="site-name"><a href="/">青禾在线</a></h1><h2>看见身边</h2>
        <h3 class="post-title"><a href="/other/">天气预报</a></h3><div>时政 2026-07-03</div>
        <div class="post-content"><p>{SAID}</p><p>{SAID}</p></div>"""
    assert fields(page, head=head).title == "天气预报"


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("2026-03-29 17:02:36+00:00", "2026-03-29 00:00 day"),
        ("2026-03-29 09:02:36+00:00", "2026-03-29 17:02 second"),
        ("2026-03-29 17:02:36+08:00", "2026-03-29 17:02 second"),
    ],
)
def test_utc_is_not_believed_against_printed_day_and_address(told: str, read: str) -> None:
    page = f'<h1>{TITLE}</h1><time datetime="{told}">2026年3月29日</time><p>{SAID}</p><p>{SAID}</p>'
    assert time_of(page) == read


def test_a_time_that_stands_in_the_content_of_its_element() -> None:
    when = '<time itemprop="datePublished" content="2026-03-26T06:17:21+08:00">8月前</time>'
    assert time_of(f"<h1>{TITLE}</h1>{when}<p>{SAID}</p><p>{SAID}</p>") == "2026-03-26 06:17 second"


def test_tags_below_the_box_on_the_licence_and_without_their_counters() -> None:
    below = """<div>文章链接：<a href="/blog/2026/03/29/n001/">http://a.example/blog/2026/03/29/n001/</a>
        </div><div><a href="/tags/a/">高铁<sup>[14]</sup></a><a href="/tags/b/">博物馆</a></div>"""
    assert fields(f"<h1>{TITLE}</h1><div><p>{SAID}</p><p>{SAID}</p></div>{below}").tags == [
        "高铁",
        "博物馆",
    ]


def test_the_source_of_a_page_is_no_category() -> None:
    info = '<p class="sourceline"><a href="index.md" class="sourcelink">源文件</a></p>'
    menu = '<a href="index.md">源文件</a>'
    page = f"{menu}<h1>{TITLE}</h1>{info}<div><p>{SAID}</p><p>{SAID}</p></div>"
    assert fields(page).category == []


@pytest.mark.parametrize(
    "page",
    [
        '<div>Designed by <a id="author-info" href="https://b.example">OneBlog</a> V3</div>',
        '<div><a class="site-title" rel="author" href="/">青禾在线</a></div>',
    ],
)
def test_software_and_portal_are_no_account(page: str) -> None:
    assert not fields(f"{page}<h1>{TITLE}</h1><p>{SAID}</p><p>{SAID}</p>{page}").author


def test_a_cms_is_no_account() -> None:
    head = f'<title>{TITLE}</title><meta name="author" content="青禾CMS内容管理系统">'
    assert not fields(f"<h1>{TITLE}</h1><p>{SAID}</p><p>{SAID}</p>", head=head).author


def test_an_outlet_that_a_summary_cuts_is_whole() -> None:
    info = "2026-07-21 01:46</div><div>来源：云栖日报...</div><div>"
    found = fields(f"<h1>{TITLE}</h1><div>{info}</div><p>{SAID}</p><p>{SAID}</p>").credits
    assert found is not None
    assert found.source == "云栖日报"


def test_below_a_title_without_text_neither_neighbours_nor_related_posts_tell_its_time() -> None:
    others = '<li><i>2026-02-07</i> <a href="/2.html">青禾县第二小区改造工程开工</a></li>'
    page = ArticlePage.of(
        response(f"""<h1>{TITLE}</h1><p>更新时间：2026-04-08 03:22:35</p><p><img src="/1.png"></p>
        <p>上一篇：<a href="/8.html">青禾县第八小区改造工程今天开工</a></p><ul>{others}</ul>""")
    )
    lines = page.layout.lines
    nothing = TextRange([], -1, len(lines), [])
    around = LinesAround(page.layout, nothing, len(lines), page.title_place, TITLE)
    assert around.between == ["", "更新时间：2026-04-08 03:22:35"]
