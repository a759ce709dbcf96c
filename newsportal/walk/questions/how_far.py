"""How far an update has to look for what is new."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from newsportal.state.row import Row, State


@dataclass(slots=True)
class HowFar:
    """Posts first named after the run *settled* are news; before it, every walk got to its end."""

    settled: int
    """The last run that left nothing to do; 0 if there was none, or if this is no update."""
    feed: list[str] = field(default_factory=list)
    """Keys of the feed's posts in order."""
    feed_suffices: bool = False
    """Whether the feed has told all that is new."""
    too_short: bool = False
    """Whether the index shows more posts than are known."""
    walking: bool = False
    """Whether menus and categories matter, not only the feed and page 1 of the index."""

    def __post_init__(self) -> None:
        self.walking = self.settled == 0

    def is_old(self, row: Row) -> bool:
        """Tell whether a post was known when the archive was last complete."""
        return row.run <= self.settled and not row.redated

    def judge_feed(self, rows: list[Row], now: datetime) -> str | None:
        """Take the posts of a feed fetched *now*; return what is wrong with the feed."""
        self.feed = [row.key for row in rows]
        if not rows:
            return "the feed names no posts; the lists are used"
        # The feed is sorted by time, so that nothing new comes after an old post. But a post dated
        # next week stays on top for a week: that it is old says nothing of those below it.
        self.feed_suffices = any(
            self.is_old(row) and not (row.published and row.published.at > now)
            for row in _there_before(rows)
        )
        if self.settled and not self.feed_suffices:
            self.walking = True
            return "every post of the feed is new; the lists are used"
        return None

    def judge_front(self, rows: list[Row]) -> str | None:
        """Take the posts of page 1 of the index; return what the feed missed."""
        # The feed shows the newest ten posts, page 1 of the index may show more. What comes after
        # the last of the feed's posts need not be in the feed.
        shown = [place for place, row in enumerate(rows, 1) if row.key in self.feed]
        newest = rows[: max(shown)] if shown else rows
        missed = (row.key for row in newest if not self.is_old(row) and row.key not in self.feed)
        late = next(missed, None)
        if not self.feed_suffices or late is None:
            return None
        self.feed_suffices = False
        return f"the feed misses {late}; the lists are used"

    def judge_length(self, promised: int, known: int) -> str | None:
        """Take how many posts the length of the index promises; return what is wrong with it."""
        if not self.settled or promised <= known:
            return None
        self.too_short, self.feed_suffices = True, False
        return (
            f"the index has at least {promised} posts, {known} are known; it is walked to its end"
        )

    def ends(self, rows: list[Row]) -> bool:
        """Tell whether a page of the index shows that nothing new is behind it."""
        if not self.settled or self.too_short:
            return False
        # The index is sorted by time, too: if the last post of a page is old, nothing new follows.
        last = next(iter(_there_before(rows[::-1])), None)
        return self.feed_suffices or (last is not None and self.is_old(last))


def _there_before(rows: list[Row]) -> list[Row]:
    """Leave out what was named but not there when it was asked for: it has come out since."""
    return [row for row in rows if row.state is not State.GONE]
