"""How an article is filed: its category and its tags."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text
from newsportal.themes.generic.beside.links import TITLE, NearbyLinks, target, text_of
from newsportal.themes.generic.element_names import names
from newsportal.themes.generic.lines import Line
from newsportal.themes.generic.words import CRUMB

# Of addresses as `target` returns them. Each begins with a sign: those are found fast.
_CATEGORY = lazy(
    r"[/?&](?:(?<=/)(?:categor(?:y|ies)|sorts?|cate|channels?|columns?|lanmu|topics?)[/\-_]"
    r"|(?<!/)(?:cat|cate|catid|sort|category|classid)=)"
)
_OF_FOLDER = lazy(r"/categor(?:y|ies)/[^/?#]+/?(?:index\.html)?$")
_TAG = lazy(r"[/?&](?:(?<=/)tags?[/\-_]|(?<!/)tags?=)")
_TAG_LINE = lazy(r"[\s\W]*(?:标签|標籤|[Tt]ags?|关键[词字]|關鍵[詞字])\s*[:：]")
_HOW_OFTEN = lazy(r"\s?[\[(（]\d+[\])）]$")  # AI[14]
_CRUMBS = frozenset("breadcrumb breadcrumbs crumb crumbs bread".split())
_HOME = lazy(r"首\s?[页頁]|主页|[Hh]ome|网站首页|^[\s\W]*$")
_FRONT = lazy(r"(?:(?:https?:)?//[^/?#]*)?/?")
_NO_NAME = lazy(r"[。！？!?…：:]|[电電][话話]|次[浏瀏][览覽]|.{25}")
_LAST = lazy(r"正\s?文(?:内容|\s.*)?|详情|详细内容|内容|浏览文章|查看文章|文章")
_ARROW = lazy(r"[>»›→＞/\\-]")
# 人民网>>科技: the portal's own name leads home, and each arrow to what is inside
_PATH = lazy(r"[^>»›→＞]{2,12}(?:[>»›→＞]{1,3}[^>»›→＞]{1,60}){1,8}")
_ARROWS = lazy("[>»›→＞]+")
_CRUMB_DEPTH, _BESIDE = 8, 3  # crumbs, and those that no arrow leads from one to the next
_DEEP = 4  # elements around a crumb
# Links of a portal that file nothing
_SERVICE = lazy(
    r"[网網]站地[图圖]|站点地图|[联聯][系繫絡络](?:我们|我們|信箱|方式|电话)?|[关關][于於].{1,6}|源(?:文件|[代码碼]+)|[登][录錄陆陸]|[注註][册冊]"
    r"|源(?:文件|代码)|设为首页|加入收藏|收藏本站|(?:手机|移动|电脑|電腦|触屏)版|客户端|微博|微信|(?:App|APP).{0,2}下[载載]|English"
    r"|[打展][开開].{0,4}|[订訂][阅閱]|[上下]一[页頁]|更多.{2,10}"
    r"|按.{2,6}查看|(?:立即)?注册|(?:免费|免費)?下[载載].{0,20}|[进進][阶階]搜.|广告|LIST|PRINT"
    r"|(?:友善|友好|轻松)?[列打]印|[浏瀏][览覽][协協]助|[廣广]告刊登|(?:服[务務]|使用)[条條]款|[隐隱]私.{0,6}"
    r"|(?:微信|微博|QQ|[会會用][员員户戶]).{0,2}[登][录錄陆陸入]|[悬懸][赏賞]"
    r"|繁[体體](?:版|中文)?|简体(?:版|中文)?|无障碍.{0,4}|RSS(?:订阅)?|投稿|投诉|举报|留言(?:板)?|(?:查看)?(?:详情|更多)|[帮幫]助(?:中心)?",
)
_PORTAL = lazy(r".{0,6}(?:首[页頁]|[导導]航)")
_CATEGORIES = frozenset("category categories cate cates cat catlinks sort channel column".split())
_TAGS = frozenset("tag tags taglist keyword keywords".split())
_COUNT = lazy(r"\s?(?:\[\d{1,6}\]|\(\d{1,6}\)|（\d{1,6}）)$")  # how many posts: AI[14]
_LETTERS = lazy(r"[^\W\d_]")
_CATEGORIES_OF_ONE = 4
_CLOUD = 15  # more links in one place are a cloud of all tags


def category(near: NearbyLinks, title: str) -> list[str]:
    """Return the breadcrumb, outermost first, else the categories that links name."""
    found = _breadcrumb(near) or _linked(near) or _menu(near) or _alone(near)
    return [
        name
        for name in _parted(found)
        if name != title
        and _LETTERS.search(name)
        and not (_SERVICE.fullmatch(name) or _PORTAL.fullmatch(name) or _NO_NAME.search(name))
    ]


def _parted(found: list[str]) -> Iterator[str]:
    """Yield categories, also those of a list that a program prints as one: [社会 法治]."""
    for name in map(_bare, found):
        listed = name.startswith("[") and name.endswith("]")
        yield from name[1:-1].split() if listed else [name]


def _linked(near: NearbyLinks) -> list[str]:
    """Return the categories that links beside the article name: many are a menu."""
    named = _named(near, _is_category, _CATEGORIES_OF_ONE)
    return named if len(named) <= _CATEGORIES_OF_ONE else []


def tags(near: NearbyLinks) -> list[str]:
    """Return the tags that the article carries."""
    linked = _named(near, _is_tag, _CLOUD) or [
        near.text_of(link)
        for link, place in near.body  # below the last line of the text, in a box of their own
        if (line := near.line(place)) and _is_box_of_tags(line) and _TAG.search(target(link))
    ]
    return [
        tag
        for name in linked or _without_links(near)
        if (tag := _HOW_OFTEN.sub("", name.lstrip("#＃ ").strip(" ,，、|")))
        and not _TAG_LINE.match(tag)
    ]


def _without_links(near: NearbyLinks) -> list[str]:
    """Return the tags in a box that names them so beside the article, and leads nowhere."""
    found = []
    for place in (*range(near.first, near.start), near.end, near.end + 1):
        line = near.line(place)
        if line is not None and not line.linked and _is_box_of_tags(line):
            nodes = (node for node, is_tail in line.nodes if not is_tail)
            named_so = (node for node in nodes if _TAGS & names(node.get("class"), None))
            texts = (clean_text(node.text or "") for node in named_so if node is not line.block)
            found += [text for text in texts if text]
    return list(dict.fromkeys(found)) if len(found) <= _CLOUD else []


def _is_box_of_tags(line: Line) -> bool:
    return not _TAGS.isdisjoint(names(line.block.get("class"), None))


def _alone(near: NearbyLinks) -> list[str]:
    """Return the one category that stands alone anywhere: a column of facts beside the article.

    Menus name several in one place, and cards of other posts a category and a title each. Far from
    the article only the plainest address is believed: words like channel and topic mean services.
    """
    groups: dict[etree._Element, list[str]] = {}
    for link, _ in near.layout.links:
        if "ategor" not in (link.get("href") or ""):  # most links
            continue
        if _OF_FOLDER.search(target(link)) and (text := near.text_of(link)):
            groups.setdefault(_group(link), []).append(text)
    alone = {
        texts[0]
        for group, texts in groups.items()
        if len({*texts}) == 1 and all(len(text_of(link)) < TITLE for link in group.iter("a"))
    }
    return [*alone] if len(alone) == 1 else []


def _menu(near: NearbyLinks) -> list[str]:
    """Return the entries of the portal's menu that stand beside the article again."""
    places = {place for _, place in (*near.head, *near.foot)}
    beside = (*near.head, *near.nearest_foot)
    addresses = {link.get("href") for link, _ in beside}
    menu = {
        (link.get("href"), near.text_of(link))
        for link, place in near.layout.links
        if place not in places and link.get("href") in addresses
    }
    found = [
        near.text_of(link)
        for link, _ in beside
        if (link.get("href"), near.text_of(link)) in menu and not _FRONT.fullmatch(link.get("href"))
    ]
    named = [name for name in found if 1 < len(name) <= TITLE and not _HOME.search(name)]
    return list(dict.fromkeys(named)) if len(named) <= _CATEGORIES_OF_ONE else []


