"""Dates in the layouts of government and news pages: what stands around them, and odd forms."""

from __future__ import annotations

from datetime import datetime

import pytest

from newsportal.chinese.dates import SHANGHAI, parse_date

NOW = datetime(2026, 11, 22, 12, tzinfo=SHANGHAI)


def read(text: str) -> str | None:
    moment = parse_date(text, NOW)
    return f"{moment.at:%Y-%m-%d %H:%M:%S} {moment.precision}" if moment else None


@pytest.mark.parametrize(
    "behind",
    """
    松岭网|松岭日报|松岭发布|山东泰安|来自iPhone|来自 泰安|查看：123|回复：3|大 中 小
    打印本页 关闭窗口|扫一扫|供稿：甲某|供稿单位：市府办|部门：市府办|公开方式：主动公开
    有效性：有效|。|》|”|'|>|»| -|--
    """.strip()
    .replace("\n", "|")
    .split("|"),
)
def test_behind_a_date(behind: str) -> None:
    assert read(f"2026-09-19 08:05 {behind.strip()}") == "2026-09-19 08:05:00 minute"


@pytest.mark.parametrize(
    "front",
    "审核时间：|采集时间：|网站发布时间：|- |-- |<|「|《|{|'|来源：松岭网 更新时间：".split("|"),
)
def test_before_a_date(front: str) -> None:
    assert read(f"{front}2026-09-19") == "2026-09-19 00:00:00 day"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2026—09—19", "2026-09-19 00:00:00 day"),
        ("2026‑9‑19 08:05", "2026-09-19 08:05:00 minute"),
        ("2026·09·19", "2026-09-19 00:00:00 day"),
        ("2026_09_19", "2026-09-19 00:00:00 day"),
        ("2026 9-19 08:05", "2026-09-19 08:05:00 minute"),
        ("2026 09 19", "2026-09-19 00:00:00 day"),
        ("2026/9-19", "2026-09-19 00:00:00 day"),
        ("2026.09", "2026-09-01 00:00:00 month"),
        ("2026-09-19-08:05", "2026-09-19 08:05:00 minute"),
        ("2026/09/19 - 08:05", "2026-09-19 08:05:00 minute"),
        ("2026-09-19 | 08:05", "2026-09-19 08:05:00 minute"),
        ("2026-09-19，08:05", "2026-09-19 08:05:00 minute"),
        ("2026-09-19_08:05:07", "2026-09-19 08:05:07 second"),
        ("2026-09-19 08 : 05", "2026-09-19 08:05:00 minute"),
        ("20260919-080507", "2026-09-19 08:05:07 second"),
        ("20260919T080507Z", "2026-09-19 16:05:07 second"),
        ("2026年9月19日下午3点一刻", "2026-09-19 15:15:00 minute"),
        ("2026年9月19日上午八点三刻", "2026-09-19 08:45:00 minute"),
        ("二Ο二六年九月十九日", "2026-09-19 00:00:00 day"),
        ("二О二六年九月十九日", "2026-09-19 00:00:00 day"),
        ("二〇二六年元月五日", "2026-01-05 00:00:00 day"),
        ("19th Sep 2026", "2026-09-19 00:00:00 day"),
        ("SAT, 19 SEP 2026 08:05:07 +0800", "2026-09-19 08:05:07 second"),
        ("sat, 19 sep 2026 08:05:07 gmt", None),
        ("Sat, 19 Sep 2026 08:05:07 HKT", "2026-09-19 08:05:07 second"),
        ("Sat, 19 Sep 2026 09:05:07 JST", "2026-09-19 08:05:07 second"),
        ("Sat Sep 19 08:05:07 GMT+08:00 2026", "2026-09-19 08:05:07 second"),
        ("星期六, 19 九月 2026 08:05:07 +0800", "2026-09-19 08:05:07 second"),
        ("周六, 19 9月 2026 08:05:07 +0800", "2026-09-19 08:05:07 second"),
        ("2026-13", None),
        ("2026·9·19号线", None),
        ("09/10/2026", None),
        ("2026年9月19日上午8点二刻半", None),
    ],
)
def test_forms(printed: str, expected: str | None) -> None:
    assert read(printed) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("21/11/2026 08:30", "2026-11-21 08:30:00 minute"),
        ("11/21/2026", "2026-11-21 00:00:00 day"),
        ("21-11-2026", "2026-11-21 00:00:00 day"),
        ("5.11.2026", "2026-11-05 00:00:00 day"),
        ("5/11/2026", None),  # of May or of November
        ("9/19", "2026-09-19 00:00:00 day"),
        ("民國115/11/21", "2026-11-21 00:00:00 day"),
        ("民國115.11.21 08:30", "2026-11-21 08:30:00 minute"),
        ("2026/11/21（六）08:30", "2026-11-21 08:30:00 minute"),
        ("2026-11-21(六)", "2026-11-21 00:00:00 day"),
        ("2026-11-21 / 08:30", "2026-11-21 08:30:00 minute"),
        ("2026-11-21 HKT 08:30", "2026-11-21 08:30:00 minute"),
        ("十一月 21st, 2026", "2026-11-21 00:00:00 day"),
        ("发布时间：11-2108:30", "2026-11-21 08:30:00 minute"),  # two elements side by side
    ],
)
def test_the_year_last_weekdays_and_glued_times(text: str, expected: str | None) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 hours ago", "2026-11-22 09:00:00 hour"),
        ("Posted an hour ago", "2026-11-22 11:00:00 hour"),
        ("5 mins ago", "2026-11-22 11:55:00 minute"),
        ("Yesterday 08:30", "2026-11-21 08:30:00 minute"),
        ("Today at 08:30", "2026-11-22 08:30:00 minute"),
        ("2026-11-21 Sat 08:30", "2026-11-21 08:30:00 minute"),
        ("2026-11-20 Fri 08:30", "2026-11-20 08:30:00 minute"),
        ("a long time ago", None),
    ],
)
def test_english_words(text: str, expected: str | None) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("08:30 2026/11/21", "2026-11-21 08:30"),
        ("08:30 | 2026年11月21日", "2026-11-21 08:30"),
        ("15:312026/11/21", "2026-11-21 15:31"),
        ("08:30, 21 November 2026", "2026-11-21 08:30"),
        ("2026-11-21 @ 08:30", "2026-11-21 08:30"),
        ("［2026-11-21］ 08:30", "2026-11-21 08:30"),
        ("发布日期：26-11-2108:30", "2026-11-21 08:30"),
        ("2026_11_21 08:30", "2026-11-21 08:30"),
        ("2026-11-21 08:30 分享到", "2026-11-21 08:30"),
        ("08:30 2026-11-21 09:00", None),
    ],
)
def test_time_first_and_signs_between(text: str, expected: str | None) -> None:
    found = read(text)
    assert (found and found[:16]) == expected
