"""Exact times of older posts from the feeds of their days."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from newsportal.sample.content import Portal
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.crawling import crawl

ANCHOR = 1_795_305_600
DAYS = 4  # requests a run
OPTIONS = Options(posts=40, days=20, anchor=ANCHOR, future=0)


def asked_days(log: Path) -> list[str]:
    return re.findall(r"feed\.php\?date=([0-9-]+)", log.read_text(encoding="utf-8"))


@pytest.mark.long
def test_day_feeds_make_dates_exact(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with serve(OPTIONS, clock=ANCHOR, log=log) as url:
        first = crawl(url, tmp_path / "data", settings={"NEWSPORTAL_DAY_FEEDS": DAYS})
        days = asked_days(log)
        second = crawl(url, tmp_path / "data", settings={"NEWSPORTAL_DAY_FEEDS": DAYS})
        more = asked_days(log)[len(days) :]
        last = crawl(url, tmp_path / "data", "mode=refetch")
    assert [run.exit_status for run in (first, second, last)] == [0, 0, 0]
    assert len(days) == DAYS
    assert len(more) == DAYS
    assert not {*days} & {*more}
    dates = [datetime.strptime(day, "%Y-%m-%d").date() for day in days + more]  # noqa: DTZ007
    assert dates == sorted(dates, reverse=True)
    # A better date alone is no revision; refetch writes it.
    assert len(second.records) == len(first.records)
    truth = Portal(OPTIONS, lambda: ANCHOR)
    latest = {record["id"]: record for record in last.records}
    for number, record in latest.items():
        published = truth.truth(int(number)).published_at
        at = datetime.fromisoformat(record["published_at"])
        if published.date() in dates:
            assert (record["published_from"], at) == ("feed", published)
            assert record["published_earliest"] == record["published_latest"]
    redated = [r for r in last.records if r["revision"] == 2]
    assert redated
    assert len(last.records) == len(first.records) + len(redated)
    changed = last.report["revisions"]["first"]
    assert all(revision["fields"] == ["published_at"] for revision in changed)
