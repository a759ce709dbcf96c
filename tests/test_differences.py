"""How two revisions differ, as a reader sees it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from time import process_time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsportal.archive.revisions.differences import fields, paragraphs, title
from newsportal.archive.revisions.matching import matching
from newsportal.archive.revisions.revision import paragraph_diff
from newsportal.items import Post
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
    assume(found and all(one.change != "skipped" for one in found))
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


def test_long_paragraphs_are_compared_word_by_word() -> None:
    old = "\n".join(f"第{number}段" + "字" * 3000 for number in range(60))
    assert len(shown(old, old.replace("段", "条"))) == 60


WORDS = "昨日上午全市重点项目推进会议召开记者从会上获悉今年以来各地经济运行总体平稳"
LINES = {
    "all new": lambda n: ([f"旧{i}段{WORDS}" for i in range(n)], [f"新{i}节" for i in range(n)]),
    "every other one": lambda n: (
        [f"{i}段" for i in range(n)], [f"{i}段" if i % 2 else f"{i}节" for i in range(n)]
    ),
    "repeated": lambda n: (["甲", "乙"] * (n // 2), ["乙", "丙"] * (n // 2)),
    "moved": lambda n: ([f"{i}" for i in range(n)], [f"{(i * 7919) % n}" for i in range(n)]),
    "backwards": lambda n: ([f"{i}" for i in range(n)], [f"{n - i}" for i in range(n)]),
}  # fmt: skip


@pytest.fixture
def uncollected() -> Iterator[None]:
    """Look for no garbage, which takes most of the time beside what other tests have left."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.long
@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize("kind", LINES)
def test_thousands_of_lines_in_linear_time(kind: str) -> None:
    times = []
    for count in (2_000, 16_000):
        old, new = ("\n".join(lines) for lines in LINES[kind](count))
        before, after = record(1, "题", old), record(1, "题", new)
        tries = []
        for _ in range(3):  # on a busy machine, the best of them
            start = process_time()
            paragraphs(before, after)
            diff = paragraph_diff(before, Post(title="题", text=new))
            tries.append(process_time() - start)
        times.append(min(tries))
        assert len(diff) == 200
    assert times[1] < 40 * times[0] + 0.1  # 64 would be its square


def test_long_paragraphs_in_linear_time() -> None:
    times = []
    for count in (10, 60):
        old = [(f"{number}：" + WORDS * 50)[: 1_900 + number % 7] for number in range(count)]
        new = [line.replace("会议", "大会").replace("平稳", "良好") for line in old]
        before, after = record(1, "题", "\n".join(old)), record(1, "题", "\n".join(new))
        tries = []
        for _ in range(3):
            start = process_time()
            found = paragraphs(before, after)
            tries.append(process_time() - start)
        times.append(min(tries))
        assert [one.change for one in found] == ["edited"] * count
    assert times[1] < 20 * times[0] + 0.1  # 36 would be its square
    pieces = found[0].pieces
    assert sum(len(piece.text) for piece in pieces if piece.change == "gone") < 400


@given(st.text("甲乙丙丁", max_size=300), st.text("甲乙丙丁", max_size=300))
def test_what_matches_is_equal_and_in_order(old: str, new: str) -> None:
    a = c = 0
    for place, other, size in matching(old, new):
        assert place >= a
        assert other >= c
        assert old[place : place + size] == new[other : other + size]
        a, c = place + size, other + size
