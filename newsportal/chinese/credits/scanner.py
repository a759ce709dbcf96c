"""Reads a run of credits: label, names, label, names ...

A *closed* text must be credits alone, so what is not known (``客服 甲某``) can be passed over. In
an *open* one, the head of a paragraph, the first word that is no name ends the credits.
"""

from __future__ import annotations

import re

from newsportal.chinese.credits.datelines import DATE, WRAPPING, Credits, read_dateline
from newsportal.chinese.credits.name_list import NameList, is_sure
from newsportal.chinese.credits.names import (
    SPACED,
    Confidence,
    begins_like_a_word,
    confidence,
    could_be_name,
    is_name_among_names,
    is_name_and_word,
    is_nobody,
    is_office,
    is_pen_name,
    split_people,
)
from newsportal.chinese.credits.outlets import (
    OUTLET_ENDINGS,
    OUTLETS,
    is_outlet,
    may_be_called,
    may_be_outlet,
    shortest_outlet,
)
from newsportal.chinese.credits.stated_source import read_source
from newsportal.chinese.credits.words import (
    HAN,
    IMAGES,
    LABEL,
    LONG_ROLE,
    MANNER_RUN,
    OTHERS,
    OUTLET_BEFORE,
    OUTLET_RUN,
    PERSON,
    PERSONS,
    ROLES,
    SOMEBODY,
    TASKS,
)
from newsportal.chinese.lazy_pattern import lazy

OPENERS, CLOSERS = "（([【［〔〖", "）)]】］〕〗"
BRACKET = re.escape(OPENERS + CLOSERS)
_ROLES = (*PERSONS, *TASKS, *IMAGES, *OTHERS)
_BRACKETS = frozenset(OPENERS + CLOSERS)
_QUOTES = frozenset("《“（(】]］〕")
_HEADED = frozenset("】]］〕")  # 【关注】记者 甲某
_LISTS = frozenset("、/／&＆，,;；")  # go on with a list; a blank may begin something else
# A character that every text with credits has: the last one of a role, of 来源, 据 or an outlet.
MAY_CREDIT = lazy(
    "["
    + re.escape("".join(sorted({word[-1] for word in (*_ROLES, *OUTLET_ENDINGS, *OUTLETS)})))
    + "源处自载电讯息据合]"
)
_RUN = lazy(rf"[{HAN}]{{1,12}}(?:[·•・‧][{HAN}]{{1,10}})*")
_DAY, _POINT = lazy(DATE), lazy("[•‧]")
_GLUED = lazy(f"[{HAN}]")
_REPORT = lazy(r" ?(?:\d|(?:综合|联合)?报[道导])")
_LATIN = lazy(r"(?=\S*[a-z])[A-Za-z][A-Za-z.'’-]{1,20}(?: [A-Z][A-Za-z.'’-]{0,20}){0,4}(?![\w])")
_HOW = "(?:综合|联合|现场|连线|独家|专题|特别|深度|即时)"
# A name ends here at the latest: 林永俊|通讯员, 夏嘉雯|从现场发回报道, 甲某|摄.
_CUT = lazy(
    rf"{MANNER_RUN}{LONG_ROLE}|(?<=..)文(?=[/／]图)|[摄丨]|{_HOW}{{0,3}}报[道导]|发自|从|(?:本文)?来源|文章内容举报|近日|(?<=..)系(?![列统数])(?=[{HAN}]{{4}})|(?<![明今昨本近当])日前"
    rf"|[今昨][日天]|(?<=..)[和与及](?!报[道导])(?=[{HAN}]{{2,4}}(?![{HAN}])|{MANNER_RUN}{LONG_ROLE})"
)
# 甲某某台北21日电, 甲某某松岭报道
_PLACED = lazy(
    rf"(?![{HAN}]{{2,3}}{_HOW})([{HAN}]{{2,3}})[{HAN}]{{2,4}}(?:\d{{1,2}}日(?:专?电|讯)|专?电(?=[）)】])|(?:即时)?报[道导])"
)
# What makes a name of the words before it: 易明/文, 叶静 摄影报道
_SIGNED = lazy(rf"(?: ?[/／] ?| )(?:图文|文[图字]|撰文|文(?![{HAN}])|(?:摄影)?报[道导])")
_NOTE = lazy(r" ?[（(](?![^）)]*(?:记者|[:：]))[^）)\n]{1,20}[）)]")  # 甲某（实习）
_OPEN_GAP = lazy(rf"(?:[ 、/／|｜丨&＆{BRACKET}]|(?<=[{HAN}])[和与及])+")
_CLOSED_GAP = lazy(
    rf"(?:[ 、/／|｜丨&＆+＋{BRACKET}，,;；·•…<>]|(?<=[{HAN}])[和与及]|(?<=[{HAN}] )[和与及](?= ))+"
)
_WORD = lazy(rf"[^\s、，,;；/|｜丨&＆:：{BRACKET}]{{1,14}} ?[:：]?")
# A word in a list that is no role of its own: an unknown name or the office that somebody is from.
_BETWEEN_NAMES = lazy(
    rf"[{HAN}]{{3,12}}(?<![员师手编审播务划导监制作计辑头客])|[{HAN}]{{2,12}}[局委会部院校]"
)


