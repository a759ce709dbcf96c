"""Addresses that show what another address shows: a needless query name, or a page that is owed.

Of a portal that stands below a folder of itself, too (``m/`` for telephones), the posts are asked
for where they stand without it. So are those of addresses that are called as such a portal's and
show the posts of others: what lists call as they call a post that stands is that post.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from newsportal.archive.revisions.revision import content_hash
from newsportal.chinese.lazy_pattern import lazy
from newsportal.discovery.shape import is_twin, shape_of
from newsportal.items import Post
from newsportal.pages.keys import address_of, lasting
from newsportal.platforms.generic import GENERIC, GenericPlatform
from newsportal.state.facts import Fact
from newsportal.state.row import Row, State
from newsportal.themes.generic.beside.further_pages import without_page_one

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk

_NEVER = 1_000_000
_HAN = lazy("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_NUMBER = lazy(r"[0-9]{3}[^/]*$")
_DAY = timedelta(days=1)
_SURE = 3  # pages that are the same with a query name, or below a folder, and without it
_TAKEN = (State.FORGOTTEN, State.ARCHIVED)
_STANDS = (State.NAMED, State.ARCHIVED, State.DUPLICATE)


class Aliases:
    """Learns which query names never change a page, and which folders repeat the portal."""

    def __init__(self, walk: AnyWalk) -> None:
        self._walk = walk
        self._seen: Counter[str] = Counter()
        self._repeats: Counter[str] = Counter()
        """By shape, posts that stand at addresses of other shapes; below 0 where one does not."""
        self._mirrors = {*(walk.facts.get(Fact.MIRRORED_FOLDERS) or "").split()}
        self._learn((walk.facts.get(Fact.IDLE_QUERY_NAMES) or "").split())

    def _learn(self, names: list[str]) -> None:
        platform = self._walk.site.platform
        known = platform.idle if isinstance(platform, GenericPlatform) else GENERIC.idle
        self._walk.site.platform = GenericPlatform(known | {*names})

    def mirrored(self, key: str, other: str) -> None:
        """Note that two addresses have one text: one may be the other below a folder."""
        longer, shorter = sorted((key, other), key=len, reverse=True)
        folder = longer.removesuffix(shorter)
        below = bool(shorter) and folder != longer and folder.endswith("/")
        if not below or folder in self._mirrors:
            return
        self._seen[folder] += 1
        if self._seen[folder] == _SURE:
            self._mirrors.add(folder)
            self._walk.facts.put(Fact.MIRRORED_FOLDERS, " ".join(sorted(self._mirrors)))

    def mirror_of(self, key: str) -> Row | None:
        """Return the post that an address below a mirrored folder shows, None if it shows none."""
        walk = self._walk
        keys = [key.removeprefix(folder) for folder in self._mirrors if key.startswith(folder)]
        if self._repeats[shape_of(key)] >= _SURE:
            keys += walk.titles.alone_called(walk.titles.of(key))
        rows = (walk.store.row(each) for each in keys)
        standing = (row for row in rows if row is not None and row.state in _STANDS)
        return next(filter(walk.known.is_shown, standing), None)

    def signed(self, row: Row) -> Row | None:
        """Return the archived post that a list has named again, its address signed anew.

        It stands at the same path, which has its number, came out on the same day, and is called
        just as the post is: what lists call otherwise is asked for.
        """
        first, title = lasting(row.key), self._walk.titles.of(row.key)
        if first == row.key or not (title and _NUMBER.search(first)) or row.published is None:
            return None
        path = first.partition("?")[0]
        for other in self._walk.store.addresses.archived_with_query(path):
            is_it = lasting(other.key) == first and other.title == title
            if is_it and other.published and abs(other.published.at - row.published.at) < _DAY:
                return other
        return None

    def of(self, post: Post, row: Row) -> Row | None:
        """Return the archived post that has the content of a page, None if it is new."""
        if not (post.title and post.text):
            return None
        twin = self._walk.store.duplicates.twin(content_hash(post.title, post.text))
        if is_twin(row.key):
            self._repeats[shape_of(row.key)] += 1 if twin is not None else -_NEVER
        return None if twin is None or twin.n == row.n else twin

    def _in_other_letters(self, post: Post, key: str) -> Row | None:
        """Return the archived post that stands without the first folder in simplified letters."""
        folder, _, rest = key.partition("/")
        row = self._walk.store.row(rest) if is_twin(f"{folder}/") else None
        if row is None or row.state is not State.ARCHIVED:
            return None
        record = self._walk.archive.record(row) or {}
        letters = [
            _HAN.sub("字", f"{title}\n{text}")
            for title, text in ((record.get("title"), record.get("text")), (post.title, post.text))
        ]
        if letters[0] != letters[1]:
            return None
        self.mirrored(key, rest)
        return row

    def stem(self, key: str) -> Row | None:
        """Return what has the address *key* but for the number of page 1 at its end."""
        first = without_page_one(address_of(self._walk.site.root, key))
        return self._walk.store.row(self._walk.site.key(first)) if first else None

    def repeated(self, post: Post, key: str) -> Row | None:
        """Return the archived post whose first page stands at *key* once more, with its number."""
        if (row := self._in_other_letters(post, key)) is not None:
            return row
        row = self.stem(key)
        if row is None or row.state is not State.ARCHIVED or row.title != post.title:
            return None
        record, shown = self._walk.archive.record(row) or {}, {*(post.text or "").splitlines()}
        return row if shown and shown <= {*str(record.get("text")).splitlines()} else None

    def compare(self, key: str, other: str) -> bool:
        """Tell whether two addresses of one page differ in one query name that only one has."""
        name = needless(key, other)
        if name is None:
            return False
        self._seen[name] += 1
        if self._seen[name] == _SURE:
            self._keep({name})
        return True

    def _keep(self, names: set[str]) -> None:
        """Have this run and all later ones leave query names out of addresses."""
        known = (self._walk.facts.get(Fact.IDLE_QUERY_NAMES) or "").split()
        self._walk.facts.put(Fact.IDLE_QUERY_NAMES, " ".join(sorted(names.union(known))))
        self._learn([*names])

    def join(self, names: set[str]) -> None:
        """Leave query names out of addresses, of those that are known as well: they are one then.

        What is archived goes on under the address without them, and the others lead there.
        """
        if not names:
            return
        self._keep(names)
        walk, addresses = self._walk, self._walk.store.addresses
        for key in walk.store.listings.queried():
            if (bare := self._bare(key)) != key:
                walk.store.listings.rename(key, bare)
        for row in sorted(addresses.queried(), key=lambda row: row.state not in _TAKEN):
            bare = self._bare(row.key)
            if bare == row.key:
                continue
            first = walk.store.row(bare)
            if first is None or first.state not in _TAKEN:
                walk.known.move(row.key, bare)
                addresses.rename(row, bare)
                walk.known.give_shape(bare)
            elif row.state is not State.ARCHIVED:
                walk.store.settle(row.n, State.ALIAS, original=first.n)

    def _bare(self, key: str) -> str:
        path, _, query = key.partition("?")
        return self._walk.site.platform.key(path, query) or key


def needless(key: str, other: str) -> str | None:
    """Return the one query name that one of two addresses of a page has besides.

    >>> needless("show.php?from=top&id=7", "show.php?id=7"), needless("a?id=7", "a?id=8")
    ('from', None)
    """
    (path, _, query), (other_path, _, other_query) = key.partition("?"), other.partition("?")
    pairs, other_pairs = ({*filter(None, text.split("&"))} for text in (query, other_query))
    more = pairs ^ other_pairs
    if path != other_path or len(more) != 1 or not (pairs < other_pairs or other_pairs < pairs):
        return None
    return next(iter(more)).partition("=")[0]
