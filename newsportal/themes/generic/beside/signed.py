"""Outlet, people and account that the lines around an article name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise, zip_longest

from newsportal.chinese.credits.bylines import NOBODY, Byline, read_credits
from newsportal.chinese.credits.names import Confidence, confidence, is_nobody
from newsportal.chinese.credits.outlets import OUTLETS, is_outlet
from newsportal.chinese.credits.surnames import SURNAMES
from newsportal.chinese.credits.words import HAN
from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text
from newsportal.chinese.traditional import simplified
from newsportal.themes.generic.words import PRINTED

_LONGEST = 160  # a longer line is none that credits
_PLAIN = 40  # nor is a longer one that has no label
_BARE = 12  # characters of an outlet that stands alone
_PORTAL = 4  # characters of a portal's name: shorter ones are sections, 社会
_AUTHOR = lazy(
    r"(?:作\s?者|发布者|发布人|撰文|By)\s*[:：]\s*"
    r"(?P<name>[^\s|｜:：,，;；（(\[）)【】\]]{2,20}+)(?!\s*[:：])"
)
_LABEL_ALONE = lazy(r"(?:文章)?(?:作\s?者|发布者|发布人|[Aa]uthor)\s*[:：]?")
_LICENCE = lazy("许可协议|版权声明|(?:本文|文章|永久)链接|知识共享|CC BY")
_REPRINT = lazy("[转轉][载載].{0,8}(?:注明|註明)")  # 转载请注明来自青禾在线
_LICENSOR = lazy(r"[\s\W]*(?:文章|[本原]文|博[客文])?作\s?者")
_LABELS_ALONE = lazy(
    r"(?:作\s?者|[记記]\s?者|通[讯訊][员員]|(?:[责責]任)?[编編]\s?[辑輯]|[责責]\s?[编編]|[来來]\s?源)\s*[:：]?"
)
_LABEL = (
    r"(?:(?:[责責]任|网络|網絡|本文|本期|执行|值班)?[编編]\s?[辑輯]|[责責]\s?[编編]|[记記]\s?者|作\s?者"
    r"|撰文|采写|[来來]\s?源|稿源|标签|關鍵字|关键[词字]|校对|审核|监制)\s*[:：]"
)
_PARTS = lazy(rf"(?={_LABEL})|(?<=[\s|｜])(?={_LABEL})")
_SIGNED = lazy(
    rf"""
    (?:(?P<editor>[编編]\s?[辑輯]|[责責]\s?[编編]) | (?P<writer>[记記]\s?者|作\s?者|撰文|采写))
    \s*[:：]\s*
    (?P<names>(?:{HAN}{{2,3}}|(?!www)(?![b-df-hj-np-tv-z]{{3,4}}(?!\w))[a-z]{{3,15}})
      (?:[\ 、,，](?!通[讯訊][员員]|[记記]者|实习|见习|[编編][辑輯]){HAN}{{2,3}}(?!{HAN}))*)
    (?=$|[^\w·])(?!\s*[:：])
    """,
    re.VERBOSE,
)
# 夏嘉雯／柏木報導, 青禾時報 夏嘉雯 綜合報導, 國際中心夏嘉雯／綜合報導
_FILED = lazy(
    rf"(?:^|[|｜／/\s]|{HAN}{{2}}中心)(?P<name>{HAN}{{2,4}})\s?[／/\s]\s?{HAN}{{2,4}}(?:报道|報導)\s*$"
)
# 优活健康网／新闻中心林又旻 2026-11-20
_OF_CENTRE = lazy(
    rf"(?:新[闻聞]|[编編][辑輯]|[记記]者)中心\s?[／/]?\s?(?P<name>{HAN}{{2,3}})\s*(?:(?:19|20)\d\d|$)"
)
# Beside a date: 21世纪网 甲某某 2011-12-15 23:46:41 评论0条, 某某新闻／甲某某
_DATE = lazy(
    r"(?:(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?)(?:\s*\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?"
    r"|(?<!\d)\d{1,2}[:：]\d\d(?:[:：]\d\d)?"
)
_BETWEEN = lazy(r"[\s|｜()（）\[\]【】／/╱>＞《》:：]+")
# A line without any of these names no one by a label.
_SAYS = lazy(
    r"[:：/／╱|｜丨]|[来來]源|[记記]者|[编編][辑輯]|[转轉摘]自|原创|[电電讯訊]\b|报道|報導"
    r"|作者|文 |《"
)
_BLANKS = lazy(
    r"(?<!\s)\s*[／/╱]\s*(?=[记記]者)|[〖〗]"
)  # 某某報／記者甲某某／台北報導, 〖某某報〗
_OF_PICTURE = lazy(r"(?:题图|頭圖|头图|配图|封面|图片|圖片)[来來]源\s?[:：丨|｜]\s?\S+")
_FILED_UNDER = lazy(r"(?:分类|标签|栏目|专栏|专题|频道)\s?[:：]\s?\S+")
_HOST = lazy(r"(?:https?://)?(?:[\w-]{1,63}\.){1,8}(?:com|cn|net|org|tw|hk)(?![\w.])", re.ASCII)
# http://www.news.example 2026年11月20日10:26 家庭与花木: whatever it is called
_BEHIND_HOST = lazy(
    rf"\s*(?a:{_HOST.pattern})\S*\s+(?:{_DATE.pattern})\s*(?P<outlet>{HAN}{{2,12}})[\s\[]*(?:微博)?[\s\]]*"
)
_NO_OUTLET = lazy(
    "^推荐|评论|举报|手机|客户端|订阅|分享|收藏|播报|新闻$|速报$|频道$|首页|点击|阅读|下载|海报"
    "|^(?:新闻|时政|综合|本地|行业|最新|热点|地方|社会|国内|国际|财经|体育|娱乐|科技)资讯$"
    "|开心网|人人网|豆瓣|微博|空间|贴吧|搜藏|书签|朋友圈|微信|^.{0,2}发布$|首发$"
    "|^(?:WhatsApp|Facebook|Twitter|Telegram|Pinterest|LinkedIn|Line|Email)$"
)
# What signs is one of them; as a source it is an outlet.
_OFFICE = lazy(r"\S{0,8}(?:(?:研究|办公|工作)室|(?:宣传|编辑|新闻|信息|政治)[部科处组])")
_PROGRAM = lazy(r"[a-z]+_[\w:]+", re.ASCII)
_BUTTON = lazy("我要|[报爆]料|评论$")  # beside an outlet, or where it lacks
_BEFORE = lazy(r"^(?:.*[来來]源\s*[:：]\s*|原创|来自|转自|摘自|本文来源于?|来\s?源|來\s?源)")


def credited(between: Iterable[str], others: Iterable[str]) -> Byline:
    """Return what the lines *between* title and text and *others* credit.

    >>> credited(["21世纪网 何漪 2026-11-20 23:46 评论0条"], ["责任编辑：林永俊 打印"])
    Byline(source='21世纪网', reporters=('何漪',), correspondents=(), editors=('林永俊',))
    """
    found = []
    for line in _paired(between):
        found += [*map(_without_accounts, _labelled(line)), _plain(line)]
    for line in _paired(others):
        found += _labelled(line)

    sources = (_BEFORE.sub("", byline.source).strip(" :：.…") for byline in found if byline.source)

    def all_of(field: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for byline in found for name in getattr(byline, field)))

    return Byline(
        next((name for name in sources if not _BUTTON.search(name)), None),
        *(all_of(field) for field in ("reporters", "correspondents", "editors")),
    )


def _paired(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines, each that is nothing but a label with the next, which it announces."""
    label = ""
    for line in lines:
        yield f"{label}：{line}" if label else line
        label = line.strip(" :：") if _LABELS_ALONE.fullmatch(line) else ""


