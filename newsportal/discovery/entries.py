"""Which links of a page are those of posts, as lists show them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import median

from lxml import etree

from newsportal.chinese.folded_dates import OF_ORACLE, REPUBLIC_DAY
from newsportal.chinese.info_line import is_of_another_act
from newsportal.chinese.lazy_pattern import lazy
from newsportal.discovery.days.headed_days import write_out_headed_days
from newsportal.discovery.days.row_days import write_out_days_of_rows
from newsportal.discovery.link_items import READ_ON, PageLink
from newsportal.discovery.links import words_of

_HAN = lazy("[\u3400-\u9fff\U00020000-\U0003ffff]")
_WORD = lazy(r"[A-Za-z0-9]+")
_LETTER = lazy(r"[^\W\d_]")
_MONTH = (
    r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?"
    "|[一二三四五六七八九十]{1,3}月)"
)
_YEAR_IN_WORDS = "[一二][〇零一二三四五六七八九]{3}年"
_DATE = lazy(
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}(?:\s?[-/.月]\s?\d{1,2}"
    r"(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d))?)?"
    rf"|{_MONTH} \d{{1,2}}(?:,? (?:19|20)\d\d)?|\d{{1,2}} {_MONTH} (?:19|20)\d\d|{REPUBLIC_DAY}"
    r"|(?<![\d/-])\d{1,2}(?P<sign>[-/])\d{1,2}(?P=sign)(?:19|20)\d\d(?!\d)"
    r"|(?<!\d)(?<!\d[-/])\d{1,2}[-/月]\d{1,2}(?![-/]?\d)"
    rf"|{_YEAR_IN_WORDS}[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十廿卅]{{1,3}}日"
    r"|(?<!\d)\d++\s?(?:分钟|小时|天|周|个?月|年)前|昨天|今天|刚刚"
)
_Y, _M, _D = r"(?P<y>(?:19|20)\d\d)", r"(?P<m>0?[1-9]|1[0-2])", r"(?P<d>0?[1-9]|[12]\d|3[01])"
# A date in a box of two lines or three: 21 | 2026-11, 2026.11 | 21, 11-21 | 2026, 21 | 11月 | 2026
_BOXES = (
    lazy(rf"(?<![\d.:-]){_D}日?(?:\s[/|])?\s{_Y}\s?[-/.年]\s?{_M}月?(?!\s?[-/.月日\d])"),
    lazy(rf"(?<!\d){_Y}\s?[-/.年]\s?{_M}月?\s{_D}日?(?!\S)"),
    lazy(rf"(?<![\d.:/-]){_M}[-/.月]{_D}日?\s{_Y}年?(?![-/.年\d])"),
    lazy(rf"(?<!\d){_Y}年?\s{_M}[-/.月]{_D}日?(?!\S)"),
    lazy(rf"(?<![\d.:/-]){_D}日?\s{_M}月\s{_Y}年?(?!\S)"),
)
_MOMENT = lazy(rf"(?:{_DATE.pattern})日?(?:\s*\d{{1,2}}:\d\d(?::\d\d)?)?")  # no title
# Midnight is what software prints of a day without a time.
_TIME = lazy(
    r"日?\s{1,3}(?!0?0:00(?::00)?(?![\d:]))(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])"
)
_YEAR = lazy(rf".*(?:19|20)\d\d|{_YEAR_IN_WORDS}|{REPUBLIC_DAY}")
# 01/05/2026, of January or of May, and 26-09-30
_EITHER_WAY = lazy(r"(?<![\d/.-])(\d{1,2})([/-])(\d{1,2})\2((?:19|20)\d\d)(?![\d/-])")
_SHORT_YEAR = lazy(
    r"(?<![^\s\[(（【])(?=[12]\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![^\s\])）】]))"
)
_COMPACT = lazy(r"(?<!\S)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\S)")
_OF_ORACLE = lazy(OF_ORACLE)
_FULL_DAY = r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?"
_SPAN = lazy(rf"{_FULL_DAY}\s*(?:[至到~～—–]+|-)\s*{_FULL_DAY}")  # 公示期: two days, none of both
_WRITTEN = lazy(r"(?:成文|印发|签发|制发)(?:日期|时间)\s?[:：]?\s*\Z")
_WIRED = lazy("[日号]?[电讯電訊]")
_IN_SENTENCE = lazy("[日号]?+(?!发[布表]|更新|刊)[\u3400-\u9fff，、]")
_TOLD = lazy(r"[日号]?(?!发[布表]|更新|刊|星期|周[一二三四五六日])[\u3400-\u9fff0-9]{0,16}[，、]")
_SAYS_WHEN = ("于", "在", "期", "间", "布", "表", "新", "网", "报", "社")
_PAGING = lazy(
    r"\W*+(?:\d{1,6}|第?\s*\d+\s*页|[上下前后][一]?[页頁篇]|首\s?页|尾\s?页|末\s?页|最后|最新|更早|旧文"
    r"|prev(?:ious)?|next|older|newer|first|last)(?:\s?(?:posts?|entries|文章|page))?[\s\W]*",
    re.IGNORECASE,
)
_LISTS = frozenset(
    "category categories cat tag tags author authors page channel columns sort list lists"
    " archive search feed rss login user users".split()
)
_LONG_NUMBER = lazy(r"[0-9]{5,}|(?:19|20)[0-9]{2}[-/]?[01][0-9]")
_LEADS_IN = re.compile("[\u3400-\u9fff]{2}[《“「]?$")
_POINTS = re.compile(  # 相关报道见…, and nothing behind it; 征求意见：… is a row
    "(?:(?<![意高主偏政会常罕听看望遇再])[见見]|[参參][阅閱看]|[请請][看阅閱]|[点點][击擊])[:：]?[《“「]?$"
)
_GOES_ON = re.compile("[》”」]?[\u3400-\u9fff，。；、！？]")
_INLINE = frozenset("span em strong b i u font".split())
_NO_ENTRY = -6.0
_BESIDE = -1.0  # all that is known of a post stands beside its link
_DATED_ROWS = 3.0  # a date beside each, and nothing else that leads on: 图片新闻, 寒露
_GROUP, _TITLE, _SHORT = 3, 8, 3
_TITLE_LENGTH = 50  # characters; what is longer and cut, or has several sentences, is an excerpt
_NO_MENU = 6  # links with long texts in one place are no menu, whatever it is called


@dataclass(slots=True, eq=False)
class Mention:
    """A post as a page may name it."""

    key: str
    link: PageLink
    """The link that reads most like its title."""
    score: float
    """Above 0: reads like a post."""

    @property
    def is_post(self) -> bool:
        """Whether the page shows it as a post."""
        return self.score > 0

    @property
    def date(self) -> str:
        """The date beside it, with its time, "" if there is none; 某市11月16日电 is none."""
        around = self.link.around
        if box := next(filter(None, (box.search(around) for box in _BOXES)), None):
            return f"{box['y']}-{box['m']}-{box['d']}"
        told = _SPAN.sub(" | ", around)
        found = [each for each in _DATE.finditer(told) if _stands_alone(each)]
        with_year = [each for each in found if _YEAR.match(each[0])] or found
        if not found:
            return ""
        date = min(with_year, key=_of_document)
        time = _TIME.match(told, date.end())
        return date[0] + (time[0] if time else "")


def excerpt_of(link: PageLink) -> str:
    """Return what stands around a link besides dates and its words, which a picture may repeat."""
    return _MOMENT.sub(" ", link.around.replace(link.text, " ")).strip()


def _of_document(date: re.Match[str]) -> bool:
    """Tell whether a date is a document's own, before the one of its publication: 成文日期."""
    return _WRITTEN.search(date.string, 0, date.start()) is not None