def _breadcrumb(near: NearbyLinks) -> list[str]:
    by_place: dict[int, list[etree._Element]] = {}
    for link, place in near.above:
        by_place.setdefault(place, []).append(link)
    for place in sorted(by_place, reverse=True):
        line = near.line(place)
        described = names(line.block.get("class"), line.block.get("id")) if line else set()
        if line is None:
            continue
        if not (CRUMB.search(line.text) or described & _CRUMBS):
            leads_home = _FRONT.fullmatch(by_place[place][0].get("href") or "")
            if leads_home and _PATH.fullmatch(line.text):
                return _inner([_bare(each) for each in _ARROWS.split(line.text) if _bare(each)])
            continue
        above = clean_text(line.text).partition("正文")[0]  # what follows is a button
        said = (_bare(near.text_of(link)) for link in by_place[place])
        crumbs = [crumb for crumb in said if crumb and crumb in above]
        most = _CRUMB_DEPTH if _ARROW.search(line.text) else _BESIDE  # else it is a menu
        if len(crumbs) <= most and not any(map(_SERVICE.fullmatch, crumbs)):  # 首页 | 网站地图
            return _inner(crumbs)
    return _inner([crumb for link in _in_crumbs(near) if (crumb := _bare(near.text_of(link)))])


def _inner(crumbs: list[str]) -> list[str]:
    """Return the crumbs between the portal and the article."""
    # The portal's own name leads home, too.
    if crumbs and (_HOME.search(crumbs[0]) or len(crumbs) > 1):
        crumbs = crumbs[1:]
    return [crumb for crumb in dict.fromkeys(crumbs) if not _LAST.fullmatch(crumb)]