def without_licence(lines: list[str]) -> list[str]:
    """Return the lines below a text without the author that a box on its licence names.

    It is the account that published it, nobody's reporter. Whom reprints shall name is the portal.
    """
    lines = [line for line in lines if not _REPRINT.search(line)]
    if not any(_LICENCE.search(line) for line in lines):
        return lines
    return [line for line in lines if not _LICENSOR.match(line)]


def _labelled(line: str) -> Iterator[Byline]:
    """Yield what the labels of a line announce."""
    text = _BLANKS.sub(" ", clean_text(line))
    if len(text) > _LONGEST or not _SAYS.search(text):
        return
    text = _OF_PICTURE.sub("", text)
    if printed := PRINTED.fullmatch(text):
        yield Byline(printed[1].strip(), (), (), ())
        return
    yield read_credits(text)
    filed = _FILED.search(text) or _OF_CENTRE.search(text)
    if filed and _is_name(filed["name"]):
        yield Byline(None, (filed["name"],), (), ())
    outlet_too = "来源" in text or "來源" in text
    for part in _PARTS.split(text):
        bare = part.strip(" |｜()（）[]【】")
        if bare and bare != text:
            yield read_credits(bare)
        if signed := _SIGNED.match(part):
            first, *others = re.split("[ 、,，]", signed["names"])
            sure = signed["editor"] or outlet_too
            names = [first] if _may_sign(first) and (sure or _is_name(first)) else []
            names += filter(_is_name, others)
            yield Byline(
                None,
                tuple(names) if signed["writer"] else (),
                (),
                tuple(names) if signed["editor"] else (),
            )


def _is_name(word: str) -> bool:
    return confidence(simplified(word)) >= Confidence.LABELLED


def _without_accounts(credited: Byline) -> Byline:
    """Return what a line above the text credits, where templates print who has logged in.

    A newsroom that signs with such names does so below its texts.
    """
    if not any(map(_is_account, people := (*credited.reporters, *credited.editors))):
        return credited
    real = {name for name in people if not _is_account(name)}
    return replace(
        credited,
        reporters=tuple(name for name in credited.reporters if name in real),
        editors=tuple(name for name in credited.editors if name in real),
    )


