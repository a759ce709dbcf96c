"""How far a line of credits has been read, and what was found in it.

A *closed* text must be credits alone, so what is not known (``客服 甲某``) can be passed over. In
an *open* one, the head of a paragraph, the first word that is no name ends the credits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newsportal.chinese.credits.datelines import Credits
from newsportal.chinese.credits.names import Confidence, confidence, is_pen_name
from newsportal.chinese.credits.words import HAN
from newsportal.chinese.lazy_pattern import lazy

OPENERS, CLOSERS = "（([【［〔〖", "）)]】］〕〗"
BRACKET = re.escape(OPENERS + CLOSERS)
_BRACKETS = frozenset(OPENERS + CLOSERS)
_LISTS = frozenset("、/／&＆，,;；")  # go on with a list; a blank may begin something else
_OPEN_GAP = lazy(rf"(?:[ 、/／|｜丨&＆{BRACKET}]|(?<={HAN})[和与及])+")
_CLOSED_GAP = lazy(
    rf"(?:[ 、/／|｜丨│┃∣║＼&＆+＋{BRACKET}，,;；·•…<>■□●◆▲★]"
    rf"|(?<={HAN})[和与及]|(?<={HAN} )[和与及](?= ))+"
)


@dataclass(slots=True)
class NameList:
    """The names behind one label."""

    fields: set[str] | None  # empty for roles that are not kept, None without a label
    outlet: str | None = None
    person: bool = False  # is the label 记者 and the like, not 采写?
    marked: bool = False  # does a mark announce the names (采写：)?
    inherited: bool = False
    fresh: bool = False  # nothing stands between the label and this place
    names: list[str] = field(default_factory=list)

    @property
    def believed(self) -> bool:
        """Whether one of the names is sure: 记者 金华 alone is a place."""
        return any(
            confidence(name) != Confidence.IN_COMPANY or is_pen_name(name) for name in self.names
        )


class CreditLine:
    """A text that is read from its beginning: label, names, label, names ..."""

    def __init__(self, text: str, *, closed: bool) -> None:
        self.text, self.closed = text, closed
        self.pos = 0
        self.credits: Credits = []
        self.labelled = False  # has a label been met?
        self.open = NameList(None)
        self.listed = False  # stands a comma or the like before this place?

    @property
    def found(self) -> Credits:
        """The credits; none if the text is closed and holds something else."""
        return self.credits if self.whole or not self.closed else []

    @property
    def whole(self) -> bool:
        """Tell whether all of the text has been read."""
        return not self.text[self.pos :].strip()

    def end(self, following: NameList | None = None) -> None:
        """Take the list of names that is open, and begin the *following* one."""
        self.take()
        self.open = following or NameList(None)
        self.labelled |= self.open.fields is not None

    def take(self) -> None:
        """Take the names of the list that is open for credits, if they are believed."""
        if self.open.fields is None and self.open.outlet:
            self.open.fields = {"reporters"}  # 松岭日报 甲某 通讯员 乙某
        if (names := self.open.names) and self.open.fields and self.open.believed:
            self.credits += [(each, name) for each in sorted(self.open.fields) for name in names]
            if self.open.outlet:
                self.credits.append(("credited", self.open.outlet))

    def gap(self) -> bool:
        """Pass separators and brackets; a bracket ends a list. Tell whether text is left."""
        gap = (_CLOSED_GAP if self.closed else _OPEN_GAP).match(self.text, self.pos)
        self.listed = gap is not None and not _LISTS.isdisjoint(gap[0])
        if gap:
            self.pos = gap.end()
            announced = self.closed and self.open.fresh and gap[0] in OPENERS  # 编辑（高远）
            if not (announced or _BRACKETS.isdisjoint(gap[0])):
                self.end()
        return self.pos < len(self.text)


def is_sure(name: str) -> bool:
    """Tell whether a word behind a label is a name for sure."""
    return confidence(name) >= Confidence.LABELLED
