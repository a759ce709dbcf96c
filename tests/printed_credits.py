"""Credit lines as Chinese pages print them, with 300 outlets and the people of them invented.

Every line names its outlet as ``{o}`` and its people as ``{a}``, ``{b}`` and ``{c}``; behind it
stands who is who: the outlet, reporters, correspondents, editors.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from newsportal.chinese.credits.bylines import Byline

PROSE = "前三季度，全市新开工老旧小区改造项目三十个，涉及居民五千余户。"


class Printed(NamedTuple):
    """A text with one line of credits, and what it says."""

    line: str
    text: str
    says: Byline


# Lines of their own before the text
HEADS = r"""
{o}记者 {a}|o|a||
{o}记者{a}|o|a||
{o}记者　{a}　{b}|o|ab||
{o}记者 {a} 通讯员 {b}|o|a|b|
{o}讯（记者 {a}）|o|a||
{a} 本报记者||a||
{a} {o}记者|o|a||
{o}　2026年11月21日　记者：{a}|o|a||
{o} {a} 2026年11月21日|o|a||
●{a} {b}||ab||
◆ {a}||a||
采写|{o}记者{a} 实习生{b}|o|ab||
"""
# Run-in heads of its first paragraph
RUN_IN = r"""
{o}讯（记者 {a} 通讯员 {b}）|o|a|b|
{o}讯（记者{a} 通讯员{b} {c}）|o|a|bc|
{o}讯（见习记者 {a}）|o|a||
{o}讯（首席记者 {a}）|o|a||
{o}讯（全媒体记者 {a} 文/图）|o|a||
{o}讯（{o}记者 {a}）|o|a||
{o}讯 记者{a}报道：|o|a||
{o}讯 记者{a} 通讯员{b}报道：|o|a|b|
{o}讯 （记者 {a} 实习生 {b}）|o|ab||
{o}北京11月21日电（记者 {a}）|o|a||
{o}北京11月21日讯（记者 {a}、{b}）|o|ab||
本报讯（记者 {a}）||a||
本报讯（记者 {a} 通讯员 {b}）||a|b|
本报北京11月21日电 （记者{a}）||a||
本报讯 （通讯员 {a} 记者 {b}）||b|a|
（记者 {a}）||a||
（{o}记者 {a}）|o|a||
（{o} 记者 {a} 通讯员 {b}）|o|a|b|
{o}记者 {a} 通讯员 {b} |o|a|b|
{o}记者{a} |o|a||
{o}（记者 {a}）|o|a||
{o}11月21日讯（记者 {a}）|o|a||
{o}11月21日讯 |o|||
{o}11月21日消息，|o|||
据{o}报道，|o|||
据中央广播电视总台中国之声《早间新闻》报道，|中央广播电视总台中国之声|||
【{o}】讯（记者 {a}）|o|a||
据{o}消息，|o|||
据“{o}”微信公众号消息，|o|||
据{o}11月21日报道，|o|||
据《{o}》报道，|o|||
{o}·松岭客户端讯 |o·松岭客户端|||
【{o}讯】|o|||
【{o} 记者{a}】|o|a||
【{o}记者 {a} 报道】|o|a||
【{o}】（记者 {a}）|o|a||
【{o}】记者{a}报道：|o|a||
〔{o}记者 {a}〕|o|a||
［{o}讯］（记者 {a}）|o|a||
{o}讯 （{a}）|o|a||
{o}记者{a}报道 |o|a||
{o}记者 {a} 报道：|o|a||
{o}记者{a}北京报道 |o|a||
{o}驻北京记者 {a} |o|a||
【記者{a}／台北報導】||a||
【{o}記者{a}／台北報導】|o|a||
〔記者{a}／台北報導〕||a||
（{o}記者{a}台北報導）|o|a||
（中央社記者{a}台北21日電）|中央社|a||
記者{a}／台北報導 ||a||
{o}記者{a}報導 |o|a||
［{o}記者{a}報導］|o|a||
【{o}／記者{a}／台北報導】|o|a||
記者{a}、{b}／綜合報導 ||ab||
{o} 記者{a} 報道 |o|a||
{o}电 记者{a}报道：|o|a||
娱乐中心／{a}报导 \n||a||
"""
# Lines of their own behind the text
TAILS = r"""
（{o}记者 {a}）|o|a||
（{o} 记者 {a} {b}）|o|ab||
整理/本报记者 {a}||a||
整理：{a}||a||
文字整理：{a}||a||
● {a}||a||
■{a}||a||
2026-11-21 | {a} | {o}|o|a||
{a} | {o} | 2026-11-21|o|a||
（作者{a}系松岭大学教授）||a||
出品/{o} 编辑/{a}|o|||a
网站编辑：{a}||||a
责任网编：{a}||||a
来源：微信公众号{o}|o|||
来源：《{o}》2026年11月21日|o|||
来源：《{o}》2026年第11期|o|||
（《{o}》2026年11月21日 作者：{a}）|o|a||
（刊于2026年11月21日《{o}》）|o|||
本文来源于{o}|o|||
撰 稿：{a}||a||
{o}记者{a}文/图|o|a||
🖊文/{a}||a||
文 图/{a}||a||
文 摄影/{a}||a||
（{a}作）||||
（{o} {a}）|o|a||
（{o} {a} {b}）|o|ab||
（{o} {a} 通讯员 {b}）|o|a|b|
（来源：{o}）|o|||
（来源:{o}）|o|||
（来源：{o} 作者：{a}）|o|a||
（来源：{o} 记者：{a} 编辑：{b}）|o|a||b
（{o}）|o|||
来源：{o}|o|||
来源:{o}|o|||
来源丨{o}|o|||
来源 | {o}|o|||
来源 {o}|o|||
来源/{o}|o|||
【来源：{o}】|o|||
[来源：{o}]|o|||
来源：{o}客户端|o客户端|||
来源：{o}微信公众号|o|||
来源：{o}（记者 {a}）|o|a||
来源：{o} {a}|o|a||
来源：{o}，作者：{a}|o|a||
来源：{o} 编辑：{a}|o|||a
来源：{o}　　编辑：{a}|o|||a
来源：{o} 责任编辑：{a}|o|||a
来源：{o}编辑：{a}|o|||a
稿件来源：{o}|o|||
文章来源：{o}|o|||
信息来源：{o}|o|||
新闻来源：{o}|o|||
内容来源：{o}|o|||
素材来源：{o}|o|||
图文来源：{o}|o|||
原文来源：{o}|o|||
本文来源：{o}|o|||
来源于：{o}|o|||
转自：{o}|o|||
转载自：{o}|o|||
转载自{o}|o|||
转自丨{o}|o|||
综合自：{o}|o|||
综合：{o}|o|||
综合{o}|o|||
摘自《{o}》|o|||
摘编自{o}|o|||
本文转自{o}|o|||
本文转载自公众号“{o}”|o|||
来源：{o}、新华社|o、新华社|||
来源：综合{o}|o|||
来源：据{o}|o|||
《{o}》（2026年11月21日 A03版）|o|||
《{o}》（2026年11月21日第03版）|o|||
《{o}》 2026年11月21日 03版|o|||
（原载《{o}》2026年11月21日）|o|||
原标题：老桥重新开放 来源：{o}|o|||
编辑：{a}||||a
编辑:{a}||||a
编辑/{a}||||a
编辑|{a}||||a
编辑丨{a}||||a
编辑 {a}||||a
编辑：{a} {b}||||ab
编辑：{a}、{b}||||ab
编辑：{a} 校对：{b}||||a
编辑 {a} 校对 {b}||||a
编辑/{a} 校对/{b}||||a
编辑：{a} 审核：{b} 终审：{c}||||a
编辑：{a} 一审：{b} 二审：{c}||||a
责任编辑：{a}||||a
责任编辑:{a}||||a
责任编辑 {a}||||a
（责任编辑：{a}）||||a
（责任编辑：{a} ）||||a
[责任编辑：{a}]||||a
[责任编辑:{a}]||||a
【责任编辑：{a}】||||a
【责任编辑：{a} 】||||a
责编：{a}||||a
责编 {a}||||a
（责编：{a}、{b}）||||ab
(责编：{a}、{b})||||ab
责编丨{a} 校对丨{b}||||a
责任编辑：{a} 来源：{o}|o|||a
网络编辑：{a}||||a
值班编辑：{a}||||a
值班编辑 {a}||||a
执行编辑：{a}||||a
栏目编辑：{a}||||a
文字编辑：{a}||||a
新媒体编辑：{a}||||a
本期编辑：{a}||||a
本版编辑：{a}||||a
编辑：{a} 责编：{b}||||ab
编辑：{a} 责任编辑：{b}||||ab
编辑 {a} 责编 {b} 审核 {c}||||ab
见习编辑：{a}||||a
实习编辑：{a}||||a
编辑：{a}（实习）||||a
（编辑：{a}）||||a
（编辑 {a}）||||a
（{o}编辑 {a}）|o|||a
{o}编辑：{a}|o|||a
{o} 编辑：{a}|o|||a
文丨{a}||a||
文/{a}||a||
文/{a} 图/{b}||a||
文｜{a}||a||
文 | {a}||a||
文：{a} 图：{b}||a||
文/图 {a}||a||
文图：{a}||a||
图文：{a}||a||
图/文 {a}||a||
文图/{a}||a||
图文/{a}||a||
{a}/文 {b}/图||a||
{a} 文 {b} 图||a||
{a} 文/图||a||
{a}/文图||a||
{a} 摄影报道||a||
{a} 文图||a||
文字：{a} 摄影：{b}||a||
文字 {a} 图片 {b}||a||
文/{o}记者 {a}|o|a||
文/{o} {a}|o|a||
文/{o}记者 {a} 图/{o}记者 {b}|o|a||
文/本报记者 {a} 图/受访者提供||a||
采写：{a}||a||
采写：{o}记者 {a}|o|a||
采写：{o}记者{a}|o|a||
采写/{o}记者 {a}|o|a||
采写丨{o}记者 {a}|o|a||
采写丨{a} 编辑丨{b}||a||b
采写：{o}记者 {a} 通讯员 {b}|o|a|b|
采写：{a} {b} 摄影：{c}||ab||
采访：{a} 撰文：{b}||ab||
采编：{a}||a||
撰文：{a}||a||
撰稿：{a}||a||
撰稿/{a}||a||
供稿：{a}||||
作者：{a}||a||
作者/{a}||a||
作者丨{a}||a||
作者 | {a}||a||
作者 {a}||a||
作者：{a} 编辑：{b}||a||b
作者：{a} 来源：{o}|o|a||
（作者：{a}）||a||
（作者 {a}）||a||
（作者：{a}，单位：松岭大学）||a||
（作者单位：松岭大学）||||
记者：{a}||a||
记者:{a}||a||
记者/{a}||a||
记者丨{a}||a||
记者 | {a}||a||
记者 {a} {b}||ab||
记者：{a}、{b}||ab||
记者 {a} 编辑 {b}||a||b
记者：{a} 编辑：{b}||a||b
记者/{a} 编辑/{b} 校对/{c}||a||b
记者丨{a} 编辑丨{b} 责编丨{c}||a||bc
{o}记者：{a}|o|a||
{o}记者/{a}|o|a||
{o}记者丨{a}|o|a||
{o}记者 {a} 编辑 {b}|o|a||b
{o}全媒体记者 {a}|o|a||
{o}首席记者 {a}|o|a||
{o}见习记者 {a}|o|a||
{o}实习记者 {a}|o|a||
{o}实习生 {a}|o|a||
{o}特约记者 {a}|o|a||
{o}评论员 {a}|o|a||
{o}特约评论员 {a}|o|a||
{o}通讯员 {a}|o||a|
{o}特约通讯员 {a}|o||a|
本报记者 {a}||a||
本报记者：{a}||a||
本报评论员 {a}||a||
本网记者 {a}||a||
本刊记者 {a}||a||
通讯员：{a}|||a|
通讯员 {a} {b}|||ab|
通讯员/{a}|||a|
（通讯员 {a}）|||a|
（通讯员{a}）|||a|
（通讯员 {a} 记者 {b}）||b|a|
（记者 {a}）||a||
（记者{a}）||a||
（记者：{a}）||a||
（记者 {a} 通讯员 {b}）||a|b|
（本报记者 {a}）||a||
（本报记者{a} 通讯员{b}）||a|b|
（见习记者 {a}）||a||
（记者 {a} 文/图）||a||
（记者 {a} 摄影报道）||a||
（{a}）||a||
（{a} {b}）||ab||
（{a}、{b}）||ab||
({a})||a||
（{a} 报道）||a||
（{a} 文/图）||a||
（{a} 摄）||||
（图/{a}）||||
（图片由{a}提供）||||
（{a}供图）||||
摄影：{a}||||
图：{a}||||
图源：{o}||||
图片来源：{o}||||
视频：{a}||||
摄像：{a} 剪辑：{b}||||
海报：{a}||||
校对：{a}||||
审核：{a}||||
监制：{a}||||
主编：{a}||||
总编辑：{a}||||
设计：{a}||||
出品人：{a}||||
总策划：{a} 策划：{b} 执行：{c}||||
策划：{a} 记者：{b} 编辑：{c}||b||c
监制：{a} 编辑：{b}||||b
记者：{a} 摄影：{b} 编辑：{c}||a||c
终审：{a} 编辑：{b}||||b
编辑：{a} 设计：{b} 校对：{c}||||a
统筹：{a} 采写：{b}||b||
编辑 ｜ {a}||||a
编辑 · {a}||||a
▌编辑：{a}||||a
□{a}||a||
□ {a}||a||
□记者 {a}||a||
□本报记者 {a}||a||
□通讯员 {a}|||a|
■{o}记者 {a}|o|a||
●记者 {a}||a||
◎记者 {a}||a||
○ 记者 {a}||a||
【纠错】 【责任编辑：{a}】||||a
【纠错】【责任编辑:{a}】||||a
【纠错】 责任编辑： {a} ||||a
责任编辑： {a}||||a
责任编辑：　{a}　{b}||||ab
[ 责任编辑： {a} ]||||a
编辑： {a}||||a
(责任编辑：{a} 来源：{o})|o|||a
编 辑：{a}||||a
责 编：{a}||||a
记 者：{a}||a||
作 者：{a}||a||
来 源：{o}|o|||
編輯：{a}||||a
責任編輯：{a}||||a
記者 {a}||a||
記者：{a}||a||
撰文：{a} 攝影：{b}||a||
記者 {a} 攝影 {b}||a||
文：{a}||a||
文／{a}||a||
責任編輯：{a} 核稿編輯：{b}||||a
（責任編輯：{a}）||||a
（編輯：{a}）||||a
（編輯：{a}/{b}）||||ab
文字：{a}\n图片：{b}\n编辑：{c}||a||c
来源：{o}\n记者：{a}\n编辑：{b}\n责编：{c}|o|a||bc
{o}记者 |\n{a}|o|a||
编辑：\n{a}||||a
记者：{a} 视频：{b} 编辑：{c}||a||c
编辑丨{a} 责编丨{b} 审核丨{c}||||ab
【记者】{a}||a||
【作者】{a} 【来源】{o}|o|a||
来源：{o}作者：{a}责任编辑：{b}|o|a||b
+1 【纠错】 责任编辑： {a}||||a
"""
# Ends of its last paragraph
ENDS = r"""
（记者 {a}）||a||
（{o} {a}）|o|a||
（{a}）||a||
（{a} {b}）||ab||
记者 {a}||a||
（编辑：{a}）||||a
（责任编辑：{a}）||||a
[责任编辑：{a}]||||a
来源：{o}|o|||
（来源：{o}）|o|||
（{o}）|o|||
（本报记者 {a} 通讯员 {b}）||a|b|
"""

_PLACES = {
    "before": (HEADS, "{line}\n{prose}\n{prose}"),
    "run-in": (RUN_IN, "{line}{prose}\n{prose}"),
    "behind": (TAILS, "{prose}\n{prose}\n{line}"),
    "at the end": (ENDS, "{prose}\n{prose}{line}"),
}
_CITIES = (
    "松岭 青禾 柳桥 云溪 白溪 临溪 望岭 金坞 清埠 平坞 安和 永坞 石埠 南坞 北坞 东岭 西埠 凤坞"
    " 海埠 长坞 禾埠 三坞 齐埠 沂埠 槐岭 楚埠 滨埠 湖畔"
).split()
_KINDS = (
    "日报 晚报 都市报 商报 早报 晨报 时报 青年报 法治报 教育报 经济报 农村报 新闻网 在线 网 新闻"
    " 发布 融媒 融媒体 融媒体中心 广播电视台 电视台 广电 传媒 传媒集团 客户端 周刊 杂志 观察 头条"
    " 财经 之声 新闻客户端 日报社 导报"
).split()
_SURNAMES = (
    "王李张刘陈杨赵黄吴徐孙胡朱林郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴夏钟汪田"
    "任姜范石姚谭廖邹熊陆郝孔白崔康毛邱秦江顾侯邵孟龙段钱汤尹黎常乔贺赖龚于曾"
)
_GIVEN = (
    "芳 娜 敏 丽 磊 艳 杰 娟 涛 霞 刚 桂英 玉兰 建华 志强 海燕 晓东 永俊 嘉雯 子涵 雨桐 思远 一鸣"
    " 若曦 梓萱 浩然 宇航 欣怡 佳琪 立新 国栋 春梅 秀兰 丽华 俊峰 海波 振宇 雅婷 诗琪 泽宇 梦瑶"
    " 雪峰 冰洁 世杰 凯 鑫 璐 婷 莹 斌 倩 颖 琳 旭 帆 晨 昊 蕾 萌 楠 佳 玥 悦 彤 晗 鹏飞 晓明 少华"
    " 凤英 淑芬 美玲 怡君 家豪 雅筑 冠宇 承恩 佩珊 俊贤 志明 淑惠"
).split()


def outlets(count: int, chance: random.Random) -> list[str]:
    return chance.sample([city + kind for city, kind in product(_CITIES, _KINDS)], count)


def printed_credits(times: int, seed: int = 14) -> Iterator[Printed]:
    """Yield every line *times* times, each with chance outlets and people."""
    chance = random.Random(seed)
    papers = outlets(300, chance)
    names = [surname + given for surname, given in product(_SURNAMES, _GIVEN)]
    for lines, page in _PLACES.values():
        for printed in lines.strip().splitlines() * times:
            line, source, *people = printed.rsplit("|", 4)
            said = dict(zip("abc", chance.sample(names, 3), strict=True), o=chance.choice(papers))
            line = line.replace("\\n", "\n").format(**said)
            who = (tuple(said[each] for each in field) for field in people)
            outlet = source.replace("o", said["o"]) or None
            yield Printed(line, page.format(line=line, prose=PROSE), Byline(outlet, *who))
