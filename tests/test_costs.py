"""What a post costs, in function calls: the same on every machine, however busy it is.

A change that needs more calls than a budget allows fails here. If it is worth that, put the new
count, which the failure tells, into `BUDGET`; if it needs far fewer, do so, too.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

import pytest
from scrapy.http import HtmlResponse, Request, Response

from benchmarks.crawl import crawl
from newsportal.archive.healing.opening import open_state
from newsportal.archive.maintenance.rebuild import rebuild
from newsportal.archive.maintenance.verify import CHECKS
from newsportal.archive.reading import latest
from newsportal.archive.revisions.revision import content_hash, digest
from newsportal.browse.index.refresh import refresh
from newsportal.browse.tokens import index_text
from newsportal.chinese.credits.bylines import parse_byline
from newsportal.chinese.dates import parse_date
from newsportal.chinese.similarity import Signature
from newsportal.chinese.text import clean_lines, clean_text
from newsportal.extract import read_post
from newsportal.formats import FORMATS, export
from newsportal.items import Post
from newsportal.pages.site import Site
from newsportal.pagestore.members import Exchange, answer_member, new_id, question_member, sha1_of
from newsportal.pagestore.unpacking import unpacked
from newsportal.platforms.generic import GENERIC
from newsportal.sample.content import Portal
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from newsportal.state.file.tables import open_read_only
from newsportal.themes import theme_of
from newsportal.themes.generic.theme import GenericTheme

ROOM = 1.1  # libraries change a little from version to version
BUDGET = {
    "extraction": 2391,
    "generic": 14205,
    "stored": 218,
    "unpacked_pages": 220,
    "index_text": 13,
    "links": 559,
    "lists": 1517,
    "rebuilt": 460,
    "indexed": 182,
    "exported_csv": 198,
    "exported_markdown": 775,
    "exported_sqlite": 231,
    "exported_jsonl": 310,
    "exported_parquet": 93,
    "clean_text": 8,
    "clean_lines": 44,
    "parse_date": 26,
    "parse_byline": 390,
    "signature": 30,
    "to_json": 108,
    "digest": 81,
}  # calls a post, or a text
CRAWL = {"calls": 9750, "statements": 19.6}  # a post of a whole crawl, pages kept
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
SITE = Site.of("http://portal.example/")
PORTAL = Portal(Options(posts=40), clock=NOW.timestamp)
PATHS = [PORTAL.truth(post).path for post in list(PORTAL.ids())[:20]]
PAGES = [PORTAL.respond("GET", path)[2] for path in PATHS]
PACKED = [(path, gzip.compress(body)) for path, body in zip(PATHS, PAGES, strict=True)]
RULES: dict[str, int] = {}


def pages() -> list[HtmlResponse]:
    """Return the pages anew: none is parsed yet."""
    return [
        HtmlResponse(SITE.root + path.lstrip("/"), body=body, encoding="utf-8")
        for path, body in zip(PATHS, PAGES, strict=True)
    ]


def extraction() -> None:
    for page in pages():
        read_post(page, theme_of(page), SITE, NOW, RULES)


def generic() -> None:
    site = Site.of(SITE.root, GENERIC)
    for page in pages():
        read_post(page, GenericTheme(), site, NOW, RULES)


def stored() -> None:
    for path, body in zip(PATHS, PAGES, strict=True):
        headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip")]
        exchange = Exchange(SITE.root + path, NOW, "GET", headers, 200, headers, body)
        answer_member(exchange, new_id(), sha1_of(body)), question_member(exchange, new_id())


def unpacked_pages() -> None:
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip"}
    for path, body in PACKED:
        request = Request(SITE.root + path.lstrip("/"))
        page = unpacked(request, Response(request.url, headers=headers, body=body))
        assert isinstance(page, HtmlResponse) and page.text.startswith("<!")  # noqa: PT018


def links() -> None:
    for page in pages():
        theme = theme_of(page)
        theme.asides(page), theme.categories(page)


def lists() -> None:
    body = PORTAL.respond("GET", "/")[2]
    for _ in range(len(PATHS)):
        page = HtmlResponse(SITE.root, body=body, encoding="utf-8")
        theme = theme_of(page)
        theme.entries(page), theme.pager(page), theme.menu(page)


@cache
def posts() -> list[Post]:
    read = [read_post(page, theme_of(page), SITE, NOW, RULES)[0] for page in pages()]
    for post in read:
        post.first_seen_at, post.content_hash = post.fetched_at, content_hash(post.title, post.text)
    return read


@cache
def texts() -> list[str]:
    return [post.text or "" for post in posts()]


@cache
def lines() -> str:
    return "".join(f"{post.to_json()}\n" for post in posts())


def rebuilt() -> None:
    with TemporaryDirectory() as name:
        Path(name, "posts.jsonl").write_text(lines(), encoding="utf-8")
        open_state(Path(name), SITE, "counted").store.close()


def exported(name: str) -> None:
    with TemporaryDirectory() as folder:
        Path(folder, "posts.jsonl").write_text(lines(), encoding="utf-8")
        export(latest(Path(folder)), FORMATS[name], Path(folder, "export", name), Path(folder))


def indexed() -> None:
    with TemporaryDirectory() as name:
        Path(name, "posts.jsonl").write_text(lines(), encoding="utf-8")
        refresh(Path(name))


DATES = ["3小时前", "9分钟前", "4周前 (10-23)", "3年前 (2023-08-31)", "2024-09-19 08:05"] * 4


@pytest.mark.parametrize(
    "work",
    [
        extraction,
        generic,
        stored,
        unpacked_pages,
        pytest.param(lambda: list(map(index_text, texts())), id="index_text"),
        links,
        lists,
        rebuilt,
        indexed,
        *(
            pytest.param(partial(exported, name), id=f"exported_{name}")
            for name in ("markdown", "csv", "sqlite", "jsonl", "parquet")
        ),
        pytest.param(lambda: list(map(clean_text, texts())), id="clean_text"),
        pytest.param(lambda: list(map(clean_lines, texts())), id="clean_lines"),
        pytest.param(lambda: [parse_date(text, NOW) for text in DATES], id="parse_date"),
        pytest.param(lambda: list(map(parse_byline, texts())), id="parse_byline"),
        pytest.param(lambda: [Signature.of("题", text) for text in texts()], id="signature"),
        pytest.param(lambda: [post.to_json() for post in posts()], id="to_json"),
        pytest.param(lambda: list(map(digest, posts())), id="digest"),
    ],
)
def test_within_budget(work: Callable[[], object], request: pytest.FixtureRequest) -> None:
    name = request.node.callspec.id
    work()  # fills caches
    used = calls(work) / len(PATHS)
    assert used <= BUDGET[name] * ROOM, f"{name} takes {used:.0f} calls"
    assert used * ROOM**3 >= BUDGET[name], f"{name} takes {used:.0f} calls only: lower its budget"


def test_verify_parses_no_line_that_the_state_knows_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "posts.jsonl").write_text(lines(), encoding="utf-8")
    rebuild(tmp_path, SITE)
    with closing(open_read_only(tmp_path / "state.db")) as database:
        used = calls(lambda: [[*check(tmp_path, database)] for check in CHECKS]) / len(PATHS)
    assert used < 25, f"{used:.0f} calls a post"


@pytest.mark.long
def test_a_crawl_is_within_budget(tmp_path: Path) -> None:
    counted = tmp_path / "counted.json"
    # One at a time: else it is chance which lists are read between the posts that are counted.
    settings: dict[str, Any] = {
        "EXTENSIONS": {"tests.counting.Counted": 1},
        "COUNTED": str(counted),
        "CONCURRENT_REQUESTS": 1,
    }
    with serve(Options(posts=60, duplicates=False)) as url:
        crawl("newsportal", url, tmp_path / "data", **settings)
    a_post = json.loads(counted.read_text(encoding="ascii"))
    assert not a_post.pop("collections"), "garbage is looked for too often"
    for name, used in a_post.items():
        assert CRAWL[name] / ROOM**3 <= used <= CRAWL[name] * ROOM, f"{used:.1f} {name} a post"


def calls(work: Callable[[], object]) -> int:
    """Return how many functions, of Python and of C, are called."""
    count = 0

    def counting(_: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
