"""A gallery that a page holds as JSON for a program to draw: its texts, and each picture."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.pages.pictures import names_picture

_OBJECT = lazy(r"\s*\{\s*[\"}]")
_STOP = lazy("[，。！？；]")
_MOST = 500  # pictures


def is_object(text: str) -> bool:
    """Tell whether a text begins like an object of JSON.

    >>> is_object('{"info": 1}'), is_object("{老桥}")
    (True, False)
    """
    return _OBJECT.match(text) is not None


def gallery_in(text: str) -> Iterator[etree._Element]:
    """Yield a paragraph for each text and each picture of the gallery that is told, if it is one.

    What is told more than one level deep are other galleries.

    >>> told = '{"info": {"said": "桥通了，人来了。"}, "list": [{"img": "/a.jpg", "s": "/b.jpg"}]}'
    >>> [each.text or each[0].get("src") for each in gallery_in(told)]
    ['桥通了，人来了。', '/a.jpg']
    """
    try:
        told = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return
    before: set[str] = set()
    for value in told.values() if isinstance(told, dict) else ():
        for each in (value if isinstance(value, list) else [value])[:_MOST]:
            if isinstance(each, dict):
                for paragraph in _told(each, pictured=isinstance(value, list)):
                    if paragraph.text not in before:
                        yield paragraph
                        before.update(filter(None, (paragraph.text,)))


def _told(thing: dict[str, Any], *, pictured: bool) -> Iterator[etree._Element]:
    said = [value for value in thing.values() if isinstance(value, str)]
    picture = next(filter(names_picture, said), None) if pictured else None
    if picture:
        paragraph = etree.Element("p")
        etree.SubElement(paragraph, "img", {"src": picture})
        yield paragraph
    for text in said:
        if _STOP.search(text) and not names_picture(text):
            paragraph = etree.Element("p")
            paragraph.text = text.strip()
            yield paragraph
