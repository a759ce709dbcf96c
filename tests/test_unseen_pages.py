"""Kinds of pages that were met late, each as a small page written for it."""

from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from newsportal.themes.generic import GenericTheme
from tests.test_generic_rules import (
    BODY,
    FIRST,
    NOW,
    SECOND,
    URL,
    body_of,
    credits_of,
    fields,
    page,
    text,
)  # fmt: skip

BUTTONS = ("1/3", ">", "查看原图 981K")
LONG = FIRST + SECOND + FIRST


@pytest.mark.parametrize(
    "said",
    [
        "（柏木日报独家稿件，未经授权不得转载）",
        "更多精彩内容请关注柏木发布。",
        "有意者可以扫描二维码报名。",
    ],
)
def test_a_paragraph_that_ends_like_a_notice_is_text(said: str) -> None:
    assert text(page(f"{BODY}<p>{LONG}{said}</p>")).endswith(said)


@pytest.mark.parametrize(
    "said",
    [
        "未经授权不得转载，违者将被追究责任。",
        f"本文系独家内容。根据《老桥》一书整合。{FIRST}未经柏木日报授权不得转载。",
        "還想看更多新聞嗎？",
        "還想看更多新聞嗎？歡迎下載柏木APP，現在看新聞還能抽獎：",
    ],
)
def test_a_notice_is_none(said: str) -> None:
    assert text(page(f"{BODY}<p>{said}</p><p>活动办法见<a href=/a>这里</a></p>")).endswith(SECOND)


def test_links_of_service_are_no_category() -> None:
    above = "<div><a href=/>柏木网首页</a> | <a href=/map/>网站地图</a></div>"
    assert fields(page(above=above)).category == []
    below = '<p><a href="mailto:a@b.example">聯絡信箱</a> | <a href=/about>關於我們</a></p>'
    assert fields(page(below=below)).category == []


def test_crumbs_in_elements_of_their_own() -> None:
    crumbs = "".join(f"<div><a href=/{n}>{n}</a></div>" for n in ("首页", "新闻", "地方"))
    found = fields(page(above=f"<div class=menu_bread_crumb>{crumbs}</div>"))
    assert found.category == ["新闻", "地方"]


def test_a_name_that_a_script_would_fill_is_nobody() -> None:
    assert fields(page(above="<span class=author>加载中...</span>")).author == ""


def test_the_section_is_not_the_title() -> None:
    response = page(title="老桥重开，冬天还能走吗？_街谈")
    html = response.text.replace("<h1>老桥重开，冬天还能走吗？_街谈</h1>", "<h1>街谈</h1>")
    assert fields(response.replace(body=html.encode())).title.startswith("老桥重开，冬天还能走吗？")


def test_what_is_strewn_into_a_text_is_none_of_it() -> None:
    strewn = (
        '<font class="jammer">7 x# q2</font><span style="visibility: hidden">柏木<b>网</b></span>'
    )
    assert text(page(f"<p>{FIRST}{strewn}</p><p>{SECOND}</p>")) == f"{FIRST}\n{SECOND}"
    whole = page(f"<div style='visibility:hidden'>{BODY}</div>")  # until a script shows it
    assert text(whole) == f"{FIRST}\n{SECOND}"


def test_a_picture_for_those_without_scripts_is_the_articles() -> None:
    body = GenericTheme().body(page(f"{BODY}<p><noscript><img src=/a.jpg></noscript></p>"), URL)
    assert body is not None
    assert [image.url for image in body.images] == ["https://news.example/a.jpg"]


def test_a_box_of_links_in_the_midst_of_a_text_does_not_end_it() -> None:
    box = "<div><p>相关阅读</p><p><a href=/1.html>城区三条主干道完成改造</a></p></div>"
    for inside in (box, box.removeprefix("<div>").removesuffix("</div>")):
        response = page(f"<p>{LONG}</p><p>{LONG}</p>{inside}<p>{SECOND}</p><p>{FIRST}</p>")
        assert text(response).split("\n") == [LONG, LONG, SECOND, FIRST]


def test_teasers_below_a_text_end_it() -> None:
    teaser = f"<p><a href=/1.html>城区三条主干道完成改造</a></p><p>{FIRST}</p>"
    response = page(f"<p>{LONG}</p><p>{LONG}</p><p>相关阅读</p>{teaser}{teaser}")
    assert text(response).split("\n") == [LONG, LONG]


