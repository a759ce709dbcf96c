"""Credits without a label: names and outlets that stand beside each other, or alone at the end.

夏嘉雯/松岭晚报, 夏嘉雯 本报记者, 《松岭日报》（第04版）, …。（夏嘉雯）, ● 夏嘉雯
"""

from __future__ import annotations

from newsportal.chinese.credits.datelines import CLOCK, DATE, Credits, unlabelled
from newsportal.chinese.credits.names import Confidence, people
from newsportal.chinese.credits.outlets import is_description, is_outlet, shortest_outlet
from newsportal.chinese.credits.words import HAN, MANNER_RUN, PERSONS
from newsportal.chinese.lazy_pattern import lazy

_NAMES = rf"(?:{HAN}|[· 、])"
# 夏嘉雯/松岭晚报, and 松岭晚报 夏嘉雯 泰安报道: no label, but an outlet beside the names
_BEFORE_OUTLET = lazy(rf"({_NAMES}{{2,20}}?)(?: ?[/／|｜丨] ?| ?[(（]| )([\w·+]{{2,14}})[)）]?")
_BEHIND_OUTLET = lazy(
    rf"([\w·+/／]{{2,16}}?)[ /／|｜丨]({_NAMES}{{2,20}}?)(?: (?:{HAN}{{2,4}})?报道)?"
)
# 夏嘉雯 本报记者, 夏嘉雯/松岭日报记者
_BEFORE_ROLE = lazy(
    rf"({_NAMES}{{2,20}}?)(?: ?[/／|｜丨] ?| )([\w·+]*?)({MANNER_RUN})(记者|通讯员|编辑)[）)]?"
)
# 《松岭日报》（2024年9月19日 第04版）
_PRINTED = lazy(
    rf"(?:(?P<from>(?:原载|原刊|刊载|刊发|首发|刊|载)于?|摘自)|据|来源)?"
    rf"(?:{DATE})?《 ?(?P<outlet>[^》\n]{{2,16}}?) ?》 ?"
    r"(?:[（(][^（）()\n]*版[^（）()\n]*[）)]|[^（）()《》\n，。]{0,16}第? ?\d{1,3} ?[版期]"
    rf"|(?(from)(?:{DATE})?|(?!)))[）)]?"
)
_SUSPECT = lazy("[^甲乙丙丁戊己庚辛壬癸].{0,2}某$")  # （李某） ends a story about him
_SIGNATURE = lazy(r"[（(]([\w+· 、]{2,20})[）)]$")
# （松岭县人社局 夏嘉雯）: the office that somebody writes for, and the names
_OF_OFFICE = lazy(
    rf"[（(](?![左右前后上下图中]|[^）)]*[为是由的摄])(?:{HAN}{{2,16}}?|[县市区省州镇乡校](?!委))"
    r"(?:局|委|办(?!公)|科(?!室)|室|法院|检察院|医院|学院|部|中心|镇|乡|街道|公司|集团|学校|大学|中学|小学|支队|大队|社区|协会"
    r"|派出所|供电所|司法所|研究所|幼儿园|文化馆|图书馆|博物馆|气象台|[一二三四五六七八九十]中|林场|车站|联社|中队)"
    rf" ?({_NAMES}{{2,14}})[）)]$"
)
SIGNS = frozenset("□■●○◆◇▲△★☆◎▪▌")  # before the names of who writes
# Outlets, but not in brackets at the very end: （封面）
_EVERYDAY = frozenset(
    "封面 闪电 海报 荔枝 凤凰 半岛 大象 界面 上游 顶端 壹点 文汇 新民 钱江".split()
)


def beside_outlet(text: str) -> Credits:
    """Read names that no label but an outlet beside them announces: 夏嘉雯/松岭晚报."""
    if printed := _PRINTED.fullmatch(text):
        return [("credited", printed["outlet"])]
    text = CLOCK.sub(" | ", text).strip(" |｜丨")  # 夏嘉雯 | 松岭晚报 | 2026-11-21
    if (match := _BEFORE_ROLE.fullmatch(text)) and (
        match[2] or match[3] or match[4] != "编辑" or text.endswith(("）", ")"))  # （夏嘉雯 编辑）
    ):
        names, outlet = people(match[1], Confidence.LABELLED), shortest_outlet(match[2], match[3])
        if names and (outlet or not match[2]):
            found = [(PERSONS[match[4]], name) for name in names]
            return [*found, ("credited", outlet)] if outlet else found
    if (match := _BEFORE_OUTLET.fullmatch(text)) and is_outlet(match[2]):
        found = unlabelled(match[1], Confidence.LABELLED)
        return [*found, ("credited", match[2])] if found else []
    if (match := _BEHIND_OUTLET.fullmatch(text)) and is_outlet(match[1]):
        found = unlabelled(match[2], Confidence.LABELLED)
        return [*found, ("credited", match[1])] if found else []
    return []


def read_signature(end: str) -> Credits:
    """Read what may stand in brackets at the very end: …。（甲某）, …。（央视新闻客户端）."""
    if end[-1] not in "）)":
        return []
    signature = _SIGNATURE.search(end)
    if signature and is_outlet(signature[1]):
        everyday = signature[1] in _EVERYDAY or is_description(signature[1])
        return [] if everyday else [("reported", signature[1])]
    found = unlabelled(signature[1]) if signature and not _SUSPECT.match(signature[1]) else []
    if not found and (of_office := _OF_OFFICE.search(end)):
        found = unlabelled(of_office[1])
    return found


def read_signs(lines: list[str], ends: list[str]) -> Credits:
    """Read names at the *ends* of a text, behind a sign that no other line has: ● 夏嘉雯."""
    found: Credits = []
    for sign in SIGNS & {line[0] for line in ends}:
        signed = [line for line in lines if line[0] == sign]
        if len(signed) == 1 or sign == "□":
            found += [credit for line in signed if line in ends for credit in unlabelled(line[1:])]
    return found
