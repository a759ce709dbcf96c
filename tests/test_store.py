"""State and export: committed together, whatever happens in between."""

from __future__ import annotations

import os
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from newsportal.archive.writing.journal import Journal
from newsportal.archive.writing.locks import ArchiveLockedError
from newsportal.chinese.dates import parse_date
from newsportal.runs.verdict import Thresholds
from newsportal.state.published import Published
from newsportal.state.row import Route, State
from newsportal.state.store import Store
from tests.archives import NOW, archived, died, lines, opened


def test_a_flush_commits_file_and_state_together(tmp_path: Path) -> None:
    archive = opened(tmp_path)
    archived(archive, 1)
    archive.flush()
    archived(archive, 2)
    died(archive)
    again = opened(tmp_path)
    assert lines(again.folder) == ["1"]
    assert again.store.row("post/1.html").state is State.ARCHIVED  # type: ignore[union-attr]
    assert again.store.row("post/2.html") is None
    died(again)


def test_a_failed_write_leaves_neither_line_nor_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = opened(tmp_path)
    archived(archive, 1)
    archive.flush()
    archived(archive, 2)
    real = os.write

    def full(fd: int, data: bytes) -> int:
        real(fd, data[:7])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space"):
        archive.flush()
    monkeypatch.undo()
    died(archive)
    again = opened(tmp_path)
    assert lines(again.folder) == ["1"]
    assert again.store.row("post/2.html") is None
    died(again)


def test_one_run_an_archive(tmp_path: Path) -> None:
    archive = opened(tmp_path)
    with pytest.raises(ArchiveLockedError):
        opened(tmp_path)
    died(archive)
    died(opened(tmp_path))


def test_a_state_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    Store(path).close()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(ValueError, match=r"newer newsportal.*99.*upgrade"):
        Store(path)


def test_dates_get_better_and_never_worse(tmp_path: Path) -> None:
    store = Store(tmp_path / "state.db")

    def say(text: str, route: object) -> Published:
        moment = parse_date(text, NOW)
        assert moment is not None
        published = Published.of(moment, route)  # type: ignore[arg-type]
        kept = store.sight("post/1.html", Route.INDEX, NOW, 1, published).published
        assert kept is not None
        return kept

    assert say("3天前", "listing").precision == "day"
    exact = say("Thu, 19 Nov 2026 09:06:05 +0800", "feed")
    assert (exact.source, exact.precision) == ("feed", "second")
    assert say("2026年11月19日", "archive") == exact
    assert exact.earliest == exact.at == exact.latest
    again = store.row("post/1.html")
    assert again is not None
    assert again.published == exact
    store.close()


def test_an_interval_is_what_all_statements_allow() -> None:
    day, hours = parse_date("2026-11-22", NOW), parse_date("10小时前", NOW)
    assert day
    assert hours
    merged = Published.of(day, "archive").merge(Published.of(hours, "page"))
    assert merged.precision == "hour"
    # A page is made before the time in its Date header.
    assert merged.earliest == max(day.earliest, hours.earliest - timedelta(seconds=1))
    assert merged.latest == hours.latest
    assert merged.earliest <= merged.at


@pytest.mark.parametrize("revised", [False, True])
def test_a_day_without_its_year_takes_it_from_another_statement(revised: bool) -> None:
    page, full = parse_date("11-21 13:44", NOW), parse_date("2025-11-21 13:44", NOW)
    assert page
    assert full
    guessed, told = Published.of(page, "page"), Published.of(full, "listing")
    assert guessed.after(told, revised=revised).at == told.at
    assert told.after(guessed, revised=revised).at == told.at
    assert guessed.in_year_of(told).agrees(told)
    other = parse_date("2025-11-20 13:44", NOW)
    assert other
    assert guessed.merge(Published.of(other, "listing")) == guessed


def test_an_open_moment_is_a_bound_only() -> None:
    now, day = parse_date("刚刚", NOW), parse_date("2026-11-30", NOW)
    assert now
    assert day
    published = Published.of(now, "page")
    assert (published.precision, published.latest) == (None, None)
    merged = published.merge(Published.of(day, "archive"))
    assert (merged.precision, merged.earliest) == ("day", day.earliest)


def test_the_journal_writes_only_whole_lines(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "posts.jsonl", 0)
    journal.append([b"a\n", b"bc\n"])
    assert journal.position == 5
    journal.append([b"d\n"])
    with (tmp_path / "posts.jsonl").open("a") as file:
        file.write("by hand\n")
    with pytest.raises(OSError, match="changed by another program"):
        journal.append([b"e\n"])
    journal.close()
    assert (tmp_path / "posts.jsonl").read_bytes() == b"a\nbc\nd\nby hand\n"


def test_news_is_what_no_walked_list_has_named(tmp_path: Path) -> None:
    store = Store(tmp_path / "state.db")
    whole, part = store.listings.number("category-1.html"), store.listings.number("category-2.html")
    store.listings.walked(whole, 2)
    store.sight("a", Route.LISTING, NOW, 2, listing=whole)
    store.sight("b", Route.LISTING, NOW, 2, listing=part)
    store.sight("c", Route.INDEX, NOW, 2)
    store.sight("d", Route.RELATED, NOW, 2)
    assert not store.listings.news(["a", "c"], run=2, settled=0)
    assert store.listings.news(["a", "b"], run=2, settled=0)
    assert store.listings.news(["c", "d"], run=2, settled=0)
    assert store.listings.news(["a"], run=3, settled=0)
    assert not store.listings.news(["a", "b", "c", "d"], run=3, settled=2)
    store.close()


def test_what_was_first_named_after_the_last_good_run_is_news(tmp_path: Path) -> None:
    archive = opened(tmp_path)
    assert archive.store.runs.last_settled() == 0
    archive.run.front_page = True
    archive.close("finished", {}, Thresholds())
    again = opened(tmp_path)
    assert again.store.runs.last_settled() == archive.run_number
    again.run.failure = "killed"
    again.close("finished", {}, Thresholds())
    third = opened(tmp_path)
    assert third.store.runs.last_settled() == archive.run_number
    died(third)


@pytest.mark.parametrize(("state", "asked"), [(State.ALIAS, []), (State.DUPLICATE, ["1"])])
def test_another_address_stands_for_a_post_in_lists_and_a_duplicate_does_not(
    tmp_path: Path, state: State, asked: list[str]
) -> None:
    archive = opened(tmp_path)
    store, run = archive.store, archive.run_number
    archived(archive, 1)
    row = store.row("post/1.html")
    other = store.sight("post/2.html", Route.INDEX, NOW, run)
    assert row is not None
    store.settle(other.n, state, original=row.n)
    store.update(row.n, listed=None)
    store.update(other.n, listed=run)
    assert [each.id for each in store.to_fetch.unlisted(run)] == asked
    died(archive)


def test_a_failed_flush_is_forgotten_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = opened(tmp_path)
    archived(archive, 1)
    archive.flush()
    archived(archive, 2)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        archive.flush()
    monkeypatch.undo()
    archive.run.failure = "full"
    archive.close("not_writable", {}, Thresholds())
    again = opened(tmp_path)
    assert again.store.row("post/2.html") is None
    assert lines(again.folder) == ["1"]
    died(again)
