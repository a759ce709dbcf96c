"""What of a page is none of its article: boxes of other posts, what readers write, its foot."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

from lxml import etree

from newsportal.themes.generic.beside.announced import (
    announced,
    announced_inside,
    is_poll,
    lies_in_body,
)
from newsportal.themes.generic.element_names import (
    named_aside,
    named_body,
    named_comment_list,
    named_comments,
    named_foot,
    named_others,
)
from newsportal.themes.generic.lines import Block, Layout
from newsportal.themes.generic.words import DAY, WHEN

ARTICLE = 60  # characters of sentences below a title that may be an article
_TEASERS = 3  # blocks side by side: a linked title and a text in each, or a text and a time
_LINKED = 0.9  # of the characters of a linked title
_FEW, _TIME = 6, 24  # lines of one comment, and characters of the time in it
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_TITLE = ("h1", *_HEADINGS)
_TITLES, _LONG_TITLE = 5, 12  # lines that may be titles, and characters of one in the mean
_TEXT = ("p", "li", "td", "th", "dd", "dt", "blockquote", "figcaption")
_STOP = "。"
_DATED = 2  # lines below a heading in which its day stands
_FOOT = 0.4  # of a page's lines: more than its foot has
_SMALL = 0.3  # of the sentences of the article: what has more is part of it
_NEARLY_ALL, _PARAGRAPHS = 0.9, 3  # of all sentences, in so many paragraphs
_MOST = 0.5  # of all sentences: what has so many is the article, whatever it is called


def is_aside(block: Block) -> bool:
    element = block.element
    if element.tag in _HEADINGS:  # <h2 id="toc-1">, <h2 class="headerLink">: of the text
        return named_others(*block.names) or named_comments(*block.names)
    return element.tag in ("nav", "aside", "footer") or named_aside(*block.names)


def lines_beside(layout: Layout, title: int | None) -> set[int]:
    """Return the places of lines in blocks that are named after something beside an article."""
    worth = list(accumulate((line.worth for line in layout.lines), initial=0))
    ended = list(accumulate((_STOP in line.text for line in layout.lines), initial=0))
    places: set[int] = set()
    teasers: dict[tuple[etree._Element | None, str], list[Block]] = {}
    for block in layout.blocks:
        inside = worth[block.stop] - worth[block.start]
        if not inside or (title is not None and block.start <= title < block.stop):
            continue
        before = 0 if title is None else worth[block.start] - worth[min(title + 1, block.start)]
        less = inside <= _MOST * worth[-1] or before >= ARTICLE
        others = title is not None and _is_of_others(block, title)
        if others and inside >= _NEARLY_ALL * worth[-1] and _runs_on(layout, block):
            continue
        titles = (
            title is not None
            and before >= ARTICLE
            and ended[block.stop] == ended[block.start] > ended[title + 1]
            and inside >= _LONG_TITLE * (block.stop - block.start)
            and _are_titles(layout, block)
        )
        named = (less and is_aside(block)) or is_poll(layout, block)
        if named or others or titles or _is_foot(block, len(layout.lines)):
            places.update(range(block.start, block.stop))
        elif before >= ARTICLE and (_is_teaser(layout, block) or _is_dated(layout, block)):
            alike = (block.element.getparent(), block.element.tag)
            teasers.setdefault(alike, []).append(block)
    for several in teasers.values():
        if len(several) >= _TEASERS and not lies_in_body(several[0].element):
            places.update(place for each in several for place in range(each.start, each.stop))
    if title is not None:
        for each in (*announced(layout, title), *_posts_below(layout, title)):
            places.update(range(each.start, each.stop))
    return places


def _posts_below(layout: Layout, title: int) -> list[Block]:
    """Return the blocks of further posts that a page shows whole below its own, to read on.

    Each has the form of what holds the title, and a heading that is a link or has a day below it:
    a chapter has neither.
    """
    own = layout.lines[title].block
    tag, form = own.tag, own.get("class")
    if tag not in _TITLE and not form:
        return []
    found: set[etree._Element | None] = set()
    for place, line in enumerate(layout.lines[title + 1 :], title + 1):
        if not line.worth and line.block.tag == tag and line.block.get("class") == form:
            below = layout.lines[place + 1 : place + 1 + _DATED]
            dated = any(DAY.search(each.text) for each in below if not each.worth)
            if dated or line.linked >= _LINKED * line.size:
                found.add(_beside(line.block, own))
    return [
        block
        for block in layout.blocks
        if block.element in found
        and any(line.worth for line in layout.lines[block.start + 1 : block.stop])
    ]


def _beside(heading: etree._Element, title: etree._Element) -> etree._Element | None:
    """Return what holds a heading beside what holds the title, where all forms are the same."""
    above, around = heading.getparent(), title.getparent()
    while above is not around:
        if above is None or around is None or _form(above) != _form(around):
            return None
        heading, above, around = above, above.getparent(), around.getparent()
    return heading


def _form(element: etree._Element) -> tuple[object, str | None]:
    return element.tag, element.get("class")


def _is_of_others(block: Block, title: int) -> bool:
    """Tell whether a block below the title holds other posts, however much text is in it."""
    if block.start <= title or named_body(*block.names):
        return False
    return named_others(*block.names) or _is_card(block.element)


def _runs_on(layout: Layout, block: Block) -> bool:
    """Tell whether a block is a text, whatever it is called: paragraphs without a link."""
    lines = layout.lines[block.start : block.stop]
    if any(line.linked for line in lines) or named_comments(*block.names):
        return False
    paragraphs = [line for line in lines if line.worth and line.block.tag == "p"]
    return len(paragraphs) >= _PARAGRAPHS


def _are_titles(layout: Layout, block: Block) -> bool:
    """Tell whether lines without a full stop, below a text that has some, are titles of others.

    They need not be links: a script opens them. Each has an element of its own, of no text.
    """
    held = {line.block for line in layout.lines[block.start : block.stop]}
    return len(held) >= _TITLES and all(each.tag not in _TEXT for each in held)


def _is_teaser(layout: Layout, block: Block) -> bool:
    """Tell whether a block with sentences begins with a line that is a link."""
    first = layout.lines[block.start]
    return block.stop > block.start + 1 and first.linked >= _LINKED * first.size


def _is_dated(layout: Layout, block: Block) -> bool:
    """Tell whether a block is a few lines of which one is a time: what a reader has written."""
    if not 1 < block.stop - block.start <= _FEW:
        return False
    return any(
        line.size <= _TIME and _says_when(line.text)
        for line in layout.lines[block.start : block.stop]
    )


@lru_cache(maxsize=512)  # blocks inside one another ask about the same lines
def _says_when(text: str) -> bool:
    return WHEN.search(text) is not None


def _is_card(element: etree._Element) -> bool:
    """Tell whether an element is one of several that lie below a link without a word."""
    above = element.getparent()
    if above is None or not _is_covered(element):
        return False
    return sum(map(_is_covered, above.iterchildren(element.tag))) > 1


def _is_covered(element: etree._Element) -> bool:
    link = next(element.iterchildren("a"), None)
    if link is None or not (link.get("href") or "#").startswith(("/", ".", "http")):
        return False
    return not "".join(link.itertext()).strip() and next(link.iter("img"), None) is None


def _is_foot(block: Block, lines: int) -> bool:
    """Tell whether a block is the page's foot, however much text is in it."""
    element = block.element
    named = element.tag == "footer" or named_foot(*block.names)
    return named and block.stop - block.start <= _FOOT * lines


