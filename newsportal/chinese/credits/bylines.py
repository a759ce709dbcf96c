"""Who wrote, sent in and edited a text, and which outlet it is credited to.

Chinese papers print credits in four places, and only these are read:

1. lines that hold nothing else: ``采写：南都记者 夏嘉雯``, ``编辑 甲某 校对 乙某``;
2. the run-in head of the text: ``极目新闻记者 林永俊 通讯员 曾斯9月17日，…``, alone or after
   a dateline (``新华社北京9月19日电（记者 甲某）``);
3. brackets in the first and last paragraphs: ``…。（红星新闻记者 甲某 乙某）``;
4. the end of a paragraph, after its last full stop: ``…。责任编辑：甲某``.

A credit is a label (采写, 南都记者, 通讯员, 责编 ...) and a list of names. Places 1, 3 and 4 are
*closed*: all of it must be credit, so unknown roles (``客服 甲某``) can be passed over. Place 2 is
open: the first word that is no name ends the credit. Roles nobody asks for (图, 校对, 监制 ...) are
known too; the names after them belong to nobody.

Precision comes first, for the surer a place is, the more is believed there (`names`): 高远 is a
person behind 责任编辑：, not in brackets at the end. And
记者致电…, 记者从…获悉, 编辑部 or 资金来源： give nothing. A sentence 南都记者从…获悉 names the
outlet alone, and only where no credit does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, pairwise

from newsportal.chinese.credits.credit_line import BRACKET, CLOSERS, OPENERS
from newsportal.chinese.credits.datelines import CLOCK, DATE, OURS, SOURCES, Credits
from newsportal.chinese.credits.outlets import is_outlet, shortest_outlet
from newsportal.chinese.credits.scanner import MAY_CREDIT, scan
from newsportal.chinese.credits.unlabelled import SIGNS, beside_outlet, read_signature, read_signs
from newsportal.chinese.credits.words import ASIDE, HAN, MANNER_RUN, OUTLET, ROLE
from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.traditional import simplified

_HEAD_LINES, _TAIL_LINES = 3, 6  # lines that may hold credits; those of credits only do not count
_BLOCK = 14  # but there are never more than these at either end
_HEAD, _TAIL = 200, 300  # characters of a line that are looked at
_BODY = 20_000  # characters of the text that are searched for 南都记者从…获悉
_INFO = 300  # characters of an info line that are looked at
_CLOSED = 160  # a longer line is more than a credit
_SHORT = 24  # a line that ends like a sentence may be a credit up to here

_WHEN = (
    rf"(?:{DATE}(?:[上下]午|中午|晚间?|凌晨|清晨)?|[近今昨当][日天晚]|日前|[上下]午|晚间|凌晨"
    r"|此前|目前|其间|期间|随后|之后|同时|此外|对此)"
)
# 记者 as the subject of a sentence; not the caption 新华社记者甲某摄.
_SUBJECT = lazy(rf"记者(?={HAN})(?![节站证协])(?![^，。\n]{{0,12}}摄(?:影)?(?!{HAN}))")
_BEFORE_SUBJECT = lazy(rf"(?:^|[^\w+·《》-]){_WHEN}*+({OUTLET})({MANNER_RUN}){ASIDE}{MANNER_RUN}\Z")
_ENDS_OUTLET = frozenset("_+·•&-》”）)")  # and letters

_LEAD = lazy(  # what may stand before a credit: 【纠错】, □, 2024-09-19 10:00, a bracket
    r"(?:\+1 ?)?(?:[【\[]?(?:纠错|打印|关闭|分享|收藏)[】\]] ?)*"
    rf"[\s※⊙→〓＊\u2015\u2580-\u27bf\ue000-\uf8ff\U0001f000-\U0001faff\ufe0f*·•—–『「{re.escape(OPENERS)}-]*"
    rf"(?:{DATE}(?: \d{{1,2}}:\d\d(?::\d\d)?)?(?: |(?=来源)))?"
    rf"(?:本[版组期]\w{{0,4}}由(?=本报|记者)|{HAN}{{2}}(?:中心|频道)[/／])?"  # 社会中心／甲某报道
)
# 编 辑：, 通 讯 员：
_SPREAD = lazy(
    rf"(?<!{HAN})(?:[编责记作来撰] [辑编者源稿]|通 讯 员|责 任 编 辑|责任 编辑)(?=[:：/|｜丨 ])"
)
_CELL = lazy(rf"\t(?={HAN}{{2,6}}[:：])")  # of a table row: 来源：..., 作者：...
_NEXT_CELL = lazy(rf"([:：] ?{HAN}{{2,4}})\t(?={HAN}{{2,4}}$)")  # 编辑：夏嘉雯	林永俊
# A row of a table that is nothing but credits, as Markdown makes of 责编 | 夏嘉雯
_ROW = lazy(
    rf"(?:(?:[责責]任[编編][辑輯]|[责責][编編]|[编編][辑輯]|[记記]者|通[讯訊][员員]|采写|撰文|校对|审核|摄影)"
    rf"\t(?:{HAN}|[ 、]){{2,14}}(?:\t|$))+"
)
# 作者：[英]约翰·史密斯
_COUNTRY = lazy(rf"[\[【〔（(][美英法德日俄韩意加澳荷西印以瑞爱][\]】〕）)] ?(?={HAN}{{1,6}}·)")
_IN_BRACKETS = lazy(rf"[{re.escape(OPENERS)}]([^{BRACKET}]{{2,120}})[{re.escape(CLOSERS)}]")
_AFTER_TEXT = lazy(r".*[。！？!?…”]\s?([^。！？!?…”]{3,120})$")
_ENDS = "。！？!?…”"
_FULL_STOP = lazy(r"[。！？!?]")
_BESIDE = 60  # characters of a text that these may fill
# Labels on info lines, whatever stands before them and between; and one with what it says
_LABELS = lazy(
    r"(?:信息|文章|稿件|新闻)?来源|稿源|出处|作者|(?:本报|见习|特约)?记者|通讯员|责任编辑|网络编辑|责编|编辑"
    r"|文字|撰文"
)
_SAID = lazy(rf"[^:：|｜丨/／ ]+ ?[:：|｜丨/／]? ?\S+(?: (?:{HAN}|、){{2,9}}(?= |$))?")


_OF_BOOK = lazy(r"(?:书 ?名|出版社|定 ?价|ISBN|页 ?数|装 ?帧) ?[:：]")
_WRITER = lazy(r"(?:作 ?者|编 ?著|著 ?者|译 ?者) ?[:：]")

# What a font for icons prints as a picture: folder [财经]
_ICON = lazy(rf"(?:[a-z_]{{3,24}} )+[{re.escape(OPENERS)}]?(?={HAN})")

# 〔松岭通讯社〕立冬以后，…
_OPENING = lazy(rf"[〔【\[［]({HAN}{{2,8}})[〕】\]］](?={HAN})")
# A label in a line of its own, the names in the next: 松岭新闻记者 |
_LINE_OF_LABEL = lazy(
    rf"(?m)^([\w·]{{0,14}}?{MANNER_RUN}{ROLE} ?[|｜丨:：]) ?\n(?=(?:{HAN}|[ 、]){{2,14}}$)"
)


@dataclass(frozen=True, slots=True)
class Byline:
    """The credits of one text; names in the order of print, none twice in a field."""

    source: str | None
    reporters: tuple[str, ...]
    correspondents: tuple[str, ...]
    editors: tuple[str, ...]


NOBODY = Byline(None, (), (), ())
"""A line or a text that credits neither an outlet nor anybody."""


def _together(line: str) -> str:
    """Return *line* with the labels that are spaced out put together, and without countries."""
    if "\t" in line:
        if _ROW.fullmatch(line):
            cells = line.split("\t")
            line = " | ".join(map("：".join, zip(cells[::2], cells[1::2], strict=False)))
        line = _NEXT_CELL.sub(r"\1 ", _CELL.sub(" | ", line))
    if "·" in line:
        line = _COUNTRY.sub("", line)
    return _SPREAD.sub(lambda label: label[0].replace(" ", ""), line) if " " in line else line


def _read_closed(text: str) -> tuple[Credits, bool]:
    """Return the credits that are all of *text*, and whether it holds credits (even 校对：甲某)."""
    if not MAY_CREDIT.search(text):
        return [], False
    line = scan(text, closed=True)
    found = line.found
    if not found and len(text) <= _BESIDE:
        found = beside_outlet(text)
        if (
            not found and "，" not in text and CLOCK.search(text)
        ):  # 《松岭日报》2026年11月21日 作者：夏嘉雯
            found = scan(CLOCK.sub(" | ", text), closed=True).found
    return found, bool(found) or (line.labelled and line.whole)


def _read_line(line: str, *, head: bool) -> tuple[Credits, bool]:
    """Return the credits of *line* and whether it holds nothing else."""
    line = _together(line)
    if line[-1] == "。" and 1 < len(line) <= _SHORT:
        line = line[:-1]  # 编辑：甲某。
    closed = line[-1] != "。" and len(line) <= _CLOSED and not _FULL_STOP.search(line)
    found: Credits = []
    if closed or head:
        lead = _LEAD.match(line)
        text = line[lead.end() :] if lead else line
        if closed:
            found, only = _read_closed(text)
            if found or only:
                return found, True
        if head:
            found = scan(text[:_HEAD], closed=False).found
    parts = _IN_BRACKETS.findall(line)
    if line[-1] not in _ENDS and (end := _AFTER_TEXT.match(line[-_TAIL:])):
        parts.append(end[1])
    for part in parts:
        found += _read_closed(part.strip())[0]
    return found, False


def _read_block(lines: Iterable[str], limit: int, *, head: bool) -> list[Credits]:
    """Read lines until *limit* of them were more than credits."""
    block = []
    for line in islice(lines, _BLOCK):
        found, only = _read_line(line, head=head)
        block.append(found)
        limit -= not only
        if not limit:
            break
    return block


def _without_writers(lines: list[str]) -> list[str]:
    """Return *lines* without those that say who wrote a book: its title or price is beside."""
    of_book = [_OF_BOOK.search(line[:_CLOSED]) is not None for line in lines]
    return [
        line
        for place, line in enumerate(lines)
        if not (_WRITER.search(line[:_CLOSED]) and any(of_book[max(0, place - 1) : place + 2]))
    ]


def _running_outlet(text: str) -> str | None:
    """Return the outlet of the first sentence such as 9月19日，南都记者从…获悉."""
    for subject in _SUBJECT.finditer(text, 0, _BODY):
        end = subject.start()
        if not text[end - 1 : end].isalnum() and text[end - 1 : end] not in _ENDS_OUTLET:
            continue  # nearly all
        before = _BEFORE_SUBJECT.search(text[max(0, end - 70) : end])
        outlet = shortest_outlet(before[1].strip("《》"), before[2]) if before else None
        if outlet and not (outlet[0] == "向" and outlet[:2] != "向阳"):
            return outlet
    return None


def _byline(found: Credits, judged: str, printed: str) -> Byline:
    """Return what was *found* in the text as it was *judged*, as it is *printed*."""
    if not found:
        return NOBODY

    said: dict[str, list[str]] = {}
    for kind, word in dict.fromkeys(found):
        at = judged.find(word) if judged != printed else -1
        said.setdefault(kind, []).append(printed[at : at + len(word)] if at >= 0 else word)

    def of(kind: str) -> tuple[str, ...]:
        return tuple(said.get(kind, ()))

    source = next((said[kind][0] for kind in SOURCES if kind in said), None)
    return Byline(source, of("reporters"), of("correspondents"), of("editors") or of("desk"))


def _lines(text: str) -> list[str]:
    return [line for raw in text.split("\n") if (line := raw.strip())]


def parse_byline(text: str) -> Byline:
    """Return the credits of a normalised body, one paragraph a line.

    >>> parse_byline("极目新闻记者 林永俊通讯员 曾斯 袁永华9月17日，位于武汉沌口的基地内……")
    Byline(source='极目新闻', reporters=('林永俊',), correspondents=('曾斯', '袁永华'), editors=())
    >>> parse_byline("9月19日，南都记者从中央气象台获悉，气温将下降。\\n编辑：甲某 校对：乙某")
    Byline(source='南都', reporters=(), correspondents=(), editors=('甲某',))
    """
    judged = simplified(text)
    lines = _lines(judged)
    if any(line[-1] in ":：|丨｜" for line in lines):
        lines = _lines(_LINE_OF_LABEL.sub(r"\1 ", judged))
    if "出版社" in judged or "书名" in judged:
        lines = _without_writers(lines)
    head = _read_block(lines, _HEAD_LINES, head=True)
    tail = _read_block(reversed(lines[len(head) :]), _TAIL_LINES, head=False)
    found = [credit for part in (*head, *reversed(tail)) for credit in part]
    if lines:
        found += read_signature(lines[-1][-_TAIL:])
    if any(map(judged.__contains__, SIGNS)):
        found += read_signs(lines, lines[:_HEAD_LINES] + lines[-_TAIL_LINES:])
    if not any(kind in (*SOURCES, OURS) for kind, _ in found):
        opening = _OPENING.match(lines[0]) if lines else None
        begins = opening is not None and is_outlet(opening[1])
        if outlet := opening[1] if opening and begins else _running_outlet(judged):
            found.append((SOURCES[-1], outlet))
    return _byline(found, judged, text)


def read_credits(line: str) -> Byline:
    """Return the credits of a *line* that is known to hold credits, a date and the like alone.

    >>> read_credits("2026-11-21 来源：中国新闻网 夏嘉雯 责任编辑：林永俊 字号：大 中 小").reporters
    ('夏嘉雯',)
    """
    line = line[: 2 * _INFO]  # a date takes room, too
    judged = simplified(line)
    text = CLOCK.sub(" | ", _together(judged.strip()))[:_INFO].strip(" |" + OPENERS + CLOSERS)
    found, only = _read_closed(_LEAD.sub("", text, count=1))
    alone = _ICON.sub("", text)
    if not found and is_outlet(alone) and alone != line:  # beside a date
        found.append(("credited", alone))
    elif not only:
        starts = [label.start() for label in _LABELS.finditer(text)]
        for begin, end in pairwise([*starts, len(text)]):
            part = text[begin:end].strip()
            said = _SAID.match(part)
            found += _read_closed(part)[0] or (_read_closed(said[0])[0] if said else [])
    return _byline(found, judged, line)
