"""Makes `newsportal/chinese/credits/lookalikes.txt`: words that are built like names.

    python -m benchmarks.lookalikes JIEBA/dict.txt PHRASES.py ... --names CHINESENAMES/data-csv
        --towns TOWNS.txt --terms THUOCL_food.txt ...

Both dictionaries are under the MIT License: `jieba` (dict.txt) and `pypinyin-dict`
(phrase_pinyin_data/large_pinyin_*.py). Of their words those are taken that the rules believe to be
names, but not the names of people among them, nor words that people are called as often: that say
the frequencies of surnames and given names in `ChineseNames` (Han-Wu-Shuang Bao), which are read
here and not kept. ``--towns`` are names of towns and counties, one a line, without 镇 or 县: those
in `jionlp`'s china_location.txt (Apache License 2.0). ``--terms`` are lists of dishes, animals,
drugs, places, companies and so on, a term and its count a line: `THUOCL` (MIT License). What
`jieba` met seldom, tagged by guess, and looks very much like a name is one.
"""

from __future__ import annotations

import argparse
import csv
import re
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from newsportal.chinese.credits.likeness import likeness
from newsportal.chinese.credits.lookalikes import is_lookalike
from newsportal.chinese.credits.names import Confidence, confidence
from newsportal.chinese.credits.peoples import is_name_of_peoples
from newsportal.chinese.credits.surnames import COMPOUND, SURNAMES, UNUSUAL
from newsportal.chinese.traditional import simplified

_OFTEN, _COMMON = (
    5e-7,
    2e-6,
)  # people in all: so called, as a word of the dictionary or a common one
_RARELY, _LONGER = 1e-7, 1e-10
_SELDOM, _GUESSED = 40, frozenset("i t v z vn n".split())
_PEOPLE = 1.18e9  # behind the counts of given names
_HEADER = """\
# Words that are built like names: lookalikes.py says how a line is read, benchmarks/lookalikes.py
# how it was made, from the dictionaries of jieba (Copyright (c) 2013 Sun Junyi) and pypinyin-dict
# (Copyright (c) 2016 mozillazg), both under the MIT License as in LICENSE, the
# towns of jionlp (Apache License 2.0), the terms of THUOCL (Copyright (c) 2018 THUNLP,
# MIT License), and by hand.
"""


class Names:
    """How many of a million people are called so."""

    def __init__(self, folder: Path) -> None:
        self.surnames = {
            row["surname"]: _of(row["ppm.1930_2008"]) for row in _rows(folder, "familyname")
        }
        self.chars = {row["character"]: _of(row["name.ppm"]) for row in _rows(folder, "givenname")}
        self.given = {
            row["name"]: (float(row["n.male"] or 0) + float(row["n.female"] or 0)) / _PEOPLE
            for row in _rows(folder, "top1000name.prov")
        }

    def share(self, word: str) -> float:
        size = 2 if word[:2] in COMPOUND and len(word) > 2 else 1
        surname, given = self.surnames.get(word[:size], 1e-7), word[size:]
        if given in self.given:
            return surname * self.given[given]
        chance = 0.02 if len(given) == 1 else 0.8
        for char in given:
            chance *= self.chars.get(char, 1e-9)
        return surname * chance


def _rows(folder: Path, name: str) -> csv.DictReader[str]:
    return csv.DictReader((folder / f"{name}.csv").open(encoding="utf-8-sig"))


def _of(millionths: str) -> float:
    return float(millionths) / 1e6 if millionths not in ("", "NA") else 0.0


def known_words() -> set[str]:
    """Return the words that the file has so far."""
    lines = files("newsportal.chinese.credits").joinpath("lookalikes.txt").read_text("utf-8")
    words = [line.split(" ") for line in lines.splitlines() if not line.startswith("#")]
    return {each[0][0] + rest for each in words for rest in (*each[0][1:], *each[1:])}


def _lookalikes(jieba: Path, phrases: list[Path], names: Names) -> set[str]:
    entries = [line.split() for line in jieba.read_text("utf-8").splitlines()]
    often = {simplified(word): int(count) for word, count, _ in entries}
    people = {simplified(word) for word, _, kind in entries if kind.startswith("nr")}
    words = often.keys() | {
        simplified(word)
        for path in phrases
        for word in re.findall(r"'([\u3400-\u9fff]{2,4})':", path.read_text("utf-8"))
    }
    return {
        word
        for word in words - people
        if len(word) < 5
        and (confidence(word) != Confidence.NO or is_lookalike(word))
        and _is_word(word, names.share(word), often.get(word, 0))
    }


def _guessed_people(jieba: Path) -> set[str]:
    """Return the words that were met seldom, have a tag by guess and look very much like names."""
    entries = [line.split() for line in jieba.read_text("utf-8").splitlines()]
    seldom = {
        simplified(word) for word, count, tag in entries if int(count) < _SELDOM and tag in _GUESSED
    }
    like = {2: 12, 3: 9}
    return {word for word in seldom if len(word) in like and likeness(word) >= like[len(word)]}


def _terms(paths: list[Path], names: Names) -> set[str]:
    """Return the terms that the rules believe to be names, and that hardly anybody is called."""
    lines = [line for path in paths for line in path.read_text("utf-8-sig").splitlines()]
    terms = {simplified(line.split()[0]) for line in lines if line.strip()}
    return {
        term
        for term in terms
        if 2 <= len(term) <= 4
        and not is_name_of_peoples(term)
        and confidence(term) != Confidence.NO
        and _is_term(term, names.share(term))
    }


def _is_term(term: str, share: float) -> bool:
    """Tell whether a *term* is no person of its subject, as physicians are of medicine."""
    if len(term) == 2:
        return share < _RARELY
    person = len(term) == 4 and term[:2] in COMPOUND
    return not person and share < (_LONGER if likeness(term[:3]) < 9 else _LONGER / 100)


def _is_word(word: str, share: float, count: int) -> bool:
    """Tell whether *word*, met *count* times, is a word rather than a name."""
    if word[:1] not in SURNAMES and word[:2] not in COMPOUND:
        return not any(part in word for part in "次仁 顿珠 洛桑 斯琴 买买提 玉素甫 宝音".split())
    if len(word) == 2:
        if not count:  # of two characters so many are names that a rare word is none to be feared
            return False
        if confidence(word) == Confidence.IN_COMPANY:  # 黄河 is believed beside names alone
            return share < _RARELY
        return share < _OFTEN or (count >= 100 and share < _COMMON)
    if word[0] in UNUSUAL and share < _RARELY:
        return True
    return share < _LONGER or (count >= 5 and share < _RARELY)


def _towns(path: Path, names: Names) -> set[str]:
    towns = set(path.read_text("utf-8").split())
    return {
        town
        for town in towns
        if confidence(town) >= Confidence.LABELLED and names.share(town) < _RARELY
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("jieba", type=Path)
    parser.add_argument("phrases", type=Path, nargs="+")
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--towns", type=Path, required=True)
    parser.add_argument("--terms", type=Path, nargs="+", required=True)
    given = parser.parse_args()
    names = Names(given.names)
    words = known_words() | _lookalikes(given.jieba, given.phrases, names)
    words -= _guessed_people(given.jieba)
    words |= _towns(given.towns, names) | _terms(given.terms, names)
    print(_HEADER, end="")
    for first, group in groupby(sorted(words), key=lambda word: word[0]):
        rests = [word[1:] for word in group]
        singles = "".join(rest for rest in rests if len(rest) == 1)
        print(" ".join([first + singles, *(rest for rest in rests if len(rest) > 1)]))


if __name__ == "__main__":
    main()
