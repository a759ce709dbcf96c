"""What a page says reaches no shell, path, log format, terminal, SQL, HTML or formula.

One portal whose texts and addresses are all attacks is archived for real; then every file and
every output is looked at.
"""

from __future__ import annotations

import csv
import json
import os
import re
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pytest
from lxml import html
from prometheus_client.parser import text_string_to_metric_families

from newsportal.formats import FORMATS
from newsportal.sample.options import Options
from tests.browsing import served
from tests.crawling import ROOT, Crawl, archive_folder, crawl
from tests.test_alerts import Receiver, receiving
from tests.test_fuzz import validator
from tests.watching import SPARE, Answer, Hit, watch

ATTACKS = (
    "'; DROP TABLE posts; --",
    '"); DROP TABLE posts; --',
    "%s %(x)s %n {0} {self.__class__} ${HOME} $(touch FORGED) `touch FORGED`",
    "\x1b[2J\x1b]0;FORGED\x07\x9b31mFORGED",
    "甲\r2026-11-22 12:00:00 [x] ERROR: FORGED",
    "甲\nFORGED\x0bFORGED\x0cFORGED\x85FORGED\u2028FORGED",
    "<script>document.title='FORGED'</script>",
    '"><img src=x onerror="document.title=\'FORGED\'">',
    "</title></style></textarea></script><script>FORGED</script>",
    "=cmd|'/c calc'!A0",
    "＝1+1",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "../../../FORGED",
    "..\\..\\FORGED",
    "--- !!python/object/apply:os.system ['touch FORGED']",
    "[red]FORGED[/red] [link=file:///etc/passwd]x[/link]",
    "\u202eFORGED\u2066",
    "{{7*7}} {% x %} [[x](javascript:x)]",
    "FORGED\0FORGED",
)
ADDRESSES = (
    "post/';%20DROP%20TABLE%20posts;--.html",
    "post/..%2f..%2f..%2fFORGED.html",
    "post/%2e%2e/%2e%2e/FORGED.html",
    "post/..;/..;/FORGED.html",
    "post/%1b[31mFORGED.html",
    "post/a%0d%0aFORGED.html",
    "post/%3Cscript%3EFORGED.html",
    "post/%25s%25(x)s{{0}}.html",
    "post/=cmd.html",
    "post/CON.html",
    "post/%00.html",
)
OURS = f"<script>{(ROOT / 'newsportal/browse/site.js').read_text(encoding='utf-8')}</script>"
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True)
class Attacked:
    """What a crawl of the portal left behind."""

    url: str
    data: Path
    crawled: Crawl
    receiver: Receiver
    metrics: Path

    @property
    def folder(self) -> Path:
        return archive_folder(self.url, self.data)

    def run(self, *arguments: str, status: int = 0) -> str:
        """Run a command over the archive; return what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", *arguments], cwd=ROOT, timeout=120, check=False,
            env={**os.environ, "NEWSPORTAL_DATA_DIR": str(self.data), "NEWSPORTAL_URL": self.url},
            capture_output=True,
        )  # fmt: skip
        assert done.returncode == status, done.stderr
        return (done.stdout + done.stderr).decode()


def attacked_page(body: str, attack: str) -> str:
    """Return a post's page with *attack* wherever a portal prints a text of somebody's."""
    text = escape(attack)
    for rule, put in (
        (r"(<h1>).*?(</h1>)", text),
        (r'(<span class="user">).*?(</span>)', f'<a href="/author-1.html">{text}</a>'),
        (r'(<div class="single[^>]*>)()', f"<p>{text}</p><img src=x alt='{text}'>"),
        (r'(<div class="tags">).*?(</div>)', f"标签:<a href='/tags-1.html'>{text}</a>"),
        (r'(<div class="sitemap">).*?(</div>)',
         f'<a href="/">首页</a><a href="/category-1.html">{text}</a><a>正文</a>'),
    ):  # fmt: skip
        body = re.sub(rule, lambda m, put=put: m[1] + put + m[2], body, count=1, flags=re.DOTALL)  # type: ignore[misc]
    return body


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    folder = tmp_path_factory.mktemp("attacked")
    metrics = folder / "newsportal.prom"

    def instead(hit: Hit) -> Answer | None:
        path = hit.path
        if path == "/robots.txt":
            return 200, {"Content-Type": "text/plain"}, b"User-agent: \x1b[31m*\nCrawl-delay: \x1bx"
        if path == "/post/gone":
            return 302, {"Location": "http://elsewhere.example/\x1b[31mFORGED%0aFORGED"}, b""
        real = path if path in posts else posts[len(path) % len(posts)]
        wanted = path.startswith("/post/") or "FORGED" in path
        status, _, body = watched.portal.respond(
            "GET", real if wanted else path, host=hit.headers["host"]
        )
        page = body.decode()
        if path == "/":
            names = (*ADDRESSES, "post/gone")
            items = "".join(
                # Each called as no page calls its post: else the two were confused
                f'<div class="post item"><h2><a href="/{escape(name)}">{escape(ATTACKS[n])} {n}</a>'
                f'</h2><span class="date">{escape(ATTACKS[-n])}</span></div>'
                for n, name in enumerate(names)
            )
            page = page.replace('<div class="pagebar">', items + '<div class="pagebar">', 1)
        if wanted:
            number = posts.index(path) if path in posts else len(path)
            page = attacked_page(page, ATTACKS[number % len(ATTACKS)])
            if path not in posts:
                link = f'<link rel="canonical" href="{escape(path)}">'
                page = re.sub(r'<link rel="canonical"[^>]*>', link, page)
                page = re.sub(r'(id="inpId" value=")[0-9]+', rf"\g<1>../../{len(path)}", page)
                page = page.replace("</p>", f"{path}</p>", 1)
        headers = {"Content-Type": "text/html; \x1b[31m=\x07"}
        if path.endswith("CON.html"):
            headers["Content-Encoding"] = "\x1b[31mFORGED"
        return status, headers, page.encode()

    options = Options(posts=2 * len(ATTACKS), feed=False, **SPARE)
    with watch(options, instead) as watched, receiving(200) as receiver:
        posts = sorted(watched.posts())
        crawled = crawl(
            watched.url, folder / "data",
            settings={"NEWSPORTAL_METRICS_FILE": metrics, "NEWSPORTAL_WEBHOOK": receiver.url,
                      "LOG_LEVEL": "DEBUG"},
        )  # fmt: skip
        yield Attacked(watched.url, folder / "data", crawled, receiver, metrics)


def test_every_attack_is_archived_as_text(attacked: Attacked) -> None:
    # All but the post that leads off the portal, which is owed.
    assert attacked.crawled.report["result"] == "unfinished", attacked.crawled.stderr
    assert len(attacked.crawled.report["failed"]) == 1
    titles = {record["title"] for record in attacked.crawled.records}
    assert len(attacked.crawled.records) >= len(ATTACKS)
    assert "'; DROP TABLE posts; --" in titles
    assert "<script>document.title='FORGED'</script>" in titles
    for record in attacked.crawled.records:
        validator().validate(record)
        assert not html.fromstring(record["html"]).xpath("//script | //@onerror | //@onclick")
        texts = (record["title"], record["author"], *record["tags"], *record["category"])
        assert not any(CONTROLS.search(text or "") for text in (*texts, record["text"]))


def test_the_log_shows_only_its_own_lines(attacked: Attacked) -> None:
    log = attacked.crawled.stderr
    assert not CONTROLS.search(log.replace("\n", ""))
    assert "Traceback" not in log
    assert "Logging error" not in log
    for line in log.splitlines():
        assert not line.startswith(("FORGED", "2026-11-22 12:00:00 [x]")), line


def test_the_state_is_whole(attacked: Attacked) -> None:
    with closing(sqlite3.connect(attacked.folder / "state.db")) as state:
        assert state.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (count,) = state.execute("SELECT count(*) FROM posts").fetchone()
        assert count >= len(attacked.crawled.records)
        for key, *_ in state.execute("SELECT key FROM posts"):
            assert "/../" not in f"/{key}/"
            assert not CONTROLS.search(key)


def test_no_file_stands_anywhere_else(attacked: Attacked) -> None:
    attacked.run("export", "--format", "markdown")
    names = {path.name for path in attacked.data.parent.rglob("*")}
    assert not any("FORGED" in name or CONTROLS.search(name) for name in names)
    assert {path.name for path in attacked.data.iterdir()} == {attacked.folder.name}
    for path in (attacked.folder / "export").rglob("*.md"):
        assert re.fullmatch(r"[0-9a-z-]+\.md", path.name)
        front = path.read_text(encoding="utf-8").split("\n---\n")[0]
        assert not CONTROLS.search(front.replace("\n", ""))
    assert not (ROOT / "FORGED").exists()


def test_no_cell_is_a_formula(attacked: Attacked) -> None:
    attacked.run("export", "--format", "csv")
    with (attacked.folder / "export" / "posts.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == len(attacked.crawled.records) + 1
    for cell in (cell for row in rows for cell in row):
        assert not cell.lstrip(" \u3000\u200b").startswith(tuple("=+-@＝＋－＠﹢﹣﹦﹫\t\r\n"))


@pytest.mark.long
def test_commands_print_text(attacked: Attacked) -> None:
    for command, status in (("report", 0), ("audit", 1), ("reextract", 0)):  # a post is owed
        printed = attacked.run(command, status=status)
        assert not CONTROLS.search(printed.replace("\n", ""))
        assert not [line for line in printed.split("\n") if line.startswith("FORGED")]


def test_the_report_page_runs_nothing_of_theirs(attacked: Attacked) -> None:
    (path,) = (attacked.folder / "runs").glob("*.html")
    page = html.fromstring(path.read_bytes())
    for script in page.xpath("//script"):
        assert "document.title" not in (script.text or "")
    assert not page.xpath("//@onerror | //@onclick | //img[@src='x']")
    assert not [link for link in page.xpath("//@href") if "javascript" in link.split(":")[0]]


@pytest.mark.long
def test_the_site_shows_text(attacked: Attacked) -> None:
    with served(attacked.data, attacked.url, attacked.folder) as site:
        for path in ("/", "/tag", "/category", "/search?q=DROP", "/search?q=FORGED"):
            answer, text = site.get(path)
            assert answer.status == 200, path
            assert "<script" not in text.replace(OURS, "")
            assert not re.search(r"<[^>]* on\w+=", text)
        assert site.page("/").cssselect("article h3")


def test_programs_are_told_the_truth(attacked: Attacked) -> None:
    (message,) = attacked.receiver.messages
    assert message["posts"] == len(attacked.crawled.records)
    assert not CONTROLS.search(json.dumps(message, ensure_ascii=False))
    text = attacked.metrics.read_text(encoding="utf-8")
    assert "FORGED" not in text
    labels = {
        tuple(sample.labels.items())
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert labels == {(("portal", attacked.url),)}


@pytest.mark.long
def test_json_logs_stay_one_object_a_line(attacked: Attacked) -> None:
    printed = attacked.run("crawl", "posts", "-s", "NEWSPORTAL_LOG_JSON=1", status=1)
    for line in printed.removesuffix("\n").split("\n"):
        assert json.loads(line)["message"]


@pytest.mark.long
def test_nobody_else_may_write_what_is_exported(attacked: Attacked) -> None:
    before = os.umask(0)
    try:
        for form in FORMATS:
            attacked.run("export", "--format", form)
        with served(attacked.data, attacked.url, attacked.folder) as site:
            site.page("/")
            modes = {path: path.stat().st_mode for path in attacked.data.rglob("*")}
    finally:
        os.umask(before)
    assert [path for path in modes if path.name == "browse.db"]
    for path, mode in modes.items():
        assert not mode & (stat.S_IWGRP | stat.S_IWOTH), path
