"""Is a page an article or a list? Evidence from the page alone, no verdict.

Right for some nine pages in ten; together with the pages and links of the same shape of address
it is nearly always right, which is why the walk weighs it and does not ask for a yes or no.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsportal.themes.generic.lines import Line
from newsportal.themes.generic.reading import Reading
from newsportal.themes.generic.words import INFO, names

_MORE = re.compile(
    r"[\s\W]*(?:查看|[阅閱][读讀]|继续|[点點][击擊]|展开|浏览)?"
    r"(?:全文|更多|详情|详细|原文|[继繼][续續][阅閱][读讀]|[Rr]ead [Mm]ore|[Cc]ontinue)[\s\W]*$"
)
_PAGER = re.compile(
    r"[\s\W]*(?:下一?[页頁]|后一?页|[末尾]页|最后一页|Next(?: page)?|Older(?: posts)?"
    r"|第\s?\d+\s?页)[\s\W]*$"
)
_TOTAL = re.compile(r"共\s?\d+\s?[页頁条篇]|\d+\s?/\s?\d+\s?页|createPageHTML")
_DATED = re.compile(
    r"(?:^|[\[(（\s])(?:(?:19|20)\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:[\])）\s]|$)"
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_ARTICLE_TYPE = re.compile(r"article|posting|report", re.IGNORECASE)
_LISTS = frozenset("archive category tag home blog search author date index list listing".split())
_POSTS = frozenset("single post article postid detail".split())
_LONG_LINK = 9  # characters of a link that may be a title


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for each kind, 0 to 1, and what was counted."""

    article: float
    listing: float
    sentences: int
    """Characters of the article's sentences."""
    titles: int
    """Links that read like titles of posts."""
    linked_headings: int
    dated: bool
    """The page says when it was published."""

    @property
    def leaning(self) -> float:
        """Return how much more speaks for an article than for a list, −1 to 1."""
        return self.article - self.listing


def evidence(reading: Reading) -> Evidence:
    """Return what a page says of its kind."""
    dated = reading.dated()
    lines = reading.layout.lines
    inside = reading.cut.places
    sentences = sum(lines[place].worth for place in inside)
    titles = [line for line in lines if _is_title_link(line)]
    headings = sum(
        1
        for place, line in enumerate(lines)
        if place != reading.title_place and _is_linked_heading(line)
    )
    more = sum(1 for line in lines if line.linked and _MORE.match(line.text))
    dates = sum(1 for line in titles if _DATED.search(line.text))
    pager = any(
        (line.linked and _PAGER.match(line.text)) or (line.size < 60 and _TOTAL.search(line.text))
        for line in lines
    )
    described = _described(reading)
    linked = sum(line.linked for line in titles)
    previous, following = reading.around.neighbours()

    article = min(sentences, 600) / 200
    article += 1.0 if reading.title_place is not None and _beside(reading) else 0
    article += 1.0 if dated else 0
    article += 1.0 if _ARTICLE_TYPE.search(reading.metadata.type) else 0
    article += 0.7 if previous or following else 0
    article += 1.5 * bool(described & _POSTS)
    listing = min(len(titles), 60) / 20 + min(headings, 10) / 2.5 + min(more, 8) / 2
    listing += min(dates, 12) / 4 + (1.0 if pager else 0)
    listing += 1.5 * bool(described & _LISTS)
    listing += min(3.0, linked / (sentences + 150))
    whole = article + listing + 1
    return Evidence(article / whole, listing / whole, sentences, len(titles), headings, dated)


def _is_title_link(line: Line) -> bool:
    return line.linked >= _LONG_LINK and 2 * line.linked > line.size and line.size < 120


def _is_linked_heading(line: Line) -> bool:
    if 2 * line.linked <= line.size or line.size < 4:
        return False
    above = line.block.getparent()
    return line.block.tag in _HEADINGS or (above is not None and above.tag in _HEADINGS)


def _beside(reading: Reading) -> bool:
    """Tell whether an info line (date, outlet, counters) stands between title and text."""
    return any(INFO.search(line) for line in reading.head()[:6])


def _described(reading: Reading) -> set[str]:
    body = reading.root.find("body")
    return set() if body is None else names(body.get("class"), body.get("id"))
