"""Pages that say one encoding and are written in another."""

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from newsportal.chinese.encoding import detect_encoding
from newsportal.middlewares.encoding import EncodingMiddleware

NEWS = "泰山脚下的新闻：记者从会议上了解到，今年的经济工作有了新的发展，大家对此很有信心。" * 5
TRADITIONAL = "這個地方的新聞：記者從會議上瞭解到，今年經濟發展對大家來說是好的，時間過得很快。" * 5

# Python has codecs of these names; a page may name them, too.
NO_CHARACTER_SETS = ("idna", "punycode", "hex", "zlib", "rot13", "unicode_escape", "undefined")


def page(text: str, encoding: str, declared: str | None) -> bytes:
    meta = f'<meta charset="{declared}">' if declared else ""
    html = f"<html><head>{meta}<title>中</title></head><body>{'<p>' * 200}{text}</body></html>"
    return html.encode(encoding)


@pytest.mark.parametrize(
    ("text", "written", "meta", "header"),
    [
        (NEWS, "utf-8", "utf-8", "utf-8"),
        (NEWS, "utf-8", None, None),
        (NEWS, "utf-8", "gb2312", None),
        (NEWS, "utf-8", None, "gbk"),
        (NEWS, "utf-8", None, "iso-8859-1"),
        (NEWS, "gbk", "utf-8", "utf-8"),
        (NEWS, "gbk", "gb2312", None),
        (NEWS, "gbk", None, None),
        (NEWS, "gbk", None, "iso-8859-1"),
        (NEWS, "gbk", "windows-1252", None),
        (NEWS, "gbk", None, "no-such-encoding"),
        (NEWS + "𠮷㐂", "gb18030", "gb2312", None),
        (NEWS, "hz", "hz-gb-2312", None),
        ("\n" + NEWS, "utf-16-le", "utf-16", None),
        (TRADITIONAL, "big5", "big5", None),
        (TRADITIONAL, "big5", None, None),
        (TRADITIONAL, "big5", None, "utf-8"),
        (NEWS, "utf-8-sig", "gbk", "gbk"),
        (NEWS, "utf-16", None, None),
        (NEWS, "utf-16-le", None, None),
        (NEWS, "utf-16-be", "gbk", "gbk"),
        (NEWS, "gbk", "big5", "big5"),
        (TRADITIONAL, "big5", "gbk", "gb2312"),
        (NEWS, "gbk", "koi8-r", "gbk"),
        (NEWS, "gbk", "utf-16", "utf-16"),
        (NEWS, "gbk", "shift_jis", "shift_jis"),
        (TRADITIONAL, "big5", "utf-16", "x-sjis"),
        ("昨日、市の会議が開かれた。" * 9, "shift_jis", "shift_jis", None),
        *((NEWS, "gbk", codec, codec) for codec in NO_CHARACTER_SETS),
    ],
)
def test_the_bytes_decide(text: str, written: str, meta: str | None, header: str | None) -> None:
    body = page(text, written, meta)
    assert text in body.decode(detect_encoding(body, header), "replace")


@pytest.mark.parametrize("declared", [None, "utf-8", "gbk"])
def test_one_bad_byte_costs_one_character(declared: str | None) -> None:
    body = page(NEWS, "utf-8", declared)
    middle = body.index("经济".encode())
    body = body[:middle] + b"\xff" + body[middle:]
    decoded = body.decode(detect_encoding(body, declared), "replace")
    assert decoded.replace("\ufffd", "").count(NEWS[:20]) == 5


def test_a_page_cut_in_the_middle_of_a_character() -> None:
    body = page(NEWS, "utf-8", None)[:-20]
    assert NEWS[:20] in body.decode(detect_encoding(body), "replace")


def test_plain_ascii_is_utf8() -> None:
    assert detect_encoding(b"<html></html>", "gbk") == "utf-8"
    assert detect_encoding(b"", None) == "utf-8"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (b"<p>\xa3\xa0\xa3\xa0" + "镇上的桥".encode("gbk"), "<p>\u3000\u3000镇上的桥"),
        ("一张票".encode("gbk") + b"\x8015" + "，两张".encode("gbk"), "一张票€15，两张"),
        (b"\x80\x80" + "欧元".encode("gbk") + b"\xff", "€€欧元\ufffd"),
        ("汉字".encode("gbk") + b"\xa8\xbc\xfe\x59\xa6\xd9", "汉字ḿ\u9fb4︐"),
        ("𠮷㐂龦".encode("gb18030") + b"\x80", "𠮷㐂龦€"),
    ],
)
@pytest.mark.parametrize("declared", ["gbk", "gb2312", "GB18030", "utf-8", None])
def test_gbk_as_browsers_decode_it(written: bytes, text: str, declared: str | None) -> None:
    body = page(NEWS, "gbk", None) + written
    response = EncodingMiddleware().process_response(
        Request("http://h/"),
        HtmlResponse(
            "http://h/", body=body, headers={"Content-Type": f"text/html; charset={declared}"}
        ),
    )
    assert isinstance(response, HtmlResponse)
    assert response.text.endswith(text)
    assert body.decode(detect_encoding(body, declared), "replace").endswith(text)


@pytest.mark.parametrize("written", ["票价€12元", "票价€", "€8"])
def test_a_few_characters_of_gbk_that_are_nearly_utf8(written: str) -> None:
    body = written.encode("cp936", errors="replace").replace(b"?", b"\x80")
    assert body.decode(detect_encoding(body, "gbk"), "replace") == written


@pytest.mark.parametrize(
    ("written", "header"), [("utf-16-le", "utf-16"), ("utf-16-be", "utf-16be")]
)
def test_utf_16_that_has_little_markup(written: str, header: str) -> None:
    assert detect_encoding(f"<p>{NEWS}</p>".encode(written), header) == written


@pytest.mark.parametrize("written", ["utf-16-le", "utf-16-be"])
def test_utf16_that_begins_with_anything(written: str) -> None:
    body = ("一点新闻\0" + NEWS[:9] + page(NEWS, "utf-8", None).decode()).encode(written)
    assert detect_encoding(body, "gbk") == written


@pytest.mark.parametrize("header", ["text/html", "text/html; charset=utf-8"])
def test_the_byte_order_mark_of_a_file_that_a_page_in_gbk_includes(header: str) -> None:
    body = b"\xef\xbb\xbf" + page(NEWS, "gbk", "gbk")
    answer = HtmlResponse("http://h/", body=body, headers={"Content-Type": header})
    response = EncodingMiddleware().process_response(Request("http://h/"), answer)
    assert isinstance(response, HtmlResponse)
    assert NEWS in response.text


def test_what_python_decodes_as_browsers_is_left_to_it() -> None:
    body = page(NEWS, "gbk", None)
    assert detect_encoding(body + b"\xb3\x80", "gbk") == "gb18030"