def test_a_sentence_with_a_telephone_in_it_is_text() -> None:
    said = "公示期五个工作日，监督电话：0999-5550456。"
    assert text(page(f"{BODY}<p>{said}</p>")).endswith(said)


def test_what_a_player_says_of_browsers_is_no_text() -> None:
    said = "您的浏览器不支持HTML5视频播放，请升级浏览器或安装插件。"
    response = page(above=f"<div class=vbox><p>{said}</p></div>")
    assert said not in text(response)


@pytest.mark.parametrize(
    "said",
    [
        "声明：本网转载此文出于传递更多信息之目的，并不意味着赞同其观点。",
        "长按二维码关注",
        "点个“在看”你最好看",
    ],
)
def test_an_accounts_last_words_are_no_text(said: str) -> None:
    assert text(page(f"{BODY}<p>{said}</p>")).endswith(SECOND)


def test_an_accounts_first_words_are_no_text() -> None:
    assert text(page(f"<p>点击上方蓝字关注我们</p>{BODY}")).startswith(FIRST)


def test_a_portal_beside_the_date_is_known_by_the_pages_title() -> None:
    response = page(title="老桥重新开放｜柏木视界", above="<p>2026-11-20 08:30 柏木视界</p>")
    html = response.text.replace(" - 柏木新闻网</title>", "</title>")
    assert credits_of(response.replace(body=html.encode())).source == "柏木视界"
    labelled = html.replace("08:30 柏木视界", "08:30 来源：柏木晚报 柏木视界")
    assert credits_of(response.replace(body=labelled.encode())).source == "柏木晚报"


def test_a_section_beside_the_date_is_no_outlet() -> None:
    head = "<p><a href=/tz/>通知公告</a></p><p>2026-11-20 08:30 通知公告</p>"
    response = page(title="老桥重新开放｜通知公告", above=head)
    html = response.text.replace(" - 柏木新闻网</title>", "</title>")
    assert credits_of(response.replace(body=html.encode())).source is None


def test_a_post_of_files_alone_has_their_names() -> None:
    files = "".join(
        f'<p><a href="/{n}.pdf"><img src=/icon.png width=16>{name}.pdf</a></p>'
        for n, name in enumerate(("部门预算", "公开表"))
    )
    response = page(f"{files}", above="<p>发布时间：2026-02-10</p>", title="档案馆部门预算公开")
    found = body_of(response)
    assert found.text.split("\n") == ["部门预算.pdf", "公开表.pdf"]
    assert '<a href="https://news.example/0.pdf">' in found.html


def test_teasers_are_no_text_however_long() -> None:
    teaser = f"<div><h5><a href=/1.html>城区三条主干道完成改造</a></h5><p>{LONG}{LONG}</p></div>"
    below = f"<div class=rgt><h3>编辑精选</h3>{teaser * 5}</div>"
    assert text(page(below=below)).split("\n") == [FIRST, SECOND]
    digest = f"<div class=article-content><p>{LONG}</p>{teaser * 5}</div>"
    assert text(page(digest)).count(LONG) == 11


@pytest.mark.parametrize("heading", ["网友评论（6）", "2 条评论", "全部留言"])
def test_what_readers_write_is_no_text_however_long(heading: str) -> None:
    said = f"<div class=pl><b>网友</b><span>11-20 10:00</span><p>{LONG}{LONG}</p></div>"
    below = f"<div class=plq><h3>{heading}</h3>{said * 5}</div>"
    assert text(page(below=below)).split("\n") == [FIRST, SECOND]
    letters = f"<div class=article-content><p>{LONG}</p><div><h3>{heading}</h3>{said}</div></div>"
    assert text(page(letters)).count(LONG) == 3


def test_a_relative_time_tells_the_date_where_a_pointer_rests_on_it() -> None:
    above = '<div class=meta><span title="2026年05月06日 21:30发布">半年前更新</span></div>'
    stated = GenericTheme().stated(page(above=above), NOW)
    assert stated is not None
    assert f"{stated.moment.at:%m-%d %H:%M}" == "05-06 21:30"


@pytest.mark.parametrize(
    "said", ["编辑于 2026-09-12 08:00 ・ IP 属地柏木", "赞同 128 12 条评论 分享 收藏"]
)
def test_when_a_text_was_changed_and_its_buttons_are_no_text(said: str) -> None:
    assert text(page(f"{BODY}<div>{said}</div>")).endswith(SECOND)


