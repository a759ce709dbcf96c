"""Is a page another post's than was asked for? A cache in front of a portal may confuse two."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.revisions.revision import content_hash
from newsportal.chinese.text_hash import text_hash
from newsportal.extract import Address
from newsportal.items import Post
from newsportal.pages.keys import number_of, renumbered, shape
from newsportal.pages.site import Site
from newsportal.state.row import DATES, KNOWN, Row, State
from newsportal.walk.card import Card
from newsportal.walk.fetched import Fetched

_TITLES = 100_000  # kept in memory


@dataclass(slots=True)
class ConfusedPages:
    """Tells by the portal's own ids and by what lists call posts, at once or later."""

    archive: ArchiveWriter
    site: Site
    called: dict[bytes, str]
    """Keys of posts by the hash of what lists call them."""
    _numbered: dict[str, bool] = field(default_factory=dict)
    """By the form of addresses, whether their numbers are the portal's own ids."""
    _unsure: dict[str, str] = field(default_factory=dict)
    """Own addresses by those at which posts were read that may be others' pages."""
    _read_as: dict[str, bytes] = field(default_factory=dict)
    """Hashes of titles by the keys of posts that lists call otherwise, or not at all so far."""

    def is_anothers(self, post: Post, fetched: Fetched, address: Address) -> bool:
        """Tell whether a page is another post's: then it says nothing of what was asked for."""
        by_id = self._has_anothers_id(post, fetched, address)
        return by_id or self._is_called_otherwise(post, fetched)

    def _has_anothers_id(self, post: Post, fetched: Fetched, address: Address) -> bool:
        """Tell whether the portal's own id on a page is another post's, whatever it is called.

        An id that is no number of the address may be a post's own all the same, if lists say so, or
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
        title, store = text_hash(post.title or ""), self.archive.store
        if fetched.moved or not post.title or self.called.get(title) == fetched.post:
            return False
        row = store.row(fetched.post or "")
        if row is None or _is_called(row, post):
            return False
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
        called = self.called.get(title, row.key) != row.key
        return called and bool(row.card) and Card.read(row.card or b"").title != title

    def take_back(self) -> None:
        """Have posts read again that were read before it was known whose pages they were."""
        store = self.archive.store
        for asked, own in self._unsure.items():
            row = store.row(asked)
            known = row is not None and row.revision > 0 and renumbered(asked, row.id or "") == own
            if row is not None and known and self._has_own_ids(asked):
                self.give_back(row, own)
                store.update(row.n, asked=None)
        for key in [key for key, title in self._read_as.items() if title in self.called]:
            row, title = store.row(key), self._read_as.pop(key)
            if row is not None and row.state in KNOWN and self._is_anothers_title(row, title):
                store.duplicates.unsign(row.n)
                store.settle(row.n, State.NAMED, asked=None, **dict.fromkeys(DATES))
        self._unsure.clear()

    def give_back(self, row: Row, own: str) -> Row:
        """Let a post that was read at another's address go on at its own; both are to be read."""
        store = self.archive.store
        store.settle(store.addresses.exchange(row, own).n, State.NAMED, asked=None)
        return self.write_again(row)

    def write_again(self, row: Row) -> Row:
        """Have a post written once more: its line has an address that is not its own."""
        self.archive.store.settle(row.n, State.NAMED)
        again = self.archive.store.row(row.key)
        assert again is not None
        again.renamed = True
        return again


def _is_called(row: Row | None, post: Post) -> bool:
    """Tell whether the last list that showed an address called it as a page calls its post."""
    if row is None or not row.card or post.title is None:
        return False
    return Card.read(row.card).title == text_hash(post.title)


def _look_alike(row: Row, other: Row) -> bool:
    """Tell whether lists call two posts alike."""
    return Card.read(row.card or b"").title == Card.read(other.card or b"").title
