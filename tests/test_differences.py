"""How two revisions differ, as a reader sees it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsportal.browse.differences import fields, paragraphs, title
from tests.records import record

OLD = "开头一段不变。\n昨日全市出口增长9.8%，创下新高。\n会议由主持人主持。"

GONE = ["[-昨日全市出口增长9.8%，创下新高。-]", "[-会议由主持人主持。-]"]


def shown(old: str, new: str) -> list[str]:
    """Return the paragraphs with [-what went-] and {+what came+}."""
    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return [
        f"({one.skipped})" if one.change == "skipped"
        else "".join(marks[piece.change].format(piece.text) for piece in one.pieces)
        for one in paragraphs(record(1, "题", old), record(1, "题", new))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (OLD, []),
        (OLD.replace("9.8", "8.9"), ["(1)", "昨日全市出口增长[-9.8-]{+8.9+}%，创下新高。", "(1)"]),
        (OLD.replace("\n昨日", "\n更正：数字有误。\n昨天"),
         ["(1)", "{+更正：数字有误。+}", "昨[-日-]{+天+}全市出口增长9.8%，创下新高。", "(1)"]),
        ("开头一段不变。", ["(1)", *GONE]),
        ("", ["[-开头一段不变。-]", *GONE]),
    ],
)  # fmt: skip
def test_paragraphs(new: str, expected: list[str]) -> None:
    assert shown(OLD, new) == expected


@given(st.text("甲乙丙\n", max_size=40), st.text("甲乙丙\n", max_size=40))
def test_nothing_is_lost(old: str, new: str) -> None:
    """What is shown as gone or the same makes the old text, as new or the same the new one."""
    found = paragraphs(record(1, "题", old), record(1, "题", new))
    pieces = [piece for one in found for piece in one.pieces]
    if all(one.change != "skipped" for one in found) and found:
        for change, text in (("gone", old), ("new", new)):
            left = "".join(piece.text for piece in pieces if piece.change in (change, "same"))
            assert left == text.replace("\n", "")


def test_title_and_fields() -> None:
    before, after = (
        record(1, "增长9.8%", tags=["甲"]),
        record(1, "增长8.9%", tags=[], source="晨报"),
    )
    assert [piece.text for piece in title(before, after)] == ["增长", "9.8", "8.9", "%"]
    assert title(before, before) == []
    assert [tuple(field) for field in fields(before, after)] == [
        ("tags", ["甲"], []), ("source", [], ["晨报"])
    ]  # fmt: skip


def test_long_texts_take_no_long_time() -> None:
    old = "\n".join(f"第{number}段" + "字" * 3000 for number in range(300))
    assert len(shown(old, old.replace("段", "条"))) == 600
