"""The names behind one label, as far as a credit line has been read."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsportal.chinese.credits.names import Confidence, confidence, is_pen_name


@dataclass
class NameList:
    """The names behind one label."""

    fields: set[str] | None  # empty for roles that are not kept, None without a label
    outlet: str | None = None
    person: bool = False  # is the label 记者 and the like, not 采写?
    marked: bool = False  # does a mark announce the names (采写：)?
    inherited: bool = False
    fresh: bool = False  # nothing stands between the label and this place
    twice: bool = False  # 采写：南都记者 announces names twice
    names: list[str] = field(default_factory=list)

    @property
    def believed(self) -> bool:
        """Whether one of the names is sure: 记者 金华 alone is a place."""
        return any(
            confidence(name) != Confidence.IN_COMPANY or is_pen_name(name) for name in self.names
        )


def is_sure(name: str) -> bool:
    """Tell whether a word behind a label is a name for sure."""
    return confidence(name) >= Confidence.LABELLED
