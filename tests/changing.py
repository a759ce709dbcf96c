"""A portal that changes under its crawler: a small one in the look of tpure, with its own clock.

All of it is plain attributes: add, edit, hide and remove `Story` objects, set `now`, break `feed`.
"""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime, formatdate
from html import escape
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.http_server import Responder, http_server

DAY = 86400.0
PER_PAGE, IN_FEED, EXCERPT = 10, 10, 130
CATEGORIES = {1: "要闻", 2: "民生", 3: "文体", 4: "公告"}
OFF_INDEX = 4  # this category is in no index
_ZONE = timezone(timedelta(hours=8))
_UNITS = ((360, "年"), (30, "个月"), (7, "周"), (1, "天"), (1 / 24, "小时"), (1 / 1440, "分钟"))
_WORDS = """汶阳 泰山 社区 居民 广场 春天 图书馆 工程 道路 施工 完成 学校 老师
孩子 医院 服务 今年 公园 河流 治理 推进 项目 发展 企业 农田 丰收 天气 活动 参加
志愿者 文化 节目 比赛 车站 开通 线路 市民 生活 市场 蔬菜 价格 平稳 供应 消防 演练
安全 检查 老人 食堂 午餐 便民 窗口 办理 时间 缩短 桥梁 维修 通行""".split()


@dataclass
class Story:
    """A post as its owner has it at the moment."""

    number: int
    title: str
    paragraphs: list[str]
    category: int
    at: float
    sticky: str = ""
    """"global", "index" or "category"."""
    there: bool = True
    """False: the portal answers 404."""
    listed: bool = True
    """Shown by index, category and feed."""
    chained: bool = True
    """Named by its neighbours, and with listed stories by related links."""
    tags: list[str] = field(default_factory=list)
    picture: int = 1
    markup: int = 0
    """Another number: other white space and markup, the same text."""
    related: tuple[int, ...] = ()
    """Named in its related block besides what chance names there."""

    @property
    def path(self) -> str:
        return f"/post/{self.number}.html"


