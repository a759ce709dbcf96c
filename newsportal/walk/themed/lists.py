"""Reads the pages of lists: which posts they show, and which further pages are worth a look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from scrapy import Request
from scrapy.http import Response, TextResponse

from newsportal.archive.archive import ArchiveWriter
from newsportal.pages.keys import address_of
from newsportal.pages.page import base_url
from newsportal.pages.site import Site
from newsportal.state.row import Route, Row
from newsportal.themes.base import Pager, Theme
from newsportal.walk.fetched import Fetched
from newsportal.walk.questions.how_far import HowFar
from newsportal.walk.questions.traps import TrapGuard
from newsportal.walk.questions.which_posts import WhichPosts
from newsportal.walk.sightings import Sightings
from newsportal.walk.themed.list_walk import ListWalk


@dataclass(slots=True)
class ListPage:
    """One page of a list, as it was read."""

    fetched: Fetched
    walk: ListWalk
    rows: list[Row]
    """Its posts, in order."""
    natural: list[Row]
    """Those of them that stand in their natural place: not the sticky ones."""


@dataclass(slots=True)
class Lists:
    """The lists of the portal, and how far the walk over each has got."""

    archive: ArchiveWriter
    site: Site
    sightings: Sightings
    which_posts: WhichPosts
    how_far: HowFar
    traps: TrapGuard
    beside: set[int] = field(default_factory=set)
    """Pages of the index that were read since a page beside them brought news."""
    walks: dict[str, ListWalk] = field(default_factory=dict)
    """The lists met in this run, by the key of their first page; "" is the index."""
    _showing: dict[frozenset[str], Request | None] = field(default_factory=dict)
    """First pages of lists by the posts that they show; None: more than one shows them."""
    _alike: dict[frozenset[str], set[str]] = field(default_factory=dict)
    """Keys of lists by the posts that their first pages show."""
    named_by_pages: set[str] = field(default_factory=set)
    """Keys of the lists that menus and posts of this run name."""
    categories: set[str] = field(default_factory=set)
    """Keys of those that pages call the categories of their posts."""

    # A page, before and after its posts are asked for

    def read(self, fetched: Fetched) -> ListPage:
        """Enter into the state what a page of a list shows."""
        response, theme = fetched.themed
        entries, pager = fetched.entries, fetched.pager
        if fetched.kind == "index" and not self.archive.run.front_page:
            self.archive.run.front_page = bool(entries)
            links = [*pager.numbered.values(), *theme.menu(response), *theme.categories(response)]
            self.site.learn([*(entry.url for entry in entries), *links])
        walk = self._walk(fetched, response, pager)
        walk.see(pager, self.site, response.url, base_url(response, self.site))
        self.archive.run.lists += 1
        listings, number = self.archive.store.listings, max(fetched.number, pager.current)
        listings.see(walk.listing, walk.last, walk.template(self.site))
        listings.looked(walk.listing, number, self.archive.run_number)
        page = ListPage(fetched, walk, [], [])
        times = self.sightings.times(entries, response)
        for entry, said in zip(entries, times, strict=True):
            row = self.sightings.entry(entry, said, response, walk.listing, index=walk.key == "")
            if row is not None:
                page.rows.append(row)
                page.natural += [] if entry.sticky else [row]
        walk.posts = [row.key for row in page.natural]
        walk.first = walk.first or walk.posts
        return page

    def alike(self, page: ListPage) -> list[Request]:
        """Return the requests for first pages of lists that show just the same posts, each once.

        One list may be all of another; or a cache has shown one in place of another.
        """
        request, posts = page.fetched.request, frozenset(page.walk.posts)
        is_first_look = page.fetched.page_of is None and page.fetched.rounds == 0
        if page.walk.key == "" or not is_first_look or not posts:
            return []
        self._alike.setdefault(posts, set()).add(self.site.key(page.fetched.asked))
        if posts not in self._showing:
            self._showing[posts] = request
            return []
        other, self._showing[posts] = self._showing[posts], None
        return [request] if other is None else [other, request]

    def is_anothers(self, page: ListPage, *, doubted: bool) -> bool:
        """Tell whether the first page of a category is that of another by its own breadcrumb.

        It shows the posts of that other one, or is *doubted*, since it did so in an earlier run.
        """
        fetched, own = page.fetched, self.site.key(page.fetched.asked)
        response, theme = fetched.themed
        if fetched.page_of is not None or fetched.kind != "category":
            return False
        named = {self.sightings.key(link, response) for link in theme.categories(response)}
        alike = self._alike.get(frozenset(page.walk.posts), set())
        return own not in named and bool(named & (named if doubted else alike))

    def finish(self, page: ListPage) -> None:
        """See, once the posts of a page are asked for, whether its list is to be walked on."""
        walk, (response, theme) = page.walk, page.fetched.themed
        self._bound(walk, page.fetched, response)
        walk.stopped |= self.which_posts.limit_reached() or self._ends(page)
        if walk.at_end():
            self.archive.store.listings.walked(walk.listing, self.archive.run_number)
        self.sightings.posts(theme.asides(response), response, Route.ELSEWHERE)
        if walk.key == "":
            self.how_far.walking |= not walk.stopped

    def _walk(self, fetched: Fetched, response: TextResponse, pager: Pager) -> ListWalk:
        key = fetched.page_of
        if key is None:
            links = (pager.first, response.url) if fetched.kind != "index" else ()
            keys = (self.sightings.key(link, response) for link in links if link)
            key = next(filter(None, keys), "")  # none but the index begins at the front page
        if key not in self.walks:
            listing = self.archive.store.listings.number(key)
            self.walks[key] = ListWalk(key, listing, after=self.how_far.settled)
        return self.walks[key]

    def _bound(self, walk: ListWalk, fetched: Fetched, response: Response) -> None:
        """Walk no list that repeats another one, or that shows more posts than there are.

        Both were looked at as often: lists that are `alike` are asked for once more.
        """
        is_repeat = fetched.page_of is None and self.traps.is_repeat(walk.posts, fetched.rounds)
        if is_repeat and response.url != self.site.root:
            self.traps.fruitless_lists += 1
            if walk.key != "":
                walk.next = None
        walk.shown += self.traps.shown(len(walk.posts))
        if not walk.stopped and self.traps.too_long(walk.shown, self.archive.store.counts.known()):
            walk.stopped, walk.next = True, None
            reason = f"the list goes on after {walk.shown} posts, more than there are"
            self.archive.run.refused.add(url=response.url, reason=reason)

    def _ends(self, page: ListPage) -> bool:
        """Tell whether the pages behind this one are not needed."""
        natural = page.natural
        if natural and all(self.which_posts.too_old(row.published) for row in natural):
            return True
        if page.walk.key != "":
            return False
        if page.fetched.number == 1:
            told = self.how_far.judge_front(natural), self._judge_length(page)
            self.archive.run.notes += filter(None, told)
        return self.how_far.ends(natural)

    def _judge_length(self, page: ListPage) -> str | None:
        """Look whether the index is longer than the posts that are known can make it."""
        store, promised = self.archive.store, (page.walk.last - 1) * len(page.natural) + 1
        if page.walk.last < 2 or promised <= store.listings.promised():
            return None
        complaint = self.how_far.judge_length(promised, store.counts.on_index())
        if complaint:
            store.listings.promise(promised)
        return complaint

    # What to ask for next

    def ahead(self, number: int) -> Iterator[tuple[int, str]]:
        """Yield numbers and keys of further pages of the index, when page *number* is done."""
        yield from self.walks[""].ahead(number, self.site)

    def menu(self, page: ListPage) -> Iterator[str]:
        """Yield the keys of new pages that the menus of a list's page name."""
        fetched, (response, theme) = page.fetched, page.fetched.themed
        if fetched.kind != "index" or fetched.page_of is not None or response.url == self.site.root:
            # Else it is the front page in place of another page: its menus have been read.
            menu = self._keys(theme.menu(response), response)
            yield from self.named([*menu, *self.categorised(theme, response)])

    def categorised(self, theme: Theme, response: TextResponse) -> list[str]:
        """Return the keys of what a page calls categories, and remember that these are."""
        keys = self._keys(theme.categories(response), response)
        self.categories.update(keys)
        return keys

    def _keys(self, links: list[str], response: TextResponse) -> list[str]:
        return [*filter(None, (self.sightings.key(link, response) for link in links))]

    def named(self, keys: list[str]) -> Iterator[str]:
        """Yield the keys of those pages that are new, unless too many were looked at in vain."""
        self.named_by_pages.update(keys)
        if not self.how_far.walking:
            return
        for key in keys:
            if not self.traps.is_new(key):
                continue
            if (reason := self.traps.why_not(key)) is None:
                yield key
            else:
                self.archive.run.refused.add(url=address_of(self.site.root, key), reason=reason)

    def following(self, *, to_the_end: bool) -> tuple[ListWalk, str] | None:
        """Return a list, the smallest first, and the key of its next page that is worth a look."""
        store, run = self.archive.store, self.archive.run_number
        for walk in sorted(self.walks.values(), key=lambda walk: walk.last):
            if (key := walk.following(store, run, to_the_end=to_the_end)) is not None:
                return walk, key
        return None

    # How far the walk has got

    def unread(self, key: str, number: int, *, missing: bool) -> None:
        """Note that a page of a list cannot be read.

        *missing*: the portal says that it is not there; the list has become shorter, or has a gap.
        """
        if (walk := self.walks.get(key)) is None:
            return
        if missing:
            walk.not_found.add(number)
        walk.skip(number, self.site)

    def gaps(self) -> list[str]:
        """Return the addresses of pages that are missing before the last one of their lists."""
        keys = (key for walk in self.walks.values() for key in walk.gaps(self.site))
        return [address_of(self.site.root, key) for key in keys]

    def all_read(self) -> bool:
        """Tell whether every page of every list was read."""
        unread = self.archive.run.unread_lists
        return not unread and all(walk.at_end() for walk in self.walks.values())
