"""Markup that browsers forgive: the page's kind, its head and its body are found all the same."""

from __future__ import annotations

from time import process_time

import pytest
from scrapy.http import HtmlResponse

from newsportal.pages.markup import mended
from newsportal.pages.page import outermost
from newsportal.pages.tree import parsed
from newsportal.themes import theme_of

HEAD = '<meta charset="utf-8"><title>镇上的新桥</title><link rel="canonical" href="/post/9.html">'
THEME = '<script src="/zb_users/theme/tpure/script/common.js"></script>'
POST = '<div class="post"><h1>镇上的新桥</h1><div class="single"><p>桥通了。</p></div></div>'
SOUND = (
    f'<!DOCTYPE html><html lang="zh"><head>{HEAD}{THEME}</head>'
    f'<body class="article">{POST}</body></html>'
)
JUNK = (
    "<br />\n<b>Notice</b>: Undefined index: x in <b>/www/x.php</b> on line <b>3</b>\n",
    "Deprecated: strftime() is deprecated in /www/date.php on line 9",
    "<div>广告</div>",
    '<div class="top"><a href="/ad"><img src="/ad.gif"></a>',
    '<iframe src="/ad"></iframe>',
    '<center><font color="red">公告</font></center>',
    '<img src="//stat.example/1.gif">',
    "<p>统计",
    "统计代码",
    '<noscript><div><img src="/pixel.gif"></div></noscript>',
    "<!-- <body class=index> --><span>x</span>",
    '<form><input value="</head><body class=index>"></form>',
    "\ufeff",
    "\u3000",
    "\xa0",
)


def kind(source: str) -> str | None:
    response = HtmlResponse("http://news.example/post/9.html", body=source.encode())
    return theme_of(response).kind(response)


def test_sound_markup_stays_as_it_is() -> None:
    assert mended(SOUND) is SOUND
    for sound in (
        SOUND.replace("</body>", "</body><script>a('</body>')</script>\n<!-- 0.02 s -->"),
        SOUND.replace("<head>", "\n<!-- made by hand -->\n<head>").replace("</head>", ""),
        "<!doctype html><title>t</title><p>a<p>b",
        "<html><p>a</p></html>",
        SOUND.replace("<h1>", f"<p title='a > b' data-x='{'y' * 3000}'>{'新闻' * 20_000}</p><h1>"),
        SOUND.replace("<!DOCTYPE html>", '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C">'),
    ):
        assert mended(sound) is sound


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("before", ["<!DOCTYPE html>", "<head>", "<meta", "</head>", "<body"])
def test_what_stands_before_the_body_belongs_into_it(junk: str, before: str) -> None:
    source = SOUND.replace(before, junk + before, 1)
    assert kind(source) == "article"
    root = parsed(source)
    assert root.xpath("string(/html/head/link[@rel='canonical']/@href)") == "/post/9.html"
    assert root.xpath("string(/html/head/title)") == "镇上的新桥"
    assert root.get("lang") == "zh"
    shown, alone = (
        "".join("".join(page.find("body").itertext()).replace("\ufeff", "").split())
        for page in (root, parsed(f"<html><body>{junk}</body></html>"))
    )
    assert shown == f"{alone}镇上的新桥桥通了。"


@pytest.mark.parametrize("early", ["</html>", "</body>", "</body></html>", "</body>\n</html>\n"])
def test_what_stands_behind_the_end_belongs_to_the_body(early: str) -> None:
    source = SOUND.replace("<h1>", f"{early}<h1>", 1)
    root = parsed(source)
    assert kind(source) == "article"
    assert root.getnext() is None
    assert [h1.getparent().get("class") for h1 in root.iter("h1")] == ["post"]


def test_a_whole_page_before_the_page() -> None:
    source = "<html><head><title>广告</title></head><body>广告</body></html>" + SOUND
    assert kind(source) == "article"
    assert len(list(parsed(source).iter("html", "body"))) == 2


