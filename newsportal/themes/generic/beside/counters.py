"""The counters of views and comments that stand beside an article."""

from __future__ import annotations

from newsportal.chinese.lazy_pattern import lazy
from newsportal.themes.generic.beside.links import NEAR_TITLE, NearbyLinks

_COUNT = r"[\s:：(（]*(?P<n>\d[\d,.]*\s?[万wWkK亿]?\+?)"
_COUNTERS = {
    "views": lazy(
        r"(?:浏览|[阅閱][读讀]|[点點][击擊]|访问|人气|围观|热度|查看)(?:次数|量|数|數)?"
        rf"{_COUNT}(?!\s*分钟)"
        r"|(?<![:：\d])(?P<before>\d[\d,]*\s?[万wWkK]?\+?)\s?(?:次|人)?(?:浏览|阅读|点击|访问|围观)"
    ),
    "comments": lazy(
        rf"(?:评论|評論|留言|跟帖)(?:次数|量|数)?{_COUNT}|(?P<before>\d[\d,]*)\s?(?:条|个)?(?:评论|留言|跟帖)"
    ),
}
_LONGEST, _BELOW = 120, 4


def counter(near: NearbyLinks, kind: str) -> str:
    """Return the counter of views or comments that stands beside the article."""
    lines = near.layout.lines
    nearby = (
        *range(max(0, near.start - NEAR_TITLE), near.start),
        *range(near.end, min(len(lines), near.end + _BELOW)),
    )
    for place in nearby:
        if lines[place].size <= _LONGEST and (found := _COUNTERS[kind].search(lines[place].text)):
            return found["n"] or found["before"]
    return ""
