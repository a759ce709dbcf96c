"""Which line is the headline where a page's own title says otherwise: one small page for each."""

from __future__ import annotations

from scrapy.http import HtmlResponse

from tests.test_generic_rules import BODY, URL, fields, page, text

HEADLINE = "老桥重新开放，居民早早来到桥头"


def called(title: str, above: str, *, head: str = "") -> HtmlResponse:
    """Return a page called *title*, with *above* over its text and a section in its menu."""
    html = f"""<!doctype html><html><head><title>{title}</title>{head}</head><body>
      <ul><li><a href=/>柏木縣政府</a></li><li><a href=/news/>新聞稿</a></li></ul>
      <div class=main>{above}<div class=box>{BODY}</div></div></body></html>"""
    return HtmlResponse(URL, body=html.encode(), encoding="utf-8")


def test_a_section_before_the_headline_is_none() -> None:
    response = called(f"柏木縣政府-新聞稿-{HEADLINE}", f"<h2>新聞稿</h2><h3>{HEADLINE}</h3>")
    assert fields(response).title == HEADLINE
    assert HEADLINE not in text(response)


def test_a_headline_before_the_portals_long_name_stays() -> None:
    above = "<h1>柏木縣人民政府門戶網站</h1><h2>老橋重開</h2>"
    response = called("老橋重開-柏木縣人民政府門戶網站", above)
    assert fields(response).title == "老橋重開"


def test_pages_called_like_their_section_have_their_heading_for_a_title() -> None:
    dated = f"<h2>新聞稿</h2><h3>{HEADLINE}</h3><p>日期：2026-11-20</p>"
    assert fields(called("柏木縣政府 - 新聞稿", dated)).title == HEADLINE
    assert fields(called("新聞稿", dated)).title == HEADLINE


def test_a_subheading_is_no_headline() -> None:
    short = "<h1>新聞稿</h1><p>2026-11-20</p><h2>老橋重開的前一天</h2>"
    assert fields(called("新聞稿", short)).title == "新聞稿"


def test_a_heading_that_machines_are_told_is_the_title() -> None:
    head = f'<meta property="og:title" content="{HEADLINE}">'
    response = called("活動/消息公告", f"<h1>活動</h1><h2>{HEADLINE}</h2>", head=head)
    assert fields(response).title == HEADLINE


def test_a_heading_that_is_broken_where_the_title_has_a_dash() -> None:
    response = called("老桥 – 居民等着走上第一趟", "<h1>老桥 –<br>居民等着走上第一趟</h1>")
    assert fields(response).title == "老桥 – 居民等着走上第一趟"


def test_a_label_before_the_title_does_not_hide_it() -> None:
    heading = f"<p>2026-11-20</p><h2>[新聞分享] {HEADLINE}</h2>"
    logo = "<h1><a class=logo href=/zh/Home/Index>柏木館</a></h1>"
    response = called("柏木館 - 最新消息", f"{logo}{heading}<p><a href=/n/>最新消息</a></p>")
    assert fields(response).title == f"[新聞分享] {HEADLINE}"


def test_a_title_far_above_its_text_is_the_title() -> None:
    table = "".join(f"<li>第{n}号桥：1{n}米</li>" for n in range(50))
    above = f"<p>2026-11-20 08:30</p><ul>{table}</ul><div class=title>桥名与长度一览</div>"
    response = page(above=above)
    html = response.text.replace("<h1>老桥重新开放</h1>", "<div class=top-one>老桥重新开放</div>")
    assert fields(response.replace(body=html.encode())).title == "老桥重新开放"


def test_the_number_of_a_picture_in_its_gallery_is_no_part_of_its_title() -> None:
    heading = f"<h1>{HEADLINE}<span>(1/5)</span></h1>"
    assert fields(called(f"{HEADLINE}-柏木新闻网", heading)).title == HEADLINE
