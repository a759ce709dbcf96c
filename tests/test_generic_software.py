"""Looks of software that were met on portals made with it: each rule on the smallest page."""

from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from newsportal.discovery.entries import named_by
from newsportal.discovery.links import links_of
from newsportal.pages.site import Site
from newsportal.themes.generic import GenericTheme
from newsportal.walk.anywhere.page_analysis import PageAnalysis
from tests.test_generic_rules import (
    ARTICLE,
    BODY,
    FIRST,
    SECOND,
    credits_of,
    fields,
    page,
    stated,
    text,
)

NAMES = "".join(f"<tr><td>{n}</td><td>穆知微</td><td>柏木镇供电所</td></tr>" for n in range(1, 9))
TABLE = f"<table><tr><th>序号</th><th>姓名</th><th>单位</th></tr>{NAMES}</table>"
ASIDE = f'<div class="sidebar"><div class="content">{SECOND}</div></div>'


def test_a_table_is_a_body() -> None:
    table = (
        f'<div class="post-meta">2026-11-20</div><article class="post-content">{TABLE}</article>'
    )

    found = page(table, title="柏木镇十一月好人榜公示名单", below=ASIDE)

    assert text(found).splitlines()[0] == "序号\t姓名\t单位"
    assert len(text(found).splitlines()) == 9
    assert fields(found).title == "柏木镇十一月好人榜公示名单"


def test_a_table_in_an_article_with_its_heading() -> None:
    html = f"""<title>十一月好人榜公示名单 :: 柏木新闻网</title>
      <article class="flex"><h1>十一月好人榜公示名单</h1><p>穆知微</p>
      <p>十一月 20, 2026</p><div class="lh nested-links">{TABLE}</div></article>"""
    found = HtmlResponse("https://news.example/1/", body=html.encode(), encoding="utf-8")

    assert text(found).startswith("序号\t姓名\t单位\n1\t")
    assert fields(found).title == "十一月好人榜公示名单"
    assert stated(found) == "2026-11-20 00:00 page"


def test_a_notice_keeps_its_telephone_and_who_signs_it() -> None:
    notice = """<p>各有关单位：</p><p>因管网检修，定于本周六对下列区域停水，请提前储水：</p>
      <ol><li>东街</li><li>西街</li><li>柏木社区</li></ol>
      <p>联系电话：0000-1234567</p><p>柏木镇自来水公司</p>"""

    lines = text(page(notice)).splitlines()

    assert lines[0] == "各有关单位："
    assert lines[2:] == ["东街", "西街", "柏木社区", "联系电话：0000-1234567", "柏木镇自来水公司"]


def test_a_telephone_of_the_portal_is_none_of_the_text() -> None:
    assert text(page(below="<div>新闻热线：0000-1234567</div>")) == ARTICLE


def test_a_short_text_with_a_link() -> None:
    linked = '<p>此前报道见<a href="/2.html">《柏木镇的老桥今天封闭维修》</a>，本报将继续关注。</p>'

    found = text(page(f"<p>{FIRST}</p>{linked}<p>来源：某报</p>"))

    assert found.splitlines()[1:] == [
        "此前报道见《柏木镇的老桥今天封闭维修》，本报将继续关注。",
        "来源：某报",
    ]


@pytest.mark.parametrize("sign", ["¶", "#", "链接到标题"])
def test_a_sign_beside_a_heading_is_no_word_of_it(sign: str) -> None:
    link = f'<a class="headerlink" href="#x"><span>{sign}</span></a>'
    html = f"""<title>老桥重新开放 - 柏木新闻网</title><h1>老桥重新开放{link}</h1>
      <div><p>{FIRST}</p><h2>现场{link}</h2><p>{SECOND}</p></div>"""
    found = HtmlResponse("https://news.example/1.html", body=html.encode(), encoding="utf-8")

    assert fields(found).title == "老桥重新开放"
    assert text(found) == f"{FIRST}\n现场\n{SECOND}"


def test_a_heading_that_is_a_link_stays() -> None:
    found = page(f'<p>{FIRST}</p><h2><a href="#x">现场见闻</a></h2><p>{SECOND}</p>')

    assert text(found) == f"{FIRST}\n现场见闻\n{SECOND}"


@pytest.mark.parametrize(
    ("above", "when"),
    [
        ("<div>十一月 20, 2025</div>", "2025-11-20 00:00 page"),
        ("<div>20 十一月 2025</div>", "2025-11-20 00:00 page"),
        ("<div>最近更新：2026-11-25</div><div>2025-11-20</div>", "2025-11-20 00:00 page"),
        ("<ul><li>2025-11-20</li><li>2026-02-01</li></ul>", "2025-11-20 00:00 page"),
    ],
)
def test_dates_as_themes_print_them(above: str, when: str) -> None:
    assert stated(page(above=above)) == when


