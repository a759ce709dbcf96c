"""The report of a run: a page in a real browser, a table in a terminal."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any, Literal

import pytest
from lxml import html
from playwright.sync_api import Browser

from newsportal.language.catalogue import in_chinese as chinese
from newsportal.report.facts import read
from newsportal.report.page import page, write_page
from newsportal.runs.run import Run
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.browser import (
    NARROW,
    WIDE,
    faint,
    keep,
    needs_chromium,
    opened,
    sideways,
    skipped_headings,
)
from tests.crawling import ROOT, archive_folder, crawl

NOW = 1795305600
NASTY = "</script><script>document.title='pwned'</script><img src=x onerror=alert(1)>\"'&{{ 7*7 }}"
URL = "http://news.example/post/1.html"


def account(**more: Any) -> dict[str, Any]:
    """Return the account of a run as its JSON file has it."""
    run = Run(
        "20261122T040000Z", "http://news.example/", "update", datetime.fromtimestamp(NOW, UTC)
    )
    run.finished_at = datetime.fromtimestamp(NOW + 60, UTC)
    run.exit_status, run.outcome = 0, "1 new posts"
    known: dict[str, Any] = json.loads(json.dumps(asdict(run), default=str))
    return known | more


def tally(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"count": len(entries), "first": list(entries)}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """Address and data of a portal that was archived, and then changed."""
    data = tmp_path_factory.mktemp("data")
    with serve(Options(posts=60, anchor=NOW), NOW) as url:
        first = crawl(url, data)
        port = int(url.rstrip("/").rpartition(":")[2])
    edited = tuple(sorted(int(record["id"]) for record in first.records)[5:8])
    with serve(Options(posts=60, anchor=NOW, added=3, edited=edited), NOW + 9000, port=port) as url:
        assert crawl(url, data, "mode=refetch").exit_status == 0
    return url, data


def newest(archive: tuple[str, Path], suffix: str) -> Path:
    runs = (archive_folder(*archive) / "runs").glob(f"*.{suffix}")
    return max(runs, key=lambda path: path.stat().st_mtime_ns)


def report(archive: tuple[str, Path], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "report", "-a", f"portal={archive[0]}", *words],
        cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(archive[1])},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


# The page


@pytest.mark.long
@needs_chromium
@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("language", ["en-US", "zh-CN"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_in_a_browser(
    archive: tuple[str, Path],
    chromium: Browser,
    width: int,
    language: str,
    scheme: Literal["light", "dark"],
) -> None:
    url = newest(archive, "html").as_uri()
    with opened(chromium, url, width=width, language=language, scheme=scheme) as shown:
        assert sideways(shown) <= 0
        assert (faint(shown), skipped_headings(shown)) == ([], [])
        words = {"en-US": "What changed", "zh-CN": "变动"}
        other = words["zh-CN" if language == "en-US" else "en-US"]
        headings = shown.locator("h2").all_inner_texts()
        assert words[language] in headings
        assert other not in headings
        assert shown.locator(".changed ins:visible").count() >= 3
        keep(shown, f"report-{language}-{scheme}-{width}")
        shown.locator(f'label[for="{"zh" if language == "en-US" else "en"}"]').click()
        assert other in shown.locator("h2").all_inner_texts()


@pytest.mark.long
@needs_chromium
@pytest.mark.parametrize("script", [True, False])
def test_the_page_on_paper(archive: tuple[str, Path], chromium: Browser, *, script: bool) -> None:
    """As wide as A4 between its margins: nothing is dark, cut off or folded away."""
    url = newest(archive, "html").as_uri()
    with opened(chromium, url, width=680, scheme="dark", script=script) as shown:
        assert not shown.locator("#duplicates li").first.is_visible()
        shown.emulate_media(media="print")
        assert shown.locator("#duplicates li").first.is_visible()
        assert not shown.get_by_text("English").is_visible()
        assert not shown.locator("details.data").first.is_visible()
        assert shown.locator("#time rect").first.is_visible()
        if script:  # which asks the page itself
            assert sideways(shown) <= 0
            inked = shown.locator("body, section, .notice").evaluate_all(
                "all => all.map(one => getComputedStyle(one).backgroundColor)"
            )
            papers = set(inked) - {"rgba(0, 0, 0, 0)"}
            assert papers
            assert all(int(paper.split(",")[1]) > 200 for paper in papers), papers
            assert len(shown.pdf(format="A4")) > 10_000


@pytest.mark.long
@needs_chromium
def test_the_page_without_script(archive: tuple[str, Path], chromium: Browser) -> None:
    with opened(chromium, newest(archive, "html").as_uri(), script=False) as shown:
        shown.locator('label[for="en"]').click()
        assert "What changed" in shown.locator("h2").all_inner_texts()


@needs_chromium
def test_charts_as_tables(archive: tuple[str, Path], chromium: Browser) -> None:
    periods = read(newest(archive, "json"))["periods"]
    with opened(chromium, newest(archive, "html").as_uri(), width=NARROW) as shown:
        table = shown.locator("#time .scroll table")
        table.locator("xpath=ancestor::details").locator("summary").click()
        head, *rows = [row.split("\t") for row in table.inner_text().splitlines()]
        told = {
            (month, name): int(count)
            for month, *counts in rows
            for name, count in zip(head[1:], counts, strict=True)
            if count != "0"
        }
        named = {
            (month, name or "others"): count
            for month, counts in periods["months"].items()
            for name, count in counts.items()
        }
        assert told == named
        assert sideways(shown) <= 0


@pytest.mark.long
def test_every_sentence_of_ours_has_its_chinese() -> None:
    """Read from the source: whatever becomes a verdict, a note, an alert or a reason."""
    found = [text for path in SOURCE.rglob("*.py") for text in sentences(path)]
    assert len(found) > 35
    assert [text for text in found if text and chinese(text) == text] == []


def sentences(path: Path) -> Iterator[str]:
    """Yield the texts in a module that reach a report, each value in them as an example."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        values: list[ast.expr | None] = []
        match node:
            case ast.Call(
                func=ast.Name(id=("Forbidden" | "IgnoreRequest" | "NotAPost")), args=[said]
            ):
                values.append(said)
            case ast.Call(func=ast.Name(id="Alert"), args=[_, said]):
                values.append(said)
            case ast.Call(func=ast.Attribute(attr=("_note" | "_stop")), args=[said]):
                values.append(said)
            case ast.Call(func=ast.Attribute(ast.Attribute(attr="notes"), "append"), args=[said]):
                values.append(said)
            case ast.Call(func=ast.Attribute(attr="add"), keywords=keywords):
                values += [each.value for each in keywords if each.arg == "reason"]
            case ast.Assign(
                targets=[ast.Attribute(attr="failure") | ast.Name(id="reason" | "fault")],
                value=said,
            ):
                values.append(said)
            case ast.FunctionDef(name="_fault" | "judge_feed" | "judge_front" | "complaint"):
                values += [each.value for each in ast.walk(node) if isinstance(each, ast.Return)]
        for value in values:
            if isinstance(value, ast.IfExp):
                value = value.body
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.value
            elif isinstance(value, ast.JoinedStr):
                yield "".join(
                    EXAMPLES.get(ast.unparse(part.value), "7")
                    if isinstance(part, ast.FormattedValue)
                    else str(ast.literal_eval(part))
                    for part in value.values
                )


