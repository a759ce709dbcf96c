"""The pictures of a post that has nothing else: 组图."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from newsportal.pages.pictures import names_picture
from newsportal.themes.generic.lines import Layout
from newsportal.themes.generic.words import named_aside, named_others

_BELOW = 12  # lines between the title and the first picture
_NEXT = 2  # lines between one picture and the next
_SMALL = 64  # pixels of an icon
_BESIDE = ("nav", "aside", "footer", "header")


def pictures_below(layout: Layout, title: int) -> list[etree._Element]:
    """Return copies of the pictures that stand together below the line *title*.

    What is linked to a page, small, or in a box beside the article is none of them.
    """
    found: list[etree._Element] = []
    last = title + _BELOW
    for picture, place in layout.pictures:
        if place <= title or not _is_shown(picture):
            continue
        if place > last:
            break
        found.append(deepcopy(picture))
        found[-1].tail = None
        last = place + _NEXT
    return found


def _is_shown(picture: etree._Element) -> bool:
    sizes = (picture.get("width", ""), picture.get("height", ""))
    if any(size.isdecimal() and int(size) < _SMALL for size in sizes):
        return False
    for above in picture.iterancestors():
        if above.tag == "a" and not names_picture(above.get("href", "")):
            return False
        words = above.get("class"), above.get("id")
        if above.tag in _BESIDE or named_aside(*words) or named_others(*words):
            return False
    return True
