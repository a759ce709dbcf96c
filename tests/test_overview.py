"""Many archives below one folder, without a database: report, audit, health and browse over all."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest
from rich.console import Console

from newsportal.report.overview import overview
from newsportal.runs.archive_status import ArchiveStatus
from newsportal.runs.run import FAILED, OK
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.browser import NARROW, inaccessible, needs_chromium, opened, started
from tests.browsing import Site, served, text_of
from tests.crawling import ROOT, archive_folder, crawl


class Archives(NamedTuple):
    """Two archives: one is complete, the other one's portal failed half-way."""

    data: Path
    whole: Path
    broken: Path
    portals: tuple[str, str]


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Archives:
    data = tmp_path_factory.mktemp("data")
    with serve(Options(posts=25, seed=1)) as one, serve(Options(posts=25, seed=2)) as two:
        assert crawl(one, data).exit_status == OK
        assert crawl(two, data, "limit=8").exit_status == FAILED
        portals = one, two
    assert crawl(two, data).exit_status == FAILED  # it is away
    return Archives(data, archive_folder(one, data), archive_folder(two, data), portals)


def told(data: Path, command: str, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", command, "--all", *arguments],
        cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(data)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.long
def test_the_report_has_one_line_an_archive(archives: Archives) -> None:
    status, text = told(archives.data, "report")
    assert status == OK
    one, two = (next(line for line in text.splitlines() if url in line) for url in archives.portals)
    assert "25" in one.split()
    assert "done" in one.split()
    assert "failed" in two.split()


@pytest.mark.parametrize("width", [60, 80, 160])
def test_a_narrow_terminal_keeps_portal_posts_and_verdict(tmp_path: Path, width: int) -> None:
    status = ArchiveStatus(
        tmp_path, "https://www.a-rather-long-name.example/", 12345, "done", "7 new posts",
        None, None, (0,) * 14,
    )  # fmt: skip
    console = Console(width=width, file=StringIO())
    console.print(overview([status]))
    assert isinstance(console.file, StringIO)
    heading, line = console.file.getvalue().splitlines()[-2:]
    assert line.split()[:2] == [status.portal, "12,345"]
    assert status.verdict[:5] in line
    assert ("14 days" in heading) is (width > 100)


@pytest.mark.long
def test_the_audit_has_one_verdict_an_archive(archives: Archives) -> None:
    status, text = told(archives.data, "audit")
    assert status == FAILED
    assert f"complete   {archives.whole.name}: " in text
    assert f"incomplete {archives.broken.name}: 8 posts" in text
    assert told(archives.data, "audit") == (status, text)
    status, line = told(archives.data, "audit", "--json")
    verdicts = json.loads(line)["archives"]
    assert [verdicts[path.name]["complete"] for path in archives[1:3]] == [True, False]


@pytest.mark.long
def test_an_archive_of_which_no_run_has_ended_is_named(archives: Archives, tmp_path: Path) -> None:
    """Its first run was killed: it has no report, and is an archive all the same."""
    shutil.copytree(archives.whole, tmp_path / archives.whole.name)
    shutil.copytree(
        archives.whole, tmp_path / "news.example", ignore=shutil.ignore_patterns("runs")
    )
    status, text = told(tmp_path, "health")
    assert status == FAILED
    assert "BAD  news.example: no run has ended" in text
    status, line = told(tmp_path, "report", "--json")
    names = [Path(one["folder"]).name for one in json.loads(line)["archives"]]
    assert names == sorted([archives.whole.name, "news.example"])


def test_health_names_the_bad_first(archives: Archives) -> None:
    status, text = told(archives.data, "health")
    assert status == FAILED
    assert [line[:4] for line in text.splitlines()] == ["BAD ", "good"]


@pytest.mark.parametrize("command", ["report", "audit", "health", "browse"])
def test_a_folder_without_archives_is_named(tmp_path: Path, command: str) -> None:
    assert told(tmp_path, command) == (FAILED, f"newsportal: no archive in {tmp_path}\n")


@pytest.fixture(scope="module")
def site(archives: Archives) -> Iterator[Site]:
    with served(archives.data, archives.portals[0], archives.whole, "--all") as site:
        yield site


@pytest.mark.long
def test_the_front_page_has_all_portals(site: Site, archives: Archives) -> None:
    rows = site.page("/").cssselect("table.standings tbody tr")
    assert [row.get("class") for row in rows] == ["trouble", None]
    assert {f"http://{text_of(row.cssselect('th span')[0])}/" for row in rows} == {
        *archives.portals
    }
    for row in rows:
        assert row.cssselect("svg.bars rect")
        below = site.page(row.cssselect("a")[0].get("href"))
        assert below.cssselect("article")
        assert text_of(below.cssselect(".paper")[0]) == text_of(row.cssselect("a")[0])
    assert "全部门户" in text_of(site.page("/", "zh").cssselect("h1")[0])


def test_a_search_finds_in_all_and_leads_into_each(site: Site, archives: Archives) -> None:
    page = site.page("/search?before=2100-01-01")
    groups = page.cssselect("ul.facets li")
    paths = [group.cssselect("a")[0].get("href").partition("/search")[0] for group in groups]
    assert {Path(path).name for path in paths} == {archives.whole.name, archives.broken.name}
    for group in groups:
        inner = site.page(group.cssselect("a")[0].get("href"))
        assert text_of(group.cssselect("span")[0]) in text_of(inner.cssselect("h1")[0])
    for hit in page.cssselect("article h3 a")[:3]:
        assert text_of(hit) == text_of(site.page(hit.get("href")).cssselect("article h1")[0])


@pytest.mark.parametrize("field", ["outlet", "person"])
def test_names_lead_to_their_posts_everywhere(site: Site, field: str) -> None:
    first = site.page(f"/names/{field}").cssselect("ul.facets li")[0]
    found = site.page(first.cssselect("a")[0].get("href"))
    count = text_of(first.cssselect("span")[0]).split(" ")[0]
    assert count in text_of(found.cssselect("h1")[0])


def test_it_answers_only_for_this_machine(site: Site, archives: Archives) -> None:
    for path in ("/", f"/in/{archives.whole.name}/"):
        assert site.get(path, Host="evil.example")[0].status == 400
    for path in ("/in/strange/", "/in/%2e%2e/", "/names/tag"):
        assert site.get(path)[0].status == 404, path
    assert site.get("/search?order=odd")[0].status == 400
    headers = site.get("/")[0].headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.long
def test_pages_that_are_kept_elsewhere_are_shown(archives: Archives, tmp_path: Path) -> None:
    """NEWSPORTAL_WARC_DIR holds for all archives, as it does for one."""
    (archives.whole / "warc").rename(tmp_path / archives.whole.name)
    setting = f"NEWSPORTAL_WARC_DIR={tmp_path}"
    try:
        with served(
            archives.data, archives.portals[0], archives.whole, "--all", "-s", setting
        ) as site:
            below = f"/in/{archives.whole.name}"
            post = site.page(f"{below}/").cssselect("article h3 a")[0].get("href")
            (copy,) = site.page(post).xpath("//a[contains(@href, '/copy/')]/@href")
            assert site.page(copy).cssselect("iframe")
    finally:
        (tmp_path / archives.whole.name).rename(archives.whole / "warc")


@needs_chromium
def test_a_phone_shows_the_verdict_of_each_portal(site: Site) -> None:
    with (
        started() as chromium,
        opened(chromium, site.url, width=NARROW, language="zh-CN") as page,
    ):
        for row in page.locator(".standings tbody tr").all():
            box = row.locator("td").last.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= NARROW
        assert page.locator(".wide").evaluate("one => one.scrollWidth <= one.clientWidth")
        assert inaccessible(page) == []
