"""Lines that say when, where from and who; counters. All the people and papers are invented."""

from __future__ import annotations

from datetime import datetime

import pytest

from newsportal.chinese.counts import count_of
from newsportal.chinese.credits.bylines import Byline, read_credits
from newsportal.chinese.credits.names import is_nobody
from newsportal.chinese.dates import SHANGHAI
from newsportal.chinese.info_line import dates_of, labelled_date

NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=SHANGHAI)

DATED = {  # line -> the time of publication, and the act that the line names
    "2024-09-19 08:05 来源：松岭晚报 责任编辑：夏嘉雯 字号：大 中 小": ("2024-09-19 08:05", ""),
    "发布时间：2024-09-19 08:05 更新时间：2024-09-20 10:00 浏览：44": ("2024-09-19 08:05", "发布"),
    "更新时间：2024-09-20 10:00 发布时间：2024-09-19 08:05": ("2024-09-19 08:05", "发布"),
    "更新时间：2024-09-20 10:00": ("2024-09-20 10:00", "更新"),
    "信息来源：市教育局 成文日期：2024年9月19日": ("2024-09-19 00:00", "成文"),
    "松岭晚报 夏嘉雯 2024年9月19日08:05": ("2024-09-19 08:05", ""),
    "字体：大 中 小 3小时前 阅读 44": ("2026-11-22 09:00", ""),
    "2024-09-19 08:05 发布 2024-09-20 10:00 更新": ("2024-09-19 08:05", "发布"),
    "2024-09-20（更新） 2024-09-19（发布）": ("2024-09-19 00:00", "发布"),
    "2024-09-19 发布 2024-10-01 截止": ("2024-09-19 00:00", "发布"),
    "2024-09-19 08:05:11 2024-09-20 10:00:00": ("2024-09-19 08:05", ""),
    "成文日期：2024年9月18日 发布日期：2024年9月19日": ("2024-09-19 00:00", "发布"),
    "松岭晚报 Sep 19, 2024": ("2024-09-19 00:00", ""),
    "松岭晚报 9月19日 08:05 9月20日 10:00 更新": ("2026-09-19 08:05", ""),
    "热线：0538-1234567 2024-09-19": ("2024-09-19 00:00", ""),
    "二〇二四年九月十九日 市政府办公室": ("2024-09-19 00:00", ""),
}


@pytest.mark.parametrize(("line", "expected"), DATED.items(), ids=range(len(DATED)))
def test_labelled_date(line: str, expected: tuple[str, str]) -> None:
    found = labelled_date(line, NOW)
    assert found
    assert (f"{found.moment.at:%Y-%m-%d %H:%M}", found.act) == expected


@pytest.mark.parametrize(
    "line",
    ["报名截止时间：2024-09-19", "活动时间：2024-09-19", "2026-12-24 08:00", "电话：0538-12345678",
     "版本 2.10.3", "2011年度内全部整改",
     "昨天，2024年9月18日的会议上，代表们讨论了三个问题。", "夏嘉雯 松岭晚报", ""],
)  # fmt: skip
def test_no_date_of_publication(line: str) -> None:
    assert labelled_date(line, NOW) is None


def test_all_the_dates_of_a_line() -> None:
    found = dates_of("发布：2024-09-19 更新于 2024-09-20 截止日期：2024-10-01", NOW)
    assert [(each.moment.at.day, each.act) for each in found] == [
        (19, "发布"), (20, "更新"), (1, "截止"),
    ]  # fmt: skip


CREDITED = {
    "来源：松岭晚报 夏嘉雯": Byline("松岭晚报", ("夏嘉雯",), (), ()),
    "2024-09-19 08:05 来源：松岭晚报 责任编辑：夏嘉雯 字号：大 中 小": Byline(
        "松岭晚报", (), (), ("夏嘉雯",)
    ),
    "发布时间：2024-09-19 08:05:11 作者：夏嘉雯 来源：松岭晚报 浏览：44": Byline(
        "松岭晚报", ("夏嘉雯",), (), ()
    ),
    "责任编辑：夏嘉雯 审核：林永俊": Byline(None, (), (), ("夏嘉雯",)),
    "松岭晚报 2024-09-19 08:05": Byline("松岭晚报", (), (), ()),
    "时间 2024-9-19 08:05:11 来源 松岭网 夏嘉雯": Byline("松岭网", ("夏嘉雯",), (), ()),
    "论坛 人评论 2024年09月19日 来源：松岭网(综合) 编辑：夏嘉雯 【打印】": Byline(
        "松岭网", (), (), ("夏嘉雯",)
    ),
    "2024-09-19 作者：夏嘉雯 出处：松岭商报 【转载】 责任编辑：林永俊": Byline(
        "松岭商报", ("夏嘉雯",), (), ("林永俊",)
    ),
    "（松岭网/夏嘉雯）": Byline("松岭网", ("夏嘉雯",), (), ()),
    "作者：admin": Byline(None, (), (), ()),
    "编辑：编辑部": Byline(None, (), (), ()),
    "字号：大 中 小": Byline(None, (), (), ()),
}


@pytest.mark.parametrize(("line", "expected"), CREDITED.items(), ids=range(len(CREDITED)))
def test_credits(line: str, expected: Byline) -> None:
    assert read_credits(line) == expected


def test_nobody() -> None:
    for name in ("admin", "Admin01", "未知", "佚名", "本站", "小编", "编辑部", " 管理员 "):
        assert is_nobody(name), name
    for name in ("夏嘉雯", "松岭晚报", "admiral", "青石"):
        assert not is_nobody(name), name


COUNTS = {
    "44": 44, "1,234": 1234, "1.2万": 12_000, "10万+": 100_000, "3k": 3000, "1.5w": 15_000,
    "2.05亿": 205_000_000, "阅读 1.2 万": 12_000, "999+": 999, "浏览：44次": 44, "4K": 4000,
    "1.2": None, "": None, "暂无": None, "1.2.3": None, "1 234": None, "-1": None,
    "0x1f": None, "￥35": None, "售价 ¥1,200": None, "第7期": None, "第7期 12": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), COUNTS.items(), ids=range(len(COUNTS)))
def test_counters(text: str, expected: int | None) -> None:
    assert count_of(text) == expected


def test_an_account_called_so_and_so_release_keeps_its_name_before_a_date() -> None:
    for label in ("来源", "转载自"):
        assert read_credits(f"{label}：东屏发布 2026-09-22 10:11").source == "东屏发布"
    assert read_credits("来源：新华社 发布 2026-09-22 10:11").source == "新华社"
    assert read_credits("来源：新华社发布时间：2026-09-22").source == "新华社"
