"""A cache in front of the portal answers with another page than was asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.archivist import Archivist, archiving
from tests.changing import OFF_INDEX, Changing
from tests.crawling import crawl
from tests.plain_portal import PlainPortal, post_page, served, title


def confusing(portal: Changing, confused: dict[str, str], times: int) -> None:
    """Have addresses answered with the pages of others, each so many times."""
    asked: dict[str, int] = {}

    def instead(path: str) -> tuple[int, str] | None:
        asked[path] = asked.get(path, 0) + 1
        other = confused.get(path, "")
        return portal._respond(other) if other and asked[path] <= times else None

    portal.instead = instead


def assert_true(archivist: Archivist) -> None:
    """The last record of every post is the portal's."""
    found = {record["url"]: record["title"] for record in archivist.records()}
    url, stories = archivist.portal.url, archivist.portal.stories.values()
    assert found == {f"{url}{story.path[1:]}": story.title for story in stories}


@pytest.mark.long
@pytest.mark.parametrize("canonical", [True, False])
def test_the_page_of_another_post_is_known_by_the_portals_own_id(
    tmp_path: Path, canonical: bool
) -> None:
    """Whichever of the two is read first, and whether its page names its address."""
    portal = Changing(seed=5)
    portal.fill(30)
    if not canonical:
        portal.canonical = lambda _: ""
    shown = [story for story in portal.public() if story.category != OFF_INDEX]
    hidden = next(story for story in portal.public() if story.category == OFF_INDEX)
    confused = {
        shown[0].path: shown[-1].path, shown[-2].path: shown[1].path, shown[2].path: hidden.path,
        f"/category-{OFF_INDEX}.html": shown[3].path, "/page_2.html": shown[4].path,
        shown[5].path: "/category-1.html", shown[6].path: f"/category-{OFF_INDEX}.html",
    }  # fmt: skip
    with archiving(portal, tmp_path) as archivist:
        confusing(portal, confused, times=99)
        # One request at a time: which of two confused posts comes first decides what is known of
        # them, and without canonical links one order in twenty still ends with a false title.
        assert archivist.run(CONCURRENT_REQUESTS=1) == 1
        assert archivist.run(CONCURRENT_REQUESTS=1) == 1
        portal.instead = lambda _: None
        assert archivist.run("full", CONCURRENT_REQUESTS=1) == 0, archivist.stderr
        assert_true(archivist)
        confusing(portal, confused, times=2)
        portal.now += 90000
        assert archivist.run("refetch", CONCURRENT_REQUESTS=1) == 0, archivist.stderr
        assert_true(archivist)
        assert max(record["revision"] for record in archivist.records()) <= 1 + (not canonical)


@pytest.mark.long
@pytest.mark.parametrize(("times", "statuses"), [(1, [0, 0]), (99, [1, 1])])
def test_lists_that_come_later_tell_the_page_of_another_post(
    tmp_path: Path, times: int, statuses: list[int]
) -> None:
    """Its address is owed until its own page comes, though updates read no such list again."""

    class Cached(dict[str, str | bytes | int]):
        def get(self, path: str, default: object = None) -> Any:
            late = portal.asked.count(path) <= times
            return super().get(confused.get(path, path) if late else path, default)

    portal = PlainPortal().news(25)
    beside = "".join(f'<li><a href="/news/{n}.html">{title(n)}</a></li>' for n in (13, 21, 22))
    portal.pages["/news/3.html"] = post_page(3, extra=f"<ul>{beside}</ul>")
    # Page 2 or 3 of the list names: the one, the other, both; or other pages stand in their place.
    confused = {
        "/news/13.html": "/news/5.html", "/news/6.html": "/news/14.html",
        "/news/21.html": "/news/22.html", "/news/8.html": "/about.html",
        "/news/9.html": "/index_1.html", "/news/17.html": "/",
    }  # fmt: skip
    true, portal.pages = portal.pages, Cached(portal.pages)
    with served(portal):
        crawled = [crawl(portal.url, tmp_path) for _ in statuses]
        portal.pages = true
        crawled.append(crawl(portal.url, tmp_path))
    assert [each.exit_status for each in crawled] == [*statuses, 0], crawled[-1].stderr
    found = {record["url"]: record["title"] for record in crawled[-1].records}
    assert found == {f"{portal.url}news/{n}.html": title(n) for n in range(25)}
