"""How much a word of two or three characters looks like a name, by what it is made of.

Most surnames begin everyday words as well (高兴, 全国, 周一), and most given names are made of
characters that words have, too. So each character is weighed in its place: 琳 or 俊 at the end of
a word of two speak for a name, 速 and 级 against one, and 刘 or 郭 at its beginning outweigh nearly
anything. `name_scores.txt` has the weights; `benchmarks.name_scores` made it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from newsportal.chinese.credits.given_names import SHARED, is_rare
from newsportal.chinese.credits.lookalikes import is_everyday
from newsportal.chinese.credits.surnames import ADVERBS, PAIRS, PLAIN, UNUSUAL

# The last character of many words of three: 毕业生, 文学家, 松花江, 纪念日.
CLASSES = frozenset(
    "省市县区乡镇村路街巷桥江河湖海山岭岛港洋州城国家人员者生师士长军兵队党会部局院校馆站台社厂店场园"
    "所室厅处科系学法律史式型性化力度率量值额费税款元年月日时天期段层级类种品器机具车船药病症炎酒茶"
    "水油米面肉鱼鸡牛羊马花草木树石土金铁银钢布衣门板球星语文字书报刊诗歌曲舞剧画片卡网线点面心头身"
    "业务事物体权利益案件法令制度史论说话行道方向上下中内外里间前后南北东西们子儿处起过到得着了的季节赛庄鹿蝶"
    "氏传词汤锁馆剑"
)
_NAMES_END_SO = frozenset("国军民生海江花学文东南北月星石金银年兵士")  # of these
_GRAMMAR = frozenset("在以从自又有和与至及由对将则同为后前")
_UNSEEN = -16  # a character that no name was seen with: 糕
_NEWER = 4  # what newer given names have at least, though older ones seldom did: 汐
_TELLING = 6  # what a character has that hardly anything but a name ends in
_SEEN = -2  # and what any given name has


def likeness(word: str) -> int:
    """Return how much a simplified *word* of two or three characters looks like a name.

    That is twice the logarithm of how much likelier names have these characters than words have,
    less what speaks against it as a whole.

    >>> [likeness(word) for word in ("王琳", "高远", "高速", "夏嘉雯", "毕业生")]
    [19, 5, -2, 21, 0]
    """
    size = len(word)
    surname, *scores = (_score(char, size, place) for place, char in enumerate(word))
    penalty = 6 * (not _GRAMMAR.isdisjoint(word[1:]))
    if size == 2:
        if word[0] in PLAIN:
            surname = max(surname, 0)  # hardly a word begins so, though few people are called so
        if scores[0] >= _TELLING:
            surname = max(surname, 0)  # 房颖, 解倩
        elif word[0] in UNUSUAL:
            penalty += 4
        return surname + scores[0] - penalty + (word[0] in PLAIN)
    paired, last = word[:2] in PAIRS, scores[1]
    if min(scores) < -6 or (last < 0 and paired) or (last < -3 and word[0] not in PLAIN):
        return _UNSEEN  # 赵谦派, 杨梅干, 高俊掌
    surname = 0 if word[0] in ADVERBS else max(surname, 0)
    if is_everyday(word[1:]):  # 任中共, 于建立
        penalty += 12 if is_wordy(word[0]) else 6
    penalty += 4 * (paired and word[0] not in PLAIN)
    penalty += 4 * (word[2] in CLASSES and word[2] not in _NAMES_END_SO)
    return surname + sum(scores) - penalty + any(map(is_rare, word[1:]))


def weakest(word: str) -> int:
    """Return what the least likely character of the given name says for a name."""
    return min(_score(char, len(word), place) for place, char in enumerate(word[1:], 1))


def ends_a_name(word: str) -> bool:
    """Tell whether names may end as *word* does: 李俊入, of 李俊入选, is none."""
    return _score(word[-1], len(word), len(word) - 1) >= -4


def is_wordy(surname: str) -> bool:
    """Tell whether a *surname* is oftener a word of its own: 项优惠, 于全国, 位英雄."""
    return surname in UNUSUAL or surname in ADVERBS


def _score(char: str, size: int, place: int) -> int:
    """Return what *char* says for a name at its *place* in a word of *size* characters."""
    score = _known()[size, place].get(char, _UNSEEN)
    if not place:
        return score
    if is_rare(char):
        return max(score, _NEWER)
    return max(score, _SEEN) if char in SHARED else score


@cache
def _known() -> dict[tuple[int, int], dict[str, int]]:
    """Return the scores by the size of the word and the place in it.

    A line of the file has both, the score, and the characters: ``21 -13 版牌`` is of the second
    character in words of two.
    """
    tables: dict[tuple[int, int], dict[str, int]] = {}
    text = files(__package__).joinpath("name_scores.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            where, score, chars = line.split(" ")
            table = tables.setdefault((int(where[0]), int(where[1])), {})
            table |= dict.fromkeys(chars, int(score))
    return tables