def aside_blocks(layout: Layout, article: Block, title: int | None) -> list[Block]:
    """Return the blocks inside *article* that belong to something else."""
    worth = list(accumulate((line.worth for line in layout.lines), initial=0))
    most = _SMALL * (worth[article.stop] - worth[article.start])
    # Where there are no sentences, it is the characters that are no links.
    own = list(accumulate((line.size - line.linked for line in layout.lines), initial=0))
    whole = own[article.stop] - own[article.start]
    if article.is_part:
        return []
    first = layout.blocks.index(article) + 1
    found = [] if title is None else _posts_below(layout, title)
    found += announced_inside(layout, article)
    for block in layout.blocks[first:]:
        if block.start >= article.stop and block.start > article.start:
            break
        sure = named_comment_list(*block.names) or is_poll(layout, block)
        if not (sure or is_aside(block)):
            continue
        if sure or _is_form(block):  # however short the article is
            found.append(block)
            continue
        if worth[block.stop] - worth[block.start] > most:
            continue
        little = 2 * (own[block.stop] - own[block.start]) <= whole
        if most or little or _pictures(article) > _pictures(block):
            found.append(block)
    return [block for block in found if _inside(block, article)]


def _is_form(block: Block) -> bool:
    """Tell whether a block is where readers write."""
    form = next(block.element.iter("form"), None)
    return form is not None and next(form.iter("textarea"), None) is not None


def _pictures(block: Block) -> int:
    return sum(1 for _ in block.element.iter("img"))


def _inside(block: Block, article: Block) -> bool:
    return any(above is article.element for above in block.element.iterancestors())
