"""A portal whose posts show nothing that could be read is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawling import crawl
from tests.plain_portal import PlainPortal, post_page, served


@pytest.mark.long
def test_a_portal_of_posts_without_text_does_not_end_with_0(tmp_path: Path) -> None:
    """Its texts are scrambled, and a script of its own puts them right."""
    portal = PlainPortal().news(8)
    for n in range(1, 8):
        script = f'<div id="c"></div><script>show("{"q9" * 300}{n}")</script>'
        portal.pages[f"/news/{n}.html"] = post_page(n, body=script)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 1
        assert len(crawled.records) == 8
        assert "7 of 8 new posts have neither text nor picture, film or file" in crawled.stderr
        assert f"first {portal.url}news/" in crawled.stderr
        assert crawl(portal.url, tmp_path).exit_status == 0
