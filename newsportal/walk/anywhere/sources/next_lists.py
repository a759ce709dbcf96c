"""Which lists are asked for next: further pages, lists that nobody has read, those left before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request

from newsportal.discovery.shape_evidence import Verdict
from newsportal.pages.keys import address_of
from newsportal.state.shapes import SAMPLES

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk

_AT_ONCE = 4  # lists asked for at a time
_ASKED = 300  # addresses that an update has asked for; then it looks for no further lists
_FEWEST, _EACH = 150, 1.5  # requests, and for each post: some are left for files and second looks


class NextLists:
    """Makes the requests for lists, some at a time."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk

    def pages(self) -> list[Request]:
        """Return the requests for further pages of lists."""
        requests: list[Request] = []
        for walk in self.walk.lists.walks.values():
            if len(requests) < _AT_ONCE and (key := walk.take()) is not None:
                requests.append(self.walk.list_request(key, walk.key))
        return requests

    def lists(self) -> list[Request]:
        """Return the requests for lists that were not read yet, and samples of what may be one."""
        walk, run = self.walk, self.walk.run
        allowed = {
            shape.shape: shape.verdict is Verdict.LIST
            or (
                shape.may_be_lists
                and not shape.is_shown  # what lists show as posts tells more of it
                and walk.samples[shape.shape] < SAMPLES
            )
            for shape in walk.shapes
        }
        found = walk.frontier.best(allowed, run.fetched, _AT_ONCE)
        if found and walk.settled and len(walk.frontier.asked) > _ASKED + 2 * run.fetched:
            first = address_of(walk.site.root, found[0].key)
            run.failed[first] = run.unread_lists[first] = "an update asks for no more lists"
            return []
        for candidate in found:
            walk.samples[candidate.shape] += 1
            walk.store.listings.number(candidate.key)  # an update knows then that it is no news
        return [walk.list_request(candidate.key, candidate.key) for candidate in found]

    def of_before(self) -> list[Request]:
        """Return the requests for lists that earlier runs have read and nothing has led to yet."""
        walk = self.walk
        if walk.settled:
            return []
        keys = walk.store.listings.read_before(walk.archive.run_number)
        new = [key for key in keys if key not in walk.frontier.asked]
        return [walk.list_request(key, key) for key in new[:_AT_ONCE]]

    def left(self) -> dict[str, list[str]]:
        """Return by family the addresses of lists that are left alone."""
        allowed = {shape.shape: shape.verdict is Verdict.LIST for shape in self.walk.shapes}
        return self.walk.frontier.left(allowed)

    def in_doubt(self) -> list[Request]:
        """Return the requests for lists that were left and may be all that leads to some posts."""
        walk = self.walk
        room = int(_FEWEST + _EACH * walk.run.fetched) - len(walk.frontier.asked)
        if walk.settled or room <= 0:
            return []
        walk.frontier.grant(walk.hidden_lists.families_left(), room)
        return self.lists()
