"""What a list calls a post, where its page is called like the portal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.crawling import ROOT, crawl
from tests.plain_portal import PlainPortal, post_page, served, title


def test_the_title_that_stands_above_the_portals_name_is_the_lists(tmp_path: Path) -> None:
    portal = PlainPortal().news(6)
    for n in range(6):
        page = post_page(n)
        head, _, rest = page.partition("</h1>")
        page = head.replace("<h1>", "<div>") + "</div>" + rest
        page = page.replace(f"<title>{title(n)}", "<title>青禾县审计局<!--").replace(
            "</title>", "--></title>", 1
        )
        portal.pages[f"/news/{n}.html"] = page.replace("</body>", "<p>青禾县审计局</p></body>")
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert {post["title"] for post in crawled.records} == {title(n) for n in range(6)}
        again = crawl(portal.url, tmp_path, "-a", "mode=refetch")
        assert len(again.records) == 6
        read = subprocess.run(
            [sys.executable, "-m", "scrapy", "reextract", "--dry-run", "-a",
             f"portal={portal.url}"],
            cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path)},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    assert read.stdout == "0 posts would read differently\n"
