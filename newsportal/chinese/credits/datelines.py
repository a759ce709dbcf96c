"""Datelines: 新华社北京9月19日电, 本报讯, 据央视新闻报道, and bare names in brackets behind."""

from __future__ import annotations

import re

from newsportal.chinese.credits.names import Confidence, people
from newsportal.chinese.credits.outlets import (
    is_description,
    is_outlet,
    may_be_called,
    may_be_outlet,
)
from newsportal.chinese.credits.words import HAN, MANNER_RUN, OWN, PERSON, any_of
from newsportal.chinese.lazy_pattern import lazy

# What a credit gives: (field, name), or an outlet under one of these, the surest first.
SOURCES = ("stated", "credited", "reported")  # 来源：南都 - 南都记者 甲某 - 据南都报道
OURS = "ours"  # 本报's own, whatever other outlets stand beside it
Credits = list[tuple[str, str]]

DATE = r"(?:\d{2,4}[ ]?[年/.-][ ]?)?\d{1,2}[ ]?[月/.-][ ]?\d{1,2}[ ]?日?"
# When a line was published, with its label: 发布时间：2026-11-21 08:30
# 来源：柏木发布 2026-11-21 names an account
CLOCK = lazy(
    rf"(?:(?<![\u3400-\u9fff])[发刊更][布发表新]|[发刊更][布发表新](?! ))?"
    rf"(?:时间|日期)?[:： ]*{DATE}(?: ?\d{{1,2}}[:：]\d\d(?:[:：]\d\d)?)?"
)
# What stands behind 来源： and is no outlet: whoever, wherever, nothing
_NO_SOURCE = lazy(
    rf"{any_of(OWN)}|本报讯|本站原创|(?:互联)?网络?|网上|站内|综合|原创(?:内容|文章|作品)?|未知|不详|未注明|其[他它]"
    r"|整理|自写|我们|自媒体|朋友圈|外媒|见.{1,3}|如[图上下]|资料图片?|null|undefined|none|nan|n/a"
    r"|官方?网站?|本[局网]讯?|本单位|点击查看|系统发布|(?:网友|群众|读者)(?:爆料|来信)"
    r"|[\d年月日:/. -]+"
    r"|(?:网络|互联网)(?:转载|整理|综合|新闻|图片|资料)?|(?:网络)?公开资料(?:整理)?"
    r"|(?:网友|读者|会员|用户|粉丝|作者)(?:投稿|供稿|来稿|提供|供图)"
    r"|(?:多家|各大|各家|国内|国外|海外|境外|有关|相关|众多|部分)?媒体",
    re.IGNORECASE,
)
WRAPPING = lazy(
    r"^(?:综合|据|转自|转载自?|摘自)(?=..)|^[港澳台美英日韩俄法德外]媒(?=..)|^(?:官方)?(?:微信)?公众号(?=..)|(?:官方)?(?:微信)?(?:公众|视频|抖音|头条)号(?=[“\"《])|(?:官方)?(?:微信)?(?:公众号|视频号|微博)(?=$|、)"
    r"|(?<=..)(?:官微|(?:官方)?微信|等媒体|(?:等?综合)?(?:整理|(?<!经济)报道)|等?综合)$"
    r"|[@“”\"《》「」]"
)
# 停电, 致电 and the like begin stories on electricity and telephones, not news from an agency.
_NO_WIRE = "(?<![充停供用发来致没断触漏放输送节通导带核光家机贺限缺耗省蓄储售购配变绿雷])"
_NO_NEWS = "(?<![喜音审问])"
# 本报北京1月5日讯新华社记者…, not 松岭广播电视台记者
_REPORTER = rf"(?:本报|\w{{2,9}}?[社报网台]){MANNER_RUN}{PERSON}"
_DATELINE = lazy(
    rf"""
    (?P<by>(?:本报|本网|本文)?(?:据|综合自?(?![来主动治]))(?:@|\w{{1,5}}(?=《))?)?
    《?(?P<outlet>[\w·+、/／“”—-]{{2,26}}?)》?(?:《[^》\n]{{2,14}}》)?[】\]］〕]?(?:[（(][\w·]{{2,12}}[）)](?=讯|{DATE}))?
    (?:\ {HAN}{{2,8}}(?=\ ?{DATE}\ ?[电讯]))?
    \ ?(?:{DATE}|\d{{1,2}}日(?=[电讯]))?\ ?
    (?P<verb>{_NO_WIRE}电|{_NO_NEWS}讯|(?<![好坏假])消息|快讯|(?<=.[^者报网台社])获悉|综合报道|报道|(?<=日)(?=[丨｜|]))?
    (?=$|[\s,，:：（(【\[记题。）)\]】丨｜|]|(?(verb){_REPORTER}|(?!)))
    """,
    re.VERBOSE,
)
# Without any of these there is no dateline; that is seen at once.
_MAY_BE_DATELINE = lazy(
    r"[电讯息悉道日](?:(?<!日)(?=$|[\s,，:：（(【\[记题。）)\]】]|\w{2,16}记者)|(?<=日)[丨｜|])"
)
_BY = tuple(f"{ours}{by}" for ours in ("", "本报", "本网", "本文") for by in ("据", "综合"))
# What is an outlet, whatever its name: 据《看松岭》报道
_NAMED = lazy(r"《([^》]{2,14})》(?:\d{1,2}月\d{1,2}日)?(?:报[道导]|消息|[电讯])")
_REACH = 100  # characters, in which any dateline ends
# Between an outlet and its verb stands a place. These make them another body's name: 新闻发布|会.
_NO_PLACE = lazy(
    r"^告|(?<![四新])会$|[办所局部院厅处室司心团队校史馆]$|^[站纸刊]|网站|官[网微]|公众号|^办公"
)
_UNKNOWN = lazy(rf"[^\d]{{3,}}|{HAN}*[A-Z]\w+")
_CREDIT_NEXT = lazy(rf"(?: ?[（(]| ) ?{MANNER_RUN}{PERSON}")
_PEOPLE_BEHIND = lazy(r" ?[（(]([^（）()\n]{2,30})[）)]")


