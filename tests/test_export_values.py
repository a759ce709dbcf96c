"""Exports, value for value: what is written fast is what is written slowly, byte for byte."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from newsportal.archive.reading import Record, latest
from newsportal.formats import FORMATS
from newsportal.formats import export as write
from newsportal.formats.published_on import published_on
from newsportal.items import Post, as_line
from tests.records import PORTAL, record

COMMENT = {
    "id": "9", "author": "读者", "location": None, "published_at": "2026-10-24T09:00:00+08:00",
    "published_precision": "day", "text": "好", "reply_to": None,
}  # fmt: skip
POST = record(
    1, "第二版", "新文\n𠮷野家🌾", revision=2, reporters=["林晓舟", "周一鸣"], views=7,
    images=[{"url": "https://news.example/a.jpg", "alt": "港口"}], category=["新闻资讯", "财经"],
    previous={"url": f"{PORTAL}post/2.html", "title": "二"}, comments=[COMMENT],
    similarity=0.5,
)  # fmt: skip
HOSTILE = [
    record("甲\0", '"', '""\r\n', html='a"b,c', tags=["", "=1"], category=[""], views=-1),
    record(2, "a,b", "\r", similarity=1e-9, comment_count=10**30, pages=["一;", "二\n"]),
    record(3, "\t", "＝1", author="", source="\n", tags=None, extra={"空": [], "a": [1, None]}),
    record(4, "甲;乙", files=[{"url": "=", "title": '\\"'}, "x"], related=["-", None], views=True),
    record(5, "题", similarity=float("inf"), tags=[[]], source=["表"], images={}, author={"a": ""}),
]  # fmt: skip


def test_csv_is_what_the_standard_library_writes(tmp_path: Path) -> None:
    def cell(value: Any) -> Any:
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            value = "; ".join(value)
        elif isinstance(value, (list, dict)):
            value = json.dumps(value, ensure_ascii=False)
        signs = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
        return f"'{value}" if isinstance(value, str) and value.startswith(signs) else value

    posts, path, expected = [POST, *HOSTILE], tmp_path / "posts.csv", io.StringIO(newline="")
    rows = ([cell(post[name]) for name in Post.__slots__] for post in posts)
    csv.writer(expected).writerows([Post.__slots__, *rows])
    write(posts, FORMATS["csv"], path)
    assert path.read_bytes().decode("utf-8-sig") == expected.getvalue()


def test_json_lines_are_the_same_taken_as_they_stand_or_written_anew(tmp_path: Path) -> None:
    """A line of ours goes along; one of another order, or that readers would split, does not."""
    posts = [
        record(1, "原样"),
        record(2, "\u2028分行", published_at=None),
        *(record(f"p{n}", char) for n, char in enumerate("\x85\u2029")),
        record(3, "旧"),
        dict(reversed(record(4, "倒序").items())),
        {name: value for name, value in record(5, "早").items() if name != "videos"},
    ]
    lines = [
        as_line(posts[0]),
        *(json.dumps(post, ensure_ascii=False).encode() for post in posts[1:]),
        as_line(record(3, "新", revision=2)),
        as_line({**posts[0], "id": "6", "url": f"{PORTAL}post/6.html"}) + b"\r",
        as_line(record(7, "字")).replace(b',"title"', b',\r"title"'),
    ]
    source, path = tmp_path / "source.jsonl", tmp_path / "posts.jsonl"
    source.write_bytes(b"".join(line + b"\n" for line in lines))
    assert write(latest(source), FORMATS["jsonl"], path) == 9
    rows = [
        {**{name: row[name] for name in Post.__slots__}, "published_on": published_on(row)}
        for row in latest(source)
    ]
    assert path.read_bytes() == b"".join(as_line(row) + b"\n" for row in rows)


ODD = [
    {}, {"extra": {"空": [1]}}, {"extra": None}, {"views": 7.0}, {"views": 2**64}, {"views": True},
    {"similarity": 1}, {"similarity": float("nan")}, {"similarity": 0.1}, {"similarity": "1"},
    {"source": 7}, {"source": "\ud83d"}, {"source": "\0\u2028😀"}, {"tags": None}, {"tags": [None]},
    {"tags": ["甲", 1]}, {"previous": {}}, {"previous": {"url": "甲", "n": 1}}, {"next": "乙"},
    {"related": [None, {"title": "丙"}]}, {"comments": [{**COMMENT, "n": 1}]},
    {"comments": [{**COMMENT, "published_at": None}]},
    *({"published_at": time} for time in (
        "", "2026-10-23", "2026-10-23 09:00", "2026-10-23T09:00:00.1234567+08:00", "20261023T09Z",
        "2026-10-23T09:00+0530", "0001-01-01T00:00:00Z", "新",
    )),
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_parquet_is_the_same_of_lines_and_of_values(odd: dict[str, Any], tmp_path: Path) -> None:
    assert_same([as_line(POST), json.dumps(record(7, "异", **odd)).encode()], tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        (b',"pages":[]', b""), (b'"tags":[]', b'"tags":["a"],"tags":[]'), (b"}", b'}{"id":"1"}'),
        (b'"revision":1', b'"revision": 1\r'), ("甲乙".encode(), b"\xed\xa0\x80"),
        ("甲乙".encode(), b"\xff"), ("甲乙".encode(), "한국".encode()),
        (b'{"id', b'\xef\xbb\xbf{"id'), (b',"views":null', b""),
        (b'"deleted_at":null', b'"deleted_at":null,"more":1'),
    ],
    ids=str,
)  # fmt: skip
def test_parquet_is_the_same_of_lines_of_others(
    change: tuple[bytes, bytes], tmp_path: Path
) -> None:
    line = as_line(record(7, "甲乙"))
    assert line.replace(*change) != line
    assert_same([as_line(POST), line.replace(*change)], tmp_path)


def assert_same(lines: list[bytes], folder: Path) -> None:
    """Compare the table of a file with that of its records, or that either is refused."""
    source = folder / "posts.jsonl"
    source.write_bytes(b"".join(line + b"\n" for line in lines))
    assert table_of(latest(source), folder) == table_of(map(dict, latest(source)), folder)


def table_of(posts: Iterable[Record], folder: Path) -> str:
    try:
        write(posts, FORMATS["parquet"], folder / "posts.parquet")
    except (ValueError, TypeError, OverflowError) as error:
        return type(error).__name__
    table = pq.read_table(folder / "posts.parquet")
    return f"{table.schema} {table.to_pylist()}"
