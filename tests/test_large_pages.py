"""An archive page lists all posts: of a large portal it is larger than newsportal reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsportal.runs.run import OK
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.crawling import crawl

SMALL = {"DOWNLOAD_MAXSIZE": 110_000, "DOWNLOAD_WARNSIZE": 0}


@pytest.mark.long
def test_the_lists_make_up_for_a_page_that_is_too_large(tmp_path: Path) -> None:
    with serve(Options(posts=900, comments=False)) as url:
        first = crawl(url, tmp_path, settings=SMALL)
        update = crawl(url, tmp_path, settings=SMALL)
    assert first.exit_status == OK, first.report["outcome"]
    assert any("left out" in note for note in first.report["notes"]), first.report["notes"]
    assert first.report["census"]["known_by"]["archive"] == 0
    assert update.report["stats"]["downloader/request_count"] <= 3
