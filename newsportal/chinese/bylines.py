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

Precision comes first: a name needs a surname unless a mark announces it (``作者：``), and
记者致电…, 记者从…获悉, 编辑部 or 资金来源： give nothing. A sentence 南都记者从…获悉 names the
outlet alone, and only where no credit does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from newsportal.chinese.credit_words import (
    ASIDE,
    HAN,
    IMAGES,
    LABEL,
    LONG_ROLE,
    MANNER,
    MARK,
    OTHERS,
    OUTLET,
    OUTLET_BEFORE,
    OWN,
    PERSON,
    PERSONS,
    ROLE,
    SPACED,
    TASKS,
    any_of,
    is_name,
    is_outlet,
    is_pen_name,
    is_pseudonym,
    may_be_called,
    may_be_outlet,
    people,
    shortest_outlet,
)

_HEAD_LINES, _TAIL_LINES = 3, 6  # lines that may hold credits; those of credits only do not count
_BLOCK = 14  # but there are never more than these at either end
_HEAD, _TAIL = 200, 300  # characters of a line that are looked at
_BODY = 20_000  # characters of the text that are searched for 南都记者从…获悉
_CLOSED = 160  # a longer line is more than a credit

_DATE = r"(?:\d{2,4}[年/.-])?\d{1,2}[月/.-]\d{1,2}日?"
_OPENERS, _CLOSERS = "（([【［〔", "）)]】］〕"
_BRACKET = re.escape(_OPENERS + _CLOSERS)
_SOURCE = re.compile(
    rf"""
    (?: (?:文章|稿件|新闻|信息|内容|转载|综合|本文|原文)?来源(?!于)
      | 稿源|转自|转载自|摘自|原载于?|综合(?=\ ?[:：|｜]) )
    (?P<mark>{MARK})
    (?P<value>[^\s|｜丨，,。;；:：/()（）\[\]【】]{{2,30}}(?:(?<=[A-Za-z])\ [A-Z][A-Za-z]+)*)
    """,
    re.VERBOSE,
)
_ROLE_BEHIND = re.compile(rf"(.+?)({MANNER}*)(?:{PERSON}|{any_of(TASKS, OTHERS)}(?=[:：]))")
_SOURCE_WRAPPING = re.compile(r"^(?:综合|据)|(?:官方)?(?:微信)?公众号(?=[“\"《])|[@“”\"《》「」]")
_NO_SOURCE = {*OWN, "网络", "互联网", "综合", "原创", "未知", "其他", "网络综合", "本站原创"}
# 停电, 致电 and the like begin stories on electricity and telephones, not news from an agency.
_NO_WIRE = "(?<![充停供用发来致没断触漏放输送节通导带核光家机贺限缺耗省蓄储售购配变绿雷])"
_NO_NEWS = "(?<![喜音审问])"
_DATELINE = re.compile(
    rf"""
    (?P<by>(?:本报|本网)?(?:据|综合))? 《?(?P<outlet>[\w·+、“”-]{{2,24}}?)》? \ ?(?:{_DATE})?\ ?
    (?P<verb>{_NO_WIRE}电|{_NO_NEWS}讯|(?<![好坏假])消息|快讯|综合报道|报道)?
    (?=$|[\s,，:：（(【\[记题。）)\]】])
    """,
    re.VERBOSE,
)
# Between an outlet and its verb stands a place. These make them another body's name: 新闻发布|会.
_NO_PLACE = re.compile(r"(?<![四新])会$|[办所局部院厅处室司心团队校史馆]$|^站")
_UNKNOWN = re.compile(rf"[^\d]{{3,}}|[{HAN}]*[A-Z]\w+")
_CREDIT_NEXT = re.compile(rf"(?: ?[（(]| ) ?{MANNER}*{PERSON}")
_PEOPLE_BEHIND = re.compile(r" ?[（(]([^（）()\n]{2,30})[）)]")
_WHEN = (
    rf"(?:{_DATE}(?:[上下]午|中午|晚间?|凌晨|清晨)?|[近今昨当][日天晚]|日前|[上下]午|晚间|凌晨"
    r"|此前|目前|其间|期间|随后|之后|同时|此外|对此)"
)
# 记者 as the subject of a sentence; not the caption 新华社记者甲某摄.
_SUBJECT = re.compile(rf"记者(?=[{HAN}])(?![^，。\n]{{0,12}}摄(?:影)?(?:[^{HAN}]|$))")
_BEFORE_SUBJECT = re.compile(rf"(?:^|[^\w+·《》-]){_WHEN}*+({OUTLET})({MANNER}*){ASIDE}{MANNER}*\Z")