def test_a_page_inside_a_post_is_no_page() -> None:
    pasted = '<html><head><link rel="canonical" href="/x"></head><body class="index">Word'
    source = SOUND.replace("<p>桥", f"{pasted}<p>桥")
    root = parsed(source)
    assert kind(source) == "article"
    assert root.xpath("count(/html/head/link[@rel='canonical'])") == 1
    assert "".join(root.find(".//div[@class='single']").itertext()) == "Word桥通了。"


def test_scripts_hold_no_markup() -> None:
    script = "<script>var page = '<html><body class=index></body></html><p>'</script>"
    for source in (SOUND.replace("<h1>", f"{script}<h1>"), SOUND.replace("</head>", script)):
        assert kind(source) == "article"
    assert kind("<p>x" + SOUND.replace("<h1>", f"{script}<h1>")) == "article"


@pytest.mark.parametrize("tags", [1_999, 2_500, 20_000])
@pytest.mark.parametrize("tag", ["div", "b", "span", "section", "blockquote", "font"])
def test_depth_costs_no_text(tag: str, tags: int) -> None:
    deep = f"<{tag}>" * tags + "最深处" + f"</{tag}>" * tags
    root = parsed(SOUND.replace("<p>桥", f"{deep}<p>桥"))
    text = "".join(root.find(".//div[@class='single']").itertext())
    assert text == "最深处桥通了。"


def test_depth_of_tags_that_nobody_closed() -> None:
    deep = "".join(f"<div>{number} " for number in range(3_000))
    text = "".join(parsed(f"<body>{deep}").itertext())
    assert text.split() == [str(number) for number in range(3_000)]


@pytest.mark.parametrize(
    "form", ["a{}", 'a{}=""', "a{}='>'", 'a{}="<b>"', "a{} = x", 'a{}=">" ', "a{}='\"'/", "<a{}"]
)
def test_attributes_are_bounded(form: str) -> None:
    """In quadratic time this many took minutes; twice as many take about twice as long."""
    for count in (10_000, 80_000):
        tag = " ".join(form.format(number) for number in range(count))
        source = SOUND.replace("<h1>", f"<p {tag}>嗯</p><h1>")
        start = process_time()
        root = parsed(source)
        assert process_time() - start < 1 + count / 10_000
        paragraph = next(root.iter("p"))
        assert 400 < len(paragraph.attrib) <= 500
        assert paragraph.text == "嗯"
        assert kind(source) == "article"


@pytest.mark.parametrize(
    "source", ["", "<", "<!", "<a", "<!--", "<!-->", "</", '<a b="', "<title>", "<body", "<head><p"]
)
def test_ends_anywhere(source: str) -> None:
    for page in (source, source + SOUND, SOUND + source, "<p>" + SOUND + source):
        assert parsed(page).tag == "html"


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a",
        "<a ",
        '<a b="',
        "<!--",
        "<!-- --",
        "<script>",
        "</body>",
        "<body ",
        "a='",
        '="',
        '="<',
        "='>",
        '<a b="<" ',
        "<a b='>'>",
        "<a " + "b" * 2000,
    ],
)
def test_linear_in_hostile_markup(piece: str) -> None:
    times = []
    for count in (20_000, 80_000):
        source = "<p>" + SOUND + piece * count
        start = process_time()
        mended(source)
        times.append(process_time() - start)
    assert times[1] < 10 * times[0] + 0.05


def test_a_broken_name_can_be_looked_for() -> None:
    """lxml refuses to look for elements by it."""
    root = parsed("<div>甲</div><div\x01><div\x01>乙</div></div>")
    named = [element for element in root.iter() if str(element.tag).startswith("div")]
    assert len(named) == 3
    assert outermost(named) == named[:2]


def test_an_embed_holds_nothing() -> None:
    """Nothing closes it: libxml2 puts all that follows into it."""
    tree = parsed("<div><p>看<EMBED src=/a.swf>片</p><embed src=/b.swf>甲<p>乙</p>丙</div>丁")

    assert [(embed.text, len(embed)) for embed in tree.iter("embed")] == [(None, 0)] * 2
    assert "".join(tree.itertext()) == "看片甲乙丙丁"
