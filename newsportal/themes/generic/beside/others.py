"""Other posts beside an article: its neighbours, those related to it, cards, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text
from newsportal.items import Link
from newsportal.themes.generic.beside.links import BELOW, NearbyLinks
from newsportal.themes.generic.element_names import names
from newsportal.themes.generic.lines import Line

PREVIOUS = lazy(r"[\s\W]*(?:上一[篇条則则页]|前一篇|[Pp]rev(?:ious)?\b|Older)[\s:：】\])）]*")
NEXT = lazy(r"[\s\W]*(?:下一[篇条則则页]|后一篇|[Nn]ext\b|Newer)[\s:：】\])）]*")
# Instead of a neighbour: 返回列表, 没有了, a page of the article
_NONE = lazy(r"(?:返回|没有|沒有|暂无|下[载載])\S*|\d+|[上下]一[页頁]")
RELATED = lazy(
    r"[\s\W]*(?:相关|相關|延伸|推荐|推薦|[您你猜].{0,6}(?:喜欢|感兴趣)|更多).{0,3}"
    r"(?:新[闻聞]|[阅閱][读讀]|文章|报道|報導|链接|内容|推荐|喜欢|资讯)?[\s\W]*$"
)
_LATER, _FIRST = lazy("[Mm]odified|[Uu]pdated"), lazy("[Pp]ublished|[Cc]reated")
_MOST_RELATED = 30
_CARDS = frozenset("pagination pager prev next related recommend recommended relatedposts".split())
_CARD_DEPTH = 4
_HEADLINE = 8  # characters
_SIGNATURE = 30  # characters of a line that may credit people below links to other posts
_COMMENTS = frozenset("comment comments commentlist reply respond".split())
_COMMENT_DEPTH = 6


def neighbours(near: NearbyLinks) -> tuple[Link | None, Link | None]:
    """Return the posts that 上一篇 and 下一篇 name."""
    lines = near.layout.lines
    previous = following = None
    for link, place in near.foot:
        if previous and following:
            break
        text = near.text_of(link)
        line = lines[place].text if place < len(lines) else ""
        known = next((x for x in (previous, following) if x and x.url == link.get("href")), None)
        if known is not None:  # an arrow before the title leads there, too
            again = _neighbour(link, text, PREVIOUS if known is previous else NEXT)
            known.title = known.title or (again.title if again else "")
            continue
        rel = (link.get("rel") or "").split()
        described = names(link.get("class"), None)
        parent = link.getparent()
        around = names(parent.get("class"), parent.get("id")) if parent is not None else set()
        if previous is None and (
            "prev" in rel
            or PREVIOUS.match(text)
            or PREVIOUS.match(line)
            or described & {"prev", "previous"}
            or around & {"prev", "previous"}
        ):
            previous = _neighbour(link, text, PREVIOUS)
        elif following is None and (
            "next" in rel
            or NEXT.match(text)
            or NEXT.match(line)
            or "next" in described
            or "next" in around
        ):
            following = _neighbour(link, text, NEXT)
    return previous, following


def related(near: NearbyLinks) -> list[Link]:
    """Return the posts listed under a heading such as 相关新闻."""
    lines = near.layout.lines
    places = range(max(near.start, near.end), min(len(lines), near.end + BELOW))
    heading = next((place for place in places if RELATED.match(lines[place].text)), None)
    if heading is None:
        return []
    found: dict[str, Link] = {}
    last = heading
    for link, place in near.layout.links:
        if place <= heading:
            continue
        if place > last + 3 or len(found) >= _MOST_RELATED:
            break
        text, href = near.text_of(link), link.get("href") or ""
        if len(text) >= 6 and href and not href.startswith(("#", "javascript:")):
            found.setdefault(href, Link(href, text))
            last = place
    return list(found.values())


def is_of_comment(element: etree._Element) -> bool:
    """Tell whether an element belongs to what readers wrote."""
    return any(
        not _COMMENTS.isdisjoint(names(above.get("class"), above.get("id")))
        for above in islice(element.iterancestors(), _COMMENT_DEPTH)
        if above.tag not in ("body", "html")
    )


def without_others(lines: list[Line], last: Line | None) -> Iterator[Line]:
    """Yield those of the lines below a text, which ends with *last*, that stand in no other post's
    card: its excerpt credits people, too."""
    card: etree._Element | None = None
    around = set() if last is None else {last.block, *last.block.iterancestors()}
    for line in lines:
        if _is_headline(line):
            above = line.block.getparent()
            card = line.block if above is None or above in around else above
        elif card is not None and line.size > _SIGNATURE and card in _and_above(line.block):
            continue
        if not _stands_in_card(line):
            yield line


def begins_others(line: Line) -> bool:
    """Tell whether neighbours of a post or those related to it begin in a line."""
    return any(rule.match(line.text) for rule in (PREVIOUS, NEXT, RELATED))


def _is_headline(line: Line) -> bool:
    """Tell whether a line is a link with another post's title."""
    is_whole = line.linked == line.size >= _HEADLINE
    return is_whole and not (PREVIOUS.match(line.text) or NEXT.match(line.text))


def _and_above(block: etree._Element) -> list[etree._Element]:
    return [block, *islice(block.iterancestors(), _CARD_DEPTH)]


def _stands_in_card(line: Line) -> bool:
    """Tell whether a line that is a link stands in what is named as a card of another post."""
    if line.linked < line.size:
        return False
    return any(
        above.tag == "nav" or not _CARDS.isdisjoint(names(above.get("class"), above.get("id")))
        for above in islice(line.block.iterancestors(), _CARD_DEPTH)
    )


def _neighbour(link: etree._Element, text: str, label: re.Pattern[str]) -> Link | None:
    if _NONE.fullmatch(text):
        return None
    title = label.sub("", text, count=1).strip(" »«›‹→←>") or clean_text(link.get("title") or "")
    return Link(link.get("href") or "", title)


def is_of_change(element: etree._Element) -> bool:
    """Tell whether a ``time`` is of the last change alone: ``published updated`` is of both."""
    said = f"{element.get('itemprop')} {element.get('class')}"
    return bool(_LATER.search(said)) and not _FIRST.search(said)