_RUN = re.compile(rf"[{HAN}]{{1,12}}(?:[·•・‧][{HAN}]{{1,10}})*")
_GLUED = re.compile(f"[{HAN}]")
_REPORT = re.compile(r" ?(?:\d|(?:综合|联合)?报道)")
_LATIN = re.compile(
    r"(?=\S*[a-z])[A-Za-z][A-Za-z.'’-]{1,20}(?: [A-Z][A-Za-z.'’-]{0,20}){0,4}(?![\w])"
)
# A name ends here at the latest: 林永俊|通讯员, 夏嘉雯|从现场发回报道, 甲某|摄.
_CUT = re.compile(
    rf"{MANNER}*{LONG_ROLE}|摄|(?:综合|联合)?报道|发自|从|(?:本文)?来源|近日|日前|[今昨][日天]"
    rf"|(?<=..)[和与及](?!报道)(?=[{HAN}]{{2,4}}(?![{HAN}])|{MANNER}*{LONG_ROLE})"
)
_NOTE = re.compile(r" ?[（(](?![^）)]*(?:记者|[:：]))[^）)\n]{1,20}[）)]")  # 甲某（实习）
_OPEN_GAP = re.compile(rf"(?:[ 、/／|｜丨{_BRACKET}]|(?<=[{HAN}])[和与及])+")
_CLOSED_GAP = re.compile(rf"(?:[ 、/／|｜丨{_BRACKET}，,;；·…<>]|(?<=[{HAN}])[和与及])+")
_WORD = re.compile(rf"[^\s、，,;；/|｜丨:：{_BRACKET}]{{1,14}} ?[:：]?")

_LEAD = re.compile(  # what may stand before a credit: □, 2024-09-19 10:00, an opening bracket
    rf"[\s□■◎○●▲△▶◆◇★☆*—–{re.escape(_OPENERS)}-]*(?:{_DATE}(?: \d{{1,2}}:\d\d(?::\d\d)?)? )?"
)
_SPREAD = re.compile(rf"([编责记作来]) ([辑编者源])(?=[:：/|｜丨 ])(?<![{HAN}]...)")  # 编 辑：
_IN_BRACKETS = re.compile(
    rf"[{re.escape(_OPENERS)}]([^{_BRACKET}]{{2,120}})[{re.escape(_CLOSERS)}]"
)
_AFTER_TEXT = re.compile(r".*[。！？!?…”]\s?([^。！？!?…”]{3,120})$")
_SIGNATURE = re.compile(rf"[（(]([{HAN}\w+· 、]{{2,20}})[）)]$")
_FULL_STOP = re.compile(r"[。！？!?]")

# What a credit gives: (field, name), or an outlet under one of these, the surest first.
_SOURCES = ("stated", "credited", "reported")  # 来源：南都 - 南都记者 甲某 - 据南都报道
_Credits = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Byline:
    """The credits of one text; names in the order of print, none twice in a field."""

    source: str | None
    reporters: tuple[str, ...]
    correspondents: tuple[str, ...]
    editors: tuple[str, ...]


def _unlabelled(text: str) -> _Credits:
    return [("reporters", name) for name in people(text)]