def _stands_alone(date: re.Match[str]) -> bool:
    """Tell whether a date is no word of a sentence; one with a year seldom is."""
    before, text, end = date.string[: date.start()], date.string, date.end()
    labelled = before.rstrip(" :：").endswith(_SAYS_WHEN)
    if (labelled or before.rstrip().endswith((":", "："))) and is_of_another_act(before):
        return False
    led_in = _HAN.match(before[-1:]) is not None and not labelled
    goes_on = _IN_SENTENCE.match(text, end) is not None
    if _YEAR.match(date[0]):
        told = (led_in and goes_on) or (not labelled and _TOLD.match(text, end))
        return not told and not _WIRED.match(text, end)
    return not goes_on and not led_in


def named_by(links: list[PageLink]) -> list[Mention]:
    """Return what a page names, in order, each address once with its best link."""
    write_out_days_of_rows(links)
    write_out_headed_days(links)
    _write_out_days(links)
    groups: dict[str, list[PageLink]] = defaultdict(list)
    kinds: dict[tuple[str, str], list[PageLink]] = defaultdict(list)
    for link in links:
        groups[link.chain].append(link)
        kinds[link.chain, link.kind].append(link)
    together = {kind: _of_group(group) for kind, group in kinds.items()}
    for chain, group in groups.items():
        if _are_dated_rows(group):  # 公告 and 公告（顾一） in one column
            together.update((kind, _DATED_ROWS) for kind in kinds if kind[0] == chain)
        if _is_no_menu(group):
            for link in group:
                link.navigation = False
    best: dict[str, Mention] = {}
    times = Counter(link.key for link in links)
    for link in links:
        score = _of_link(link) + together[link.chain, link.kind]
        if times[link.key] > 1:
            score += 0.5
        if _in_sentence(link):
            score, link.around = _NO_ENTRY, ""  # nor is the date of the text that of the post
        known = best.get(link.key)
        if known is None:
            best[link.key] = Mention(link.key, link, score)
        else:
            says_more = _says_title(link) - _says_title(known.link)
            if says_more > 0 or (says_more == 0 and score > known.score):
                known.link = link
            known.score = max(known.score, score)
    for link in links:
        if READ_ON.fullmatch(link.text) and best[link.key].link is not link:
            best[link.key].score += 1.0
    return list(best.values())


