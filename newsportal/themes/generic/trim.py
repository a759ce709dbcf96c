"""What of the article's block is its text: without title, info line, links and legal lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from itertools import takewhile

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text_hash import text_hash
from newsportal.themes.generic.asides import aside_blocks
from newsportal.themes.generic.element_names import named_comments, named_signature
from newsportal.themes.generic.lines import Block, Layout, Line, is_outdated
from newsportal.themes.generic.page_title import fold
from newsportal.themes.generic.start import (
    CELLS,
    HEAD_SENTENCE,
    REPEATED,
    first_sentence,
    tells_when,
)
from newsportal.themes.generic.words import (
    CONTACT,
    CONTROLS,
    COUNTED,
    CREDIT,
    CRUMB,
    DAY,
    END,
    FILED,
    INFO,
    NOISE,
    NOTICE,
    OTHER,
    OTHERS,
    PRINTED,
    SAID,
    SUMMARY,
    SURE_TAIL,
    TAIL,
    WHEN,
    is_legal,
)

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_AFTER, _AFTER_SURE = 0.12, 0.45  # sentences behind a mark, of all in the body
_MOSTLY = 0.6  # of the sentences: what stands above the comments of an article
_BACKGROUND = 30  # characters of sentences that tell more of the same
_GOES_ON = 60  # characters of sentences beside a line that looks like a notice
_NOTICE = 100  # characters
_LEAD = 3  # lines of a lead that stands above the line that says when
_SCRAP = 4  # characters of a label or a number that is not part of the text
_LINKS = 0.6  # of what a mark is followed by: names of tags, other titles
_LETTER = lazy(r"[^\W\d_]")
# Without a year, beside an account
_MOMENT = lazy(r"(?:\d月\d{1,2}日|(?<![\d-])\d{1,2}-\d{1,2})\s?\d{1,2}:\d\d")
_FROM = lazy(r"\d\s*[来來]\s?源\s")
_LABEL = lazy(r"\W*((?:[\u3400-\u9fff]\s*){2,8})[:：]")
_OF_POST = lazy("[发發首][布佈表稿]|更新|出版|[来來]源|作者|撰|[编編][辑輯]|原文|[录錄]入|上[传傳]")
_NUMBER = lazy("[0-9]+")
_SHORT, _MORE, _MORE_OF_HEADING, _MARK_SENTENCE = 40, 4, 1, 40


@dataclass(frozen=True, slots=True)
class TextRange:
    """The lines of an article's text, and the range between title and what follows the text."""

    places: list[int]
    behind: int
    end: int
    asides: list[Block]
    """The blocks among them that belong to something else."""


def cut(
    layout: Layout, block: Block, title: int | None, boilerplate: Collection[bytes],
    notices: Collection[int] = (),
) -> TextRange:  # fmt: skip
    """Return what of the block is the article's text, without the lines of *notices*."""
    lines = layout.lines
    asides = aside_blocks(layout, block, title)
    beside = {place for each in asides for place in range(each.start, each.stop)}
    places = [
        place
        for place in range(block.start, block.stop)
        if place not in beside
        and place not in notices
        and not (boilerplate and text_hash(lines[place].text) in boilerplate)
        and not (lines[place].size <= _SHORT and NOISE.fullmatch(lines[place].text))
        and not is_outdated(lines[place].text, lines[place].size)
    ]
    places = _above_comments(lines, asides, places)
    start = first_sentence(lines, block, title)
    captions = {place for _, place in layout.pictures}
    trimmer = _Trimmer(lines, places, start, title, captions)
    behind = trimmer.head()
    end = trimmer.tail()
    own = [
        place
        for place in trimmer.places
        if not _is_link(lines[place]) and place not in trimmer.boxes
    ]
    if end is None:
        end = own[-1] + 1 if own else block.stop
    text = [place for place in own if not COUNTED.fullmatch(lines[place].text)]
    return TextRange(text, behind, end, asides)


def _above_comments(lines: list[Line], asides: list[Block], places: list[int]) -> list[int]:
    """Return those of *places* that stand above the readers' comments, which end an article."""
    total = sum(lines[place].worth for place in places)
    for each in asides:
        if named_comments(*each.names):
            above = [place for place in places if place < each.start]
            if sum(lines[place].worth for place in above) >= _MOSTLY * total:
                return above
    return places


