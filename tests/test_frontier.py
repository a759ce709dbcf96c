"""Which lists of a family are worth a request."""

from __future__ import annotations

from newsportal.walk.anywhere.frontier import Frontier


def read(frontier: Frontier) -> list[str]:
    """Return the addresses that are asked for where none shows anything new."""
    asked = []
    while found := frontier.best({}, 0, 8):
        for each in found:
            frontier.take(each.key)
            frontier.result(each.key, fresh=False)
            asked.append(each.key)
    return asked


def test_the_sections_that_the_front_page_names_are_all_read_and_tags_are_not() -> None:
    frontier = Frontier()
    for key in [*(f"c{n}/" for n in range(20)), *(f"tag/{n}/" for n in range(20))]:
        frontier.offer(key, navigation=True)
        frontier.name_as_section(key)
    for n in range(20, 40):
        frontier.offer(f"c{n}/", navigation=True)
    asked = read(frontier)
    assert {f"c{n}/" for n in range(20)} <= {*asked}
    assert len(asked) < 30


def test_writers_whom_a_page_of_the_menu_names_are_all_read_and_members_are_not() -> None:
    frontier = Frontier()
    for key in (f"{kind}/{n}/" for kind in ("author", "tag", "space") for n in range(40)):
        frontier.offer(key, navigation=False)
        frontier.name_as_section(key, on_wall=True)
    asked = read(frontier)
    assert {f"author/{n}/" for n in range(40)} <= {*asked}
    assert len(asked) < 50


def test_what_the_front_page_names_without_end_is_left_alone() -> None:
    frontier = Frontier()
    for n in range(90):
        frontier.offer(f"c{n}/", navigation=True)
        frontier.name_as_section(f"c{n}/")
    assert len(read(frontier)) < 10