SOURCE = ROOT / "newsportal"
EXAMPLES = {"shows": "cannot be read", "' and no '.join(lacks)": "title and no text"}


@needs_chromium
def test_what_a_portal_says_is_text(tmp_path: Path, chromium: Browser) -> None:
    post = {"url": URL, "title": NASTY, "published_at": None}
    odd = {"url": f"javascript:{NASTY}", "reason": NASTY}
    run = account(
        outcome=NASTY, exit_status=1, notes=[NASTY],
        new=tally(post), tombstones=tally(post), gone=tally(odd), refused=tally(odd),
        revisions=tally({**post, "revision": 2, "fields": ["title"], "diff": [f"+ {NASTY}"]}),
        near_duplicates=tally({"url": f"javascript:{NASTY}", "original": URL}),
        failed={f"javascript:{NASTY}": NASTY},
        periods={"months": {"2026-11": {NASTY: 1}}, "days": {}, "undated": 0},
    )  # fmt: skip
    path = tmp_path / "run.json"
    path.write_text(json.dumps(run), encoding="utf-8")
    with opened(chromium, write_page(path).as_uri()) as shown:
        assert shown.title().startswith("news.example")
        assert NASTY in shown.locator("#changes").inner_text()
        links = shown.locator("a").evaluate_all("links => links.map(link => link.protocol)")
        assert set(links) <= {"http:", "file:"}
        assert "49" not in shown.locator(".verdict").inner_text()


def test_a_long_archive_makes_no_large_page() -> None:
    posts = [
        {"url": f"http://news.example/post/{n}.html", "title": "题" * 60, "reason": "status 404",
         "published_at": None, "original": URL, "revision": 2, "fields": ["text"],
         "diff": ["+ " + "文" * 400] * 200}
        for n in range(1000)
    ]  # fmt: skip
    months = [f"{2006 + n // 12}-{n % 12 + 1:02}" for n in range(240)]
    named = {f"新闻 › 栏目{n}": 9999 for n in range(13)}
    run = account(
        known=100_000,
        **{kind: {"count": 90_000, "first": posts} for kind in (
            "new", "revisions", "tombstones", "duplicates", "near_duplicates", "gone", "refused",
        )},
        failed={post["url"]: "status 500" for post in posts},
        periods={"months": dict.fromkeys(months, named), "days": {}, "undated": 5},
    )  # fmt: skip
    text = page(run)
    assert len(text.encode()) < 2_000_000
    assert "90,000" in text


