"""What stands above a text: title, info line, breadcrumb, summary, labels."""

from __future__ import annotations

from collections.abc import Collection

from newsportal.chinese.lazy_pattern import lazy
from newsportal.themes.generic.lines import Line
from newsportal.themes.generic.page_title import fold
from newsportal.themes.generic.start import HEAD_SENTENCE, REPEATED, tells_when
from newsportal.themes.generic.trim.forms import files, is_form_label, is_of_form
from newsportal.themes.generic.trim.paragraphs import Paragraphs, is_filing, is_link
from newsportal.themes.generic.words import CONTROLS, CRUMB, DAY, INFO, PUBLISHED, SUMMARY, WHEN

_LEAD = 3  # lines of a lead that stands above the line that says when
# Without a year, beside an account
_MOMENT = lazy(r"(?:\d月\d{1,2}日|(?<![\d-])\d{1,2}-\d{1,2})\s?\d{1,2}:\d\d")
_FROM = lazy(r"\d\s*[来來]\s?源\s")
_LABEL = lazy(r"\W*((?:[\u3400-\u9fff]\s*){2,8})[:：]")
_OF_POST = lazy("[发發首][布佈表稿]|更新|出版|[来來]源|作者|撰|[编編][辑輯]|原文|[录錄]入|上[传傳]")
_NUMBER = lazy("[0-9]+")
_HEADING = 10  # characters
_OTHERS_ABOVE = lazy(
    r"[\s\W]*(?:相关|相關|延伸|推荐|推薦|更多|热门).{0,2}"
    r"(?:链接|鏈接|連結|专题|專題|新[闻聞]|[阅閱][读讀]|文章|报道|報導)[\s\W]*"
)


def without_head(
    lines: list[Line], places: list[int], start: int, title: int | None,
    captions: Collection[int], headlines: Collection[int], paragraphs: Paragraphs,
) -> tuple[list[int], int]:  # fmt: skip
    """Return the *places* of a text that begins at *start*, and the last place above it, or -1.

    Title, info line, breadcrumb and summary are taken off; headings, *captions* and the *headlines*
    of a digest stay.
    """
    above = lines[start if title is None else title + 1 : start]
    days = (DAY.search(line.text) for line in above if not paragraphs.is_paragraph(line))
    told = next((day[0] for day in days if day), "")
    behind, is_form = -1, False
    for place in places:
        if place > start:
            break
        line = lines[place]
        is_form = is_form or files(line.text)
        if place == title or (place < start and _is_head(line, paragraphs, told)):
            behind = place
        elif is_form and place < start:
            if is_of_form(line.text):
                behind = place
            elif is_form_label(line.text):
                behind = min(place + 1, start - 1)
    kept = {
        *captions,
        *headlines,
        *(place for place in places if paragraphs.is_heading(lines[place])),
    }
    body = "".join(fold(lines[place].text) for place in places if place >= start)
    named = "" if title is None else fold(lines[title].text)

    def is_summary(place: int) -> bool:
        line = lines[place]
        return _tells(line, named, body, place == start) and (
            not paragraphs.is_paragraph(line) or paragraphs.is_boxed(line)
        )

    return [
        place
        for place in places
        if place > behind
        and not (start < place <= start + _LEAD and _is_info(lines[place], paragraphs))
        and (place > start or not is_summary(place))
        and (place >= start or place in headlines or not _is_linked(lines[place], paragraphs))
        and (place >= start or place in kept or not paragraphs.is_scrap(lines[place]))
        and (place >= start or not _announces_links(lines[place]))
    ], behind


def _is_head(line: Line, paragraphs: Paragraphs, told: str) -> bool:
    """Tell whether a line stands above the text; the day that is *told* above says when."""
    if paragraphs.is_legal(line) or is_filing(line) or files(line.text):
        return True
    if paragraphs.is_paragraph(line):
        if CRUMB.search(line.text) or CONTROLS.search(line.text):
            return True
        if PUBLISHED.match(line.text) and line.size < HEAD_SENTENCE:
            return True
        day = DAY.search(line.text) if tells_when(line) else None
        return day is not None and not (told and _is_of_form(line.text, day[0], told))
    return any(sign.search(line.text) for sign in (INFO, CRUMB, _MOMENT))


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


def _is_info(line: Line, paragraphs: Paragraphs) -> bool:
    """Tell whether a line below the lead says when the article was published."""
    if line.worth or paragraphs.is_paragraph(line) or line.size >= HEAD_SENTENCE:
        return False
    said = DAY.sub("", line.text)
    if _MOMENT.search(line.text) or not said.strip("日 "):
        return True
    return bool(WHEN.search(line.text) and (INFO.search(said) or _FROM.search(said)))


def _tells(line: Line, title: str, body: str, inside: bool) -> bool:
    """Tell whether a line is the text's summary: it comes again in its *body*.

    The title may stand before it. *inside*: the line itself is part of *body*.
    """
    said = fold(SUMMARY.sub("", line.text)).removeprefix(title)
    return len(said) >= REPEATED and body.count(said) > inside


def _announces_links(line: Line) -> bool:
    """Tell whether a line is a heading over links to other posts, above the text: ■相关链接："""
    return line.size <= _HEADING and _OTHERS_ABOVE.fullmatch(line.text) is not None


def _is_linked(line: Line, paragraphs: Paragraphs) -> bool:
    return is_link(line) or (2 * line.linked >= line.size and not paragraphs.is_paragraph(line))
