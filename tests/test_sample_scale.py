"""The sample portal grows, loses and changes posts, and its size costs nothing."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsportal.sample.content import Portal
from newsportal.sample.listing import Listing
from newsportal.sample.options import Options

NOW = 1795305600


def portal(**options: object) -> Portal:
    return Portal(Options(**options), clock=lambda: NOW)  # type: ignore[arg-type]


def test_a_million_posts_cost_what_a_hundred_cost() -> None:
    sample = portal(posts=10**6)
    assert sample.get("/page_50000.html")[0] == 200
    assert sample.get("/category-2_9000.html")[0] == 200
    assert sample.get("/date-2020-3_2.html")[0] == 200
    oldest = sample.news.timeline.id(0)
    assert sample.truth(oldest).previous is None
    assert sample.get(f"/post/{oldest}.html")[0] == 200
    assert sample.news.body.cache_info().currsize < 100
    assert len(sample) == 10**6


@pytest.mark.parametrize("posts", [0, 1, 2, 9, 25])
def test_tiny_portals_work(posts: int) -> None:
    sample = portal(posts=posts)
    assert len(list(sample.ids())) == posts
    for address in ("/", "/category-1.html", "/2.html", "/3.html", "/feed.php", "/nothing.html"):
        assert sample.get(address)[0] in (200, 404)
    for post_id in sample.ids():
        assert sample.get(sample.truth(post_id).path)[0] == 200


def test_content_depends_on_seed_and_id_only() -> None:
    one, two, other = portal(), portal(), portal(seed=7)
    newest = list(islice(one.ids(), 20))
    assert [one.truth(i) for i in newest] == [two.truth(i) for i in newest]
    assert {one.truth(i).text for i in newest} != {
        other.truth(i).text for i in islice(other.ids(), 20)
    }


def test_new_posts_leave_the_old_ones_alone() -> None:
    before, after = portal(anchor=NOW - 86400), portal(anchor=NOW - 86400, added=7)
    new = [post_id for post_id in after.ids() if post_id not in set(before.ids())]
    assert len(new) == 7
    for post_id in before.ids():
        old, now = before.truth(post_id), after.truth(post_id)
        assert (old.path, old.text, old.published_at) == (now.path, now.text, now.published_at)
    newest_old = max(
        t.published_at for t in map(before.truth, before.ids()) if t.published_at.timestamp() < NOW
    )
    assert all(after.truth(post_id).published_at > newest_old for post_id in new)


def test_removed_posts_are_gone_from_everywhere() -> None:
    whole = portal()
    gone = list(islice(whole.ids(), 30, 33))
    sample = portal(removed=tuple(gone))
    assert not set(gone) & set(sample.ids())
    assert len(sample) == 297
    for post_id in gone:
        path = whole.truth(post_id).path
        assert sample.get(path)[0] == 404
        pages = [sample.get(f"/page_{number}.html")[1] for number in range(1, 8)]
        assert not any(path in html for html in (*pages, sample.get("/2.html")[1]))
        with pytest.raises(KeyError, match=str(post_id)):
            sample.truth(post_id)
    for post_id in sample.ids():
        assert sample.truth(post_id).previous not in gone


def test_edited_posts_say_something_else() -> None:
    post_id = next(i for i in portal().ids() if portal().truth(i).text)
    before, after = portal().truth(post_id), portal(edited=(post_id,)).truth(post_id)
    assert after.text == before.text + "\n本文已于发布后更正。"
    assert after.title.endswith("（修订）")
    assert after.published_at == before.published_at


@given(
    stop=st.integers(0, 60),
    start=st.integers(0, 40),
    period=st.integers(1, 7),
    data=st.data(),
)
def test_listing_is_what_a_loop_would_find(
    stop: int, start: int, period: int, data: st.DataObject
) -> None:
    residues = tuple(sorted(data.draw(st.sets(st.integers(0, period - 1), min_size=1))))
    without = data.draw(st.sets(st.integers(0, 60), max_size=6))
    listing = Listing(stop, start=start, period=period, residues=residues, without=without)
    keys = [
        key
        for key in reversed(range(start, stop))
        if key % period in residues and key not in without
    ]
    assert list(listing) == keys
    assert [listing.place(key) for key in keys] == list(range(len(keys)))


def test_options_survive_the_command_line() -> None:
    options = Options(
        posts=7, removed=(60001, 60004), robots="User-agent: *\nDisallow: /x", wide=True,
        anchor=NOW, post_info=None, list_info=(), urls="active",
    )  # fmt: skip
    assert Options.of(options.settings()) == options
    for wrong in ("posts", "posts=-1", "urls=pretty", "per_page=0", "stickies=global,all"):
        with pytest.raises(ValueError, match=wrong.partition("=")[0]):
            Options.of([wrong])
