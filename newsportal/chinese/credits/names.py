"""Is a word a Chinese personal name, and how sure is that?

A name is a surname and one or two characters. Most surnames begin everyday words as well (高兴,
全国, 周一), so the given name decides: 琳 or 俊 hardly occur elsewhere, 明 and 文 occur in names
and in words, 速 and 级 in words alone. A few surnames (刘, 郭, 邓) begin hardly a word: anything
may follow them. Words that look like names all the same are listed with the surnames.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from newsportal.chinese.credits.given_names import (
    GIVEN,
    is_everyday,
    is_given,
    is_rare,
    is_usual,
)
from newsportal.chinese.credits.lookalikes import is_lookalike
from newsportal.chinese.credits.peoples import is_name_of_peoples
from newsportal.chinese.credits.surnames import (
    COMPOUND,
    PAIRS,
    PLAIN,
    SURNAMES,
    UNUSUAL,
)
from newsportal.chinese.credits.words import HAN, LONG_ROLE, any_of
from newsportal.chinese.lazy_pattern import lazy


class Confidence(IntEnum):
    """How far a word is believed to be a name."""

    NO = 0
    IN_COMPANY = 1  # 金华, 黄河: beside a name that is surer
    LABELLED = 2  # 高远: behind 记者 or 责任编辑
    ALONE = 3  # 夏嘉雯: in brackets at the end of a text, without any label


_NUMBERS = frozenset("一二三四五六七八九十百千万")
# The last character of many words of three: 毕业生, 文学家, 松花江, 纪念日.
_CLASSES = frozenset(
    "省市县区乡镇村路街巷桥江河湖海山岭岛港洋州城国家人员者生师士长军兵队党会部局院校馆站台社厂店场园"
    "所室厅处科系学法律史式型性化力度率量值额费税款元年月日时天期段层级类种品器机具车船药病症炎酒茶"
    "水油米面肉鱼鸡牛羊马花草木树石土金铁银钢布衣门板球星语文字书报刊诗歌曲舞剧画片卡网线点面心头身"
    "业务事物体权利益案件法令制度史论说话行道方向上下中内外里间前后南北东西们子儿处起过到得着了的季节赛庄鹿蝶"
)
_USUAL = frozenset("国军民生海江花学文东南北月星石金银年兵士")  # of these, in given names, too
_KINDS = frozenset("民声")  # names end so, words that begin like one as well
# People are called 黄河 or 金华, seldom 方向 or 安全.
_NATURE = frozenset("华河山江海阳林云平宁泉源川洋龙虎石松峰明军兵雨星")
_WORDY_COMPOUNDS = frozenset("东方 西门 南门 东门 百里 即墨 第五 乐正 司空 子车 爱新 东郭".split())
# Given names that are everyday words or end like them
_GIVEN_WORDS = frozenset("胜利 海洋 金山 建中 小利 景行 知行 笃行 敏行 言行".split())
# They stand behind 记者 in a sentence oftener than as surnames: 记者曾公开, 于全国, 查公司.
_ADVERBS = frozenset("于向曾应连常查边时")
_ROLE = lazy(LONG_ROLE)
# What names of foreign people and places begin with, and are spelt with.
_ABROAD = "巴伊乌欧莫贝卢罗苏马麦霍费哈索特韦米鲁艾查班安潘伯迈贺季戈金丁古纳葛黎尼乔"
_SPELT = "斯尔萨茨洛伦利亚尼纳多德夫格贝迪敦士克里罗卡达顿隆诺勒姆默奇赛恒塞黎穆"
_NO_NAME = lazy(
    r"[的了是被把就也不没这那说称问已很吗呢啊们您你我他她它]|先生|女士|小姐|老师|教授|同学|师傅|某[^某]"
    r"|[局厅处科省市县区院校所部村镇]长|主任|经理|书记|位于|近日|日前|[今昨明][天日年晨晚]|当日|来源|联盟|小编"
    r"|凌晨|上午|下午|中午|清晨|傍晚|[起过出下上回进开][来去]|[博交洽展览]会$|^上官[方网微体洲]"
    rf"|^..[斯尔萨茨]$|^[{_ABROAD}][{_SPELT}]{{2}}$|王朝$"  # 丘吉尔, 罗德里
    rf"|{LONG_ROLE}"
)
_ANONYMOUS = lazy(  # 甲某, 张某某
    rf"(?:[甲乙丙丁戊己庚辛壬癸{''.join(sorted(SURNAMES))}]|{any_of(COMPOUND)})[{HAN}]?某{{1,2}}"
)
_PLACE = lazy(
    "..[市县区省局厅院镇乡苑塔郡府]$|.[庄湾沟坪屯寨堡庙祠坟埠圩墩坝塘店铺峪洼坳垸厝埔滩碾堰坑窑埭浜窝巷弄街寺庵]$"
    "|.家[营坡楼桥岗冲河湖路井村渡园集子]$|..(?:路|大道)$|(?<!若)谷$"
)


@lru_cache(maxsize=4096)
def confidence(word: str) -> Confidence:
    """Return how far *word* is believed to be a name.

    >>> [confidence(word).name for word in ("夏嘉雯", "高远", "金华", "平方米", "高速")]
    ['ALONE', 'LABELLED', 'IN_COMPANY', 'NO', 'NO']
    >>> [confidence(word).name for word in ("欧阳晓明", "甲某", "扎西顿珠", "刘仔", "刘速")]
    ['ALONE', 'ALONE', 'LABELLED', 'LABELLED', 'NO']
    """
    if is_name_of_peoples(word) and not (is_lookalike(word) or _ROLE.search(word)):
        return Confidence.LABELLED
    if _is_no_name(word) or _PLACE.search(word):
        return Confidence.NO
    if word.endswith("某"):
        return Confidence.ALONE if _ANONYMOUS.fullmatch(word) else Confidence.NO
    if word[:2] in COMPOUND and len(word) in (3, 4):
        return _behind_compound(word[:2], word[2:])
    if word[:1] not in SURNAMES:
        rare = len(word) == 3 and all(is_rare(char) for char in word[1:])
        rare = rare and word[1] != word[2] and not is_everyday(word[1:])  # 红彤彤, 将辉煌
        return Confidence.LABELLED if rare else Confidence.NO  # 能杰琪
    if len(word) == 2:
        return _of_two(word)
    return _of_three(word) if len(word) == 3 else Confidence.NO


def could_be_name(word: str) -> bool:
    """Tell whether *word* is a name where nothing but a name is due (``采写：南都记者 方南``).

    >>> [could_be_name(word) for word in ("方南", "林安镇", "周长青", "方向", "方框图")]
    [True, True, True, False, False]
    """
    if word[:1] not in SURNAMES or not 2 <= len(word) <= 3 or _is_no_name(word):
        return False
    given = word[1:]
    if any(map(is_rare, given)):
        return True
    if word[:2] in PAIRS:
        return begins_like_a_word(word)
    return len(word) == 2 or GIVEN.issuperset(given)


def begins_like_a_word(word: str) -> bool:
    """Tell whether *word* may be a name of three that begins like an everyday word.

    >>> [begins_like_a_word(word) for word in ("周长青", "林立新", "方向盘", "黄龙山")]
    [True, True, False, False]
    """
    given = word[1:]
    like_one = len(word) == 3 and word[:2] in PAIRS and word[0] not in UNUSUAL | _ADVERBS
    if not like_one or given[0] == given[1] or given[1] in _KINDS:  # 丁零零, 游牧民
        return False
    return not _is_no_name(word) and GIVEN.issuperset(given) and given[1] not in _CLASSES


def is_name_and_word(word: str) -> bool:
    """Tell whether *word* is everyday and a name as well: one only behind several others.

    >>> [is_name_and_word(word) for word in ("文静", "周一", "方向")]
    [True, False, False]
    """
    if word not in PAIRS or word[0] in UNUSUAL:
        return False
    return word[1] in GIVEN and word[1] not in _NUMBERS | _CLASSES


def _is_no_name(word: str) -> bool:
    return is_lookalike(word) or "·" in word or _NO_NAME.search(word) is not None


def _behind_compound(surname: str, given: str) -> Confidence:
    known = all(char in GIVEN or is_rare(char) for char in given)
    if surname in _WORDY_COMPOUNDS:  # 东方卫视, 百里奔腾
        rare = any(is_rare(char) for char in given)
        return Confidence.ALONE if rare and known else Confidence.NO
    if known:
        return Confidence.ALONE
    return Confidence.LABELLED if len(given) == 1 else Confidence.NO


def _of_two(word: str) -> Confidence:
    surname, given = word[0], word[1]
    if surname == given:  # 高高
        return Confidence.NO
    if word in PAIRS:
        return (
            Confidence.IN_COMPANY if given in _NATURE and surname not in UNUSUAL else Confidence.NO
        )
    if is_rare(given):
        return Confidence.LABELLED if surname in UNUSUAL else Confidence.ALONE
    if surname in PLAIN:
        if given in _CLASSES:
            return Confidence.LABELLED if given in GIVEN else Confidence.NO
        if given in GIVEN:
            return Confidence.ALONE
        return Confidence.LABELLED if is_given(given) else Confidence.NO
    if given not in GIVEN:
        return Confidence.NO
    class_word = given in _CLASSES and given not in "军兵东海洋"
    if surname in UNUSUAL:
        return Confidence.NO
    if class_word or given in _NUMBERS:
        return Confidence.IN_COMPANY if given in _NATURE else Confidence.NO
    return Confidence.LABELLED


def _of_three(word: str) -> Confidence:
    surname, given = word[0], word[1:]
    pair = word[:2] in PAIRS and surname not in PLAIN  # 王国强: such words are listed as a whole
    known = sum(char in GIVEN or is_rare(char) for char in given)
    rare = sum(is_rare(char) for char in given)
    wordy = surname in UNUSUAL or surname in _ADVERBS
    if wordy and is_everyday(given):
        return Confidence.NO
    if rare == 2:
        return Confidence.ALONE
    if is_usual(given) and not (wordy and word[2] in _CLASSES - _USUAL):  # 南明山
        return Confidence.LABELLED if pair or wordy else Confidence.ALONE
    if word[1] in _NUMBERS and word[2] in _NUMBERS:  # 余十四
        return Confidence.NO
    if word[1] == word[2] and surname in PLAIN:  # 王园园
        return Confidence.LABELLED if is_given(word[1]) else Confidence.NO
    if given in _GIVEN_WORDS and surname not in UNUSUAL:
        return Confidence.LABELLED
    if wordy and not rare:
        return Confidence.NO  # 于全国, 曾公开, 位农民
    if word[2] in _CLASSES:  # 林晓文 may be a name, 松花江 and 毕业生 are none
        usual = word[2] in _USUAL and surname not in UNUSUAL
        if known < 2 or pair or not (rare or usual or surname in PLAIN):
            return Confidence.NO
        return Confidence.ALONE if rare and usual and surname in PLAIN else Confidence.LABELLED
    if pair:  # 周一鸣 may be a name; 周一至 goes on to 周五
        numbered = word[1] in _NUMBERS and word[2] != "至"
        return Confidence.LABELLED if known == 2 and (rare or numbered) else Confidence.NO
    if known == 2:
        if surname in UNUSUAL:
            return Confidence.LABELLED
        return Confidence.ALONE if rare or surname in PLAIN else Confidence.LABELLED
    if surname in UNUSUAL:
        return Confidence.NO
    if (word[:2] in PAIRS and surname in PLAIN) or not is_given(word[2]):
        return Confidence.NO  # 杨梅糕, 兰花指
    if rare:
        return Confidence.LABELLED
    if surname in PLAIN and not is_given(word[1]):
        return Confidence.NO  # 郭汤圆
    if known and surname in PLAIN:
        return Confidence.LABELLED
    return Confidence.IN_COMPANY if surname in PLAIN else Confidence.NO


SPACED = lazy(  # 李 明, not 文/司徒 图/甲某
    rf"([{''.join(sorted(SURNAMES))}]|{any_of(COMPOUND)}) (?![图摄]|文 ?[/／:：])"
    rf"([{HAN}])(?![{HAN}])"
)
_SPACED_WORD = lazy(rf"(?<![{HAN}]){SPACED.pattern}")
_IMAGE = lazy("[青晨静秋素墨石竹梅松荷溪舟泉]{2}")  # 青石, 墨竹
_NICKNAME = lazy(rf"[小阿]([{HAN}])")
_NO_NICKNAME = frozenset("小孔 小宋 小康 小唐 小兰 小倩 小艾 小巧 小楷 小毅".split())
# Offices among correspondents sign so: 穗应宣, 泰公宣, 穗卫健宣.
_OFFICE = lazy(rf"(?!.*[不文政外])[{HAN}]{{2,6}}宣")


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
        if confidence(first) < Confidence.LABELLED or (len(rest) == 2 and rest[0] == first[0]):
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
    r"(?:admin\w*|root|editor|system|webmaster|newsroom|test\w*|guest|user\d*|anonymous"
    r"|管理员|超级管理员|系统管理员|网站管理员|站长|未知|匿名|佚名|无名|不详|暂无|无"
    r"|本站|本网|本报|本台|本刊|原创|网络|互联网|转载|小编|编辑|编辑部|本站编辑|网站编辑|责任编辑"
    r"|作者|记者|通讯员|投稿|网友|游客|用户|后台)",
    re.IGNORECASE,
)


def is_nobody(name: str) -> bool:
    """Tell whether *name* signs but is nobody (admin, 佚名, 本站, 小编, 编辑部).

    >>> is_nobody("admin"), is_nobody("小编"), is_nobody("夏嘉雯")
    (True, True, False)
    """
    return bool(_NOBODY.fullmatch(name.strip()))
