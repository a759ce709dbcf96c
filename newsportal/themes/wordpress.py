"""Readers' comments as WordPress has them: on a page of any of its looks, and from its service."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lxml import etree
from scrapy.http import TextResponse

from newsportal.chinese.dates import SHANGHAI, parse_date
from newsportal.chinese.text import clean_text
from newsportal.items import Comment
from newsportal.pages.body.reader import BodyReader
from newsportal.pages.page import Page
from newsportal.pages.pictures import picture_address
from newsportal.pages.tree import parsed
from newsportal.themes.finding import line_of

_MADE_BY = re.compile(rb"/wp-(?:content|includes|json)/")
_NUMBERED = re.compile(r"(?:li-|div-)?comment-([0-9]+)")
_NUMBERED_PLACES = etree.XPath("//*[starts-with(@id, 'comment-') or contains(@id, '-comment-')]")
# Classes of the parts of a comment, the surest first
_AUTHOR = ("fn", "comment-author", "comment-author-name", "comment-name")
_TEXT = ("comment-content", "comment-text", "comment-item-text")
_DATE = ("comment-time-details", "comment-date", "comment-time", "comment-metadata", "comment-meta")
_PARTS = frozenset((*_AUTHOR, *_TEXT, *_DATE))
_SAYS = re.compile(r"\s?(?:说道?|says)\s?[:：]?$")


@dataclass(slots=True)
class _Found:
    """The parts of one comment on a page."""

    root: str | None
    parts: dict[str, etree._Element] = field(default_factory=dict)
    time: str = ""


def comments_on(response: TextResponse, now: datetime) -> list[Comment]:
    """Return the comments on a page that was fetched *now*; [] for other software."""
    if not _MADE_BY.search(response.body):
        return []
    found: dict[str, _Found] = {}
    for element in _NUMBERED_PLACES(Page.of(response).root):
        if match := _NUMBERED.fullmatch(element.get("id", "")):
            number = match[1]
            found.setdefault(number, _Found(_above(element, number)))
            _collect(element, number, found[number])
    return [comment for number, one in found.items() if (comment := _comment(number, one, now))]


def _above(element: etree._Element, number: str) -> str | None:
    """Return the outermost comment that an element lies in."""
    found = None
    for parent in element.iterancestors():
        match = _NUMBERED.fullmatch(parent.get("id", ""))
        if match and match[1] != number:
            found = match[1]
    return found


def _collect(element: etree._Element, number: str, one: _Found) -> None:
    """Take the parts of a comment up to the first answer to it."""
    for part in element.iter("*"):
        match = _NUMBERED.fullmatch(part.get("id", ""))
        if match and match[1] != number:
            return
        if part.tag == "time" and not one.time:
            one.time = part.get("datetime", "")
        for name in (part.get("class") or "").split():
            if name in _PARTS:
                one.parts.setdefault(name, part)


def _part(one: _Found, names: tuple[str, ...]) -> etree._Element | None:
    return next((one.parts[name] for name in names if name in one.parts), None)


def _comment(number: str, one: _Found, now: datetime) -> Comment | None:
    text, author = _part(one, _TEXT), _part(one, _AUTHOR)
    if text is None:
        return None
    date = _part(one, _DATE)
    moment = parse_date(one.time or (line_of(date) if date is not None else ""), now)
    return Comment(
        id=number,
        author="" if author is None else _SAYS.sub("", line_of(author)),
        location=None,
        published_at=moment.at.astimezone(SHANGHAI) if moment else None,
        published_precision=moment.precision if moment and moment.latest else None,
        text=_lines(text),
        reply_to=one.root,
    )


def _lines(element: etree._Element) -> str:
    return BodyReader("", picture_address).read([element]).text


# The service


def comments_in(response: TextResponse, now: datetime) -> list[Comment]:
    """Return the comments in an answer of ``wp-json/wp/v2/comments``; `reply_to` as it says."""
    try:
        told = json.loads(response.text)
    except ValueError:
        return []
    return list(_told(told, now)) if isinstance(told, list) else []


def _told(told: list[Any], now: datetime) -> Iterator[Comment]:
    for one in told:
        match one:
            case {"id": int(number), "content": {"rendered": str(html)}}:
                at = parse_date(f"{one.get('date_gmt', '')}+00:00", now)
                parent = one.get("parent")
                yield Comment(
                    id=str(number),
                    author=clean_text(str(one.get("author_name", ""))),
                    location=None,
                    published_at=at.at.astimezone(SHANGHAI) if at else None,
                    published_precision=at.precision if at else None,
                    text=_lines(parsed(f"<div>{html}</div>")),
                    reply_to=str(parent) if isinstance(parent, int) and parent else None,
                )
