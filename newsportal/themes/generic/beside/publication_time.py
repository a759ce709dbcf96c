"""When an article was published, as all of its page says: lines, machines, scripts, address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from newsportal.chinese.lazy_pattern import lazy
from newsportal.themes.generic import moments
from newsportal.themes.generic.beside.believed_time import best
from newsportal.themes.generic.beside.told_times import for_machines, for_pointers
from newsportal.themes.generic.words import ASKED, INFO

if TYPE_CHECKING:
    from newsportal.themes.generic.article_page import ArticlePage

_SCRIPT = 20_000  # characters of one script
_ENDS = 2  # lines at the end of a text
_BROADCAST = "直播"
# 青禾通讯社2026年11月20日讯
_DATELINE = lazy(r"\W?[^\d\W]{2,14}((?:19|20)\d\d年\d{1,2}月\d{1,2}日)\s?[讯訊电電]")


def stated(page: ArticlePage, now: datetime) -> moments.Statement | None:
    """Return when a *page* says that its article was published."""
    lines, places = page.layout.lines, page.cut.places
    found = [*_beside(page, now)]
    if not any(each.moment.precision in ("second", "minute") for each in found):
        found += _elsewhere(page, now)
        # Answers may be part of the text, below who asked.
        asked = (lines[place].text for place in places)
        told = [line for line in asked if ASKED.match(line)]
        told += [line for line in page.around.foot() if INFO.search(line)]
        below = moments.in_lines(told, now)
        # With nothing beside it, the time of a change is the site's as often as the post's.
        found += [each for each in below if found or not each.changed]
    last = (lines[place].text for place in places[-_ENDS:])
    below_it = moments.signed(last, now)
    # Beside another date its day is the document's own, but who signs with a time publishes.
    found += [each for each in below_it if not found or each.moment.precision == "minute"]
    if not found and _BROADCAST in page.title():
        found += moments.of_broadcast(page.around.head, now)
    if not found and places and (dateline := _DATELINE.match(lines[places[0]].text)):
        found += moments.in_lines([dateline[1]], now)
    return best(found, next(moments.in_address(page.url, now), None))


def _beside(page: ArticlePage, now: datetime) -> Iterator[moments.Statement]:
    above = (line for line in page.around.above_title if not moments.is_calendar(line, now))
    yield from moments.in_lines([*page.around.between, *above], now)
    yield from moments.stated(page.metadata.published, now)
    yield from moments.stated(for_machines(page.layout, page.around, page.cut.end), now)


def _comments(source: str) -> Iterator[str]:
    """Yield the comments of a page: the tree of one that had to be mended has none."""
    for part in source.split("<!--")[1:]:
        yield part.partition("-->")[0][:_SCRIPT]


def _elsewhere(page: ArticlePage, now: datetime) -> Iterator[moments.Statement]:
    hints = for_pointers(page.layout, page.around)
    yield from moments.in_lines(hints, now)
    yield from moments.in_scripts((text[:_SCRIPT] for text in page.silent.scripts), now)
    yield from moments.in_comments(_comments(page.source), now)
    yield from moments.in_address(page.url, now)
