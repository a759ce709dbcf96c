"""Texts in several pieces: questions and answers, letters in a form, hidden parts, captions."""

from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from newsportal.themes.generic.article_page import ArticlePage
from tests.test_generic_rules import BODY, FIRST, SECOND, URL, fields, page, text

QUESTION = "合同到期以后，房东以墙面有污渍为由不退押金，我应该怎么办？"
ANSWERS = "您好，墙面的正常磨损不是损坏，房东无权扣留押金。", "可以协商，协商不成的，可以起诉。"
ABOUT = "柏木新闻网由柏木日报社主办，设有新闻、时评、民生等频道，" * 5 + "欢迎提供线索。"


def response(body: str, title: str) -> HtmlResponse:
    html = f"""<html><head><title>{title}</title></head><body>
    <div><a href=/>首页</a> <a href=/wz/>问政</a></div>{body}
    <div>柏木镇政府 版权所有 ICP备12345678号</div></body></html>"""
    return HtmlResponse(URL, body=html.encode(), encoding="utf-8")


@pytest.mark.parametrize("heading", ["律师解答（2）", "共2个回答", "最佳答案"])
def test_answers_below_a_question_are_its_text(heading: str) -> None:
    replies = "".join(f"<div><i>律师</i><div>{answer}</div></div>" for answer in ANSWERS)
    related = "".join(f"<li><a href=/q/{n}>租房合同没到期可以退租吗{n}</a></li>" for n in range(5))
    read = text(
        response(
            f"<div class=q><h1>房东不退押金怎么办</h1><div>{QUESTION}</div></div>"
            f"<div class=as><h2>{heading}</h2>{replies}</div><ul>{related}</ul>",
            "房东不退押金怎么办_问法网",
        )
    )
    assert read.startswith(QUESTION)
    assert all(answer in read for answer in ANSWERS)
    assert "退租" not in read


def test_a_letter_in_a_form_is_called_what_its_cell_says() -> None:
    rows = (("信件标题", "南山路的路灯不亮"), ("信件内容", FIRST), ("答复内容", SECOND))
    cells = "".join(f"<tr><th>{label}</th><td>{said}</td></tr>" for label, said in rows)
    letter = response(f"<table>{cells}</table>", "信件详情-柏木镇人民政府")
    assert fields(letter).title == "南山路的路灯不亮"
    assert text(letter) == f"信件内容\t{FIRST}\n答复内容\t{SECOND}"


def test_a_short_notice_is_not_lost_to_a_box_about_its_portal() -> None:
    notice = "因设备检修，镇图书馆自7日起闭馆6天。"
    box = f"<div class=side><h3>关于我们</h3><p>{ABOUT}</p></div>"
    body = f"<h1>图书馆闭馆通知</h1><div>2026-11-20 10:02</div><div class=con><p>{notice}</p></div>"
    assert text(response(body + box, "图书馆闭馆通知_柏木新闻网")) == notice


def test_one_short_line_below_the_info_line_is_the_text() -> None:
    body = """<h1>今日水位</h1><div>发布时间：2026-11-20 08:00 来源：柏木水文站</div>
    <div class=content><p>松河水位：28.41米</p></div>"""
    assert text(response(body, "今日水位_柏木水文站")) == "松河水位：28.41米"


def test_a_part_that_a_number_shows_is_text() -> None:
    more = BODY.replace("昨天", "今天").replace("明年", "后年")
    parts = f"<div class=pg>{BODY}</div><div class=pg style='display:none'>{more}</div>"
    whole = page(f"{parts}<a href='#p=1'>1</a> <a href='#p=2'>2</a>")
    assert text(whole).count("\n") == 3
    assert ArticlePage.of(whole).is_revealed
    assert text(page(parts)).count("\n") == 1  # nothing leads there


def test_a_caption_in_a_link_that_leads_nowhere_is_text() -> None:
    figure = "<a href='javascript:void(0)'><figure><img src=/a.jpg><h2>桥上的居民</h2></figure></a>"
    assert "桥上的居民" in text(page(f"<p>{FIRST}</p>{figure}<p>{SECOND}</p>"))
    card = figure.replace("javascript:void(0)", "/other.html")
    assert "桥上的居民" not in text(page(f"<p>{FIRST}</p>{card}<p>{SECOND}</p>"))


def test_a_paragraph_that_is_one_link_is_text_and_so_is_a_source() -> None:
    linked = f"<p><a href=/x>{FIRST}{SECOND}</a></p>"
    assert FIRST in text(page(f"<p>{SECOND}</p>{linked}<p>{SECOND}</p>"))
    source = "<p>青禾日报：<a href=//q.example/1>http://q.example/xinwen/shehui/1045.html</a></p>"
    assert text(page(BODY + source)).endswith("1045.html")


def test_a_lead_in_a_box_that_the_text_repeats_stands_there_once() -> None:
    lead = f"<div class=box><div class=lead><p>{FIRST}</p></div><div>{BODY}</div></div>"
    assert text(page(lead)) == f"{FIRST}\n{SECOND}"


def test_the_day_below_a_caption_is_no_text() -> None:
    day = f"<p>桥上的居民，他们在等。</p><div>2026年11月20日</div>{BODY}"
    assert "2026" not in text(page(day))