class _Scanner:
    """Reads one run of credits from the start of a text: label, names, label, names ..."""

    def __init__(self, text: str, *, closed: bool) -> None:
        self.text, self.closed = text, closed
        self.pos = 0
        self.credits: _Credits = []
        self.labelled = self.whole = False  # has a label been met, all of the text been read?
        self._begin(None)

    def run(self) -> _Credits:
        """Return the credits; none if the text is closed and holds something else."""
        self._dateline()
        while self._gap() and (self._source() or self._label() or self._name() or self._word()):
            pass
        self._end()
        self.whole = not self.text[self.pos :].strip()
        return self.credits if self.whole or not self.closed else []

    def _begin(self, fields: set[str] | None, outlet: str | None = None) -> None:
        """Open a list of names; *fields* is empty for roles not kept, None without a label."""
        self.fields, self.outlet = fields, outlet
        self.names: list[str] = []
        self.fresh = fields is not None  # nothing stands between the label and this place
        self.marked = self.inherited = False
        self.labelled |= self.fresh

    def _end(self) -> None:
        if self.fields and self.names:
            self.credits += [(role, name) for role in sorted(self.fields) for name in self.names]
            if self.outlet:
                self.credits.append(("credited", self.outlet))
        self._begin(None)

    def _gap(self) -> bool:
        """Pass separators and brackets; a bracket ends a list. Tell whether text is left."""
        gap = (_CLOSED_GAP if self.closed else _OPEN_GAP).match(self.text, self.pos)
        if gap:
            self.pos = gap.end()
            if not set(_OPENERS + _CLOSERS).isdisjoint(gap[0]):
                self._end()
        return self.pos < len(self.text)

    def _dateline(self) -> None:
        """Read 新华社北京9月19日电, 本报讯 or 据央视新闻报道, and bare names in brackets behind."""
        match = _DATELINE.match(self.text)
        if not match or not (match["verb"] or match["by"]):
            return
        words, verb, end = match["outlet"], match["verb"] or "", match.end()
        # The place follows without a mark. The longest outlet wins: 央视新闻客户端, not 央视.
        ends = range(len(words), 1 if verb else len(words) - 1, -1)
        names = (
            words[:n]
            for n in ends
            if words[n : n + 1] not in ("·", "、") and not _NO_PLACE.search(words[n:])
        )
        outlet = next((name for name in names if is_outlet(name) and name not in _NO_SOURCE), None)
        if is_outlet(words + verb) and (not outlet or self.text.startswith("记者", end)):
            if not match["by"]:
                return  # 大别山快讯记者 甲某
            outlet = words + verb  # 据松岭广电
        elif not outlet and _UNKNOWN.fullmatch(words) and _CREDIT_NEXT.match(self.text, end):
            outlet = words if may_be_outlet(words) else None
        if outlet:
            self.credits.append(("reported" if match["by"] else "credited", outlet))
        elif not words.startswith(OWN):
            return
        self.pos, self.labelled = end, True
        if behind := _PEOPLE_BEHIND.match(self.text, end):
            self.credits += _unlabelled(behind[1])

    def _source(self) -> bool:
        match = _SOURCE.match(self.text, self.pos)
        behind_word = self.text[self.pos - 1 : self.pos].isalnum() and not self.names
        if not match or behind_word:  # 消息来源
            return False
        value = match["value"]
        if cut := _ROLE_BEHIND.match(value):
            value = shortest_outlet(cut[1], cut[2]) or cut[1]
        self._end()
        self.pos, self.labelled = match.start("value") + len(value), True
        name = _SOURCE_WRAPPING.sub("", value)
        sure = self.closed and match["mark"].strip()
        if len(name) > 1 and name not in _NO_SOURCE and (sure or is_outlet(name)):
            self.credits.append(("stated", name))
            self.fields = {"reporters"}  # 来源：中国新闻网 甲某
        return True

    def _label(self) -> bool:
        """Read 采写：, 南都记者, 文/图, 责任编辑, or a role behind its names: 甲某 摄."""
        outlet, match = None, LABEL.match(self.text, self.pos)
        if match and self._is_suffix(match):
            return True
        if not (match and self._is_label(match)):
            before = OUTLET_BEFORE.match(self.text, self.pos)
            match = LABEL.match(self.text, before.end()) if before else None
            outlet = self._outlet(before, match) if before and match else None
            if not (match and outlet):
                return False
        roles = re.findall(ROLE, match["words"])
        marked = bool(match["mark"].strip())
        fields = {(PERSONS | TASKS)[role] for role in roles if role in PERSONS | TASKS}
        # 图/羊城晚报记者 甲某 通讯员 乙某: still photographers. 编辑：实习生 甲某: still an editor.
        inherited = self.inherited or (self.fresh and "reporters" not in (self.fields or ()))
        inherited = inherited and bool(match["person"])
        if inherited:
            fields = self.fields or set()
        self._end()
        self._begin(fields, outlet)
        self.pos, self.marked, self.inherited = match.end(), marked, inherited
        return True

    def _outlet(self, before: re.Match[str], label: re.Match[str]) -> str | None:
        """Return the outlet *before* a label: 柳桥融媒 before 见习记者, 半岛 before 全媒体记者."""
        short, manner, blank = before.groups()
        short = short.strip("《》")
        name = shortest_outlet(short, manner)
        if name or label["person"] != "记者":
            return name
        known = may_be_outlet if blank or self.names else may_be_called
        return short if known(short) else None

    def _is_label(self, match: re.Match[str]) -> bool:
        """Tell whether a role begins a list: 编辑 甲某, not 作者甲某认为."""
        if match["mark"].strip() or match["person"]:
            return True
        if len(re.findall(ROLE, match["words"])[-1]) == 1:
            return bool(match["mark"]) and not self.pos
        return self.closed

    def _is_suffix(self, match: re.Match[str]) -> bool:
        """Deal with a role behind its names: 甲某 文 乙某 摄, 甲某/文, 甲某 摄影报道."""
        roles, end = re.findall(ROLE, match["words"]), match.end()
        if not self.names or (match["mark"].strip() and roles != ["报道"]):
            return False
        if not all(role in IMAGES or TASKS.get(role) == "reporters" for role in roles):
            return False
        if len(roles[-1]) == 1 and not match["mark"] and _RUN.match(self.text, end):
            return False  # 甲某 文乙某
        if roles[0] not in ("文", "摄", "报道") and self.text[self.pos - 1] not in "/／":
            ahead = _Scanner(self.text[end:], closed=self.closed)  # 摄影 乙某 is a label
            ahead._begin(set())
            if ahead._gap() and ahead._name():
                return False
        if not any(role in TASKS for role in roles):
            self.names = []
        elif self.fields is None:
            self.fields = {"reporters"}
        self._end()
        self.pos = end
        return True

    def _name(self) -> bool:
        if self.fields is None and not self.closed:
            return False
        if spaced := SPACED.match(self.text, self.pos):
            return self._take(spaced[1] + spaced[2], spaced.end())
        run = _RUN.match(self.text, self.pos)
        if not run:
            latin = _LATIN.match(self.text, self.pos) if self.marked and self.fresh else None
            return self._take(latin[0], latin.end()) if latin else False
        name = run[0][: cut.start()] if (cut := _CUT.search(run[0])) else run[0]
        end = self.pos + len(name)
        if not name or not self._fits(name, self.text[end : end + 1]):
            return False
        note = _NOTE.match(self.text, end)
        return self._take(name, note.end() if note else end)

    def _take(self, name: str, end: int) -> bool:
        self.names.append(name)
        self.pos, self.fresh = end, False
        return True

    def _fits(self, word: str, follower: str) -> bool:
        """Tell whether *word* is a name in this place."""
        if follower and follower in (":：" if self.closed else ":：，,。！？；“”…%"):
            return False  # 记者马上，…: only a list, a date or a bracket goes on after a name
        end = self.pos + len(word)
        # Names are due where even 孔子 is one: not 记者连线, 甲某 金华报道.
        alone = not _GLUED.match(self.text, self.pos - 1) and not _REPORT.match(self.text, end)
        if is_outlet(word) or is_name(word, listed=self.closed and alone):
            return not is_outlet(word)
        if self.fields and "correspondents" in self.fields and self.fresh:
            return is_pseudonym(word)
        return self.closed and self.marked and self.fresh and is_pen_name(word)

    def _word(self) -> bool:
        """Pass over a word that is neither label nor name, with the names after it."""
        match = _WORD.match(self.text, self.pos) if self.closed else None
        if not match or not (self.labelled or match[0][-1] in ":："):
            return False
        self._end()
        self._begin(set())
        self.pos, self.fresh = match.end(), False
        return True


