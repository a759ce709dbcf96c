"""The title of an article: the line above it that the page's own title names most."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from urllib.parse import unquote, urljoin

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text
from newsportal.themes.generic.lines import Layout, Line
from newsportal.themes.generic.page_title import (
    HEADINGS,
    LONGEST,
    PORTAL,
    SHORT,
    SHORTEST,
    PageTitle,
    fold,
    is_titled,
    overlap,
)
from newsportal.themes.generic.start import CELLS, is_info
from newsportal.themes.generic.words import CREDIT, CRUMB, DAY, INFO, LEGAL

# What only those who are logged in may do with a post: 老桥重新开放 修改 删除
_BUTTON = lazy(
    r"[\s\W]*(?:一?[键鍵]?分享|收藏|打印|列印|[评評][论論]|[举舉][报報]|[转轉][发發]|二[维維][码碼])[\s\W]*"
)
_BUTTONS = lazy(r"(?<!\s)(?:\s+[\[【(（]?(?:编辑|修改|删除|回复|举报|置顶|打印)[\]】)）]?){1,7}$")
# Date, outlet and the like in the same heading
_BEHIND = lazy(
    rf"(?<=.{{4}})(?:{DAY.pattern}|(?:来源|作者|时间|日期|发[布表](?:时间|日期|者|人|单位)?|浏览\w?)\s?[:：])"
)
_OF_PICTURES = lazy(r"\s?[(（\[]\s?[0-9]{1,3}\s?/\s?[0-9]{1,3}\s?[)）\]]")  # 老桥重新开放(1/5)
_MARKUP = lazy("<[^<>]*>")
# Breadcrumb before the title
_PATH = lazy(r".{2,60}[>»›→＞〉]\s?")
_MARKED = lazy(r"\S{1,4}\s|[\[【]\S{1,8}[\]】]\s?|\S{1,16}\s/\s")  # label or path before the title
_LABEL = lazy(r"^[\[【][^\]】]{1,8}[\]】]")
# 信件标题 and, in the next cell, what it is
_FORM_LABEL = lazy(
    r"\W*(?:(?:[来來]?信(?:件)?|留言|咨[询詢]|[问問][题題]|[诉訴]求|投[诉訴]|提[问問]|[写寫]信)\s?)?"
    r"(?:[标標]\s*[题題]|主\s*[题題])\s*[:：]?\W*"
)
_NEAR = 40  # lines above the body that are looked at
_ENOUGH, _NAMELESS = 3.0, 1.0
_BADGE = 4  # characters of a label before the title, and a blank
_SAME = 9.5
_PIECES = 4  # lines of a title that is broken
_SMALL_HEADINGS = ("h4", "h5", "h6")
_DATE = 3  # lines below a headline among which its date is
_ABOVE_TEXT = 3  # lines above the text among which the title is, where nothing names it


def _promise(line: Line, same: float, names: PageTitle) -> float:
    """Return how much a line that says so much of the page's title looks like one, at best."""
    element = line.block
    if line.size > LONGEST or line.size < 2 or names.is_section(line.text):
        return -99.0
    if _BUTTON.fullmatch(line.text):
        return -99.0
    points = same
    above = element.getparent()
    for near in (element, above):
        if near is not None and near.tag in HEADINGS:
            points += HEADINGS[near.tag]
            break
    points += 3 if element.tag not in HEADINGS and is_titled(line) else 0
    if line.linked > 0.5 * line.size:
        points -= 4
    return points


def _doubt(line: Line, same: float) -> float:
    """Return how much the words of a line speak against its being a title."""
    if CRUMB.search(line.text):
        return 8
    text = _LABEL.sub("", line.text)  # [新闻分享] 老桥重新开放
    if not same and (text.endswith("。") or CREDIT.match(text)):
        return 5  # of a text whose title is told to machines alone
    return 5 if same < _SAME and (INFO.search(text) or LEGAL.search(text)) else 0


def anchor(lines: list[Line], names: PageTitle) -> int | None:
    """Return the place of the line that surely is the title, None where none is."""
    best, most = None, 8.0
    for place, line in enumerate(lines):
        if not 4 <= line.size <= LONGEST or not names.names(line.text):
            continue
        same = overlap(line.text, names)
        # Words are looked at only where they decide.
        points = _promise(line, same, names)
        if points > most and (points := points - _doubt(line, same)) > most:
            best, most = place, points
    return best


