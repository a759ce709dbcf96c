"""A run ends with 0 only where nothing is missing that its pages name: what else happens is owed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawling import crawl
from tests.plain_portal import PlainPortal, served


def test_an_error_in_a_stage_fails_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_BOUNDS", '{"spiders.anywhere.walk._AT_ONCE": "no number"}')
    with served(PlainPortal().news(15)) as portal:
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 1
    assert "1 pages raised an error in newsportal" in crawled.stderr
    assert "TypeError" in crawled.stderr
