"""How far the lists of a portal have been read."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsportal.discovery.days.years_of_list import YearsOfList
from newsportal.discovery.pagers import Pages

_VAIN = 2  # pages in a row that show nothing new: then the end of the list is looked at
_VAIN_BLIND = 5  # where the end is not known
_SILENT = 30  # days in a row without a post: the archive of days is over
_PEEKS = 6  # pages behind which the numbers tell further ones
_MISSING = 5  # pages in a row that are not there: the list is over
_LONGEST = 200_000  # pages; more are owed


@dataclass(slots=True)
class ListWalk:
    """One list by the key of its first page."""

    key: str
    listing: int
    """Its number in the state."""
    asked: set[str] = field(default_factory=set)
    numbered: dict[int, str] = field(default_factory=dict)
    number: int = 1
    """Of the page that was read last."""
    read: int = 0
    vain: int = 0
    missing: int = 0
    """Pages in a row that could not be read."""
    shows: int = 0
    """Posts on its first page."""
    next: str | None = None
    """Key of the page to read next."""
    stopped: bool = False
    end: str | None = None
    """Key of the last page, as far as is known."""
    peeked: str | None = None
    """Key of the page near the end that is asked for out of order,"""
    resume: tuple[int, str | None] = 1, None
    """and where to go on if it shows something new."""
    peeks: int = 0
    too_long: bool = False
    """It has more pages than are read."""
    whole: bool = False
    """Its end has shown something new: it is read to there."""
    named: set[str] = field(default_factory=set)
    """Keys of pages that links lead to; others were calculated, and may be behind its end."""
    counted: set[str] = field(default_factory=set)
    """Keys of pages of which a script says that there are so many."""
    beyond: set[str] = field(default_factory=set)
    """Keys of next pages that a page names which shows fewer posts than the one before it: it may
    be the last one of a template that names a next one on every page."""
    final: str | None = None
    """Key of the page that a link calls the last one."""
    spared: bool = False
    """It was left since its end shows, as its beginning does, what others have shown."""
    left: bool = False
    """It was left before its end, which is not known."""
    repeats: bool = False
    """A page that the numbers name shows just what another one does: others may be out of reach."""
    years: YearsOfList = field(default_factory=YearsOfList)
    undecided: set[str] = field(default_factory=set)
    """Shapes of what it names and nobody knew to be posts when it was read."""
    _taken: str | None = None
    """Key of the page that was asked for last."""
    _again: int = 0
    """Pages in a row, to the one that was read last, that show what another one has shown."""
    _before: int = 0
    """Posts on the page that was read last."""
    _silent: int = 0
    """Pages in a row that show no post at all."""
    _seen: set[int] = field(default_factory=set)
    """What its pages have shown."""
    _backwards: bool = False
    """It is read from its end, where its newest posts are, to page 2."""
    _newest: frozenset[int] = frozenset()
    """Posts on its first page."""
    _descends: bool = False
    """Its numbers begin with the oldest posts: the first page is that of the highest number."""

    @property
    def is_blind(self) -> bool:
        """Whether it goes on only since its end is not known."""
        return self.vain > _VAIN_BLIND and self.end is None

    def is_end(self, key: str) -> bool:
        """Tell whether a page that is not there may lie behind the last one, though it is named."""
        return key in self.beyond and key not in self.numbered.values()

    def is_next(self, key: str) -> bool:
        """Tell whether a page shows what is older than the page before it, and follows it."""
        if key != self._taken or key == self.peeked or self._backwards:
            return False
        return all(number > self.number for number, page in self.numbered.items() if page == key)

    def is_missed(self, key: str, *, not_found: bool) -> bool:
        """Tell whether somebody says that there is a page which could not be read.

        Links do, and the script of the first page. Where some were read, a script's count may be of
        posts that are gone.
        """
        if key in self.named:
            return not (not_found and self.is_end(key))
        return key in self.counted and self.read == 1

    def see(
        self, key: str, pages: Pages, posts: list[int], *,
        fresh: bool, empty: bool = False, over: bool = False, patient: bool = True,
    ) -> None:  # fmt: skip
        """Take the pager and the posts of a page that was read; all ends of a list are told here.

        *fresh*: no list has shown some of the posts before. *empty*: it shows none, nor what may be
        one. *over*: all that follows is known. *patient*: pages that show nothing new are read on
        to an end that is not known.
        """
        if pages.next is not None and len(posts) < self._before:
            self.beyond.add(pages.next)
        if not self.read:
            self._newest = frozenset(posts)
        self._before = len(posts)
        self._silent = 0 if posts else self._silent + 1
        self._follow(key, pages, fresh=fresh, patient=patient)
        self._again = self._again + 1 if posts and self._repeats(posts) else 0
        same_for_any_number = self._again and self.is_blind
        only_the_same = self._again >= _MISSING  # any number shows it, and a further one
        self.repeats |= only_the_same
        if empty or over or same_for_any_number or only_the_same:
            self.stopped = True

    def turn(self) -> None:
        """Go on from the end backwards, in an update of a list that begins with its oldest posts.

        Where no page tells the end, all pages lead there.
        """
        if self.end is None:
            self.stopped = self.next is None
        elif self.end not in self.asked:
            self._backwards, self.stopped, self.next = True, False, self.end

    def is_repeated(self, key: str) -> bool:
        """Tell whether the page that was read last is named as another one than it shows."""
        return self._again > 0 and self._is_further(key)

    def shows_again(self, key: str, pages: Pages, posts: list[int]) -> bool:
        """Tell whether a page shows just what another one has shown, though it is named.

        What leads on to page 2 and is none that has a number is page 1 at another address.
        """
        again = self.has_shown(posts) and bool(posts)
        if again and pages.next == self.numbered.get(2, "") and key not in self.numbered.values():
            self.numbered.setdefault(1, key)
        if again and self._newest.issuperset(posts) and key == self._highest():
            self._descends = True
        return again and self._is_further(key)

    def _is_further(self, key: str) -> bool:
        """Tell whether pages say that one comes behind the first, and not behind the last."""
        if self._descends and key == self._highest():
            return False
        number = next((number for number, page in self.numbered.items() if page == key), None)
        return number != 1 and key != self.key and key in self.named and not self.is_end(key)

    def _highest(self) -> str | None:
        return self.numbered[max(self.numbered)] if len(self.numbered) > 1 else None

    def has_shown(self, posts: list[int]) -> bool:
        """Tell whether a page of the list has shown just these posts."""
        return hash(frozenset(posts)) in self._seen

    def _repeats(self, posts: list[int]) -> bool:
        """Note the posts of a page; tell whether another page of the list has shown just these."""
        page, before = hash(frozenset(posts)), len(self._seen)
        self._seen.add(page)
        return len(self._seen) == before

    def _follow(self, key: str, pages: Pages, *, fresh: bool, patient: bool) -> None:
        """Find the page to read next."""
        self.final = pages.last or self.final
        self.named |= pages.keys() - pages.written
        self.counted |= pages.counted
        if key == self.final and pages.next is not None:
            self.named.discard(pages.next)  # what its template writes on every page
        self.asked.add(key)
        self.read += 1
        self.numbered.update(pages.numbered)
        self.missing = 0
        self.vain = 0 if fresh else self.vain + 1
        self.end = pages.last or self.numbered.get(max(self.numbered, default=1)) or self.end
        if key == self.peeked and fresh:
            self._go_back()
            return
        own = next((number for number, page in self.numbered.items() if page == key), None)
        if self._backwards:
            last = max(self.numbered, default=1)
            self.number = own or (last if key == self.end else self.number - 1)
            before = self.numbered.get(self.number - 1) or self._calculated(self.number - 1)
            self.next = None if before in self.asked else before
            return
        self.number = own if own is not None else self.number + (self.read > 1)
        following = pages.next or self.numbered.get(self.number + 1) or self._calculated()
        self.next = None if following in self.asked else following
        if self.next is None:
            self.next = self._gap()
        if self.next is None and pages.last not in self.asked:
            self.next = pages.last  # 末页 alone: it has two pages
        if self.vain >= _VAIN and not self.whole:
            self._leave(patient=patient)
        if self.read >= _LONGEST and self.next is not None and not self.stopped:
            self.stopped = self.too_long = True

    def _leave(self, *, patient: bool) -> None:
        """Leave a list that shows nothing new, unless its end does.

        Another list may show the newest posts of all lists, and of each only some pages.
        """
        if self.next is None:
            self.stopped = True
        elif self.end is not None and self.end not in self.asked and self.peeks < _PEEKS:
            if not self.peeks:
                self.resume = self.number, self.next
            self.next = self.peeked = self.end
            self.peeks += 1
        elif self.peeks:
            self.stopped = self.spared = True
        elif self.vain >= _VAIN_BLIND and not patient:
            self.stopped, self.left = True, self._silent < _SILENT

    def _go_back(self) -> None:
        """Go on where the list was left to look at its end."""
        (self.number, self.next), self.whole, self.peeked = self.resume, True, None
        if self.next in self.asked:
            self.next = self._gap()

    def skip(self, key: str) -> None:
        """Go on behind a page that could not be read."""
        self.asked.add(key)
        if key == self.peeked:
            self._go_back()
            return
        self.number += 1
        self.missing += 1
        following = self.numbered.get(self.number + 1) or self._calculated()
        over = self.missing >= _MISSING or following in self.asked
        self.next = self._gap(self.named) if over else following

    def _calculated(self, number: int | None = None) -> str | None:
        number = number or self.number + 1
        if not self.numbered or not 1 < number <= max(self.numbered):
            return None
        template = Pages(numbered=self.numbered).template()
        return template.format(number) if template else None

    def _gap(self, among: set[str] | None = None) -> str | None:
        """Return a page that the numbers name and nothing has led to."""
        for number, key in sorted(self.numbered.items()):
            if among is not None and key not in among:
                continue
            is_first = number == 1 and not self._descends
            if not is_first and key not in self.asked and key != self.key:
                return key
        return None

    def take(self) -> str | None:
        """Return the key of the page to ask for next, once."""
        following, self.next = self.next, None
        if self.stopped or following is None or following in self.asked:
            return None
        self.asked.add(following)
        self._taken = following
        return following
