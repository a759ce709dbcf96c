"""A text that may hold a date, folded: the many ways to print one become few.

Full-width characters, traditional characters (``小時``), Chinese numerals (``二〇二六``, ``廿一``),
years of the Republic, English words (``3 hours ago``) and weekdays are gone then.
"""

from __future__ import annotations

import re
from functools import lru_cache

from newsportal.chinese.lazy_pattern import lazy

_LONGEST = 200  # characters looked at; a date is shorter, whatever its labels
WEEKDAY_EN = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}"

_FOLD: dict[int, int | str | None] = {
    **{char: char - 0xFEE0 for char in range(0xFF01, 0xFF5F)},  # full-width ASCII
    **dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)),
    **str.maketrans("・丨∶︰時鐘鍾點間週個號後來發佈於", "·|::时钟钟点间周个号后来发布于"),
    **str.maketrans("剛兩禮輯數覽閱讀擊訪問處華異動張貼", "刚两礼辑数览阅读击访问处华异动张贴"),
    **str.maketrans("編錄檔寫單審傳載轉報導開製簽實瀏標", "编录档写单审传载转报导开制签实浏标"),
    **str.maketrans("約網頒尋頭這", "约网颁寻头这"),
}  # fmt: skip
# Decoration only beside a day: 周四 08:30 is not today's 08:30.
_WEEKDAY = lazy(
    r"""
    (?<=[0-9日号天])[\ ,/|·]{0,3}[(【[]?(?:星期|礼拜|周)[一二三四五六日天][)】\]]?
    | \(?(?:星期|礼拜|周)[一二三四五六日天]\)?
      (?=[\ ,]*[0-9〇零一二三四五六七八九十]{1,4}\ ?[-/.年月]
        |,\ [0-9]{1,2}\ (?:[0-9一二三四五六七八九十]{1,2}月\ |[A-Z][a-z]{2}))
    """,
    re.VERBOSE,
)
_GLUED_TIME = lazy("(?<=[周期拜][一二三四五六])(?=[0-9])")  # 周五08:30, whose 五 becomes 5
# What Cantonese calls yesterday, this morning, just now, an hour
_CANTONESE = {
    "寻日": "昨天",
    "琴日": "昨天",
    "噚日": "昨天",
    "寻晚": "昨晚",
    "今朝": "今早",
    "啱啱": "刚刚",
}
_IN_CANTONESE = lazy("[寻琴噚]日|寻晚|今朝|啱啱|个钟(?=前)")
# The day of the moon between a day and a time: 2026年11月21日(农历十月十三)08:30
_OF_MOON = lazy(r"[ ,]?\(?农历[^\d\s()]{2,9}\)?(?=\ ?[0-9]{1,2}:)")
# 3h前, 30min前
_AGO_MIXED = lazy("([0-9]{1,3}) ?(h|min|d)(?=前)")
_NUMERAL = lazy("一?百?[〇零一二两三四五六七八九十廿卅]+")
_TENS = lazy("([0-9]?)十([0-9]?)")
_DIGITS = str.maketrans("〇零一二两三四五六七八九", "001223456789")
# Papers print a letter or a circle for 〇: 二○二六, 二Ｏ二六.
_CIRCLE = lazy("(?<=[一二三四五六七八九〇])[○◯O0oΟО](?=[〇○◯O0oΟО一二三四五六七八九年])")


# Years of the Republic, as Taiwan prints them: 民国113年, 113年9月19日, 113/09/19.
_REPUBLIC = lazy(
    r"(?:中华)?民[国國]\ ?([0-9]{1,3}|元)(?=\ ?年|([-/.])[0-9]{1,2}\2[0-9]{1,2}(?![\w/-]))"
    r"|(?<![\w.+/-])(1[01][0-9])"
    r"(?=\ ?年\ ?[0-9]{1,2}\ ?月|([-/.])(?:0?[1-9]|1[0-2])\4(?:0?[1-9]|[12][0-9]|3[01])(?![\w./-]))"
)
REPUBLIC_DAY = (
    r"(?:(?:中[华華])?民[国國]\s?(?:\d{1,3}|元)|(?<![\w.+/-])1[01]\d)"
    r"(?:\s?年\s?\d{1,2}\s?月\s?\d{1,2}"
    r"|[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?![\w./-]))"
)
"""Such a day in a text, as a pattern for those who look for days."""

