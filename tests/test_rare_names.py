"""Names of rare surnames and characters, of peoples and from abroad; what is built like them."""

from __future__ import annotations

import pytest

from newsportal.chinese.credits.bylines import Byline, parse_byline
from newsportal.chinese.credits.names import Confidence, confidence

PROSE = "位于城南的基地内，已拆卸完的盾构机正在检修，计划明年用于地铁四期的掘进。"


@pytest.mark.parametrize(
    "name",
    "庹燕 贠晓 蒯红 阙群 訾君 檀云岩 弋婉星 菅清平 仵小军 虎卫东 别义文 太史明 李舫 王锦鹄 谷立源"
    " 于海文 凌德权 夏珺 林皎明 岩温香 玉罕娇 阿苏越尔 吉克阿优 艾力亚尔 敖日格勒 再娜甫 朝鲁门"
    " 艾山江·艾则孜 亚历山大·冯·洪堡 大卫·M·贝克 彼得·豪斯曼 洛桑·灵智多杰".split(),
)
def test_a_rare_name_where_a_name_is_due(name: str) -> None:
    found = parse_byline(f"松岭日报讯（记者 {name}）{PROSE}\n{PROSE}\n责任编辑：{name}")
    assert found == Byline("松岭日报", (name,), (), (name,))


@pytest.mark.parametrize(
    "word",
    "金刚川 裴李岗 李家窊 曹妃甸 甄嬛传 杨戬传 戴菊科 林长 林权 管培生 毛利润 毛薪甲 华法林 白挵蝶"
    " 太史公 安吉星".split(),
)
def test_titles_places_taxa_and_offices_are_nobody(word: str) -> None:
    assert confidence(word) == Confidence.NO
