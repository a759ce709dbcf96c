"""Stored pages that are lost: their posts stay as they are, and that is said."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.crawling import archive_folder, crawl, read_records
from tests.plain_portal import served
from tests.test_reextract import reextract
from tests.test_several_pages import several_pages

SIZE = {"NEWSPORTAL_WARC_SIZE": 1}  # a file a page
OPTIONS = ("--processes", "1", "-s", "NEWSPORTAL_WARC_SIZE=1")


def lose(folder: Path, page: str) -> None:
    """Remove the stored page of an address."""
    mark = f"WARC-Target-URI: {page}\r\n".encode()
    held = [
        path
        for path in (folder / "warc").glob("*.gz")
        if mark in gzip.decompress(path.read_bytes())
    ]
    assert held
    for path in held:
        path.unlink()


@pytest.mark.long
def test_a_post_of_which_a_page_is_lost_is_counted_and_stays(tmp_path: Path) -> None:
    with served(several_pages()) as portal:
        crawled = crawl(portal.url, tmp_path, settings=SIZE)
        assert crawled.exit_status == 0, crawled.stderr
    folder = archive_folder(portal.url, tmp_path)
    lose(folder, f"{portal.url}news/3_2.html")  # the second page of an article
    lose(folder, f"{portal.url}news/5.html")
    done = reextract(portal.url, tmp_path, "--json", *OPTIONS)
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert told["result"] == "unfinished"
    assert told["outcome"] == "stored pages of 2 posts are lost; these were not read again"
    assert read_records(folder) == crawled.records
