"""Second looks: what changes unseen, or goes, after a post was new."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.changing import DAY, Changing
from tests.crawling import archive_folder, crawl, read_records

pytestmark = pytest.mark.long
REVISITS = {"NEWSPORTAL_REVISITS": "24h,7d"}


def test_edits_and_removals_are_known_within_eight_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal = Changing(seed=11)
    began = portal.now
    portal.fill(30, days=60)
    with portal.serving() as url:
        assert crawl(url, tmp_path, settings=REVISITS).exit_status == 0
        portal.now += DAY
        news = [portal.write() for _ in range(12)]
        for _ in range(14):  # older news: no list or feed shows an edit of these
            portal.write()
        assert crawl(url, tmp_path, settings=REVISITS).exit_status == 0
        late, early, gone, same = news[1], news[2], news[3], news[4]
        early.paragraphs[3] = "这一段后来改过。"
        for half_day in range(18):
            portal.now += DAY / 2
            if half_day == 5:
                late.paragraphs[3] = "这一段很久以后才改。"
                gone.there = False
            # A removal takes a day by both clocks.
            monkeypatch.setenv("TEST_CLOCK", str(portal.now - began))
            crawl(url, tmp_path, settings=REVISITS)
        records = read_records(archive_folder(url, tmp_path))
    of = {
        story.number: [r for r in records if r["id"] == str(story.number)]
        for story in (late, early, gone, same)
    }
    assert [r["revision"] for r in of[early.number]] == [1, 2]
    assert [r["revision"] for r in of[late.number]] == [1, 2]
    assert {r["changed_by"] for r in of[late.number]} == {None, "portal"}
    assert of[gone.number][-1]["deleted_at"] is not None
    assert len(of[same.number]) == 1
    old = [r for r in records if int(r["id"]) < news[0].number]
    assert len(old) == len({r["id"] for r in old})


def test_a_wrong_time_is_named(tmp_path: Path) -> None:
    run = crawl("http://127.0.0.1:9/", tmp_path, settings={"NEWSPORTAL_REVISITS": "24h,soon"})
    assert run.exit_status == 2
    assert "'soon' is no time like 24h or 7d" in run.stderr