# Signs that stand for the hyphens of 2026-11-21
_SIGNS = lazy(
    r"([0-9]{4})(?![-./][0-9]) ?([‐-—−、·_~./\\-]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,2})(?![0-9])"
)
# 2026年11-21, 2026年11.21, 2026-11月21日, 2026-11-21日; not 2026年9-11月, 2026年11.21万
_MIXED = lazy(
    r"([0-9]{4}) ?(?:年 ?(?=[0-9]{1,2}(?: ?[-/]|\.[0-9]{2}(?![0-9A-Za-z]| ?[万亿元个人])))"
    r"|[-/.] ?(?=[0-9]{1,2} ?(?:月|[-/.] ?[0-9]{1,2} ?日)))"
    r"([0-9]{1,2}) ?[-/.月] ?([0-9]{1,2})(?![0-9]| ?月)(?: ?日)?"
)
# 20-11月-26, 2-1月 -26: Oracle's days in Chinese
OF_ORACLE = (
    r"(?<![0-9A-Za-z./-])(0?[1-9]|[12][0-9]|3[01])-(0?[1-9]|1[0-2])月\ ?-((?:20)?)([0-9]{2})"
    r"(?![0-9A-Za-z/-])"
)
"""Such a day in a text, as a pattern for those who look for days."""
_OF_ORACLE = lazy(OF_ORACLE)
_TIME_OF_ORACLE = lazy(r"(?<=-[0-9]{2} )([0-9]{2})\.([0-9]{2})\.([0-9]{2})(?![0-9])")
_OF_NET = lazy(r"/?Date\(([0-9]{10,13})(?:[+-][0-9]{4})?\)/?")  # /Date(1795134615000)/
# The clock's place between a day and a time: 2026年11月21日 香港时间8时30分
_OF_PLACE = lazy(r"(?<=[0-9日) ])(?:北京|香港|澳[门門]|[台臺]北)时间\ ?:?\ ?(?=[0-9])")
_MAY_BE_SIGNS = lazy(r"[_~\\]| [-/]|[-/.] ")
# 发布时间:18-03-08: behind a label, two digits are a year
_SHORT_YEAR = lazy(
    r"(?<=[间期]:) ?([0-9]{2}[-/.][0-9]{2}[-/.][0-9]{2})(?= ?(?:[0-9]{2}:|\Z|[^0-9./-]))"
)
_EAST_OF = lazy(r"[(\[]?(?:UTC|GMT) ?([+-])([0-9]{1,2})(?::?([0-9]{2}))?(?![0-9])[)\]]?")  # UTC+8

_MAY_BE_ENGLISH = lazy(
    r"(?:\A|[ (])(?:ago|now|Mon|Tue|Wed|Thu|Fri|Sat|Sun)|(?:[Tt]o|[Yy]ester)day|pdate|ublish|osted"
)
_UPDATED_EN = lazy(r"\b(?:[Ll]ast )?[Uu]pdated?\b(?: on| at)?")
_PUBLISHED_EN = lazy(r"\b(?:[Pp]ublish(?:ed)?|[Pp]osted)\b(?: on| at)?")
# 3 hours ago, Yesterday 08:30: Chinese portals with English themes
_AGO_EN = lazy(
    r"(?<!\w)(?:([0-9]{1,3})|(an?|one)) ?(sec|min|hour|hr?|day|d|week|month|year)[a-z]{0,4}"
    r"(?:, [0-9]{1,2} [a-z]{3,7})? ago(?!\w)",  # 6 years, 9 months ago: Django
    re.IGNORECASE,
)
_UNITS_EN = {
    "sec": "秒", "min": "分钟", "hour": "小时", "hr": "小时",
    "h": "小时", "day": "天", "d": "天", "week": "周", "month": "个月", "year": "年",
}  # fmt: skip
_DAY_EN = lazy(r"(?<!\w)(?:(today)|yesterday)(?: at|,)?(?= [0-9]{1,2}:[0-9]{2}|$)", re.IGNORECASE)
# 2026-11-21 Sat 08:30, Nov 21 Sat 2026
_WEEKDAY_WITHIN = lazy(
    rf"(?<=[0-9日]) ,?\(?{WEEKDAY_EN}\.?\)?"
    r"(?= [0-9]{1,2}:[0-9]{2}| (?:19|20)[0-9]{2}(?![0-9])|$)"
)
# Friday 08:30, Fri at 8:30 AM: the last one
_WEEKDAY_EN = lazy(rf"({WEEKDAY_EN}),?(?: at)? (?=[0-9]{{1,2}}:[0-9]{{2}}(?: ?[AaPp]\.?[Mm]\.?)?$)")
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NOW = lazy(r"\b[Jj]ust now\b|(?<!\w)[几数]秒钟?前")


