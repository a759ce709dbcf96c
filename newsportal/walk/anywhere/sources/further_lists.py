"""Lists that the pages of others name: which of them are asked for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from newsportal.discovery.entries import Mention
from newsportal.discovery.shape_evidence import Shape
from newsportal.walk.anywhere.page_analysis import PageAnalysis
from newsportal.walk.anywhere.sources.issues import is_issue
from newsportal.walk.anywhere.sources.list_entries import Shown, is_undecided, stands_as_post
from newsportal.walk.anywhere.sources.list_walk import ListWalk

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk

_READ = 2  # entries of a menu that were read before, for each that was not


class FurtherLists:
    """Offers further lists to the walk."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self.frontier = walk.frontier
        self.known = walk.known
        self._listings = walk.store.listings
        self._leading: dict[str, int] = {}
        """By the key of a list of a month or a day, the page that leads to it and shows no post."""

    def offer(self, shown: Shown, walk: ListWalk, *, is_front: bool) -> None:
        """Keep what may be further lists; an update asks only for those that are new."""
        leads_on = not (shown.rows or shown.others)  # a page of nothing but lists
        for named in shown.further:
            shape = self.known.shape_at(named.key)
            if not shape.may_be_lists:
                continue
            if is_front or (leads_on and not named.link.navigation):  # 专题: a wall of topics
                on_wall = not is_front and self.walk.front.names(walk.key)
                self.frontier.name_as_section(named.key, on_wall=on_wall)
            issue = is_issue(named.key)
            if leads_on and issue:
                self._leading[named.key] = walk.listing
            if (
                not self.walk.settled
                or (issue and (shown.news or leads_on))
                or (is_undecided(named, shape) and self._is_readable(shape))
                or stands_as_post(named, shape)
            ):
                self._keep(named)
        if is_front and self.walk.settled:
            self._offer_sections(shown.further)

    def _keep(self, named: Mention) -> None:
        if not self.walk.settled or not self._listings.is_known(named.key):
            self.frontier.offer(named.key, navigation=named.link.navigation)

    def _offer_sections(self, further: list[Mention]) -> None:
        """Keep new lists of a menu whose other entries were read; of tags many were not."""
        menus: dict[str, list[Mention]] = defaultdict(list)
        for named in further:
            if named.link.navigation:
                menus[named.link.chain].append(named)
        for menu in menus.values():
            new = [each for each in menu if not self._listings.is_known(each.key)]
            if len(menu) >= (1 + _READ) * len(new):
                for named in new:
                    self.frontier.offer(named.key, navigation=True)

    def _is_readable(self, shape: Shape) -> bool:
        """Tell whether earlier runs have read pages of a shape, or have not met it."""
        return shape.pages > 0 or self.walk.shapes.is_new(shape)

    def leads_on(self, page: PageAnalysis) -> bool:
        """Tell whether a page names lists of days or months that were read."""
        issues = (each.key for each in page.named if is_issue(each.key))
        return any(self._listings.is_known(key) for key in issues)

    def brought(self, key: str) -> None:
        """Note that a list has shown something new: what leads to it has led to news."""
        if key in self._leading:
            self.walk.seeds.brought(self._leading[key])
