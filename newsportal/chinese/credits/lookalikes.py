"""Everyday words that are built like a personal name, so that nothing but knowing them helps.

`names` judges surname and given name, `surnames` knows pairs that no name begins with. These are
whole words: 安吉 and 单恋 are no names, 安吉祥 and 单恋云 may be. `lookalikes.txt` holds them;
`benchmarks.lookalikes` made it from two dictionaries and the towns of China, and a word that people
are called as often (高远, 黄河) was left out.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def is_lookalike(word: str) -> bool:
    """Tell whether *word* is known to be none of the names that it looks like.

    >>> is_lookalike("单恋"), is_lookalike("金丝雀"), is_lookalike("夏嘉雯")
    (True, True, False)
    """
    rests = _known().get(word[:1], "")
    if len(word) == 2:
        return word[1] in rests.partition(" ")[0]
    return f" {word[1:]} " in rests


def is_everyday(given: str) -> bool:
    """Tell whether a *given* name would be a word that a surname may well stand before.

    >>> [is_everyday(given) for given in ("建立", "英雄", "嘉雯")]
    [True, True, False]
    """
    return is_lookalike(f"〇{given}")


@cache
def _known() -> dict[str, str]:
    """Return the rests of the words by the first character, read when a name is judged first.

    The file has the rests of one character first: ``丁冬东 二烯`` holds 丁冬, 丁东 and 丁二烯.
    """
    lines = files(__package__).joinpath("lookalikes.txt").read_text("utf-8").splitlines()
    return {line[0]: f"{line[1:]} " for line in lines if not line.startswith("#")}
