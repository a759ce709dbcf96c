"""One or two sentences beside boxes that say more: a poll, teasers, a notice, readers."""

from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from newsportal.themes.generic.theme import GenericTheme

TITLE = "柏木河大桥恢复通车"
TEXTS = [
    ["柏木河大桥今天恢复通车。施工队比计划提前了五天，过桥车辆限速四十公里。"],
    ["受台风影响，青禾至柏木的渡轮今日停航，复航时间另行通知。"],
    ["受台风影响，青禾至柏木的渡轮今日停航。", "复航时间另行通知，请旅客留意港务站的公告。"],
]
BOXES = {
    "poll": """<h3>调查</h3><form action="/v"><p>您对公共交通是否满意，最希望改善哪一方面？</p><ul>
        <li><input type="radio">非常满意，等车时间短，车辆整洁舒适，司机也很和气</li>
        <li><input type="radio">不满意，线路绕得太远，换乘不便，站牌也看不清楚</li></ul></form>""",
    "teasers": """<h3>编辑推荐</h3><dl><dt><a href="/1">松岭老街修缮完工 商户陆续回迁</a></dt>
        <dd>历时两年的松岭老街修缮工程近日完工，首批四十二家商户已经回迁…… [详细]</dd>
        <dt><a href="/2">秋粮收购进度过半 价格保持平稳</a></dt>
        <dd>记者从县粮食局获悉，截至昨日秋粮收购进度已经过半，价格总体平稳…… [详细]</dd></dl>""",
    "author": """<h3>作者简介</h3><p>林知夏，青禾大学文学院副教授，主要研究地方史与民间文学，著有
        《柏木河边》《山里的集市》等，曾在本报开设专栏。</p>""",
    "notice": """<p>中国资本市场信息平台实时发布各类公告，提供免费订阅功能和手机短信提醒。信息公告，
        即刻知道，详情请登录信息平台查询，或者拨打服务电话，工作时间有人接听。</p>""",
    "readers": """<h3>网友评论</h3><div class="i"><span>山里人</span><span>2026-11-20 09:12</span>
        <p>早就该这样了，我们村的孩子每天要走四里路，希望学校能再开一趟校车。</p></div>
        <div class="i"><span>木木</span><span>2026-11-20 10:40</span>
        <p>支持，不过路灯也要修一修，傍晚放学的时候那段路太黑了，去年有人摔跤。</p></div>""",
    "digest": """<h3>今日导读</h3><p>县委召开会议，部署冬季森林防火工作，要求压实责任。（1版）</p>
        <p>全县首批一百二十个停车泊位启用，收费标准公布，市民可通过电话查询。（2版）</p>""",
}
LINKS = """<ul><li><a href="/3">青禾湿地迎来今年首批候鸟</a></li>
    <li><a href="/4">县图书馆延长开放时间至晚九点</a></li>
    <li><a href="/5">柏木镇集市搬迁新址明日开张</a></li></ul>"""
INFO = "<div>2026-11-20 08:30　来源：青禾日报</div>"
FORMS = {
    "below": """<div><div><h1>{title}</h1>{info}</div><div class="x1">{text}</div>{links}
        <div class="box">{box}</div></div>""",
    "to the right": """<div><div><h1>{title}</h1>{info}<div class="x1">{text}</div>{links}</div>
        <div class="r">{box}</div></div>""",
    "to the left": """<div><div class="r">{box}</div>
        <div><h1>{title}</h1>{info}<div class="x1">{text}</div>{links}</div></div>""",
}


def text_of(page: str) -> str | None:
    response = HtmlResponse("http://a.example/1.html", body=page.encode(), encoding="utf-8")
    body = GenericTheme().body(response, response.url)
    return body.text if body else None


def page_with(text: list[str], box: str, form: str) -> str:
    said = "".join(f"<p>{each}</p>" for each in text)
    body = form.format(title=TITLE, info=INFO, text=said, links=LINKS, box=box)
    return f"""<!DOCTYPE html><title>{TITLE}_青禾新闻网</title><body>
        <div><a href="/">首页</a> <a href="/news/">新闻</a></div>{body}
        <div><p>青禾新闻网版权所有 <a href="/about">关于我们</a></p></div>"""


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("form", FORMS)
def test_a_short_text_is_not_exchanged_for_a_box_that_says_more(
    text: list[str], box: str, form: str
) -> None:
    assert text_of(page_with(text, BOXES[box], FORMS[form])) == "\n".join(text)


@pytest.mark.parametrize("box", ["poll", "author", "digest"])
def test_a_box_inside_the_body_is_none_of_its_text(box: str) -> None:
    form = (
        '<div><h1>{title}</h1>{info}<div class="article-content">{text}<div>{box}</div></div></div>'
    )
    assert text_of(page_with(TEXTS[0], BOXES[box], form)) == TEXTS[0][0]


def test_whoever_signs_below_a_poll_is_read() -> None:
    choices = "".join(
        f'<td><input type="radio">第{n}个选项，写得比较长，占去几行</td>' for n in range(20)
    )
    box = f"<form><h2>调查</h2><table><tr>{choices}</tr></table></form>"
    form = """<div><h1>{title}</h1>{info}<div class="x1">{text}{box}</div>
        <p>[责任编辑：林知夏]</p></div>"""
    page = page_with(TEXTS[2], box, form)
    response = HtmlResponse("http://a.example/1.html", body=page.encode(), encoding="utf-8")
    assert text_of(page) == "\n".join(TEXTS[2])
    credited = GenericTheme().fields(response).credits
    assert credited is not None
    assert credited.editors == ("林知夏",)


def test_a_chapter_of_a_text_is_no_box() -> None:
    chapter = """<h3>调查</h3><p>记者走访了三家超市，货架上的蔬菜都有产地标签，价格比上月略低。</p>
        <p>一位摊主说，进货的路修好了，运费少了，菜价就下来了。</p>"""
    form = '<div><h1>{title}</h1>{info}<div class="x1">{text}<div>{box}</div></div></div>'
    found = text_of(page_with(TEXTS[0], chapter, form))
    assert found is not None
    assert found.startswith("柏木河大桥")
    assert found.endswith("菜价就下来了。")