def _in_crumbs(near: NearbyLinks) -> list[etree._Element]:
    """Return the links of the last breadcrumb whose every crumb is a line of its own."""
    last: etree._Element | None = None
    found: list[etree._Element] = []
    for link, _ in near.above:
        around = islice(link.iterancestors(), _DEEP)
        path = (each for each in around if _CRUMBS & names(each.get("class"), each.get("id")))
        if (outer := next(path, None)) is None:
            continue
        if outer is not last:
            last, found = outer, []
        found.append(link)
    return found


def _named(
    near: NearbyLinks, kind: Callable[[etree._Element, Line | None], bool], most: int
) -> list[str]:
    """Return the texts of links of a *kind* beside the article, at most so many a place."""
    groups: dict[etree._Element, list[str]] = {}
    for link, place in (*near.head, *near.nearest_foot):
        if kind(link, near.line(place)) and (text := near.text_of(link)):
            groups.setdefault(_group(link), []).append(text)
    found = (name for names_ in groups.values() if len(names_) <= most for name in names_)
    return list(dict.fromkeys(found))


def _bare(crumb: str) -> str:
    """Return a crumb without the signs between crumbs."""
    return crumb.strip(" >»›|/·→＞-")


def _is_category(link: etree._Element, line: Line | None) -> bool:
    rel = (link.get("rel") or "").split()
    address = target(link)
    if "category" in rel or _CATEGORY.search(address):
        return True
    if "tag" in rel or _TAG.search(address) or _FRONT.fullmatch(link.get("href") or ""):
        return False  # a column's name is no category where it leads home
    return not _CATEGORIES.isdisjoint(_described(link, line))


def _is_tag(link: etree._Element, line: Line | None) -> bool:
    rel = (link.get("rel") or "").split()
    address = target(link)
    if _TAG.search(address):
        return True
    if "category" in rel or _CATEGORY.search(address):
        return False
    if "tag" in rel or (line is not None and _TAG_LINE.match(line.text)):
        return True
    return not _TAGS.isdisjoint(_described(link, line))


def _described(link: etree._Element, line: Line | None) -> frozenset[str]:
    """Return the words that name a link and the block that it stands in."""
    block = None if line is None else line.block
    described = names(link.get("class"), None)
    return described | names(block.get("class"), None) if block is not None else described


def _group(link: etree._Element) -> etree._Element:
    """Return the list or block that a link shares with others of its kind."""
    above = link.getparent()
    while above is not None and above.tag in ("li", "span", "em", "strong", "b", "i", "dd"):
        above = above.getparent()
    return link if above is None else above
