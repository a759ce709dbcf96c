"""How the theme prints a moment, in its relative style and in the six absolute ones."""

from __future__ import annotations

from datetime import datetime

from newsportal.sample.timeline import ZONE

_UNITS = (
    (360 * 86400, "年", "%Y-%m-%d"),
    (30 * 86400, "个月", "%m-%d"),
    (7 * 86400, "周", "%m-%d"),
    (86400, "天", ""),
    (3600, "小时", ""),
    (60, "分钟", ""),
    (1, "秒", ""),
)
_DIRECTIVES = {"Y": "%Y", "m": "%m", "d": "%d", "H": "%H", "i": "%M", "s": "%S"}


def printed(time: int, now: int, style: str = "relative") -> str:
    """Return the HTML of a moment.

    >>> printed(1000, 1000), printed(9999, 1000), printed(1000, 1090), printed(1000, 1089)
    ('刚刚', '刚刚', '2分钟前', '1分钟前')
    >>> printed(0, 16 * 86400)
    '2周前<span class="datetime"> (01-01)</span>'
    >>> printed(0, 0, "Y年m月d日 H:i")
    '1970年01月01日 08:00'
    """
    moment = datetime.fromtimestamp(time, ZONE)
    if style != "relative":
        return moment.strftime("".join(_DIRECTIVES.get(char, char) for char in style))
    elapsed = now - time
    for unit, name, bracket in _UNITS:
        if elapsed >= unit:
            text = f"{(2 * elapsed + unit) // (2 * unit)}{name}前"
            day = f'<span class="datetime"> ({moment:{bracket}})</span>' if bracket else ""
            return text + day
    return "刚刚"
