"""A Scrapy project like any other: Scrapy's commands, other spiders, a user's own components."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.checkouts import checkout
from tests.crawling import ROOT, archive_folder, read_records

OPTIONS = Options(posts=12, anchor=1795305600, feed=False, sidebar=False, future=0)
HASTE = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0")
SPIDER = """
import scrapy

class OtherSpider(scrapy.Spider):
    name = "other"

    async def start(self):
        yield scrapy.Request(self.url, self.parse)

    def parse(self, response):
        yield {"title": response.css("title::text").get(), "status": response.status}
"""
PIPELINE = """
class Shouting:
    def process_item(self, item):
        item.extra["shout"] = (item.title or "").upper()
        return item

class Plain:
    def process_item(self, item):
        from dataclasses import asdict
        return asdict(item)

class Agent:
    def process_request(self, request):
        request.headers["User-Agent"] = "mine/1.0"

class Bell:
    def __init__(self, crawler):
        from scrapy import signals
        crawler.signals.connect(self.ring, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler):
        return cls(crawler)

    def ring(self):
        open("rung", "w").close()
"""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serve(OPTIONS) as url:
        yield url


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with a few things of a user's own."""
    folder = checkout(tmp_path_factory.mktemp("project") / "newsportal")
    (folder / "other.py").write_text(SPIDER, encoding="utf-8")
    (folder / "mine.py").write_text(PIPELINE, encoding="utf-8")
    return folder


def scrapy(
    project: Path, *words: str, status: int = 0, said: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *words],
        cwd=project, env={**os.environ, "NEWSPORTAL_DATA_DIR": "data", **environment},
        input=said, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def nothing_kept(project: Path) -> bool:
    return not (project / "data").exists()


def a_post(url: str) -> str:
    """Return the address of a post, from the front page as Scrapy's own command fetches it."""
    from newsportal.sample.content import Portal

    portal = Portal(OPTIONS)
    return url + portal.truth(next(iter(portal.ids()))).path[1:]


# Commands


@pytest.mark.long
@pytest.mark.parametrize("spider", [(), ("--spider=posts",)], ids=["", "posts"])
def test_shell(project: Path, url: str, spider: tuple[str, ...]) -> None:
    code = "response.css('title::text').get(), type(spider).__name__, response.status"
    done = scrapy(project, "shell", url, "-c", code, *spider)
    assert "200" in done.stdout
    assert ("PostsSpider" in done.stdout) == bool(spider)
    assert nothing_kept(project)


@pytest.mark.long
def test_shell_reads_a_file(project: Path) -> None:
    (project / "page.html").write_text("<title>A page</title>", encoding="utf-8")
    code = "response.css('title::text').get()"
    assert "A page" in scrapy(project, "shell", "./page.html", "-c", code).stdout


@pytest.mark.long
@pytest.mark.parametrize("spider", [(), ("--spider=posts",)], ids=["", "posts"])
def test_fetch(project: Path, url: str, spider: tuple[str, ...]) -> None:
    done = scrapy(project, "fetch", "--nolog", url, *spider)
    assert done.stdout.lstrip().startswith("<!DOCTYPE")
    assert nothing_kept(project)


@pytest.mark.long
def test_view(project: Path, url: str) -> None:
    browser = project / "browser"
    browser.write_text('#!/bin/sh\necho "$1" >opened\n', encoding="utf-8")
    browser.chmod(0o755)
    scrapy(project, "view", url, BROWSER=f"{browser} %s")
    assert (project / "opened").read_text().startswith("file://")


@pytest.mark.long
def test_runspider(project: Path, url: str) -> None:
    scrapy(project, "runspider", "other.py", "-a", f"url={url}", "-O", "other.jsonl", *HASTE)
    (item,) = read_lines(project / "other.jsonl")
    assert item["status"] == 200
    assert nothing_kept(project)


@pytest.mark.long
def test_a_spider_of_ones_own(project: Path, url: str) -> None:
    """It meets a portal on loopback by a name, which the guard of the resolver lets pass."""
    scrapy(project, "genspider", "mine", "localhost")
    made = project / "newsportal/spiders/mine.py"
    text = made.read_text(encoding="utf-8")
    address = url.replace("127.0.0.1", "localhost")
    made.write_text(text.replace("https://localhost", address).replace("pass", "yield {'a': '新'}"))
    try:
        assert scrapy(project, "list").stdout.split() == ["mine", "posts"]
        scrapy(project, "crawl", "mine", "-O", "mine.json", *HASTE)
        assert "新" in (project / "mine.json").read_text(encoding="utf-8")
        assert scrapy(project, "check", "mine").stderr.rstrip().endswith("OK")
    finally:
        made.unlink()
    assert nothing_kept(project)


