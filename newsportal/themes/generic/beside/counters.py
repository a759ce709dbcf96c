"""The counters of views and comments that stand beside an article."""

from __future__ import annotations

from newsportal.chinese.lazy_pattern import lazy
from newsportal.themes.generic.beside.links import NEAR_TITLE, NearbyLinks

# Whether it is a number, and which, says `counts`: 3千, 10萬, 08:30.
_COUNT = r"[\s:：(（【\[]*(?P<n>(?!\d+\s*分)\d.*)"
_BEFORE = r"(?<![:：.,\d])(?P<before>\d[\d,.]*\s?(?:[百千]?万|[百千]?萬|[千亿億wWkKmM])?\+?)\s?"
_COUNTERS = {
    "views": lazy(
        r"(?:浏览|瀏覽|[阅閱][读讀]|[点點][击擊]|[访訪][问問]|人[气氣]|围观|热度|查看)(?:次数|次數|量|数|數)?"
        rf"{_COUNT}|{_BEFORE}[次人]?(?:浏览|瀏覽|[阅閱][读讀]|[点點][击擊]|访问|围观)"
    ),
    "comments": lazy(
        rf"(?:评论|評論|留言|跟帖)(?:次数|量|数|數)?{_COUNT}|{_BEFORE}[条條个個]?(?:评论|評論|留言)"
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
