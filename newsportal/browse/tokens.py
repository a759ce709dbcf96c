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
from typing import NamedTuple

from newsportal.browse.variants import simplified

# Han with its extensions and compatibility forms, 々〇〆, kana: scripts without blanks.
_CHINESE = (
    "\u3005-\u3007\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"([{_CHINESE}]+)|[^\W_{_CHINESE}]+")
_RUNS = re.compile(_RUN.pattern.replace("(", "(?:")).findall
_FIRST = re.compile(rf"^[{_CHINESE}] ", re.MULTILINE)
_HAN = re.compile(f"[{_CHINESE}]")


class _Twice(dict[int, str]):
    """What stands for a character: Chinese ones twice, with a blank between."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = f"{char} {char}" if _HAN.match(char) else char
        return self[code]


_TWICE = _Twice()


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
    """Yield the tokens of a text in order, folded.

    Case, width, compatibility forms, traditional and simplified characters are one.
    """
    for run in _RUN.finditer(text):
        start, end = run.span()
        if run[1] is None:
            yield Token(_fold(run[0]), start, end)
            continue
        for place in range(start, end):
            yield Token(_fold(text[place : min(place + 2, end)]), place, min(place + 2, end))


def index_text(text: str) -> str:
    """Return the tokens of a text, parted by blanks, as the index takes them.

    >>> index_text("臺灣，5G網")
    '台湾 湾 5g 网'
    """
    runs = "\n".join(_RUNS(text))
    folded = _fold(runs)
    if len(folded) != len(runs):  # a character became two, or two one
        return " ".join([token.text for token in tokens(text)])
    # Written twice, each character ends a pair and begins the next one; the first only begins.
    return _FIRST.sub("", folded.translate(_TWICE)).replace("\n", " ")


def phrase(text: str) -> Phrase | None:
    """Return what must stand in a post to match some text, None for signs alone.

    >>> [phrase(text).expression for text in ("泰安", "A股", "市", "A股 市场")]
    ['"泰安"', '"a 股"*', '"市"*', '"a 股 市场"']
    """
    parts = list(tokens(unicodedata.normalize("NFC", text)))
    if not parts:
        return None
    # The last character of a run follows its last pair; alone it is the beginning of any pair.
    words = [part for part, after in zip(parts, [*parts[1:], None], strict=True)
             if after is not None or not _is_rest(part, parts)]  # fmt: skip
    last = parts[-1]
    single = last.end - last.start == 1 and bool(re.match(f"[{_CHINESE}]", text[last.start]))
    return Phrase(tuple(part.text for part in words), single and words[-1] is last)


def _is_rest(last: Token, parts: list[Token]) -> bool:
    """Tell whether the last token is the last character of the pair before it."""
    return len(parts) > 1 and parts[-2].end == last.end


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
    return simplified(unicodedata.normalize("NFKC", text).casefold())
