"""The sample portal, by the rules for any portal: its theme and software are not asked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsportal.sample.content import Portal
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.crawling import crawl

OPTIONS = Options(posts=60)


@pytest.mark.long
def test_it_is_archived_whole_and_credits_nobody_else(tmp_path: Path) -> None:
    now = datetime.now(UTC).timestamp()
    with serve(OPTIONS, clock=now, frozen=True) as url:
        run = crawl(url, tmp_path, "theme=generic")
    assert run.exit_status == 0, run.stderr
    portal = Portal(OPTIONS, clock=lambda: now)
    truth = {post.path: post for post in map(portal.truth, portal.ids())}
    assert len(run.records) >= 0.97 * len(truth)  # near duplicates are one
    for record in run.records:
        post = truth["/" + record["url"].removeprefix(url)]
        assert {*record["reporters"]} <= {*post.reporters, *post.correspondents}
