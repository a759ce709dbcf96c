"""Dates as Chinese pages print them, by the thousand: every form, label and what stands behind.

All of it is drawn from a seed. What is right is known before anything is printed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from newsportal.chinese.dates import SHANGHAI

NOW = datetime(2026, 11, 22, 12, tzinfo=SHANGHAI)


class Printed(NamedTuple):
    """A date on a page, and what it says as far as it says it (``2024-09-19 08``)."""

    text: str
    at: str


_DIGITS = "〇一二三四五六七八九"
_WEEK = "一二三四五六日"
_ENGLISH = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_FULL = (
    "January February March April May June July August September October November December".split()
)


def _year(number: int, zero: str = "〇") -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number)).replace("〇", zero)


def _spelt(number: int) -> str:
    """Return a number below 60 in Chinese."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


Form = Callable[[datetime], str]
DAYS: dict[str, Form] = {
    "2024-09-19": lambda at: f"{at:%Y-%m-%d}",
    "2024-9-19": lambda at: f"{at.year}-{at.month}-{at.day}",
    "2024/09/19": lambda at: f"{at:%Y/%m/%d}",
    "2024/9/19": lambda at: f"{at.year}/{at.month}/{at.day}",
    "2024.09.19": lambda at: f"{at:%Y.%m.%d}",
    "2024年09月19日": lambda at: f"{at:%Y}年{at:%m}月{at:%d}日",
    "2024年9月19日": lambda at: f"{at.year}年{at.month}月{at.day}日",
    "2024 年 9 月 19 日": lambda at: f"{at.year} 年 {at.month} 月 {at.day} 日",
    "2024年9月19号": lambda at: f"{at.year}年{at.month}月{at.day}号",
    "２０２４年９月１９日": lambda at: "".join(
        chr(ord(char) + 0xFEE0) if char.isdigit() else char
        for char in f"{at.year}年{at.month}月{at.day}日"
    ),
    "二〇二四年九月十九日": lambda at: f"{_year(at.year)}年{_spelt(at.month)}月{_spelt(at.day)}日",
    "二零二四年九月十九日": lambda at: (
        f"{_year(at.year, '零')}年{_spelt(at.month)}月{_spelt(at.day)}日"
    ),
    "二○二四年九月十九日": lambda at: (
        f"{_year(at.year, '○')}年{_spelt(at.month)}月{_spelt(at.day)}日"
    ),
    "民国113年9月19日": lambda at: f"民国{at.year - 1911}年{at.month}月{at.day}日",
    "中華民國113年9月19日": lambda at: f"中華民國{at.year - 1911}年{at.month}月{at.day}日",
    "民國一一三年九月十九日": lambda at: (
        f"民國{_year(at.year - 1911)}年{_spelt(at.month)}月{_spelt(at.day)}日"
    ),
    "2024年9月19日 星期四": lambda at: (
        f"{at.year}年{at.month}月{at.day}日 星期{_WEEK[at.weekday()]}"
    ),
    "2024年9月19日（周四）": lambda at: (
        f"{at.year}年{at.month}月{at.day}日（周{_WEEK[at.weekday()]}）"
    ),
    "2024年9月19日星期四": lambda at: f"{at.year}年{at.month}月{at.day}日星期{_WEEK[at.weekday()]}",
    "2024-09-19 星期四": lambda at: f"{at:%Y-%m-%d} 星期{_WEEK[at.weekday()]}",
    "星期四 2024-09-19": lambda at: f"星期{_WEEK[at.weekday()]} {at:%Y-%m-%d}",
    "2024-09-19 禮拜四": lambda at: f"{at:%Y-%m-%d} 禮拜{_WEEK[at.weekday()]}",
}
TIMES: dict[str, tuple[Form, str]] = {
    "08:05": (lambda at: f" {at:%H:%M}", "%Y-%m-%d %H:%M"),
    "8:05": (lambda at: f" {at.hour}:{at:%M}", "%Y-%m-%d %H:%M"),
    "08:05:11": (lambda at: f" {at:%H:%M:%S}", "%Y-%m-%d %H:%M:%S"),
    "08：05": (lambda at: f" {at:%H}：{at:%M}", "%Y-%m-%d %H:%M"),
    "08时05分": (lambda at: f" {at:%H}时{at:%M}分", "%Y-%m-%d %H:%M"),
    "8点5分": (lambda at: f"{at.hour}点{at.minute}分", "%Y-%m-%d %H:%M"),
    "8時05分": (lambda at: f" {at.hour}時{at:%M}分", "%Y-%m-%d %H:%M"),
    "08时05分11秒": (lambda at: f" {at:%H}时{at:%M}分{at:%S}秒", "%Y-%m-%d %H:%M:%S"),
    "上午8:05": (
        lambda at: f" {'上午' if at.hour < 12 else '下午'}{at.hour % 12 or 12}:{at:%M}",
        "%Y-%m-%d %H:%M",
    ),
    "上午 08:05": (
        lambda at: f" {'上午' if at.hour < 12 else '下午'} {at.hour % 12 or 12:02}:{at:%M}",
        "%Y-%m-%d %H:%M",
    ),
    "下午15:05": (
        lambda at: f" {'上午' if at.hour < 12 else '下午'}{at:%H:%M}",
        "%Y-%m-%d %H:%M",
    ),
    "上午8点": (
        lambda at: f"{'上午' if at.hour < 12 else '下午'}{at.hour % 12 or 12}点",
        "%Y-%m-%d %H",
    ),
    "8:05 AM": (
        lambda at: f" {at.hour % 12 or 12}:{at:%M} {'AM' if at.hour < 12 else 'PM'}",
        "%Y-%m-%d %H:%M",
    ),
    "8:05am": (
        lambda at: f" {at.hour % 12 or 12}:{at:%M}{'am' if at.hour < 12 else 'pm'}",
        "%Y-%m-%d %H:%M",
    ),
    "": (lambda _: "", "%Y-%m-%d"),
}
_CHINA = "%Y-%m-%d %H:%M:%S"
WHOLE: dict[str, tuple[Form, str]] = {
    "2024-09-19T08:05:11+08:00": (lambda at: at.isoformat(), _CHINA),
    "2024-09-19T08:05:11+0800": (lambda at: f"{at:%Y-%m-%dT%H:%M:%S%z}", _CHINA),
    "2024-09-19T00:05:11Z": (lambda at: f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", _CHINA),
    "2024-09-19T00:05:11.000Z": (
        lambda at: f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z",
        _CHINA,
    ),
    "2024-09-19T08:05:11": (lambda at: f"{at:%Y-%m-%dT%H:%M:%S}", _CHINA),
    "2024-09-19T08:05": (lambda at: f"{at:%Y-%m-%dT%H:%M}", "%Y-%m-%d %H:%M"),
    "20240919": (lambda at: f"{at:%Y%m%d}", "%Y-%m-%d"),
    "20240919080511": (lambda at: f"{at:%Y%m%d%H%M%S}", _CHINA),
    "1726704311": (lambda at: f"{at.timestamp():.0f}", _CHINA),
    "1726704311000": (lambda at: f"{at.timestamp() * 1000:.0f}", _CHINA),
    "Sep 19, 2024": (
        lambda at: f"{_ENGLISH[at.month - 1]} {at.day}, {at.year}",
        "%Y-%m-%d",
    ),
    "September 19, 2024 8:05 AM": (
        lambda at: (
            f"{_FULL[at.month - 1]} {at.day}, {at.year}"
            f" {at.hour % 12 or 12}:{at:%M} {'AM' if at.hour < 12 else 'PM'}"
        ),
        "%Y-%m-%d %H:%M",
    ),
    "19 Sep 2024": (lambda at: f"{at.day} {_ENGLISH[at.month - 1]} {at.year}", "%Y-%m-%d"),
    "Thu, 19 Sep 2024 08:05:11 +0800": (
        lambda at: f"{at:%a}, {at:%d} {_ENGLISH[at.month - 1]} {at:%Y %H:%M:%S} +0800",
        _CHINA,
    ),
    "Thu, 19 Sep 2024 00:05:11 GMT": (
        lambda at: (
            f"{at.astimezone(UTC):%a, %d} {_ENGLISH[at.astimezone(UTC).month - 1]}"
            f" {at.astimezone(UTC):%Y %H:%M:%S} GMT"
        ),
        _CHINA,
    ),
    "2024 09/19 08:05:11": (lambda at: f"{at:%Y %m/%d %H:%M:%S}", _CHINA),
    "2024年9月": (lambda at: f"{at.year}年{at.month}月", "%Y-%m"),
    "二〇二四年九月": (lambda at: f"{_year(at.year)}年{_spelt(at.month)}月", "%Y-%m"),
}
# What a page of these days prints, reckoned from now: hours and days back.
RECENT: dict[str, Form] = {
    "今天 08:05": lambda at: f"今天 {at:%H:%M}",
    "今日08:05": lambda at: f"今日{at:%H:%M}",
    "昨天 08:05": lambda at: f"昨天 {at:%H:%M}",
    "昨日 上午8:05": lambda at: (
        f"昨日 {'上午' if at.hour < 12 else '下午'}{at.hour % 12 or 12}:{at:%M}"
    ),
    "前天 08:05": lambda at: f"前天 {at:%H:%M}",
    "9月19日 08:05": lambda at: f"{at.month}月{at.day}日 {at:%H:%M}",
    "09-19 08:05": lambda at: f"{at:%m-%d %H:%M}",
    "9/19 08:05": lambda at: f"{at.month}/{at.day} {at:%H:%M}",
    "九月十九日 8时05分": lambda at: f"{_spelt(at.month)}月{_spelt(at.day)}日 {at.hour}时{at:%M}分",
}
_BACK = {"今": 0, "昨": 1, "前": 2}
LABELS = [
    "", "发布时间：", "发布时间:", "发布时间： ", "发布日期：", "发布于 ", "发布：", "发表于",
    "发表时间：", "时间：", "日期：", "日期: ", "更新时间：", "更新于 ", "最后更新：",
    "发稿时间：", "来源：松岭晚报 时间：", "作者：夏嘉雯 发布时间：", "發佈時間：", "發表於 ",
    "更新時間：", "成文日期：", "录入时间：", "信息时间：", "【发布时间：", "（", "[",
    "发布时间 ", "编辑时间：", "上传时间：", "Published: ", "文章发布时间：",
]  # fmt: skip
TAILS = [
    "", " 来源：松岭晚报", " 来源: 松岭晚报 作者：夏嘉雯", " 浏览：44", " 阅读 44",
    " 点击：1024次", " 【字体：大 中 小】", " 责任编辑：夏嘉雯", " 发布", " 阅读量：44",
    " 人气：44", " 评论(0)", "  分享到：", " 作者：夏嘉雯", " 發佈",
]  # fmt: skip
_CLOSED = {"【": "】", "（": "）", "[": "]"}


def printed_dates(count: int, seed: int = 14) -> Iterator[Printed]:
    """Yield *count* dates, each form in turn with chance labels and what stands behind."""
    chance = random.Random(seed)
    forms = [("day", name) for name in DAYS for _ in range(3)]
    forms += [("whole", name) for name in WHOLE] + [("recent", name) for name in RECENT]
    for number in range(count):
        kind, name = forms[number % len(forms)]
        label = chance.choice(LABELS)
        tail = _CLOSED.get(label[:1], "") + chance.choice(TAILS)
        if kind == "recent":
            at = _recent(name, chance)
            text, stamp = RECENT[name](at), "%Y-%m-%d %H:%M"
        else:
            at = NOW - timedelta(seconds=chance.randrange(86400, 25 * 365 * 86400))
            form, stamp = WHOLE.get(name, (None, ""))
            if form is None:
                time, stamp = TIMES[chance.choice(list(TIMES))]
                day, clock = DAYS[name](at), time(at)
                text = day + (" " if day[-1].isdigit() and clock[:1].isdigit() else "") + clock
            else:
                text = form(at)
        yield Printed(f"{label}{text}{tail}", f"{at:{stamp}}")


# Lines between title and text, as 584 stored pages have them: everything is told in one line.
LINE_DAYS: list[Form] = [
    *DAYS.values(),
    lambda at: f"［{at:%Y-%m-%d}］",
    lambda at: f"{at:%Y－%m－%d}",
    lambda at: f"{at:%Y—%m—%d}",
    lambda at: f"{at:%Y_%m_%d}",
    lambda at: f"{at:%m/%d/%Y}" if at.day > 12 else f"{at:%Y/%m/%d}",
    lambda at: f"{_FULL[at.month - 1]} {at.day}, {at.year}",
    lambda at: f"{_spelt(at.month)}月 {at.day}, {at.year}",
]
BETWEEN = [" ", "　", " | ", " · ", ", "]
BEFORE_DATE = [
    "", "发布日期：", "【发布时间】", "(发布时间：", "[ 发布日期：", "来源：松岭日报 ", "松岭网讯 ",
    "信息来源：县融媒体中心 发布日期：", "发布者：办公室 发布时间：", "📅 ", "阅读 1.2万 · ",
    "编辑：夏嘉雯 ", "文章来源：松岭网 | ", "浏览次数：128 发布时间：",
    "索引号：0001-2026-0012 时间：",
    "首页 > 要闻 > ", "字体：大 中 小 时间：", "责任编辑：林永俊 时间：", "发表于", "Posted on ",
]  # fmt: skip
BEHIND_DATE = [
    "", " 打印", " ]", ")", " 作者：admin", " 点击：[12]次", " 字号：【大 中 小】", " 阅读(123)",
    " | 责任编辑：林永俊", " 我要评论(0)", " 编辑：林永俊 审核：夏嘉雯", " 1234次阅读",
    " 来源：本站", " 已有 12 人浏览", " · 5 分钟阅读", " 共 1200 字", " 訪問次數：12", " 关闭窗口",
    " 供稿：宣传科", " 松岭日报", " 来自北京", " 收藏",
]  # fmt: skip


def info_lines(count: int, seed: int = 16) -> Iterator[Printed]:
    """Yield *count* lines that tell a day and mostly its minute among other things."""
    chance = random.Random(seed)
    for _ in range(count):
        at = NOW - timedelta(seconds=chance.randrange(2 * 86400, 12 * 365 * 86400))
        clock, stamp = TIMES[chance.choice([*TIMES])]
        shown = clock(at).strip()
        day = chance.choice(LINE_DAYS)(at)
        text = f"{day}{chance.choice(BETWEEN)}{shown}" if shown else day
        line = f"{chance.choice(BEFORE_DATE)}{text}{chance.choice(BEHIND_DATE)}"
        yield Printed(line, f"{at:{stamp}}")


def _recent(name: str, chance: random.Random) -> datetime:
    if name[0] in _BACK:
        midnight = NOW.replace(hour=0) - timedelta(days=_BACK[name[0]])
        return midnight + timedelta(minutes=chance.randrange(720 if name[0] == "今" else 1440))
    return NOW - timedelta(minutes=chance.randrange(1440, 300 * 1440))