def beginning(lines: list[Line], names: PageTitle, otherwise: int | None) -> int | None:
    """Return the place of the heading that the page's own title begins with, else *otherwise*."""
    whole = fold(names.whole)
    headings = (
        (place, line.text)
        for place, line in enumerate(lines)
        if 5 <= line.size <= LONGEST and line.block.tag in HEADINGS
    )
    return next((place for place, text in headings if whole.startswith(fold(text))), otherwise)


def own_heading(layout: Layout, url: str, home: Collection[str]) -> int | None:
    """Return the place of a heading that links to its very page, *url*, None where none does.

    Themes of lists print posts so; the page may be called like its portal (*home*).
    """
    here = unquote(url)
    for link, place in layout.links:
        line = layout.lines[place] if place < len(layout.lines) else None
        if line is None or line.block.tag not in HEADINGS or line.size <= SHORTEST:
            continue
        href = link.get("href")
        if href and unquote(urljoin(url, href)) == here and line.text not in home:
            return place
    return None


def labelled_title(lines: list[Line]) -> int | None:
    """Return the place of the title that a cell of a form holds, behind the cell with its label."""
    return next(
        (
            place
            for place, (label, line) in enumerate(pairwise(lines), 1)
            if _FORM_LABEL.fullmatch(label.text)
            and label.block.tag in CELLS
            and line.block.tag in CELLS
            and SHORTEST <= line.size <= LONGEST
        ),
        None,
    )


def find_title(
    lines: list[Line], names: PageTitle, start: int, home: Collection[str] = ()
) -> int | None:
    """Return the place of the title of the article whose first sentence is at *start*.

    It is none of the names of the portal (*home*), heading or not.
    """
    near = range(max(0, start - _NEAR), min(len(lines), start + 2))
    # A page may be called like its portal, which no line here is.
    said = {place: overlap(lines[place].text, names) for place in near}
    called = any(said[place] and not LEGAL.search(lines[place].text) for place in near)
    best, most = None, _ENOUGH if called else _NAMELESS
    for place in near if called else near[: start - near.start + 1]:
        line, same = lines[place], said[place]
        points = _promise(line, same, names) - 0.12 * abs(start - place)
        if not called and not line.linked and 4 <= line.size <= 60 and place + 1 < start:
            # The line above the info line is the title; so may a small heading be.
            points += 3 if INFO.search(lines[place + 1].text) else 0
            points += 2 if line.block.tag in _SMALL_HEADINGS else 0
        if points <= most or (points := points - _doubt(line, same)) <= most:
            continue
        if same or clean_text(line.text) not in home:
            best, most = place, points
    return _above_info(lines[: start + 1], home) if best is None and not called else best


def told_heading(lines: list[Line], told: list[str], called: str) -> str:
    """Return the heading that machines are told instead of what the page is *called*, else that.

    Some portals call all pages of a section alike.
    """
    said = fold(told[0]) if told else ""
    if len(said) <= SHORT or said in fold(called):
        return called
    headings = (line for line in lines if line.size >= len(said) and not line.linked)
    return next(
        (told[0] for line in headings if is_titled(line) and fold(line.text) == said), called
    )


def headline_below(lines: list[Line], section: int, start: int) -> int | None:
    """Return the place of the headline above the text at *start* of a page called by its *section*.

    The section's name is a link, here or in the menu, and the headline stands over a date.
    """
    said = lines[section]
    is_link = said.linked > 0.5 * said.size
    if said.size > SHORT or not (
        is_link or any(line.linked and line.text == said.text for line in lines)
    ):
        return None
    for place in range(section + 1, min(start + 1, len(lines))):
        line = lines[place]
        may_be = not line.linked and SHORTEST < line.size <= LONGEST and is_titled(line)
        if not may_be or _doubt(line, 0.0) or DAY.search(line.text):
            continue
        is_heading = is_link and line.block.tag == "h1"
        if is_heading or any(
            DAY.search(below.text) for below in lines[place + 1 : place + 1 + _DATE]
        ):
            return place
    return None