def test_the_year_is_the_one_that_is_stated() -> None:
    head = '<meta property="article:published_time" content="2021-07-01T00:13:01+08:00">'

    assert stated(page(above="<div>7月1日</div>", head=head)) == "2021-07-01 00:13 meta"


def test_times_of_comments_are_not_the_posts() -> None:
    below = """<footer><time class="published updated" datetime="2022-07-24T03:26:30+08:00"></time>
      </footer><ol class="comment-list"><li><time datetime="2026-11-21T10:00:00+08:00"></time></li>
      </ol>"""

    assert stated(page(below=below)) == "2022-07-24 03:26 meta"


def test_who_owns_the_licence_reports_nothing() -> None:
    below = """<div>文章作者: <a href="/about/">穆知微</a></div>
      <div>文章链接: https://news.example/1</div><div>版权声明: 采用 CC BY 4.0 许可协议</div>"""

    assert credits_of(page(below=below)).reporters == ()


def test_a_neighbours_excerpt_credits_nobody() -> None:
    card = f"""<nav class="pagination"><a href="/2.html"><div>上一篇</div>
      <div>责任编辑：穆知微</div><div>{SECOND}</div></a></nav>"""

    assert credits_of(page(below=card)).editors == ()


def test_who_wrote_what_where_in_english_ends_a_text() -> None:
    line = "<p>Written by 碧潭 in <a href=/c/>要闻</a> on Mon 16 November 2026</p>"
    assert text(page(f"<p>{FIRST}</p><p>{SECOND}</p>{line}")) == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize("first", ["记者｜苏晚晴", SECOND])
def test_a_sentence_is_no_title_where_machines_alone_are_told_one(first: str) -> None:
    dated = "<p>11月12日，记者走访柏木镇，2026年11月13日桥上人来人往，来源：柏木镇政府。</p>"
    told = page(f"<p>{first}</p>{dated}<p>{FIRST}</p>", title="渡口的灯今夜第一次亮起")
    body = told.text.replace("<h1>渡口的灯今夜第一次亮起</h1>", "<h1>柏木新闻网</h1>")
    response = HtmlResponse(told.url, body=body.encode(), encoding="utf-8")
    assert fields(response).title == "渡口的灯今夜第一次亮起"


@pytest.mark.parametrize("label", ["Category: ", "Filed under ", "标签 "])
def test_a_label_and_links_above_or_below_a_text_file_it(label: str) -> None:
    line = f"<p>{label}<a href=/c/>要闻</a> <a href=/d/>城建</a></p>"
    assert text(page(f"{line}{BODY}")) == text(page(f"{BODY}{line}")) == f"{FIRST}\n{SECOND}"


def test_a_heading_that_links_to_its_page_is_the_title_where_all_pages_are_called_alike() -> None:
    html = f"""<html><head><title>柏木新闻网</title></head><body><h1><a href=/>柏木新闻网</a></h1>
      <h2>Keep in touch</h2><ul><li><a href=/feed>Feed</a></li></ul>
      <div><h2><a href=/shehui/45_1.html>渡口的灯今夜第一次亮起</a></h2><div>Oct 27 2026</div>
      {BODY}</div></body></html>"""
    response = HtmlResponse(page().url, body=html.encode(), encoding="utf-8")
    assert fields(response).title == "渡口的灯今夜第一次亮起"


def test_a_path_before_a_title_is_none_of_it() -> None:
    path = "<h1><span>碧潭编辑部</span> <span>/</span> <a href=/a>渡口的灯今夜第一次亮起</a></h1>"
    titled = page(title="渡口的灯今夜第一次亮起").text
    body = titled.replace("<h1>渡口的灯今夜第一次亮起</h1>", path)
    response = HtmlResponse(page().url, body=body.encode(), encoding="utf-8")
    assert fields(response).title == "渡口的灯今夜第一次亮起"


def test_a_paper_whose_elements_have_a_dash() -> None:
    body = f"<founder-content>{BODY}<p>（某报记者 穆知微）</p></founder-content>"

    assert text(page(f'<div id="ozoom">{body}</div>')).endswith("（某报记者 穆知微）")


