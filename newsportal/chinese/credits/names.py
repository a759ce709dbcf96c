"""Is a word a Chinese personal name, and how sure is that?

A name is a surname and one or two characters, and most surnames begin everyday words as well (高兴,
全国, 周一): `likeness` weighs the characters. Words that look like names all the same are listed
with the surnames, and in `lookalikes`.
"""

from __future__ import annotations

import re
from collections.abc import Container
from enum import IntEnum
from functools import lru_cache

from newsportal.chinese.credits.given_names import GIVEN, is_rare
from newsportal.chinese.credits.likeness import (
    CLASSES,
    ends_a_name,
    is_wordy,
    likeness,
    weakest,
)
from newsportal.chinese.credits.lookalikes import is_everyday, is_lookalike
from newsportal.chinese.credits.peoples import is_name_of_peoples, is_transliteration
from newsportal.chinese.credits.surnames import (
    ADVERBS,
    COMMON,
    COMPOUND,
    PAIRS,
    PLAIN,
    SURNAMES,
    UNUSUAL,
)
from newsportal.chinese.credits.words import HAN, LONG_ROLE, LONG_ROLES_END, any_of
from newsportal.chinese.lazy_pattern import lazy


class Confidence(IntEnum):
    """How far a word is believed to be a name."""

    NO = 0
    IN_COMPANY = 1  # 金华, 黄河: beside a name that is surer
    LABELLED = 2  # 高远: behind 记者 or 责任编辑
    ALONE = 3  # 夏嘉雯: in brackets at the end of a text, without any label


# Of `likeness`: behind a label, by the characters of the word; and where nothing else is due
_LIKE_A_NAME, _MAY_BE_A_NAME = {2: 4, 3: 2}, -2
_NUMBERS = frozenset("一二三四五六七八九十百千万")
_LANDS = frozenset("川岗江河溪坝甸湾岭坡桥洲岛山")
_KINDS = frozenset("民声")  # names end so, words that begin like one as well
# People are called 黄河 or 金华, seldom 方向 or 安全.
_NATURE = frozenset("华河山江海阳林云平宁泉源川洋龙虎石松峰明军兵雨星")
_WORDY_COMPOUNDS = frozenset("东方 西门 南门 东门 百里 即墨 第五 乐正 司空 子车 爱新 东郭".split())
_BEHIND_NO_COMPOUND = frozenset("氏传剑词馆山城公令")  # 完颜氏, 谷梁传, 皇甫山
_ROLE = lazy(LONG_ROLE)
_NO_NAME = lazy(
    r"[的了是被把就也不没这那说称问已很吗呢啊们您你我他她它]|先生|女士|小姐|老师|教授|同学|师傅|某[^某]"
    r"|[局厅处科省市县区院校所部村镇]长|主任|经理|书记|位于|近日|日前|[今昨明][天日年晨晚]|当日|来源|联盟|小编"
    r"|^..[作绘撰]$|凌晨|上午|下午|中午|清晨|傍晚|[起过出下上回进开][来去]|[博交洽展览]会$|^上官[方网微体洲]"
    r"|^.[记氏姓公工王帝]$"  # 范记, 韩公, 吴王
    r"|^..[斯尔萨茨]$|王朝$"  # 丘吉尔
    r"|^.长$|^..传$|[菊兰豆葵莲蔷薇鱼鸟蝶蜂草木虫龟蛇蛙鼠][科属目]$"  # 林长, 杨戬传, 金莲属
)
_ANONYMOUS = lazy(  # 甲某, 张某某
    rf"(?:[甲乙丙丁戊己庚辛壬癸{''.join(sorted(SURNAMES))}]|{any_of(COMPOUND)}){HAN}?某{{1,2}}"
)
_PLACE = lazy(
    "..[市县区省局厅院镇乡村社苑塔郡府]$|.[庄湾沟坪屯寨堡庙祠坟埠圩墩坝塘店铺峪洼坳垸厝埔滩窊甸峁砭岘圪堌垱坬碾堰坑窑埭浜窝巷弄街寺庵]$"
    "|.家[营坡楼桥岗冲河湖路井村渡园集子]$|..(?:路|大道)$|(?<!若)谷$|^.[村府剧署家老桥营镇坊楼集渡宅闸坡岭港]$"
)


