"""A link of a page, and the item of a list that it stands in: a title with date and excerpt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_ITEM = 6  # levels between a link and the item that it names
_ITEM_SIZE = 3000  # characters of an item; more is the whole list
_ITEM_LINKS = 12  # other addresses in one item; more are menus, sidebars, the page itself
_ITEM_NAMED = 60  # links in one item, many to the same address; else each would be read with all
_ROWS = 3  # links alike in a box, whose heading is the name of a column
_SHORT = 5  # characters of what may be a section's name, or a writer's
READ_ON = lazy(
    r"[\s\W]*(?:阅读(?:全文|更多|原文)?|查看(?:全文|详情|更多)?|详情|详细|全文|更多|继续阅读|点击(?:查看|进入)?"
    r"|read\s?(?:more|on)|more|continue\s?reading)[\s\W]*",
    re.IGNORECASE,
)
"""What a link says that leads to the whole of what stands beside it, or to more of it."""
_LIST = lazy(r"\W*(?:查看)?(?:更多|more)", re.IGNORECASE)
_NAME = lazy(r"[^/.?&=_-]+")
_DIGITS = lazy(r"[\s./:年月日号\[\]()（）-]*\d[\d\s./:年月日号\[\]()（）-]*")
_CARD_PARTS = 30  # texts in a link; more are no card
_CARD_LINKS, _CARD_SIZE = 6, 600  # of the card whose heading says what a picture links to


@dataclass(slots=True, eq=False)
class PageLink:
    """One link to a page of the portal."""

    element: etree._Element
    href: str
    """As printed."""
    key: str
    text: str
    """What the reader sees, else the title or the picture's text."""
    chain: str
    """The elements around it: links of one list have the same."""
    heading: bool
    """It stands in a heading."""
    navigation: bool
    """It stands where menus, tags and page numbers do."""
    around: str
    """The text of its item without its own; "" if the item is not to be told."""
    alone: bool = False
    """Its item has no other link."""

    @property
    def is_button(self) -> bool:
        """Whether it says no more than that the whole of its item is there: 详细, not 更多."""
        return self.alone and bool(READ_ON.fullmatch(self.text)) and not _LIST.match(self.text)

    @property
    def kind(self) -> str:
        """What short links with addresses alike share, as [要闻] or a writer's name beside titles.

        "" for links that say more: they are of one kind, whatever their addresses.
        """
        return _NAME.sub("*", self.key) if 0 < len(self.text) <= _SHORT else ""


def find_items(links: list[PageLink], beside: Sequence[PageLink] = ()) -> None:
    """Find for each link the largest element around it that names no second one like it.

    One *beside* them counts as a second one: a file may stand alone among pages.
    """
    if not links:
        return
    crowd = _Crowd(links[0].element.getroottree().getroot())
    climbs = [crowd.enter(link) for link in (*links, *beside)]
    for link, above in zip(links, climbs, strict=False):
        item = crowd.item_of(link, above)
        link.around = _dates_inside(link.element)
        if item is not None:
            size = _take_texts(link, item)
            link.alone = crowd.named[item] == 1
            says = "" if link.is_button else link.text
            if not says and len(crowd.inside[item]) <= _CARD_LINKS and size <= _CARD_SIZE:
                _take_heading(link, item)


class _Crowd:
    """Which links and headings stand in the elements around each link."""

    def __init__(self, root: etree._Element) -> None:
        self._alike: dict[tuple[etree._Element, str, str], set[str]] = {}
        """Keys of links with one chain and of one kind, by element."""
        self.inside: dict[etree._Element, set[str]] = {}
        """Keys of all links."""
        self._rows: dict[etree._Element, int] = {}
        """How many links alike there are at most, menus apart."""
        self._heads: Counter[etree._Element] = Counter()
        self.named: Counter[etree._Element] = Counter()
        for head in root.iter("h1", "h2", "h3"):
            self._heads[head] += 1
            self._heads.update(islice(head.iterancestors(), _ITEM))

    def enter(self, link: PageLink) -> list[etree._Element]:
        """Count a link for the elements around it; return these from the inside out."""
        above, kind = [], link.kind
        for level, element in enumerate(link.element.iterancestors()):
            if level >= _ITEM or element.tag == "body":
                break
            above.append(element)
            self.named[element] += 1
            alike = self._alike.setdefault((element, link.chain, kind), set())
            alike.add(link.key)
            if not link.navigation:
                self._rows[element] = max(self._rows.get(element, 0), len(alike))
            self.inside.setdefault(element, set()).add(link.key)
        return above

    def item_of(self, link: PageLink, above: list[etree._Element]) -> etree._Element | None:
        """Return the largest of the elements around a link that is its item."""
        item, kind = None, link.kind
        for element in above:
            like, others = len(self._alike[element, link.chain, kind]), len(self.inside[element])
            if kind:
                like += len(self._alike.get((element, link.chain, ""), ()))
            if (
                like > 1
                or others > _ITEM_LINKS
                or self._heads[element] > 1
                or self.named[element] > _ITEM_NAMED
                or (kind and link.heading and self._rows.get(element, 0) >= _ROWS)
            ):
                break  # the whole list, the box that it is the name of, or more of the page
            item = element
        return item


def _take_texts(link: PageLink, item: etree._Element) -> int:
    """Give a link what stands around it in its item; return how many characters were read."""
    parts = [link.around] if link.around else []
    size = 0
    for part in _texts(item, link.element):
        parts.append(part)
        size += len(part)
        if size > _ITEM_SIZE:
            break
    link.around = " ".join(" ".join(parts).split())
    return size


def _take_heading(link: PageLink, item: etree._Element) -> None:
    """Have a link without a title of its own say what the heading of its card says."""
    heading = next(item.iter(*HEADINGS), None)
    told = "" if heading is None else "".join(heading.itertext())
    told = told or link.element.get("aria-label") or ""
    link.text = clean_text(told) or link.text
    link.heading = heading is not None


def _dates_inside(link: etree._Element) -> str:
    """Return what stands in digits beside the title, where a link holds the whole of its card."""
    parts = [part for part in map(str.strip, link.itertext()) if part] if len(link) else []
    digits = [part for part in parts if _DIGITS.fullmatch(part)]
    return " ".join(digits) if len(digits) < len(parts) and len(parts) <= _CARD_PARTS else ""


def _texts(item: etree._Element, link: etree._Element) -> Iterator[str]:
    """Yield the texts of an item but for those of its link, and what ``time`` elements say."""
    walk = etree.iterwalk(item, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element is link or element.tag in ("script", "style"):
                walk.skip_subtree()
                continue
            if element.tag == "time" and element.get("datetime"):
                yield element.get("datetime")
            if element.text:
                yield element.text
        if event == "end" and element.tail and element is not item:
            yield element.tail
