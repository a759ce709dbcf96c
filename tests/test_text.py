"""Normalisation: what changes, and what must not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsportal.chinese.text import clean_lines, clean_text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("ＡＢＣａｂｃ１２３", "ABCabc123"),
        ("增长１２．５％", "增长12.5%"),
        ("８：３０开始", "8:30开始"),
        ("比分：三比二", "比分：三比二"),
        ("％前面没有数字", "％前面没有数字"),
        ("，。；！？（）“”《》——……", "，。；！？（）“”《》——……"),
        ("＋－＝／＠＃", "＋－＝／＠＃"),
        ("网址：ｗｗｗ．ｔａｉｓｈａｎ．ｃｏｍ．ｃｎ。", "网址：www.taishan.com.cn。"),
        (
            "ｈｔｔｐｓ：／／ｈ．ｃｎ／ａ－ｂ／？ｃ＝１＆ｄ＝％２０＃ｅ，见",
            "https://h.cn/a-b/?c=1&d=%20#e，见",
        ),
        ("http：／／h.cn？对吗？", "http://h.cn？对吗？"),
        (
            "投稿：ｙｕ＿ｍｉｎ＠ｔ－ｓ．ｃｏｍ；电话０１０－６５３６",
            "投稿：yu_min@t-s.com；电话010-6536",
        ),
        ("气温－５℃至＋１２℃，涨．５元", "气温-5℃至+12℃，涨.5元"),
        ("ＣＣＴＶ－１，Ａ／Ｂ两区，Ｕ．Ｓ．", "CCTV-1，A/B两区，U.S．"),
        ("春天－－５月，问：２个", "春天－－5月，问：2个"),
        ("答：Ａ：好。Ｑ：Ａ", "答：A：好。Q：A"),
        ("前\ue5e5\ue5e5后", "前 后"),
        ("\u3000\u3000缩进\u00a0\u2003 空白\u3000", "缩进 空白"),
        ("零\u200b宽\ufeff软\u00ad连\u2060字\u200e符", "零宽软连字符"),
        ("控\x00制\x08字\x7f符\x9f", "控制字符"),
        ("AT&amp;T &lt;b&gt; &nbsp; &#36710;&#x8f66;", "AT&T <b> 车车"),
        ("http://h/?a=1&copy=2&lt=3", "http://h/?a=1&copy=2&lt=3"),
        ("𠮷野家 🏳️‍🌈 👨‍👩‍👧 👍🏽 ❤️‍🔥", "𠮷野家 🏳️‍🌈 👨‍👩‍👧 👍🏽 ❤️‍🔥"),
        ("汉\u200d字", "汉字"),
        ("e\u0301", "é"),
        ("\u2028行\u2029段", "行 段"),
        ("", ""),
        (" \u200b ", ""),
    ],
)
def test_clean_text(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


def test_lines_keep_paragraphs_and_cells() -> None:
    raw = "　一 \r\n\r\n二\r三\t 四　\t五\n \n"
    assert clean_lines(raw) == "一\n二\n三\t四\t五"


@given(st.text())
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    clean = clean_lines(raw.replace("&", ""))
    assert clean_lines(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert all(line == line.strip() != "" for line in clean.split("\n")) or clean == ""


@given(st.text(alphabet="a1ｗ２．－＋＠：／％＝？＆＄＃～。 桥"))
def test_cleaning_signs_twice_changes_nothing(raw: str) -> None:
    clean = clean_text(f"www{raw}")
    assert clean_text(clean) == clean


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)))
def test_no_hanzi_is_lost(raw: str) -> None:
    assert clean_text(raw) == raw