def _read_line(line: str, *, head: bool) -> tuple[_Credits, bool]:
    """Return the credits of *line* and whether it holds nothing else."""
    line = _SPREAD.sub(r"\1\2", line)
    lead = _LEAD.match(line)
    text = line[lead.end() :] if lead else line
    if len(line) <= _CLOSED and not _FULL_STOP.search(line):
        scanner = _Scanner(text, closed=True)
        found = scanner.run() or (_unlabelled(text) if line[0] == "□" else [])
        if found or (scanner.labelled and scanner.whole):  # 校对：甲某 is a credit, too
            return found, True
    found = _Scanner(text[:_HEAD], closed=False).run() if head else []
    parts = [bracket[1] for bracket in _IN_BRACKETS.finditer(line)]
    if end := _AFTER_TEXT.match(line[-_TAIL:]):
        parts.append(end[1])
    for part in parts:
        found += _Scanner(part.strip(), closed=True).run()
    return found, False


def _read_block(lines: Iterable[str], limit: int, *, head: bool) -> list[_Credits]:
    """Read lines until *limit* of them were more than credits."""
    block = []
    for line in islice(lines, _BLOCK):
        found, only = _read_line(line, head=head)
        block.append(found)
        limit -= not only
        if not limit:
            break
    return block


def _read_signature(line: str) -> _Credits:
    """Read what may stand in brackets at the very end: …。（甲某）, …。（央视新闻客户端）."""
    signature = _SIGNATURE.search(line[-_TAIL:])
    if signature and is_outlet(signature[1]):
        return [("reported", signature[1])]
    return _unlabelled(signature[1]) if signature else []