def test_the_program_writes_spiders_where_the_user_is(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if "SCRAPY" not in name}
    done = subprocess.run(
        [sys.executable, "-m", "newsportal", "genspider", "other", "example.org"], cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["other.py"]
    assert not (ROOT / "newsportal/spiders/other.py").exists()


@pytest.mark.long
def test_a_spider_that_is_not_there(project: Path) -> None:
    done = scrapy(project, "crawl", "psts", status=2)
    assert "psts: there is no such spider; there is posts" in done.stderr


@pytest.mark.long
@pytest.mark.parametrize("portal", [True, False], ids=["portal", "no-portal"])
def test_parse_shows_the_record_and_keeps_nothing(project: Path, url: str, *, portal: bool) -> None:
    named = ("-a", f"portal={url}") if portal else ()
    done = scrapy(project, "parse", "--spider=posts", a_post(url), "--nocolour", *named)
    assert "'published_at'" in done.stdout
    assert "'title'" in done.stdout
    asked = done.stderr.count("Crawled (200)")
    assert asked <= 2, done.stderr  # robots.txt and the page
    assert nothing_kept(project)


@pytest.mark.long
def test_parse_while_a_run_holds_the_archive(project: Path, url: str, tmp_path: Path) -> None:
    data = str(tmp_path)
    scrapy(project, "crawl", "posts", "-a", f"portal={url}", *HASTE, NEWSPORTAL_DATA_DIR=data)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    portal = ("-a", f"portal={url}")
    words = ("parse", "--spider=posts", a_post(url), *portal, "--pipelines")
    scrapy(project, *words, NEWSPORTAL_DATA_DIR=data)
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


def test_check(project: Path) -> None:
    done = scrapy(project, "check")
    assert done.stderr.rstrip().endswith("OK")
    assert nothing_kept(project)


# A user's own components


@pytest.mark.long
@pytest.mark.parametrize("where", ["command line", "settings.py"])
def test_components_of_a_user_are_merged_with_ours(
    project: Path, url: str, tmp_path: Path, where: str
) -> None:
    own: dict[str, object] = {
        "ITEM_PIPELINES": {"mine.Shouting": 120, "mine.Plain": 900},
        "DOWNLOADER_MIDDLEWARES": {"mine.Agent": 590},
        "EXTENSIONS": {"mine.Bell": 1},
        "DOWNLOAD_DELAY": 0.01,
        "AUTOTHROTTLE_ENABLED": False,
    }
    settings = project / "newsportal/settings.py"
    before = settings.read_text(encoding="utf-8")
    words = []
    if where == "settings.py":
        lines = [f"{name} = {value!r}" for name, value in own.items()]
        settings.write_text(before + "\n".join(lines) + "\n", encoding="utf-8")
    else:
        for name, value in own.items():
            words += ["-s", f"{name}={json.dumps(value)}"]
    environment: dict[str, Any] = {"NEWSPORTAL_DATA_DIR": str(tmp_path), "PYTHONPATH": str(project)}
    folder = archive_folder(url, tmp_path)
    try:
        scrapy(project, "crawl", "posts", "-a", f"portal={url}", *words, **environment)
        records = read_records(folder)
        for name in ("posts.jsonl", "state.db"):
            (folder / name).unlink()
        scrapy(project, "reextract", "-a", f"portal={url}", *words, **environment)
    finally:
        settings.write_text(before, encoding="utf-8")
    assert read_records(folder) == records
    assert len(records) >= OPTIONS.posts - 1
    assert all(record["extra"] == {"shout": record["title"].upper()} for record in records)
    assert (project / "rung").exists()
    (project / "rung").unlink()


@pytest.mark.parametrize(
    ("setting", "component"),
    [
        ("ITEM_PIPELINES", "newsportal.pipelines.export.ExportPipeline"),
        ("EXTENSIONS", "newsportal.extensions.run_closer.RunCloser"),
    ],
)
def test_a_run_without_our_export_is_refused(
    project: Path, url: str, setting: str, component: str
) -> None:
    without = ("-s", f'{setting}={{"{component}": null}}')
    done = scrapy(project, "crawl", "posts", "-a", f"portal={url}", *without, *HASTE, status=2)
    assert f"{setting} without {component}: nothing would be archived" in done.stderr
    assert nothing_kept(project)


def read_lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
