"""In which zone does a portal print its times, and is its feed right about it?

Pages print local times without an offset, and 上海 is only the likeliest place. The feed has an
offset; but some feeds print the local time and call it GMT. So each post of the feed is compared
with what pages say of it:

- ``3小时前`` depends on no zone: where the feed is whole hours off, the feed is wrong.
- ``2026-11-22 04:00``, whole hours off: the zone of the pages is another one, unless that would
  date posts after the time at which they were read, or in the small hours. Then it is the feed
  that is wrong.
- ``4周前 (10-30)``, days only: Z-Blog's feed prints the offset of its own zone, which is that of
  the pages. ``+0000`` is believed where ``3小时前`` says that the feed is right; that of other
  software tells no zone: WordPress prints it in every one.
- ``2026-11-22``, where the feed says the 23rd by Shanghai's clock, and the 22nd by another one for
  all posts: the same. But a feed of GMT that is right, of pages in UTC, looks as one that calls
  local time GMT. Unless something else tells (posts ahead, what the feed says of its making, hours
  of many posts) neither is corrected, and the interval holds both.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from newsportal.chinese.dates import SHANGHAI
from newsportal.pages.keys import address_of
from newsportal.rereading.time_zones import LOCAL, PageZone, local, moved, name_of
from newsportal.runs.run import Run
from newsportal.runs.verdict import Alert
from newsportal.state.published import Published
from newsportal.state.store import Store
from newsportal.walk.questions.zones.likely_zones import NEARLY_ALL, WIDEST, ZONES, fitting
from newsportal.walk.questions.zones.utc_labels import HARDLY, NIGHT, TELLING, UtcLabels

_ENOUGH = 3  # posts that say the same
_KEPT = 1000  # days that lists tell
_QUARTER = 900  # seconds; no zone of today is anything else than quarters of an hour off
_SLACK = 60  # seconds that a page and the feed may differ, as one of them prints no seconds
_EXACT = ("second", "minute")
_OF_POST = ("page", "meta")  # what a post's own page says: its record is on its way


@dataclass(slots=True)
class WhichZone:
    """Learns the zone of a portal's pages, or by how much its feed is wrong."""

    store: Store
    pages: PageZone = field(default_factory=PageZone)
    feed: timedelta = timedelta()
    feed_has_own_zone: bool = False
    """Whether the feed is known to print the offset of the portal's own zone."""
    odd: int = 0
    """Posts of which feed and own page contradict each other, and no zone explains it."""
    _feed_says: dict[str, Published] = field(default_factory=dict)
    _feed_prints: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    """For posts of the feed: its time, and the offset that is printed beside it."""
    _offsets: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    """For posts of the feed: its time, and the offset that the page's local time makes of it."""
    _days: dict[str, tuple[datetime, date]] = field(default_factory=dict)
    """For posts of the feed: its time, and the day that a page prints."""
    _told: dict[str, Published] = field(default_factory=dict)
    """Days that pages have told first: before the feed came, or the zone was known."""
    _called: dict[str, Published] = field(default_factory=dict)
    """Times that pages call UTC."""
    _late: set[str] = field(default_factory=set)
    """Posts that were archived before it was known how their pages' times are to be read."""
    _labels: UtcLabels = field(default_factory=UtcLabels)
    _clock_right: bool | None = None
    """Whether the feed's own words show its clock to be right."""
    _relative: Counter[int] = field(default_factory=Counter)
    _seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        zone, feed = self.store.portal.zone()
        self.pages, self.feed = PageZone.named(zone), timedelta(seconds=feed)

    def see_feed(self, right: bool | None) -> None:
        """Note whether a feed's own words show its clock to be *right*, None if they do not."""
        if right is not None and self._clock_right is not False:
            self._clock_right = right

    def corrected(
        self, key: str, said: Published | None, now: datetime, offset: int | None = None
    ) -> Published | None:
        """Take what the feed or a page that was fetched *now* says of a post; return the truth.

        *offset* is what a feed prints beside its time.
        """
        if said is None:
            return None
        if said.source == "feed":
            if said.precision in _EXACT:
                self._feed_says[key] = said
            if offset is not None:
                self._feed_prints[key] = said.at, offset
            if key in self._told and key in self._feed_says:
                self._compare(key, self._told[key], now)
            return self._fed(said)
        if said.precision == "day" and said.source in LOCAL and len(self._told) < _KEPT:
            self._told.setdefault(key, said)
        if key in self._feed_says and key not in self._seen:
            self._compare(key, said, now)
        if said.called_utc:
            self._labels.see(said)
            self._judge_labels()
            if len(self._called) < _KEPT:
                self._called[key] = said
        return self.pages.on_page(said)

    def _judge_labels(self, *, at_end: bool = False) -> None:
        """Learn whether pages that call their times UTC do so rightly."""
        right, local = self._labels.right(at_end=at_end), self._labels.prints_local()
        told = replace(self.pages, prints_local=self.pages.prints_local or local)
        if right is not None:
            told = replace(told, mislabelled=not right)
        if told != self.pages:
            self.pages = told
            self.store.portal.keep_zone(self.pages.name, int(self.feed.total_seconds()))
            self._date_anew(self._called)

    def _fed(self, said: Published) -> Published:
        """Return the truth of what the feed says."""
        return self.pages.in_feed(moved(said, lambda at: at + self.feed) if self.feed else said)

    @property
    def name(self) -> str:
        """Of the zone of the pages, "" for Shanghai's."""
        return "" if self.pages == PageZone() else self.pages.name

    def known(self, key: str, said: Published | None, known: Published | None) -> Published | None:
        """Return what is *known* of a post's time when its page *said* so, by `corrected`.

        Where the feed has said something else in this run, nobody can tell which is right; where
        they agree again, the feed is.
        """
        if said is None or key not in self._feed_says:
            return known
        feed = self._fed(self._feed_says[key])
        if said.contradicts(feed):
            self.odd += 1
            return feed.dispute(said)
        return feed if known is not None and known.disputed else known

    def _compare(self, key: str, said: Published, now: datetime) -> None:
        at = self._feed_says[key].at
        if said.relative:
            if said.precision in (*_EXACT, "hour"):
                self._seen.add(key)
                self._relative[round((said.at - at).total_seconds() / 3600)] += 1
        elif said.precision in _EXACT and said.source in LOCAL:
            off = (local(said.at) - at.astimezone(UTC).replace(tzinfo=None)).total_seconds()
            offset = round(off / _QUARTER) * _QUARTER
            if abs(off - offset) <= _SLACK and abs(offset) <= WIDEST + 8 * 3600:
                self._seen.add(key)
                self._offsets[key] = at, offset
        elif said.precision == "day" and said.source in LOCAL:
            self._days[key] = at, local(said.earliest).date()
        self._decide(now)

    def _decide(self, now: datetime) -> None:
        hours, count = next(iter(self._relative.most_common(1)), (0, 0))
        if count >= max(_ENOUGH, NEARLY_ALL * self._relative.total()):
            if hours or self.feed_has_own_zone:
                self._learn(self._zone_of_feed(right=not hours), timedelta(hours=hours))
                return
            self._clock_right = True
        if len(self._offsets) < _ENOUGH:
            if not self._offsets and not self.feed:
                self._learn(self._zone_of_feed(right=False), timedelta())
                if not any(offset for _, offset in self._feed_prints.values()):
                    self._decide_by_days(now)
            return
        zone = fitting(self._offsets)
        off, count = Counter(offset for _, offset in self._offsets.values()).most_common(1)[0]
        shift = timedelta(seconds=off - 8 * 3600)
        wrong = self._is_feed_wrong(shift, now)
        if wrong and count >= NEARLY_ALL * len(self._offsets):
            self._learn(PageZone(), shift)
        elif zone is not None and (wrong is False or zone == SHANGHAI or self._feed_prints):
            self._learn(PageZone(zone), timedelta())

    def _decide_by_days(self, now: datetime) -> None:
        days = self._days.values()
        others = [each for each in days if each[0].astimezone(SHANGHAI).date() != each[1]]
        for zone in map(ZoneInfo, ZONES if others else ()):
            fit = [each for each in days if each[0].astimezone(zone).date() == each[1]]
            if len(fit) < NEARLY_ALL * len(days) or any(each not in fit for each in others):
                continue
            offset = now.astimezone(zone).utcoffset() or timedelta()
            shift = offset - timedelta(hours=8)
            wrong = self._is_feed_wrong(shift, now, TELLING)
            if wrong is not None:
                self._learn(*((PageZone(), shift) if wrong else (PageZone(zone), timedelta())))
            elif zone.key == "UTC" and self.pages.zone == SHANGHAI and len(days) >= _ENOUGH:
                self._learn(PageZone(zone, doubted=True), timedelta())
            return

    def _is_feed_wrong(self, shift: timedelta, now: datetime, enough: int = 0) -> bool | None:
        """Tell whether the feed's times are right only when moved by *shift*, None if unclear.

        The hours of fewer posts than are *enough* tell nothing.
        """
        times = [said.at for said in self._feed_says.values()]
        ahead, moved_ahead = (sum(at + by > now for at in times) for by in (timedelta(), shift))
        if ahead != moved_ahead:
            return ahead > moved_ahead
        if self._clock_right is not None:
            return not self._clock_right
        hours = (
            [(at + by).astimezone(SHANGHAI).hour for at in times] for by in (timedelta(), shift)
        )
        nights, moved_nights = (sum(hour in NIGHT for hour in each) for each in hours)
        few, many = sorted((nights, moved_nights))
        hardly = 0 if enough else HARDLY * len(times)
        if few > hardly or many < _ENOUGH or len(times) < enough:
            return None
        return nights > moved_nights

    def _zone_of_feed(self, *, right: bool) -> PageZone:
        """Return the zone that the feed prints its times in, if that can be believed.

        What is printed as UTC may be local time, unless the feed is known to be *right*; and most
        software prints +0000 in every zone.
        """
        zone = fitting(self._feed_prints) if len(self._feed_prints) >= _ENOUGH else None
        believed = right or any(offset for _, offset in self._feed_prints.values())
        return PageZone(zone) if zone is not None and believed else self.pages

    def _learn(self, pages: PageZone, feed: timedelta) -> None:
        """Keep what is known from now on, and date anew what was told before."""
        known = self.pages
        pages = replace(pages, mislabelled=known.mislabelled, prints_local=known.prints_local)
        if (pages, feed) == (self.pages, self.feed):
            return
        again = feed != self.feed or pages.doubted != self.pages.doubted
        self.pages, self.feed = pages, feed
        self.store.portal.keep_zone(pages.name, int(feed.total_seconds()))
        self._date_anew(
            {key: said for key, said in self._told.items() if self._is_known_by_day(key)}
        )
        for key, said in self._feed_says.items() if again else ():
            row = self.store.row(key)
            if row is not None and row.published is not None and row.published.source == "feed":
                self.store.publish(row.n, self._fed(said))

    def _is_known_by_day(self, key: str) -> bool:
        row = self.store.row(key)
        known = row.published if row is not None else None
        return known is not None and known.precision == "day" and known.source in LOCAL

    def _date_anew(self, told: dict[str, Published]) -> None:
        """Date posts by what is known now; note those that are archived already, or about to be."""
        for key, said in told.items():
            row, published = self.store.row(key), self.pages.on_page(said)
            if row is None or row.published is None or row.published.source == "feed":
                continue
            is_read = row.revision or said.source in _OF_POST
            if is_read and not row.published.holds(published):
                self._late.add(key)
            self.store.publish(row.n, published)

    def tell(self, run: Run) -> None:
        """Say in a run's report what people should know of the zone, and what was dated without.

        What stands in a line is as the page was read then.
        """
        self._judge_labels(at_end=True)
        run.zone = self.note()
        if self._late:
            first = address_of(self.store.portal.root() or "", min(self._late))
            run.noticed.append(
                Alert(
                    "silence",
                    f"{len(self._late)} posts were archived before it was known how the portal's"
                    f" times are to be read, first {first}; newsportal reextract dates them anew",
                )
            )
            self._late.clear()

    def note(self) -> str:
        """Return what people should know of it, "" if there is nothing."""
        if self.feed:
            hours = -self.feed.total_seconds() / 3600
            return f"the feed's times are {hours:+g} h off; corrected"
        if self.pages.doubted:
            return "pages print days of UTC, or the feed calls local times UTC; intervals hold both"
        if self.pages.mislabelled:
            return "pages call UTC what by their printed days is local; intervals hold both"
        if self._labels.printed and self.pages == PageZone():
            return "pages print what they call UTC, and it may be local; intervals hold both"
        name = name_of(self.pages.zone) if self.pages.zone != SHANGHAI else ""
        return f"pages print times of {name}" if name else ""
