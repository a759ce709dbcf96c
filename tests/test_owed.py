"""A run ends with 0 only where nothing is missing that its pages name; all else is owed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.changing import Changing
from tests.crawling import crawl
from tests.plain_portal import PlainPortal, served


def test_an_error_in_a_stage_fails_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_BOUNDS", '{"spiders.anywhere.walk._AT_ONCE": "no number"}')
    with served(PlainPortal().news(15)) as portal:
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 1
    assert "1 pages raised an error in newsportal" in crawled.stderr
    assert "TypeError" in crawled.stderr


CHALLENGE = "<html><head><title>请稍候</title></head><body><p>正在核对您的环境</p></body></html>"


def test_a_list_of_a_theme_that_is_something_else_is_owed(tmp_path: Path) -> None:
    """For good: a redirect elsewhere, another page of it, a challenge with status 200."""
    portal = Changing(3)
    portal.fill(30)
    for story in portal.stories.values():
        story.chained, story.category = False, 1
    away = {"/page_3.html": (302, "http://127.0.0.2:9/x"), "/page_2.html": (302, "/")}
    portal.instead = away.get
    with portal.serving() as url:
        crawled = crawl(url, tmp_path)
        assert crawled.report["result"] == "unfinished"
        assert {*crawled.report["unread_lists"]} == {f"{url}page_{n}.html" for n in (2, 3)}
        away.clear()
        crawled = crawl(url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert len(crawled.records) == 30
        away["/category-1.html"] = 200, CHALLENGE
        crawled = crawl(url, tmp_path, "mode=full")
        assert crawled.report["result"] == "unfinished"
        assert [*crawled.report["unread_lists"]] == [f"{url}category-1.html"]
