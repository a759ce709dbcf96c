"""What well-known pagers are told: an address in two parts, or with a place for the number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy

_SET = r"[\"']?\s*[:=]\s*[\"']([^\"'<>\s{}]{0,99})[\"']"
_BEFORE = lazy(rf"\b(hrefFormer|hrefTextPrefix|pageName){_SET}")  # kkpager, simplePagination
_AFTER = lazy(rf"\b(hrefLatter|hrefTextSuffix|pageExt){_SET}")
_WITH_UNDERSCORE = frozenset(("hrefFormer", "pageName"))
_WITH_PLACE = etree.XPath("//*[@*[contains(., '{') and contains(., '}')]]")
_PLACE = lazy(r"\{\w{1,20}\}")
_LONGEST = 500  # characters of an attribute


def parted_address(script: str) -> str | None:
    """Return the address, with ``{}`` for the number, that a pager is told in two parts.

    >>> parted_address("kkpager.generPageHtml({hrefFormer : 'list', hrefLatter : '.html'})")
    'list_{}.html'
    >>> parted_address('pagination({items: 8, hrefTextPrefix: "p-", hrefTextSuffix: ".html"})')
    'p-{}.html'
    >>> parted_address("var pageName = 'list';") is None
    True
    """
    before, after = _BEFORE.search(script), _AFTER.search(script)
    if before is None or after is None:
        return None
    joint = "_" if before[1] in _WITH_UNDERSCORE else ""
    dot = "." if after[1] == "pageExt" and not after[2].startswith(".") else ""
    return f"{before[2]}{joint}{{}}{dot}{after[2]}"


def told_in_attributes(root: etree._Element) -> Iterator[str]:
    """Yield, as a script would say it, what elements tell a pager that have a place for a number.

    >>> page = "<div class=p data-total=7 data-size=3 data-url='/a/p-{page}.html'></div>"
    >>> list(told_in_attributes(etree.HTML(page)))
    ['class: "p", data-total: "7", data-size: "3", data-url: "/a/p-{page}.html"']
    """
    for element in _WITH_PLACE(root):
        values = [(name, value) for name, value in element.items() if len(value) < _LONGEST]
        if any(_PLACE.search(value) for _, value in values):
            yield ", ".join(
                f"{name}: {value}" if re.search(r"[\"']", value) else f'{name}: "{value}"'
                for name, value in values
            )
