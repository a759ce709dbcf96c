"""Pages that are larger than newsportal reads, or older than they seem."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsportal.runs.run import OK
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.crawling import crawl
from tests.plain_portal import PlainPortal, served

SMALL = {"DOWNLOAD_MAXSIZE": 110_000, "DOWNLOAD_WARNSIZE": 0}


@pytest.mark.long
def test_the_lists_make_up_for_a_page_that_is_too_large(tmp_path: Path) -> None:
    """An archive page lists all posts: of a large portal it is larger than newsportal reads."""
    with serve(Options(posts=900, comments=False)) as url:
        first = crawl(url, tmp_path, settings=SMALL)
        update = crawl(url, tmp_path, settings=SMALL)
    assert first.exit_status == OK, first.report["outcome"]
    assert any("left out" in note for note in first.report["notes"]), first.report["notes"]
    assert first.report["census"]["known_by"]["archive"] == 0
    assert update.report["stats"]["downloader/request_count"] <= 3


@pytest.mark.long
def test_pages_of_yesterday_from_scrapys_cache_do_not_complete_an_archive(tmp_path: Path) -> None:
    cache = {"HTTPCACHE_ENABLED": True, "HTTPCACHE_DIR": str(tmp_path / "cache")}
    portal = PlainPortal().news(3)
    with served(portal):
        assert crawl(portal.url, tmp_path, settings=cache).exit_status == OK
        portal.news(4)
        update = crawl(portal.url, tmp_path, settings=cache)
        assert crawl(portal.url, tmp_path).exit_status == OK
    assert (update.exit_status, update.report["result"]) == (1, "unfinished")
    assert "HTTPCACHE_ENABLED" in update.report["outcome"]
