"""Exports in the hands of other programs: types that hold, days that stay, words that are found."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from newsportal.formats import FORMATS, export
from tests.records import record

DOCS = Path(__file__).parents[1] / "docs"
duckdb = pytest.importorskip("duckdb")
polars = pytest.importorskip("polars")

COMMENT = {
    "id": "1", "author": "读者", "location": None, "published_at": "2026-10-23T10:00:00+08:00",
    "published_precision": "minute", "text": "好", "reply_to": None,
}  # fmt: skip


def lazy() -> list[dict[str, Any]]:
    """Return posts of which only the last has what readers have to guess the type of."""
    posts = [record(n, f"第{n}条", "镇上的新桥通车了") for n in range(21_000)]
    early = {"published_at": "2026-10-23T06:30:00+08:00", "published_precision": "minute"}
    posts[-1] |= {
        **early, "similarity": 0.9, "comment_count": 1, "comments": [COMMENT],
        "deleted_at": "2026-11-01T08:00:00+08:00", "near_duplicate_of": "http://news.example/1",
    }  # fmt: skip
    return posts


@pytest.mark.long
def test_json_lines_have_types(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    assert export(lazy(), FORMATS["jsonl"], path) == 21_000
    with closing(duckdb.connect()) as database:
        database.execute(path.with_suffix(".schema.sql").read_text(encoding="utf-8"))
        found = database.execute(
            "SELECT count(*), count(deleted_at), max(similarity), sum(comment_count),"
            " max(comments[1].author), count(*) FILTER (published_on = DATE '2026-10-23')"
            " FROM posts"
        ).fetchone()
    assert found == (21_000, 1, 0.9, 1, "读者", 21_000)
    types = json.loads(path.with_suffix(".schema.json").read_text(encoding="utf-8"))
    frame = polars.read_ndjson(path, infer_schema_length=None)
    assert frame.height == 21_000
    assert set(frame.columns) == set(types)
    assert frame["deleted_at"].null_count() == 20_999


RECIPES = [
    pytest.param(code, id=f"{file}-{re.findall('import (?!Path)([a-z]+)', code)[0]}")
    for file in ("formats.md", "formats.zh-CN.md")
    for code in re.findall(r"```python\n(.+?)```", (DOCS / file).read_text("utf-8"), re.DOTALL)
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    lines = (json.dumps(post, ensure_ascii=False) for post in lazy())
    (folder / "posts.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def last_of(posts: Any) -> str:
    """Return the last post as a list, a data frame or an Arrow table has it."""
    for rows in ("to_pylist", "rows"):  # of Arrow and polars, which shorten what they print
        posts = getattr(posts, rows)() if hasattr(posts, rows) else posts
    return str(posts[-1] if isinstance(posts, list) else posts.tail(1).to_dict())


@pytest.mark.long
@pytest.mark.parametrize("code", RECIPES)
def test_recipes_read_the_file_itself(
    archive: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.chdir(archive)
    names: dict[str, Any] = {}
    exec(code, names)
    posts = names["posts"]
    assert len(posts) == 21_000
    assert "读者" in last_of(posts)
    assert "http://news.example/1" in last_of(posts)


def test_sqlite_has_a_full_text_index(tmp_path: Path) -> None:
    path = tmp_path / "posts.sqlite"
    posts = [record(1, "新桥", "镇上的新桥通车了"), record(2, "老街", "市场在老街上")]
    posts[0]["published_at"] = "2026-10-23T06:30:00+08:00"
    export(posts, FORMATS["sqlite"], path)
    with closing(sqlite3.connect(path)) as database:
        found = database.execute(
            "SELECT id, published_on FROM posts WHERE rowid IN"
            " (SELECT rowid FROM posts_fts WHERE posts_fts MATCH '\"新桥通\"')"
        ).fetchall()
    assert found == [("1", "2026-10-23")]
