"""The files that an article offers."""

from __future__ import annotations

from collections.abc import Iterator

from newsportal.chinese.lazy_pattern import lazy
from newsportal.items import Link
from newsportal.pages.attachments import is_file
from newsportal.themes.generic.beside.links import TITLE, NearbyLinks, Placed, is_heading
from newsportal.themes.generic.beside.others import NEXT, PREVIOUS, RELATED

_ATTACHED = lazy("附件|下载|文件")


def files(near: NearbyLinks) -> list[Link]:
    """Return the files that the article offers, in its text and just below it."""
    found = {
        href: Link(href, near.text_of(link))
        for link, _ in (*near.body, *_attached(near))
        if is_file(href := link.get("href") or "")
    }
    return list(found.values())


def _attached(near: NearbyLinks) -> Iterator[Placed]:
    """Yield the links below the text up to a heading, a neighbour or another post's title."""
    lines = near.layout.lines
    for link, place in near.foot:
        line = near.line(place)
        between = lines[near.end : place + 1]
        ends = (each for each in between if is_heading(each) or RELATED.match(each.text))
        if line is None or any(not _ATTACHED.search(each.text) for each in ends):
            return
        if not is_file(link.get("href") or "") and (
            PREVIOUS.match(line.text)
            or NEXT.match(line.text)
            or (line.linked >= TITLE and len(near.text_of(link)) >= TITLE)
        ):
            return
        yield link, place
