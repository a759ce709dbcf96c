"""Which addresses that are no posts are worth a request: lists, and samples of unknown shapes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from newsportal.chinese.lazy_pattern import lazy
from newsportal.discovery.shape import family_of, is_twin, shape_of

_OF_SHAPE = 5000  # addresses of one shape kept in memory
_TRIES = 3  # lists of a family in a row that show nothing new before it is left alone
_TRIES_AFTER_NEWS = 8
_VAIN = 60  # lists in all that show nothing new, and one more for ten posts
_SMALL = 15  # members of a family that are all read: a portal's sections, not its tags
_SECTIONS = 60  # lists of one family that are named as the portal's own and all read
# The page of a reader or a writer
PERSON = lazy(
    r"(?:^|[/?&])(?:members?|users?|authors?|u|uid|space|profile|people)(?:[/=-]|$)", re.IGNORECASE
)
# Of these a portal has as many as it likes: tags, days
_CLOUD = lazy(
    r"(?:^|[/?&=_-])(?:tags?|keywords?|authors?|archives?|date|calendar|search)(?:[/?&=_.-]|$)"
    r"|(?:19|20)[0-9]{2}[/-]?[01]?[0-9]",
    re.IGNORECASE,
)
_WRITER = lazy(r"(?:^|[/?&])authors?(?:[/=-]|$)", re.IGNORECASE)
_REMEMBERED = 200_000


@dataclass(slots=True)
class Candidate:
    """An address that may be that of a list."""

    key: str
    shape: str
    navigation: bool
    order: int


@dataclass(slots=True)
class Family:
    """What lists of one family have brought."""

    members: int = 0
    """Addresses of it that were met."""
    read: int = 0
    vain: int = 0
    """Lists in a row that showed nothing new."""
    fruitful: bool = False
    granted: int = 0
    """So many more are read, whatever they show."""


@dataclass(slots=True)
class Frontier:
    """The addresses of a run, in the order in which they were met."""

    waiting: dict[str, dict[str, Candidate]] = field(default_factory=lambda: defaultdict(dict))
    """By shape, then by key."""
    asked: set[str] = field(default_factory=set)
    families: dict[str, Family] = field(default_factory=lambda: defaultdict(Family))
    vain: int = 0
    no_room: int = 0
    """Addresses that were not kept."""
    sections: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    """By family, the addresses that the front page names, or a page of nothing but lists."""
    in_text: set[str] = field(default_factory=set)
    """Addresses that may be posts' by their shape, and that a page names outside its menus."""
    _seen: dict[str, bool] = field(default_factory=dict)
    _order: int = 0

    def meet(self, key: str, *, shown: bool) -> tuple[bool, bool]:
        """Note that a list names an address; tell whether it is new, and newly shown as a post."""
        before = self._seen.get(key)
        if before is None and len(self._seen) >= _REMEMBERED:
            return False, False
        self._seen[key] = bool(before) or shown
        return before is None, shown and not before

    def was_shown(self, key: str) -> bool | None:
        """Tell whether a list has shown an address as a post; None if no list has named it."""
        return self._seen.get(key)

    def is_menu_only(self, key: str) -> bool:
        """Tell whether nothing but menus has named an address."""
        return self._seen.get(key) is False and key not in self.in_text

    def offer(self, key: str, *, navigation: bool, kept_elsewhere: bool = False) -> None:
        """Keep an address that is no known post."""
        shape = shape_of(key)
        kept = self.waiting[shape]
        if key in self.asked:
            return
        known = kept.get(key)
        if known is None and len(kept) >= _OF_SHAPE:
            self.no_room += not kept_elsewhere
        elif known is None:
            self._order += 1
            self.families[family_of(shape)].members += 1
            kept[key] = Candidate(key, shape, navigation, self._order)
        elif navigation:
            known.navigation = True

    def name_as_section(self, key: str, *, on_wall: bool = False) -> None:
        """Note that the front page, or a page of nothing but lists, names what may be a list.

        *on_wall*: so does a page of the portal's menu, whose writers have their columns there.
        """
        is_writer = on_wall and _WRITER.search(key) is not None
        if is_writer or not (_CLOUD.search(key) or PERSON.search(key)):
            self.sections[family_of(shape_of(key))][key] = None

    def take(self, key: str) -> None:
        """Note that an address is asked for."""
        self.asked.add(key)
        self.waiting[shape_of(key)].pop(key, None)

    def result(self, key: str, *, fresh: bool) -> None:
        """Note whether a list has shown anything new."""
        family = self.families[family_of(shape_of(key))]
        family.read += 1
        family.granted -= 1
        family.fruitful |= fresh
        family.vain = 0 if fresh else family.vain + 1
        self.vain += not fresh

    def _goes_on(self, family: Family, posts: int) -> bool:
        """Tell whether one more list of a family is worth a request."""
        if family.members <= _SMALL or family.granted > 0:
            return True
        tries = _TRIES_AFTER_NEWS if family.fruitful else _TRIES
        return family.vain < tries and self.vain < _VAIN + posts // 10

    @property
    def is_waiting(self) -> bool:
        """Whether there is any address that was not asked for."""
        return any(self.waiting.values())

    def left(self, shapes: dict[str, bool]) -> dict[str, list[str]]:
        """Return by family the addresses that may be lists' and are left alone."""
        left: dict[str, list[str]] = defaultdict(list)
        for shape, kept in self.waiting.items():
            if kept and shapes.get(shape, True):
                left[family_of(shape)] += kept
        return left

    def grant(self, families: Iterable[str], requests: int) -> None:
        """Have lists of families read that were left alone: as many as were read of each."""
        for family in map(self.families.__getitem__, families):
            family.granted = min(requests, max(_TRIES_AFTER_NEWS, family.read))

    def _first(self, kept: dict[str, Candidate], posts: int, limit: int) -> list[Candidate]:
        """Return the candidates of a shape that come first.

        The last try of a family is its last address: its newest days show what the front page does.
        Of a family that is left alone, the portal's own sections are read all the same.
        """
        last = next(reversed(kept.values()), None)
        if last is None:
            return []
        name = family_of(last.shape)
        family, sections = self.families[name], self.sections[name]
        if not self._goes_on(family, posts):
            named = sections if len(sections) <= _SECTIONS else ()
            return [*islice((kept[key] for key in named if key in kept), limit)]
        if family.members > _SMALL and family.vain == _TRIES - 1 and not family.fruitful:
            return [last]
        return [*islice(kept.values(), limit)]

    def best(self, shapes: dict[str, bool], posts: int, limit: int) -> list[Candidate]:
        """Return the candidates to ask for next; *shapes* tells which may be asked for.

        Families that were read least come first, and menus before all else.
        """
        offers = [
            candidate
            for shape, kept in self.waiting.items()
            if shapes.get(shape, True)
            for candidate in self._first(kept, posts, limit)
        ]
        offers.sort(
            key=lambda each: (
                is_twin(each.key),
                self.families[family_of(each.shape)].read,
                not each.navigation,
                each.order,
            )
        )
        chosen: list[Candidate] = []
        taken: set[str] = set()
        for offer in offers:
            family = family_of(offer.shape)
            if family not in taken:
                taken.add(family)
                chosen.append(offer)
            if len(chosen) == limit:
                break
        return chosen
