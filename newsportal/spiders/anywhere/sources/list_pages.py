"""Pages of lists: what they name is entered into the state, and how far they were read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scrapy.http import TextResponse

from newsportal.chinese.dates import parse_date
from newsportal.chinese.lazy_pattern import lazy
from newsportal.discovery.entries import Mention
from newsportal.middlewares.manners import fetch_time
from newsportal.spiders.anywhere.page_analysis import PageAnalysis
from newsportal.spiders.anywhere.sources.list_walk import ListWalk
from newsportal.spiders.card import Card
from newsportal.state.published import Published
from newsportal.state.row import Route, Row
from newsportal.state.shapes import Verdict

if TYPE_CHECKING:
    from newsportal.spiders.anywhere.walk import AnyWalk

_DATED = lazy(r"(?:19|20)\d\d[-/_]?(?:0[1-9]|1[0-2])")  # the issue of a day or a month
_BLIND = 50  # pages that show nothing new, where no end is known, and one more for ten posts


@dataclass(slots=True)
class _Shown:
    """What one page of a list shows."""

    rows: list[Row] = field(default_factory=list)
    further: list[Mention] = field(default_factory=list)
    """What may be further lists."""
    fresh: int = 0
    """Posts that no list of this run has shown before."""
    news: int = 0
    others: int = 0
    """Posts whose links do not read like posts'."""
    _ends_new: dict[str, bool] = field(default_factory=dict)
    """Whether the last post is new, by the place where posts stand together."""
    _has_news: set[str] = field(default_factory=set)

    def take(self, row: Row, place: str, *, is_news: bool) -> None:
        """Take a post that stands behind the others in its place."""
        self.rows.append(row)
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
        self._blind = 0
        """Pages read only since the ends of their lists are not known."""
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
        if key == walk_key:
            self.store.listings.looked(walk.listing, 1, self.archive.run_number)
        shown = self._enter(page, walk)
        walk.shows = walk.shows or len(shown.rows)
        if page.beyond and not self.walk.settled:
            self.walk.spider.link_budget.leave(key, page.beyond)
        posts = [row.n for row in shown.rows]
        self.walk.hidden_posts.see(page, key, posts, first=walk.read == 0)
        if shown.news:
            self.walk.seeds.brought(walk.listing)
        shape = self.known.shape_at(key)
        if shown.fresh and key != "" and shape.verdict is Verdict.OTHER and not shape.told:
            shape.verdict, shape.changed = Verdict.LIST, True  # it names what no other list does
        self._offer(shown.further, news=bool(shown.news))
        if key == walk_key and key != "":
            self.frontier.result(key, fresh=shown.fresh > 0)
        patient = self._blind < _BLIND + self.run.fetched // 10
        walk.see(
            key, page.pages, posts, fresh=shown.fresh > 0, patient=patient,
            empty=key != "" and not (shown.rows or shown.others),
            over=self.walk.settled > 0 and not shown.goes_on,
        )  # fmt: skip
        self._blind += walk.is_blind

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
            if new:
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
                    found.others += 1
            else:
                found.further.append(named)
        return found

    def _offer(self, further: list[Mention], *, news: bool) -> None:
        """Keep what may be further lists; an update asks only for those of new days."""
        for named in further:
            if self.known.shape_at(named.key).verdict is Verdict.OTHER:
                continue
            if not self.walk.settled or (news and self._is_new_issue(named.key)):
                self.frontier.offer(named.key, navigation=named.link.navigation)

    def _is_new_issue(self, key: str) -> bool:
        if not _DATED.search(key):
            return False
        return self.store.execute("SELECT 1 FROM listings WHERE key = ?", key).fetchone() is None

    def _listed(self, named: Mention, response: TextResponse, walk: ListWalk) -> Row:
        key, title, date = named.key, named.link.text, named.date
        moment = parse_date(date, fetch_time(response)) if date else None
        published = Published.of(moment, "listing") if moment else None
        route = Route.INDEX if walk.key == "" else Route.LISTING
        row = self.known.sight(key, fetch_time(response), route, published, walk.listing)
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
