"""The row of page numbers below a list."""

from __future__ import annotations

from collections.abc import Callable


def pagebar(
    page: int, last: int, shown: int, link: Callable[[int], str], css: str = "pagebar"
) -> str:
    """Return the row, "" where one page is all; *link* gives the address of a page, escaped.

    >>> pagebar(1, 2, 10, "?{}".format)  # doctest: +NORMALIZE_WHITESPACE
    '<div class="pagebar"><a href="?1" class="m">首页</a><span class="now-page">1</span><span
    class="next-page"><a href="?2">2</a></span><a href="?2" class="m">下页</a><a href="?2"
    class="m">尾页</a></div>'
    """
    if last <= 1:
        return ""
    parts = [f'<a href="{link(1)}" class="m">首页</a>']
    if page > 1:
        parts.append(f'<a href="{link(page - 1)}" class="m">上页</a>')
    for number in _window(page, last, shown):
        if number == page:
            parts.append(f'<span class="now-page">{number}</span>')
        elif number == page + 1:
            parts.append(f'<span class="next-page"><a href="{link(number)}">{number}</a></span>')
        else:
            parts.append(f'<a href="{link(number)}">{number}</a>')
    if page < last:
        parts.append(f'<a href="{link(page + 1)}" class="m">下页</a>')
    parts.append(f'<a href="{link(last)}" class="m">尾页</a>')
    return f'<div class="{css}">{"".join(parts)}</div>'


def _window(page: int, last: int, shown: int) -> range:
    """Return the numbers shown around a page.

    >>> _window(60, 120, 10), _window(120, 120, 10), _window(2, 120, 10), _window(1, 3, 10)
    (range(56, 66), range(111, 121), range(1, 11), range(1, 4))
    """
    first = max(1, min(page - (shown - 1) // 2, last - shown + 1))
    return range(first, min(last, first + shown - 1) + 1)
