"""Comments as the templates of Z-Blog's own looks print them.

Each is an element with the id ``cmt7``; the answers to it lie inside. Name and text have classes
(``commentname``, ``msgarticle``), or are a ``cite`` and a ``q``. Services give the same markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from newsportal.chinese.dates import parse_date
from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text
from newsportal.items import Comment
from newsportal.themes.finding import find, line_of

_ID = lazy(r"cmt([0-9]{1,12})")
_COMMENTS = etree.XPath("//*[starts-with(@id, 'cmt')]")
_NAME = find(".//*[{commentname}]//a | .//*[{commentname}] | ./cite/b")
_WHEN = find(".//small | .//time | .//*[{time}]")
_TEXT = find(".//*[{msgarticle}] | ./q")
_DATE = lazy(
    r"[0-9]{4}[-年/][0-9]{1,2}[-月/][0-9]{1,2}日?(?:\s+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
)
_LINES = ("br", "p", "div")
_NO_TEXT = ("script", "style")


def comments_on(root: etree._Element, now: datetime) -> list[Comment]:
    """Return the comments on a page that was fetched *now*."""
    return [comment for each in _COMMENTS(root) if (comment := _comment(each, now)) is not None]


def _comment(element: etree._Element, now: datetime) -> Comment | None:
    number = _ID.fullmatch(element.get("id", ""))
    names, texts = _NAME(element), _TEXT(element)
    if number is None or not names or not texts:
        return None
    # Its own parts come before those of the answers to it.
    when = next((found for part in _WHEN(element) if (found := _DATE.search(line_of(part)))), None)
    moment = parse_date(when[0], now) if when else None
    above = (_ID.fullmatch(each.get("id", "")) for each in element.iterancestors())
    return Comment(
        id=number[1],
        author=next(filter(None, map(line_of, names)), ""),
        location=None,
        published_at=moment.at if moment else None,
        published_precision=moment.precision if moment else None,
        text="\n".join(filter(None, map(clean_text, "".join(_own(texts[0])).split("\n")))),
        reply_to=next((each[1] for each in above if each is not None), None),
    )


def _own(element: etree._Element) -> Iterator[str]:
    """Yield the pieces of a comment's text, without the answers to it and the link to answer."""
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, part in walk:
        if event == "end":
            if part is not element and part.tail:
                yield part.tail
            continue
        if part.tag in _LINES:
            yield "\n"
        is_other = _ID.fullmatch(part.get("id", "")) or "revertcomment" in part.get("class", "")
        if is_other or part.tag in _NO_TEXT:
            walk.skip_subtree()
        elif part.text and isinstance(part.tag, str):
            yield " ".join(part.text.split("\n")) if part.tag not in _LINES else part.text
