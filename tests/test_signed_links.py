"""Links that are signed anew at each load: an update asks only for what is new."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawling import crawl
from tests.plain_portal import list_page, post_page, served, title
from tests.session_portal import SessionPortal

SIGNED = "/news/{n}.html?sign=VISIT&t=VISIT"


@pytest.mark.long
def test_an_update_asks_for_no_archived_post_whose_link_is_signed_anew(tmp_path: Path) -> None:
    portal = SessionPortal()
    portal.pages["/"] = list_page([*range(100, 112)], address=SIGNED)
    portal.pages |= {f"/news/{n}.html": post_page(n) for n in range(100, 115)}
    with served(portal):
        first = crawl(portal.url, tmp_path)
        asked = len(portal.asked)
        # One post is new, and one of the same day and path has another title now.
        page = list_page([*range(100, 113)], address=SIGNED)
        portal.pages["/"] = page.replace(title(101), f"{title(101)}（更新）")
        second = crawl(portal.url, tmp_path)
    assert (first.exit_status, second.exit_status) == (0, 0), second.stderr
    assert (len(first.records), len(second.records)) == (12, 13)
    again = [path for path in portal.asked[asked:] if path.startswith("/news/")]
    assert {path.partition("?")[0] for path in again} == {"/news/101.html", "/news/112.html"}