def test_an_office_is_no_editor() -> None:
    assert credits_of(page(below="<p>责任编辑：研究室</p>")).editors == ()
    head = "<meta name=ContentSource content=县委宣传部>"
    assert credits_of(page(head=head)).source == "县委宣传部"


def test_a_paragraph_on_browsers_is_text() -> None:
    said = "旧的浏览器不支持这个属性，可以写一段脚本来补上。"
    assert text(page(f"<p>{LONG}{LONG}{LONG}</p><p>{said}</p>")).endswith(said)


def test_a_summary_that_begins_with_the_title_is_no_text() -> None:
    summary = f"<div class=review><div>【老桥重新开放】{FIRST[:24]}。</div></div>"
    assert text(page(above=f"<p>2026-11-20 08:30</p>{summary}")).startswith(FIRST)


@pytest.mark.parametrize(
    "line",
    [
        "柏木聯合報╱記者陳小文╱柏木報導",
        "柏木聯合報 [微博] 陳小文 2012-01-12 09:30",
    ],
)
def test_an_outlet_and_the_reporter_behind_it(line: str) -> None:
    found = credits_of(page(above=f"<p>{line}</p>"))
    assert (found.source, found.reporters) == ("柏木聯合報", ("陳小文",))


def test_key_words_for_further_reading_end_a_text() -> None:
    more = "<p>关键词阅读：<a href=/t/1>老桥</a></p><p>责任编辑：孙一峰 RF13371</p>"
    assert text(page(f"{BODY}{more}")).endswith(SECOND)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("http://www.baimu.com.cn 2026年11月20日08:30 家庭与花木", "家庭与花木"),
        ("http://www.baimu.com.cn 2026年11月20日08:30 柏木网－松岭报 [ 微博 ]", "柏木网－松岭报"),
        ("柏木新闻网 2026-11-20 08:30:03 松岭新闻网", "松岭新闻网"),
        ("发布：2026-11-20 08:30 | 评论 来源：松岭早报网", "松岭早报网"),
        ("稿源： 2026-11-20 08:30:55报料热线：81850000", None),
        ("2026-11-20 08:30 我要评论", None),
    ],
)
def test_an_outlet_beside_the_date_and_buttons(line: str, source: str | None) -> None:
    assert credits_of(page(above=f"<p>{line}</p>")).source == source


def test_a_reporter_behind_the_desk() -> None:
    response = page(above="<p>國際中心夏嘉雯／綜合報導</p><p>2026-11-20 08:30</p>")
    assert credits_of(response).reporters == ("夏嘉雯",)


@pytest.mark.parametrize(
    "above",
    [
        '<p>2026-11-20 <a href="https://weibo.com/u/1234">微博</a></p>',
        "<p>2026-11-20 <a href=/user_help.html>反馈信箱</a></p>",
        "<p class=author>累计发文 268 篇</p>",
        "<p class=author>点击订阅</p>",
    ],
)
def test_a_button_is_no_account(above: str) -> None:
    assert fields(page(above=above)).author == ""


@pytest.mark.parametrize("name", ["baimu_mobile", "柏木网络有限公司版权所有", "柏木，Baimu Inc."])
def test_who_runs_a_portal_is_no_account(name: str) -> None:
    assert fields(page(head=f'<meta name=author content="{name}">')).author == ""


def test_what_a_player_and_a_gallery_count_is_no_text() -> None:
    player = (
        "<div class=video-js><div class=vjs-poster><img src=/p.jpg></div>"
        "<div class=vjs-control-text>Stream Type LIVE</div></div>"
    )
    pictures = "".join(f"<p><img src=/{n}.jpg></p><p>{n}/3</p>" for n in (1, 2, 3))
    response = page(f"<p class=o-tit>原标题：</p>{BODY}{player}{pictures}")
    assert text(response) == f"{FIRST}\n{SECOND}"
    assert len(body_of(response).images) == 3


def test_what_a_page_says_of_cookies_is_no_article_however_long() -> None:
    said = f"<h2>隐私偏好中心</h2><p>{LONG}</p>" * 5
    response = page(below=f"<div id=onetrust-consent-sdk><div class=ot-pc>{said}</div></div>")
    assert text(response) == f"{FIRST}\n{SECOND}"


