"""Comments below a post of tpure, and the replies inside them."""

from __future__ import annotations

import re
from datetime import datetime

from lxml import etree

from newsportal.chinese.dates import parse_date
from newsportal.items import Comment
from newsportal.pages.page import outermost
from newsportal.themes.finding import classes_of, line_of
from newsportal.themes.tpure.text import lines_of

_NOTHING = etree.Element("div")
_NOT_DIGITS = re.compile(r"[^0-9]+")
_REPLY_LABEL = re.compile(r"(?<!\s)\s*回复\s*[:：]?$")


def comments_in(items: list[etree._Element], now: datetime) -> list[Comment]:
    """Return the comments that *items* are, each before its replies."""
    comments = []
    for item in outermost(items):
        root = _comment(item, "cmtsname", "cmtsbody", "cmtsdate", None, now)
        comments.append(root)
        replies = [div for div in item.iter("div") if "cmtsreply" in classes_of(div)]
        comments.extend(
            _comment(reply, "cmtsreplyname", "cmtsreplycon", "cmtsreplydate", root.id, now)
            for reply in outermost(replies)
        )
    return comments


def _comment(
    element: etree._Element, name: str, text: str, date: str, root: str | None, now: datetime
) -> Comment:
    # A root's own parts come before those of its replies, so the first one of a class is its own.
    parts = _parts(element)
    head = parts.get(name, _NOTHING)
    moment = parse_date(line_of(parts.get(date, _NOTHING)), now)
    place = parts.get("cmtshead" if root is None else name, _NOTHING).find(".//em")
    shown = "" if place is None else line_of(place).removeprefix("IP:").strip()
    return Comment(
        id=_comment_id(element, parts, root is None),
        author=_REPLY_LABEL.sub("", line_of(head, without="em")),
        location=shown or None,
        published_at=moment.at if moment else None,
        published_precision=moment.precision if moment and moment.latest else None,
        text=_comment_text(parts.get(text, _NOTHING)),
        reply_to=root,
    )


def _parts(element: etree._Element) -> dict[str, etree._Element]:
    """Return the first ``div`` of every class."""
    parts: dict[str, etree._Element] = {}
    for div in element.iter("div"):
        for name in classes_of(div):
            parts.setdefault(name, div)
    return parts


def _comment_id(element: etree._Element, parts: dict[str, etree._Element], root: bool) -> str:
    """Return the number in label#cmtN before a root, in label#AjaxCommentN inside a reply."""
    # Only as far as the comment before: a look further back would take its label.
    labels = element.itersiblings("label", "div", preceding=True) if root else element.iter("label")
    shown = next((label.get("id", "") for label in labels if label.tag == "label" or root), "")
    body = parts.get("cmtsbody", _NOTHING)
    return _NOT_DIGITS.sub("", shown) or body.get("data-commentid", "") or "0"


def _comment_text(element: etree._Element) -> str:
    paragraphs = element.findall("p")
    return "\n".join(map(lines_of, paragraphs)) if paragraphs else lines_of(element)
