"""Pages of lists: what they name is entered into the state, and how far they were read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scrapy.http import TextResponse

from newsportal.chinese.dates import parse_date
from newsportal.chinese.lazy_pattern import lazy
from newsportal.discovery.entries import Mention
from newsportal.discovery.pagers import is_before
from newsportal.discovery.shape_evidence import Shape, Verdict
from newsportal.middlewares.manners import fetch_time
from newsportal.pages.keys import address_of
from newsportal.spiders.anywhere.page_analysis import PageAnalysis
from newsportal.spiders.anywhere.sources.list_orders import ListOrders
from newsportal.spiders.anywhere.sources.list_walk import ListWalk
from newsportal.spiders.card import Card
from newsportal.spiders.questions.retry_queue import rounds_of
from newsportal.state.facts import Fact
from newsportal.state.published import Published
from newsportal.state.row import Route, Row

if TYPE_CHECKING:
    from newsportal.spiders.anywhere.walk import AnyWalk

_DATED = lazy(r"(?:19|20)\d\d[-/_]?(?:0[1-9]|1[0-2])")  # the issue of a day or a month
_READ = 2  # entries of a menu that were read before, for each that was not
_BLIND = 50  # pages that show nothing new, where no end is known, and one more for ten posts


def is_silent_day(page: PageAnalysis, key: str) -> bool:
    """Tell whether the page at *key* is the issue of a day that leads to the day before it.

    Where it shows no post, nothing came out on that day; other days have their posts.
    """
    days = page.pages.numbered  # a calendar's
    following = (days.get(number + 1) for number, day in days.items() if day == key)
    before = page.pages.next or next(following, None)
    return before is not None and all(map(_DATED.search, (key, before)))


@dataclass(slots=True)
class _Shown:
    """What one page of a list shows."""

    rows: list[Row] = field(default_factory=list)
    places: list[tuple[str, int]] = field(default_factory=list)
    """Where each of them stands, and its number."""
    further: list[Mention] = field(default_factory=list)
    """What may be further lists."""
    fresh: int = 0
    """Posts that no list of this run has shown before."""
    news: int = 0
    others: int = 0
    """What may be posts though its links do not read like theirs."""
    undecided: set[str] = field(default_factory=set)
    """Shapes of all else that it names outside its menus, and that may be posts'."""
    _ends_new: dict[str, bool] = field(default_factory=dict)
    """Whether the last post is new, by the place where posts stand together."""
    _has_news: set[str] = field(default_factory=set)

    def take(self, row: Row, place: str, *, is_news: bool) -> None:
        """Take a post that stands behind the others in its place."""
        self.rows.append(row)
        self.places.append((place, row.n))
        self.news += is_news
        self._ends_new[place] = is_news
        if is_news:
            self._has_news.add(place)

    @property
    def goes_on(self) -> bool:
        """Whether further news may follow: what has news and ends with an old post is over.

        One old post says nothing: it may be held on top, or stand in a box of what is read most.
        """
        return any(self._ends_new[place] for place in self._has_news)


