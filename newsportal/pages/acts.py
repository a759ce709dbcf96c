"""Addresses that do something when they are asked for: they vote, delete, log out."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from newsportal.chinese.lazy_pattern import lazy

# What no section is called: 报告 is report, 求购 is buy, 排行 is top
_ACTS = (
    r"(?i:digg?|ding|cai|(?:dian_?)?zan|(?:dis)?like|(?:up|down)?vote|tou_?piao|fav(?:ou?rite)?"
    r"|shou_?cang|ju_?bao|del(?:ete)?|remove|(?:un)?follow|(?:un)?subscribe|add_?cart"
    r"|(?:log|sign|login)_?out)"
)
_ACT = lazy(_ACTS)
_NAMED = lazy(rf"{_ACTS}(?:\.(?i:php|aspx?|jspx?|do|action|cgi))?")
_LEAVES = lazy(r"(?i:(?:log|sign|login)_?out)(?:\.\w{2,6})?")
_CALLED = frozenset("act action do op operate method a ac".split())


def acts(address: str) -> bool:
    """Tell whether to ask for an address would do something to the portal, not show a page of it.

    >>> [acts(f"http://h{path}") for path in ("/plus/digg.php?id=7", "/logout", "/i.php?a=zan&n=7")]
    [True, True, True]
    >>> [acts(f"http://h{path}") for path in ("/i.php?a=show&id=7", "/vote/7.html", "/l?type=buy")]
    [False, False, False]
    """
    parts = urlsplit(address)
    name = parts.path.rpartition("/")[2]
    if _LEAVES.fullmatch(name):
        return True
    if not parts.query:
        return False
    asked = (
        key.lower() in _CALLED and _ACT.fullmatch(value) for key, value in parse_qsl(parts.query)
    )
    return _NAMED.fullmatch(name) is not None or any(asked)