def _write_out_days(links: list[PageLink]) -> None:
    """Write the days beside links with the year first, where the list tells which number is which.

    26/09/2026 in a list says that 01/05/2026 beside it is the first of May; where no number is
    above 12, or they contradict each other, nobody knows.
    """
    days = [day for link in links if (day := _EITHER_WAY.search(link.around))]
    day_first = any(int(day[1]) > 12 for day in days)
    month_first = any(int(day[3]) > 12 for day in days)
    order = r"\4-\3-\1" if day_first else r"\4-\1-\3"
    for link in links:
        if day_first != month_first:
            link.around = _EITHER_WAY.sub(order, link.around)
        around = _COMPACT.sub(r"\1-\2-\3", _SHORT_YEAR.sub("20", link.around))
        link.around = _OF_ORACLE.sub(r"20\4-\2-\1", around)


def _size_of(text: str) -> int:
    """Return how much a text says, in Chinese characters."""
    return len(_HAN.findall(text)) + len(_WORD.findall(text)) * 2


def _says_title(link: PageLink) -> bool:
    """Tell whether a link may say a post's title: not its beginning, nor its date, nor to read it.

    A card may link both its title and its excerpt, and the excerpt says more.
    """
    text = link.text
    if _size_of(text) <= _SHORT or READ_ON.fullmatch(text) or _DATE.fullmatch(text):
        return False
    if not _LETTER.search(text):
        return False  # how long a film is
    is_cut = "。" in text[:-1] or text.endswith(("...", "…"))
    return not (is_cut and len(text) > _TITLE_LENGTH)


def _is_no_menu(group: list[PageLink]) -> bool:
    """Tell whether links that stand where menus do are titles: long, and many, or each dated."""
    keys = {link.key for link in group}
    if not group[0].navigation or len(keys) < _GROUP:
        return False
    if len(keys) < _NO_MENU and not all(_DATE.search(link.around) for link in group):
        return False
    return median(_size_of(link.text) for link in group) > _TITLE


def _in_sentence(link: PageLink) -> bool:
    """Tell whether a link is part of a sentence, in a text that a list shows in full."""
    element, before, after = link.element, "", ""
    while (above := element.getparent()) is not None:
        previous, following = element.getprevious(), element.getnext()
        # What another element says follows only where no text stands between.
        before = before or (above.text if previous is None else previous.tail or _says(previous))
        after = after or element.tail or ("" if following is None else _says(following))
        if above.tag not in _INLINE:
            break
        element = above
    in_text = above is not None and above.tag == "p"
    leads_in = bool(_LEADS_IN.search(before or "") and _GOES_ON.match(after))
    return in_text and (leads_in or _POINTS.search(before or "") is not None)


def _says(element: etree._Element) -> str:
    """Return the text of an element, or of a comment, that says nothing."""
    return "".join(element.itertext()) if isinstance(element.tag, str) else ""


def _are_dated_rows(group: list[PageLink]) -> bool:
    """Tell whether each of some links stands alone in its row, beside a date."""
    rows = {link.key for link in group if link.alone and _DATE.search(link.around)}
    return len(rows) >= _GROUP and all(link.key in rows for link in group)


def _of_group(group: list[PageLink]) -> float:
    keys = {link.key for link in group}
    if len(keys) < _GROUP:
        return 0.0
    if _are_dated_rows(group):
        return _DATED_ROWS
    sizes = median(_size_of(link.text) for link in group)
    if sizes >= _TITLE:
        return 1.5
    return -0.5 if sizes < 5 else 0.5


def _of_link(link: PageLink) -> float:
    if READ_ON.fullmatch(link.text):
        return _BESIDE if link.is_button and _size_of(link.around) > _TITLE else _NO_ENTRY
    if _PAGING.fullmatch(link.text):
        return _NO_ENTRY
    size = 0 if _MOMENT.fullmatch(link.text) else _size_of(link.text)
    score = -2.5 + (2.0 if size > _TITLE else 1.0 if size > 5 else 0.0 if size > 3 else -1.0)
    score += 1.5 * bool(_DATE.search(link.around)) + 1.5 * link.heading
    score -= 3.0 * link.navigation
    score += 0.8 * bool(_LONG_NUMBER.search(link.key))
    words = words_of(link.key)
    score -= 2.0 * (not words.isdisjoint(_LISTS) and not _LONG_NUMBER.search(link.key))
    score -= 0.5 * (link.key.endswith("/") and not _LONG_NUMBER.search(link.key))
    return score
