"""Posts as lists and the archive page of tpure name them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from lxml import etree

from newsportal.themes.base import Entry
from newsportal.themes.finding import classes_of, line_of

_NEAR = 4  # levels between a heading and its link


def entry_of(parts: Iterable[etree._Element]) -> Entry | None:
    """Return the post that an item of a list names, None if it names none."""
    link = date = excerpt = None
    sticky = False
    for part in parts:
        tag, names = part.tag, classes_of(part)
        if tag == "a" and part.get("href") is not None:
            if link is None and (_in_heading(part) or _lies_in("albumcon", part)):
                link = part
        elif tag == "em":
            sticky = sticky or "istop" in names or _in_heading(part) or _on_picture(part)
        elif "istop" in names:
            sticky = True
        if date is None and (
            "date" in names
            or (tag == "div" and "forumdate" in names)
            or (tag == "span" and _lies_in("albuminfo", part))
        ):
            date = part
        if excerpt is None and (
            (tag == "div" and "intro" in names) or (tag == "p" and _lies_in("albumcon", part))
        ):
            excerpt = part
    if link is None:
        return None
    shown, told = ("" if part is None else line_of(part) for part in (date, excerpt))
    return Entry(link.get("href"), line_of(link, without="em"), shown, told, sticky=sticky)


def _lies_in(name: str, element: etree._Element) -> bool:
    """Tell whether an element is a child of one of that class."""
    parent = element.getparent()
    return parent is not None and name in classes_of(parent)


def _in_heading(element: etree._Element) -> bool:
    return any(above.tag == "h2" for above in islice(element.iterancestors(), _NEAR))


def _on_picture(element: etree._Element) -> bool:
    """Tell whether an element lies on the picture of an album's item, inside the link or not."""
    return any("albumimg" in classes_of(above) for above in islice(element.iterancestors(), _NEAR))


def archive_entries(parts: Iterable[etree._Element]) -> Iterator[Entry]:
    """Yield the entries of one month of an archive page."""
    month = day = ""
    link = None
    for part in parts:
        names = classes_of(part)
        parent = part.getparent()
        if "archivedate" in names:
            month = month or line_of(part)
        elif part.tag == "li" and parent is not None and "archivelist" in classes_of(parent):
            if link is not None:
                yield Entry(link.get("href"), line_of(link), day, month=month)
            day, link = "", None
        elif "archivetime" in names:
            day = line_of(part)
        elif part.tag == "a" and part.get("href") is not None:
            link = part
    if link is not None:
        yield Entry(link.get("href"), line_of(link), day, month=month)
