"""What stands below a text: credits, other posts, buttons, notices."""

from __future__ import annotations

from itertools import takewhile

from newsportal.themes.generic.lines import Line
from newsportal.themes.generic.page_title import fold
from newsportal.themes.generic.start import HEAD_SENTENCE, REPEATED
from newsportal.themes.generic.trim.paragraphs import Paragraphs, is_filing, is_link
from newsportal.themes.generic.words import (
    CREDIT,
    DAY,
    END,
    INFO,
    NEIGHBOUR,
    NOTICE,
    OTHER,
    OTHERS,
    PRINTED,
    SAID,
    SURE_TAIL,
    TAIL,
)

# Sentences behind a mark, of all in the body; behind the name of another post
_AFTER, _AFTER_SURE, _AFTER_OTHER = 0.12, 0.45, 0.7
_BACKGROUND = 30  # characters of sentences that tell more of the same
_GOES_ON = 60  # characters of sentences beside a line that looks like a notice
_NOTICE = 100  # characters
_LINKS = 0.6  # of what a mark is followed by: names of tags, other titles
_SHORT, _MORE, _MORE_OF_HEADING, _MARK_SENTENCE = 40, 4, 1, 40


class Tail:
    """The tail of a text whose lines stand at *places* and whose first sentence is at *start*."""

    def __init__(
        self,
        lines: list[Line],
        places: list[int],
        start: int,
        title: int | None,
        paragraphs: Paragraphs,
    ) -> None:
        self.lines, self.places, self.start = lines, places, start
        self.paragraphs = paragraphs
        named = "" if title is None else fold(lines[title].text)
        self._title = named if len(named) >= REPEATED else ""
        self.boxes: set[int] = set()
        """The headings over links to other posts in the midst of the text."""

    def cut(self) -> int | None:
        """Take what follows the text; return the place where it begins, None where nothing does."""
        lines, places = self.lines, self.places
        total = behind = sum(lines[place].worth for place in places)
        end, stop = len(places), None
        first = self.start if places and self.start <= places[-1] else -1  # of its sentences
        for index, place in enumerate(places):
            line = lines[place]
            behind -= line.worth
            if place <= first:
                continue
            if OTHERS.fullmatch(line.text) and self._is_box_inside(index):
                self.boxes.add(place)
                continue
            following = lines[places[index + 1]] if index + 1 < len(places) else None
            share = self._mark(line, following)
            if share and behind <= share * total and not self._goes_on(index):
                end, stop = index, place
                break
        while end and places[end - 1] > first:
            line = lines[places[end - 1]]
            titled = end > 1 and self._title and fold(line.text) == self._title
            if not (titled or self._is_end(line)):
                break
            end -= 1
        self.places = places[:end]
        return stop

    def _goes_on(self, index: int) -> bool:
        """Tell whether what looks like a notice has more of the text below it."""
        line = self.lines[self.places[index]]
        if self._is_background(index):
            return True
        if not self.paragraphs.is_paragraph(line) or _announces(line):
            return False
        parent = line.block.getparent()
        following = (self.lines[place] for place in self.places[index + 1 :])
        worth = sum(each.worth for each in following if each.block.getparent() is parent)
        return worth >= _GOES_ON

    def _is_background(self, index: int) -> bool:
        """Tell whether a heading such as 相关链接 stands over paragraphs, and none is a link."""
        heading, *below = (self.lines[place] for place in self.places[index:])
        if not TAIL.match(heading.text) or not (
            self.paragraphs.is_paragraph(heading) or self.paragraphs.is_heading(heading)
        ):
            return False
        said = sum(line.worth for line in below if SAID.search(line.text))
        own = all(self.paragraphs.is_paragraph(line) and not line.linked for line in below)
        return own and said >= _BACKGROUND

    def _is_box_inside(self, index: int) -> bool:
        """Tell whether a heading over links to other posts stands in the midst of the text.

        Below the links the paragraphs go on beside those above, and no further links follow.
        """
        above = {self.lines[place].block.getparent() for place in self.places[:index]}
        above.update(parent for parent, _ in self.paragraphs.main)
        below = [self.lines[place] for place in self.places[index + 1 :]]
        links = list(takewhile(is_link, below))
        more = [
            line for line in below[len(links) :]
            if line.block.tag == "p" and line.block.getparent() in above
        ]  # fmt: skip
        if not links or any(map(is_link, more)):
            return False
        told = sum(line.worth for line in more)
        said = sum(line.worth for line in more if SAID.search(line.text) and not line.linked)
        return told >= _GOES_ON or said >= _BACKGROUND

    def _mark(self, line: Line, following: Line | None) -> float:
        """Return the share of the text that may follow a line if it begins what is no text."""
        if self.paragraphs.is_legal(line):
            return _AFTER
        if line.worth > _MARK_SENTENCE:
            return 0
        if NEIGHBOUR.match(line.text):
            return _AFTER_SURE if self.paragraphs.is_paragraph(line) else _AFTER_OTHER
        sure = SURE_TAIL.match(line.text)
        mark = sure or TAIL.match(line.text)
        if not mark:
            return 0
        if self.paragraphs.is_paragraph(line) or self.paragraphs.is_heading(line):
            credit = CREDIT.match(line.text)
            if credit and credit.end() < len(line.text):
                return 0
            more = _MORE if self.paragraphs.is_paragraph(line) else _MORE_OF_HEADING
            said = line.size - (mark.end() - mark.start())
            # 标签：with links behind it; 相关新闻见 is a sentence's beginning.
            labels = mark[0].endswith((":", "：")) and line.linked >= _LINKS * said
            says_more = said > more and not is_link(line) and not labels
            leads_on = 0 < line.linked < said  # 相关新闻见 and the title: it has its own link
            if says_more and (leads_on or not (following and is_link(following))):
                return 0
        return _AFTER_SURE if sure else _AFTER

    def _is_credit(self, line: Line) -> bool:
        """Tell whether a line in a form of its own credits people, though with a stop in it."""
        alone = self.paragraphs.is_alone(line)
        return alone and "，" not in line.text and CREDIT.match(line.text) is not None

    def _is_dated(self, line: Line) -> bool:
        """Tell whether a line in a form of its own says when the article was published."""
        if self.paragraphs.is_paragraph(line) or line.size >= HEAD_SENTENCE:
            return False
        return bool(INFO.match(line.text) and DAY.search(line.text))

    def _is_end(self, line: Line) -> bool:
        if OTHER.fullmatch(line.text) or PRINTED.fullmatch(line.text):
            return True
        if line.size <= _NOTICE and NOTICE.fullmatch(line.text):
            return True
        if line.worth:
            return self._is_credit(line) or self._is_dated(line)
        if self.paragraphs.is_legal(line) or END.fullmatch(line.text):
            return True
        if is_link(line):
            return not self.paragraphs.is_own_link(line)
        if is_filing(line):
            return True
        if self.paragraphs.is_paragraph(line):
            return False
        return (
            2 * line.linked >= line.size
            or self.paragraphs.is_scrap(line)
            or bool(TAIL.match(line.text) or CREDIT.match(line.text))
            or OTHERS.fullmatch(line.text) is not None
            or (line.size < _SHORT and bool(INFO.match(line.text)))
        )


def _announces(line: Line) -> bool:
    """Tell whether a line says for sure that something else follows."""
    return bool(SURE_TAIL.match(line.text) or OTHERS.fullmatch(line.text))
