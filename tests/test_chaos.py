"""The sample portal's bad day, and servers that misbehave for good."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import BaseHTTPRequestHandler
from itertools import cycle
from pathlib import Path
from time import process_time
from timeit import repeat
from urllib.parse import parse_qsl, urlsplit

import pytest
from backports import zstd  # comes with Scrapy

from newsportal.middlewares.boundary import is_allowed
from newsportal.middlewares.firewall import firewall_of
from newsportal.pages.site import Site
from newsportal.sample import chaos as bad_day
from newsportal.sample.content import Portal
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.crawling import crawl
from tests.ended_runs import NOW, assert_each_once, errors
from tests.http_server import Responder, http_server
from tests.watching import SPARE, UNDELAYED, Answer, Hit, watch

OPTIONS = Options(posts=60, anchor=NOW)
PATIENT = {"DOWNLOAD_TIMEOUT": 10}  # what drips need not drip for a minute
BRIEF = {"DOWNLOAD_TIMEOUT": 2, "RETRY_TIMES": 1}
FEW = Options(posts=34, anchor=NOW, feed=False, **SPARE)


# A bad day


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 8])
def test_bad_day_loses_nothing(tmp_path: Path, seed: int) -> None:
    log = tmp_path / "requests.log"
    with serve(OPTIONS, NOW, log, chaos=seed) as url:
        crawled = crawl(url, tmp_path / "data", settings=PATIENT, timeout=300)
    assert crawled.exit_status == 0, crawled.stderr
    assert "Traceback" not in crawled.stderr
    assert_each_once(crawled.records, url, OPTIONS)
    lines = log.read_text().splitlines()
    wrong = sum(not line.endswith(" 200") for line in lines)
    assert wrong > 10
    # Traps: what the portal has, what went wrong, and a bounded number in vain.
    assert len(lines) < 1.5 * OPTIONS.posts + 3 * wrong + 100
    assert crawled.report["refused"]["count"] > 0


@pytest.mark.long
def test_every_fault_and_oddity_can_happen() -> None:
    portal = Portal(OPTIONS, lambda: float(NOW))
    page = portal.respond("GET", "/")
    day = bad_day.Chaos(0, share=0.9)
    for number in range(2000):
        day.answer(f"/{number}", page, lambda path: portal.respond("GET", path)[2])
    assert set(bad_day.FAULTS) <= set(day.happened)


# Servers that misbehave for good


@contextmanager
def serving(
    portal: Portal, instead: Callable[[str, BaseHTTPRequestHandler], bool]
) -> Iterator[str]:
    """Serve a portal; *instead* may answer a path on the wire itself."""
    lock = threading.Lock()

    class Handler(Responder):
        def do_GET(self) -> None:
            try:
                if instead(self.path, self):
                    return
                parts = urlsplit(self.path)
                with lock:
                    status, headers, body = portal.respond(
                        "GET", parts.path, dict(parse_qsl(parts.query)), host=self.headers["host"]
                    )
                self.reply(status, headers, body)
            except OSError:
                pass  # the crawler has left

    with http_server(Handler) as address:
        yield address


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def drip(handler: BaseHTTPRequestHandler, start: bytes) -> None:
    handler.wfile.write(start)
    while True:
        handler.wfile.write(b"x")
        time.sleep(0.2)


def flood(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(HEAD + b"\r\n")
    while True:
        handler.wfile.write(b"<p>" * 20_000)


@cache
def _zeros(megabytes: int) -> bytes:
    """Return what unpacks to so much, with as large a window as may be asked for (128 MB)."""
    options = {int(zstd.CompressionParameter.window_log): 27}
    return zstd.compress(bytes(megabytes * 1024 * 1024), options=options)


def send(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    handler.wfile.write(data)
    handler.connection.shutdown(socket.SHUT_RDWR)


WIRE: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {
    "drip": lambda handler: drip(handler, HEAD + b"Content-Length: 100000\r\n\r\n"),
    "slow headers": lambda handler: drip(handler, HEAD + b"X-Slow: "),
    "flood": flood,
    "half": lambda handler: send(handler, HEAD + b"Content-Length: 9999\r\n\r\n<html>half"),
    "no http": lambda handler: send(handler, b"SSH-2.0-none\r\n"),
    "bad length": lambda handler: send(handler, HEAD + b"Content-Length: -7\r\n\r\n<html>"),
    "bad chunks": lambda handler: send(
        handler, HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<html>"
    ),
    "gzip bomb": lambda handler: send(
        handler, HEAD + b"Content-Encoding: gzip\r\n\r\n" + bad_day._bomb()
    ),
    "brotli bomb": lambda handler: send(
        handler, HEAD + b"Content-Encoding: br\r\n\r\n" + bad_day._brotli_bomb()
    ),
    "zstd bomb": lambda handler: send(
        handler, HEAD + b"Content-Encoding: zstd\r\n\r\n" + _zeros(256)
    ),
    "blanks": lambda handler: send(handler, HEAD + b"Content-Encoding: zstd\r\n\r\n" + _zeros(15)),
    "no gzip": lambda handler: send(handler, HEAD + b"Content-Encoding: gzip\r\n\r\n<html>"),
    "huge header": lambda handler: send(handler, HEAD + b"X: " + b"x" * 70_000 + b"\r\n\r\n"),
    "empty": lambda handler: send(handler, HEAD + b"Content-Length: 0\r\n\r\n"),
    "loop": lambda handler: send(
        handler, f"HTTP/1.1 302 -\r\nLocation: {handler.path}\r\n\r\n".encode()
    ),
    "nowhere": lambda handler: send(handler, b"HTTP/1.1 302 -\r\nLocation: http://[x\r\n\r\n"),
}


@pytest.mark.long
@pytest.mark.usefixtures("impatient")
def test_broken_pages_spoil_nothing_but_themselves(tmp_path: Path) -> None:
    """One post for each way to break an answer, in every attempt."""
    portal = Portal(FEW, lambda: float(NOW))
    paths = [portal.truth(post_id).path for post_id in portal.ids()]
    broken = dict(zip(paths[1::2], WIRE, strict=False))
    assert len(broken) == len(WIRE)

    def instead(path: str, handler: BaseHTTPRequestHandler) -> bool:
        if path not in broken:
            return False
        WIRE[broken[path]](handler)
        return True

    with serving(portal, instead) as url:
        crawled = crawl(url, tmp_path, settings=BRIEF, timeout=300)
    assert crawled.exit_status == 1, crawled.stderr
    (complaint,) = errors(crawled.stderr)
    assert "pages could not be read" in complaint
    assert set(crawled.report["failed"]) == {url + path[1:] for path in broken}
    whole = {url + path[1:] for path in paths if path not in broken}
    assert {record["url"] for record in crawled.records} == whole


@pytest.mark.long
def test_bombs_are_let_go_of(tmp_path: Path) -> None:
    """What was unpacked of a bomb is gone soon, and so is what is small enough and no page."""
    portal = Portal(FEW, lambda: float(NOW))
    paths = [portal.truth(post_id).path for post_id in portal.ids()]
    bombs = dict(zip(paths[1::2], cycle(("brotli bomb", "zstd bomb", "blanks")), strict=False))

    def instead(path: str, handler: BaseHTTPRequestHandler) -> bool:
        if path in bombs:
            WIRE[bombs[path]](handler)
        return path in bombs

    settings = BRIEF | {"MEMUSAGE_CHECK_INTERVAL_SECONDS": 0.5}
    # A process begins with its parent's peak as its own: not with that of this one.
    child = ("sh", "-c", '"$@"; exit $?', "sh")
    with serving(portal, instead) as url:
        crawled = crawl(url, tmp_path, settings=settings, inside=child)
    assert set(crawled.report["failed"]) == {url + path[1:] for path in bombs}
    assert crawled.report["stats"]["memusage/max"] < 320 * 1024 * 1024


# Firewalls


@pytest.mark.parametrize(
    ("product", "status", "page"),
    [
        ("安全狗", 403, "<title>网站防护</title>请求有害，已被网站安全狗拦截"),
        ("安全狗", 200, "<img src='http://404.safedog.cn/images/x.jpg'>"),
        ("云锁", 403, "<div class='yunsuologo'></div>"),
        ("宝塔", 403, "<title>宝塔防火墙</title>"),
        ("宝塔", 200, "<script src='/a20be_yanzheng_huadong.js'></script>"),
        ("阿里云WAF", 405, "<img src='https://errors.aliyun.com/x.png'>"),
        ("阿里云WAF", 200, "<script>var arg1='1';document.cookie='acw_sc__v2='+arg1</script>"),
        ("腾讯云WAF", 403, "<script src='https://waf.tencent-cloud.com/501page.js'></script>"),
        ("知道创宇", 521, "<script>document.cookie='__jsl_clearance=1'</script>"),
        ("知道创宇", 403, "创宇盾提示：请求已拦截"),
        ("5秒盾", 503, "<title>请稍候</title>正在检查您的浏览器"),
        ("5秒盾", 200, "<script src='/_guard/auto.js'></script>"),
        ("网站防火墙", 403, "您的请求已被管理员设置拦截"),
    ],
)
def test_firewall_is_recognised(product: str, status: int, page: str) -> None:
    assert firewall_of(status, "server: nginx", f"<html>{page}</html>") == product


@pytest.mark.parametrize(
    ("header", "product"),
    [
        ("server: Safedog/4.0", "安全狗"),
        ("x-powered-by: WAF/2.0", "安全狗"),
        ("cf-mitigated: challenge", "5秒盾"),
        ("server: wzws", "360网站卫士"),
        ("x-note: server: safedog", None),
    ],
)
def test_a_refusal_is_told_by_its_headers(header: str, product: str | None) -> None:
    headers, page = f"date: now\n{header}", "<h1>403 Forbidden</h1>"
    assert firewall_of(403, headers, page) == product
    assert firewall_of(200, headers, page) is None


@pytest.mark.parametrize(
    ("status", "page"),
    [
        (404, "网站安全狗"),
        (200, "网站安全狗" + "新闻" * 20_000),
        (403, "<h1>403 Forbidden</h1>"),
        (200, "雷峰塔与宝塔山的故事"),
    ],
)
def test_other_pages_are_not(status: int, page: str) -> None:
    assert firewall_of(status, "server: nginx", page) is None


NEWS = "昨日，全市重点项目推进会召开。会上介绍了网站防火墙和人机验证的做法。"


@pytest.mark.parametrize(
    "page",
    [
        "<p>" + NEWS * 200,
        f"<script>x()</script><div>{NEWS}</div>" * 100,
        "<script>x()</script>" + '<a href="/post/1.html">人机验证</a>' * 200,
        "waf-" * 4000,
        "新闻" * 4000,
    ],
)
def test_pages_with_content_cost_nothing(page: str) -> None:
    """Five microseconds for 8 KB on a quiet machine; all signs at once took 3 ms."""
    assert firewall_of(200, "", page[:8000]) is None
    took, counted = (
        min(repeat(work, number=20, repeat=9, timer=process_time))
        for work in (
            lambda: firewall_of(200, "", page[:8000]),
            lambda: [page[:8000].count("<a ") for _ in range(6)],
        )
    )
    assert took < 5 * counted


def test_hostile_pages_take_linear_time() -> None:
    short, long = (
        min(repeat(partial(firewall_of, 403, "", page), number=20, repeat=5, timer=process_time))
        for page in ("<script>.tencent" + "waf-" * count for count in (1_000, 15_000))
    )
    assert long < 100 * short  # 225 would be its square


def test_news_about_firewalls_are_news(tmp_path: Path) -> None:
    def instead(hit: Hit) -> Answer | None:
        if not hit.path.startswith("/post/"):
            return None
        status, headers, body = watched.portal.respond("GET", hit.path, host=hit.headers["host"])
        told = "网站安全狗 宝塔网站防火墙 acw_sc__v2 人机验证".encode()
        return status, headers, body.replace(b'<div class="sharebox', told + b"<div class=x", 1)

    with watch(Options(posts=8, **SPARE), instead) as watched:
        crawled = crawl(watched.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert watched.archived(crawled) == watched.posts()
    assert crawled.report["firewalls"] == {}


@pytest.mark.long
@pytest.mark.usefixtures("impatient")
def test_firewall_is_not_hammered(tmp_path: Path) -> None:
    """From the tenth post on a firewall answers everything, until it lets go."""
    blocked = [True]
    refused: list[Hit] = []

    def instead(hit: Hit) -> Answer | None:
        if blocked[0] and len(watched.posts_asked()) > 10:
            refused.append(hit)
            page = "<html><script>document.cookie='acw_sc__v2='+x</script></html>"
            return 200, {"Content-Type": "text/html"}, page.encode()
        return None

    with watch(Options(posts=40, **SPARE), instead) as watched:
        crawled = crawl(watched.url, tmp_path, settings=UNDELAYED)
        assert crawled.exit_status == 1
        (complaint,) = errors(crawled.stderr)
        assert "阿里云WAF" in complaint
        assert len(refused) <= 2 * 7
        (counted,) = crawled.report["firewalls"].values()
        assert counted == len(refused)
        gaps = [late.began - early.began for early, late in zip(refused, refused[2:], strict=False)]
        assert max(gaps) > 7 / 20  # seconds; pauses have doubled
        blocked[0] = False
        crawled = crawl(watched.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert watched.archived(crawled) == watched.posts()


# Offence


@contextmanager
def canary() -> Iterator[tuple[int, list[str]]]:
    """Listen on loopback where nobody was asked to; yield the port and who came."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        stop = threading.Event()

        def accept() -> None:
            while not stop.is_set():
                try:
                    connection, address = listening.accept()
                except TimeoutError:
                    continue
                came.append(str(address))
                connection.close()

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield listening.getsockname()[1], came
        finally:
            stop.set()
            thread.join()


