"""Where the text of an article begins: its first sentence, or the first cell of a table."""

from __future__ import annotations

from itertools import islice

from newsportal.chinese.lazy_pattern import lazy
from newsportal.themes.generic.element_names import named_body
from newsportal.themes.generic.fallback.below_title import is_said
from newsportal.themes.generic.lines import Block, Line
from newsportal.themes.generic.page_title import fold
from newsportal.themes.generic.trim.forms import files
from newsportal.themes.generic.words import CREDIT, CRUMB, DAY, INFO

_INFO_LINE = 100
HEAD_SENTENCE = 60  # a shorter line of the head may be a label, whatever its marks
REPEATED = 14
CELLS = ("td", "th", "li", "dd", "dt")
_ENDS = lazy(r"。\W*$")  # with a picture character behind, too
_STOP = lazy("[，。！？；]")
_LITTLE = 20  # characters of a text without sentences
_DEEP = 3  # levels between a line and its cell


def first_sentence(lines: list[Line], block: Block, title: int | None) -> int:
    """Return the place of the first line that reads like the article."""
    named = "" if title is None else fold(lines[title].text)
    for place in range(block.start, block.stop):
        line = lines[place]
        if line.worth and place != title and not _is_label(line, named):
            if title is None and _is_above_info(lines, place):
                continue
            return place
    return _first_cell(lines, block, title)


def is_cell(line: Line) -> bool:
    """Tell whether a line is a cell, or stands in one of several in a row: ``<td><p>``."""
    if line.block.tag in CELLS:
        return True
    for element in islice(line.block.iterancestors(), _DEEP):
        if element.tag in ("td", "th"):
            row = element.getparent()
            return row is not None and len(row) > 1
    return False


def _first_cell(lines: list[Line], block: Block, title: int | None) -> int:
    """Return where a text without sentences begins that is a table or a list, else its end."""
    first = block.start if title is None else max(block.start, title + 1)
    own = [
        place
        for place in range(first, block.stop)
        if 2 * lines[place].linked < lines[place].size
        and not (INFO.search(lines[place].text) or CREDIT.match(lines[place].text))
    ]
    parts = [place for place in own if lines[place].block.tag in (*CELLS, "p")]
    cells = [place for place in parts if is_cell(lines[place])]
    told = sum(lines[place].size for place in parts)
    said = [place for place in parts if is_said(lines[place])]
    if 2 * told < sum(lines[place].size for place in own):
        return block.stop
    if told < _LITTLE:
        named = parts and named_body(*block.names)
        return said[0] if said else parts[0] if named else block.stop
    return cells[0] if 2 * sum(lines[place].size for place in cells) > told else parts[0]


def _is_above_info(lines: list[Line], place: int) -> bool:
    """Tell whether a line is the title of a page that is called like its portal."""
    line = lines[place]
    if line.size >= HEAD_SENTENCE or _ENDS.search(line.text) or place + 1 >= len(lines):
        return False
    return is_info(lines[place + 1])


def is_info(line: Line) -> bool:
    """Tell whether a line says when and from whom an article is."""
    return line.size <= _INFO_LINE and bool(DAY.search(line.text) and INFO.search(line.text))


def tells_when(line: Line) -> bool:
    """Tell whether a line says when an article was published, and no more than such lines do."""
    # A longer one may have date and counters twice.
    return is_info(line) and (line.size < HEAD_SENTENCE or not _STOP.search(line.text))


def _is_label(line: Line, title: str) -> bool:
    """Tell whether a line that reads like a sentence belongs to what stands above the text."""
    if _ENDS.search(line.text):
        return False
    if files(line.text):
        return True
    if line.size >= HEAD_SENTENCE:
        return tells_when(line)
    if INFO.search(line.text) or CRUMB.search(line.text):
        return True
    return len(title) >= REPEATED and title in fold(line.text)
