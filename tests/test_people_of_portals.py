"""Who is named beside a text, and who is nobody: buttons, licences, bars, advertisements."""

from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from newsportal.chinese.credits.bylines import Byline, parse_byline
from newsportal.themes.base import Fields
from newsportal.themes.generic.theme import GenericTheme

TITLE = "柏木河大桥恢复通车"
TEXT = "<p>柏木河大桥今天恢复通车。施工队比计划提前了五天，过桥车辆限速四十公里。</p>" * 2


def response(below: str = "", *, info: str = "2026-11-20 08:30", text: str = TEXT) -> HtmlResponse:
    page = f"""<!DOCTYPE html><title>{TITLE}_青禾在线</title><body>
        <div class="nav"><a href="/">青禾在线</a> <a href="/a/">要闻</a></div>
        <div><h1>{TITLE}</h1><div>{info}</div><div class="c1">{text}</div>{below}</div>"""
    return HtmlResponse("http://a.example/1.html", body=page.encode(), encoding="utf-8")


def fields(below: str = "", *, info: str = "2026-11-20 08:30", text: str = TEXT) -> Fields:
    return GenericTheme().fields(response(below, info=info, text=text))


def credited(below: str = "", *, info: str = "2026-11-20 08:30") -> Byline:
    found = fields(below, info=info).credits
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["robot", "Robot"])
def test_a_machine_is_no_editor(name: str) -> None:
    assert credited(f"<div>[责任编辑：{name}]</div>").editors == ()


def test_whom_reprints_shall_name_is_no_outlet() -> None:
    licence = '许可协议。转载请注明来自<a href="/">青禾在线</a> ！'
    assert credited(f"<div>{licence}</div>").source is None


def test_the_portals_name_in_a_bar_below_the_title_is_no_outlet() -> None:
    bar = '2026-11-20 08:30</div><div><a href="/">青禾在线</a></div><div>搜索'
    assert credited(info=bar).source is None


def test_an_advertisement_above_the_text_is_no_outlet() -> None:
    bar = (
        '2026-11-20 08:30</div><div><a href="/ad">2026超级明星红白歌会大奖客户端APP</a></div><div>'
    )
    assert credited(info=bar).source is None


def test_a_reporter_behind_the_news_centre() -> None:
    line = "青禾健康资讯网╱uho新闻中心林知夏 2026-11-20 10:50"
    assert credited(info=line).reporters == ("林知夏",)


@pytest.mark.parametrize(
    "label",
    ["点击登录", "登 录", "用户中心", "服務條款", "描述", "Posted by", "如何使用跟贴", "自动登录"],
)
def test_what_stands_in_an_accounts_place_is_none(label: str) -> None:
    assert not fields(f'<div class="author"><a href="/user/1">{label}</a></div>').author


@pytest.mark.parametrize(
    "line", ["作者：见习编辑 李琼皙", "作者：青禾周刊记者林知夏", "作者：林知夏) 浏览：12"]
)
def test_an_account_is_neither_a_role_nor_a_byline(line: str) -> None:
    assert fields(info=f"2026-11-20 08:30 {line}").author in ("", "林知夏")


@pytest.mark.parametrize("line", ["(林知夏 编辑)", "（林知夏 編輯）", "选稿：林知夏"])
def test_an_editor_who_signs_the_last_line(line: str) -> None:
    assert parse_byline(f"柏木河大桥今天恢复通车。\n{line}").editors == ("林知夏",)


def test_an_outlet_in_brackets_before_the_first_word() -> None:
    assert parse_byline("〔中央社〕立冬以后，柏木河的水位降了。").source == "中央社"
    assert parse_byline("【新春走基层】立冬以后，柏木河的水位降了。").source is None


def test_a_page_of_the_menu_is_no_category() -> None:
    bar = (
        '<a href="/about.html">关于本站</a> <span>分类<ul><li><a href="/c/1/">时政</a></ul></span>'
    )
    assert fields(info=f"2026-11-20 08:30</div><div>{bar}</div><div>").category == []


def test_pictures_alone_are_a_post_in_an_element_named_by_blocks_and_parts() -> None:
    pictures = "".join(f'<p><img src="/{n}.png"></p>' for n in range(4))
    page = response(
        text=f'<div class="post--single__content graph">{pictures}</div><div>喜欢</div>'
    )
    body = GenericTheme().body(page, page.url)
    assert body is not None
    assert len(body.images) == 4


@pytest.mark.parametrize(
    "info",
    [
        "<small>来源:</small>青禾网 <small>作者:</small>{} <small>点击:</small>12",
        "<span>编辑：{} </span><span>2026-11-20 08:30</span>",
        "作者：{} 责任编辑：{}",
    ],
)
@pytest.mark.parametrize("account", ["小禾", "晓风", "豆豆", "老树"])
def test_an_account_that_the_template_prints_is_nobodys_name(info: str, account: str) -> None:
    found = credited(info=info.replace("{}", account))
    assert (found.reporters, found.editors) == ((), ())
    named = credited(info=info.replace("{}", "林知夏"))
    assert "林知夏" in named.reporters + named.editors


def test_a_newsroom_may_sign_below_its_text_with_such_a_name() -> None:
    assert credited("<div>（责任编辑：晓风）</div>").editors == ("晓风",)


def test_rows_of_credits_that_markdown_has_made_a_table_are_read() -> None:
    found = parse_byline("青禾县今天开会。\n记者\t林知夏\t通讯员\t夏嘉雯\n责编\t何漪")
    assert found == Byline(None, ("林知夏",), ("夏嘉雯",), ("何漪",))
    assert parse_byline("青禾县今天开会。\n姓名\t职务\n记者\t编辑\n王芳\t三人").reporters == ()


@pytest.mark.parametrize("filed", ["[财经]", "财经"])
def test_an_icon_beside_a_category_is_no_outlet(filed: str) -> None:
    icon = f'2026-11-20 08:30 <i class="material-icons">folder</i> <a href="/c/">{filed}</a>'
    assert credited(info=icon).source is None


@pytest.mark.parametrize("sign", ["&gt;&gt;", " › ", "»"])
def test_a_path_that_begins_with_the_portals_name_files_an_article(sign: str) -> None:
    path = f'<div><a href="/">青禾网</a>{sign}<a href="/kj/">科技</a>{sign}正文</div>'
    page = response().text.replace("<div><h1>", f"{path}<div><h1>")
    read = HtmlResponse("http://a.example/1.html", body=page.encode(), encoding="utf-8")
    assert GenericTheme().fields(read).category == ["科技"]
