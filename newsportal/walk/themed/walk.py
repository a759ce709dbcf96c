"""The walk over a portal that a theme knows.

1. Read the feed, which has exact times, then the front page. If the feed still shows posts that
   the last good run knew, it has told all that is new, and an update leaves out steps 3 and 5.
2. Read the index, page after page: all of it, or in an update as far as there is news. On the way
   read whatever menus name: categories, the archive page.
3. Read the categories, the smallest first: as long as they bring news, or with ``mode=full`` to
   their ends.
4. Read the posts that no list has named, only other posts or sidebars, and those that look edited.
5. ``refetch``: read every known post again. ``full``: read the known posts that no list has shown.
6. Ask again for what could not be read.

Steps 1 and 2 run by the priorities of their requests. Each later step begins when no request is
left (`next_requests`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy import Request

from newsportal.pages.keys import address_of
from newsportal.walk.questions.rotation import ListTurn, next_turn
from newsportal.walk.themed.request_factory import Priority

if TYPE_CHECKING:
    from newsportal.spiders.posts import PostsSpider


class ThemedWalk:
    """The stages of the walk."""

    def __init__(self, spider: PostsSpider) -> None:
        self._spider = spider
        self._archive, self._store = spider.archive, spider.archive.store
        self._update = spider.arguments.mode == "update"
        self._looked = self._owed_asked = False
        self._in_turn: ListTurn | None = None

    def start(self) -> Iterator[Request]:
        """Begin with the feed; the front page follows when its times are known."""
        requests = self._spider.requests
        if not self._spider.how_far.settled or self._store.listings.has_feed():
            yield self._spider.feeds.newest()
            return
        self._archive.run.notes.append("no feed when last looked; the lists are used")
        yield requests.front()
        yield from requests.menus(self._store.listings.off_the_index())

    def next_requests(self) -> list[Request]:
        """Return the requests of the next stage that has any."""
        spider = self._spider
        if spider.which_posts.limit_reached():
            spider.link_budget.settle()
            return []
        stages = (
            self._next_page,
            self._page_in_turn,
            self._owed_lists,
            # Lists know times that the pages of their posts may not tell.
            spider.retry_queue.take_lists,
            self._other_posts,
            spider.feeds.of_a_day,
            self._revisits,
            spider.retry_queue.take,
            self._known_lists,
            self._unlisted_posts,
        )
        for stage in stages:
            if requests := stage():
                return requests
        spider.removals.settle()
        spider.not_there.settle_faults()
        self._settle_lists()
        if not self._update and not spider.arguments.since:
            spider.retry_queue.end()
        spider.link_budget.settle()
        spider.zone.tell(self._archive.run)
        self._archive.run.figures.contradicted = spider.zone.odd
        return self._other_posts()  # thought duplicates of one that changed or went

    def _next_page(self) -> list[Request]:
        found = self._spider.lists.following(to_the_end=not self._update)
        if found is None:
            return []
        walk, key = found
        page = self._spider.requests.page(
            key, Priority.LIST, page_of=walk.key, page=walk.number + 1
        )
        return [page]

    def _page_in_turn(self) -> list[Request]:
        """Read one more page in an update that has looked at feed and front page only."""
        run = self._archive.run
        if self._looked or not self._spider.how_far.settled or not run.front_page:
            return []
        self._looked = True
        turn = next_turn(self._store.listings, self._archive.run_number)
        if turn is None or (turn.page == 1 and turn.listing.looked == self._archive.run_number):
            return []
        self._in_turn = turn
        run.in_turn = address_of(self._spider.site.root, turn.key)
        return [self._spider.requests.in_turn(turn.listing.key, turn.page, turn.key)]

    def _owed_lists(self) -> list[Request]:
        """Ask in an update for the pages of lists that earlier runs could not read."""
        site, retry_queue = self._spider.site, self._spider.retry_queue
        if self._owed_asked or not self._spider.how_far.settled:
            return []
        self._owed_asked = True
        return [
            self._spider.requests.page(site.key(url), Priority.MENU).replace(
                meta={"tried": retry_queue.broken.is_broken(url)}, dont_filter=True
            )
            for url in retry_queue.due()
        ]

    def _settle_lists(self) -> None:
        """See which pages of lists are broken: they are owed no more."""
        spider = self._spider
        now = spider.sightings.now or datetime.now(UTC)

        def is_named(url: str) -> bool:
            key = spider.site.key(url)
            return key in spider.lists.named_by_pages or not self._store.listings.was_read(key)

        spider.retry_queue.settle_lists(now, is_named)
        if self._in_turn is not None and self._archive.run.in_turn in spider.retry_queue.failing:
            # It is owed; others have their turn.
            turn, run = self._in_turn, self._archive.run_number
            self._store.listings.looked(turn.listing.n, turn.page, run)

    def _known_lists(self) -> list[Request]:
        """Read the lists that only pages of posts name, which a full run does not read again."""
        if self._update or self._spider.arguments.since:
            return []
        known, walks = self._store.listings.others(), self._spider.lists.walks
        unread = [key for key in known if key not in walks and self._is_wanted(key)]
        return self._spider.requests.menus(unread)

    def _is_wanted(self, key: str) -> bool:
        traps, broken = self._spider.traps, self._spider.retry_queue.broken
        if broken.is_broken(address_of(self._spider.site.root, key)):
            return False  # and no page names it any more
        return traps.is_new(key) and key not in traps.beyond

    def _other_posts(self) -> list[Request]:
        self._spider.which_post.confused.take_back()
        return self._spider.requests.posts(self._spider.which_posts.rest())

    def _revisits(self) -> list[Request]:
        due = self._spider.revisits.due(self._spider.sightings.now)
        return self._spider.requests.posts(due)

    def _unlisted_posts(self) -> list[Request]:
        """Look for known posts that no list has shown, if all lists were read to their ends."""
        lists = self._spider.lists
        for page in lists.gaps():
            self._spider.retry_queue.lacks(page, "not found, but pages behind it are there")
        self._settle_lists()
        if self._update or self._spider.arguments.since or not lists.all_read():
            return []
        unlisted = self._store.to_fetch.unlisted(self._archive.run_number)
        return self._spider.requests.posts(unlisted)
