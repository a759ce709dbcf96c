"""Pages that say, with status 200, that the post which was asked for is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsportal.chinese.lazy_pattern import lazy
from newsportal.pages.attachments import is_file
from newsportal.pages.body.players import MEDIA, PLAYERS

if TYPE_CHECKING:
    from newsportal.themes.generic.article_page import ArticlePage

_SORRY = r"\W{0,4}(?:很?抱歉|对不起|提示|错误|参数错误)?\W{0,4}或?"
_WANTED = "(?:您?(?:所|要|想要?|正在)?(?:访问|查看|浏览|请求|查找|打开)的)?"
_THING = "[该此本这]?[篇条个]?(?:页面|信息|内容|文章|新闻|稿件|帖子|网页|链接|资源)"
_GONE = (
    "(?:可能)?(?:不存在|找不到|未找到|(?:已经?)?被?(?:作者|管理员|用户|系统)?"
    "(?:删除|下架|移除|撤销|屏蔽|失效|过期)|(?:正在|还?在)审核中?|审核中|未通过审核)"
)
# What goes on is another sentence: 页面不存在怎么办 is a title.
_DENIAL = lazy(rf"{_SORRY}{_WANTED}{_THING}{_GONE}[了啦哦]?(?=\W|或|$)")
_LONGEST = 40  # characters of such a line
_REST = 20  # of all else that stands beside it


def denies(reading: ArticlePage) -> bool:
    """Tell whether all that a page says is that there is no such post.

    Its template may be that of posts, with date and outlet; a post about pages that are gone says
    more, or begins otherwise. Where a page shows or offers anything beside, it is a post of that,
    and what is gone a comment on it.
    """
    lines, places = reading.layout.lines, reading.cut.places
    told = [lines[place] for place in places if place != reading.title_place]
    title = [] if reading.title_place is None else [lines[reading.title_place]]
    said = [line for line in (*title, *told) if _is_denial(line.text)]
    if not told and not said:  # nothing reads like a text
        own = [line for line in lines if not line.linked]
        said = [line for line in own if _is_denial(line.text)]
    if not said or reading.layout.pictures or _offers_more(reading):
        return False
    return sum(line.size for line in told if line not in said) <= _REST


def _offers_more(reading: ArticlePage) -> bool:
    """Tell whether a page shows a film or another page, or leads to a file."""
    if next(reading.root.iter(*MEDIA, *PLAYERS), None) is not None:
        return True
    return any(is_file(link.get("href") or "") for link in reading.root.iter("a"))


def _is_denial(text: str) -> bool:
    """Tell whether a line says that something is not there.

    >>> _is_denial("对不起，您要查看的信息不存在，请返回。"), _is_denial("据悉，相关页面已被删除。")
    (True, False)
    >>> _is_denial("参数错误或文章已下架，3秒后自动跳转"), _is_denial("页面不存在怎么办")
    (True, False)
    """
    return len(text) <= _LONGEST and _DENIAL.match(text) is not None
