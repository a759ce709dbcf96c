"""What a run tells of itself in runs/<run>.json is what happened."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.archivist import Archivist
from tests.changing import Changing
from tests.crawling import crawl

# A pipeline of a user's that fails on one post
_FAULTY = """
class Faulty:
    def process_item(self, item):
        assert not item.url.endswith("/{number}.html")
        return item
"""


@pytest.fixture
def portal() -> Changing:
    portal = Changing(seed=5)
    portal.fill(8)
    return portal


def test_a_page_that_is_no_post_is_counted_and_kept(archivist: Archivist, portal: Changing) -> None:
    number = sorted(portal.stories)[3]
    page = re.sub("<(h1|title)>.*?</(h1|title)>", "", portal._post(portal.stories[number]))
    portal.instead = lambda path: (200, page) if path == f"/post/{number}.html" else None
    archivist.run()
    assert archivist.report["rejected"]["count"] == 1, archivist.report["outcome"]
    (rejected,) = archivist.report["rejected"]["first"]
    assert (rejected["url"], rejected["reason"]) == (
        f"{portal.url}post/{number}.html",
        "the page has no title",
    )
    assert (archivist.folder / rejected["page"]).read_text(encoding="utf-8") == page
    assert len(archivist.records()) == 7


def test_every_answer_is_in_its_course(archivist: Archivist, portal: Changing) -> None:
    portal.failing = {sorted(portal.stories)[0]}
    archivist.run()
    course, stats = archivist.report["course"], archivist.report["stats"]
    assert sum(course["responses"]) == stats["downloader/response_count"]
    statuses = "downloader/response_status_count/"
    assert sum(course["errors"]) == sum(stats[f"{statuses}{status}"] for status in (404, 500))
    assert course["slowest"]


def test_an_error_of_a_pipeline_fails_it(portal: Changing, tmp_path: Path) -> None:
    (tmp_path / "faulty.py").write_text(_FAULTY.format(number=sorted(portal.stories)[0]))
    here = ("env", f"PYTHONPATH={tmp_path}")
    with portal.serving() as url:
        faulty = {"ITEM_PIPELINES": '{"faulty.Faulty": 100}'}
        crawled = crawl(url, tmp_path / "data", settings=faulty, inside=here)
    assert (crawled.exit_status, crawled.report["result"]) == (1, "failed")
    assert "1 pages raised an error in newsportal" in crawled.report["outcome"]
    assert len(crawled.records) == 7
