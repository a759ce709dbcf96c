"""robots.txt as no parser expects it: what it says is obeyed, in bounded time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from protego import Protego

from newsportal.middlewares.manners import robots_rules
from newsportal.sample.options import Options
from tests.crawling import crawl
from tests.http_server import Responder, http_server
from tests.plain_archive import audit
from tests.plain_portal import PlainPortal, post_page, served
from tests.watching import SPARE, UNDELAYED, Answer, Hit, watch

RULES = "User-agent: *\nDisallow: /feed.php\n"
MANY = "".join(f"Disallow: /no/{number}*/x$\n" for number in range(100_000))
WILD = "Disallow: /" + "*a" * 200 + "*b$\n"
ODD = {
    "byte-order mark": "\ufeff".encode() + RULES.encode(),
    "UTF-16": ("\ufeff" + RULES).encode("utf-16-le"),
    "UTF-16, big end first": ("\ufeff" + RULES).encode("utf-16-be"),
    "CR": RULES.replace("\n", "\r").encode(),
    "NULs": RULES.replace("\n", "\0\n").encode(),
    "unknown": f"Host: x\nNoindex: /\n\xff: y\n: z\nRequest-rate: 1/1e9\n{RULES}".encode("latin-1"),
    "odd delays": f"{RULES}Crawl-delay: -5\nCrawl-delay: nan\nCrawl-delay: soon\n".encode(),
    "wildcards": (RULES + WILD * 2000).encode(),
    "many lines": (RULES + MANY).encode(),
    "30 MB": RULES.encode() + b"# and so on\n" * (30 * 1024 * 1024 // 12),
}


@pytest.mark.parametrize("kind", ODD)
def test_odd_rules_are_read(kind: str) -> None:
    rules = Protego.parse(robots_rules(ODD[kind]).decode())
    assert not rules.can_fetch("http://portal/feed.php", "newsportal")
    assert rules.can_fetch("http://portal/post/" + "a" * 300 + ".html", "newsportal")


@pytest.mark.long
@pytest.mark.parametrize("kind", ["UTF-16", "wildcards", "many lines", "30 MB"])
def test_odd_robots_txt_is_obeyed(tmp_path: Path, kind: str) -> None:
    def instead(hit: Hit) -> Answer | None:
        if hit.path != "/robots.txt":
            return None
        return 200, {"Content-Type": "text/plain"}, ODD[kind]

    with watch(Options(posts=6, **SPARE), instead) as watched:
        crawled = crawl(watched.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert "Traceback" not in crawled.stderr
        assert watched.asked().count("/robots.txt") == 1
        assert "/feed.php" not in watched.asked()
        assert watched.archived(crawled) == watched.posts()


def test_a_page_in_place_of_robots_txt_forbids_nothing(tmp_path: Path) -> None:
    def instead(hit: Hit) -> Answer | None:
        if hit.path != "/robots.txt":
            return None
        page: Answer = watched.portal.respond("GET", "/", host=hit.headers["host"])
        return page

    with watch(Options(posts=6, **SPARE), instead) as watched:
        crawled = crawl(watched.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert watched.archived(crawled) == watched.posts()


@pytest.mark.parametrize("delay", ["1e9", "86400"])
def test_a_delay_that_no_crawl_can_keep_ends_the_run(tmp_path: Path, delay: str) -> None:
    robots = f"User-agent: *\nCrawl-delay: {delay}\n"
    with watch(Options(posts=6, robots=robots, **SPARE)) as watched:
        crawled = crawl(watched.url, tmp_path / "data", settings=UNDELAYED)
        assert watched.asked() == ["/robots.txt"]
    assert crawled.exit_status == 1
    assert f"robots.txt asks for {float(delay):g} s between requests" in crawled.stderr


@contextmanager
def endless_robots() -> Iterator[tuple[str, list[int]]]:
    """Serve a robots.txt without end; yield the address and how much was taken each time."""
    taken: list[int] = []

    class Handler(Responder):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/robots.txt" else 404)
            self.end_headers()
            taken.append(0)
            try:
                while self.path == "/robots.txt" and taken[-1] < 64 * 1024 * 1024:
                    taken[-1] += self.wfile.write(b"User-agent: *\nDisallow: /\n" * 4000)
            except OSError:
                pass  # the crawler has left

    with http_server(Handler) as address:
        yield address, taken


def test_robots_txt_without_end_is_read_at_its_beginning(tmp_path: Path) -> None:
    with endless_robots() as (url, taken):
        crawled = crawl(url, tmp_path / "data")
    assert crawled.exit_status == 1
    assert "robots.txt forbids it" in crawled.stderr
    assert len(taken) == 1
    assert taken[0] < 32 * 1024 * 1024  # what buffers hold, and half a megabyte


def test_rules_end_with_a_whole_line() -> None:
    line = b"Disallow: /only/this/folder/\n"
    rules = robots_rules(b"User-agent: *\n" + line * 40_000)
    assert 400_000 < len(rules) <= 500 * 1024
    assert rules.endswith(line)


@pytest.mark.long
def test_what_any_page_links_to_and_no_list_names_is_no_post_that_is_missing(
    tmp_path: Path,
) -> None:
    portal = PlainPortal().news(8)
    for n in range(8):
        portal.pages[f"/news/{n}.html"] = post_page(n, extra='<a href="/news/999.html">分类</a>')
    portal.pages["/robots.txt"] = "User-agent: *\nDisallow: /news/999.html\n"
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        told = audit(portal, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert told.stdout.splitlines()[-1] == "complete: 8 posts"
