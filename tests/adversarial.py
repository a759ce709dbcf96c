"""How many of 2,000 words that are no names are taken for people, place by place.

    python -m tests.adversarial JIEBA/dict.txt --common 50
    python -m tests.adversarial WORDS.txt

The words of the list that begin with a surname are drawn from a seed. Of a dictionary of jieba's
form those are left out that it calls names of people; ``--common`` keeps those that it counts as
often, ``--rare`` the others.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

from newsportal.chinese.credits.bylines import parse_byline
from newsportal.chinese.credits.surnames import COMPOUND, SURNAMES
from newsportal.chinese.traditional import simplified
from tests.test_names import PLACES


def _words(path: Path, *, common: int, rare: int) -> list[str]:
    words = set()
    for line in path.read_text("utf-8").splitlines():
        word, count, kind = [*line.split(), "0", ""][:3]
        often = int(count) if count.isdigit() else 0
        if kind.startswith("nr") or often < common or (rare and often >= rare):
            continue
        word = simplified(word)
        if len(word) in (2, 3) and (word[0] in SURNAMES or word[:2] in COMPOUND):
            words.add(word)
    return sorted(words)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("list", type=Path)
    parser.add_argument("--common", type=int, default=0)
    parser.add_argument("--rare", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    words = _words(given.list, common=given.common, rare=given.rare)
    drawn = random.Random(given.seed).sample(words, min(2000, len(words)))
    sys.stdout.write(f"{len(drawn)} of {len(words)} words\n")
    for name, place in PLACES.items():
        taken = []
        for word in drawn:
            found = parse_byline(place(word))
            if {*found.reporters, *found.correspondents, *found.editors} - {"夏嘉雯", "林永俊"}:
                taken.append(word)
        sys.stdout.write(f"{len(taken):5} {name}: {' '.join(taken[:12])}\n")


if __name__ == "__main__":
    main()
