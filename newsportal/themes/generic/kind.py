"""Is a page an article or a list? Evidence from the page alone, no verdict.

Right for some nine pages in ten; together with the pages and links of the same shape of address
it is nearly always right, which is why the walk weighs it and does not ask for a yes or no.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsportal.chinese.lazy_pattern import lazy
from newsportal.themes.generic.article_page import ArticlePage
from newsportal.themes.generic.element_names import names
from newsportal.themes.generic.lines import Line
from newsportal.themes.generic.page_title import overlap
from newsportal.themes.generic.words import DAY, INFO

_MORE = lazy(
    r"[\s\W]*(?:查看|[阅閱][读讀]|继续|[点點][击擊]|展开|浏览)?"
    r"(?:全文|更多|详情|详细|原文|[继繼][续續][阅閱][读讀]|[Rr]ead [Mm]ore|[Cc]ontinue)[\s\W]*$"
)
_PAGER = lazy(
    r"[\s\W]*(?:下一?[页頁]|后一?页|[末尾]页|最后一页|Next(?: page)?|Older(?: posts)?"
    r"|第\s?\d+\s?页)[\s\W]*$"
)
_TOTAL = lazy(r"共\s?\d+\s?[页頁条篇]|(?<!\d)\d+\s?/\s?\d+\s?页|createPageHTML")
_DATED = lazy(r"(?:^|[\[(（\s])(?:(?:19|20)\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:[\])）\s]|$)")
_LETTER = lazy(r"[^\W\d_]")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_ARTICLE_TYPE = lazy(r"article|posting|report", re.IGNORECASE)
_LISTS = frozenset("archive category tag home blog search author date index list listing".split())
_POSTS = frozenset("single post article postid detail".split())
_LIST_TITLE = lazy(
    r"^(?:分类|标签|归档|作者|专题|栏目|频道|搜索|[Cc]ategor|[Tt]ag|[Aa]rchive|[Aa]uthor|[Ss]earch)|第\s?\d+\s?页"
    r"|[Pp]age \d|下的文章|的文章$|\d{4}\s?年\s?\d{1,2}\s?月$|列表$|首页$"
)
_TEXT, _HEADED, _SAME = 60, 5.0, 8.0
_LONG_TITLE, _SHORT_TITLE, _SHORT = 10, 6, 30
_OPENING = 5  # lines
_EXCERPT = 300  # characters: posts in a list have less each
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
    dated: bool
    """The page says when it was published."""
    headed: bool = False
    """Its text stands below an unlinked line that the page is called after, and no post between."""
    title: str = ""
    """As read."""
    opening: str = ""
    """The first sentences of its text."""
    withheld: str = ""
    """The words by which it says that readers are not shown its text."""

    @property
    def leaning(self) -> float:
        """Return how much more speaks for an article than for a list, −1 to 1."""
        return self.article - self.listing


def evidence(reading: ArticlePage) -> Evidence:
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
    previous, following = reading.neighbours

    between = _between_sentences(reading)
    called = _called(reading)
    article = min(sentences, 600) / 200 + max(0.0, called)
    article += 1.0 if reading.title_place is not None and _beside(reading) else 0
    article += 1.0 if dated else 0
    headed = called > 0 and between * _EXCERPT <= sentences and _is_headed(reading)
    if headed and sentences >= _TEXT:
        article += _HEADED + (_HEADED if dated else 0)
    article += 1.0 if _ARTICLE_TYPE.search(reading.metadata.type) else 0
    article += 0.7 if previous or following else 0
    article += 1.5 * bool(described & _POSTS)
    listing = min(len(titles), 60) / 20 + min(headings, 10) / 2.5 + min(more, 8) / 2
    listing += min(dates, 12) / 4 + (1.0 if pager else 0)
    listing += 1.5 * bool(described & _LISTS)
    listing += min(3.0, linked / (sentences + 150)) + min(between, 8) / 2 + max(0.0, -called)
    whole = article + listing + 1
    return Evidence(
        article / whole, listing / whole, sentences, len(titles), dated,
        headed and not _is_of_a_card(reading), reading.title(),
        "".join(lines[place].text for place in inside[:_OPENING]),
        reading.withheld.words if reading.withheld.whole else "",
    )  # fmt: skip


def _between_sentences(reading: ArticlePage) -> int:
    """Return how many headings, dates and links to posts stand between sentences of the text.

    The block of a list holds many posts, each with a heading and a date of its own.
    """
    places = [place for place in reading.cut.places if reading.layout.lines[place].worth]
    if not places:
        return 0
    between = reading.layout.lines[places[0] : places[-1] + 1]
    return sum(
        1
        for line in between
        if not line.worth
        and (
            _is_title_link(line)
            or _is_linked_heading(line)
            or (line.size <= _SHORT and DAY.search(line.text))
            or (line.linked and _MORE.match(line.text))
        )
    )


def _is_headed(reading: ArticlePage) -> bool:
    """Tell whether the text stands below an unlinked line that the page is called after."""
    if reading.title_place is None or reading.title_place >= reading.cut.end:
        return False
    line = reading.layout.lines[reading.title_place]
    return not line.linked and overlap(line.text, reading.names) >= _SAME


def _is_of_a_card(reading: ArticlePage) -> bool:
    """Tell whether the linked title of a post stands between the page's title and the text.

    The name of the account in a heading of its own is none, nor are day, section and tags that are
    links in one line.
    """
    place, first = reading.title_place, next(iter(reading.cut.places), None)
    if place is None or first is None:
        return False
    layout = reading.layout
    long = {
        at
        for link, at in layout.links
        if place < at < first and len(_LETTER.findall("".join(link.itertext()))) >= _LONG_LINK
    }
    titles = [
        line.text
        for at, line in enumerate(layout.lines[place + 1 : first], place + 1)
        if (at in long and _is_title_link(line)) or _is_linked_heading(line)
    ]
    return bool(titles) and titles != [reading.account()]


def _called(reading: ArticlePage) -> float:
    """Return what the page's own title speaks for: above 0 an article, below 0 a list."""
    title = reading.names.whole
    if not title or "://" in title or reading.title_place is None:
        return 0.0
    if _LIST_TITLE.search(title):
        return -2.0
    if len(title) >= _LONG_TITLE:
        return 1.5
    says_article = _ARTICLE_TYPE.search(reading.metadata.type)
    return -1.0 if len(title) < _SHORT_TITLE and not says_article else 0.0


def _is_title_link(line: Line) -> bool:
    return line.linked >= _LONG_LINK and 2 * line.linked > line.size and line.size < 120


def _is_linked_heading(line: Line) -> bool:
    if 2 * line.linked <= line.size or line.size < 4:
        return False
    above = line.block.getparent()
    return line.block.tag in _HEADINGS or (above is not None and above.tag in _HEADINGS)


def _beside(reading: ArticlePage) -> bool:
    """Tell whether an info line (date, outlet, counters) stands between title and text."""
    return any(INFO.search(line) for line in reading.around.head[:6])


def _described(reading: ArticlePage) -> frozenset[str]:
    body = reading.root.find("body")
    return frozenset() if body is None else names(body.get("class"), body.get("id"))
