"""The pictures or the files of a post that has nothing else: 组图, 附件."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy

from lxml import etree

from newsportal.pages.attachments import is_file
from newsportal.pages.body.players import MEDIA
from newsportal.pages.pictures import names_picture
from newsportal.themes.generic.element_names import named_aside, named_others
from newsportal.themes.generic.lines import Layout

_BELOW = 12  # lines between the title and the first of them
_FILMS = 10  # of one post
_NEXT = 2  # lines between one and the next
_SMALL = 64  # pixels of an icon
_BESIDE = ("nav", "aside", "footer", "header")


def pictures_below(layout: Layout, title: int) -> list[etree._Element]:
    """Return copies of the pictures that stand together below the line *title*.

    What is linked to a page, small, or in a box beside the article is none of them.
    """
    return _together(title, ((each, place) for each, place in layout.pictures if _is_shown(each)))


def files_below(layout: Layout, title: int) -> list[etree._Element]:
    """Return copies of the links to files that stand together below the line *title*."""
    files = (
        (link, place)
        for link, place in layout.links
        if is_file(link.get("href", "")) and not _stands_beside(link)
    )
    paragraphs = []
    for link in _together(title, files):
        paragraphs.append(etree.Element("p"))
        paragraphs[-1].append(link)
    return paragraphs


def films_below(layout: Layout, root: etree._Element, title: int) -> list[etree._Element]:
    """Return copies of the films of a page that stand below the line *title*."""
    heading, found, is_below = layout.lines[title].block, [], False
    for element in root.iter():
        is_below = is_below or element is heading
        if is_below and element.tag in MEDIA and not _stands_beside(element):
            found.append(deepcopy(element))
            found[-1].tail = None
    return found[:_FILMS]


def _together(title: int, placed: Iterable[tuple[etree._Element, int]]) -> list[etree._Element]:
    found: list[etree._Element] = []
    last = title + _BELOW
    for element, place in placed:
        if place <= title:
            continue
        if place > last:
            break
        found.append(deepcopy(element))
        found[-1].tail = None
        last = place + _NEXT
    return found


def _is_shown(picture: etree._Element) -> bool:
    sizes = (picture.get("width", ""), picture.get("height", ""))
    if any(size.isdecimal() and int(size) < _SMALL for size in sizes):
        return False
    return not _stands_beside(picture)


def _stands_beside(element: etree._Element) -> bool:
    """Tell whether an element is linked to a page, or in a box beside the article."""
    for above in element.iterancestors():
        if above.tag == "a" and not names_picture(above.get("href", "")):
            return True
        words = above.get("class"), above.get("id")
        if above.tag in _BESIDE or named_aside(*words) or named_others(*words):
            return True
    return False
