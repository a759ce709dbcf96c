"""The site's words in Chinese and English, and times as a reader of either expects them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, get_args

from newsportal.chinese.dates import SHANGHAI
from newsportal.report.page import RESULTS

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_WORDS: dict[str, tuple[str, str]] = {
    # Navigation
    "latest": ("最新", "Latest"),
    "day": ("日期", "Days"),
    "category": ("栏目", "Sections"),
    "tag": ("标签", "Tags"),
    "source": ("来源", "Sources"),
    "people": ("人物", "People"),
    "person": ("人物", "People"),
    "everybody": ("所有人", "Everybody"),
    "filter people": ("姓名、拼音或首字母", "Name, pinyin or initials"),
    "filter": ("筛选", "Filter"),
    "letters": ("按字母", "By letter"),
    "nobody": ("没有这样的人。", "There is nobody of that name."),
    "reporter": ("记者", "Reporters"),
    "correspondent": ("通讯员", "Correspondents"),
    "editor": ("编辑", "Editors"),
    "changed": ("有改动的文章", "Changed posts"),
    "removed": ("原站已删除的文章", "Posts removed by the portal"),
    "changed short": ("改动", "Changed"),
    "removed short": ("已删", "Removed"),
    "search": ("搜索", "Search"),
    "search hint": ("词语，两个字也行", "Words, Chinese or other"),
    "skip": ("跳到正文", "Skip to the content"),
    "language": ("语言", "Language"),
    "contents": ("栏目导航", "Contents"),
    "newer": ("较新的", "Newer"),
    "older": ("较旧的", "Older"),
    "newest": ("最新一页", "Newest"),
    "pages": ("翻页", "Pages"),
    # Lists
    "last run": (
        "上次运行 {time}（北京时间）· {result}",
        "Last run {time}, Beijing time · {result}",
    ),
    **{f"result {name}": (chinese, english) for name, (english, chinese) in RESULTS.items()},
    "runs": ("全部运行", "All runs"),
    "no run": ("还没有结束的运行。", "No run has ended yet."),
    "run began": ("开始", "Began"),
    "run result": ("结果", "Result"),
    "run mode": ("方式", "Mode"),
    "run took": ("用时", "Took"),
    "run new": ("新增", "New"),
    "run edited": ("修改", "Changed"),
    "run deleted short": ("删除", "Removed"),
    "run errors": ("未获取", "Failed"),
    "run in all": ("存档", "Archive"),
    "earlier runs": (
        "更早的 {n} 次运行在存档的 runs/ 中",
        "{n} earlier runs are in runs/ of the archive",
    ),
    "archive of": ("{host} 存档", "Archive of {host}"),
    "span": ("{count} · {first}—{last}", "{count} · {first} – {last}"),
    "posts": ("{n} 篇", "{n} posts"),
    "post": ("1 篇", "1 post"),
    "nothing here": ("这里还没有文章。", "There are no posts here."),
    "undated": ("日期不详", "Undated"),
    "day unknown": ("具体日期不详", "Day unknown"),
    "pictures": ("{n} 图", "{n} pictures"),
    "picture short": ("1 图", "1 picture"),
    "revised": ("第{n}版", "Revision {n}"),
    "gone": ("原站已删除", "Removed by the portal"),
    "years": ("年份", "Years"),
    # Search
    "found": ("{query} · {count}", "{query} · {count}"),
    "no words": ("请输入要找的词。", "Enter words to search for."),
    "not found": ("没有文章含有这些词。", "No post has these words."),
    "search help": (
        "空格隔开的词都要出现；“引号”里的作为整体，OR 表示任一，减号表示不要。中文逐字查找，"
        "一两个字也可以，不分繁简；字母和数字按整词查找，不分大小写、全角半角。",
        'A post must have all words between blanks; "quotes" keep words together, OR means either,'
        " a minus leaves posts out. Chinese is found character by character, even one or two,"
        " simplified or traditional; letters and digits as whole words, whatever their case.",
    ),
    "all posts": ("全部文章", "All posts"),
    "filters": ("更多条件", "More conditions"),
    "words": ("词语", "Words"),
    "after": ("起始日期", "From day"),
    "before": ("截止日期", "To day"),
    "field section": ("栏目", "Section"),
    "field outlet": ("来源", "Outlet"),
    "field tag": ("标签", "Tag"),
    "field person": ("人物", "Person"),
    "order": ("排序", "Order"),
    "order newest": ("最新在前", "newest first"),
    "order oldest": ("最旧在前", "oldest first"),
    "as data": ("此列表另存为", "This list as"),
    "form json": ("JSON（分页）", "JSON, page by page"),
    "form jsonl": ("JSON Lines", "JSON Lines"),
    "form csv": ("CSV 表格", "CSV"),
    "form atom": ("Atom 订阅", "Atom feed"),
    # A post
    "cite": ("引用", "To cite"),
    "data": ("数据", "Data"),
    "original": ("原文", "Original"),
    "reporters": ("记者", "Reporters"),
    "correspondents": ("通讯员", "Correspondents"),
    "editors": ("编辑", "Editors"),
    "author": ("发布者", "Posted by"),
    "published": ("发布时间", "Published"),
    "between": ("{earliest} 至 {latest} 之间", "between {earliest} and {latest}"),
    "fetched": ("存档时间", "Archived"),
    "views": ("浏览", "Views"),
    "tags": ("标签", "Tags"),
    "images": ("图片地址", "Picture addresses"),
    "files": ("附件", "Files"),
    "stored": ("存档中的副本", "Stored copy"),
    "picture": ("图片", "Picture"),
    "film": ("视频", "Film"),
    "sound": ("音频", "Sound"),
    "no text": ("这篇文章没有文字。", "This post has no text."),
    "deleted": (
        "原站于 {time} 前后删除了这篇文章。",
        "The portal removed this post, as seen on {time}.",
    ),
    "old revision": ("这是第 {n} 版，不是最新的。", "This is revision {n}, not the latest."),
    "to latest": ("看最新一版", "Read the latest"),
    "revisions": ("改动记录", "Revisions"),
    "revision": ("第 {n} 版", "Revision {n}"),
    "first revision": ("初次存档", "As first archived"),
    "unchanged": ("… {n} 段未改 …", "… {n} paragraphs unchanged …"),
    "unchanged one": ("… 1 段未改 …", "… 1 paragraph unchanged …"),
    "only layout": ("改动不在标题、正文和署名中。", "Title, text and credits are as before."),
    "same elsewhere": ("同文另址", "The same text at other addresses"),
    "nearly the same": ("内容相近", "Nearly the same"),
    "similarity": ("相似度 {percent}%", "{percent}% alike"),
    "comments": ("评论", "Comments"),
    "other comments": ("其余 {n} 条评论", "The other {n} comments"),
    "comment from": ("来自{place}", "from {place}"),
    "previous": ("上一篇", "Older"),
    "next": ("下一篇", "Newer"),
    "neighbours": ("前后文章", "Neighbours"),
    "not archived": ("未存档，链接到原站", "not archived; leads to the portal"),
    "details": ("存档信息", "About this record"),
    "as it was": ("当时的网页", "As it was"),
    "show copy": ("打开副本", "The stored copy"),
    "copy": (
        "这是网页的副本，{time} 取自",
        "This is a copy of the page, as it was on {time} at",
    ),
    "copy without": (
        "没有脚本，不连网络；没有存下的图片只列出地址。",
        "No script runs and nothing is loaded; pictures that are not stored are named.",
    ),
    "whole revision": ("第{n}版全文", "All of revision {n}"),
    "copy unstyled": (
        "门户的样式表没有保存，版面与当时不同。",
        "The portal's style sheets are not stored, so the layout is not what it was.",
    ),
    "to record": ("看存档的文章", "To the archived post"),
    # Errors
    "error 400": ("地址有误", "A wrong address"),
    "error 404": ("没有这一页", "There is no such page"),
    "error 405": ("此页只供阅读", "This page can only be read"),
    "error 500": ("出错了", "Something went wrong"),
    "error 503": ("存档正在变动，请稍后再看", "The archive is changing; try again soon"),
    "to front": ("回到首页", "To the front page"),
}

_MONTHS = ("January February March April May June July August September October November"
           " December").split()  # fmt: skip
_WEEKDAYS = ("Monday Tuesday Wednesday Thursday Friday Saturday Sunday").split()


class Wording:
    """The words of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._place = LANGUAGES.index(language)

    @property
    def tag(self) -> str:
        """The language for ``html lang``."""
        return {"zh": "zh-CN", "en": "en"}[self.language]

    @property
    def gap(self) -> str:
        """What stands between two sentences."""
        return "" if self.language == "zh" else " "

    def __call__(self, key: str, **values: object) -> str:
        return _WORDS[key][self._place].format(**values)

    def posts(self, n: int) -> str:
        """Return a number of posts."""
        return self("post") if n == 1 else self("posts", n=f"{n:,}")

    def date(self, day: date, *, weekday: bool = False) -> str:
        """Return a day.

        >>> Wording("zh").date(date(2026, 11, 2), weekday=True)
        '2026年11月2日 星期一'
        >>> Wording("en").date(date(2026, 11, 2), weekday=True)
        'Monday, 2 November 2026'
        """
        if self.language == "zh":
            name = f" 星期{'一二三四五六日'[day.weekday()]}" if weekday else ""
            return f"{day.year}年{day.month}月{day.day}日{name}"
        name = f"{_WEEKDAYS[day.weekday()]}, " if weekday else ""
        return f"{name}{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def weekdays(self) -> list[str]:
        """Return the heads of a calendar's columns, Monday first."""
        return list("一二三四五六日") if self.language == "zh" else [n[:2] for n in _WEEKDAYS]

    def month(self, year: int, month: int) -> str:
        """Return a month with its year."""
        return f"{year}年{month}月" if self.language == "zh" else f"{_MONTHS[month - 1]} {year}"

    def time(self, text: str | None, precision: str | None) -> str:
        """Return a time of a record, in Asia/Shanghai, no finer than it is known.

        >>> Wording("zh").time("2026-10-23T09:05:00+08:00", "hour")
        '2026年10月23日9时许'
        >>> Wording("en").time("2026-10-23T09:05:00+08:00", "minute")
        '23 October 2026, 09:05'
        """
        if not text:
            return self("undated")
        moment = _local(text)
        chinese, day = self.language == "zh", self.date(moment.date())
        match precision:
            case "second" | "minute":
                return f"{day} {moment:%H:%M}" if chinese else f"{day}, {moment:%H:%M}"
            case "hour":
                return f"{day}{moment.hour}时许" if chinese else f"{day}, about {moment:%H}:00"
            case "week":
                return f"{day}前后" if chinese else f"about {day}"
            case "month":
                return self.month(moment.year, moment.month)
            case "year":
                return f"{moment.year}年" if chinese else str(moment.year)
        return day

    def day(self, text: str | None, precision: str | None) -> str:
        """Return the day under which a post stands in a list, or the month or year."""
        if not text or precision in ("week", "month", "year"):
            return self.time(text, precision)
        return self.date(_local(text).date(), weekday=True)

    def clock(self, text: str | None, precision: str | None) -> str:
        """Return the time of day, as far as it is known."""
        if text and precision in ("second", "minute"):
            return f"{_local(text):%H:%M}"
        if text and precision == "hour":
            hour = _local(text).hour
            return f"{hour}时许" if self.language == "zh" else f"about {hour:02}:00"
        return ""

    def day_name(self, name: str) -> str:
        """Return the name of a list of days: a day, or a month or year without day."""
        parts = [int(part) for part in name.split("-")]
        match parts:
            case [year, month, day]:
                return self.date(date(year, month, day), weekday=True)
            case [year, month]:
                return self.month(year, month)
        return f"{parts[0]}年" if self.language == "zh" else str(parts[0])


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(SHANGHAI)