def _in_english(text: str) -> str:
    if not _MAY_BE_ENGLISH.search(text):
        return text
    text = _AGO_EN.sub(lambda ago: f"{ago[1] or 1}{_UNITS_EN[ago[3].lower()]}前", text)
    text = _DAY_EN.sub(lambda day: "今天" if day[1] else "昨天", text)
    text = _PUBLISHED_EN.sub("发布", _UPDATED_EN.sub("更新", text))
    if weekday := _WEEKDAY_EN.match(text):
        text = f"周{'123456日'[_WEEKDAYS_EN.index(weekday[1][:3])]} {text[weekday.end() :]}"
    return _WEEKDAY_WITHIN.sub("", _NOW.sub("刚刚", text))


def _of_republic(year: re.Match[str]) -> str:
    counted = year[1] or year[3]
    return str(1911 + (1 if counted == "元" else int(counted)))


def _number(numeral: re.Match[str]) -> str:
    """Return a Chinese number up to 199, or digits in a row (二〇二四), in digits."""
    spelt = numeral[0].replace("廿", "二十").replace("卅", "三十")
    hundred = "百" in spelt
    if hundred:
        spelt = spelt.rpartition("百")[2]
    digits = spelt.translate(_DIGITS)
    if tens := _TENS.fullmatch(digits):
        digits = (tens[1] or "1") + (tens[2] or "0")
    return f"1{digits[-2:]:0>2}" if hundred else digits


def fold(text: str) -> str:
    """Return *text* in half-width digits and simplified characters, without its weekday.

    >>> fold("二Ｏ二六年十一月廿一日　星期六　８時"), fold("中華民國一一三年九月")
    ('2026年11月21日 8时', '2024年9月')
    """
    return _folded(text[:_LONGEST])


@lru_cache(maxsize=1024)  # a post's date stands in lists, too, and many others read the same
def _folded(text: str) -> str:
    text = " ".join(text.split())
    if "UTC" in text or "GMT" in text:
        text = _EAST_OF.sub(lambda zone: f"{zone[1]}{zone[2]:0>2}:{zone[3] or '00'}", text)
    if not text.isascii():
        text = _in_digits(text)
    elif _MAY_BE_SIGNS.search(text):
        text = _SIGNS.sub(r"\1-\3-\4", text)
    # ago, day, Mon, Wed, Fri, Sun: few dates of Chinese portals have these letters
    if "a" in text or "o" in text or "e" in text or "i" in text or "u" in text:
        text = _in_english(text)
    if "." in text and "-" in text:
        text = _TIME_OF_ORACLE.sub(r"\1:\2:\3", text)
    if "Date(" in text:
        text = _OF_NET.sub(r"\1", text)
    may_be = "民" in text or "10" in text or "11" in text
    return _REPUBLIC.sub(_of_republic, text) if may_be else text


def _in_digits(text: str) -> str:
    text = text.translate(_FOLD)
    if "二" in text:
        text = _CIRCLE.sub("〇", _CIRCLE.sub("〇", text))
    if "周" in text or "期" in text or "拜" in text:
        text = _GLUED_TIME.sub(" ", " ".join(_WEEKDAY.sub(" ", text).split()))
    if "农历" in text:
        text = _OF_MOON.sub(" ", text)
    if (
        "寻" in text
        or "噚" in text
        or "琴日" in text
        or "今朝" in text
        or "啱" in text
        or "个钟前" in text
    ):
        text = _IN_CANTONESE.sub(lambda word: _CANTONESE.get(word[0], "小时"), text)
    if "间:" in text or "期:" in text:
        text = _SHORT_YEAR.sub(r" 20\1", text)
    if "秒" in text:
        text = _NOW.sub("刚刚", text)
    if "h前" in text or "min前" in text or "d前" in text:
        text = _AGO_MIXED.sub(lambda ago: f"{ago[1]}{_UNITS_EN[ago[2]]}", text)
    if " 月" in text:  # 11 月 21, 2026: WordPress
        text = text.replace(" 月", "月")
    if "元月" in text:
        text = text.replace("元月", "1月")
    text = _NUMERAL.sub(_number, text)
    if "月-" in text or "月 -" in text:
        text = _OF_ORACLE.sub(r"20\4-\2-\1", text)
    if "时间" in text:
        text = _OF_PLACE.sub(" ", text)
    if "前" not in text and ("年" in text or "月" in text or "日" in text):
        text = _MIXED.sub(r"\1-\2-\3", text)
    return _SIGNS.sub(r"\1-\3-\4", text)
