"""What lists call posts: by it a page is known for the one that was asked for."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import chain

from newsportal.discovery.shape import is_twin
from newsportal.state.row import DATES, Row, State
from newsportal.state.store import Store
from newsportal.walk.anywhere.page_analysis import can_be_titled
from newsportal.walk.anywhere.sources.menus import Menus

_UNDATED = dict.fromkeys(DATES)
_TITLES = 100_000  # kept in memory; the state keeps those of further posts


class ListTitles:
    """The titles that lists and feeds give posts."""

    def __init__(self, store: Store, menus: Menus) -> None:
        self._store, self._menus = store, menus
        self._titles: dict[str, str] = {}
        """What lists call posts, by key."""
        self._called: defaultdict[str, dict[str, None]] = defaultdict(dict)
        """The same by title, in the order of the lists: it is asked for with each post."""
        self._sure: set[str] = set()
        """Keys of posts whose title is a heading's or a feed's."""
        self._read_as: dict[str, str] = {}
        """Titles that pages have, by key, where no list has called the post so yet."""

    def note(self, key: str, title: str, *, sure: bool) -> None:
        """Remember the title that a list gives a post.

        *sure*: it is a heading there, or a feed's; a link in an excerpt calls a post otherwise.
        """
        before = self._titles.get(key, "")
        if not title or (key in self._sure and not sure):
            return
        if len(self._titles) >= _TITLES and not before:
            self._write(key, title)
        elif len(title) > len(before) or (sure and key not in self._sure):
            self._called.get(before, {}).pop(key, None)
            self._titles[key] = title
            self._called[title][key] = None
            if sure:
                self._sure.add(key)

    def move(self, key: str, other: str) -> None:
        """Take the title of an address for that of another one."""
        title = self._titles.pop(key, "")
        self._called.get(title, {}).pop(key, None)
        self.note(other, title, sure=key in self._sure)

    def of(self, key: str) -> str:
        """Return the title that lists give a post, "" where none does."""
        if key in self._titles:
            return self._titles[key]
        row = self._store.row(key)
        return (row.title or "") if row is not None and row.state is State.NAMED else ""

    def alone_called(self, title: str) -> list[str]:
        """Return the key of the one post that lists call so, of those that repeat no portal."""
        keys = [key for key in self._called.get(title, ()) if not is_twin(key)]
        return keys if len(keys) == 1 else []

    def called(self, title: str, post: Row) -> str | None:
        """Return another page that lists or menus call just so, None if there is none."""
        menus = filter(None, [self._menus.named(title)])
        keys = chain(self._called.get(title, ()), menus, self._waiting(title))
        others = (key for key in keys if key != post.key and not self._leads_to(key, post))
        return next(others, None)

    @cached_property
    def _kept(self) -> set[int]:
        """Hashes of the titles that the state keeps, as far as there is room."""
        return {*map(hash, self._store.to_fetch.titles()[:_TITLES])}

    def note_kept(self, title: str) -> None:
        """Note that the state has a title for a post that waits."""
        if len(self._kept) < _TITLES:
            self._kept.add(hash(title))

    def _waiting(self, title: str) -> list[str]:
        """Return the keys of posts that wait and whose title the state keeps: it is seldom one."""
        if len(self._kept) < _TITLES and hash(title) not in self._kept:
            return []
        return self._store.to_fetch.titled(title)

    def _leads_to(self, key: str, post: Row) -> bool:
        row = self._store.row(key)
        return row is not None and row.state is State.ALIAS and row.original == post.n

    def read_as(self, key: str, title: str) -> None:
        """Remember what a page calls itself that lists call otherwise, or not at all so far."""
        if len(self._read_as) < _TITLES:
            self._read_as[key] = title

    def take_back(self) -> None:
        """Have posts read again that lists call as their pages did not, but another post so.

        A cache may have confused the two before the list came that tells.
        """
        named = [key for key in self._read_as if key in self._titles]
        for key in named:
            row, called, title = self._store.row(key), self._titles[key], self._read_as.pop(key)
            other = next(reversed(self._called.get(title, {})), None)
            if row is None or other is None or can_be_titled(title, called):
                continue
            if not self._leads_to(other, row):
                self._store.duplicates.unsign(row.n)
                self._store.settle(row.n, State.NAMED, title=called, asked=None, **_UNDATED)

    def keep(self, key: str) -> None:
        """Keep the title of a post that is owed: the next run may not read the list again."""
        if key in self._titles:
            self._write(key, self._titles[key])

    def _write(self, key: str, title: str) -> None:
        """Keep a title in the state, until the post is had."""
        row = self._store.row(key)
        if row is not None and row.state is State.NAMED and len(title) > len(row.title or ""):
            self._store.update(row.n, title=title)
            self.note_kept(title)
