"""What a portal prints above every page alike: what day it is, and the weather."""

from __future__ import annotations

from datetime import datetime, timedelta

from newsportal.chinese.lazy_pattern import lazy
from newsportal.themes.generic.moments import labelled

_LONGEST = 40  # characters; a longer line is a sentence
# The day that it is: 2026年11月20日 星期五 农历十月十二, 11月20日 周五 晴
_DAY = r"\W*(?:(?:19|20)\d\d\s?[-/.年]\s?)?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?"
_WEEKDAY = "(?:星期|礼拜|禮拜|[周週])[一二三四五六日天]"
_CALENDAR = lazy(
    rf"{_DAY}\W*{_WEEKDAY}\W*\Z|\W*{_WEEKDAY}{_DAY}\W*\Z"
    rf"|{_DAY}\W*(?:{_WEEKDAY})?\W*(?:[农農][历曆]|[甲乙丙丁戊己庚辛壬癸]\w年)"
    rf"|{_DAY}\W*{_WEEKDAY}.{{0,8}}?(?:[晴阴陰雾霧霾]|多[云雲]|[小中大暴阵陣]雨|[小中大暴]雪|天[气氣])"
)
_WARMTH = lazy(r"-?\d{1,2}\s?(?:℃|°[Cc]?|摄氏度)")
_LATELY = timedelta(days=2)  # whoever keeps pages for others shows yesterday's


def says_today(line: str, now: datetime) -> bool:
    """Tell whether a line above an article may say what day it is *now*, or how warm.

    >>> from newsportal.chinese.dates import SHANGHAI
    >>> now = datetime(2026, 11, 20, 12, tzinfo=SHANGHAI)
    >>> [says_today(f"11月{day}日 星期五 晴", now) for day in (20, 6)]
    [True, False]
    """
    if len(line) > _LONGEST:
        return False
    if _WARMTH.search(line):
        return True
    if not _CALENDAR.match(line):
        return False
    told = labelled(line, now)
    return told is not None and now - told.moment.at <= _LATELY