@lru_cache(maxsize=4096)
def confidence(word: str) -> Confidence:
    """Return how far *word* is believed to be a name.

    >>> [confidence(word).name for word in ("夏嘉雯", "高远", "金华", "平方米", "高速")]
    ['ALONE', 'LABELLED', 'IN_COMPANY', 'NO', 'NO']
    >>> [confidence(word).name for word in ("欧阳晓明", "甲某", "扎西顿珠", "刘仔", "刘糕")]
    ['ALONE', 'ALONE', 'LABELLED', 'LABELLED', 'NO']
    """
    if is_name_of_peoples(word) and not (is_lookalike(word) or _holds_role(word)):
        return Confidence.LABELLED
    if _is_no_name(word) or _PLACE.search(word) or _is_of_two_words(word):
        return Confidence.NO
    if word.endswith("某"):
        return Confidence.ALONE if _ANONYMOUS.fullmatch(word) else Confidence.NO
    if word[:2] in COMPOUND and len(word) in (3, 4):
        return _behind_compound(word[:2], word[2:])
    if word[:1] not in SURNAMES:
        rare = len(word) == 3 and all(is_rare(char) for char in word[1:])
        rare = rare and word[1] != word[2] and not is_everyday(word[1:])  # 红彤彤, 将辉煌
        return Confidence.LABELLED if rare else Confidence.NO  # 能杰琪
    return _behind_surname(word) if 2 <= len(word) <= 3 else Confidence.NO


def could_be_name(word: str) -> bool:
    """Tell whether *word* is a name where nothing but a name is due (``南都记者 方南 通讯员 ...``).

    >>> [could_be_name(word) for word in ("方南", "林安镇", "周长青", "方向", "方框图")]
    [True, True, True, False, False]
    """
    if word[:1] not in SURNAMES or not 2 <= len(word) <= 3 or _is_no_name(word):
        return False
    if word[:2] in PAIRS and not any(map(is_rare, word[1:])):
        return begins_like_a_word(word)
    return likeness(word) >= _MAY_BE_A_NAME


def begins_like_a_word(word: str) -> bool:
    """Tell whether *word* may be a name of three that begins like an everyday word.

    >>> [begins_like_a_word(word) for word in ("周长青", "林立新", "方向盘", "黄龙山")]
    [True, True, False, False]
    """
    given = word[1:]
    like_one = len(word) == 3 and word[:2] in PAIRS and word[0] not in UNUSUAL | ADVERBS
    if not like_one or given[0] == given[1] or given[1] in _KINDS:  # 丁零零, 游牧民
        return False
    return not _is_no_name(word) and GIVEN.issuperset(given) and given[1] not in CLASSES


def is_name_among_names(word: str, surnames: Container[str] = PLAIN) -> bool:
    """Tell whether one of a list of names is one as well, though it may look like none alone.

    >>> [is_name_among_names(word) for word in ("张宿堂", "黎月", "高星元", "张家界", "全国级")]
    [True, True, True, False, False]
    """
    begins_like_one = word[:1] in SURNAMES and word[:2] not in PAIRS
    if not begins_like_one or is_lookalike(word[:2]):  # 安吉星
        return False
    if _is_no_name(word) or _PLACE.search(word):
        return False
    plain = word[0] in PLAIN
    if len(word) != 3:
        return len(word) == 2 and plain and likeness(word) >= 0
    if word[0] in surnames and word[2] not in CLASSES and ends_a_name(word):
        return True
    return (plain or word[0] in COMMON) and likeness(word) >= 1


def is_name_and_word(word: str) -> bool:
    """Tell whether *word* is everyday and a name as well: one only behind several others.

    >>> [is_name_and_word(word) for word in ("文静", "周一", "方向")]
    [True, False, False]
    """
    if word not in PAIRS or word[0] in UNUSUAL:
        return False
    return word[1] in GIVEN and word[1] not in _NUMBERS | CLASSES


def _is_no_name(word: str) -> bool:
    if is_lookalike(word) or is_transliteration(word) or "·" in word:
        return True
    return bool(_NO_NAME.search(word)) or _holds_role(word)


def _holds_role(word: str) -> bool:
    return not LONG_ROLES_END.isdisjoint(word) and _ROLE.search(word) is not None


def _is_of_two_words(word: str) -> bool:
    """Tell whether a class stands behind a word: 金刚|川, 裴李|岗, 毛利|润."""
    if len(word) != 3 or word[2] not in _LANDS:
        return False
    return (
        (word[1] in PLAIN and not is_rare(word[1])) or word[:2] in PAIRS or is_lookalike(word[:2])
    )


def _behind_compound(surname: str, given: str) -> Confidence:
    if given in _BEHIND_NO_COMPOUND:
        return Confidence.NO
    known = all(char in GIVEN or is_rare(char) for char in given)
    if surname in _WORDY_COMPOUNDS:  # 东方卫视, 百里奔腾
        rare = any(is_rare(char) for char in given)
        return Confidence.ALONE if rare and known else Confidence.NO
    if known:
        return Confidence.ALONE
    return Confidence.LABELLED if len(given) == 1 or any(map(is_rare, given)) else Confidence.NO