def is_no_source(words: str) -> bool:
    """Tell whether *words* stand where an outlet is due and name none.

    >>> [is_no_source(words) for words in ("网络", "见水印", "读者提供", "undefined", "松岭网")]
    [True, True, True, True, False]
    """
    return _NO_SOURCE.fullmatch(words) is not None


def unlabelled(text: str, least: Confidence = Confidence.ALONE) -> Credits:
    """Return *text* as reporters, if it consists of names."""
    return [("reporters", name) for name in people(text, least)]


def read_dateline(text: str) -> tuple[Credits, int] | None:
    """Return what the dateline at the start of *text* credits, and where it ends, or None.

    >>> read_dateline("据央视新闻报道，道路已经恢复。")
    ([('reported', '央视新闻')], 7)
    >>> read_dateline("中新网广州9月19日电 (夏嘉雯)天气转凉")[0]
    [('credited', '中新网'), ('reporters', '夏嘉雯')]
    """
    if not (text.startswith(_BY) or _MAY_BE_DATELINE.search(text, 0, _REACH)):
        return None
    match = _DATELINE.match(text)
    if not match or (match["verb"] is None and not match["by"]):
        return None
    words, verb, end = match["outlet"], match["verb"] or "", match.end()
    outlet = _outlet_in_dateline(words, placed=bool(verb))
    if not outlet and match["by"] and (named := _NAMED.search(text, 0, end)):
        outlet = named[1] if may_be_called(named[1]) else None
    if (
        is_outlet(words + verb)
        and not is_description(words + verb)
        and (not outlet or text.startswith("记者", end))
    ):
        if not match["by"]:
            return None  # 大别山快讯记者 甲某
        outlet = words + verb  # 据松岭广电
    elif not outlet and _UNKNOWN.fullmatch(words) and _CREDIT_NEXT.match(text, end):
        outlet = words if may_be_outlet(words) else None
    if not outlet and not words.startswith(OWN):
        return None
    found = [("reported" if match["by"] else "credited", outlet)] if outlet else []
    if behind := _PEOPLE_BEHIND.match(text, end):
        found += unlabelled(behind[1], Confidence.LABELLED)
    return found, end


def _outlet_in_dateline(words: str, *, placed: bool) -> str | None:
    """Return the longest outlet that *words* begin with; a place may follow without a mark."""
    plain = WRAPPING.sub("", words)
    if is_description(plain):
        return None  # 据警方通报，
    if is_outlet(plain):
        return None if is_no_source(plain) else plain
    for end in range(len(words) - 1, 1, -1) if placed else ():
        name, rest = words[:end], words[end:]
        if rest[0] in "·、" or not is_outlet(name) or is_no_source(name):
            continue
        if re.search("[A-Za-z]", rest):
            return words  # 证券时报e公司
        if not _NO_PLACE.search(rest):
            return name
    return None