class ListPages:
    """Takes pages of lists."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self.archive = walk.archive
        self.frontier = walk.frontier
        self.known = walk.known
        self.run = walk.run
        self.store = walk.store
        self.walks: dict[str, ListWalk] = {}
        """By the key of the first page."""
        self._readers: dict[str, ListWalk] = {}
        """The list as whose page one was read first, by the page's key."""
        self.seen: set[int] = set()
        """What pages of lists have shown (`PageAnalysis.posts`)."""
        self._blind = 0
        """Pages read only since the ends of their lists are not known."""
        self._leading: dict[str, int] = {}
        """By the key of a list of a month or a day, the page that leads to it and shows no post."""
        self.orders = ListOrders(self.store)
        self._wordless: set[str] = set()
        """Keys that only links without a word have named."""
        self._compared: set[int] = set()
        """Posts whose card was compared: a box on a later page may call them otherwise."""

    def read_other(self, page: PageAnalysis, key: str) -> None:
        """Take a page that is no post: a list, or a page that names further ones."""
        self.read(page, key, key)

    def read(self, page: PageAnalysis, key: str, walk_key: str) -> None:
        """Enter into the state what a page of a list shows."""
        walk = self.walks.get(walk_key)
        if walk is None:
            walk = self.walks[walk_key] = ListWalk(walk_key, self.store.listings.number(walk_key))
        self.run.lists += 1
        if any(each.is_post for each in page.named):
            self.seen.add(page.posts)
        if key == walk_key:
            self.store.listings.looked(walk.listing, 1, self.archive.run_number)
        shown = self._enter(page, walk)
        walk.shows = walk.shows or len(shown.rows)
        if page.beyond and not self.walk.settled:
            self.walk.spider.link_budget.leave(key, page.beyond)
        if not self.walk.settled:
            self.orders.see(walk.listing, shown.places, first=key == walk_key)
            self.walk.other_hosts.see(page.response)
        elif key == walk_key:
            self.orders.look(walk.listing, shown.places)
        posts, request = [row.n for row in shown.rows], page.response.request
        if is_silent_day(page, key) and walk.has_shown(posts):
            posts = []  # they stand beside those of every day
        if (
            request is not None
            and not rounds_of(request)
            and walk.shows_again(key, page.pages, posts)
        ):
            walk.skip(key)
            self.walk.retry_queue.add(request, "it shows the posts of another page of its list")
            return
        self.walk.hidden_posts.see(page, walk_key, posts, first=walk.read == 0)
        if shown.news:
            self.walk.seeds.brought(walk.listing)
        elif key == walk_key and not (shown.rows or shown.others or page.article):
            self.walk.seeds.may_bring(walk.listing)
        shape = self.known.shape_at(key)
        if shown.fresh and key != "" and shape.verdict is Verdict.OTHER and not shape.told:
            shape.verdict, shape.changed = Verdict.LIST, True  # it names what no other list does
        self._offer(shown, walk, is_front=key == "")
        if key == walk_key and key != "":
            self.frontier.result(key, fresh=shown.fresh > 0)
            if shown.fresh and key in self._leading:
                self.walk.seeds.brought(self._leading[key])
        patient = self._blind < _BLIND + self.run.fetched // 10
        walk.see(
            key, page.pages, posts, fresh=shown.fresh > 0, patient=patient,
            empty=key != "" and not (shown.rows or shown.others or is_silent_day(page, key)),
            over=self.walk.settled > 0 and not shown.goes_on and not self._is_owed(walk_key),
        )  # fmt: skip
        walk.undecided |= shown.undecided
        if self._ends_with_news(key, walk, shown):
            walk.turn()
        self._readers.setdefault(key, walk)
        if self._leads_into_another(walk):
            walk.next = None
        self._blind += walk.is_blind
        if walk.is_repeated(key) and not self._is_elsewhere(shown.rows, walk):
            walk.repeats = True

    def judge_again(self, shape: str) -> None:
        """Read those lists anew that were left before it was known that posts have a *shape*."""
        for key, walk in [*self.walks.items()]:
            if shape in walk.undecided and walk.stopped:
                self.walks[key] = ListWalk(key, walk.listing, next=key)
                self._readers = {page: by for page, by in self._readers.items() if by is not walk}

    def _is_owed(self, key: str) -> bool:
        """Tell whether an update goes on at a page that could not be read before."""
        url = address_of(self.walk.site.root, key)
        return self.walk.retry_queue.broken.is_remembered(url)

    def _leads_into_another(self, walk: ListWalk) -> bool:
        """Tell whether another list has been read from the next page on: each page of a newspaper
        leads to the first one of the issue before."""
        other = self._readers.get(walk.next or "")
        return other is not None and other is not walk and not other.stopped

    def _ends_with_news(self, key: str, walk: ListWalk, shown: _Shown) -> bool:
        """Tell whether an update has to read a list's end: it begins with its oldest posts.

        A feed or a sitemap would tell news, too, and what is owed is asked for anyway.
        """
        if not self.walk.settled or key != walk.key:
            return False
        if self.walk.facts.get(Fact.SITEMAP) or self.walk.seeds.overlaps:
            return False
        last = walk.end or walk.next
        if last is not None and self._is_owed(last):
            return False
        return self.orders.ascends(shown.places)

    @staticmethod
    def _is_elsewhere(rows: list[Row], walk: ListWalk) -> bool:
        """Tell whether other lists or the sitemap have named all posts of a page before."""
        return all(
            Route.SITEMAP in row.routes or row.listing not in (None, walk.listing) for row in rows
        )

    def _enter(self, page: PageAnalysis, walk: ListWalk) -> _Shown:
        """Enter every address that a page names as what it is shown as."""
        response, found = page.response, _Shown()
        files = {id(named) for named in page.files}
        for named in (*page.named, *page.files):
            is_file = id(named) in files
            named.key = named.key if is_file else self.known.own(named.key)
            shape = self.known.shape_at(named.key)
            shown = named.is_post or is_file
            new, newly_shown = self.frontier.meet(named.key, shown=shown)
            if new and not (named.link.text or shown):
                self._wordless.add(named.key)  # a picture says neither
            elif new or named.key in self._wordless:
                self._wordless.discard(named.key)
                shape.link(shown=shown)
            elif newly_shown:
                shape.show()
            if shown and self.known.may_hold_posts(shape):
                row = self._listed(named, response, walk)
                found.fresh += row.listed != self.archive.run_number
                found.take(row, named.link.chain, is_news=row.run > self.walk.settled)
                if is_file:
                    self.walk.file_posts.named(named.key, named.link.text, response)
            elif is_file:
                continue
            elif shape.verdict is Verdict.POST:
                if not named.link.navigation:  # a post, though its link does not read like one
                    row = self.known.sight(named.key, fetch_time(response), Route.ELSEWHERE)
                    found.fresh += not row.routes
                    self.frontier.in_text.add(named.key)
                    found.take(row, named.link.chain, is_news=row.run > self.walk.settled)
            else:
                dated = named.date and shape.verdict is None and not named.link.navigation
                if dated or self.known.is_wordless(named.link):
                    found.others += 1
                    found.fresh += new
                if self._is_undecided(named, shape):
                    found.undecided.add(shape.shape)
                    self.frontier.in_text.add(named.key)
                self.known.menu(named.link, named.key)
                if not is_before(named.link, page.pages):
                    found.further.append(named)
        return found

    @staticmethod
    def _is_undecided(named: Mention, shape: Shape) -> bool:
        """Tell whether what is no menu's may be a post: too little of its shape was read."""
        return (
            shape.may_be_lists and shape.verdict is not Verdict.LIST and not named.link.navigation
        )

    def _is_readable(self, shape: Shape) -> bool:
        """Tell whether earlier runs have read pages of a shape, or have not met it."""
        return shape.pages > 0 or self.walk.shapes.is_new(shape)

    def _offer(self, shown: _Shown, walk: ListWalk, *, is_front: bool) -> None:
        """Keep what may be further lists; an update asks only for those that are new."""
        leads_on = not (shown.rows or shown.others)  # a page of nothing but lists
        for named in shown.further:
            shape = self.known.shape_at(named.key)
            if not shape.may_be_lists:
                continue
            if is_front or (leads_on and not named.link.navigation):  # 专题: a wall of topics
                self.frontier.name_as_section(named.key)
            is_issue = bool(_DATED.search(named.key))
            if leads_on and is_issue:
                self._leading[named.key] = walk.listing
            if (
                not self.walk.settled
                or (is_issue and (shown.news or leads_on))
                or (self._is_undecided(named, shape) and self._is_readable(shape))
            ):
                self._keep(named)
        if is_front and self.walk.settled:
            self._offer_sections(shown.further)

    def leads_on(self, page: PageAnalysis) -> bool:
        """Tell whether a page names lists of days or months that were read."""
        issues = (each.key for each in page.named if _DATED.search(each.key))
        return any(self.store.listings.is_known(key) for key in issues)

    def _keep(self, named: Mention) -> None:
        if not self.walk.settled or not self.store.listings.is_known(named.key):
            self.frontier.offer(named.key, navigation=named.link.navigation)

    def _offer_sections(self, further: list[Mention]) -> None:
        """Keep new lists of a menu whose other entries were read; of tags many were not."""
        menus: dict[str, list[Mention]] = defaultdict(list)
        for named in further:
            if named.link.navigation:
                menus[named.link.chain].append(named)
        for menu in menus.values():
            new = [each for each in menu if not self.store.listings.is_known(each.key)]
            if len(menu) >= (1 + _READ) * len(new):
                for named in new:
                    self.frontier.offer(named.key, navigation=True)

    def _listed(self, named: Mention, response: TextResponse, walk: ListWalk) -> Row:
        key, title, date = named.key, named.link.text, named.date
        now = fetch_time(response)
        moment = parse_date(date, now, rounds=False) if date else None
        said = Published.of(moment, "listing") if moment else None
        published = self.walk.spider.zone.corrected(key, said, now)
        route = Route.INDEX if walk.key == "" else Route.LISTING
        row = self.known.sight(key, now, route, published, walk.listing)
        self.known.title(key, title, sure=named.link.heading)
        card = Card.of(walk.listing % 256, title, "")
        before = Card.read(row.card) if row.card else None
        if before is None:
            self.store.update(row.n, card=card.data)
        elif before.route != card.route or row.n in self._compared:
            return row
        elif before.title != card.title:
            self.store.update(row.n, card=card.data)
            self.known.looks_changed(row)
        self._compared.add(row.n)
        return row
