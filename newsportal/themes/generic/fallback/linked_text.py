"""A text that stands in one link as a whole: it leads to where the same text stands again."""

from __future__ import annotations

from itertools import pairwise

from newsportal.themes.generic.lines import Layout, weigh

_LEAST = 3  # lines: a card of another post has a title and a sentence
_SENTENCES, _CHARACTERS = 2, 100
_STOP = "。"


def unlink_texts(layout: Layout) -> None:
    """Take for text what several lines of one link say, two of them in sentences."""
    lines, links = layout.lines, layout.links
    places = [place for _, place in links]
    for first, after in pairwise([*places, len(lines)]):
        if after - first < _LEAST:
            continue
        stop = first
        while stop < after and lines[stop].linked == lines[stop].size:
            stop += 1
        said = [line for line in lines[first:stop] if _STOP in line.text]
        if len(said) >= _SENTENCES and sum(line.size for line in said) >= _CHARACTERS:
            for line in lines[first:stop]:
                line.linked = 0
                line.worth = weigh(line.text, line.size, 0)
