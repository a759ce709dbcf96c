"""The account that published an article, as its place on the page tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text
from newsportal.themes.generic.beside.links import (
    NEAR_TITLE,
    NearbyLinks,
    Placed,
    target,
    text_of,
)
from newsportal.themes.generic.beside.others import is_of_comment
from newsportal.themes.generic.element_names import names

# The portal's own account elsewhere
_ELSEWHERE = lazy(r"/(?:https?:)?//[^/]*\b(?:weibo|youtube|facebook|twitter|jiathis|sogou)\.com/")
_AUTHOR = lazy(
    r"[/?&](?:(?<=/)(?:authors?|user|u|member|space)[/\-_](?!help)|(?<!/)(?:auth|author|uid)=)"
)
_FRONT = lazy(r"/*+(?:https?:/*+[^/?#]*+)?+/*+")
_LABEL = lazy(r"^[\s\W]*(?:作\s?者|[Bb]y|发布者?|文)\s*[:：]?\s*")
_LABELLED = lazy(r"[:：／/]|\w@\w+[.]")
_OTHERS = lazy(r"[记記]者|(?:Designed|Powered|Theme)\s[Bb]y")
_COUNTED = lazy(r"(?:19|20)\d\d|\d\s?(?:\S{1,2}前|[条人次篇])")
# Buttons beside a name, and numbers that stand for one
_NOBODY = lazy(
    r"[\s\W\d_]*(?:注册|.{0,2}登\s?[录陆]|关注|粉丝|私信|充值|纠错|举报|订阅|收藏|分享|点赞|打赏|评论|返回|首页|个人中心|我的"
    r"|点击订阅|(?:累计)?发文(?:\s?\d+\s?篇)?|原创|转载|(?:正在|页面)?加载中?|[Ll]oading|请稍[候后等]|相关文章|查看更多|更多|全部文章|主页"
    r"|(?:[责責]任)?[编編][辑輯]|我要.{2}|Published in|作者|[来來]源"
    r"|点击.{2,4}|[会會用][员員户戶].{2,4}|[账帳][号號戶户]|登[入錄]|[服][务務][条條]款"
    r"|[隐隱]私.{2,4}|(?:Posted|Designed|Powered|Theme)\s[Bb]y|如何.{2,8}|[发發]?[表布]?留言"
    r"|(?:作者)?(?:描述|[简簡]介|介[绍紹]|[资資]料|信息|[头頭]像|[昵暱][称稱]|[网網]站)|当前位置|所在位置|分类|未知|佚名|匿名|本站|admin\w*)?"
    r"[\s\W\d_]*",
    re.IGNORECASE,
)
_PROGRAM = lazy(
    r"[a-z]+_[a-z_]+|#.*|.*[？?！!，。].*|.*,.*,.*|.*\d日[电電]|.*[报報][导導道]|.*(?:CMS|[内內]容管理系[统統])|.*(?:版权所有|有限公司|声明\W*|聲明\W*|\bInc\.?|\bLtd\.?|Corporation)"
)
_LONGEST_NAME = 30


def account(near: NearbyLinks) -> str | None:
    """Return the name of the account that published the article, None where no place tells."""
    return next(_accounts(near), None)


def named(text: str) -> str | None:
    """Return the name in *text*, which may have a label, None where it is none.

    >>> named("作者：柏木君"), named("注册"), named("104363"), named("责任编辑：林永俊")
    ('柏木君', None, None, None)
    >>> named("news_mobile"), named("青禾网络有限公司版权所有")
    (None, None)
    """
    name = _LABEL.sub("", clean_text(text)).strip(" ·⋅|｜,，")
    if not 1 < len(name) <= _LONGEST_NAME or _NOBODY.fullmatch(name) or _PROGRAM.fullmatch(name):
        return None
    return None if _COUNTED.search(name) or _LABELLED.search(name) else name


def _accounts(near: NearbyLinks) -> Iterator[str]:
    yield from _named_authors(near, range(near.first, near.start))
    yield from _linked_authors(near.head)
    below = [*_linked_authors(near.foot)]
    if len({*below}) == 1:  # else these are readers who comment
        yield from below
    yield from _named_authors(near, range(near.end, near.end + NEAR_TITLE))


def _linked_authors(links: list[Placed]) -> Iterator[str]:
    for link, _ in links:
        if _is_author(link) and not is_of_comment(link) and (name := named(text_of(link))):
            yield name


def _named_authors(near: NearbyLinks, places: range) -> Iterator[str]:
    for line in near.layout.lines[places.start : places.stop]:
        around = (line.block, line.block.getparent(), *(node for node, _ in line.nodes))
        if any(each is not None and _names_author(each) for each in around):
            # Somebody's byline, or the software's
            if _OTHERS.search(line.text) or is_of_comment(line.block):
                continue
            texts = (node.tail if tail else node.text for node, tail in line.nodes)
            said = (text for text in texts if text and not text.isspace())
            if name := next(filter(None, map(named, (*said, line.text))), None):
                yield name


def _is_author(link: etree._Element) -> bool:
    address = target(link)
    if "author" in (link.get("rel") or "").split():
        return not _FRONT.fullmatch(address)  # the portal's own name
    return _AUTHOR.search(address) is not None and not _ELSEWHERE.match(address)


def _names_author(element: etree._Element) -> bool:
    if element.get("itemprop") in ("publisher", "url"):
        return False
    described = names(element.get("class"), element.get("id"))
    return "author" in described or element.get("itemprop") == "author"