def test_markup_that_leaves_out_what_may_be_left_out() -> None:
    html = f"""<!doctype html><html lang=zh><meta charset=utf-8><title>老桥重新开放</title>
      <header><a href=/>柏木新闻网</a></header><main><h1>老桥重新开放</h1>{BODY}</main>"""
    found = HtmlResponse("https://news.example/1/", body=html.encode(), encoding="utf-8")

    assert fields(found).title == "老桥重新开放"
    assert text(found) == ARTICLE


def test_a_wire_in_an_excerpt_dates_no_post() -> None:
    items = "".join(
        f"<article><h2><a href=/{n}/>柏木镇的第{n}盏路灯今晚亮了</a></h2>"
        f"<div>某报柏木11月{n}日电（记者穆知微）{FIRST}</div></article>"
        for n in range(11, 16)
    )
    dated = "<ul>" + "".join(
        f"<li><a href=/{n}/>柏木镇的第{n}座桥今天通车</a>"
        f'<time datetime="2021-07-09T22:43:10.000Z">2021-07-10</time></li>'
        for n in range(21, 26)
    )
    site = Site.of("https://news.example/")
    found = HtmlResponse(
        "https://news.example/", body=(items + dated + "</ul>").encode(), encoding="utf-8"
    )

    dates = {each.key: each.date for each in named_by(links_of(found, site))}

    assert len(dates) == 10
    assert {dates[key] for key in dates if key < "2"} == {""}
    assert {dates[key] for key in dates if key > "2"} == {"2021-07-09T22:43:10.000Z"}


def test_cards_of_two_neighbours_make_no_list_of_a_short_post() -> None:
    cards = "".join(
        f"""<div class=card><a href=/{n}.html><h3>柏木镇的第{n}盏路灯今晚亮了</h3></a>
          <p>{SECOND * 3}</p></div>"""
        for n in (1, 2)
    )
    found = page(
        f"<p>{FIRST}</p>", above="<div>2026-11-20 来源：某报</div>", below=f"<div>{cards}</div>"
    )

    analysis = PageAnalysis.at(found, Site.of("https://news.example/"), GenericTheme())

    assert analysis.article
    assert not analysis.listing


@pytest.mark.parametrize("text", [f"{FIRST}{SECOND}", FIRST])
def test_cards_below_a_post_whose_author_has_a_heading(text: str) -> None:
    cards = "".join(
        f"""<article><a href=/p{n}/><h2>柏木镇的第{n}盏路灯今晚亮了</h2><p>{SECOND * 2}</p></a>
          <footer><time>2026-11-2{n}</time></footer></article>"""
        for n in range(3)
    )
    byline = "<h4><a href=/author/bitan/>碧潭编辑部</a></h4><time>2026-11-20</time>"
    found = page(
        f"<p>{text}</p>",
        title="柏木镇的老桥昨天重新开放",
        above=byline,
        below=f"<aside>{cards}</aside>",
    )

    analysis = PageAnalysis.at(found, Site.of("https://news.example/"), GenericTheme())

    assert analysis.article
    assert not analysis.listing


def test_an_info_line_of_links_is_no_other_posts_title() -> None:
    """Day, sections and tags, each a link: with a box of the newest posts it made a list."""
    newest = "".join(
        f"""<li><div><a href=/c/>要闻</a></div>
          <p><a href=/p{n}.html>柏木镇的第{n}盏路灯今晚亮了</a></p>
          <p><time datetime="2026-11-2{n}T08:00:00.000Z">2026-11-2{n}</time></p></li>"""
        for n in range(5)
    )
    info = "<a href=/p9.html><time>2026-11-20</time></a> <a href=/c/>要闻</a> <a href=/t/>城建</a>"
    found = page(
        f"<p>{FIRST}</p>",
        title="柏木镇的老桥昨天重新开放",
        above=f"<div>{info}</div>",
        below=f"<aside><ul>{newest}</ul></aside>",
    )

    analysis = PageAnalysis.at(found, Site.of("https://news.example/"), GenericTheme())

    assert analysis.article
    assert not analysis.listing


def test_a_short_flash_above_others_that_are_shown_whole() -> None:
    others = "".join(
        f"""<div class=item><a href=/f/{n}>柏木镇的第{n}盏路灯今晚亮了</a><span>{n}小时前</span>
          <div><span>{FIRST}{FIRST if n % 2 else ""}</span></div></div>"""
        for n in range(1, 6)
    )
    found = page(
        f"<div class=des>{SECOND}</div>",
        title="柏木镇的老桥昨天重新开放",
        above="<div>2026-11-20 08:30</div>",
        below=f"<div class=latest><h3>最新快讯</h3>{others}</div>",
    )

    assert text(found) == SECOND
