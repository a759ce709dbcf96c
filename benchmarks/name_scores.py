"""Makes `newsportal/chinese/credits/name_scores.txt`: what a character says for a name.

    python -m benchmarks.name_scores HANLP/person/nr.txt JIEBA/dict.txt PHRASES.py ...

HanLP (Apache License 2.0) counts how often a character is a surname (B) or part of a given name
(C, D, E) in news; `jieba` and `pypinyin-dict` (MIT License, as in `benchmarks.lookalikes`) are
dictionaries of words. A score is twice the logarithm of how much oftener a character has its place
in a name than in a word, so that the scores of a word's characters add up (naive Bayes).
Characters alone are counted: nobody's name is read.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from math import log
from pathlib import Path

from newsportal.chinese.traditional import simplified

_SURNAME, _GIVEN = "B", "CDE"
_SEEN = 10  # a character that is seldomer met in a name is none of a name
_HEADER = """\
# What characters say for a name: likeness.py says how a line is read, benchmarks/name_scores.py
# how it was made, from what HanLP (Copyright 2014-2020 hankcs, Apache License 2.0) counts, and the
# dictionaries of jieba (Copyright (c) 2013 Sun Junyi) and pypinyin-dict (Copyright (c) 2016
# mozillazg), both under the MIT License as in LICENSE.
"""


def _counts(roles: Path) -> tuple[Counter[str], Counter[str]]:
    """Return how often each character is a surname, and part of a given name."""
    surnames, given = Counter[str](), Counter[str]()
    for line in roles.read_text("utf-8").splitlines():
        char, *counted = line.split()
        if not "\u4e00" <= char <= "\u9fff":
            continue
        for role, count in zip(counted[::2], counted[1::2], strict=True):
            if role in _SURNAME + _GIVEN:
                (surnames if role == _SURNAME else given)[simplified(char)] += int(count)
    return surnames, given


def _words(jieba: Path, phrases: list[Path]) -> set[str]:
    entries = [line.split() for line in jieba.read_text("utf-8").splitlines()]
    words = {simplified(word) for word, _, kind in entries if not kind.startswith("nr")}
    for path in phrases:
        found = re.findall(r"'([\u3400-\u9fff]{2,3})':", path.read_text("utf-8"))
        words |= {simplified(word) for word in found}
    return words - {simplified(word) for word, _, kind in entries if kind.startswith("nr")}


def _scores(names: Counter[str], words: Counter[str], floor: float) -> dict[str, int]:
    """Return twice the logarithm of each character's odds."""
    of_names, of_words = names.total() + 5000 * floor, words.total()
    return {
        char: round(2 * log((count + floor) / of_names * of_words / (words[char] + 0.5)))
        for char, count in names.items()
        if count >= _SEEN
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("roles", type=Path)
    parser.add_argument("jieba", type=Path)
    parser.add_argument("phrases", type=Path, nargs="+")
    asked = parser.parse_args()
    surnames, given = _counts(asked.roles)
    words = _words(asked.jieba, asked.phrases)
    print(_HEADER, end="")
    for size in (2, 3):
        long = [word for word in words if len(word) == size]
        for place in range(size):
            in_words = Counter(word[place] for word in long)
            names, floor = (given, 1.0) if place else (surnames, 0.5)
            levels = defaultdict[int, list[str]](list)
            for char, score in _scores(names, in_words, floor).items():
                levels[score].append(char)
            for score, chars in sorted(levels.items()):
                print(f"{size}{place} {score} {''.join(sorted(chars))}")


if __name__ == "__main__":
    main()