def test_a_gallery_that_a_program_draws_has_its_texts_and_pictures() -> None:
    pictures = ", ".join(
        f'{{"img": "https://p.example/{n}.jpg", "small": "https://p.example/s{n}.jpg",'
        f' "title": "老桥", "note": "第{n}张：{FIRST}"}}'
        for n in (1, 2)
    )
    told = (
        f'{{"info": {{"setname": "老桥", "prevue": "{SECOND}",'
        f' "next": {{"setname": "新桥", "simg": "https://p.example/9.jpg"}}}},'
        f' "list": [{pictures}]}}'
    )
    kept = f'<textarea name="gallery-data" style="display:none;"> {told} </textarea>'
    response = page("", above=f"<p>2026-11-20 08:30</p><ul>{'<li>1</li>' * 40}</ul>{kept}")
    stated = GenericTheme().stated(response, NOW)
    assert stated is not None
    assert f"{stated.moment.at:%m-%d %H:%M}" == "11-20 08:30"
    found = body_of(response)
    assert found.text.split("\n") == [SECOND, f"第1张：{FIRST}", f"第2张：{FIRST}"]
    assert [image.url for image in found.images] == [
        "https://p.example/1.jpg",
        "https://p.example/2.jpg",
    ]


def test_an_article_of_the_page_below_is_not_this_one() -> None:
    article = f"<div class=post><p>{LONG}</p><p>{LONG}</p></div>"
    further = f"<div class=clip><h2>新桥</h2><p>桥面：{LONG}</p><p>栏杆：{LONG}{SECOND}</p></div>"
    between = "".join(f"<li><a href=/{n}/>第{n}条主干道改造</a></li>" for n in range(60))
    response = page(f"{article}<ul>{between}</ul>{further}")
    assert text(response).split("\n") == [LONG, LONG]


def test_a_list_behind_a_short_article_does_not_cost_it_its_paragraphs() -> None:
    others = "".join(
        f"<li><a href=/{n}.html>城区第{n}条主干道改造完成</a> 2026-11-{n}</li>"
        for n in range(10, 29)
    )
    steps = f"<ul><li>桥面</li><li>{SECOND}</li><li>栏杆</li></ul>"
    body = f"<p>{LONG}</p><p>{SECOND}</p>{steps}<div>{others}</div>"
    assert text(page(f"<div id=artbody class=article-body>{body}</div>")).split("\n")[:3] == [
        LONG,
        SECOND,
        "桥面",
    ]


def test_a_date_and_counters_are_no_sentence_however_often_they_are_printed() -> None:
    line = "发布时间： 2026-11-20 08:30:58 点击：135 浏览次数：135 评论：0 "
    response = page(above=f"<div class=issue>{line * 2}</div>")
    assert text(response) == f"{FIRST}\n{SECOND}"
    stated = GenericTheme().stated(response, NOW)
    assert stated is not None
    assert f"{stated.moment.at:%m-%d %H:%M}" == "11-20 08:30"


def test_a_year_of_two_digits_before_a_time() -> None:
    response = page(above="<p>柏木新闻网 26-05-17 09:22 【打印本页】 来源：松岭日报</p>")
    stated = GenericTheme().stated(response, NOW)
    assert stated is not None
    assert f"{stated.moment.at:%Y-%m-%d %H:%M}" == "2026-05-17 09:22"


@pytest.mark.parametrize(
    "end",
    [
        "老桥昨天重新开放，居民走上第一趟",
        "您可能有興趣的文章",
        "下载柏木应用程序跟踪时事",
        "点击分享到",
        "*以上内容系网友自行转载，该文仅代表原作者观点和态度。",
        "关注柏木日报社交平台",
        "发布于：青禾",
        "3上一篇",
        "[1] [2] [下一页]",
    ],
)
def test_the_last_words_of_a_theme_are_no_text(end: str) -> None:
    response = page(f"{BODY}<p>{end}</p>", title="老桥昨天重新开放，居民走上第一趟")
    assert text(response) == f"{FIRST}\n{SECOND}"


def test_marks_of_software_in_a_text_are_none_of_it() -> None:
    marks = "<p>[!--empirenews.page--]</p><p>&gt;</p><p>undefined</p>"
    response = page(f"<p>[AD340X300]</p><p>{LONG}</p>{marks}<p>{SECOND}</p>")
    assert text(response) == f"{LONG}\n{SECOND}"


def test_a_moment_and_an_account_below_the_title_are_no_text() -> None:
    head = "<h2 class=user>柏木君</h2><figcaption>11月20日 08:30 关注</figcaption>"
    assert text(page(f"{head}{BODY}")) == f"{FIRST}\n{SECOND}"


