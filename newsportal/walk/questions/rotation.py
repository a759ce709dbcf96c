"""Which page of a list an update reads besides the feed and the front page.

Feed and front page show what is new by its date. A post that is dated back, or in a category that
the index hides, stands on neither. So every update reads one page of a list in turn: page 1 of each
list within 25 updates, those first that the index hides; the deeper pages of all lists one by one.
"""

from __future__ import annotations

from dataclasses import dataclass

from newsportal.state.parts.listings import Listing, Listings

UPDATES = 25
_MOST = 20  # of these updates, where there are more lists than that
_OFTEN = 2  # so many times as often: lists with posts that no other list shows


@dataclass(frozen=True, slots=True)
class ListTurn:
    """One page of a list."""

    listing: Listing
    page: int

    @property
    def key(self) -> str:
        """The key of the page."""
        return self.listing.key if self.page == 1 else self.listing.template.format(self.page)


def next_turn(listings: Listings, run: int) -> ListTurn | None:
    """Return the page that the update with the number *run* reads, None if there is no list."""
    lists = listings.all()
    first = [listing for listing in lists if listing.key]  # page 1 of the index is always read
    weight = sum(_OFTEN if listing.hidden else 1 for listing in first)
    often = _OFTEN if weight <= _MOST else 1

    def overdue(listing: Listing) -> int:
        return (run - listing.looked) * (often if listing.hidden else 1)

    due = max(first, key=overdue, default=None)
    # So many of 25 updates read a first page, the others a deeper one.
    all_of_them = len(first) if len(first) <= UPDATES else _MOST
    share = max(UPDATES // 2 + 1, min(weight, _MOST), all_of_them)
    if due is not None and (run * share) // UPDATES > ((run - 1) * share) // UPDATES:
        return ListTurn(due, 1)
    deep = [listing for listing in lists if listing.deep < listing.pages and listing.template]
    if not deep:
        listings.begin_again(run)
        deep = [listing for listing in listings.all() if listing.pages > 1 and listing.template]
    if not deep:
        return None if due is None else ListTurn(due, 1)
    least = min(deep, key=lambda each: each.deep / each.pages)
    return ListTurn(least, max(1, least.deep) + 1)
