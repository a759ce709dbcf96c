"""What can be searched for: Chinese by any run of characters, all else by whole words.

SQLite's own tokenizers find no Chinese word of two characters: ``unicode61`` takes a whole run of
Chinese for one word, ``trigram`` needs three characters. So a run is cut into overlapping pairs
here, and its last character follows alone:

>>> [token.text for token in tokens("泰安市，5G网")]
['泰安', '安市', '市', '5g', '网']

A run of two or more characters is then a phrase of its pairs, which only adjacent characters
match; one character is the beginning of a pair, or alone at the end of a run.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from operator import add
from typing import NamedTuple

# Han with its extensions and compatibility forms, 々〇〆, kana: scripts without blanks.
_CHINESE = (
    "\u3005-\u3007\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"([{_CHINESE}]+)|[^\W_{_CHINESE}]+")
_TERMS = 8  # of a query


class Token(NamedTuple):
    """A unit of the index and where it stands in the text."""

    text: str
    start: int
    end: int


class Phrase(NamedTuple):
    """Tokens that must follow each other."""

    tokens: tuple[str, ...]
    open: bool
    """Whether the last token need only begin like that: a single Chinese character."""

    @property
    def expression(self) -> str:
        """The phrase in the language of FTS5."""
        return f'"{" ".join(self.tokens)}"{"*" if self.open else ""}'


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text in order, folded: case, width and compatibility forms are one."""
    for run in _RUN.finditer(text):
        start, end = run.span()
        if run[1] is None:
            yield Token(_fold(run[0]), start, end)
            continue
        for place in range(start, end):
            yield Token(_fold(text[place : min(place + 2, end)]), place, min(place + 2, end))


def index_text(text: str) -> str:
    """Return the tokens of a text, parted by blanks, as the index takes them."""
    parts: list[str] = []
    for run in _RUN.finditer(text):
        if run[1] is None:
            parts.append(run[0])
        else:
            parts.extend(map(add, run[1], run[1][1:]))
            parts.append(run[1][-1])
    return _fold(" ".join(parts))  # once for all, which is what takes time


def phrases(query: str) -> list[Phrase]:
    """Return what a query asks for, a phrase for each part between blanks, at most eight.

    >>> [phrase.expression for phrase in phrases("泰安 A股 市")]
    ['"泰安"', '"a 股"*', '"市"*']
    """
    found = []
    for part in unicodedata.normalize("NFC", query).split():
        parts = list(tokens(part))
        if not parts:
            continue
        single = bool(re.match(f"[{_CHINESE}]", part[parts[-1].start]))
        single = single and parts[-1].end - parts[-1].start == 1
        paired = single and len(parts) > 1 and parts[-2].end == parts[-1].end
        words = tuple(token.text for token in (parts[:-1] if paired else parts))
        found.append(Phrase(words, single and not paired))
    return found[:_TERMS]


def places(text: str, wanted: Sequence[Phrase]) -> list[tuple[int, int]]:
    """Return start and end of each stretch of a text that a phrase matches, in order, merged."""
    there = list(tokens(text))
    found: list[tuple[int, int]] = []
    for phrase in wanted:
        length = len(phrase.tokens)
        for first in range(len(there) - length + 1):
            stretch = there[first : first + length]
            if _match(phrase, [token.text for token in stretch]):
                last = stretch[-1]
                found.append((stretch[0].start, last.start + 1 if phrase.open else last.end))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _match(phrase: Phrase, there: list[str]) -> bool:
    *head, last = phrase.tokens
    return there[:-1] == head and (there[-1].startswith(last) if phrase.open else there[-1] == last)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