def _is_account(name: str) -> bool:
    """Tell whether a name is one to log in with: nobody is called so.

    >>> [_is_account(name) for name in ("小禾", "晓风", "林子", "扎西顿珠", "陳意", "Lin")]
    [True, True, False, False, False, False]
    """
    plain = simplified(name)
    short = 2 <= len(plain) <= 3 and all("\u3400" <= char <= "\u9fff" for char in plain)
    return short and plain[0] not in SURNAMES and not _is_name(name)


def _may_sign(name: str) -> bool:
    return not (is_nobody(name) or is_outlet(name) or _OFFICE.fullmatch(name))


def _plain(line: str) -> Byline:
    """Return the outlet that stands in a short line without a label, and the name behind it."""
    text = _FILED_UNDER.sub(" ", simplified(clean_text(line)))
    rest, words = _undated(text)
    if len(rest) > _PLAIN or "，" in rest or "。" in rest:
        return NOBODY
    hosted = _BEHIND_HOST.fullmatch(text)
    if hosted and not (_NO_OUTLET.search(hosted["outlet"]) or _is_name(hosted["outlet"])):
        return Byline(_printed(hosted["outlet"], line), (), (), ())
    dated = _DATE.search(text)
    if dated and any(map(_is_outlet, behind := _undated(text[dated.end() :])[1])):
        words = behind  # what stands before the date is the portal
    for place, word in enumerate(words):
        if not _is_outlet(word) and not (dated and _is_known(word)):
            continue
        following = words[place + 1 : place + 2]
        names = tuple(
            name for each in following if _is_name(name := each.removeprefix("记者")) and place < 3
        )
        # Without a date there is nothing else in the line.
        if dated or (len(words) == 1 + len(names) and len(word) <= _BARE):
            return Byline(
                _printed(word, line), tuple(_printed(name, line) for name in names), (), ()
            )
    return NOBODY


def _is_outlet(word: str) -> bool:
    return is_outlet(word) and not (_NO_OUTLET.search(word) or is_nobody(word))


def _is_known(word: str) -> bool:
    """Tell whether a word is an outlet, though built like the name of a section: 澎湃新闻."""
    return word.endswith("新闻") and word.removesuffix("新闻") in OUTLETS


def _undated(text: str) -> tuple[str, list[str]]:
    """Return what a line holds beside date and host, and its words without buttons."""
    rest = _HOST.sub(" ", _DATE.sub(" ", text))
    words = (_BEFORE.sub("", word) for word in _BETWEEN.split(rest))
    return rest, [word for word in words if word not in ("", "微博")]


def portal(lines: Iterable[str], titled: str) -> str | None:
    """Return the portal's name that stands beside a date, where the page's title ends with it.

    Its words need not tell that it is an outlet; behind a label it is the account that wrote.

    >>> portal(["2026-11-20 23:46 柏木视界"], "老桥重开｜柏木视界")
    '柏木视界'
    >>> portal(["作者：柏木视界 2026-11-20"], "老桥重开｜柏木视界")
    """
    for line in lines:
        text = clean_text(line)
        if len(text) > _LONGEST or not _DATE.search(text):
            continue
        rest, words = _undated(text)
        for before, word in pairwise(["", *words] if len(rest) <= _PLAIN else []):
            own = len(word) >= _PORTAL and word != titled and titled.endswith(word)
            if own and not (_LABEL_ALONE.fullmatch(before) or _NO_OUTLET.search(word)):
                return word
    return None


def _printed(word: str, line: str) -> str:
    """Return *word* as *line* prints it: in the characters that it was simplified from."""
    text = clean_text(line)
    place = simplified(text).find(word)
    return text[place : place + len(word)] if place >= 0 else word


def author(lines: list[str]) -> str | None:
    """Return the account that lines beside an article name, in one line or in two.

    >>> author(["作者：柏木君 浏览：12"]), author(["作者", "柏木君", "发布于"])
    ('柏木君', '柏木君')
    """
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        found = _AUTHOR.search(clean_text(line)) if ":" in line or "：" in line else None
        if found and not (is_nobody(found["name"]) or _LABELS_ALONE.fullmatch(found["name"])):
            name = found["name"].removeprefix("记者")
            return None if "记者" in name else name  # 青禾周刊记者林知夏: a byline, no account
        if not (_LABEL_ALONE.fullmatch(line) and 1 < len(following) <= 20):
            continue
        if not (_DATE.search(following) or _LABELS_ALONE.match(following)):
            return following
    return None


def outlet(names: Iterable[str]) -> str | None:
    """Return the first of *names* that is somebody's."""
    known = (_BEFORE.sub("", clean_text(name)).strip(" :：") for name in names)
    words = (name for name in known if not _PROGRAM.fullmatch(name))
    return next((name for name in words if 1 < len(name) <= 30 and not is_nobody(name)), None)
