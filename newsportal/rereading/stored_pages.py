"""Where stored pages of an archive are, for processes that have nothing else of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import chain
from pathlib import Path

from scrapy.http import Response

from newsportal.pagestore.notes import ReadNote
from newsportal.pagestore.scan import Member, member_at
from newsportal.pagestore.store import PageStore
from newsportal.pagestore.volumes import Place
from newsportal.portal_toml import PortalToml
from newsportal.rereading.stored_answer import stored_response
from newsportal.themes.base import Theme
from newsportal.themes.configured import ConfiguredTheme


@dataclass(frozen=True, slots=True)
class StoredPages:
    """The files, and what a person has told of the portal."""

    paths: dict[int, str]
    archive: str
    zone: str = ""
    """In which the portal is known to print times, for pages of which that was not noted."""

    @classmethod
    def of(cls, pages: PageStore, archive: Path, zone: str = "") -> StoredPages:
        """Return the stored pages of an archive."""
        paths = {volume: str(pages.path(volume)) for volume in pages.sizes}
        return cls(paths, str(archive), zone)

    def has(self, reading: ReadNote) -> bool:
        """Tell whether all is there that a post was read from."""
        return self.page(reading.page, reading.body) is not None and self.has_further(reading)

    def has_further(self, reading: ReadNote) -> bool:
        """Tell whether the further pages of an article and of its comments are there."""
        return all(self.page(page, body) is not None for page, body, _ in self._further(reading))

    def was_blanked(self, reading: ReadNote) -> bool:
        """Tell whether a takedown took a page of a post away, since it named another post."""
        places = ((reading.page, reading.body), *(each[:2] for each in self._further(reading)))
        stored = (self._member(place) for place in {*chain.from_iterable(places)})
        return any(each is not None and each.is_blank for each in stored)

    @staticmethod
    def _further(reading: ReadNote) -> tuple[tuple[Place, Place, datetime], ...]:
        return (*reading.pages, *reading.comments)

    def page(self, page: Place, body: Place) -> Response | None:
        """Return the answer stored at a place, None if it is lost."""
        found = self._member(page)
        held = found if body == page else self._member(body)
        return None if found is None or held is None else stored_response(found, held)

    def _member(self, place: Place) -> Member | None:
        path = self.paths.get(place.volume)
        return None if path is None else member_at(path, place.offset)

    def generic_theme(self) -> Theme:
        """Return the theme that reads pages of any software."""
        return _generic_theme(self.archive)


@lru_cache(maxsize=4)
def _generic_theme(archive: str) -> Theme:
    told = PortalToml.read(Path(archive))
    return ConfiguredTheme(told.select, told.drop)