def test_a_line_that_says_when_in_a_form_of_its_own_is_no_text() -> None:
    below = "<div>发布时间：2026-11-20 11:41:05 【编辑：夏嘉雯】</div>"
    assert text(page(f"<div>{FIRST}</div><div>{SECOND}</div>{below}")) == f"{FIRST}\n{SECOND}"
    counted = (
        "NEWSDATE: 2026-11-20 | News by: 青禾时报 | 有0人参与评论 | 专栏: 民生 | SMALL MEDIUM LARGE"
    )
    assert text(page(f"{counted}<br>{FIRST}<br>{SECOND}")) == f"{FIRST}\n{SECOND}"
    account = f"<div>青禾君 11-20 08:30</div><div>{FIRST}</div>"  # and the summary
    assert text(page(f"{account}{BODY}")) == f"{FIRST}\n{SECOND}"


def test_what_stands_below_a_box_beside_a_text_is_no_second_half_of_it() -> None:
    box = f"<div class='entry-content vote'><p>{SECOND}</p></div>"
    others = "".join(
        f"<section><a href=/{n}>{SECOND}又{n}</a></section><section>旧闻{n}说，{SECOND}</section>"
        for n in range(9)
    )
    response = page(f"<div class=entry-content><p>{LONG}</p></div>{box}<section>{others}</section>")
    assert "旧闻" not in text(response)


def test_a_text_in_two_languages_is_one() -> None:
    foreign = "The bridge was opened again, said the builders, and everybody came to walk on it. "
    said = f"<div>{FIRST}</div><div>{SECOND}</div>"
    body = text(page(f"{said}<div>{foreign * 9}</div><div>{foreign * 7}</div>"))
    assert body.startswith(f"{FIRST}\n{SECOND}\nThe bridge")


def test_addresses_that_are_printed_are_part_of_the_text() -> None:
    links = [f"https://pictures.example/{n}/00125b1y04d8a9e1" * 2 for n in range(9)]
    shown = "".join(
        f"<p><a href={link}>{link}</a></p><p>老桥{n}</p>" for n, link in enumerate(links)
    )
    body = text(page(f"<p>{LONG}</p><p>{SECOND}</p>{shown}<p>{FIRST}</p>"))
    assert body.startswith(f"{LONG}\n{SECOND}")
    assert body.endswith(FIRST)
    inside = f"老桥的图纸（见https://pictures.example/7）昨天公开，{FIRST}"
    said = f"<div>{inside}</div><div>主体</div><div>{SECOND}</div>"
    assert text(page(said)) == f"{inside}\n主体\n{SECOND}"


def test_counters_are_no_account() -> None:
    above = "<p><a href=/user/1>7个月前</a> <a href=/user/2>1人参与讨论</a></p>"
    assert fields(page(above=above)).author == ""


def test_buttons_between_pictures_are_no_text_and_end_none() -> None:
    shown = "".join(f"<p><img src=/{n}.jpg></p><p>{said}</p>" for n, said in enumerate(BUTTONS))
    body = body_of(page(f"{BODY}{shown}<p><img src=/9.jpg></p>"))
    assert body.text == f"{FIRST}\n{SECOND}"
    assert len(body.images) == len(BUTTONS) + 1


def test_titles_without_a_full_stop_are_no_text_however_many_there_are() -> None:
    cards = "".join(
        f"<div class=card>第{n}座桥也要修了，你走过吗？谁还记得它的样子</div>" for n in range(30)
    )
    more = f"<div class=feed><h2>精彩播报</h2>{cards}</div>"
    assert text(page(f"<p>{LONG[:70]}。</p>", below=more)) == f"{LONG[:70]}。"


def test_a_title_with_raised_characters_and_readings() -> None:
    html = "<title>产量超过108吨_柏木网</title><h1>产量超过10<sup>8</sup>吨</h1>" + BODY
    response = HtmlResponse(URL, body=html.encode(), encoding="utf-8")
    assert fields(response).title == "产量超过10⁸吨"
    read = "<h1><ruby>柏<rp>(</rp><rt>bǎi</rt><rp>)</rp></ruby>木镇的老桥重新开放</h1>"
    html = f"<title>柏木镇的老桥重新开放_柏木网</title>{read}{BODY}"
    response = HtmlResponse(URL, body=html.encode(), encoding="utf-8")
    assert fields(response).title == "柏木镇的老桥重新开放"


def test_an_advertisement_is_no_account() -> None:
    assert fields(page(below="<p><a href=/author/9>加油，还可以抽大奖！</a></p>")).author == ""
