"""Forms above documents, and buttons, players and boxes in the midst of a text."""

from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from newsportal.themes.generic.theme import GenericTheme
from tests.test_generic_rules import ARTICLE, BODY, FIRST, SECOND, page, text

TITLE = "柏木河大桥恢复通车"
SAID = "柏木河大桥今天恢复通车。施工队比计划提前了五天，过桥车辆限速四十公里。"
MORE = "县交通局说，夜间照明将在月底前装好，在此之前请市民白天过桥。"
LAST = "大桥建于上世纪八十年代，去年夏天的洪水冲毁了两个桥墩，交通中断了四个月。"
TEXT = f"<p>{SAID}</p><p>{MORE}</p><p>{LAST}</p>"

TABLE = f"""<table><tr><td>索引号</td><td>11220/2026-0012</td><td>主题分类</td>
    <td>交通、邮政</td></tr>
    <tr><td>发文机关</td><td>青禾县交通运输局</td><td>成文日期</td><td>2026年11月18日</td></tr>
    <tr><td>文　　号</td><td>青交发〔2026〕12号</td><td>有效性</td><td>有效</td></tr>
    <tr><td>标　　题</td><td colspan=3>{TITLE}</td></tr></table>"""
ITEMS = f"""<ul><li>索 引 号：11220/2026-0012</li><li>所属栏目：通知公告</li>
    <li>生成日期：2026-11-18</li>
    <li>名　　称：{TITLE}</li><li>文　　号：青交发〔2026〕12号</li><li>有效性：有效</li></ul>"""
LINES = """<p>索引号：11220/2026-0012　　发文机关：青禾县交通运输局</p>
    <p>成文日期：2026年11月18日　　发布日期：2026年11月20日</p>"""
MEETING = ("会议时间：2026年12月2日上午9时", "会议地点：县政府三楼会议室", "联系人：林知夏")


def text_of(inside: str, name: str = "con") -> str | None:
    page = f"""<!DOCTYPE html><title>{TITLE}_青禾新闻网</title><body><h1>{TITLE}</h1>
        <div>2026-11-20 08:30　来源：青禾日报</div><div class="{name}">{inside}</div>"""
    response = HtmlResponse("http://a.example/1.html", body=page.encode(), encoding="utf-8")
    body = GenericTheme().body(response, response.url)
    return body.text if body else None


@pytest.mark.parametrize("name", ["con", "article-content"])
@pytest.mark.parametrize("form", [TABLE, ITEMS, LINES], ids=["table", "items", "lines"])
def test_the_form_above_a_document_is_none_of_its_text(form: str, name: str) -> None:
    assert text_of(form + TEXT, name) == f"{SAID}\n{MORE}\n{LAST}"


@pytest.mark.parametrize("above", [True, False])
def test_when_and_where_people_meet_is_text(above: bool) -> None:
    meeting = "".join(f"<p>{line}</p>" for line in MEETING)
    said = [*MEETING, SAID] if above else [SAID, *MEETING]
    assert text_of(
        meeting + f"<p>{SAID}</p>" if above else f"<p>{SAID}</p>" + meeting
    ) == "\n".join(said)


@pytest.mark.parametrize(
    "noise",
    [
        "<div>分享到：<a href='#'>微信</a><a href='#'>微博</a><a href='#'>QQ空间</a></div>",
        "<p>扫一扫在手机打开当前页</p>",
        "<p>【<a href='/zt/'>点击进入专题</a>】</p>",
        "<div>【广告】 青禾酒业，百年好合，<a href='http://ad.example/'>点击了解详情</a></div>",
        "<p>更多内容请关注“青禾发布”微信公众号</p>",
        "<div><audio src='/a.mp3'></audio><i>00:00</i><i>/</i><i>03:12</i><i>收听本文</i></div>",
        "<div><p>语音朗读：</p><span>播放</span><span>暂停</span><span>停止</span></div>",
        "<div>【字体：<a href='#'>大</a> <a href='#'>中</a> <a href='#'>小</a>】【打印】</div>",
        "<p>阅读次数：1234</p>",
        "<div><span>0</span><span>点赞</span><span>0</span><span>收藏</span></div>",
        "<div><p>订阅青禾早报，每天早上收到最新消息。</p><form><input type='email'></form></div>",
        "<p>举报/反馈</p>",
    ],
)
@pytest.mark.parametrize("place", ["in the midst", "below"])
def test_what_no_one_has_written_is_no_text(noise: str, place: str) -> None:
    if place == "below":
        assert text_of(TEXT + noise) == f"{SAID}\n{MORE}\n{LAST}"
    else:
        halves = f"<p>{SAID}</p><p>{MORE}</p>{noise}<p>{LAST}</p><p>{SAID}</p>"
        assert text_of(halves) == f"{SAID}\n{MORE}\n{LAST}\n{SAID}"


@pytest.mark.parametrize(
    "end",
    [
        "<div><p>您的支持是我们前进的动力</p><a href='javascript:;'>打赏</a></div>",
        "<div><p>看完这篇文章后您的心情如何？</p><ul><li>高兴</li><li>难过</li></ul></div>",
    ],
)
def test_what_readers_are_asked_below_a_text_is_none_of_it(end: str) -> None:
    assert text_of(TEXT + end) == f"{SAID}\n{MORE}\n{LAST}"


@pytest.mark.parametrize(
    "said", ["播放这段录音，老人的眼睛湿了。", "名称：青禾大桥", "他点赞、收藏、转发了这条消息。"]
)
def test_sentences_with_the_same_words_are_text(said: str) -> None:
    assert text_of(f"<p>{SAID}</p><p>{MORE}</p><p>{said}</p><p>{LAST}</p>") == "\n".join(
        [SAID, MORE, said, LAST]
    )


def test_the_numbers_of_an_articles_pages_are_no_text() -> None:
    pager = "<p align=center><b>1</b> <a href=/news/7_2.html>2</a> <a href=/news/7_3.html>3</a></p>"
    assert text(page(BODY + pager)) == ARTICLE


def test_when_a_page_was_changed_and_how_many_read_it_is_no_text() -> None:
    foot = "<div class=bottom>柏木新闻网 最后更新：2026-11-28 08:59　在线：23 人</div>"
    assert text(page(f"<div class=article>{BODY}</div>{foot}")) == ARTICLE


def test_short_paragraphs_around_a_picture_and_a_box_are_one_text() -> None:
    third = "老人说，从前过河要绕三里路，如今几步就到了，孩子们上学也方便了。"
    links = "".join(f"<li><a href=/{n}.html>又一座老桥今天重新开放</a></li>" for n in (1, 2))
    shown = (
        "<div class=tools>字号：<a href=#>大</a> <a href=#>小</a></div>"
        f"<p>{FIRST}</p><p><img src=/1.jpg></p><p align=center>图为老桥。</p><p>{SECOND}</p>"
        f"<div class=more><b>延伸阅读：</b><ul>{links}</ul></div><p>{third}</p>"
        "<div class=fx>分享到： <a href=#>微信</a> <a href=#>微博</a> <a href=#>QQ空间</a></div>"
        "<div class=sx><p>上一篇：<a href=/1.html>又一座老桥今天重新开放</a></p>"
        "<p>下一篇：<a href=/2.html>又一座老桥明天重新开放</a></p></div>"
    )
    assert text(page(shown)) == f"{FIRST}\n图为老桥。\n{SECOND}\n{third}"
