"""One article page, read once: where title, body and what is around them stand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from weakref import WeakKeyDictionary

from lxml import etree
from scrapy.http import TextResponse

from newsportal.chinese.credits.bylines import Byline
from newsportal.chinese.lazy_pattern import lazy
from newsportal.items import Link
from newsportal.pages.body.reader import Body, BodyReader
from newsportal.pages.page import Page
from newsportal.pages.pictures import picture_address
from newsportal.pages.tree import Silent
from newsportal.themes.generic import moments
from newsportal.themes.generic.beside import signed
from newsportal.themes.generic.beside.framed import framed
from newsportal.themes.generic.beside.lines_around import LinesAround
from newsportal.themes.generic.beside.links import NearbyLinks, leading_home, text_of
from newsportal.themes.generic.beside.others import neighbours
from newsportal.themes.generic.beside.publication_time import stated
from newsportal.themes.generic.beside.publisher_account import account, named
from newsportal.themes.generic.block import choose
from newsportal.themes.generic.fallback.by_script import by_script
from newsportal.themes.generic.fallback.gallery import files_below, films_below, pictures_below
from newsportal.themes.generic.fallback.linked_text import unlink_texts
from newsportal.themes.generic.fallback.verses import verses
from newsportal.themes.generic.lines import lay_out, weigh_foreign
from newsportal.themes.generic.metadata import Metadata
from newsportal.themes.generic.page_title import PageTitle, is_titled, overlap
from newsportal.themes.generic.start import first_sentence
from newsportal.themes.generic.text import cut_out
from newsportal.themes.generic.title import (
    above_text,
    anchor,
    beginning,
    broken,
    find_title,
    headline_below,
    labelled_title,
    own_heading,
    printed,
    told_heading,
    without_badge,
)
from newsportal.themes.generic.trim.cut import TextRange, cut
from newsportal.themes.generic.withheld import withheld
from newsportal.themes.generic.words import CREDIT, INFO, ORIGIN, PRINTED

_FEW = 3  # lines
_SIGNATURE = 40
_BEGINNING = 8  # characters of a text, which a summary of it may share
_ENDS = 2  # lines at either end of a text
_FIRST_OF = lazy(r"\s?[(（\[]\s?1\s?/\s?[0-9]{1,3}\s?[)）\]]$")  # the first picture: (1/5)
_NAME = 8  # characters of a portal's name, at most
_REPORTER = lazy("[记記]者|采写|通[讯訊][员員]")
_readings: WeakKeyDictionary[TextResponse, ArticlePage] = WeakKeyDictionary()


class ArticlePage:
    """What the generic rules find on one page."""

    def __init__(
        self, url: str, root: etree._Element, silent: Silent, boilerplate: Collection[bytes]
    ) -> None:
        self.url = url
        self.source = ""
        """The page as it came."""
        self.is_revealed = False
        """All of the text is in the page, though a script alone shows some of it."""
        self.root, self.silent = root, silent
        self.layout = lay_out(self.root)
        unlink_texts(self.layout)
        weigh_foreign(self.layout, silent.title)
        self.metadata = Metadata.of(silent)
        self.withheld = withheld(self.layout, silent.of("input"))
        lines = self.layout.lines
        self.named = PageTitle.of(told_heading(lines, self.metadata.titles, silent.title))
        self.home = home = {*self.metadata.portal, *leading_home(url, self.layout)}
        told = self.named.told(self.metadata.titles, home) if self.metadata.titles else None
        self.names = told or self.named.without_portal(lines, home)
        sure = anchor(lines, self.names)
        own = None
        if sure is None:
            own = own_heading(self.layout, url, home)
            sure = own = labelled_title(lines) if own is None else own
        self.block = choose(self.layout, sure)
        self.start = len(lines) if self.block is None else first_sentence(lines, self.block, sure)
        self.title_place = find_title(lines, self.names, self._first(sure), home)
        if own is not None or self._says(self.title_place) < self._says(sure):
            self.title_place = sure  # far above the text
        if not self._names(self.title_place):
            # It may stand far above what little text there is: a post of pictures.
            self.title_place = beginning(lines, self.names, self.title_place)
        if self.title_place is None and self.block is not None:
            self.title_place = above_text(lines, self.named.whole, self.start, home)
        if self.title_place is not None:
            below = headline_below(lines, self.title_place, self.start)
            self.title_place = self.title_place if below is None else below
        place = self.title_place
        self._broken = None if place is None else broken(lines, place, self.names)
        if self._broken:
            self.title_place = self._broken[1]
        if sure is None and place is not None and (not self._is_long() or is_titled(lines[place])):
            # A page that is called like its portal: with its title known, what is beside it is.
            self.block = choose(self.layout, self.title_place)
            if self.block is not None:
                self.start = first_sentence(lines, self.block, self.title_place)
        self.cut = (
            TextRange([], -1, self.start, [])
            if self.block is None
            else cut(self.layout, self.block, self.title_place, boilerplate, self.withheld.places)
        )
        if self.withheld.places:
            self.withheld.judge(self.layout, self.title_place)
        elif not self.cut.places and (self._names(self.title_place) or not self.names.whole):
            self._read_verses(boilerplate)
        self.near = NearbyLinks(self.layout, self.title_place, self._top(), self.cut.end)

    @classmethod
    def of(cls, response: TextResponse, boilerplate: Collection[bytes] = ()) -> ArticlePage:
        """Return the reading of a page without lines whose hashes are in *boilerplate*."""
        reading = _readings.get(response)
        if reading is None:
            page = Page.of(response)
            reading = cls(response.url, page.root, page.silent, boilerplate)
            script = by_script(reading)
            if script is not None:
                whole = cls._shown(response.url, script, boilerplate)
                reading = whole if whole and whole._goes_on(reading) else reading
                reading.is_revealed = reading.root is script
            reading.source = response.text
            _readings[response] = reading
        return reading

    @classmethod
    def _shown(
        cls, url: str, root: etree._Element, boilerplate: Collection[bytes]
    ) -> ArticlePage | None:
        """Return the reading of a page with what only a script shows, if that is an article."""
        reading = cls(url, root, Silent(root), boilerplate)
        return reading if reading.cut.places and reading.title_place is not None else None

    def _goes_on(self, other: ArticlePage) -> bool:
        """Tell whether the text has the beginning of another reading of the page, if that has one.

        What was hidden may be another text.
        """
        first = next((other.layout.lines[place].text for place in other.cut.places), "")
        return any(first[:_BEGINNING] in self.layout.lines[place].text for place in self.cut.places)

    def _read_verses(self, boilerplate: Collection[bytes]) -> None:
        """Take lines without a sentence below the title for the text, where there are any."""
        found = verses(self.layout, self.title_place or 0, boilerplate)
        if found is not None:
            self.block, self.cut = found
            self.start = self.cut.places[0]

    def _says(self, place: int | None) -> float:
        """Return how much of the page's title the line at *place* says."""
        return 0.0 if place is None else overlap(self.layout.lines[place].text, self.names)

    def _names(self, place: int | None) -> bool:
        """Tell whether the line at *place* has some of the page's title."""
        return self._says(place) > 0

    def _is_long(self) -> bool:
        """Tell whether the block holds more than a few lines."""
        return self.block is not None and self.block.stop - self.block.start > _FEW

    def _first(self, sure: int | None) -> int:
        """Return the place that the title stands above: a text may have no sentence."""
        if self.block is None or self.start < self.block.stop:
            return self.start
        return self.block.start if sure is None else max(self.block.start, sure + 1)

    def _top(self) -> int:
        return self.cut.places[0] if self.cut.places else self.start

    @cached_property
    def neighbours(self) -> tuple[Link | None, Link | None]:
        """The posts before and after this one."""
        return neighbours(self.near)

    def title(self) -> str:
        """Return the title as printed."""
        if self._broken:
            return self._broken[0]
        if self.title_place is not None:
            said = printed(
                without_badge(self.layout.lines[self.title_place], self.names), self.names
            )
            return _FIRST_OF.sub("", said)
        said = next(iter(self.metadata.titles), "")
        if said in self.named.parts[1:] and len(said) > _NAME:
            return said  # the portal's name stands first
        return self.names.headline or said or max(self.named.parts, key=len, default="")

    def body(self, base: str) -> Body | None:
        """Return the body, None where the page has none."""
        found = None
        if self.block is not None:
            part = cut_out(self.layout, self.block, self.cut)
            found = BodyReader(base, picture_address).read([part])
            if found.html:
                return found
        title = self.title_place
        if title is None:
            return found
        nothing_else = (
            pictures_below(self.layout, title)
            or files_below(self.layout, title)
            or films_below(self.layout, self.root, title)
        )
        return BodyReader(base, picture_address).read(nothing_else) if nothing_else else found

    def framed(self) -> list[str]:
        """Return the page that a frame shows in the place of the text, if there is one."""
        page = "" if self.cut.places else framed(self.root, self.url)
        return [page] if page else []

    @cached_property
    def around(self) -> LinesAround:
        """The lines around title and text, which say when and from whom the article is."""
        return LinesAround(self.layout, self.cut, self._top(), self.title_place, self.title())

    def stated(self, now: datetime) -> moments.Statement | None:
        """Return when the page says that the article was published."""
        return stated(self, now)

    def dated(self) -> bool:
        """Tell whether the page dates its article, whenever that was."""
        return bool(self.metadata.published) or any(map(moments.prints_date, self.around.head))

    def account(self) -> str | None:
        """Return the account that published the article."""
        return (
            self._placed
            or signed.author(self.around.head)
            or signed.author(self.around.foot())
            or next(filter(None, map(named, self.metadata.authors)), None)
        )

    @cached_property
    def _placed(self) -> str | None:
        """The account that a place of its own names."""
        return account(self.near)

    def _signed_inside(self) -> list[str]:
        """Return the lines of the text that name reporters: short ones, and those at its ends."""
        places = self.cut.places
        lines = [(place, self.layout.lines[place]) for place in places]
        return [
            line.text
            for place, line in lines
            if (not line.worth and line.size <= _SIGNATURE and _REPORTER.search(line.text))
            or (place in (*places[:_ENDS], *places[-_ENDS:]) and ORIGIN.match(line.text))
        ]

    def credits(self) -> Byline:
        """Return outlet and people that the lines beside the text credit; an account is none."""
        between = self.around.between
        others = [
            line for line in self.around.above_title if INFO.search(line) or CREDIT.match(line)
        ]
        below = signed.without_licence(self.around.foot(linked=False))
        others += (line for line in below if CREDIT.search(line) or PRINTED.fullmatch(line))
        others += self._signed_inside()
        # The portal's own name leads home in a bar below the title.
        found = signed.credited((line for line in between if line not in self.home), others)
        return replace(
            found,
            source=found.source or signed.outlet(self.metadata.sources) or self._portal(between),
            reporters=tuple(name for name in found.reporters if name != self._placed),
        )

    def _portal(self, between: list[str]) -> str | None:
        """Return the portal's own name that stands beside the date; a section's is in the menu."""
        name = signed.portal(between, self.named.whole)
        if name is None or name in self.home:
            return name
        links = (link for link, _ in self.layout.links if link.get("href"))
        return None if any(text_of(link) == name for link in links) else name