def _behind_surname(word: str) -> Confidence:
    surname, given = word[0], word[1:]
    if surname == given:  # 高高
        return Confidence.NO
    if word in PAIRS:
        natural = given in _NATURE and surname not in UNUSUAL
        return Confidence.IN_COMPANY if natural else Confidence.NO
    if len(word) == 2 and surname in ADVERBS and weakest(word) < 0:  # 曾任
        return Confidence.NO
    sure, least = (9, 1) if len(word) == 2 else (11, -2)
    score = likeness(word)
    if score >= sure and weakest(word) >= least and not is_wordy(surname):
        return Confidence.ALONE
    if score < _LIKE_A_NAME[len(word)] or (score < 4 and is_lookalike(word[:2])):  # 安吉星
        return Confidence.NO
    return Confidence.LABELLED


SPACED = lazy(  # 李 明, not 文/司徒 图/甲某
    rf"([{''.join(sorted(SURNAMES))}]|{any_of(COMPOUND)}) (?![图摄]|文 ?[/／:：])"
    rf"({HAN})(?!{HAN})"
)
_SPACED_WORD = lazy(rf"(?<!{HAN}){SPACED.pattern}")
_IMAGE = lazy("[青晨静秋素墨石竹梅松荷溪舟泉]{2}")  # 青石, 墨竹
_NICKNAME = lazy(rf"[小阿]({HAN})")
_NO_NICKNAME = frozenset("小孔 小宋 小康 小唐 小兰 小倩 小艾 小巧 小楷 小毅".split())
# Offices among correspondents sign so: 穗应宣, 泰公宣, 穗卫健宣.
_OFFICE = lazy(rf"(?!.*[不文政外]){HAN}{{2,6}}宣")


def people(text: str, least: Confidence = Confidence.ALONE) -> list[str]:
    """Return the names that *text* consists of, none if there is anything else in it.

    >>> people("夏嘉雯、李 明"), people("夏嘉雯 报道")
    (['夏嘉雯', '李明'], [])
    """
    names = re.split(r"[ 、，,&＆]+", _SPACED_WORD.sub(r"\1\2", text.strip()))
    sure = [confidence(name) for name in names]
    if len(names) > 1 and max(sure) == Confidence.ALONE:
        least = min(least, Confidence.LABELLED)  # a name that is surer stands beside it
    return names if min(sure) >= least else []


def split_people(run: str) -> list[str]:
    """Return the names that are printed without anything between them, none if they are not.

    >>> split_people("夏嘉雯林永俊"), split_people("高山流水")
    (['夏嘉雯', '林永俊'], [])
    """
    for length in (3, 2) if 4 <= len(run) <= 9 else ():
        first, rest = run[:length], run[length:]
        if confidence(first) < Confidence.LABELLED or rest[0] not in SURNAMES:
            continue
        if len(rest) == 2 and rest[0] == first[0]:
            continue  # 毕恭毕敬
        if (
            confidence(rest) >= Confidence.LABELLED
            and max(confidence(first), confidence(rest)) == Confidence.ALONE
        ):
            return [first, rest]
        if names := split_people(rest):
            return [first, *names]
    return []


def is_pen_name(word: str) -> bool:
    """Tell whether *word* may be a name where a mark announces one (``编辑：小鹿``)."""
    if _IMAGE.fullmatch(word):
        return word not in PAIRS
    nickname = _NICKNAME.fullmatch(word)
    if not nickname or word in _NO_NICKNAME:
        return False
    return nickname[1] in PLAIN or is_rare(nickname[1]) or nickname[1] in "鹿易"


def is_office(word: str) -> bool:
    """Tell whether *word* signs for an office among correspondents (``粤应急宣``)."""
    return _OFFICE.fullmatch(word) is not None


# Who signs but is nobody: accounts of the system and words for oneself.
_NOBODY = lazy(
    r"(?:admin\w*|root|web|editor|system|webmaster|newsroom|test\w*|robot|guest|user\d*|anonymous"
    r"|管理员|超级管理员|系统管理员|网站管理员|站长|未知|匿名|佚名|无名|不详|暂无|无"
    r"|本站|本网|本报|本台|本刊|原创|网络|互联网|转载|小编|编辑|编辑部|本站编辑|网站编辑|责任编辑"
    r"|作者|(?:见习|实习|本报|本站|特约|网站)?(?:编辑|记者|通讯员)|投稿|网友|游客|用户|后台|[xX×*]{2,3})",
    re.IGNORECASE,
)


def is_nobody(name: str) -> bool:
    """Tell whether *name* signs but is nobody (admin, 佚名, 本站, 小编, 编辑部).

    >>> is_nobody("admin"), is_nobody("小编"), is_nobody("夏嘉雯")
    (True, True, False)
    """
    return bool(_NOBODY.fullmatch(name.strip()))