def above_text(lines: list[Line], called: str, start: int, home: Collection[str]) -> int | None:
    """Return the place of the line above the text of a page that is *called* like its portal."""
    if called and not PORTAL.fullmatch("".join(called.split())):
        return None
    for place in range(start - 1, max(-1, start - 1 - _ABOVE_TEXT), -1):
        line = lines[place]
        if line.linked or not 6 <= line.size <= 60 or clean_text(line.text) in (*home, called):
            continue
        if not any(sign.search(line.text) for sign in (INFO, LEGAL, CRUMB, DAY)):
            return place
    return None


def _above_info(lines: list[Line], home: Collection[str]) -> int | None:
    """Return the place of the line right above the one that says when and from whom it is."""
    for place, (line, below) in enumerate(pairwise(lines)):
        may_be = not line.linked and 4 <= line.size <= 60 and clean_text(line.text) not in home
        if is_info(below) and may_be and not _doubt(line, 0.0):
            return place
    return None


def without_badge(line: Line, names: PageTitle) -> str:
    """Return the text of a heading without a short label in an element of its own.

    It stands before the title (原创), or behind what the page calls itself (已办理).
    """
    text = line.spaced
    if len(line.nodes) < 2 or line.nodes[0][0] is not line.block:
        first = _label_in(line, 0)
        return f"{first} {text.removeprefix(first).lstrip()}" if first else text
    last = _label_in(line, -1)
    title = text.removesuffix(last).rstrip() if last else text
    called = (
        names.whole.startswith(title) and not names.whole[len(title) : len(title) + 1].isalnum()
    )
    return title if called else text


def _label_in(line: Line, number: int) -> str:
    """Return the short text that one of several pieces of a line is, "" if it is none."""
    element, is_tail = line.nodes[number]
    if len(line.nodes) < 2 or is_tail or element is line.block or element.tag == "ruby":
        return ""
    said = clean_text(element.text or "")
    return said if len(said) <= _BADGE else ""


def broken(lines: list[Line], place: int, names: PageTitle) -> tuple[str, int] | None:
    """Return the title that the line at *place* says with those beside it, and the last's place."""
    near = range(max(0, place - _PIECES), min(len(lines), place + _PIECES))
    heading = [number for number in near if lines[number].block is lines[place].block]
    if len(heading) > 1 and lines[place].block.tag in HEADINGS:
        said = " ".join(lines[number].text for number in heading)
        if not names.whole or fold(said) == fold(names.whole):
            # A page that is called like its portal; a title with a dash where it is broken
            return names.whole or said, heading[-1]
    parts = {fold(part): part for part in names.parts}
    if fold(lines[place].text) in parts:
        return None
    for start in range(max(0, place - _PIECES + 1), place + 1):
        said = ""
        for stop in range(start, min(len(lines), start + _PIECES)):
            said += fold(lines[stop].text)
            if stop >= place and said in parts:
                return parts[said], stop
    return None


def printed(line: str, names: PageTitle) -> str:
    """Return the title that *line* prints: a heading may hold date, outlet and counters, too."""
    text = clean_text(line)
    for part in (names.whole, *names.parts) if "<" in names.whole else ():
        if clean_text(_MARKUP.sub("", part)) == text:
            return part  # a title with < and > that the page prints as they are
    if fold(text) in fold(names.whole):
        return text
    for end in (names.whole, *names.parts[:1]):
        badge = text.removesuffix(end)
        marked = (
            badge != text
            and len(end) >= SHORTEST
            and (_PATH.fullmatch(badge) or (len(end) > SHORT and _MARKED.fullmatch(badge)))
        )
        if marked:
            return end  # 原创 老桥重新开放, [新闻] 老桥重新开放, 要闻 〉 老桥重新开放
        behind = text[len(end) :] if end and text.startswith(end) else ""
        if INFO.search(behind) or _OF_PICTURES.fullmatch(behind):
            return end
    found = _BEHIND.search(text)
    return text[: found.start()].strip(" |·-–—[(（【") if found else _BUTTONS.sub("", text)
