"""Five people walk through newsportal with its documents in hand: a shell, a browser, no inside
knowledge. Each command that they type stands in a document, in both languages.
"""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page

from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.browser import NARROW, WIDE, keep, needs_chromium, opened, sideways
from tests.crawling import ROOT, archive_folder, read_records

pytestmark = pytest.mark.long
LANGUAGES = {"zh": "zh_CN.UTF-8", "en": "en_US.UTF-8"}
BOTH = pytest.mark.parametrize("language", LANGUAGES)
_READ = (ROOT / "README.md", ROOT / "README.zh-CN.md", *(ROOT / "docs").glob("*.md"))
WORDS = {path: path.read_text(encoding="utf-8") for path in _READ}
# Three English words in a row, not in an address or a command
ENGLISH = re.compile(r"(?<![\w./=-])[A-Za-z]?[a-z]+ [a-z]{2,} [a-z]{2,}(?![\w./=-])")
_UNHURRIED = """
from newsportal.settings import *
DOWNLOAD_DELAY = 0
AUTOTHROTTLE_ENABLED = False
CONCURRENT_REQUESTS = CONCURRENT_REQUESTS_PER_DOMAIN = 16
"""


@dataclass
class Desk:
    """Where somebody sits: a folder, a portal, a language."""

    folder: Path
    portal: str
    language: str = "en"

    @property
    def archive(self) -> Path:
        return archive_folder(self.portal, self.folder / "data")

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items()
                if not name.startswith(("NEWSPORTAL_", "LC_"))}  # fmt: skip
        path = f"{self.folder / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}"
        return {
            **kept, "PATH": path, "PYTHONPATH": f"{self.folder}:{ROOT}", "COLUMNS": "80",
            "LANG": LANGUAGES[self.language], "NEWSPORTAL_URL": self.portal,
            "NEWSPORTAL_CONTACT": "archive@your-domain.example",
        }  # fmt: skip

    def typed(self, command: str, status: int = 0) -> str:
        """Type a command that a document has; return what it says."""
        assert any(command in text for text in WORDS.values()), command
        return self.said(command, status)

    def said(self, command: str, status: int = 0) -> str:
        """Type a command; return what it says on both outputs."""
        line = command.replace("https://news.example/", self.portal)
        done = subprocess.run(
            ["bash", "-c", line], cwd=self.folder, env=self.environment, timeout=400,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == status, (line, done.stdout)
        assert "Traceback" not in done.stdout
        return done.stdout

    def reading(self) -> subprocess.Popen[str]:
        """Start `scrapy browse`; it says where."""
        return subprocess.Popen(
            ["bash", "-c", "exec scrapy browse --port 0"], cwd=self.folder, env=self.environment,
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip


@pytest.fixture(scope="module")
def portal() -> Iterator[str]:
    with serve(Options(posts=40, anchor=int(time.time()), feed=False)) as url:
        yield url


def sit_down(folder: Path, portal: str, language: str) -> Desk:
    """Return a desk in a folder with the project's settings, hurried; it has `newsportal`."""
    (folder / "bin").mkdir()
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = unhurried\n", encoding="utf-8")
    (folder / "unhurried.py").write_text(_UNHURRIED, encoding="utf-8")
    program = folder / "bin/newsportal"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m newsportal "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return Desk(folder, portal, language)


@pytest.fixture(scope="module")
def archived(portal: str, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk whose archive is complete."""
    desk = sit_down(tmp_path_factory.mktemp("desk"), portal, "en")
    desk.typed("scrapy crawl posts")
    return desk


@BOTH
def test_a_librarian_keeps_a_portal(language: str, portal: str, tmp_path: Path) -> None:
    """Looks before crawling, archives, proves it, copies it, checks the copy."""
    desk = sit_down(tmp_path, portal, language)
    said = desk.typed("scrapy probe https://news.example/")
    assert {"zh": "可以存档", "en": "can be archived"}[language] in said
    assert not (tmp_path / "data").exists()
    desk.typed(
        "scrapy crawl posts -a portal=https://news.example/ -a since=2026-01-01 -a limit=100"
    )
    desk.typed("scrapy crawl posts")
    said = desk.typed("scrapy audit")
    posts = len({one["id"] for one in read_records(desk.archive)})
    assert said.splitlines()[-1] == f"complete: {posts} posts"
    assert len(desk.typed("scrapy report --runs 30").splitlines()) == 3
    assert desk.typed("scrapy verify").splitlines()[-1] == "whole"
    desk.said("cp -a data copy && mv data lost && mv copy data")
    desk.typed("scrapy crawl posts")
    assert desk.typed("scrapy audit").splitlines()[-1] == f"complete: {posts} posts"


@pytest.fixture(scope="module")
def paper(archived: Desk) -> Iterator[str]:
    """Where the archive can be read."""
    with archived.reading() as site:
        try:
            assert site.stdout is not None
            url = re.search(r"http://\S+", site.stdout.readline())
            assert url is not None
            yield url[0]
        finally:
            site.send_signal(signal.SIGINT)


@dataclass(frozen=True)
class Look:
    """How somebody looks at a page: on a phone or at a desk, by day or by night."""

    width: int
    scheme: Literal["light", "dark"]
    language: str

    def at(self, chromium: Browser, url: str) -> AbstractContextManager[Page]:
        locale = {"zh": "zh-CN", "en": "en-US"}[self.language]
        return opened(chromium, url, width=self.width, language=locale, scheme=self.scheme)

    def words(self, chinese: str, english: str) -> str:
        return chinese if self.language == "zh" else english

    def well(self, page: Page, name: str) -> None:
        """Keep a picture of the page, which is as wide as its window and speaks one language."""
        keep(page, f"walk-{name}-{self.width}-{self.language}-{self.scheme}")
        assert sideways(page) <= 0
        if self.language == "zh":
            said = [line for line in page.locator("body").inner_text().splitlines()
                    if not re.search("[\u4e00-\u9fff]", line)]  # fmt: skip
            assert [line for line in said if ENGLISH.search(line)] == []


def _looks(*languages: str) -> pytest.MarkDecorator:
    found = [
        Look(width, scheme, language)
        for language in languages
        for width in (NARROW, WIDE)
        for scheme in get_args(Literal["light", "dark"])
    ]
    return pytest.mark.parametrize("look", found, ids=lambda one: "-".join(map(str, astuple(one))))


@needs_chromium
@_looks("zh", "en")
def test_a_librarian_reads(look: Look, paper: str, chromium: Browser) -> None:
    """From the front page to a day, a post, its citation, the page as it was, and the last run."""
    with look.at(chromium, paper) as page:
        page.get_by_role("link", name=look.words("日期", "Days"), exact=True).click()
        page.locator(".month a").last.click()
        page.locator("article h3 a").first.click()
        title = page.locator("h1").inner_text()
        assert title in page.locator(".cite").inner_text()
        look.well(page, "post")
        page.locator("aside a[href*='/copy/']").click()
        assert title in page.frame_locator("iframe").locator("body").inner_text()
        look.well(page, "copy")
        page.go_back()
        page.locator(".ears .run a").click()
        assert look.words("变动", "What changed") in page.locator("h2").all_inner_texts()
        look.well(page, "run")
        page.locator("#changes .title a").first.click()
        assert page.locator("article.post h1").count() == 1


@needs_chromium
@_looks("zh", "en")
def test_a_researcher_searches(look: Look, paper: str, chromium: Browser) -> None:
    """A word, without another, since a day: counted, taken as a table, followed to a person."""
    with look.at(chromium, paper) as page:
        page.get_by_role("searchbox").fill("记者 -公告")
        page.get_by_role("searchbox").press("Enter")
        page.get_by_text(look.words("更多条件", "More conditions")).click()
        page.get_by_label(look.words("起始日期", "From day")).fill("2020-01-01")
        page.get_by_label(look.words("排序", "Order")).select_option("oldest")
        page.locator(".filters button").click()
        (found,) = re.findall(r"· (\d+)", page.locator("h1").inner_text())
        look.well(page, "search")
        table = page.locator(".forms a", has_text="CSV").get_attribute("href")
        answer = page.request.get(urljoin(page.url, table))
        rows = list(csv.DictReader(answer.text().lstrip("\ufeff").splitlines()))
        assert len(rows) == int(found) > 0
        assert all("公告" not in row["title"] for row in rows)
        page.get_by_role("link", name=look.words("人物", "People"), exact=True).click()
        page.get_by_label(look.words("姓名、拼音或首字母", "Name, pinyin or initials")).fill("l")
        page.get_by_role("button", name=look.words("筛选", "Filter")).click()
        look.well(page, "people")
        page.locator(".letter a").first.click()
        page.locator("article h3 a").first.click()
        assert page.locator("article.post h1").count() == 1


@needs_chromium
@_looks("zh", "en")
def test_an_engineer_opens_the_report(look: Look, archived: Desk, chromium: Browser) -> None:
    """The file that cron's mail names, without a server: verdict first, errors with their cure."""
    report = max((archived.archive / "runs").glob("*.html"))
    with look.at(chromium, report.as_uri()) as page:
        assert page.locator(".verdict h2").inner_text() == look.words("任务完成", "The job is done")
        page.get_by_role("link", name=look.words("普查", "Census")).click()
        assert page.locator("#census").is_visible()
        for folded in page.locator("summary:visible").all():
            folded.click()
        look.well(page, "report")


@needs_chromium
@_looks("zh")
def test_a_reader_of_chinese_only_finds_the_way(look: Look, paper: str, chromium: Browser) -> None:
    """Every list of the masthead, a search without hits, a post, its neighbours by the keys."""
    with look.at(chromium, paper) as page:
        for name in ("最新", "日期", "栏目", "标签", "来源", "人物", "改动", "已删"):
            page.locator(".bar nav").get_by_role("link", name=name, exact=True).click()
            look.well(page, name)
        page.get_by_role("searchbox").fill("无此词语")
        page.get_by_role("searchbox").press("Enter")
        assert "没有文章含有这些词" in page.locator("main").inner_text()
        look.well(page, "nothing")
        page.get_by_role("link", name="全部运行").click()
        look.well(page, "runs")
        page.goto(paper)
        page.locator("article h3 a").first.click()
        before = page.url
        with page.expect_navigation():
            page.keyboard.press(
                "ArrowRight" if page.locator("a[rel=next]").count() else "ArrowLeft"
            )
        assert page.url != before
        look.well(page, "neighbour")


@BOTH
def test_a_researcher_counts(language: str, archived: Desk, portal: str) -> None:
    """Exports as the recipes say, asks DuckDB and SQLite, and takes a search as data."""
    desk = Desk(archived.folder, portal, language)
    for form in ("jsonl", "parquet", "sqlite"):
        desk.typed(f"scrapy export --format {form} --output posts.{form}")
    recipes = (ROOT / "docs/recipes.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"## DuckDB.*?```python\n(.*?)```", recipes, re.DOTALL)
    (desk.folder / "count.py").write_text(code, encoding="utf-8")
    assert re.search(r"20\d\d-\d\d", desk.said("python count.py"))
    query = "SELECT count(*) FROM posts_fts WHERE posts_fts MATCH '\"记者从\"'"
    ask = f"import sqlite3; print(sqlite3.connect('posts.sqlite').execute({query!r}).fetchone()[0])"
    (desk.folder / "ask.py").write_text(ask, encoding="utf-8")
    found = int(desk.said("python ask.py"))
    with desk.reading() as site:
        try:
            assert site.stdout is not None
            url = re.search(r"http://\S+", site.stdout.readline())
            assert url is not None
            with urlopen(
                f"{url[0]}search?q=%22%E8%AE%B0%E8%80%85%E4%BB%8E%22&format=jsonl"
            ) as answer:
                lines = answer.read().decode().splitlines()
        finally:
            site.send_signal(signal.SIGINT)
    assert len(lines) == found > 0
    assert all("记者从" in json.loads(line)["text"] for line in lines)


@BOTH
def test_an_engineer_runs_it_by_the_clock(language: str, portal: str, tmp_path: Path) -> None:
    """The line of deploy/crontab, killed once; then what a monitor asks."""
    desk = sit_down(tmp_path, portal, language)
    crontab = (ROOT / "deploy/crontab").read_text(encoding="utf-8")
    (line,) = re.findall(r"^17 \* \* \* \* cd /srv/newsportal && \.venv/bin/(.*)$", crontab, re.M)
    run = subprocess.Popen(["bash", "-c", f"exec {line}"], cwd=tmp_path, env=desk.environment,
                           stderr=subprocess.DEVNULL)  # fmt: skip
    deadline = time.monotonic() + 200
    while not (desk.archive / "state.db").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    run.kill()
    run.wait()
    for journal in desk.archive.glob("state.db-wal"):
        os.utime(journal, (0, 0))  # a while later: until then a monitor takes it for a run
    desk.typed("scrapy health --hours 26", status=1)
    assert desk.said(line) == ""  # cron mails nothing
    assert desk.said(line) == ""
    records = read_records(desk.archive)
    assert len(records) == len({one["id"] for one in records}) > 30
    told = {"zh": ("存档共", "正常"), "en": ("posts in the archive", "good")}[language]
    assert told[0] in desk.typed("scrapy health --hours 26")
    assert desk.typed("scrapy health --all").startswith(told[1])


def test_a_reader_of_chinese_only(portal: str, tmp_path: Path) -> None:
    """What the shell says is Chinese, but for commands, verdicts and names."""
    desk = sit_down(tmp_path, portal, "zh")
    own = [line for line in desk.said("newsportal").splitlines() if re.match("  [a-z]", line)]
    assert [line for line in own if not re.search("[\u4e00-\u9fff]", line)] == []
    ours = {line.split()[0] for line in own}
    listed = [line for line in desk.said("scrapy").splitlines() if line.split()[:1] != []]
    described = [line for line in listed if line.split()[0] in ours and line.startswith("  ")]
    assert len(described) == len(ours)
    assert [line for line in described if ENGLISH.search(line)] == []
    commands = ("demo --posts 20", "crawl posts", "audit",
                "verify", "report", "report --runs 3", "health", "health --all",
                "export --format csv", "crawl -h", "browse -h")  # fmt: skip
    lines = [line for command in commands for line in desk.said(f"scrapy {command}").splitlines()]
    plain = [re.sub(r"\b(?:scrapy|newsportal) \S+", "", line) for line in lines]
    assert [line for line in plain if ENGLISH.search(line)] == []


def test_make_speaks_chinese_while_it_sets_up() -> None:
    for language, words in (("zh_CN.UTF-8", "建立 .venv"), ("en_US.UTF-8", "Setting up .venv")):
        done = subprocess.run(
            ["make", "-n", "-B", ".venv/ready", f"LANG={language}", "LC_ALL=", "NEWSPORTAL_LANG="],
            cwd=ROOT, capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        chosen = re.search(r'case "(.*?)" in', done.stdout)
        assert chosen is not None
        assert chosen[1] == language
        assert words in done.stdout


@BOTH
def test_a_scrapy_developer_feels_at_home(language: str, archived: Desk, portal: str) -> None:
    """Scrapy's own commands, a spider of one's own, readable feeds, the archive in Python."""
    archived = Desk(archived.folder, portal, language)
    assert archived.said("scrapy list").split() == ["posts"]
    post = read_records(archived.archive)[0]
    title = archived.said(f"scrapy shell {post['url']} -c \"response.css('h1::text').get()\"")
    assert post["title"][:8] in title
    (archived.folder / "mine.py").write_text(
        "import scrapy\n\n\nclass Mine(scrapy.Spider):\n    name = 'mine'\n"
        f"    start_urls = ['{portal}']\n\n    def parse(self, response):\n"
        "        yield {'title': response.css('title::text').get()}\n", encoding="utf-8",
    )  # fmt: skip
    archived.said("scrapy runspider mine.py -O mine.json")
    assert re.search("[\u4e00-\u9fff]", (archived.folder / "mine.json").read_text("utf-8"))
    page = (
        ROOT / {"zh": "docs/developers.zh-CN.md", "en": "docs/developers.md"}[language]
    ).read_text(encoding="utf-8")
    (code,) = re.findall(
        r"## (?:The archive in Python|在 Python 里读存档).*?```python\n(.*?)```", page, re.DOTALL
    )
    code = code.replace("data/news.example", str(archived.archive))
    (archived.folder / "read.py").write_text(code, encoding="utf-8")
    assert post["title"] in archived.said("python read.py")
