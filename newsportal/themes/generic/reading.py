"""One article page, read once: where title, body and what is around them stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from urllib.parse import urljoin
from weakref import WeakKeyDictionary

from lxml import etree
from scrapy.http import TextResponse

from newsportal.chinese.bylines import Byline
from newsportal.pages.body import Body, BodyReader
from newsportal.pages.page import Page
from newsportal.pages.pictures import picture_address
from newsportal.themes.generic import moments, signed
from newsportal.themes.generic.around import Surroundings, text_of
from newsportal.themes.generic.block import choose
from newsportal.themes.generic.lines import lay_out
from newsportal.themes.generic.metadata import Metadata
from newsportal.themes.generic.text import cut_out
from newsportal.themes.generic.title import Names, anchor, find_title, printed
from newsportal.themes.generic.trim import Cut, cut, first_sentence
from newsportal.themes.generic.words import CREDIT, INFO

_SCRIPTS = etree.XPath("//script[not(@src)]/text()")
_ABOVE, _BELOW = 8, 14  # lines beside title and text that may tell date, outlet, people
_SCRIPT = 20_000
_readings: WeakKeyDictionary[TextResponse, Reading] = WeakKeyDictionary()


class Reading:
    """What the generic rules find on one page."""

    def __init__(self, response: TextResponse, boilerplate: Collection[bytes]) -> None:
        self.url = response.url
        self.root = Page.of(response).root
        self.layout = lay_out(self.root)
        self.metadata = Metadata.of(self.root)
        lines = self.layout.lines
        self.named = Names.of(self.root.findtext(".//title") or "")
        self.names = self.named.without_portal(lines, self._home())
        sure = anchor(lines, self.names)
        self.block = choose(self.layout, sure)
        self.start = len(lines) if self.block is None else first_sentence(lines, self.block, sure)
        self.title_place = find_title(lines, self.names, self.start)
        self.cut = (
            Cut([], -1, self.start)
            if self.block is None
            else cut(self.layout, self.block, self.title_place, boilerplate)
        )
        self.around = Surroundings(self.layout, self.title_place, self._top(), self.cut.end)

    @classmethod
    def of(cls, response: TextResponse, boilerplate: Collection[bytes] = ()) -> Reading:
        """Return the reading of a page without lines whose hashes are in *boilerplate*."""
        reading = _readings.get(response)
        if reading is None:
            reading = _readings[response] = cls(response, boilerplate)
        return reading

    def _home(self) -> set[str]:
        """Return the portal's name: what it calls itself, and texts of links to its front page."""
        root = urljoin(self.url, "/")
        homes = {root, root.rstrip("/"), f"{root}index.html", f"{root}index.php"}
        return {*self.metadata.portal, *(text_of(link) for link in self._links_to(homes))}

    def _links_to(self, addresses: set[str]) -> Iterator[etree._Element]:
        for link, _ in self.layout.links:
            href = link.get("href") or ""
            if href[:1] in ("/", ".") or href in addresses or href.startswith("index."):
                try:
                    found = urljoin(self.url, href)
                except ValueError:
                    continue
                if found in addresses:
                    yield link

    def _top(self) -> int:
        return self.cut.places[0] if self.cut.places else self.start

    def title(self) -> str:
        """Return the title as printed."""
        if self.title_place is not None:
            return printed(self.layout.lines[self.title_place].text, self.names)
        said = next(iter(self.metadata.titles), "")
        return said or max(self.named.parts, key=len, default="")

    def body(self, base: str) -> Body | None:
        """Return the body, None where the page has none."""
        if self.block is None:
            return None
        part = cut_out(self.layout, self.block, self.cut.places, self.cut.behind, self.cut.end)
        return BodyReader(base, picture_address).read([part])

    def head(self) -> list[str]:
        """Return the lines between title and text, and those just above the title."""
        top = self._top()
        title = top if self.title_place is None else min(self.title_place, top)
        places = range(max(0, title - _ABOVE), top)
        # The nearest first: between title and text, then above the title, from below.
        order = (*range(title, top), *reversed(range(places.start, title)))
        return [self.layout.lines[place].text for place in order]

    def foot(self) -> list[str]:
        """Return the lines just below the text."""
        lines = self.layout.lines
        last = self.cut.places[-1] + 1 if self.cut.places else self.start
        return [line.text for line in lines[last : max(last, self.cut.end) + _BELOW]]

    def stated(self, now: datetime) -> moments.Statement | None:
        """Return when the page says that the article was published."""
        return moments.best(list(self._statements(now)))

    def _statements(self, now: datetime) -> Iterator[moments.Statement]:
        for line in self.head():
            for moment in moments.in_line(line, now):
                yield moments.Statement(moment, "page")
        yield from moments.stated(self.metadata.published, now)
        yield from moments.stated(self._times(), now)
        yield from moments.in_scripts((text[:_SCRIPT] for text in _SCRIPTS(self.root)), now)
        yield from moments.in_address(self.url, now)
        for line in self.foot():
            if INFO.search(line):
                for moment in moments.in_line(line, now):
                    yield moments.Statement(moment, "page")

    def _times(self) -> list[str]:
        """Return what ``time`` elements beside title and text say."""
        found = []
        for time in self.root.iter("time"):
            said = time.get("datetime")
            if said and "dateModified" not in (time.get("itemprop") or ""):
                found.append(said)
        return found[:1]

    def dated(self) -> bool:
        """Tell whether the page dates its article, whenever that was."""
        return bool(self.metadata.published) or any(map(moments.prints_date, self.head()))

    def account(self) -> str | None:
        """Return the account that published the article, as links and lines beside it say."""
        if name := self.around.account():
            return signed.known(name)
        lines = (signed.author(line) for line in self.head())
        return next(filter(None, lines), None) or next(
            filter(None, map(signed.known, self.metadata.authors)), None
        )

    def outlet(self) -> str | None:
        """Return the outlet that the text is credited to beside it."""
        for line in (*self.head(), *self.foot()):
            if name := signed.outlet(line):
                return name
        return next(filter(None, map(signed.known, self.metadata.sources)), None)

    def people(self) -> Byline:
        """Return the people that the lines beside the text credit."""
        lines = [line for line in self.head() if INFO.search(line) or CREDIT.match(line)]
        lines += [line for line in self.foot() if CREDIT.search(line) or INFO.search(line)]
        return signed.people(lines)
