"""What a page of a list names: posts, what may be some, and what may be further lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from scrapy.http import TextResponse

from newsportal.chinese.dates import parse_date
from newsportal.chinese.lazy_pattern import lazy
from newsportal.discovery.days.years_of_list import lacks_year
from newsportal.discovery.entries import Mention
from newsportal.discovery.link_items import READ_ON
from newsportal.discovery.pagers import is_before
from newsportal.discovery.shape_evidence import Shape, Verdict
from newsportal.middlewares.manners import fetch_time
from newsportal.state.published import Published
from newsportal.state.row import Route, Row
from newsportal.walk.anywhere.page_analysis import PageAnalysis
from newsportal.walk.anywhere.sources.list_walk import ListWalk
from newsportal.walk.card import Card

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk

_DATED = 1000  # addresses
_NAME = lazy("[\u3400-\u9fff·]{2,4}")


@dataclass(frozen=True, slots=True)
class _Dated:
    """What a list shows as it shows posts, at an address like those of lists: /2026lh/."""

    title: str
    published: Published | None
    at: datetime
    listing: int


@dataclass(slots=True)
class Shown:
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
    _called: set[str] | None = None
    """What links call by a short name."""
    _has_news: set[str] = field(default_factory=set)

    def is_called(self, key: str, page: PageAnalysis) -> bool:
        """Tell whether another link calls by a name what a picture links to: a wall of people."""
        if self._called is None:
            named = (each for each in page.links if _NAME.fullmatch(each.text))
            self._called = {each.key for each in named if not READ_ON.fullmatch(each.text)}
        return key in self._called

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


def is_undecided(named: Mention, shape: Shape) -> bool:
    """Tell whether what is no menu's may be a post: too little of its shape was read."""
    return shape.may_be_lists and shape.verdict is not Verdict.LIST and not named.link.navigation


def stands_as_post(named: Mention, shape: Shape) -> bool:
    """Tell whether a list shows with title and day what is at an address like those of lists."""
    dated = named.is_post and bool(named.date) and not named.link.navigation
    return dated and shape.verdict is Verdict.LIST and not shape.told


class ListEntries:
    """Enters into the state what pages of lists name."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self.known, self.frontier = walk.known, walk.frontier
        self._wordless: set[str] = set()
        """Keys that only links without a word have named."""
        self._dated: dict[str, _Dated] = {}
        """By its key, what lists show with title and day though lists have such addresses."""
        self._compared: set[int] = set()
        """Posts whose card was compared: a box on a later page may call them otherwise."""

    def enter(self, page: PageAnalysis, walk: ListWalk) -> Shown:
        """Enter every address that a page names as what it is shown as."""
        found = Shown()
        for named in page.named:
            named.key = self.known.own(named.key)
            shape = self.known.shape_at(named.key)
            new = self._meet(named, shape, shown=named.is_post)
            if named.is_post and self.known.may_hold_posts(shape):
                self._take_post(named, page.response, walk, found)
            elif shape.verdict is not Verdict.POST:
                self._take_other(named, shape, page, walk, found, new=new)
            elif not named.link.navigation:
                self._take_unlisted(named, page.response, found)
        for file in page.files:
            shape = self.known.shape_at(file.key)
            self._meet(file, shape, shown=True)
            if self.known.may_hold_posts(shape):
                self._take_post(file, page.response, walk, found)
                self.walk.file_posts.named(file.key, file.link.text, page.response)
        return found

    def _meet(self, named: Mention, shape: Shape, *, shown: bool) -> bool:
        """Count a link for the shape of its address; tell whether the address is new."""
        new, newly_shown = self.frontier.meet(named.key, shown=shown)
        if new and not (named.link.text or shown):
            self._wordless.add(named.key)  # a picture says neither
        elif new or named.key in self._wordless:
            self._wordless.discard(named.key)
            shape.link(shown=shown)
        elif newly_shown:
            shape.show()
        return new

    def _take_post(
        self, named: Mention, response: TextResponse, walk: ListWalk, found: Shown
    ) -> None:
        row = self._listed(named, response, walk)
        found.fresh += row.listed != self.walk.archive.run_number
        found.take(row, named.link.chain, is_news=row.run > self.walk.settled)

    def _take_unlisted(self, named: Mention, response: TextResponse, found: Shown) -> None:
        """Take a post whose link does not read like one."""
        row = self.known.sight(named.key, fetch_time(response), Route.ELSEWHERE)
        found.fresh += not row.routes
        self.frontier.in_text.add(named.key)
        found.take(row, named.link.chain, is_news=row.run > self.walk.settled)

    def _take_other(
        self, named: Mention, shape: Shape, page: PageAnalysis, walk: ListWalk, found: Shown,
        *, new: bool,
    ) -> None:  # fmt: skip
        """Take what is no post as far as is known."""
        dated = named.date and shape.verdict is None and not named.link.navigation
        if dated or (self.known.is_wordless(named.link) and not found.is_called(named.key, page)):
            found.others += 1
            found.fresh += new
        if stands_as_post(named, shape) and len(self._dated) < _DATED:
            published, at = self._published(named, page.response, walk)
            said = _Dated(named.link.text, published, at, walk.listing)
            self._dated.setdefault(named.key, said)
        if is_undecided(named, shape):
            found.undecided.add(shape.shape)
            self.frontier.in_text.add(named.key)
        self.walk.menus.note(named.link, named.key)
        if not is_before(named.link, page.pages):
            found.further.append(named)

    def _listed(self, named: Mention, response: TextResponse, walk: ListWalk) -> Row:
        """Note date and title that a list gives a post, and whether it reads otherwise now."""
        key, title = named.key, named.link.text
        published, now = self._published(named, response, walk)
        route = Route.INDEX if walk.key == "" else Route.LISTING
        row = self.known.sight(key, now, route, published, walk.listing)
        self.walk.titles.note(key, title, sure=named.link.heading)
        card = Card.of(walk.listing % 256, title, "")
        before = Card.read(row.card) if row.card else None
        if before is None:
            self.walk.store.update(row.n, card=card.data)
        elif before.route != card.route or row.n in self._compared:
            return row
        elif before.title != card.title:
            self.walk.store.update(row.n, card=card.data)
            self.known.looks_changed(row)
        self._compared.add(row.n)
        return row

    def _published(
        self, named: Mention, response: TextResponse, walk: ListWalk
    ) -> tuple[Published | None, datetime]:
        """Return when a post came out by the list that names it, and when that was fetched."""
        date, now = named.date, fetch_time(response)
        moment = parse_date(date, now, rounds=False) if date else None
        if moment is not None:
            moment = walk.years.placed(named.link, moment, yearless=lacks_year(date))
        said = Published.of(moment, "listing") if moment else None
        return self.walk.spider.zone.corrected(named.key, said, now), now

    def confirm(self, page: PageAnalysis, key: str) -> None:
        """Enter what a list shows with title and day as a post, if its page says the same."""
        said = self._dated.get(key)
        if said is None or not (page.article and page.evidence.dated):
            return
        if not page.listing and page.is_titled(said.title):
            self.known.sight(key, said.at, Route.LISTING, said.published, said.listing)
            self.walk.titles.note(key, said.title, sure=False)
