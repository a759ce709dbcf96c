"""Where a list ends."""

from __future__ import annotations

from newsportal.discovery.pagers import Pages
from newsportal.walk.anywhere.sources.list_walk import ListWalk


def test_a_list_whose_any_further_number_shows_page_one_ends() -> None:
    """下一页 is reckoned from the number that was asked for; 尾页 is a lower one in the end."""
    walk = ListWalk("list/", 1)
    first, second = [1, 2, 3, 4], [5, 6, 7, 8]
    key: str | None = "list/"
    asked = 0
    while key is not None and asked < 100:
        asked += 1
        number = int(key.partition("=")[2] or 1)
        posts = second if number == 2 else first
        pages = Pages(next=f"list/?p={number + 1}", last="list/?p=9")
        if walk.shows_again(key, pages, posts):
            walk.skip(key)  # and it is asked for once more
        walk.see(key, pages, posts, fresh=number < 3)
        key = walk.take()
    assert asked < 20
    assert walk.repeats


def test_a_link_to_the_last_page_alone_is_followed() -> None:
    """The second and last page is list_1.html, and 末页 is the only link to it."""
    walk = ListWalk("list/", 1)
    walk.see("list/", Pages(last="list/list_1.html"), [1, 2, 3, 4], fresh=True)
    assert walk.take() == "list/list_1.html"
    walk.see("list/list_1.html", Pages(last="list/list_1.html"), [5, 6], fresh=True)
    assert walk.take() is None
