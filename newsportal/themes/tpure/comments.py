"""Comments below a post of tpure, and the replies inside them."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime

from lxml import etree

from newsportal.chinese.dates import parse_date
from newsportal.items import Comment
from newsportal.pages.page import outermost
from newsportal.themes.finding import classes_of, line_of
from newsportal.themes.tpure.text import lines_of

_Parts = defaultdict[str, list[etree._Element]]
_NOTHING = etree.Element("div")
_NOT_DIGITS = re.compile(r"[^0-9]+")
_REPLY_LABEL = re.compile(r"(?<!\s)\s*回复\s*[:：]?$")


def comments_in(items: list[etree._Element], now: datetime) -> list[Comment]:
    """Return the comments that *items* are, each before its replies."""
    comments = []
    for item in outermost(items):
        parts = _parts(item)
        root = _comment(item, parts, "cmtsname", "cmtsbody", "cmtsdate", None, now)
        comments.append(root)
        comments.extend(
            _comment(
                reply, _parts(reply), "cmtsreplyname", "cmtsreplycon", "cmtsreplydate", root.id, now
            )
            for reply in outermost(parts["cmtsreply"])
        )
    return comments


def _comment(
    element: etree._Element,
    parts: _Parts,
    name: str,
    text: str,
    date: str,
    root: str | None,
    now: datetime,
) -> Comment:
    # A root's own parts come before those of its replies, so the first one of a class is its own.
    moment = parse_date(line_of(_first(parts[date])), now)
    place = next(_first(parts["cmtshead" if root is None else name]).iter("em"), None)
    shown = "" if place is None else line_of(place).removeprefix("IP:").strip()
    return Comment(
        id=_comment_id(element, parts, root is None),
        author=_REPLY_LABEL.sub("", line_of(_first(parts[name]), without="em")),
        location=shown or None,
        published_at=moment.at if moment else None,
        published_precision=moment.precision if moment and moment.latest else None,
        text=_comment_text(_first(parts[text])),
        reply_to=root,
    )


def _parts(element: etree._Element) -> _Parts:
    """Return the ``div`` elements of every class."""
    parts: _Parts = defaultdict(list)
    for div in element.iter("div"):
        for name in classes_of(div):
            parts[name].append(div)
    return parts


def _first(elements: list[etree._Element]) -> etree._Element:
    return elements[0] if elements else _NOTHING


def _comment_id(element: etree._Element, parts: _Parts, root: bool) -> str:
    """Return the number in label#cmtN before a root, in label#AjaxCommentN inside a reply."""
    # Only as far as the comment before: a look further back would take its label.
    labels = element.itersiblings("label", "div", preceding=True) if root else element.iter("label")
    shown = next((label.get("id", "") for label in labels if label.tag == "label" or root), "")
    body = _first(parts["cmtsbody"])
    return _NOT_DIGITS.sub("", shown) or body.get("data-commentid", "") or "0"


def _comment_text(element: etree._Element) -> str:
    paragraphs = [child for child in element if child.tag == "p"]
    return "\n".join(map(lines_of, paragraphs)) if paragraphs else lines_of(element)