def _running_outlet(text: str) -> str | None:
    """Return the outlet of the first sentence such as 9月19日，南都记者从…获悉."""
    for subject in _SUBJECT.finditer(text, 0, _BODY):
        before = _BEFORE_SUBJECT.search(text[max(0, subject.start() - 70) : subject.start()])
        outlet = shortest_outlet(before[1].strip("《》"), before[2]) if before else None
        if outlet and not re.match("向(?!阳)", outlet):
            return outlet
    return None


def parse_byline(text: str) -> Byline:
    """Return the credits of a normalised body, one paragraph a line.

    >>> parse_byline("极目新闻记者 林永俊通讯员 曾斯 袁永华9月17日，位于武汉沌口的基地内……")
    Byline(source='极目新闻', reporters=('林永俊',), correspondents=('曾斯', '袁永华'), editors=())
    >>> parse_byline("9月19日，南都记者从中央气象台获悉，气温将下降。\\n编辑：甲某 校对：乙某")
    Byline(source='南都', reporters=(), correspondents=(), editors=('甲某',))
    """
    lines = [line for raw in text.split("\n") if (line := raw.strip())]
    head = _read_block(lines, _HEAD_LINES, head=True)
    tail = _read_block(reversed(lines[len(head) :]), _TAIL_LINES, head=False)
    found = [credit for part in (*head, *reversed(tail)) for credit in part]
    if lines:
        found += _read_signature(lines[-1])

    def of(kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for field, name in found if field == kind))

    source = next((outlet for kind in _SOURCES for outlet in of(kind)), None)
    return Byline(
        source or _running_outlet(text), of("reporters"), of("correspondents"), of("editors")
    )


_CLOCK = re.compile(
    r"(?:\d{4}[年./-])?\d{1,2}[月./-]\d{1,2}日?(?: ?\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?"
)


def read_credits(line: str) -> Byline:
    """Return the credits of a *line* that is known to hold credits and such things alone.

    >>> read_credits("2026-11-21 来源：中国新闻网 夏嘉雯 责任编辑：林永俊 字号：大 中 小").reporters
    ('夏嘉雯',)
    """
    text = _CLOCK.sub(" | ", " ".join(line.split())).strip(" |")
    scanner = _Scanner(text[:_CLOSED], closed=True)
    found = scanner.run()

    def of(kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for field, name in found if field == kind))

    source = next((outlet for kind in _SOURCES for outlet in of(kind)), None)
    return Byline(source, of("reporters"), of("correspondents"), of("editors"))