@pytest.mark.long
def test_nothing_but_the_portal_is_asked(tmp_path: Path) -> None:
    with canary() as (port, came):
        addresses = [
            f"http://127.0.0.1:{port}/", f"http://localhost:{port}/", f"http://127.1:{port}/",
            f"//127.0.0.1:{port}/x", f"http://2130706433:{port}/", f"http://[::1]:{port}/",
            f"http://www.127.0.0.1:{port}/", "http://169.254.169.254/latest/meta-data/",
            "file:///etc/passwd", "data:text/html,<p>x", f"ftp://127.0.0.1:{port}/",
        ]  # fmt: skip
        targets: dict[str, str] = {}

        def instead(hit: Hit) -> Answer | None:
            if hit.path in targets:
                return 302, {"Location": targets[hit.path]}, b""
            if hit.path == "/robots.txt":
                return 301, {"Location": addresses[0]}, b""
            if hit.path == "/feed.php":
                page = f'<html><meta http-equiv="refresh" content="0;url={addresses[0]}"></html>'
                return 200, {"Content-Type": "text/html"}, page.encode()
            status, headers, body = watched.portal.respond(
                "GET", hit.path, host=hit.headers["host"]
            )
            links = "".join(f'<a href="{address}">往</a>' for address in addresses)
            menu = f'<div class="header">{links}</div>'.encode()
            body = body.replace(b"<head>", f'<head><base href="{addresses[0]}">'.encode(), 1)
            header = b'<div class="header'
            return status, headers, body.replace(header, menu + header, 1)

        with watch(Options(posts=30, **SPARE), instead) as watched:
            targets |= dict(zip(sorted(watched.posts()), addresses, strict=False))
            crawled = crawl(watched.url, tmp_path)
            # A redirect is no verdict on a post: it is owed.
            assert (crawled.exit_status, crawled.report["result"]) == (1, "unfinished")
            assert watched.archived(crawled) == watched.posts() - set(targets)
        assert came == []
    refused = {urlsplit(each["url"]).path for each in crawled.report["refused"]["first"]}
    assert set(targets) <= refused
    assert "169.254.169.254" in str(crawled.report["refused"])


