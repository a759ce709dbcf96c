"""The index of the site: exactly the right posts are found, and only new lines are read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsportal.browse.catalogue import PAGE, Catalogue, Cursor
from newsportal.browse.index.file import NAME
from newsportal.browse.index.refresh import refresh
from newsportal.browse.query import Query
from newsportal.browse.tokens import index_text, phrase, places, tokens
from tests.browsing import append
from tests.records import record, tombstone

ALPHABET = "泰安市新闻〇𠮷Ａ" + "a5，。 \n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def found(folder: Path) -> Iterator[Catalogue]:
    """The index of an archive with a long middle, so that its ends are far from each other."""
    filling = [record(number, f"第{number}号", "填充" * 900) for number in range(10, 20)]
    append(folder, record(1, "甲"), *filling, record(2, "乙", "北京市朝阳区"))
    refresh(folder)
    with closing(Catalogue(folder)) as catalogue:
        yield catalogue


def search(catalogue: Catalogue, query: str) -> set[str]:
    return {entry["slug"] for entry in catalogue.search(Query.parse(query), None).entries}


# Words


@given(st.text(ALPHABET, max_size=30))
def test_tokens_and_index_text_are_the_same(text: str) -> None:
    assert index_text(text).split() == [token.text for token in tokens(text)]


@given(st.text(ALPHABET, max_size=30), st.text("泰安市新闻〇𠮷", min_size=1, max_size=4))
def test_chinese_is_found_exactly_where_it_stands(text: str, word: str) -> None:
    wanted = phrase(word)
    assert wanted is not None
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE VIRTUAL TABLE t USING fts5 (x, content='', tokenize='ascii')")
        database.execute("INSERT INTO t (rowid, x) VALUES (1, ?)", (index_text(text),))
        hits = database.execute("SELECT * FROM t WHERE t MATCH ?", (wanted.expression,)).fetchall()
    assert bool(hits) == (word in text)
    starts = [place for place in range(len(text)) if text.startswith(word, place)]
    covered = {n for start in starts for n in range(start, start + len(word))}
    assert {n for start, end in places(text, [wanted]) for n in range(start, end)} == covered


@pytest.mark.parametrize(
    ("query", "text", "there"),
    [
        ("北京", "去北京，来", True),
        ("京东", "北京，东城", False),  # punctuation between
        ("北京，东城", "北京，东城", True),
        ("A股", "沪市Ａ股市场", True),
        ("股", "A股", True),
        ("gdp", "人均GDP增长", True),
        ("GD", "人均GDP增长", False),  # whole words
        ("5G网", "建成5G网络", True),
        ("5G网", "建成15G网络", False),
        ("网络5G", "互联网络5G", True),
        ("𠮷野", "𠮷野家", True),
        ("二〇二六", "二〇二六年", True),
        ("9.8%", "增长9.8%", True),
        ("北京 天津", "天津和北京", True),
        ("北京 上海", "天津和北京", False),
        ('"北京" OR NEAR(x)', "北京", True),
        ("NEAR(北京)", "北京", False),  # not the index's own language
        ("北京 OR 上海", "在上海", True),
        ("北京 OR 上海 天津", "在上海", False),
        ('"北京 天津"', "北京 天津", True),
        ('"北京 天津"', "北京和天津", False),
        ("北京 -天津", "北京和天津", False),
        ("北京 -上海", "北京和天津", True),
        ("-上海", "北京和天津", True),
        ("-北京", "北京和天津", False),
        ("台湾后人", "臺灣後人", True),
        ("臺灣", "台湾", True),
        ("' -- *", "北京", False),
    ],
)
def test_queries(query: str, text: str, there: bool, folder: Path) -> None:
    append(folder, record(1, "题", text))
    refresh(folder)
    with closing(Catalogue(folder)) as catalogue:
        asked = Query.parse(query)
        assert (bool(asked) and search(catalogue, query) == {"1"}) is there


def test_phrase_does_not_reach_from_title_to_text(folder: Path) -> None:
    append(folder, record(1, "北", "京"), record(2, "north", "wind"))
    refresh(folder)
    with closing(Catalogue(folder)) as catalogue:
        assert search(catalogue, "北京") == set()
        assert search(catalogue, "north-wind") == set()


# Lines


def test_only_new_lines_are_read(folder: Path, found: Catalogue) -> None:
    path = folder / "posts.jsonl"
    content = path.read_bytes()
    middle = content.index("第15号".encode())
    path.write_bytes(content[:middle] + b"\xff" + content[middle + 1 :])  # would be refused
    append(folder, record(3, "丙"))
    assert refresh(folder)
    assert search(found, "丙") == {"3"}
    assert not refresh(folder)


@pytest.mark.usefixtures("found")
def test_line_in_the_making_waits(folder: Path) -> None:
    with (folder / "posts.jsonl").open("ab") as file:
        file.write(b'{"id": "7", ')
    assert not refresh(folder)


@pytest.mark.parametrize("change", ["cut", "replaced", "longer"])
def test_another_file_is_read_anew(change: str, folder: Path, found: Catalogue) -> None:
    path = folder / "posts.jsonl"
    size = path.stat().st_size
    if change == "cut":
        path.write_bytes(path.read_bytes()[: path.read_bytes().rindex(b"\n", 0, -1) + 1])
        append(folder, record(4, "丁"))
    else:
        path.unlink()
        append(folder, record(4, "丁"), *[record(1, "甲", "长" * size)] * (change == "longer"))
    refresh(folder)
    assert search(found, "丁") == {"4"}
    assert search(found, "朝阳") == set()


def test_damaged_index_is_made_anew(folder: Path) -> None:
    append(folder, record(1, "甲"))
    (folder / NAME).write_bytes(b"no database" * 1000)
    refresh(folder)
    with closing(Catalogue(folder)) as catalogue:
        assert search(catalogue, "甲") == {"1"}


def test_revisions_and_removal(folder: Path) -> None:
    append(folder, record(1, "旧题", "旧文"), record(3, "撤下", "还在这里"))
    refresh(folder)
    append(folder, record(1, "新题", "新文", revision=2, tags=["新"]), tombstone(3))
    refresh(folder)
    with closing(Catalogue(folder)) as catalogue:
        assert search(catalogue, "旧文") == set()
        assert search(catalogue, "新文") == {"1"}
        shown = catalogue.post("1", 1)
        assert shown is not None
        assert [one["title"] for one in shown.revisions] == ["旧题", "新题"]
        assert shown.record["title"] == "旧题"
        removed = catalogue.post("3", None)
        assert removed is not None
        assert removed.record["text"] == "还在这里"
        assert removed.entry["deleted_at"] == "2026-11-01T08:00:00+08:00"
        assert [entry["slug"] for entry in catalogue.page("removed", "", None).entries] == ["3"]
        assert catalogue.names("tag") == [("新", 1)]


def test_two_addresses_with_one_id_are_two_posts(folder: Path) -> None:
    append(folder, record(1, "甲"), record(1, "乙", url="http://news.example/other/1.html"))
    refresh(folder)
    with closing(Catalogue(folder)) as catalogue:
        slugs = [entry["slug"] for entry in catalogue.page("all", "", None).entries]
        titles = {shown.record["title"] for slug in slugs if (shown := catalogue.post(slug, None))}
        assert titles == {"甲", "乙"}


def test_a_revision_at_another_address_is_one_of_the_same_post(folder: Path) -> None:
    """As when the portal has moved to another domain."""
    moved = "http://moved.example/post/1.html"
    append(folder, record(1, "甲"), record(1, "乙", url=moved, revision=2))
    refresh(folder)
    with closing(Catalogue(folder)) as catalogue:
        slugs = [entry["slug"] for entry in catalogue.page("all", "", None).entries]
        assert slugs == ["1"]
        shown = catalogue.post("1", None)
        assert shown is not None
        assert (shown.record["title"], shown.record["url"]) == ("乙", moved)
        first = catalogue.post("1", 1)
        assert first is not None
        assert first.record["title"] == "甲"


def test_pages_meet(folder: Path) -> None:
    """Through a list and back, each post once, though many share a time."""
    append(folder, *[record(n, f"{n}", published_at=f"2026-10-0{n % 3 + 1}T00:00:00+08:00")
                     for n in range(2 * PAGE + 5)])  # fmt: skip
    refresh(folder)
    with closing(Catalogue(folder)) as catalogue:
        pages = [catalogue.page("all", "", None)]
        while pages[-1].older:
            pages.append(catalogue.page("all", "", pages[-1].older))
        entries = [entry for page in pages for entry in page.entries]
        assert len({entry["n"] for entry in entries}) == len(entries) == 2 * PAGE + 5
        order = [(entry["at"], entry["n"]) for entry in entries]
        assert order == sorted(order, reverse=True)
        back = catalogue.page("all", "", pages[-1].newer)
        assert back.entries == pages[1].entries
        first = catalogue.page("all", "", back.newer)
        assert first.newer is None
        assert first.entries == pages[0].entries


@pytest.mark.parametrize(
    "text", ["", "older", "older.1", "sideways.1.2", "older.x.1", "older.1e9.2", f"older.1.{2**63}"]
)
def test_no_cursor(text: str) -> None:
    with pytest.raises(ValueError, match="no place"):
        Cursor.parse(text)


def test_index_takes_width_and_case_for_the_same() -> None:
    assert index_text("ＡＢc") == "abc"


def test_what_a_portal_may_have_without_end_is_bounded(folder: Path) -> None:
    names = [f"名{number}" for number in range(2_005)]
    append(
        folder,
        record(1, "甲", reporters=names, category=["深"] * 1_000),
        record(2, "乙", reporters=["名7"]),
        *[record(3, f"第{number}版", revision=number) for number in range(1, 61)],
    )
    refresh(folder)
    with closing(Catalogue(folder)) as catalogue:
        reporters = dict(catalogue.names("reporter"))
        assert len(reporters) == 2_000
        assert reporters["名7"] == 2
        assert len(catalogue.names("category")) == 8
        shown = catalogue.post("3", None)
        assert shown is not None
        assert [one["revision"] for one in shown.revisions] == list(range(11, 61))