def test_a_run_that_did_its_job_and_looks_odd() -> None:
    alert = {"check": "fill", "message": "tags is filled in 0 of 90 posts"}
    text = page(account(exit_status=1, outcome=alert["message"], alerts=[alert]))
    assert "its figures look odd" in text
    assert "The job is not done" not in text
    failed = page(account(exit_status=1, outcome="status 503"))
    assert "The job is not done" in failed
    assert "as the last run left it" not in failed


def test_what_changed_is_shown_by_characters_and_leads_into_the_archive() -> None:
    """As on the site: the same function compares, the same marks show it."""
    post = {"url": URL, "title": "会议今日召开", "revision": 2, "fields": ["title", "text"],
            "diff": ["- 会议昨日召开", "- 共有三人出席。",
                     "+ 会议今日召开", "+ 共有四人出席。", "+ 完。"]}  # fmt: skip
    shown = html.document_fromstring(page(account(revisions=tally(post))))
    (entry,) = shown.cssselect(".changed > li")
    assert [one.text for one in entry.cssselect("del")] == ["昨", "三"]
    assert [one.text for one in entry.cssselect("ins")] == ["今", "四", "完。"]
    inside, outside = entry.cssselect("a")
    assert inside.get("href") == f"http://127.0.0.1:8766/at?url={URL}"
    assert outside.get("href") == URL


def test_all_that_the_account_has_of_posts_can_be_reached() -> None:
    posts = [{"url": f"{URL}?{n}", "title": f"第{n}篇", "published_at": None} for n in range(301)]
    new = {"count": 2_000, "first": posts}
    shown = html.document_fromstring(page(account(new=new, tombstones=tally(*posts))))
    links = [one.text for one in shown.cssselect("#changes .title a:first-child")]
    assert len(links) == 2 * 301
    assert {one.text for one in shown.cssselect("#changes details > summary .en")} == {
        "The other 293", "The other 281",
    }  # fmt: skip
    (more,) = shown.cssselect("#changes .more")
    assert "1,699 more" in more.text_content()


def test_new_posts_have_times_no_finer_than_they_are_known(archive: tuple[str, Path]) -> None:
    first = min((archive_folder(*archive) / "runs").glob("*.json"))
    new = json.loads(first.read_text(encoding="utf-8"))["new"]["first"]
    days = {one["published_at"][:10] for one in new if one["precision"] == "day"}
    shown = html.document_fromstring(first.with_suffix(".html").read_text(encoding="utf-8"))
    times = {one.text for one in shown.cssselect(".dated time")}
    assert days <= times
    assert not {time for time in times if time.endswith("00:00")}


def test_the_page_needs_nothing_else(archive: tuple[str, Path]) -> None:
    text = newest(archive, "html").read_text(encoding="utf-8")
    assert not re.findall(r"<(?:link(?! rel=.icon. href=.data:)|iframe|object|embed)\b", text)
    assert not re.findall(r"@import|url\(|src=", text)
    assert "default-src 'none'" in unescape(text)
    assert f'href="{newest(archive, "json").name}"' in text


# The terminal


def test_report_builds_the_page_anew(archive: tuple[str, Path]) -> None:
    path = newest(archive, "html")
    before = path.read_text(encoding="utf-8")
    path.unlink()
    done = report(archive)
    assert done.returncode == 0, done.stderr
    assert path.read_text(encoding="utf-8") == before
    assert done.stdout.splitlines()[-1] == str(path)
    facts = read(path.with_suffix(".json"))
    assert facts["outcome"] in done.stdout
    assert re.search(rf"requests +{facts['stats']['downloader/request_count']}\b", done.stdout)


@pytest.mark.long
def test_history(archive: tuple[str, Path]) -> None:
    lines = report(archive, "--runs", "30").stdout.splitlines()
    assert [line.split()[2] for line in lines[1:3]] == ["refetch", "update"]
    assert len(report(archive, "--runs", "1").stdout.splitlines()) == 2


@pytest.mark.long
def test_report_without_a_run(tmp_path: Path) -> None:
    done = report(("http://127.0.0.1:9/", tmp_path))
    assert done.returncode == 1
    assert "no archive in" in done.stderr
    (tmp_path / "127.0.0.1_9/runs").mkdir(parents=True)
    done = report(("http://127.0.0.1:9/", tmp_path))
    assert (done.returncode, "no run has ended" in done.stderr) == (1, True)


@pytest.mark.parametrize("content", ["{", "[]", "{}"])
def test_report_of_a_broken_account(content: str, tmp_path: Path) -> None:
    runs = archive_folder("http://127.0.0.1:9/", tmp_path) / "runs"
    runs.mkdir(parents=True)
    (runs / "20261122T040000Z.json").write_text(content, encoding="utf-8")
    done = report(("http://127.0.0.1:9/", tmp_path))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not list(runs.glob("*.html"))
