"""Dates: every phrase portals print, the theme's rounding simulated, and what must be refused."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsportal.chinese.dates import SHANGHAI, Moment, archive_day, parse_date
from newsportal.chinese.info_line import labelled_date

NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=SHANGHAI)
STAMP = "%Y-%m-%d %H:%M:%S"
ENDS = {"second": ":59", "minute": ":59", "hour": ":59:59", "day": " 23:59:59"}


def parse(text: str, now: datetime = NOW, tz: tzinfo = SHANGHAI) -> Moment:
    moment = parse_date(text, now, tz)
    assert moment is not None, text
    return moment


# phrase -> the time, as precise as it is known
ABSOLUTE = {
    # the theme's six styles
    "2024-09-19": "2024-09-19",
    "Sep 19 Thu 2024 08:05": "2024-09-19 08:05",
    "Sep 19": "2026-09-19",
    "19 September 08:05": "2026-09-19 08:05",
    "2024-09-19 08:05": "2024-09-19 08:05",
    "2024-09-19 08:05:11": "2024-09-19 08:05:11",
    "2024年09月19日": "2024-09-19",
    "2024年09月19日 08:05": "2024-09-19 08:05",
    "2024年09月19日 08:05:11": "2024-09-19 08:05:11",
    # other figures
    "2024/9/19 8:05": "2024-09-19 08:05",
    "2024.9.19": "2024-09-19",
    "20240919": "2024-09-19",
    "20240919 0805": "2024-09-19 08:05",
    "20240919T080511": "2024-09-19 08:05:11",
    "２０２４－０９－１９　０８：０５": "2024-09-19 08:05",
    "\u200b2024-09-19\u00a008:05 ": "2024-09-19 08:05",
    "[2024-09-19]": "2024-09-19",
    "（2024-09-19 08:05）": "2024-09-19 08:05",
    "2024-02-29": "2024-02-29",
    "2024-09-18 24:00": "2024-09-19 00:00",
    # machines
    "2024-09-19T08:05:11+08:00": "2024-09-19 08:05:11",
    "2024-09-19T08:05:11+0800": "2024-09-19 08:05:11",
    "2024-09-19T00:05:11Z": "2024-09-19 08:05:11",
    "2024-09-18T20:05-04:00": "2024-09-19 08:05",
    "2024-09-19 00:05:11 UTC": "2024-09-19 08:05:11",
    "Mon, 16 Feb 2026 09:06:00 +0800": "2026-02-16 09:06:00",
    "16 Feb 2026 01:06:00 GMT": "2026-02-16 09:06:00",
    "1726704311": "2024-09-19 08:05:11",
    "1726704311000": "2024-09-19 08:05:11",
    # Chinese
    "二〇二四年九月十九日": "2024-09-19",
    "二零二四年十二月三十一日": "2024-12-31",
    "2024 年 9 月 19 日 8 时 5 分": "2024-09-19 08:05",
    "2024年9月19日8时5分11秒": "2024-09-19 08:05:11",
    "2024年9月19号": "2024-09-19",
    "24年9月19日": "2024-09-19",
    "98年9月19日": "1998-09-19",
    "2024年9月": "2024-09",
    "2024年": "2024",
    "2024年2月": "2024-02",
    # without a year
    "9月19日": "2026-09-19",
    "09-19": "2026-09-19",
    "9/19": "2026-09-19",
    "03-04": "2026-03-04",
    "十一月二十二日": "2026-11-22",
    "11-23": "2026-11-23",
    "11-24": "2025-11-24",
    "12-31 23:59": "2025-12-31 23:59",
    "02-29": "2024-02-29",
    "9月19日 15:30": "2026-09-19 15:30",
    # words
    "今天": "2026-11-22",
    "今日 08:30": "2026-11-22 08:30",
    "昨天": "2026-11-21",
    "昨日08:30": "2026-11-21 08:30",
    "前天 下午3点": "2026-11-20 15",
    "前日": "2026-11-20",
    "大前天": "2026-11-19",
    "昨晚8点半": "2026-11-21 20:30",
    "08:30": "2026-11-22 08:30",
    "12:00": "2026-11-22 12:00",
    "12:01": "2026-11-21 12:01",
    "下午3点半": "2026-11-21 15:30",
    # parts of the day
    "9月19日晚上8点": "2026-09-19 20",
    "9月19日15时30分": "2026-09-19 15:30",
    "9月19日 下午3:05": "2026-09-19 15:05",
    "9月19日下午15:05": "2026-09-19 15:05",
    "9月19日十五时三十分": "2026-09-19 15:30",
    "9月19日十点零五分": "2026-09-19 10:05",
    "9月19日上午9点整": "2026-09-19 09",
    "9月19日上午12:05": "2026-09-19 00:05",
    "9月19日下午12:05": "2026-09-19 12:05",
    "9月19日中午12点": "2026-09-19 12",
    "9月19日中午1点": "2026-09-19 13",
    "9月19日凌晨零点": "2026-09-19 00",
    "9月19日凌晨12点": "2026-09-19 00",
    "9月18日晚上12点": "2026-09-19 00",
    "9月19日傍晚6点": "2026-09-19 18",
    "9月19日早上7点": "2026-09-19 07",
    "9月19日夜里2点": "2026-09-19 02",
    "9月19日夜里11点": "2026-09-19 23",
    # around the date
    "2024-09-19 星期四": "2024-09-19",
    "2024年9月19日（周四）08:05": "2024-09-19 08:05",
    "星期四 2024-09-19": "2024-09-19",
    "9月19日星期六十点": "2026-09-19 10",
    "时间：星期六 九月十九日": "2026-09-19",
    "今天（周日） 08:30": "2026-11-22 08:30",
    "发布时间：2024-09-19 08:05 来源：某报": "2024-09-19 08:05",
    "时间：2024-09-19": "2024-09-19",
    "日期: 2024/09/19": "2024-09-19",
    "更新于 2024-09-19": "2024-09-19",
    "发表于：2024年9月19日": "2024-09-19",
    "最后更新时间：2024-09-19": "2024-09-19",
    "2024-09-19 发布": "2024-09-19",
    "2024-09-19 阅读(123)": "2024-09-19",
    "2024-09-19 | 作者：张三 | 来源：某报": "2024-09-19",
    "发布时间：2024-09-19 08:05 更新时间：2024-09-20 10:00": "2024-09-19 08:05",
    "更新：2024-09-20 发布：2024-09-19": "2024-09-19",
    "[2/16]": "2026-02-16",
    # behind an owner's icon, a bullet, a dash
    "\ue6a1 2024-09-19": "2024-09-19",
    "🕒2024-09-19 08:05": "2024-09-19 08:05",
    "⏰\ufe0f 发布时间：2024-09-19": "2024-09-19",
    "• 2024-09-19 •": "2024-09-19",
    "—— 2024-09-19 ——": "2024-09-19",
    "☆ 2024年9月19日": "2024-09-19",
    "| 2024-09-19": "2024-09-19",
    # clocks of twelve hours, words around the hour
    "2024-09-19 4:05 PM": "2024-09-19 16:05",
    "2024-09-19 12:05 am": "2024-09-19 00:05",
    "2024-09-19 12:05 p.m.": "2024-09-19 12:05",
    "2024-09-19 4 PM": "2024-09-19 16",
    "2024-09-19 16:05 PM": "2024-09-19 16:05",
    "2024年9月19日晚间9点半": "2024-09-19 21:30",
    "2024年9月19日8时许": "2024-09-19 08",
    "9月19日早间7点左右": "2026-09-19 07",
    "今晨 5:20": "2026-11-22 05:20",
    "昨夜11点": "2026-11-21 23",
    "2024年9月19日上午": "2024-09-19",
    # English
    "Sep 19, 2024": "2024-09-19",
    "Sept. 19, 2024 08:05": "2024-09-19 08:05",
    "September 19th, 2024": "2024-09-19",
    "19 September 2024": "2024-09-19",
    "Posted on Sep 19, 2024": "2024-09-19",
    "Published: 2024-09-19 08:05": "2024-09-19 08:05",
    "Thursday 2024-09-19 08:05": "2024-09-19 08:05",
    # other figures
    "2024-09": "2024-09",
    "2024/02": "2024-02",
    "20240919080511": "2024-09-19 08:05:11",
    "202409190805": "2024-09-19 08:05",
    "2024/09/19/08:05": "2024-09-19 08:05",
    "2024 09/19 08:05:11": "2024-09-19 08:05:11",
    # feeds: RFC 822 with all that it allows, and what programs print instead
    "Wed, 18 Sep 2024 21:05:11 UT": "2024-09-19 05:05:11",
    "Wed, 18 Sep 2024 21:05:11 EST": "2024-09-19 10:05:11",
    "Wed, 18 Sep 2024 21:05 PDT": "2024-09-19 12:05",
    "Thursday, 19 Sep 2024 08:05:11 +0800": "2024-09-19 08:05:11",
    "Thu, 19 September 2024 08:05:11 +08:00": "2024-09-19 08:05:11",
    "Thu, 19 Sep 24 08:05:11 +0800": "2024-09-19 08:05:11",
    "Thu, 19 Sep 2024 08:05:11 GMT+0800": "2024-09-19 08:05:11",
    "Thu Sep 19 08:05:11 CST 2024": "2024-09-19 08:05:11",
    "Thu Sep 19 2024 08:05:11 GMT+0800 (中国标准时间)": "2024-09-19 08:05:11",
    # traditional characters, look-alikes of 〇, 廿 and 卅
    "2024年9月19日8點5分": "2024-09-19 08:05",
    "2024年9月19日08時05分": "2024-09-19 08:05",
    "發佈時間：2024-09-19": "2024-09-19",
    "二○二四年九月十九日": "2024-09-19",
    "二◯二四年九月十九日": "2024-09-19",
    "二Ｏ二四年十月三十日": "2024-10-30",
    "2024年10月卅一日": "2024-10-31",
    "二〇二四年九月廿九日": "2024-09-29",
    # labels of news and government pages
    "成文日期：2024年9月19日": "2024-09-19",
    "录入时间：2024-09-19": "2024-09-19",
    "公开日期：2024-09-19": "2024-09-19",
    "投稿时间：2024-09-19 08:05": "2024-09-19 08:05",
    "见报日期：2024-09-19": "2024-09-19",
    "发布时间：2024-09-19 08:05 【字体：大 中 小】 【打印】": "2024-09-19 08:05",
    "2024-09-19 08:05 访问量：44": "2024-09-19 08:05",
    "2024-09-19 08:05 信息来源：市教育局": "2024-09-19 08:05",
    "2024-09-19 08:05 点击数：44": "2024-09-19 08:05",
    "来源：松岭广电 2024-09-19 08:05": "2024-09-19 08:05",
    "来源：松岭广电 作者：甲某 2024-09-19": "2024-09-19",
    "作者：甲某 发布时间：2024-09-19": "2024-09-19",
    "松岭晚报 2024-09-19 08:05": "2024-09-19 08:05",
    "2024-09-19 08:05 发布于 山东": "2024-09-19 08:05",
    "2024-09-19 08:05 · 山东": "2024-09-19 08:05",
    "2024-09-19 08:05 IP属地：山东": "2024-09-19 08:05",
    "2024-09-19 08:05 来自山东": "2024-09-19 08:05",
    "2024年9月19日 第04版": "2024-09-19",
    # Taiwan's years, zones in words, what else stands around
    "民国113年9月19日": "2024-09-19",
    "104-09-19": "2015-09-19",
    "中華民國一一三年九月十九日 上午8:05": "2024-09-19 08:05",
    "113年9月19日": "2024-09-19",
    "113/09/19 08:05": "2024-09-19 08:05",
    "2024-09-19 08:05 (UTC+8)": "2024-09-19 08:05",
    "2024-09-19 09:05 UTC+09:00": "2024-09-19 08:05",
    "2024-09-1908:05:11": "2024-09-19 08:05:11",
    "2024-09-19下午3点": "2024-09-19 15",
    "2024-09-19 08:05 1.2万次阅读": "2024-09-19 08:05",
    "2024年9月19日 第A02版：要闻": "2024-09-19",
    "2024年9月19日 农历八月十七": "2024-09-19",
    "2024年9月19日 农历八月十七 星期四": "2024-09-19",
    "索引号：000014349/2024-00121 成文日期：2024年9月19日": "2024-09-19",
    "2024-09-19 08:05 A- A A+": "2024-09-19 08:05",
    "2024-09-19 08:05 【大 中 小】 【打印】": "2024-09-19 08:05",
    "2024-09-19 08:05 【大】【中】【小】": "2024-09-19 08:05",
    "2024-09-19 08:05 T大 T小": "2024-09-19 08:05",
    # One word behind a time: a town
    "2024年9月19日 08:05 松岭": "2024-09-19 08:05",
    "2024-09-19 08:05 松岭市河东新区": "2024-09-19 08:05",
    "2024年9月19日（松岭网）": "2024-09-19",
    "2024-09-19 08:05 35人已读": "2024-09-19 08:05",
    "2024-09-19 08:05 赞(3)": "2024-09-19 08:05",
    "2024-09-19 08:05 文/夏嘉雯": "2024-09-19 08:05",
    "2024-09-19 08:05 录入：夏嘉雯": "2024-09-19 08:05",
    "2024-09-19 08:05 #堤坝": "2024-09-19 08:05",
    "2024-09-19 08:05 \ue712 35": "2024-09-19 08:05",
    "2024年9月19日 总第35期": "2024-09-19",
    # What stands before
    "标签：堤坝 时间：2024-09-19": "2024-09-19",
    "主题分类：水利 成文日期：2024-09-12 发布日期：2024-09-19": "2024-09-19",
    "阅读(35) 2024-09-19 08:05": "2024-09-19 08:05",
    "点击率：35 2024-09-19": "2024-09-19",
    "打印 2024-09-19 08:05": "2024-09-19 08:05",
    "第03版：乡村 2024-09-19": "2024-09-19",
    "第35期 2024-09-19": "2024-09-19",
    "校对：夏嘉雯 2024-09-19": "2024-09-19",
    "👁 35 2024-09-19 08:05": "2024-09-19 08:05",
    "颁布日期：2024年9月19日": "2024-09-19",
    "刊出日期：2024-09-19": "2024-09-19",
    "原文发布时间：2024-09-19 08:05": "2024-09-19 08:05",
    "内容发布时间：2024-09-19 08:05": "2024-09-19 08:05",
    "上網時間：2024-09-19 08:05": "2024-09-19 08:05",
    "刊于2024-09-19": "2024-09-19",
    "公历2024年9月19日": "2024-09-19",
    # Numbers as scripts and programs put them together
    "2024-09-19 8:5": "2024-09-19 08:05",
    "2024/9/19 8:5": "2024-09-19 08:05",
    "20240919T080511+0800": "2024-09-19 08:05:11",
    "20240919T090511+09:00": "2024-09-19 08:05:11",
    # The day that ends at this midnight
    "2024年9月18日夜里12点": "2024-09-19 00",
    "2024年9月18日午夜12点": "2024-09-19 00",
    "2024年9月18日晚12点": "2024-09-19 00",
    "2024年9月19日凌晨12点": "2024-09-19 00",
    "编辑于 2024-09-19 08:05 ・IP 属地山东": "2024-09-19 08:05",
    "发布机构：市教育局 发文日期：2024-09-19": "2024-09-19",
    # stale: yesterday's page; a portal's clock that goes fast
    "今天 23:30": "2026-11-21 23:30",
    "今天 12:05": "2026-11-22 12:05",
}
LENGTH_OF_STAMP = {4: "year", 7: "month", 10: "day", 13: "hour", 16: "minute", 19: "second"}


@pytest.mark.parametrize(("text", "expected"), ABSOLUTE.items(), ids=ABSOLUTE)
def test_absolute(text: str, expected: str) -> None:
    moment = parse(text)
    first = expected + "2000-01-01 00:00:00"[len(expected) :]
    last = expected + "2000-12-31 23:59:59"[len(expected) :]
    if len(expected) == 7:
        days = {"02": "29", "09": "30"}[expected[5:]]
        last = f"{expected}-{days} 23:59:59"
    assert moment.precision == LENGTH_OF_STAMP[len(expected)]
    assert moment.at.strftime(STAMP) == moment.earliest.strftime(STAMP) == first
    assert moment.latest is not None
    assert moment.latest.strftime(STAMP) == last
    assert moment.at.tzinfo is SHANGHAI


NOTHING = [
    "", " ", "前", "刚", "半", "日期", "：", "今", "星期四",
    "时间：周四下午3点", "暂无", "hello",
    # impossible
    "2月30日", "2023-02-29", "2024-13-01", "13月1日", "2024年13月", "2024-09-31", "2024-09-00",
    "2024年0月", "25:70", "24:01", "12:60", "08:05:60", "2024-09-19 25:70", "2024-09-19 08:60",
    "上午15点", "凌晨9点", "晚上2点", "2024-09-19T08:05+25:00", "2024年9月 15点", "20241340",
    # years
    "1989-12-31", "2101-01-01", "0001-01-01", "9999-12-31", "89年9月19日", "99年前", "9999年前",
    "99年前 (1927-11-22)", "9999999999",
    # ambiguous, or no date at all
    "1/2/2024", "9.19", "1.2", "1.2.3", "v2024.9", "2024.9.19.1", "2024-9/19", "9月", "24年",
    "2024", "12345", "13812345678", "0731-88888888", "010-62345678",
    "202409199905", "2026112108", "172670431",
    "17267043110", "123456789012345678", "16:9", "1-2-3", "3月前", "几天前", "十多天前",
    "2月前", "12月前", "截止时间：2024-09-19", "有效期至2024-09-19", "11-21%", "+11-21", "-11-21",
    "2024-09-19 至 2024-09-30", "20240919080599", "2024-13", "2024-09-19 4:05 XM",
    "2024-09-19 13 AM", "9月19日前", "3天后", "多年前", "08:5", "2024-09-19 08:5", "¥2024.09",
    "2024-09-19 08:05 开标", "2024-09-19 08:05 截止", "2024-09-19 08:05 起",
    "报名：松岭 2024-09-19", "标签：堤坝 截止时间：2024-09-19",
    # dates inside something else
    "2024-09-19abc", "第2024-09-19号", "2024-09-195", "截至2026年11月22日，本站共发布了3篇文章。",
    "2024年9月19日，记者从市政府获悉，今年前三季度全市经济运行平稳", "3小时前他说",
    "2024-09-19 ~ 2024-09-20",
    "٢٠٢٤-٠٩-١٩", "²024-09-19", "9月19日" * 50,
]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING, ids=lambda text: repr(text[:24]))
def test_refused(text: str) -> None:
    assert parse_date(text, NOW) is None


HOUR, DAY = 3600.0, 86400.0
# phrase -> precision, elapsed at best, at least, at most (seconds)
RELATIVE = {
    "1秒前": ("second", 1, 1, 1.5),
    "30秒前": ("second", 30, 29.5, 30.5),
    "59秒前": ("second", 59, 58.5, 59.5),
    "1分钟前": ("minute", 60, 60, 90),
    "9分钟前": ("minute", 540, 510, 570),
    "60分钟前": ("minute", 3600, 3570, 3600),
    "1小时前": ("hour", HOUR, HOUR, 1.5 * HOUR),
    "24小时前": ("hour", DAY, 23.5 * HOUR, DAY),
    "1天前": ("day", DAY, DAY, 1.5 * DAY),
    "7天前": ("day", 7 * DAY, 6.5 * DAY, 7 * DAY),
    "1周前": ("week", 7 * DAY, 7 * DAY, 10.5 * DAY),
    "4周前": ("week", 28 * DAY, 24.5 * DAY, 30 * DAY),
    "1个月前": ("month", 30 * DAY, 30 * DAY, 45 * DAY),
    "12个月前": ("month", 360 * DAY, 345 * DAY, 360 * DAY),
    "1年前": ("year", 360 * DAY, 360 * DAY, 540 * DAY),
    "3年前": ("year", 1080 * DAY, 900 * DAY, 1260 * DAY),
    # the same in other clothes
    " ３ 小时前 ": ("hour", 3 * HOUR, 2.5 * HOUR, 3.5 * HOUR),
    "三小时以前": ("hour", 3 * HOUR, 2.5 * HOUR, 3.5 * HOUR),
    "发表于 3小时前": ("hour", 3 * HOUR, 2.5 * HOUR, 3.5 * HOUR),
    "3小时前 更新": ("hour", 3 * HOUR, 2.5 * HOUR, 3.5 * HOUR),
    "两天之前": ("day", 2 * DAY, 1.5 * DAY, 2.5 * DAY),
    "十二个月前": ("month", 360 * DAY, 345 * DAY, 360 * DAY),
    # what the theme never prints: rounded or cut off
    "60秒前": ("second", 60, 59.5, 61),
    "90分钟前": ("minute", 5400, 5370, 5460),
    "36小时前": ("hour", 36 * HOUR, 35.5 * HOUR, 37 * HOUR),
    "10天前": ("day", 10 * DAY, 9.5 * DAY, 11 * DAY),
    "5周前": ("week", 35 * DAY, 31.5 * DAY, 42 * DAY),
    "13个月前": ("month", 390 * DAY, 375 * DAY, 420 * DAY),
    "0分钟前": ("minute", 0, 0, 60),
    "3 个小时前": ("hour", 3 * HOUR, 2.5 * HOUR, 4 * HOUR),
    "2星期前": ("week", 14 * DAY, 10.5 * DAY, 21 * DAY),
    "5分前": ("minute", 300, 270, 360),
    "3日前": ("day", 3 * DAY, 2.5 * DAY, 4 * DAY),
    "半小时前": ("hour", HOUR / 2, 0, 1.5 * HOUR),
    "半个月前": ("month", 15 * DAY, 0, 45 * DAY),
    "半年前": ("year", 180 * DAY, 0, 540 * DAY),
    "一个多小时前": ("hour", 1.5 * HOUR, HOUR, 2.5 * HOUR),
    "1月前": ("month", 30 * DAY, 15 * DAY, 60 * DAY),
    "約3小時前": ("hour", 3 * HOUR, 2.5 * HOUR, 3.5 * HOUR),
    "3小时前 松岭": ("hour", 3 * HOUR, 2.5 * HOUR, 3.5 * HOUR),
    "3小時前": ("hour", 3 * HOUR, 2.5 * HOUR, 3.5 * HOUR),
    "5分鐘前": ("minute", 300, 270, 330),
    "2週前": ("week", 14 * DAY, 10.5 * DAY, 17.5 * DAY),
    "\ue6a1 3小时前": ("hour", 3 * HOUR, 2.5 * HOUR, 3.5 * HOUR),
    "1个半月前": ("month", 45 * DAY, 30 * DAY, 75 * DAY),
}


@pytest.mark.parametrize(("text", "expected"), RELATIVE.items(), ids=RELATIVE)
def test_relative(text: str, expected: tuple[str, float, float, float]) -> None:
    moment = parse(text)
    assert moment.latest is not None
    ago = [(NOW - then).total_seconds() for then in (moment.at, moment.latest, moment.earliest)]
    assert (moment.precision, *ago) == expected


@pytest.mark.parametrize(
    ("text", "now", "at", "latest"),
    [
        ("4周前 (10-23)", NOW, "2026-10-23 12:00:00", "2026-10-23 23:59:59"),  # 30 d at most
        ("4周前 (10-24)", NOW, "2026-10-24 00:00:00", "2026-10-24 23:59:59"),
        ("1周前 (11-15)", NOW, "2026-11-15 00:00:00", "2026-11-15 12:00:00"),  # 7 d at least
        ("11个月前 (12-19)", NOW, "2025-12-19 00:00:00", "2025-12-19 23:59:59"),
        ("3年前 (2023-08-31)", NOW, "2023-08-31 00:00:00", "2023-08-31 23:59:59"),
        ("三年前（2023-08-31）", NOW, "2023-08-31 00:00:00", "2023-08-31 23:59:59"),
        ("3年前(2024-02-29)", NOW, "2024-02-29 00:00:00", "2024-02-29 23:59:59"),
        ("2周前 (02-29)", NOW.replace(2028, 3, 14), "2028-02-29 00:00:00", "2028-02-29 23:59:59"),
        # the number disagrees: the day alone counts
        ("1周前 (10-20)", NOW, "2026-10-20 00:00:00", "2026-10-20 23:59:59"),
        ("4周前 (11-20)", NOW, "2026-11-20 00:00:00", "2026-11-20 23:59:59"),
        ("1年前 (2019-11-20)", NOW, "2019-11-20 00:00:00", "2019-11-20 23:59:59"),
        # only the year before fits
        ("13个月前 (10-20)", NOW, "2025-10-20 00:00:00", "2025-10-20 23:59:59"),
    ],
)
def test_day_in_brackets(text: str, now: datetime, at: str, latest: str) -> None:
    moment = parse(text, now)
    assert moment.precision == "day"
    assert moment.at == moment.earliest
    assert moment.latest is not None
    assert (moment.at.strftime(STAMP), moment.latest.strftime(STAMP)) == (at, latest)


@pytest.mark.parametrize(
    ("text", "shortest", "longest"),
    [
        ("59分钟前", 58.5 * 60, HOUR),
        ("3小时前", 2.5 * HOUR, 4 * HOUR),
        ("3天前", 2.5 * DAY, 4 * DAY),
        ("2个月前", 45 * DAY, 92 * DAY),
        ("1年前", 183 * DAY, 2 * 365.25 * DAY),
        ("3年前", 900 * DAY, 4 * 365.25 * DAY),
    ],
)
def test_software_that_cuts_off(text: str, shortest: float, longest: float) -> None:
    for found in (parse_date(text, NOW, rounds=False), labelled_date(f"{text} 发布", NOW)):
        moment = found if found is None or isinstance(found, Moment) else found.moment
        assert moment is not None
        assert moment.latest is not None
        assert moment.earliest <= NOW - timedelta(seconds=longest)
        assert moment.latest >= NOW - timedelta(seconds=shortest)


@pytest.mark.parametrize("text", ["1周前 (02-30)", "1年前 (2023-02-29)", "1年前 (1989-01-01)"])
def test_impossible_day_in_brackets(text: str) -> None:
    assert parse_date(text, NOW) is None


def test_just_now_is_open() -> None:
    for text in ("刚刚", "刚才", "刚刚发布", "更新于 刚刚"):
        assert parse(text) == Moment(NOW, "second", NOW - timedelta(seconds=1), None, relative=True)


# -- the theme's own function

THEME = [
    (360 * 86400, "年", " (%Y-%m-%d)"), (30 * 86400, "个月", " (%m-%d)"),
    (7 * 86400, "周", " (%m-%d)"), (86400, "天", ""), (3600, "小时", ""), (60, "分钟", ""),
    (1, "秒", ""),
]  # fmt: skip


def theme_date(posted: datetime, now: datetime) -> tuple[str, int, int]:
    """Return what the theme prints, the unit and the length of one longer unit (or 0)."""
    elapsed = int(now.timestamp()) - int(posted.timestamp())
    following = 0
    for unit, word, brackets in THEME:
        if elapsed >= unit:
            rounded = (2 * elapsed + unit) // (2 * unit)  # half up, in whole numbers
            return f"{rounded}{word}前{posted.strftime(brackets)}", unit, following
        following = unit
    return "刚刚", 1, 0


CLOCKS = [
    NOW,
    datetime(2025, 12, 31, 23, 59, 59, tzinfo=SHANGHAI),
    datetime(2026, 1, 1, 0, 0, 0, tzinfo=SHANGHAI),
    datetime(2024, 2, 29, 0, 0, 1, tzinfo=SHANGHAI),
    datetime(2024, 3, 1, 6, 30, 0, tzinfo=SHANGHAI),
    datetime(2025, 2, 28, 17, 45, 12, 987654, tzinfo=SHANGHAI),
    datetime(2028, 2, 29, 15, 59, 59, tzinfo=UTC),
]
BERLIN = ZoneInfo("Europe/Berlin")


def elapsed_samples() -> list[int]:
    """Random spans over ten years, and each edge of each unit with its neighbours."""
    chance = random.Random(52)
    spans = [int(10 ** chance.uniform(0, 8.49)) for _ in range(1500)]
    for (unit, _, _), count, shift in product(THEME, (1, 1.5, 2.5, 6.5, 23.5, 59.5), (-1, 0, 1)):
        spans.append(int(unit * count) + shift)
    return [span for span in spans if span < 12 * 360 * 86400]


@pytest.mark.parametrize("tz", [SHANGHAI, BERLIN], ids=str)
@pytest.mark.parametrize("now", CLOCKS, ids=str)
def test_holds_what_the_theme_prints(now: datetime, tz: tzinfo) -> None:
    for elapsed in elapsed_samples():
        posted = now.astimezone(UTC).replace(microsecond=0) - timedelta(seconds=elapsed)
        text, unit, following = theme_date(posted.astimezone(tz), now)
        for printed in {text, text.split(" ")[0]}:
            moment = parse(printed, now, tz)
            # In UTC: datetimes of one zone are compared by wall clock.
            at, earliest = moment.at.astimezone(UTC), moment.earliest.astimezone(UTC)
            if text == "刚刚":
                assert earliest <= posted
                continue
            assert moment.latest is not None
            latest = moment.latest.astimezone(UTC)
            assert earliest <= posted <= latest, (printed, elapsed)
            assert earliest <= at <= latest
            allowed = min(unit, 90000) if "(" in printed else unit  # a day may have 25 hours
            assert abs(posted - at) <= timedelta(seconds=allowed)
            assert latest - earliest <= timedelta(seconds=allowed)
            assert moment.precision == ("day" if "(" in printed else _precision(unit))
            if "(" not in printed:
                ends = [now.replace(microsecond=0) - end for end in (earliest, latest)]
                assert ends[1] >= timedelta(seconds=unit)
                assert not following or ends[0] <= timedelta(seconds=following)
            else:
                assert moment.at.date() == posted.astimezone(tz).date()


def _precision(unit: int) -> str:
    names = ("year", "month", "week", "day", "hour", "minute", "second")
    return names[[each for each, _, _ in THEME].index(unit)]


def test_interval_is_no_wider_than_the_rounding() -> None:
    """One second outside an interval the theme prints something else."""
    for elapsed in elapsed_samples():
        posted = NOW - timedelta(seconds=elapsed)
        text = theme_date(posted, NOW)[0].split(" ")[0]
        moment = parse(text)
        assert moment.latest is not None or text == "刚刚"
        for outside in (moment.earliest, (moment.latest or NOW) + timedelta(seconds=1)):
            if outside.microsecond == 0 and text != "刚刚":
                assert theme_date(outside, NOW)[0].split(" ")[0] != text


# -- clocks and zones


def test_time_zones() -> None:
    now = datetime(2026, 11, 21, 20, 30, tzinfo=UTC)  # 04:30 on the 22nd in Shanghai
    assert parse("今天", now).at.isoformat() == "2026-11-22T00:00:00+08:00"
    assert parse("08:30", now).at.isoformat() == "2026-11-21T08:30:00+08:00"
    assert parse("今天", now, UTC).at.isoformat() == "2026-11-21T00:00:00+00:00"
    tokyo = timezone(timedelta(hours=9))
    assert parse("2024-09-19T00:05:11Z", now, tokyo).at.isoformat() == "2024-09-19T09:05:11+09:00"


def test_fraction_is_kept() -> None:
    moment = parse("2024-09-19T08:05:11.2504837+08:00")
    assert moment.at.isoformat() == "2024-09-19T08:05:11.250483+08:00"
    assert moment.at == moment.earliest == moment.latest
    assert parse("1726704311250").at.microsecond == 250_000


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_yearless_day_is_the_latest(today: date) -> None:
    now = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    moment = parse(f"{today:%m-%d}", now, UTC)
    assert moment.at.date() == today
    if today.year < 2100:
        tomorrow = now + timedelta(days=1)
        assert parse(f"{tomorrow:%m-%d}", now, UTC).at.date() == tomorrow.date()


# -- the archive page


@pytest.mark.parametrize("entry", ["[2/16]", "[2月16日]", "[02/16]", "[02月16日]", " 2/16 "])
def test_archive_entry(entry: str) -> None:
    assert archive_day("2026年02月", entry) == parse("2026-02-16")


def test_archive_leap_day_and_year_end() -> None:
    assert archive_day("2024年02月", "[2/29]") == parse("2024-02-29")
    assert archive_day("2025年12月", "[12月31日]") == parse("2025-12-31")
    assert archive_day("2025年01月", "[1/1]") == parse("2025-01-01")


def test_archive_without_entry() -> None:
    assert archive_day("2026年02月", "") == parse("2026年2月")


@pytest.mark.parametrize(
    ("heading", "entry"),
    [("2026年02月", "[3/1]"), ("2026年02月", "[1/31]"), ("2026年02月", "[2/29]"),
     ("2026年02月", "[x]"), ("2026年", "[2/16]"), ("2026年02月01日", "[2/1]"), ("归档", "[2/16]")],
)  # fmt: skip
def test_archive_refused(heading: str, entry: str) -> None:
    assert archive_day(heading, entry) is None


# -- anything at all

PIECES = st.sampled_from(
    [*"0123456789年月日时分秒点前天周个半多上下午晚今昨大刚:-/.()[] T+Z〇一二十两", "2024", "小时",
     "分钟", "星期", "发布", "时间", "来源：", "99", "00",
     "Feb", "９", "\u0663", "²", "\ud800", "\n"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES, max_size=16).map("".join)))
@example("9" * 10_000)
@example(" " * 10_000)
@example("发布" * 10_000)
@example("十" * 100)
@example("2024-09-19 " + "|" * 10_000)
def test_never_raises(text: str) -> None:
    for now in (NOW, datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)):
        moment = parse_date(text, now, UTC)
        if moment is not None:
            assert moment.earliest <= moment.at
            assert moment.latest is None or moment.at <= moment.latest


def test_whole_dates_need_no_pattern_of_what_stands_around_them() -> None:
    """Each takes a hundredth of a second to compile: one in thirty of an update's."""
    asked = """if True:
        from datetime import UTC, datetime
        from newsportal.chinese.date_labels import LABEL, TAIL
        from newsportal.chinese.dates import archive_day, parse_date

        now = datetime(2026, 11, 22, tzinfo=UTC)
        assert parse_date("Thu, 19 Nov 2026 08:30:00 +0800", now)
        assert archive_day("2026年02月", "[2/16]")
        print([name for pattern in (LABEL, TAIL) for name in vars(pattern)])
    """
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['pattern', 'flags', 'pattern', 'flags']"
