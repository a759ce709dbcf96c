"""A small news site of no known software over real HTTP; tests make it odd."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from time import sleep, time

from tests.http_server import Responder, http_server

PARAGRAPH = "{place}的居民昨天收到了新的通知，街道办事处说，施工将在{n}天之内结束，请大家放心。"


def post_page(n: int, *, body: str = "", extra: str = "") -> str:
    """Return the page of a post."""
    text = body or "".join(
        f"<p>{PARAGRAPH.format(place=place, n=n + 3)}</p>" for place in ("东岭", "西桥", "南塘")
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<title>{title(n)}_青禾新闻</title></head>
<body><div class="top"><a href="/">首页</a> <a href="/about.html">关于我们</a></div>
<h1>{title(n)}</h1>
<div class="info">时间：2026-10-{1 + n % 28:02} 08:{n % 60:02} 来源：青禾晚报</div>
<div class="text">{text}</div>{extra}</body></html>"""


def title(n: int) -> str:
    """Return the title of a post."""
    return f"青禾县第{n}号小区改造工程今天正式开工"


def list_page(posts: list[int], *, more: str = "", address: str = "/news/{n}.html") -> str:
    """Return a page of a list."""
    items = "".join(
        f'<li><a href="{address.format(n=n)}">{title(n)}</a>'
        f"<span>2026-10-{1 + n % 28:02}</span></li>"
        for n in posts
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>青禾新闻</title></head>
<body><div class="nav"><a href="/">首页</a> <a href="/about.html">关于我们</a></div>
<ul class="list">{items}</ul><div class="pages">{more}</div></body></html>"""


ABOUT = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>关于我们_青禾新闻</title></head>
<body><div class="nav"><a href="/">首页</a></div><h1>关于我们</h1><div class="text">
<p>青禾新闻是青禾县的新闻网站，每天报道县里的大小事情，欢迎读者来信来电，提供线索。</p>
<p>我们的记者走遍全县的乡镇和街道，把老百姓关心的事情写成新闻，请大家多提意见。</p></div></body></html>"""


@dataclass
class PlainPortal:
    """Pages by path and query; a number stands for a status."""

    pages: dict[str, str | bytes | int] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    """Headers of answers by path, other than those that all have."""
    asked: list[str] = field(default_factory=list)
    challenge_every: int = 0
    """Each so many-th page is a challenge with status 200 instead."""
    alone: str = ""
    """Pages with this in their paths are not found while another request is answered."""
    denied: list[str] = field(default_factory=list)
    busy: list[str] = field(default_factory=list)
    url: str = ""
    ahead: float = 0
    """Seconds by which its clock is ahead."""

    def named(self, body: str) -> str:
        """Return a page with the portal's address where it names http://portal.example/."""
        for slash in ("/", r"\/"):
            body = body.replace(
                "http://portal.example/".replace("/", slash), self.url.replace("/", slash)
            )
        return body

    def news(self, posts: int, per_page: int = 10) -> PlainPortal:
        """Make a front page with numbered further pages, and posts."""
        lists = [
            list(range(start, min(start + per_page, posts))) for start in range(0, posts, per_page)
        ]
        for number, shown in enumerate(lists):
            more = (
                f'<a href="/index_{number + 1}.html">下一页</a>' if number + 1 < len(lists) else ""
            )
            path = "/" if number == 0 else f"/index_{number}.html"
            self.pages[path] = list_page(shown, more=more)
        for n in range(posts):
            self.pages[f"/news/{n}.html"] = post_page(n)
        self.pages["/about.html"] = ABOUT
        return self


CHALLENGE = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>请稍候</title></head>"
    "<body><p>正在核对您的访问环境</p><script>go()</script></body></html>"
)


@contextmanager
def served(portal: PlainPortal, port: int = 0) -> Iterator[PlainPortal]:
    """Serve a portal on loopback."""

    class Handler(Responder):
        protocol_version = "HTTP/1.1"

        def date_time_string(self, timestamp: float | None = None) -> str:
            return formatdate((timestamp or time()) + portal.ahead, usegmt=True)

        def do_GET(self) -> None:
            if self.path != "/robots.txt":
                portal.asked.append(self.path)
            page = portal.pages.get(self.path, 404)
            if portal.alone:
                portal.busy.append(self.path)
                sleep(0.05)
                if portal.alone in self.path and len(portal.busy) > 1:
                    portal.denied.append(self.path)
                    page = 404
                portal.busy.pop()
            every = portal.challenge_every
            if every and self.path != "/robots.txt" and len(portal.asked) % every == 0:
                page = CHALLENGE
            status = page if isinstance(page, int) else 200
            body = "not here" if isinstance(page, int) else page
            data = portal.named(body).encode() if isinstance(body, str) else body
            self.send_response(status)
            kind = "text/xml" if self.path.endswith(".xml") else "text/html"
            told = {"Content-Type": f"{kind}; charset=utf-8", "Content-Length": str(len(data))}
            for name, value in (told | portal.headers.get(self.path, {})).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

    with http_server(Handler, port=port) as address:
        portal.url = address
        yield portal
