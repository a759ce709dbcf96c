"""The files that an article offers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

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
    ends = (
        place
        for place, line in enumerate(lines[near.end :], near.end)
        if (is_heading(line) or RELATED.match(line.text)) and not _ATTACHED.search(line.text)
    )
    end = next(ends, len(lines))
    for link, place in takewhile(lambda placed: placed[1] < end, near.foot):
        line = lines[place]
        if not is_file(link.get("href") or "") and (
            PREVIOUS.match(line.text)
            or NEXT.match(line.text)
            or (line.linked >= TITLE and len(near.text_of(link)) >= TITLE)
        ):
            return
        yield link, place
