"""What feed and front page do not show is found in turn, within the budgets."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from newsportal.state.store import Store
from newsportal.walk.questions.rotation import UPDATES, next_turn
from tests.archivist import Archivist, archiving
from tests.changing import DAY, OFF_INDEX, Changing, Story

HOUR = DAY / 24


@pytest.fixture
def portal() -> Changing:
    portal = Changing(seed=5)
    portal.fill(60)
    return portal


@pytest.fixture
def archivist(portal: Changing, tmp_path: Path) -> Iterator[Archivist]:
    with archiving(portal, tmp_path) as archivist:
        assert archivist.run() == 0, archivist.stderr
        yield archivist


def pages(archivist: Archivist) -> list[str]:
    return [path for path, _ in archivist.portal.log if path != "/robots.txt"]


@pytest.mark.long
def test_an_update_without_news_reads_one_list_more(archivist: Archivist) -> None:
    read = []
    for _ in range(6):
        archivist.portal.now += HOUR
        assert archivist.run() == 0, archivist.stderr
        assert pages(archivist)[:2] == ["/feed.php", "/"]
        read += pages(archivist)[2:]
        assert ("/robots.txt", 404) not in archivist.portal.log
        assert archivist.report["in_turn"].endswith(read[-1])
    assert len(read) == 6
    assert f"/category-{OFF_INDEX}.html" in read[:3]
    assert len(set(read)) >= 4
    archivist.portal.now += DAY
    assert archivist.run() == 0
    assert ("/robots.txt", 404) in archivist.portal.log


@pytest.mark.long
def test_an_edit_that_was_fetched_is_no_news_in_another_list(
    archivist: Archivist, portal: Changing
) -> None:
    """The feed tells of it; the lists that come in turn show it later, each for the first time."""
    story = portal.write(category=OFF_INDEX)  # in the feed, and on no front page
    for _ in range(6):
        portal.now += HOUR
        assert archivist.run() == 0, archivist.stderr
    story.title = f"另一个标题第{story.number}期"
    asked = []
    for _ in range(8):
        portal.now += HOUR
        assert archivist.run() == 0, archivist.stderr
        asked += [path for path in pages(archivist) if path == f"/{portal.key(story)}"]
        assert len(pages(archivist)) <= 3 + len(asked)
    assert len(asked) == 1
    assert archivist.of(story)[-1]["title"] == story.title


@pytest.mark.long
def test_what_a_hidden_category_has_behind_the_feed(archivist: Archivist, portal: Changing) -> None:
    """14 new posts, dated behind all that the feed shows, in the category that no index shows."""
    for number in range(14):
        portal.write(portal.now - (50 + number) * DAY, category=OFF_INDEX)
    for _ in range(4):
        portal.now += HOUR
        assert archivist.run() == 0, archivist.stderr
    assert len(archivist.records()) == 74


@pytest.mark.long
def test_an_index_that_is_too_long_is_read(archivist: Archivist, portal: Changing) -> None:
    """25 new posts, dated among old ones: neither feed nor front page show any of them."""
    for number in range(25):
        portal.write(portal.now - (30 + number / 3) * DAY, category=1)
    portal.now += HOUR
    assert archivist.run() == 0, archivist.stderr
    assert len(archivist.records()) == 85
    assert "it is walked to its end" in str(archivist.report["notes"])
    portal.now += HOUR
    assert archivist.run() == 0, archivist.stderr
    assert len(pages(archivist)) <= 3


@pytest.mark.long
def test_news_at_the_end_of_lists_by_views(portal: Changing, tmp_path: Path) -> None:
    """No feed, and nobody has read the 25 new posts yet: they stand on the last pages."""
    began, by_time = portal.now, portal.listing

    def by_views(category: int = 0) -> tuple[list[Story], list[Story]]:
        stickies, others = by_time(category)
        return stickies, sorted(others, key=lambda story: (story.at > began, story.number % 13))

    portal.feed, portal.listing = "404", by_views  # type: ignore[method-assign]
    with archiving(portal, tmp_path) as archivist:
        assert archivist.run() == 0, archivist.stderr
        for _ in range(25):
            portal.now += 60
            portal.write(category=1)
        portal.now += HOUR
        assert archivist.run() == 0, archivist.stderr
        assert len(archivist.records()) == 85


@pytest.mark.long
def test_a_post_that_is_dated_back_is_found_in_turn(archivist: Archivist, portal: Changing) -> None:
    story = portal.write(portal.now - 30 * DAY, category=2)
    for _ in range(12):
        portal.now += HOUR
        assert archivist.run() == 0, archivist.stderr
        assert len(pages(archivist)) <= 6
        if archivist.of(story):
            break
    assert archivist.of(story)


@pytest.mark.long
def test_a_new_sticky_post_is_no_news_of_a_deeper_page(
    archivist: Archivist, portal: Changing
) -> None:
    """It stands on every page of the index, so that its pages seemed to bring news."""
    for _ in range(6):
        portal.now += HOUR
        portal.write().sticky = "global"
        assert archivist.run() == 0, archivist.stderr
        assert len(pages(archivist)) <= 1 + 3
        assert archivist.report["new"]["count"] == 1


def test_full_knows_the_lists_that_only_posts_name(archivist: Archivist, portal: Changing) -> None:
    respond = portal._page
    hidden = f'<li><a href="{portal.url}category-{OFF_INDEX}.html">公告</a></li>'
    portal._page = lambda *words: respond(*words).replace(hidden, "")  # type: ignore[method-assign]
    assert archivist.run("full") == 0, archivist.stderr
    assert sum(archivist.posts_asked().values()) == 0


@pytest.mark.long
def test_duplicates_are_read_after_their_originals(archivist: Archivist, portal: Changing) -> None:
    """Both get the same new text: the duplicate stays one."""
    original = portal.public()[30]
    twin = portal.write(category=original.category)
    twin.title, twin.paragraphs, twin.picture = original.title, original.paragraphs, 1
    portal.now += HOUR
    assert archivist.run() == 0, archivist.stderr
    assert archivist.of(twin) == []
    original.paragraphs = twin.paragraphs = ["泰山脚下新添一条路。", *original.paragraphs]
    original.listed = False  # lists show the edit of the duplicate alone
    assert archivist.run("refetch") == 0, archivist.stderr
    assert archivist.of(twin) == []
    assert archivist.revisions(original) == [1, 2]


@pytest.mark.parametrize("lists", [1, 4, 12, 25])
def test_page_1_of_every_list_within_25_updates(tmp_path: Path, lists: int) -> None:
    store = Store(tmp_path / "state.db")
    for number in range(lists + 1):
        n = store.listings.number(f"category-{number}.html" if number else "")
        store.listings.see(n, 9, f"category-{number}_{{}}.html")
        store.listings.looked(n, 1, 1)
    seen: dict[str, list[int]] = {}
    for run in range(2, 120):
        turn = next_turn(store.listings, run)
        assert turn is not None
        store.listings.looked(turn.listing.n, turn.page, run)
        seen.setdefault(turn.key, []).append(run)
    for number in range(1, lists + 1):
        runs = [1, *seen[f"category-{number}.html"], 120]
        assert max(b - a for a, b in pairwise(runs)) <= UPDATES + 1
    if lists < UPDATES:
        assert seen["category-1_2.html"]


@pytest.mark.long
def test_without_a_feed_every_update_reads_what_the_index_hides(tmp_path: Path) -> None:
    portal = Changing(seed=5)
    portal.fill(30)
    portal.feed = "404"
    with archiving(portal, tmp_path) as archivist:
        assert archivist.run() == 0, archivist.stderr
        for _ in range(4):
            portal.now += HOUR
            portal.write(category=OFF_INDEX)
            assert archivist.run() == 0, archivist.stderr
            assert archivist.report["new"]["count"] == 1