class Changing:
    """The portal; `url` is set while `serving`."""

    def __init__(self, seed: int = 0, now: float = 1795305600.0, *, terse: bool = False) -> None:
        self.chance = random.Random(seed)
        self.noise = random.Random(seed)  # what differs from request to request
        self.now, self.url = now, ""
        self.terse = terse
        """Sticky items show no excerpt."""
        self.stories: dict[int, Story] = {}
        self.closed = 0
        """503 or 403: the answer to everything."""
        self.feed = ""
        """"500", "404", "empty" or "stale": what is wrong with it."""
        self.old_feed = ""
        self.menu = [*CATEGORIES]
        """The categories that menus name."""
        self.failing: set[int] = set()
        """Stories that answer 500."""
        self.agent = ""
        """The user agent of whom the log is about: others may be dead already."""
        self.log: list[tuple[str, int]] = []
        self.scheme = "post/{}.html"
        self.former: list[str] = []
        """Form of the stories' addresses, and those of former times, which redirect."""
        self.canonical: Callable[[Story], str] = self.key
        """What a story's page names as its address."""
        self.added: Callable[[Story], str] = lambda _: ""
        """What the body of a story's page ends with."""
        self.printed: Callable[[float], str] = self.ago
        self.in_feed: Callable[[float], str] = lambda at: format_datetime(
            datetime.fromtimestamp(at, _ZONE)
        )
        """How pages and the feed print times."""
        self.instead: Callable[[str], tuple[int, str] | None] = lambda _: None
        """What is answered in place of a page: status and page, or status and Location."""
        self.on_request: Callable[[int], None] | None = None
        """Called with the number of the request since `log` was cleared, before it is answered."""
        self.lock = threading.RLock()

    # What owners do

    def write(self, at: float | None = None, category: int = 0, **more: Any) -> Story:
        """Publish a story, just now if no time is given; the title says its number."""
        number = max(self.stories, default=100) + self.chance.randint(1, 4)
        paragraphs = [self.sentence(length) for length in (22, 30, 25, 20)]
        title = f"{self.sentence(5)}第{number}期"
        chosen = category or self.chance.choice((1, 1, 2, 2, 3, 4))
        story = Story(number, title, paragraphs, chosen, self.free(at), **more)
        self.stories[number] = story
        return story

    def free(self, at: float | None) -> float:
        """Return a time that no story has yet, since chains leave such stories out."""
        moment = float(round(self.now if at is None else at))
        taken = {story.at for story in self.stories.values()}
        while moment in taken:
            moment -= 7
        return moment

    def sentence(self, words: int) -> str:
        return "".join(self.chance.choices(_WORDS, k=words)) + self.chance.choice("。！？")

    def fill(self, count: int, days: float = 40) -> None:
        """Publish stories of the days before now."""
        for moment in sorted(self.now - self.chance.random() * days * DAY for _ in range(count)):
            self.write(moment)

    # What lists show

    def public(self) -> list[Story]:
        """Return all that lists and feed are made from, newest first."""
        return self._ordered(s for s in self.stories.values() if s.there and s.listed)

    def newest(self) -> list[Story]:
        """Return what a feed in good order shows."""
        return self.public()[:IN_FEED]

    def listing(self, category: int = 0) -> tuple[list[Story], list[Story]]:
        """Return the stickies of the first page, and the others in order."""
        public = self.public()
        here = [
            s for s in public if s.category == category or not (category or s.category == OFF_INDEX)
        ]
        own = [s for s in here if s.sticky == "category"] if category else []
        own += [] if category else [s for s in public if s.sticky == "index"]
        stickies = [s for s in public if s.sticky == "global"] + own
        return stickies, [s for s in here if not s.sticky]

    def front(self) -> list[Story]:
        """Return the stories on the front page."""
        stickies, natural = self.listing()
        return stickies + natural[:PER_PAGE]

    @staticmethod
    def _ordered(stories: Iterable[Story]) -> list[Story]:
        return sorted(stories, key=lambda story: -story.at)

    # Pages

    def respond(self, path: str, agent: str | None) -> tuple[int, str]:
        """Return status and page."""
        with self.lock:
            if agent != self.agent:
                return self.instead(path) or self._respond(path)
            if self.on_request is not None:
                self.on_request(len(self.log) + 1)
            status, text = self.instead(path) or self._respond(path)
            self.log.append((path, status))
            return status, text

    def _respond(self, path: str) -> tuple[int, str]:
        if self.closed:
            closed = '<div class="closesite"><h1>网站维护中，暂时无法访问！</h1></div>'
            return self.closed, f'<html><body class="closepage">{closed}</body></html>'
        if path == "/feed.php":
            return self._feed_page()
        if path == "/":
            return self._list("index", 0, 1)
        if found := re.fullmatch(r"/page_([0-9]+)\.html", path):
            return self._list("index", 0, int(found[1]))
        if found := re.fullmatch(r"/category-([1-4])(?:_([0-9]+))?\.html", path):
            return self._list("category", int(found[1]), int(found[2] or 1))
        if (moved := self._moved(path)) is not None:
            return moved
        found = re.fullmatch(re.escape("/" + self.scheme).replace(r"\{\}", "([0-9]+)"), path)
        story = self.stories.get(int(found[1])) if found else None
        if story is not None and story.number in self.failing:
            return 500, '<html><body class="error short"><form id="frmLogin"></form></body></html>'
        if story is None or not story.there:
            return 404, self._page(
                "404", "页面不存在", '<div class="errorpage"><h3>404!</h3></div>'
            )
        return 200, self._post(story)

    def key(self, story: Story) -> str:
        """Return the address of a story as it is now, below the root."""
        return self.scheme.format(story.number)

    def _moved(self, path: str) -> tuple[int, str] | None:
        """Return where an address of a former scheme leads."""
        for former in self.former:
            found = re.fullmatch(re.escape("/" + former).replace(r"\{\}", "([0-9]+)"), path)
            if found and int(found[1]) in self.stories:
                return 302, self.url + self.scheme.format(found[1])
        return None

    def _page(self, kind: str, title: str, main: str, head: str = "") -> str:
        menu = "".join(
            f'<li><a href="{self.url}category-{number}.html">{CATEGORIES[number]}</a></li>'
            for number in self.menu
        )
        return (
            '<!DOCTYPE html><html lang="zh-Hans"><head><meta charset="utf-8">'
            f"<title>{title}</title>{head}"
            f'<link rel="stylesheet" href="{self.url}zb_users/theme/tpure/style/style.css">'
            f'</head><body class="{kind}"><div class="wrapper"><div class="header">'
            f'<div class="menu"><ul>{menu}</ul></div></div>'
            f'<div class="main"><div class="wrap">{main}</div></div></div>'
            f'<div class="footer"><h3>京ICP备{self.noise.random()}号</h3></div></body></html>'
        )

    def _list(self, kind: str, category: int, page: int) -> tuple[int, str]:
        stickies, natural = self.listing(category)
        pages = max(1, -(-len(natural) // PER_PAGE))
        if page > pages:
            return 404, self._page("404", "页面不存在", '<div class="errorpage"></div>')
        top = [s for s in stickies if page == 1 or s.sticky == "global"]
        shown = natural[(page - 1) * PER_PAGE : page * PER_PAGE]
        items = "".join(self._item(s, top=s in top) for s in top + shown)
        crumbs = (
            f'<a href="{self.url}">首页</a> &gt; {self._category(category)}' if category else ""
        )
        base = f"category-{category}_" if category else "page_"
        first = f"category-{category}.html" if category else ""

        def link(number: int) -> str:
            return self.url + (first if number == 1 else f"{base}{number}.html")

        bar = [f'<a class="m" href="{link(1)}">首页</a>']
        for number in range(max(1, page - 4), min(pages, page + 5) + 1):
            text = f'<a href="{link(number)}">{number}</a>'
            if number == page:
                text = f'<span class="now-page">{number}</span>'
            bar.append(f'<span class="next-page">{text}</span>' if number == page + 1 else text)
        bar.append(f'<a class="m" href="{link(pages)}">尾页</a>')
        pagebar = f'<div class="pagebar">{"".join(bar)}</div>' if pages > 1 else ""
        main = f'<div class="sitemap">{crumbs}</div>' if crumbs else ""
        main += (
            f'<div class="content listcon"><div class="block custom">{items}</div>{pagebar}</div>'
        )
        return 200, self._page(kind, "列表", main)

    def _category(self, number: int) -> str:
        return f'<a href="{self.url}category-{number}.html">{CATEGORIES[number]}</a>'

    def _info(self, story: Story) -> str:
        return (
            '<div class="info"><span class="user"><a href="#">汶阳在线</a></span>'
            f'<span class="date">{self.printed(story.at)}</span>'
            f'<span class="cate">{self._category(story.category)}</span>'
            f'<span class="view">{self.noise.randrange(9000)}</span></div>'
        )

    def _item(self, story: Story, *, top: bool) -> str:
        mark = '<em class="istop">置顶</em>' if top else ""
        excerpt = escape("".join(story.paragraphs)[:EXCERPT])
        intro = "" if top and self.terse else f'<div class="intro">{excerpt}...</div>'
        link = f'<h2><a href="{self.url}{self.key(story)}">{escape(story.title)}</a>{mark}</h2>'
        return f'<div class="post item">{link}{self._info(story)}{intro}</div>'

    def _post(self, story: Story) -> str:
        alive = (s for s in self.stories.values() if s.there and (s.chained or s is story))
        chain = self._ordered(s for s in alive if s.category == story.category)
        place = chain.index(story)
        newer = chain[place - 1] if place else None
        older = chain[place + 1] if place + 1 < len(chain) else None
        likes = [s for s in chain if s.listed and s is not story]
        likes = self.noise.sample(likes, min(3, len(likes)))
        likes += [self.stories[number] for number in story.related if self.stories[number].there]
        related = "".join(
            f'<div class="relate"><div class="relateinfo"><h3>{self._link(s)}</h3></div></div>'
            for s in likes
        )
        tags = "".join(f"<a href='{self.url}tags-{tag}.html'>{tag}</a>" for tag in story.tags)
        tags = f'<div class="tags">标签:{tags}</div>' if tags else ""
        main = (
            f'<div class="sitemap">当前位置：<a href="{self.url}">首页</a> &gt; '
            f'{self._category(story.category)} &gt; 正文内容</div><div class="content">'
            '<div class="block"><div class="post">'
            f"<h1>{escape(story.title)}</h1>{self._info(story)}"
            f'<div class="single">\n{self._body(story)}\n</div>'
            f'{tags}</div><div class="pages">'
            f"<p>上一篇：{self._link(older, 'single-prev')}</p>"
            f"<p>下一篇：{self._link(newer, 'single-next')}</p></div></div>"
            '<div class="block"><div class="posttitle"><h4>相关文章</h4></div>'
            f'<div class="relatecon">{related}</div></div>{self._comments()}</div>'
        )
        canonical = f'<link rel="canonical" href="{self.url}{self.canonical(story)}">'
        main += f'<input type="hidden" id="inpId" value="{story.number}">'
        return self._page("article", escape(story.title), main, canonical)

    def _link(self, story: Story | None, name: str = "") -> str:
        if story is None:
            return "<span>没有了</span>"
        return f'<a class="{name}" href="{self.url}{self.key(story)}">{escape(story.title)}</a>'

    def _body(self, story: Story) -> str:
        before = ("", "　　", "&nbsp; <br>", '<span style="color:red"> </span>')[story.markup % 4]
        between = ("\n", "", "<p>&nbsp;</p>\n")[story.markup % 3]
        texts = [
            text if story.markup % 5 else f"<strong>{text[:9]}</strong>{text[9:]}"
            for text in map(escape, story.paragraphs)
        ]
        picture = f'<p><img src="{self.url}upload/{story.number}-{story.picture}.jpg" alt=""></p>'
        said = between.join(f"<p>{before}{text}</p>" for text in texts)
        return said + picture + self.added(story)

    def _comments(self) -> str:
        said = "".join(
            f'<label id="cmt{n}"></label><div class="cmtsitem"><div class="cmtscon">'
            f'<div class="cmtsname">读者</div>'
            f'<div class="cmtsbody"><p>支持{n}</p></div></div></div>'
            for n in self.noise.sample(range(1, 99), 2)
        )
        return f'<div class="cmts block">{said}</div>'

    def _feed_page(self) -> tuple[int, str]:
        if self.feed in ("500", "404"):
            return int(self.feed), "<html><body>no feed</body></html>"
        if self.feed == "stale":
            return 200, self.old_feed
        return 200, self.feed_text()

    def feed_text(self) -> str:
        """Return the feed of this moment."""
        items = "".join(
            f"<item><title>{escape(s.title)}</title><link>{self.url}{self.key(s)}</link>"
            f"<description>{escape(self._body(s))}</description>"
            f"<pubDate>{self.in_feed(s.at)}</pubDate></item>"
            for s in (() if self.feed == "empty" else self.newest())
        )
        head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>x</title>'
        return f"{head}{items}</channel></rss>"

    def ago(self, at: float) -> str:
        """Return a time as the theme prints it."""
        seconds = self.now - at
        if seconds < 1:
            return "刚刚"
        for days, word in _UNITS:
            if (value := seconds / (days * DAY)) >= 1:
                form = {"年": " (%Y-%m-%d)", "个月": " (%m-%d)", "周": " (%m-%d)"}.get(word, "")
                shown = datetime.fromtimestamp(at, _ZONE).strftime(form)
                return f'{int(value + 0.5)}{word}前<span class="datetime">{shown}</span>'
        return f"{int(seconds)}秒前"

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Serve on loopback and yield the address."""
        with http_server(_handler(self), quiet=True) as address:
            self.url = address
            yield self.url


def _handler(portal: Changing) -> type[BaseHTTPRequestHandler]:
    class Handler(Responder):
        def do_GET(self) -> None:
            status, text = portal.respond(self.path, self.headers["User-Agent"])
            body = text.encode()
            self.send_response(status)
            kind = "text/xml" if self.path == "/feed.php" and status == 200 else "text/html"
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            if 300 <= status < 400:
                self.send_header("Location", text)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def date_time_string(self, _: float | None = None) -> str:
            return formatdate(portal.now, usegmt=True)

    return Handler