class _Trimmer:
    """Takes from the lines of a block what stands above and below its text."""

    def __init__(
        self,
        lines: list[Line],
        places: list[int],
        start: int,
        title: int | None,
        captions: Collection[int],
    ) -> None:
        self.lines, self.places, self.start, self.title = lines, places, start, title
        self.captions = captions
        named = "" if title is None else fold(lines[title].text)
        self._named = named if len(named) >= REPEATED else ""
        self.boxes: set[int] = set()
        """The headings over links to other posts in the midst of the text."""
        sentences = [lines[place] for place in places if lines[place].worth and place != title]
        # The elements that hold the text's paragraphs
        self._levels = {line.block.getparent() for line in sentences if line.block.tag == "p"}
        self._siblings = Counter((line.block.tag, line.block.getparent()) for line in sentences)
        self._main = Counter(line.block.getparent() for line in sentences).most_common(1)
        held = Counter(line.block for line in sentences)
        # Those that hold its lines, with ``br`` between them
        self._broken = {block for block, number in held.items() if number > 1}

    def _is_paragraph(self, line: Line) -> bool:
        """Tell whether a line is a paragraph beside those of the text: not a part of the theme."""
        if line.block in self._broken:
            return True
        if named_signature(line.block.get("class"), line.block.get("id")) and not line.worth:
            return False
        if line.block.tag == "li" and not line.linked:
            return ("li", line.block.getparent()) in self._siblings
        return line.block.tag == "p" and line.block.getparent() in self._levels

    def _is_heading(self, line: Line) -> bool:
        """Tell whether a line is a heading beside the paragraphs of the text."""
        return line.block.tag in _HEADINGS and line.block.getparent() in self._levels

    def _is_legal(self, line: Line) -> bool:
        """Tell whether a line says how the page may be used: a notice has telephones of its own."""
        if not is_legal(line.text):
            return False
        own = CONTACT.sub("", line.text)
        return own == line.text or is_legal(own) or not self._is_paragraph(line)

    def head(self) -> int:
        """Take title, info line, breadcrumb and summary; return the place of the last, or -1."""
        behind, told = -1, self._told()
        for place in self.places:
            if place > self.start:
                break
            above = place < self.start
            if place == self.title or (above and self._is_head(self.lines[place], told)):
                behind = place
        lines, start = self.lines, self.start
        kept = {*self.captions, *(place for place in self.places if self._is_heading(lines[place]))}
        body = "".join(fold(lines[place].text) for place in self.places if place >= start)
        self.places = [
            place
            for place in self.places
            if place > behind
            and not (start < place <= start + _LEAD and self._is_info(lines[place]))
            and (place > start or not self._is_summary(place, body))
            and (place >= start or not self._is_linked(lines[place]))
            and (place >= start or place in kept or not self._is_scrap(lines[place]))
        ]
        return behind

    def _is_info(self, line: Line) -> bool:
        """Tell whether a line below the lead says when the article was published."""
        if line.worth or self._is_paragraph(line) or line.size >= HEAD_SENTENCE:
            return False
        said = DAY.sub("", line.text)
        if _MOMENT.search(line.text):
            return True
        return bool(WHEN.search(line.text) and (INFO.search(said) or _FROM.search(said)))

    def _is_scrap(self, line: Line) -> bool:
        """Tell whether a line beside the text is a label, a number or the pieces of a date."""
        if self._is_paragraph(line) or line.worth or line.is_code or line.block.tag in CELLS:
            return False
        if (line.block.tag, line.block.getparent()) in self._siblings:
            return False
        return line.size <= _SCRAP or not _LETTER.search(line.text)

    def _is_linked(self, line: Line) -> bool:
        return _is_link(line) or (2 * line.linked >= line.size and not self._is_paragraph(line))

    def _is_summary(self, place: int, body: str) -> bool:
        """Tell whether a line above the text is its summary: it comes again below."""
        line = self.lines[place]
        title = "" if self.title is None else fold(self.lines[self.title].text)
        said = fold(SUMMARY.sub("", line.text)).removeprefix(title)
        if len(said) < REPEATED or self._is_paragraph(line):
            return False
        return body.count(said) > (place == self.start)

    def _told(self) -> str:
        """Return the day on a line between title and text that is none of its paragraphs."""
        above = self.lines[self.start if self.title is None else self.title + 1 : self.start]
        days = (DAY.search(line.text) for line in above if not self._is_paragraph(line))
        return next((day[0] for day in days if day), "")

    def _is_head(self, line: Line, told: str) -> bool:
        """Tell whether a line stands above the text; the day that is *told* above says when."""
        if self._is_legal(line) or _files(line):
            return True
        if self._is_paragraph(line):
            if CRUMB.search(line.text) or CONTROLS.search(line.text):
                return True
            day = DAY.search(line.text) if tells_when(line) else None
            return day is not None and not (told and _is_of_form(line.text, day[0], told))
        return any(sign.search(line.text) for sign in (INFO, CRUMB, _MOMENT))

    def tail(self) -> int | None:
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
            titled = end > 1 and self._named and fold(line.text) == self._named
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
        if not self._is_paragraph(line) or _announces(line):
            return False
        parent = line.block.getparent()
        following = (self.lines[place] for place in self.places[index + 1 :])
        worth = sum(each.worth for each in following if each.block.getparent() is parent)
        return worth >= _GOES_ON

    def _is_background(self, index: int) -> bool:
        """Tell whether a heading such as 相关链接 stands over paragraphs, and none is a link."""
        heading, *below = (self.lines[place] for place in self.places[index:])
        if not TAIL.match(heading.text) or not (
            self._is_paragraph(heading) or self._is_heading(heading)
        ):
            return False
        said = sum(line.worth for line in below if SAID.search(line.text))
        own = all(self._is_paragraph(line) and not line.linked for line in below)
        return own and said >= _BACKGROUND

    def _is_box_inside(self, index: int) -> bool:
        """Tell whether a heading over links to other posts stands in the midst of the text.

        Below the links the paragraphs go on beside those above, and no further links follow.
        """
        above = {self.lines[place].block.getparent() for place in self.places[:index]}
        above.update(parent for parent, _ in self._main)
        below = [self.lines[place] for place in self.places[index + 1 :]]
        links = list(takewhile(_is_link, below))
        more = [
            line for line in below[len(links) :]
            if line.block.tag == "p" and line.block.getparent() in above
        ]  # fmt: skip
        if not links or any(map(_is_link, more)):
            return False
        return sum(line.worth for line in more) >= _GOES_ON

    def _mark(self, line: Line, following: Line | None) -> float:
        """Return the share of the text that may follow a line if it begins what is no text."""
        if self._is_legal(line):
            return _AFTER
        if line.worth > _MARK_SENTENCE:
            return 0
        sure = SURE_TAIL.match(line.text)
        mark = sure or TAIL.match(line.text)
        if not mark:
            return 0
        if self._is_paragraph(line) or self._is_heading(line):
            credit = CREDIT.match(line.text)
            if credit and credit.end() < len(line.text):
                return 0
            more = _MORE if self._is_paragraph(line) else _MORE_OF_HEADING
            said = line.size - (mark.end() - mark.start())
            # 标签：with links behind it; 相关新闻见 is a sentence's beginning.
            labels = mark[0].endswith((":", "：")) and line.linked >= _LINKS * said
            says_more = said > more and not _is_link(line) and not labels
            leads_on = 0 < line.linked < said  # 相关新闻见 and the title: it has its own link
            if says_more and (leads_on or not (following and _is_link(following))):
                return 0
        return _AFTER_SURE if sure else _AFTER

    def _is_credit(self, line: Line) -> bool:
        """Tell whether a line in a form of its own credits people, though with a stop in it."""
        alone = line.block.tag != "p" and self._siblings[line.block.tag, line.block.getparent()] < 2
        return alone and "，" not in line.text and CREDIT.match(line.text) is not None

    def _is_dated(self, line: Line) -> bool:
        """Tell whether a line in a form of its own says when the article was published."""
        if self._is_paragraph(line) or line.size >= HEAD_SENTENCE:
            return False
        return bool(INFO.match(line.text) and DAY.search(line.text))

    def _is_end(self, line: Line) -> bool:
        if OTHER.fullmatch(line.text) or PRINTED.fullmatch(line.text):
            return True
        if line.size <= _NOTICE and NOTICE.fullmatch(line.text):
            return True
        if line.worth:
            return self._is_credit(line) or self._is_dated(line)
        if self._is_legal(line) or _is_link(line) or END.fullmatch(line.text):
            return True
        if _files(line):
            return True
        if self._is_paragraph(line):
            return False
        return (
            2 * line.linked >= line.size
            or self._is_scrap(line)
            or bool(TAIL.match(line.text) or CREDIT.match(line.text))
            or (line.size < _SHORT and bool(INFO.match(line.text)))
        )


def _is_of_form(text: str, day: str, told: str) -> bool:
    """Tell whether a line with a *day* is one of a form, and not when the post was published.

    >>> _is_of_form("会议时间：2026年12月2日", "2026年12月2日", "2026-11-20")
    True
    >>> _is_of_form("时间：2026年11月20日", "2026年11月20日", "2026-11-20")
    False
    """
    label = _LABEL.match(text)
    if label is None or _OF_POST.search(label[1]):
        return False
    name = "".join(label[1].split())
    return len(name) > len("时间") or [*map(int, _NUMBER.findall(day))] != [
        *map(int, _NUMBER.findall(told))
    ]


def _announces(line: Line) -> bool:
    """Tell whether a line says for sure that something else follows."""
    return bool(SURE_TAIL.match(line.text) or OTHERS.fullmatch(line.text))


def _files(line: Line) -> bool:
    """Tell whether a line says how the article is filed: a label, and nothing but links behind."""
    label = FILED.match(line.text) if line.linked else None
    return label is not None and len("".join(label[0].split())) + line.linked >= 0.9 * line.size


def _is_link(line: Line) -> bool:
    return line.linked >= 0.9 * line.size