_GIVES = lazy("(?:供稿|供图|提供|出品)$")
# Whose editor or correspondent somebody is: 每日松岭编辑：, not 特效字幕编辑：; 县教育局通讯员
_HOUSE = lazy(
    rf"(?!.*{LONG_ROLE})[{HAN}]{{4,}}(?<!美术|图片|图文|动画|特效|音乐|字幕|封面|海报|数据)"
)
_OFFICE = lazy(
    rf"[{HAN}]{{2,}}(?:[局委办厅院部所站校会镇乡]|支队|大队|中心|公司|集团|街道|大学|[中小]学)"
)
_MARKED_NEXT = lazy(rf"(?<= ){MANNER_RUN}{PERSON} ?[:：]")
_NEXT_LABEL = lazy(rf" ?{MANNER_RUN}{PERSON} ?([{HAN}]{{2,4}})")
_NEXT_NAME = lazy(rf"、([{HAN}]{{2,4}})(?![{HAN}])")
# The same in an open text, where only a label may follow: 记者 布仁 通讯员 甲某
_STRANGER = lazy(rf"[{HAN}]{{2,4}}(?=[ 、]{MANNER_RUN}{PERSON})")


def _is_of_somebody(words: str, label: re.Match[str]) -> bool:
    """Tell whether an editor's or a correspondent's *label* stands behind whom they work for."""
    if label["person"] == "编辑":
        return bool(label["mark"].strip() and _HOUSE.fullmatch(words))
    return label["person"] == "通讯员" and _OFFICE.fullmatch(words) is not None


