"""The lines around an article that may tell when and from whom it is, as browsers show them."""

from __future__ import annotations

from functools import cached_property
from itertools import takewhile

from newsportal.themes.generic.beside.others import begins_others, without_others
from newsportal.themes.generic.lines import Layout
from newsportal.themes.generic.trim.cut import TextRange

ABOVE, BELOW = 8, 14
"""Lines beside title and text that may tell date, outlet, people."""
LONGEST_HEAD = 24
"""Lines below a title before the text begins."""
_END = 300  # characters at either end of a line that are looked at for facts


class LinesAround:
    """The lines around *text*, which begins in line *top*, and its *title* in line *place*."""

    def __init__(
        self, layout: Layout, text: TextRange, top: int, place: int | None, title: str
    ) -> None:
        self._lines, self._text, self._place, self._title = layout.lines, text, place, title
        self.top = top
        self.first = top if place is None else min(place, top)
        """The line in which title or text begins, whichever is first."""

    @cached_property
    def head(self) -> list[str]:
        """The lines between title and text, and those above the title, from below."""
        return [*self.between, *self.above_title]

    @cached_property
    def between(self) -> list[str]:
        """The lines between title and text, and what the heading holds besides."""
        if self.first != self._place:
            return []
        rest = self._lines[self.first].spaced.removeprefix(self._title)
        below = self._lines[self.first + 1 : min(self.top, self.first + LONGEST_HEAD)]
        if not self._text.places:  # pictures alone: what is below them has dates of other posts
            below = [*takewhile(lambda line: not begins_others(line), below)]
        return [*map(_ends, (rest, *(line.spaced for line in below)))]

    @cached_property
    def above_title(self) -> list[str]:
        """The lines above the title, from below."""
        lines = self._lines[max(0, self.first - ABOVE) : self.first]
        return [_ends(line.spaced) for line in reversed(lines)]

    def foot(self, *, linked: bool = True) -> list[str]:
        """Return the lines just below the text; not *linked*: without other posts'."""
        places = self._text.places
        last = places[-1] + 1 if places else self.top
        below = self._lines[last : max(last, self._text.end) + BELOW]
        if not linked:
            below = [*without_others(below, self._lines[places[-1]] if places else None)]
        return [_ends(line.spaced) for line in below]


def _ends(line: str) -> str:
    """Return a line, of a very long one its ends: many a rule takes quadratic time in its length.

    >>> _ends("来源：青禾晚报"), len(_ends("（" * 64_000))
    ('来源：青禾晚报', 601)
    """
    return line if len(line) <= 2 * _END else f"{line[:_END]} {line[-_END:]}"