@pytest.mark.parametrize(
    ("address", "portal", "allowed"),
    [
        ("93.184.215.14", "93.184.215.14", True),
        ("1.1.1.1", "93.184.215.14", True),
        ("127.0.0.1", "93.184.215.14", False),
        ("169.254.169.254", "93.184.215.14", False),
        ("10.1.2.3", "93.184.215.14", False),
        ("100.64.0.1", "93.184.215.14", False),
        ("0.0.0.0", "93.184.215.14", False),
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.2", "127.0.0.1", False),
        ("192.168.1.5", "192.168.1.5", True),
    ],
)
def test_addresses_behind_names(address: str, portal: str, allowed: bool) -> None:
    assert is_allowed(address, portal) is allowed


def test_portal_named_by_a_name_of_loopback(tmp_path: Path) -> None:
    with watch(Options(posts=8, **SPARE)) as watched:
        crawled = crawl(watched.url.replace("127.0.0.1", "localhost"), tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert watched.archived(crawled) == watched.posts()


@pytest.mark.parametrize(
    "url", ["http://../", "http://..%2f..%2f/", "http://a/../../b", "http://a\\b/", "http://./",
            "http://a b/", "http://a\n/", "http:///x/", "http://a/\0/"],
)  # fmt: skip
def test_no_portal_climbs_out_of_the_data_directory(url: str) -> None:
    try:
        folder = Site.of(url).folder
    except ValueError:
        return
    assert folder not in (".", "..", "")
    assert not set(folder) & set("/\\\0\n")


# Traps


def test_list_without_end(tmp_path: Path) -> None:
    """Every page of the index beyond the last repeats posts and names ten million more."""

    def instead(hit: Hit) -> Answer | None:
        if not hit.path.startswith("/page_") and hit.path != "/":
            return None
        number = int(hit.path.removeprefix("/page_").removesuffix(".html").strip("/") or 1)
        path = f"/page_{(number - 1) % last + 1}.html" if (number - 1) % last else "/"
        status, headers, body = watched.portal.respond("GET", path, host=hit.headers["host"])
        link = '<span class="{}"><a href="/page_{}.html">{}</a></span>'
        bar = "".join(
            link.format("next-page" if n == number + 1 else "", n, n)
            for n in (number + 1, number + 2, 9_999_999)
        )
        bar = f'<div class="pagebar"><span class="now-page">{number}</span>{bar}</div><div class="x'
        return status, headers, body.replace(b'<div class="pagebar', bar.encode())

    with watch(Options(posts=40, **SPARE), instead) as watched:
        last = 4
        crawled = crawl(watched.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert watched.archived(crawled) == watched.posts()
        assert len(watched.hits) < 1.15 * 40 + 50
    assert "goes on after" in str(crawled.report["refused"])


@pytest.mark.long
def test_posts_made_up_without_end(tmp_path: Path) -> None:
    """Every page names posts that are not there, or that show another one."""

    def instead(hit: Hit) -> Answer | None:
        if not hit.path.startswith("/post/"):
            return None
        number = hit.path.removeprefix("/post/").removesuffix(".html")
        real = hit.path in watched.posts()
        path = hit.path if real else sorted(watched.posts())[int(number) % 30]
        status, headers, body = watched.portal.respond("GET", path, host=hit.headers["host"])
        links = "".join(
            f'<a class="itemtitle" href="/post/{int(number) * 7 + 10**9 + n}.html">更多</a>'
            for n in range(9)
        )
        return status, headers, body.replace(b"</body>", links.encode() + b"</body>", 1)

    with watch(Options(posts=30, **SPARE), instead) as watched:
        crawled = crawl(watched.url, tmp_path, timeout=200)
        assert crawled.exit_status == 0, crawled.stderr
        assert watched.archived(crawled) == watched.posts()
        assert len(watched.hits) < 300
    assert crawled.report["refused"]["count"] > 50
