"""Which post is on a page? The one that was asked for, a known one at a new address, or another."""

from __future__ import annotations

from dataclasses import dataclass, field

from scrapy.http import TextResponse

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.revisions.revision import content_hash
from newsportal.chinese.text_hash import text_hash
from newsportal.extract import Address
from newsportal.items import Post
from newsportal.pages.keys import number_of, one_page, renumbered, shape
from newsportal.pages.site import Site
from newsportal.spiders.card import Card
from newsportal.spiders.fetched import Fetched
from newsportal.spiders.questions.not_there import NotThere
from newsportal.spiders.sightings import Sightings
from newsportal.state.row import KNOWN, LISTS, Route, Row, State
from newsportal.state.store import DATES

_TITLES = 100_000  # kept in memory


@dataclass(slots=True)
class WhichPost:
    """Finds the row of a post that was read, and what other addresses have to do with it."""

    archive: ArchiveWriter
    site: Site
    sightings: Sightings
    not_there: NotThere
    _numbered: dict[str, bool] = field(default_factory=dict)
    """By the form of addresses, whether their numbers are the portal's own ids."""
    _unsure: dict[str, str] = field(default_factory=dict)
    """Own addresses by those at which posts were read that may be others' pages."""
    _read_as: dict[str, bytes] = field(default_factory=dict)
    """Hashes of titles by the keys of posts that lists call otherwise, or not at all so far."""

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
        if fetched.post is not None and (
            self._is_anothers(post, fetched, address) or self._is_called_otherwise(post, fetched)
        ):
            return None
        key = self.site.key(post.url)
        if fetched.post not in (None, key) and not self._is_alias(fetched, post, key):
            return None
        row = self._known(post, key, fetched)
        row = row or self.sightings.post(key, fetched.response, Route(0))
        if fetched.post not in (None, key):
            self.not_there.settle(fetched.post, State.ALIAS, original=row.n)
        return row

    def _is_anothers(self, post: Post, fetched: Fetched, address: Address) -> bool:
        """Tell whether a page is, by the portal's own id, another post's than was asked for.

        A cache that has confused two posts answers so, whatever the page names as its address. An
        id that is no number of the address may be a post's own all the same, if lists say so, or
        if no post of such an address has the number of its id.
        """
        asked = fetched.post or ""
        own, store = renumbered(asked, post.id), self.archive.store
        if own == asked:
            self._numbered[shape(asked) or ""] = True
        if own in (None, asked):
            return False
        row, other = store.row(asked), store.row(own)
        if _is_called(row, post) and not _is_called(other, post):
            return False
        said = {self.site.key(url) for url in (address.url, address.disbelieved) if url}
        if other is not None or own in said:
            return True
        if not fetched.moved:
            self._unsure[asked] = own
        return not fetched.moved and self._has_own_ids(asked)

    def _has_own_ids(self, key: str) -> bool:
        """Tell whether an archived post of such an address has the portal's id for its number."""
        form = shape(key) or ""
        if form not in self._numbered:
            self._numbered[form] = self.archive.store.has_own_ids(*key.rsplit(number_of(key), 1))
        return self._numbered[form]

    def _is_called_otherwise(self, post: Post, fetched: Fetched) -> bool:
        """Tell whether a page is another post's by what lists call the two.

        They call the other one as the page calls its post; or the page has the text of one that
        stands, and lists call that one otherwise, too.
        """
        row = self.archive.store.row(fetched.post or "")
        if fetched.moved or row is None or not post.title or _is_called(row, post):
            return False
        title, store = text_hash(post.title), self.archive.store
        if row.card:
            twin = store.duplicates.twin(content_hash(post.title, post.text)) if post.text else None
            other = twin if twin is not None and twin.n != row.n else None
            if self._is_anothers_title(row, title) or (
                other is not None and other.card and not _look_alike(row, other)
            ):
                return True
        if len(self._read_as) < _TITLES:
            self._read_as[row.key] = title
        return False

    def _is_anothers_title(self, row: Row, title: bytes) -> bool:
        """Tell whether lists call another post so, and this one otherwise."""
        called = self.sightings.called.get(title, row.key) != row.key
        return called and bool(row.card) and Card.read(row.card or b"").title != title

    def take_back(self) -> None:
        """Have posts read again that were read before it was known whose pages they were."""
        store = self.archive.store
        for asked, own in self._unsure.items():
            row = store.row(asked)
            known = row is not None and row.revision > 0 and renumbered(asked, row.id or "") == own
            if row is not None and known and self._has_own_ids(asked):
                self._give_back(row, own)
                store.update(row.n, asked=None)
        for key in [key for key, title in self._read_as.items() if title in self.sightings.called]:
            row, title = store.row(key), self._read_as.pop(key)
            if row is not None and row.state in KNOWN and self._is_anothers_title(row, title):
                store.duplicates.unsign(row.n)
                store.settle(row.n, State.NAMED, asked=None, **dict.fromkeys(DATES))
        self._unsure.clear()

    def _give_back(self, row: Row, own: str) -> Row:
        """Let a post that was read at another's address go on at its own; both are to be read."""
        store = self.archive.store
        store.settle(store.exchange(row, own).n, State.NAMED, asked=None)
        return self._write_again(row)

    def _write_again(self, row: Row) -> Row:
        """Have a post written once more: its line has an address that is not its own."""
        self.archive.store.settle(row.n, State.NAMED)
        again = self.archive.store.row(row.key)
        assert again is not None
        again.renamed = True
        return again

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
            return self._give_back(known, key)
        named = bool(known.routes & LISTS)
        self.archive.store.rename(known, key)
        return known if named else self._write_again(known)  # it was read in the place of a list


def _is_called(row: Row | None, post: Post) -> bool:
    """Tell whether the last list that showed an address called it as a page calls its post."""
    if row is None or not row.card or post.title is None:
        return False
    return Card.read(row.card).title == text_hash(post.title)


def _look_alike(row: Row, other: Row) -> bool:
    """Tell whether lists call two posts alike."""
    return Card.read(row.card or b"").title == Card.read(other.card or b"").title
