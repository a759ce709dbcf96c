"""Which post is on a page? The one that was asked for, a known one at a new address, or another."""

from __future__ import annotations

from dataclasses import dataclass, field

from scrapy.http import TextResponse

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.revisions.revision import content_hash
from newsportal.extract import Address
from newsportal.items import Post
from newsportal.pages.keys import number_of, one_page, renumbered
from newsportal.pages.site import Site
from newsportal.state.row import LISTS, Route, Row, State
from newsportal.walk.fetched import Fetched
from newsportal.walk.questions.confused_pages import ConfusedPages
from newsportal.walk.questions.not_there import NotThere
from newsportal.walk.sightings import Sightings


@dataclass(slots=True)
class WhichPost:
    """Finds the row of a post that was read, and what other addresses have to do with it."""

    archive: ArchiveWriter
    site: Site
    sightings: Sightings
    not_there: NotThere
    confused: ConfusedPages = field(init=False)

    def __post_init__(self) -> None:
        self.confused = ConfusedPages(self.archive, self.site, self.sightings.called)

    def on(self, post: Post, fetched: Fetched) -> Row | None:
        """Return the row of the post on a page; None if the page says nothing of what was asked.

        Where the page came under another address than that of its post, that address is an alias
        from now on; but only if there is a post on the page.
        """
        assert isinstance(fetched.response, TextResponse)
        address = Address.of(fetched.response, self.site)
        if address.disbelieved:
            if self._is_proved(post, address.disbelieved):
                post.url = address.disbelieved
            else:
                self.archive.run.canonicals.add(url=post.url, canonical=address.disbelieved)
                self.archive.run.figures.canonicals += 1
        if fetched.post is not None and self.confused.is_anothers(post, fetched, address):
            return None
        key = self.site.key(post.url)
        if fetched.post not in (None, key) and not self._is_alias(fetched, post, key):
            return None
        row = self._known(post, key, fetched)
        row = row or self.sightings.post(key, fetched.response, Route(0))
        if fetched.post not in (None, key):
            self.not_there.settle(fetched.post, State.ALIAS, original=row.n)
        return row

    def _is_proved(self, post: Post, claimed: str) -> bool:
        """Tell whether a post is the one that its page names, though its address says otherwise.

        Its text proves it. Else it must be named by no list at its present address, but be the
        other one by the page's own id, or by its title and a list.
        """
        store = self.archive.store
        own, other = (store.row(self.site.key(url)) for url in (post.url, claimed))
        text = bytes.fromhex(content_hash(post.title, post.text))
        if other is not None and post.text and other.content_hash == text:
            return True
        if own is not None and own.routes & LISTS:
            return False
        if post.id == number_of(self.site.key(claimed)):
            return True
        named = other is not None and bool(other.routes & LISTS)
        return named and other is not None and other.title in (None, post.title)

    def _is_alias(self, fetched: Fetched, post: Post, key: str) -> bool:
        """Tell whether a page under another address can be the post that was asked for."""
        if post.title is None or post.text is None:
            return False
        asked = number_of(fetched.post or "")
        if not fetched.moved:
            return True
        return asked is None or number_of(key) is None or asked in (number_of(key), post.id)

    def _known(self, post: Post, key: str, fetched: Fetched) -> Row | None:
        """Return the post, known by the portal's own id, that has a new address now.

        What was asked for as something else, a list say, is no new address of a post.
        """
        known = self.archive.store.by_id(post.id)
        if known is None or known.key == key or known.state not in (State.ARCHIVED, State.GONE):
            return None
        same = known.title == post.title or (one_page(known.key, key) and number_of(key) == post.id)
        if not same or post.text is None:
            return None
        if fetched.post is None:
            return known
        if renumbered(known.key, post.id) == key:
            return self.confused.give_back(known, key)
        in_place_of_list = self.archive.store.listings.is_known(known.key)
        self.archive.store.addresses.rename(known, key)
        return self.confused.write_again(known) if in_place_of_list else known
