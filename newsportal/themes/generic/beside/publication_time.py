"""When an article was published, as all of its page says: lines, machines, scripts, address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from newsportal.chinese.info_line import is_of_another_act
from newsportal.chinese.lazy_pattern import lazy
from newsportal.themes.generic import moments
from newsportal.themes.generic.beside.believed_time import best
from newsportal.themes.generic.beside.todays_line import says_today
from newsportal.themes.generic.beside.told_times import for_machines, for_pointers
from newsportal.themes.generic.beside.written_times import written
from newsportal.themes.generic.words import ASKED, INFO, NEIGHBOUR

if TYPE_CHECKING:
    from newsportal.themes.generic.article_page import ArticlePage

_SCRIPT = 20_000  # characters of one script
_ENDS = 2  # lines at the end of a text
_LABEL = 12  # characters
_EXACT = "second", "minute"
_BROADCAST = "直播"
_CAPTION = lazy(r"\A\W*(?:图|圖)(?:为|為|片?[:：]|\s?[①-⑨])|\d\s?日?\s?[拍摄攝]")
# 青禾通讯社2026年11月20日讯
_DATELINE = lazy(r"\W?[^\d\W]{2,14}((?:19|20)\d\d年\d{1,2}月\d{1,2}日)\s?[讯訊电電]")


def stated(page: ArticlePage, now: datetime) -> moments.Statement | None:
    """Return when a *page* says that its article was published."""
    lines, places = page.layout.lines, page.cut.places
    found = [*_beside(page, now)]
    if not any(each.moment.precision in _EXACT and not each.weak for each in found):
        found += _elsewhere(page, now)
        # Answers may be part of the text, below who asked.
        texts = (lines[place].text for place in places)
        told = [line for line in texts if ASKED.match(line)]
        found += [*moments.in_lines(told, now)] or _below(page, now, alone=not found)
    last = (lines[place].text for place in places[-_ENDS:])
    below_it = moments.signed(last, now)
    # Beside another date its day is the document's own, but who signs with a time publishes.
    found += [each for each in below_it if not found or each.moment.precision == "minute"]
    if not found and _BROADCAST in page.title():
        found += moments.of_broadcast(page.around.head, now)
    if not found and places and (dateline := _DATELINE.match(lines[places[0]].text)):
        found += moments.in_lines([dateline[1]], now)
    found.sort(key=lambda each: each.weak or each.route == "url")  # their order is kept
    return best(found, next(moments.in_address(page.url, now), None))


def _beside(page: ArticlePage, now: datetime) -> Iterator[moments.Statement]:
    yield from moments.in_lines([*_of_publication(page.around.between)], now, at_title=True)
    above = (line for line in page.around.above_title if not says_today(line, now))
    yield from moments.in_lines([*above], now)
    yield from moments.stated(page.metadata.published, now)
    yield from moments.stated(for_machines(page.layout, page.around, page.cut.end), now)


def _of_publication(lines: list[str]) -> Iterator[str]:
    """Yield the lines between title and text but for other acts' times and what is on a picture.

    A table has the label in a cell of its own: 报名截止, 2026-11-20 18:00.
    """
    for before, line in pairwise(["", *lines]):
        of_another = len(before) <= _LABEL and is_of_another_act(before)
        if not (of_another and line[:1].isdigit()) and not _CAPTION.search(line):
            yield line


def _below(page: ArticlePage, now: datetime, *, alone: bool) -> list[moments.Statement]:
    """Return what lines below a text say: a date without a label is of a neighbour or a comment.

    *alone*, with nothing beside the text, the time of a change is the site's as often as the
    post's; and a line that is nothing but a date may be its own.
    """
    foot = page.around.foot()
    lines = [line for line in foot if INFO.search(line) and not NEIGHBOUR.match(line)]
    found = [*moments.in_lines(lines, now)]
    if not alone:
        return [each for each in found if each.labelled]
    surely = [each for each in found if each.labelled and not each.changed]
    bare = [each for each in found if not (each.weak or each.labelled)]
    return surely or [replace(each, weak=True) for each in bare]


def _comments(source: str) -> Iterator[str]:
    """Yield the comments of a page: the tree of one that had to be mended has none."""
    for part in source.split("<!--")[1:]:
        yield part.partition("-->")[0][:_SCRIPT]


def _elsewhere(page: ArticlePage, now: datetime) -> Iterator[moments.Statement]:
    told = moments.in_lines([*written(page.root, page.silent)], now)
    yield from (each for each in told if each.labelled)
    hints = for_pointers(page.layout, page.around)
    yield from moments.in_lines(hints, now)
    yield from moments.in_scripts((text[:_SCRIPT] for text in page.silent.scripts), now)
    yield from moments.in_comments(_comments(page.source), now)
    yield from moments.in_address(page.url, now)
