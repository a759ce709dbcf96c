"""Credits that papers share: reporters of two outlets in one dateline, names glued to outlets.

Papers and people are invented, but for the agency that everybody copies from.
"""

from __future__ import annotations

import pytest

from newsportal.chinese.credits.bylines import Byline, parse_byline

PROSE = "位于城南的基地内，已拆卸完的盾构机正在检修，计划明年用于地铁四期的掘进。"


def before(line: str) -> Byline:
    return parse_byline(f"{line}\n{PROSE}\n{PROSE}")


@pytest.mark.parametrize(
    "dateline",
    [
        "本报松岭11月20日讯 新华社记者夏嘉雯、本报记者林永俊报道：",
        "本报松岭11月20日讯新华社记者夏嘉雯、本报记者林永俊报道：",
        "本报松岭十一月二十日电新华社记者夏嘉雯、本报记者林永俊报道：",
        "本报讯新华社记者夏嘉雯、本报记者林永俊报道：",
        "本报基桑加尼（刚果）11月20日电记者夏嘉雯、林永俊报道：",
    ],
)
def test_a_paper_and_an_agency_in_one_dateline(dateline: str) -> None:
    assert parse_byline(f"{dateline}{PROSE}\n{PROSE}") == Byline(None, ("夏嘉雯", "林永俊"), (), ())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("本报驻乌兹别克斯坦记者夏嘉雯", Byline(None, ("夏嘉雯",), (), ())),
        ("本报驻埃及记者夏嘉雯国际广播电台记者林永俊", Byline(None, ("夏嘉雯", "林永俊"), (), ())),
        (
            "松岭日报记者夏嘉雯新华社记者林永俊程远志",
            Byline("松岭日报", ("夏嘉雯", "林永俊", "程远志"), (), ()),
        ),
        (
            "松岭日报记者夏嘉雯林永俊新华社通讯员姜一霞施伟志",
            Byline("松岭日报", ("夏嘉雯", "林永俊"), ("姜一霞", "施伟志"), ()),
        ),
        ("松岭网记者夏嘉雯林永俊摄影报道", Byline("松岭网", ("夏嘉雯", "林永俊"), (), ())),
        ("来源：新华社/松岭日报", Byline("新华社/松岭日报", (), (), ())),
        ("编辑：夏嘉雯\t林永俊", Byline(None, (), (), ("夏嘉雯", "林永俊"))),
        ("■编辑：夏嘉雯 ■责编：林永俊", Byline(None, (), (), ("夏嘉雯", "林永俊"))),
        ("松岭广播电视台记者 夏嘉雯", Byline("松岭广播电视台", ("夏嘉雯",), (), ())),
        ("流程编辑：夏嘉雯", Byline(None, (), (), ("夏嘉雯",))),
        ("编辑：夏嘉雯 版面编辑：林永俊", Byline(None, (), (), ("夏嘉雯",))),
    ],
)
def test_lines_with_several_names(line: str, expected: Byline) -> None:
    assert before(line) == expected


def test_an_agency_its_place_and_the_day_may_stand_apart() -> None:
    text = f"新华社 松岭 11月20日电（记者 夏嘉雯）{PROSE}\n{PROSE}"
    assert parse_byline(text) == Byline("新华社", ("夏嘉雯",), (), ())


def test_an_agency_alone_in_a_papers_dateline_is_its_source() -> None:
    assert before("本报讯 新华社记者夏嘉雯报道：近日，").source == "新华社"
