"""How portals print dates: patterns, and the words in them; `date_labels` has those around.

`dates` reckons with what these find in a text that `folded_dates` has folded.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from newsportal.chinese.folded_dates import WEEKDAY_EN
from newsportal.chinese.lazy_pattern import lazy


def any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_LONG = ("uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember", "ober", "ember", "ember")
MONTH = "|".join(f"{m}(?:{end}|t)?" for m, end in zip(MONTHS, _LONG, strict=True))

DAYS_BACK = {"今": 0, "昨": 1, "前": 2, "大前": 3}

# The hours of the 24-hour clock a part of the day can mean: 下午3点 is 15, 凌晨12点 is 0, 晚上12点
# is 24. 上午 and 下午 are AM and PM, as software prints them (上午12:05 is just past midnight).
_MORNING, _EVENING, _NIGHT = range(4, 12), range(17, 25), {*range(6), *range(19, 25)}
PARTS: dict[str, Container[int]] = {
    "凌晨": range(7), "拂晓": range(3, 8), "清晨": _MORNING, "早晨": _MORNING, "早上": _MORNING,
    "早间": _MORNING, "清早": _MORNING, "晨": _MORNING, "早": _MORNING,
    "上午": range(12), "AM": range(12),
    "中午": range(11, 15), "正午": range(12, 13), "午间": range(11, 15), "午后": range(12, 19),
    "下午": range(12, 24), "PM": range(12, 24), "傍晚": range(16, 21),
    "晚上": _EVENING, "晚间": _EVENING, "晚": _EVENING,
    "夜里": _NIGHT, "夜间": _NIGHT, "深夜": _NIGHT, "午夜": _NIGHT, "半夜": _NIGHT, "夜": _NIGHT,
}  # fmt: skip
_PARTS_BEGIN = "".join(sorted({part[0] for part in PARTS} - {"A", "P"}))
# RFC 822's zones. CST is China's own time here (Java prints it), not that of the central states.
ZONES = {
    "Z": "+00:00", "z": "+00:00", "UTC": "+00:00", "UT": "+00:00", "GMT": "+00:00", "CST": "+08:00",
    "EST": "-05:00", "EDT": "-04:00", "CDT": "-05:00", "MST": "-07:00", "MDT": "-06:00",
    "PST": "-08:00", "PDT": "-07:00", "HKT": "+08:00", "SGT": "+08:00", "JST": "+09:00",
    "KST": "+09:00", "BST": "+01:00", "CET": "+01:00", "CEST": "+02:00", "MSK": "+03:00",
}  # fmt: skip

# Where a date may begin inside a line: not 12-3 of a telephone number, nor 9月 of 2026年9月.
BEGINNING = lazy(
    rf"""
    (?<![0-9A-Za-z_.+/第©-])(?<!©\ )
    (?: [0-9]{{4}}[-/.][0-9] | [0-9]{{1,2}}[-/][0-9]{{1,2}}\ [0-9]{{1,2}}:[0-9]
      | (?:[0-9]{{8}}|[0-9]{{14}})(?!\w)
      | [0-9]{{2}}-[0-9]{{4}}:[0-9]{{2}}
      | [0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?[\ ,|·]{{0,3}}(?:19|20)[0-9]{{2}}[-/.年][0-9]
      | [0-9]{{1,2}}([-/.])[0-9]{{1,2}}\1(?:19|20)[0-9]{{2}}(?![0-9])
      | (?:{WEEKDAY_EN},\ )? [0-9]{{1,2}}(?:st|nd|rd|th)?\ (?:{MONTH}),?\ [0-9]{{4}}
      | (?:{WEEKDAY_EN}\ )? (?:{MONTH})\.?\ [0-9]{{1,2}}(?:st|nd|rd|th)?,?\ [0-9:]{{4}}
      | [0-9]{{1,2}}\ [0-9]{{1,2}}月,?\ [0-9]{{4}} )
    | (?<![0-9]) [0-9]{{4}} (?:\ ?年|\ [0-9]{{1,2}}/[0-9])
    | (?<![0-9年])(?<!年\ ) [0-9]{{1,2}}\ ?月\ ?[0-9]
    | (?<![0-9]) (?:[0-9]{{1,3}}\ ?(?:天|小时|分钟?)\ ?)?
      (?:[0-9]{{1,4}}|半) \ ?个?(?:秒|分钟?|小时|天|周|星期|月|年) \ ?前
    | 刚刚 | [今昨前][天日] (?=\ ?(?:[上下]午\ ?)?[0-9]{{1,2}}[:点时])
    """,
    re.VERBOSE,
)
AGO = lazy(
    r"""
    # 1小时30分钟前, 1天3小时前, 1个月10天前, 2年3个月前, 5分30秒前
    (?:(?P<more>[0-9]{1,3}) \ ?(?P<of>年|个月|周|天|小时|分钟?)\ ?)?
    (?:(?P<count>[0-9]{1,4})|半) \ ?(?P<measure>个?)(?P<half>[半多]?)
    (?P<unit>秒钟?|分钟?|小时|钟头|天|日|周|星期|月|年) \ ?[以之]?前
    (?:\ ?\( (?:(?P<y>[0-9]{4})-)? (?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2}) \))?
    """,
    re.VERBOSE,
)
_NO_YEAR = r"(?=,?\ [0-9]{1,2}:|\Z)"
# Every pattern names what it finds: y, m, d, or back (a word of DAYS_BACK).
DATES = tuple(
    lazy(pattern, re.VERBOSE)
    for pattern in (
        # 2024-09-19, 9/19, 9.19 08:05
        r"(?:(?P<y>[0-9]{4})(?P<s>[-/._]))? (?P<m>[0-9]{1,2})"
        r"(?(s)(?P=s)|(?:[-/]|\.(?=[0-9]{1,2}\ [0-9]{1,2}:[0-9]))) (?P<d>[0-9]{1,2}+)"
        r"(?![-/.](?:19|20)[0-9]{2}(?![0-9:]))",
        # 21/11/2026 and 11/21/2026, but not 5/11/2026, which may be either; 5.11.2026
        r"""
        (?:(?P<first>1[3-9]|2[0-9]|3[01])([-/])(?P<then>1[0-2]|0?[1-9])\2
          |(?P<month>1[0-2]|0?[1-9])([-/])(?P<day>1[3-9]|2[0-9]|3[01])\5
          |(?P<dotted>3[01]|[12][0-9]|0?[1-9])\.(?P<dot>1[0-2]|0?[1-9])\.)
        (?P<last>(?:19|20)[0-9]{2})(?![0-9])
        """,
        # 九月 19, 2024; 19 九月 2024; 九月 2024: English order, Chinese names of months
        r"(?P<m>[0-9]{1,2})月\ ?(?P<d>[0-9]{1,2})(?:st|nd|rd|th|日)?(?:,\ ?|\ )(?P<y>[0-9]{4})"
        r"(?![0-9:年])",
        r"(?P<d>[0-9]{1,2})\ (?P<m>[0-9]{1,2})月,?\ (?P<y>[0-9]{4})(?![0-9:])",
        r"(?P<m>[0-9]{1,2})月,?\ (?P<y>[0-9]{4})(?P<d>(?!))?(?![0-9:])",
        # 2024年9月19日, 24年9月19日, 2024年9月, 9月19日
        r"""
        (?=[0-9]{1,4}\ ?[年月])
        (?:(?P<y>[0-9]{4}|[0-9]{2})\ ?年\ ?)?
        (?:(?P<m>[0-9]{1,2})\ ?月(?:\ ?(?P<d>[0-9]{1,2})(?:\ ?[日号])?)?)?
        """,
        # 去年9月19日, 本月19日
        r"(?P<lately>[今去前])年\ ?(?P<m>[0-9]{1,2})\ ?月(?:\ ?(?P<d>[0-9]{1,2})\ ?[日号])?",
        # 上周五, 周五 08:30 (folded: 周5)
        r"(?P<week>[本这上])?个?(?:周|星期|礼拜)(?P<weekday>[1-6日天])"
        r"(?(week)|(?=\ ?[^\W\d]{0,2}\ ?[0-9]{1,2}:))",
        r"(?P<lately>[本上])个?月\ ?(?P<d>[0-9]{1,2})\ ?[日号]",
        # 2026 11/21, as Xinhua's new pages have it
        r"(?P<y>[0-9]{4})[\ /](?P<m>[0-9]{1,2})[/\ -](?P<d>[0-9]{1,2})(?![0-9:])",
        # 2026-11
        r"(?P<y>[0-9]{4})[-/.](?P<m>[0-9]{2})(?P<d>(?!))?(?![-/.0-9])",
        # Fri, 20 Nov 2026; 20 November 26
        rf"""
        (?:{WEEKDAY_EN},?\ ?)? (?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:[\ .-]|\ of\ )
        (?P<m>{MONTH})(?:,?[\ -]|\.,?[\ -]?)
        (?P<y>[0-9]{{4}}|[0-9]{{2}}(?=\ [0-9])|(?<=-)[0-9]{{2}}\Z)
        """,
        rf"(?P<y>[0-9]{{4}})[\ -](?P<m>{MONTH})[\ -](?P<d>[0-9]{{1,2}})(?![0-9:])",
        # Nov 21, 2026; Sat Nov 21 2026
        rf"""
        (?:{WEEKDAY_EN},?\ )? (?P<m>{MONTH})(?:\.\ ?|\ )
        (?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,\ ?|\ )(?P<y>[0-9]{{4}})
        """,
        # Nov 21, 21 November: this year's or the last's
        rf"(?P<m>{MONTH})\.?\ (?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?P<y>(?!))?{_NO_YEAR}",
        rf"(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?\ (?P<m>{MONTH})\.?(?P<y>(?!))?{_NO_YEAR}",
        # November 2026
        rf"(?P<m>{MONTH})\.?,?\ (?P<y>[0-9]{{4}})(?P<d>(?!))?(?![0-9:])",
        r"(?P<back>大?前|今|昨)(?:[天日]|(?=[早晚晨夜]))",
    )
)
# Sat Nov 21 08:30:15 CST 2026: the year comes last.
YEAR_LAST = lazy(
    rf"(?:{WEEKDAY_EN},? )?(?P<m>{MONTH}) +(?P<d>[0-9]{{1,2}})"
    r" (?P<time>[0-9:]{5,8}(?: [A-Z]{2,4}| [+-][0-9]{2}:?[0-9]{2})?) (?P<y>[0-9]{4})"
)
TIME = lazy(
    rf"""
    (?: ,?\ (?:at\ )? | [Tt/] | (?<![0-9])
      | \ ?[-|_,·@–•●>;:]\ ?(?=[0-9]{{1,2}}\ ?(?::\ ?[0-9]{{2}}|[点时])|[上下]午)
      | \.\ (?=[0-9]{{1,2}}:)  # 2026. 11. 20. 08:30
      | \ ?[])】]\ ?[·|,]?\ ?(?=[0-9]{{1,2}}\ ?[:点时]|[上下]午)  # [2026-11-21] 08:30
      | \ ?[([](?=[0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}})?[])])  # 2026-11-21 (08:30)
      | \ (?:/|(?:Issued\ at\ )?HKT|CST)\ (?=[0-9]{{1,2}}:[0-9]{{2}})
      | \ ?\([1-6日]\)\ ?  # 2026/11/21(六) 08:30
      | (?<=[0-9]{{2}}[-/.][0-9]{{2}}) (?=[0-9]{{2}}:[0-9]{{2}})  # 2024-09-1908:05, 09-1908:05
      | (?=[{_PARTS_BEGIN}])
    )
    (?P<part>{any_of(PARTS)})?\ ? (?P<hour>[0-9]{{1,2}})
    (?: (?:\ ?:\ ?|(?<=\ [0-9]{{2}})\.(?=[0-9]{{2}}\Z))
        (?P<minute>[0-9]{{2}}|(?<=[0-9]\ [1-9]:)[0-9](?![0-9]))  # 08:05, 08.05; a script's 8:5
        (?: \ ?:\ ?(?P<second>[0-9]{{2}}) (?:[.,](?P<fraction>[0-9]{{1,6}})[0-9]*)? )?
        (?:\ ?(?P<half>[AaPp])\.?[Mm]\.?|\ ?(?P<behind>{any_of(PARTS)})(?!\w))?
        (?:\ ?(?=[A-Zz+-])(?P<zone>{any_of(ZONES)})?(?P<offset>[+-][0-9]{{2}}(?::?[0-9]{{2}})?)?
          (?:(?<=[0-9])\ (?:CST|UTC|GMT))?)?
        (?:\ ?\([^()0-9]{{1,20}}\)|\ ?\[?Asia/Shanghai\]?|\ ?(?:Beijing\ [Tt]ime|BJT)\b)?
      | \ ?(?P<hourly>[AaPp])\.?[Mm]\.?
      | \ ?[点时]
        (?: [整钟]
          | \ ?(?P<spoken_minute>[13]刻|[0-9]{{1,2}}(?![0-9])|半)
            (?:\ ?分 (?:\ ?(?P<spoken_second>[0-9]{{1,2}})\ ?秒)? )?
        )?
        (?:\ ?[许多余]|\ ?左右|\ ?前后)?
    )
    """,
    re.VERBOSE,
)
# Between a time and the day that follows it: 08:30 2026/11/21, 08:30 · 2026年11月21日
TIME_FIRST = lazy(
    r"[ ,|·/-]{0,3}(?=(?:19|20)[0-9]{2}[-/.年]|[0-9]{1,2}(?: [A-Z][a-z]{2}|/[0-9]{1,2}/(?:19|20))"
    r"|[A-Z][a-z]{2,8}\.? [0-9])"
)
COMPACT = lazy(
    r"""
    ([0-9]{4})([0-9]{2})([0-9]{2})
    (?: [\ T-]([0-9]{2}):?([0-9]{2})(?::?([0-9]{2}))? | ([0-9]{2})([0-9]{2})([0-9]{2})? )?
    (?P<zone>Z|\+[0-9]{2}:?[0-9]{2}|) (?![0-9])
    """,
    re.VERBOSE,
)
# How programs write a day that they take for a time: 2026-11-20T00:00:00.000Z
MIDNIGHT = lazy(r"(?<=[0-9])[T ]00:00:00(?:\.0+)?\s*(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})\s*$")
EPOCH = lazy(r"([0-9]{10})([0-9]{3})?(?:\.0+)?(?![0-9])")
