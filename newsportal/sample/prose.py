"""Invented news sentences and titles, so varied that two posts hardly share a phrase."""

from __future__ import annotations

from random import Random

from newsportal.sample import vocabulary as words

# {deed} and {other}: what is done, to which things; {number}, {few}, {tenth}, {hour}: figures.
_TITLES = (
    "{place}{body}{deed} 编号{number}已到位",
    "{place}{number}处{kind}{thing}{manner}{verb}",
    "{verb}{kind}{thing}：{place}{body}{manner}推进第{number}批",
    "“{kind}{thing}”{manner}{verb}，{place}第{number}号通告发布",
    "{kind}{thing}怎么{verb}？{place}{body}答复第{number}件来信",
)
_SENTENCES = (
    "{when}，{place}{body}{deed}，{gain}。",
    "{place}{body}{deed}{number}处，并{other}。",
    "“{when}要{other}，还要{deed}。”{place}{who}说。",
    "在{place}，{thing}旁的{who}正{other}。",
    "{when}，{other}的费用下降{few}.{tenth}%，{gain}。",
    "{kind}{thing}与{kind}{thing}相邻，{who}{deed}。",
    "记者致电{place}{body}，{who}表示将{deed}。",
    "记者从{place}{body}获悉，{when}{deed}，共{number}人参加。",
    "从{hour}:30到{few}:05，{place}{body}{other}，{gain}。",
    "{place}的{who}介绍，{deed}之后，{other}只用了{few}天。",
)
_POOLS = {
    "place": words.PLACES,
    "body": words.BODIES,
    "manner": words.MANNERS,
    "verb": words.DEEDS,
    "kind": words.KINDS,
    "thing": words.THINGS,
    "when": words.WHEN,
    "who": words.WHO,
    "gain": words.GAINS,
    "few": tuple(map(str, range(2, 24))),
    "tenth": tuple("0123456789"),
    "hour": tuple(map(str, range(1, 23))),
}
_PHRASES = {"deed": ("manner", "verb", "kind", "thing"), "other": ("verb", "kind", "thing")}


class _Draws(dict[str, str]):
    """Draws a word each time a pattern asks for one: no more than it needs, for speed."""

    def __init__(self, draw: Random, number: int) -> None:
        super().__init__(number=str(number))
        self._random = draw.random

    def __missing__(self, name: str) -> str:
        if name in _PHRASES:
            return "".join(map(self.__missing__, _PHRASES[name]))
        pool = _POOLS[name]
        return pool[int(self._random() * len(pool))]


def title(draw: Random, number: int) -> str:
    """Return a headline; *number* is in it, so no two posts have the same one."""
    return draw.choice(_TITLES).format_map(_Draws(draw, number))


def sentence(draw: Random) -> str:
    """Return one sentence."""
    number = 3 + int(draw.random() * 9800)
    return draw.choice(_SENTENCES).format_map(_Draws(draw, number))


def paragraph(draw: Random) -> str:
    """Return two to four sentences."""
    return "".join(sentence(draw) for _ in range(draw.randint(2, 4)))