class Scanner:
    """Reads the credits at the start of *text*."""

    def __init__(self, text: str, *, closed: bool) -> None:
        self.text, self.closed = text, closed
        self.pos = 0
        self.credits: Credits = []
        self.labelled = False  # has a label been met?
        self.open = NameList(None)
        self.listed = False  # stands a comma or the like before this place?

    def run(self) -> Credits:
        """Return the credits; none if the text is closed and holds something else."""
        if dateline := read_dateline(self.text):
            self.credits, self.pos = dateline
            self.labelled = True
        while self._gap() and (self._source() or self._label() or self._name() or self._word()):
            pass
        self._end()
        return self.credits if self.whole or not self.closed else []

    @property
    def whole(self) -> bool:
        """Tell whether all of the text has been read."""
        return not self.text[self.pos :].strip()

    def _end(self, following: NameList | None = None) -> None:
        """Close the list of names that is open, and begin the *following* one."""
        if self.open.fields is None and self.open.outlet:
            self.open.fields = {"reporters"}  # 松岭日报 甲某 通讯员 乙某
        if (names := self.open.names) and self.open.fields and self.open.believed:
            self.credits += [(each, name) for each in sorted(self.open.fields) for name in names]
            if self.open.outlet:
                self.credits.append(("credited", self.open.outlet))
        self.open = following or NameList(None)
        self.labelled |= self.open.fields is not None

    def _gap(self) -> bool:
        """Pass separators and brackets; a bracket ends a list. Tell whether text is left."""
        gap = (_CLOSED_GAP if self.closed else _OPEN_GAP).match(self.text, self.pos)
        self.listed = gap is not None and not _LISTS.isdisjoint(gap[0])
        if gap:
            self.pos = gap.end()
            announced = self.closed and self.open.fresh and gap[0] in OPENERS  # 编辑（高远）
            if not (announced or _BRACKETS.isdisjoint(gap[0])):
                self._end()
        return self.pos < len(self.text)

    def _source(self) -> bool:
        stated = read_source(self.text, self.pos, behind_names=bool(self.open.names))
        if stated is None:
            return False
        # A bare name behind it is the reporter's: 来源：中国新闻网 甲某
        self._end(NameList({"reporters"}))
        self.pos = stated.end
        if stated.is_believed(closed=self.closed):
            self.credits.append(("stated", stated.outlet))
        else:
            self.open.fields = set()
        return True

    def _label(self) -> bool:
        """Read 采写：, 南都记者, 文/图, 责任编辑, or a role behind its names: 甲某 摄."""
        outlet, match = None, LABEL.match(self.text, self.pos)
        if match and self._is_suffix(match):
            return True
        if not (match and self._is_label(match)):
            before = self._outlet_before()
            match = LABEL.match(self.text, before.end()) if before else None
            outlet = self._outlet(before, match) if before and match else None
            if match is None or outlet is None:
                return False
        roles = ROLES.findall(match["words"])
        fields = {(PERSONS | TASKS)[role] for role in roles if role in PERSONS | TASKS}
        # 图/羊城晚报记者 甲某 通讯员 乙某: still photographers. 编辑：实习生 甲某: still an editor.
        before_it, person = self.open, bool(match["person"])
        inherited = before_it.inherited or (
            before_it.fresh and "reporters" not in (before_it.fields or ())
        )
        inherited &= not outlet or fields != {"editors"}  # 出品/松岭日报 编辑/甲某
        if (inherited and person) or (roles == ["实习生"] and before_it.fields == {"editors"}):
            fields = before_it.fields or set()  # 编辑：甲某 实习生 乙某 edited it together
        marked, twice = bool(match["mark"].strip()), before_it.fresh and before_it.marked
        twice = twice and outlet is not None
        if (
            before_it.names
            and before_it.fields is None
            and self.text[match.end() :].strip("）)】]")
        ):
            before_it.fields = {"reporters"}  # 甲某 记者 乙某
        if outlet is None and fields == {"reporters"} and not (before_it.fields or before_it.names):
            outlet = before_it.outlet  # 松岭日报 | 作者 甲某
        self._end(NameList(fields, outlet, person, marked, inherited and person, True, twice))
        self.pos = match.end()
        return True

    def _outlet_before(self) -> re.Match[str] | None:
        """Return the words before the next role, if they can be an outlet's name."""
        if self._named_next():
            return None  # 记者夏嘉雯松岭电台记者林永俊
        run = OUTLET_RUN.match(self.text, self.pos)
        end = run.end() if run else self.pos
        quoted = self.text[end : end + 1] in _QUOTES  # or an aside
        if not quoted and not SOMEBODY.search(self.text, self.pos, end):
            return None  # nearly always; the pattern takes long to find that
        return OUTLET_BEFORE.match(self.text, self.pos)

    def _outlet(self, before: re.Match[str], label: re.Match[str]) -> str | None:
        """Return the outlet *before* a label: 柳桥融媒 before 见习记者, 半岛 before 全媒体记者.

        It is empty where the label is believed, but not that an outlet stands before it.
        """
        short, manner, blank = before.groups()
        short = WRAPPING.sub("", short.replace("》《", "、")).rstrip("·")
        name = shortest_outlet(short, manner)
        if name or label["person"] != "记者" or blank.strip():
            believed = self.closed and not blank and _is_of_somebody(short, label)
            believed = believed or blank[:1] in _HEADED
            return "" if believed and not name else name  # 老街新貌 | 记者
        if self.open.person and not self.open.names:
            return None  # 记者布仁 见习记者林永俊: the outlet stands before 记者
        known = may_be_outlet if blank or self.open.names else may_be_called
        believed = confidence(short) >= Confidence.LABELLED
        return short if known(short) and not believed else None

    def _is_label(self, match: re.Match[str]) -> bool:
        """Tell whether a role begins a list: 编辑 甲某, not 作者甲某认为."""
        if match["mark"].strip() or match["person"]:
            return True
        if len(ROLES.findall(match["words"])[-1]) == 1:
            return bool(match["mark"]) and not self.pos
        return self.closed

    def _is_suffix(self, match: re.Match[str]) -> bool:
        """Deal with a role behind its names: 甲某 文 乙某 摄, 甲某/文, 甲某 摄影报道."""
        roles, end = ROLES.findall(match["words"]), match.end()
        if not self.open.names or (match["mark"].strip() and roles[0] not in ("报道", "报导")):
            return False
        if not all(role in IMAGES or TASKS.get(role) == "reporters" for role in roles):
            return False
        glued = not match["mark"] and _RUN.match(self.text, end)
        if glued and (len(roles[-1]) == 1 or glued[0][0] in "由为系"):
            return False  # 甲某 文乙某, 甲某 图片由…提供
        if roles[0] not in ("文", "摄", "报道", "报导") and self.text[self.pos - 1] not in "/／":
            ahead = Scanner(self.text[end:], closed=self.closed)  # 摄影 乙某 is a label
            ahead.open = NameList(set(), fresh=True)
            if ahead._gap() and ahead._name():
                return False
        both = (
            roles == ["摄影"] and self.open.person and len(self.open.names) > 1
        )  # 记者甲某乙某摄影
        if not (any(role in TASKS for role in roles) or (both and end == len(self.text))):
            self.open.names = []
        elif self.open.fields is None:
            self.open.fields = {"reporters"}
        self._end()
        self.pos = end
        return True

    def _name(self) -> bool:
        if self.open.fields is None and not self.closed:
            return False
        if (spaced := SPACED.match(self.text, self.pos)) and confidence(spaced[1] + spaced[2]):
            return self._take(spaced[1] + spaced[2], spaced.end())
        run = _RUN.match(self.text, self.pos)
        if not run:
            announced = self.open.marked and self.open.fresh
            latin = _LATIN.match(self.text, self.pos) if announced else None
            known = latin and not is_nobody(latin[0])
            return self._take(latin[0], latin.end()) if latin and known else False
        cut = _CUT.search(self.text[self.pos : run.end() + len("/图")])
        name = run[0][: cut.start()] if cut else run[0]
        first, point, rest = _POINT.sub("·", name).partition("·")
        if point and self.closed and not is_sure(name) and is_sure(first):
            name = first if is_sure(rest.partition("·")[0]) else name  # 夏嘉雯·林永俊
        end = self.pos + len(name)
        if not name:
            return False
        if (placed := _PLACED.match(self.text, self.pos)) and confidence(
            placed[1]
        ) > Confidence.IN_COMPANY:
            return self._take(placed[1], placed.end())
        if not self._fits(name, self.text[end : end + 1]):
            return self._take_glued(name, end) or self._take_outlet(name, end)
        note = _NOTE.match(self.text, end)
        return self._take(name, note.end() if note else end)

    def _take(self, name: str, end: int) -> bool:
        self.open.names.append(name)
        self.pos, self.open.fresh = end, False
        return True

    def _take_glued(self, run: str, end: int) -> bool:
        """Take 夏嘉雯林永俊, two names, or 夏嘉雯松岭电台, a name and an outlet, not separated."""
        if self._named_next():
            for length in (3, 2):
                name, rest = run[:length], run[length:]
                if confidence(name) == Confidence.ALONE and is_outlet(rest):
                    return self._take(name, end - len(rest))
        names = split_people(run) if self.closed and self.open.fields is not None else []
        self.open.names += names
        if names:
            self.pos, self.open.fresh = end, False
        return bool(names)

    def _take_outlet(self, name: str, end: int) -> bool:
        """Take the outlet of 文/观察者网 夏嘉雯."""
        if not (self.open.fresh and self.open.fields and self.text[end : end + 1] == " "):
            return False
        if not is_outlet(name):
            return False
        self.open.outlet, self.pos = name, end
        return True

    def _fits(self, word: str, follower: str) -> bool:
        """Tell whether *word* is a name in this place."""
        if follower and follower in (":：" if self.closed else ":：，,。！？；“”…%"):
            return False  # 记者马上，…: only a list, a date or a bracket goes on after a name
        if is_outlet(word):
            return False
        sure = confidence(word)
        if sure == Confidence.IN_COMPANY:
            # Names are due where even 金华 is one: not 记者连线, 甲某 金华报道.
            end = self.pos + len(word)
            glued = _GLUED.match(self.text, self.pos - 1) or _REPORT.match(self.text, end)
            last = end == len(self.text) and self.open.names
            return self.closed and not glued and not last
        labelled = self.open.fields is not None or _SIGNED.match(self.text, self.pos + len(word))
        if sure >= (Confidence.LABELLED if labelled else Confidence.ALONE):
            return True
        if self.closed and self._due(word) and could_be_name(word):
            return True
        if self.closed and self._is_all(word) and begins_like_a_word(word):
            return True
        if (sure or is_name_among_names(word)) and self._beside_names(word):
            return True
        if self._listed() > 2 and is_name_and_word(word):
            return True
        if self.open.fields and "correspondents" in self.open.fields and self.open.fresh:
            return is_office(word)
        return self.closed and self.open.marked and self.open.fresh and is_pen_name(word)

    def _named_next(self) -> bool:
        """Tell whether 记者 stands before this place, and nothing between."""
        opened = self.open.fresh and self.open.person and not self.open.marked
        return opened and self.text[self.pos - 1] != " "

    def _listed(self) -> int:
        """Return how many sure names the list has that goes on here."""
        return sum(map(is_sure, self.open.names)) if self.listed and self.closed else 0

    def _beside_names(self, word: str) -> bool:
        """Tell whether *word* stands in a list with a name that is sure: 张宿堂、王雷鸣."""
        if self._listed():
            return True
        following = _NEXT_NAME.match(self.text, self.pos + len(word)) if self.closed else None
        return following is not None and is_sure(following[1])

    def _due(self, word: str) -> bool:
        """Tell whether nothing but a name is due: announced twice, or between outlet and names."""
        if not (self.open.outlet and self.open.fresh):
            return False
        if self.open.twice:
            return True
        following = _NEXT_LABEL.match(self.text, self.pos + len(word))  # 实习生 黄卫平
        return following is not None and confidence(following[1]) == Confidence.ALONE

    def _is_all(self, word: str) -> bool:
        """Tell whether a word is all that a label announces (``责任编辑：周长青``)."""
        last = not self.text[self.pos + len(word) :].strip("]】)）〕")
        apart = self.open.outlet or self.text[self.pos - 1 : self.pos] == " "  # not 记者连日来
        announced = self.open.marked or (self.open.person and apart)
        return bool(announced) and self.open.fresh and last

    def _word(self) -> bool:
        """Pass over a word that is neither label nor name."""
        match = (_WORD if self.closed else _STRANGER).match(self.text, self.pos)
        if not match or not (self.closed or self.open.fresh):
            return False
        word = match[0].strip()
        if self.open.outlet and _DAY.fullmatch(word):  # 松岭日报 2026-11-20 记者 甲某
            self.pos = match.end()
            return True
        if word[-1] in ":：":
            self._end(NameList(set()))  # a role that nobody knows, with its people
        elif self.open.fields is not None and (
            self.open.fresh or self.listed or _BETWEEN_NAMES.fullmatch(word)
        ):
            self._pass_stranger()
        elif self.labelled:
            self._end(NameList(set()))  # 客服 甲某
        elif is_outlet(outlet := word.strip("《》")):  # 都市快报 橙柿互动 记者 甲某
            self._end(NameList(None, outlet))
        elif not (_GIVES.search(word) or _MARKED_NEXT.match(self.text, match.end())):
            return False  # but 宣传部供稿 记者 甲某, 看松岭 编辑：甲某
        self.pos, self.open.fresh = match.end(), False
        return True

    def _pass_stranger(self) -> None:
        """Keep the list open behind a name that nobody knows; its outlet is an outlet still."""
        outlet = self.open.outlet
        if self.open.fields and outlet and not self.open.names and is_outlet(outlet):
            self.credits.append(("credited", outlet))
