"""Stored pages, read again: into an empty folder, in place, by other rules."""

from __future__ import annotations

import gzip
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from copy import deepcopy
from datetime import datetime
from email.utils import format_datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.changing import DAY, Changing
from tests.crawling import ROOT, archive_folder, crawl, read_records
from tests.http_server import HTML, Responder, http_server
from tests.test_pagestore import assert_valid

Record = dict[str, Any]


def reextract(
    url: str, data: Path, *options: str, before: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run ``scrapy reextract``; *before* is Python that changes the rules of this run."""
    folder = data / "rules"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(before, encoding="utf-8")  # its processes, too
    command = [sys.executable, "-m", "scrapy", "reextract", "-a", f"portal={url}", *options]
    environment = {**os.environ, "NEWSPORTAL_DATA_DIR": str(data)}
    environment["PYTHONPATH"] = f"{folder}{os.pathsep}{ROOT}"
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def assert_same(url: str, data: Path, fresh: Path) -> None:
    """Into an empty folder the pages give all lines again, in every field."""
    folder, other = archive_folder(url, data), archive_folder(url, fresh)
    shutil.copytree(folder / "warc", other / "warc")
    done = reextract(url, fresh)
    assert done.returncode == 0, done.stderr
    wrote, again = read_records(folder), read_records(other)
    for one, two in zip(wrote, again, strict=False):
        differs = {name: (one[name], two[name]) for name in one if one[name] != two[name]}
        assert not differs, one["url"]
    assert len(again) == len(wrote)
    for path in (folder / "warc").iterdir():
        assert_valid(path)


def edited(portal: Changing) -> None:
    stories = list(portal.stories.values())
    stories[3].paragraphs[1] = "全文改写。"
    stories[-2].title += "（更新）"
    stories[-4].tags = ["泰山"]
    stories[-5].markup = 2
    portal.write()
    portal.now += 0.2 * DAY


@pytest.mark.long
def test_an_empty_folder_gets_what_the_runs_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal = Changing(seed=3)
    portal.fill(45)
    twin = deepcopy(list(portal.stories.values())[10])
    twin.number, twin.at = 9000, twin.at - 500
    portal.stories[9000] = twin
    gone = list(portal.stories.values())[20]
    with portal.serving() as url:
        data = tmp_path / "data"
        assert crawl(url, data).exit_status == 0
        for mode in ("mode=update", "mode=full", "mode=refetch"):
            edited(portal)
            crawl(url, data, mode)
        gone.there = False
        crawl(url, data, "mode=full")
        twin.paragraphs[0] = "它自己的话。"
        portal.now += 2 * DAY
        monkeypatch.setenv("TEST_CLOCK", str(2 * DAY))  # a removal takes a day by both clocks
        crawl(url, data, "mode=refetch", settings={"NEWSPORTAL_WARC_SIZE": 100_000})
        records = read_records(archive_folder(url, data))
        assert {record["changed_by"] for record in records} == {None, "portal"}
        assert max(record["revision"] for record in records) > 2
        assert any(record["deleted_at"] for record in records)
        assert len(list((archive_folder(url, data) / "warc").iterdir())) > 1
        assert_same(url, data, tmp_path / "fresh")


@pytest.mark.long
def test_times_of_another_zone_and_times_in_dispute_are_the_same_again(tmp_path: Path) -> None:
    portal = Changing(seed=6)
    portal.fill(24)
    utc = ZoneInfo("UTC")
    portal.printed = lambda at: f"{datetime.fromtimestamp(at, utc):%Y-%m-%d %H:%M:%S}"
    odd = portal.newest()[4].at
    portal.in_feed = lambda at: format_datetime(datetime.fromtimestamp(at - (at == odd) * 999, utc))
    with portal.serving() as url:
        data, fresh = tmp_path / "data", tmp_path / "fresh"
        assert crawl(url, data).exit_status == 0
        folder = archive_folder(url, data)
        before = read_records(folder)
        vague = [r["published_precision"] for r in before if r["published_precision"] != "second"]
        assert vague == ["hour"]
        stories = {str(story.number): story for story in portal.stories.values()}
        for record in before:
            low, high = (
                datetime.fromisoformat(record[f"published_{end}"]).timestamp()
                for end in ("earliest", "latest")
            )
            assert low <= stories[record["id"]].at <= high
        assert reextract(url, data).returncode == 0
        assert read_records(folder) == before
        assert_same(url, data, fresh)
        with closing(sqlite3.connect(archive_folder(url, fresh) / "state.db")) as state:
            assert state.execute("SELECT zone FROM export").fetchone() == ("UTC",)


_RULE = """
import newsportal.themes.tpure as tpure
fields = tpure.Tpure.fields
def other(self, response):
    printed = fields(self, response)
    if "7" in printed.title:
        printed.title = printed.title.replace("7", "七")
    return printed
tpure.Tpure.fields = other
"""


@pytest.mark.long
def test_other_rules_make_revisions_of_what_they_change(tmp_path: Path) -> None:
    portal = Changing(seed=4)
    portal.fill(30)
    with portal.serving() as url:
        assert crawl(url, tmp_path).exit_status == 0
        folder = archive_folder(url, tmp_path)
        before = read_records(folder)
        concerned = {record["id"] for record in before if "7" in record["title"]}
        assert 0 < len(concerned) < len(before)

        same = reextract(url, tmp_path)
        assert same.returncode == 0, same.stderr
        assert read_records(folder) == before

        state = (folder / "state.db").read_bytes()
        dry = reextract(url, tmp_path, "--dry-run", before=_RULE)
        assert dry.returncode == 0, dry.stderr
        assert (
            f"{len(concerned)} posts would read differently: title {len(concerned)}" in dry.stdout
        )
        assert "+title: " in dry.stdout
        assert read_records(folder) == before
        assert (folder / "state.db").read_bytes() == state

        days = {record["id"]: record["published_latest"][:10] for record in before}
        since = sorted(days.values())[len(before) // 2]
        newer = sum(days[id_] >= since for id_ in concerned)
        assert 0 < newer < len(concerned)
        for options in (("--since", since), ("-a", f"since={since}")):
            dry = reextract(url, tmp_path, "--dry-run", *options, before=_RULE)
            assert f"\n{newer} posts would read differently: " in dry.stdout, dry.stderr
        assert "since=5 May" in reextract(url, tmp_path, "--since", "5 May").stderr

        one = min(concerned)
        done = reextract(url, tmp_path, "--ids", one, before=_RULE)
        assert done.returncode == 0, done.stderr
        assert [record["id"] for record in read_records(folder)[len(before) :]] == [one]

        done = reextract(url, tmp_path, before=_RULE)
        assert done.returncode == 0, done.stderr
        added = read_records(folder)[len(before) :]
        assert sorted(record["id"] for record in added) == sorted(concerned)
        assert {(record["changed_by"], record["revision"]) for record in added} == {("rules", 2)}
        assert all("七" in record["title"] for record in added)
        again = reextract(url, tmp_path, before=_RULE)
        assert again.returncode == 0
        assert len(read_records(folder)) == len(before) + len(added)


@pytest.mark.long
def test_an_upgrade_never_looks_like_an_edit(tmp_path: Path) -> None:
    """The records are from other rules; then all is fetched again, one post edited meanwhile."""
    portal = Changing(seed=5)
    portal.fill(25)
    with portal.serving() as url:
        assert crawl(url, tmp_path).exit_status == 0
        folder = archive_folder(url, tmp_path)
        assert reextract(url, tmp_path, before=_RULE).returncode == 0
        shown = {record["id"]: record for record in read_records(folder)}
        by_rules = {i for i, record in shown.items() if record["changed_by"] == "rules"}
        numbers = sorted(portal.stories)
        both = next(number for number in numbers if str(number) in by_rules)
        plain = next(number for number in numbers if str(number) not in by_rules)
        for number in (both, plain):
            portal.stories[number].paragraphs[0] = "这一段是新的。"
        count = len(read_records(folder))
        portal.now += DAY
        run = crawl(url, tmp_path, "mode=refetch")
        assert run.exit_status == 0
        # What is told of edits, and drawn, is the portal's.
        assert run.report["revisions"]["count"] == 2
        assert run.report["by_rules"] == len(by_rules) - 1
        assert sum(run.report["edits"].values()) == 2
        (page,) = (folder / "runs").glob(f"{run.report['name']}.html")
        assert 'id="edits"' in page.read_text(encoding="utf-8")
        said = {r["id"]: r["changed_by"] for r in read_records(folder)[count:]}
    expected = dict.fromkeys(by_rules, "rules") | {str(both): "both", str(plain): "portal"}
    assert said == expected


@pytest.mark.long
@pytest.mark.parametrize("number", range(int(os.environ.get("NEWSPORTAL_KILLS", "4"))))
def test_kills_lose_no_page(tmp_path: Path, number: int) -> None:
    """Whenever a run is killed, pages and records agree after the next one."""
    seed = os.environ.get("NEWSPORTAL_KILL_SEED") or str(random.randrange(10**6))
    chance = random.Random(f"{seed}-{number}")
    print(f"NEWSPORTAL_KILL_SEED={seed}")  # noqa: T201
    data = tmp_path / "data"
    options = Options(posts=150, anchor=1795305600, sidebar=False, comments=False)
    with serve(options, 1795305600) as url:
        folder = archive_folder(url, data)
        for _ in range(chance.randint(1, 3)):
            command = [sys.executable, "-m", "scrapy", "crawl", "posts", "-a", f"portal={url}"]
            for setting in ("DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=0", "CONCURRENT_REQUESTS=16"):
                command += ["-s", setting]
            run = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(data)},
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
            while run.poll() is None and not (folder / "warc").exists():
                time.sleep(0.01)
            time.sleep(chance.random() * 3)
            run.send_signal(signal.SIGKILL)
            run.wait()
        crawled = crawl(url, data)
        assert crawled.exit_status == 0, crawled.stderr
        urls = [record["url"] for record in crawled.records]
        assert len(urls) == len(set(urls))
        assert_same(url, data, tmp_path / "fresh")


def rewritten(ours: Path, theirs: Path) -> None:
    """Write our answers as another crawler does: chunked, unpacked, without notes and questions."""
    with ours.open("rb") as source, theirs.open("wb") as target:
        writer = WARCWriter(target, gzip=False)
        for record in ArchiveIterator(source):
            if record.rec_type != "response":
                continue
            body = record.raw_stream.read()
            chunks = b"".join(
                b"%x\r\n%s\r\n" % (len(body[i : i + 5000]), body[i : i + 5000])
                for i in range(0, len(body), 5000)
            )
            chunks += b"0\r\n\r\n"
            headers = record.http_headers
            headers.replace_header("Transfer-Encoding", "chunked")
            headers.remove_header("Content-Length")
            writer.write_record(
                writer.create_warc_record(
                    record.rec_headers["WARC-Target-URI"], "response",
                    payload=BytesIO(chunks), length=len(chunks), http_headers=headers,
                    warc_headers_dict={"WARC-Date": record.rec_headers["WARC-Date"]},
                )
            )  # fmt: skip


@pytest.mark.long
def test_an_archive_begins_with_the_files_of_others(tmp_path: Path) -> None:
    options = Options(posts=60, anchor=1795305600)
    data, theirs = tmp_path / "data", tmp_path / "theirs.warc"
    with serve(options, 1795305600) as url:
        crawled = crawl(url, data)
        assert crawled.exit_status == 0
    (ours,) = (archive_folder(url, data) / "warc").iterdir()
    done = reextract(url, tmp_path / "copy", "--from", str(ours))
    assert done.returncode == 0, done.stderr
    assert read_records(archive_folder(url, tmp_path / "copy")) == crawled.records

    rewritten(ours, theirs)
    done = reextract(url, tmp_path / "begun", "--from", str(theirs))
    assert done.returncode == 0, done.stderr
    begun = {r["url"]: r for r in read_records(archive_folder(url, tmp_path / "begun"))}
    assert len(begun) == len(crawled.records)
    for record in crawled.records:
        found = begun[record["url"]]
        differs = {name for name in record if record[name] != found[name]}
        # Lists were read before, not between the posts: other neighbours' times were known.
        bounds = {"published_earliest", "published_latest"}
        others = {"near_duplicate_of", "similarity", "first_seen_at"}
        assert differs <= bounds | others, record["url"]
        assert found["published_earliest"] <= record["published_at"] <= found["published_latest"]
    assert_same(url, tmp_path / "begun", tmp_path / "fresh")


@pytest.mark.long
def test_without_pages_there_is_nothing_to_read(tmp_path: Path) -> None:
    done = reextract("http://127.0.0.1:9/", tmp_path)
    assert done.returncode == 1
    assert "no archive in" in done.stderr
    done = reextract("http://127.0.0.1:9/", tmp_path, "-s", "NEWSPORTAL_WARC=0")
    assert done.returncode == 2
    assert "not with NEWSPORTAL_WARC=0" in done.stderr


def test_switched_off_nothing_is_written_or_loaded(tmp_path: Path) -> None:
    portal = Changing(seed=6)
    portal.fill(3)
    program = (
        "import sys\nfrom scrapy.cmdline import execute\n"
        "try:\n    execute()\nfinally:\n    print([m for m in sys.modules if 'warcio' in m"
        " or 'pagestore' in m])\n"
    )
    with portal.serving() as url:
        command = [sys.executable, "-c", program, "crawl", "posts", "-a", f"portal={url}"]
        for setting in ("NEWSPORTAL_WARC=0", "DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=0"):
            command += ["-s", setting]
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path)},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
    assert len(read_records(archive_folder(url, tmp_path))) == 3
    assert not (archive_folder(url, tmp_path) / "warc").exists()


@pytest.mark.long
def test_lost_lines_are_read_from_pages_before_the_portal_is_asked(tmp_path: Path) -> None:
    portal = Changing(seed=8)
    portal.fill(25)
    with portal.serving() as url:
        crawled = crawl(url, tmp_path)
        assert crawled.exit_status == 0
    export = archive_folder(url, tmp_path) / "posts.jsonl"
    lines = export.read_text(encoding="utf-8").splitlines(keepends=True)
    export.write_text("".join(lines[:5] + lines[9:]), encoding="utf-8")
    # The portal is gone, but the pages are there.
    assert crawl(url, tmp_path).exit_status == 1
    found = read_records(archive_folder(url, tmp_path))
    assert len(found) == len(lines)
    by_url = {record["url"]: record for record in crawled.records}
    for record in found:
        before = by_url[record["url"]]
        differs = {name for name in before if before[name] != record[name]}
        assert differs <= {"near_duplicate_of", "similarity"}, record["url"]


@pytest.mark.long
def test_lost_lines_of_removed_posts_are_read_from_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else has them any more: their text comes back, and then their end."""
    portal = Changing(seed=9)
    portal.fill(14)
    gone, edited = list(portal.stories.values())[3:5]
    with portal.serving() as url:
        assert crawl(url, tmp_path).exit_status == 0
        edited.paragraphs[0] = "改过的话。"
        portal.now += 0.2 * DAY
        assert crawl(url, tmp_path, "mode=refetch").exit_status == 0
        gone.there = edited.there = False
        for day in (1, 2):
            portal.now += 1.1 * DAY
            monkeypatch.setenv("TEST_CLOCK", str(1.1 * day * DAY))
            assert crawl(url, tmp_path, "mode=full").exit_status == 0
        folder = archive_folder(url, tmp_path)
        before: dict[str, list[Record]] = {}
        for record in read_records(folder):
            before.setdefault(record["id"], []).append(record)
        buried = {str(story.number) for story in (gone, edited)}
        assert {id_ for id_, records in before.items() if records[-1]["deleted_at"]} == buried
        for mode in ("update", "full"):
            (folder / "posts.jsonl").write_bytes(b"")
            healing = crawl(url, tmp_path, f"mode={mode}")
            assert healing.report["result"] == "healed", healing.stderr
            assert crawl(url, tmp_path).exit_status == 0
            found: dict[str, list[Record]] = {}
            for record in read_records(folder):
                found.setdefault(record["id"], []).append(record)
            for id_ in buried:
                text, end = found[id_]
                last = before[id_][-2]
                differs = {name for name in last if last[name] != text[name]}
                assert differs <= {"revision", "changed_by", "near_duplicate_of", "similarity"}
                assert end["deleted_at"] == before[id_][-1]["deleted_at"]
                assert (text["revision"], end["revision"]) == (1, 2)
            assert found.keys() == before.keys()
            assert healing.report["lost"]["count"] == 0


def plain_pages() -> dict[str, str]:
    """A portal of no known software: a front page, and articles that name their neighbours."""
    chance = random.Random(2)
    words = Changing(seed=2)

    def page(title: str, body: str) -> str:
        return (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>'
            f'<div class="nav"><a href="/">首页</a></div>{body}'
            "<div>版权所有 某某新闻网</div></body></html>"
        )

    numbers = range(101, 131)
    titles = {number: words.sentence(6).rstrip("。！？") for number in numbers}
    pages = {}
    for number in numbers:
        text = "".join(f"<p>{words.sentence(30)}</p>" for _ in range(chance.randint(4, 7)))
        near = "".join(
            f'<p>{word}：<a href="/news/2026/{other}.html">{titles[other]}</a></p>'
            for word, other in (("上一篇", number - 1), ("下一篇", number + 1))
            if other in titles
        )
        pages[f"/news/2026/{number}.html"] = page(
            f"{titles[number]}_某某新闻网",
            f"<h1>{titles[number]}</h1><div>2026-11-{number - 100:02} 10:00 来源：某某日报</div>"
            f'<div class="text">{text}<p>（责任编辑：张某某）</p></div><div>{near}</div>',
        )
    items = "".join(
        f'<li><a href="/news/2026/{number}.html">{titles[number]}</a>'
        f"<span>2026-11-{number - 100:02}</span></li>"
        for number in reversed(numbers)
    )
    pages["/"] = page("某某新闻网", f"<ul>{items}</ul>")
    return pages


@pytest.mark.long
def test_portals_of_any_software_are_read_again_too(tmp_path: Path) -> None:
    pages = plain_pages()

    class Handler(Responder):
        def do_GET(self) -> None:
            body = pages.get(self.path, "").encode()
            self.reply(200 if body else 404, HTML, body)

    data = tmp_path / "data"
    with http_server(Handler) as url:
        crawled = crawl(url, data)
        assert len(crawled.records) > 20, crawled.stderr
    assert_same(url, data, tmp_path / "fresh")
    assert reextract(url, data).returncode == 0
    assert read_records(archive_folder(url, data)) == crawled.records


@pytest.mark.long
def test_of_a_post_that_is_forgotten_no_page_is_left(tmp_path: Path) -> None:
    portal = Changing(seed=10)
    portal.fill(20)
    with portal.serving() as url:
        crawled = crawl(url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    folder, post = archive_folder(url, tmp_path), crawled.records[7]
    command = [sys.executable, "-m", "scrapy", "forget", post["id"], "-a", f"portal={url}"]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (warc,) = (folder / "warc").iterdir()
    assert_valid(warc)
    left = gzip.decompress(warc.read_bytes()).decode("utf-8", "replace")
    for secret in (post["url"], post["title"], post["text"].split("\n")[0]):
        assert secret not in left
    command[3:5] = ["verify"]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "whole"


@pytest.mark.long
def test_pages_may_be_kept_elsewhere_and_may_be_lost(tmp_path: Path) -> None:
    portal = Changing(seed=9)
    portal.fill(12)
    data, elsewhere = tmp_path / "data", tmp_path / "pages"
    settings = {"NEWSPORTAL_WARC_DIR": elsewhere}
    with portal.serving() as url:
        crawled = crawl(url, data, settings=settings)
        assert crawled.exit_status == 0, crawled.stderr
        folder = archive_folder(url, data)
        assert not (folder / "warc").exists()
        (warc,) = (elsewhere / folder.name).iterdir()
        assert any(str(elsewhere) in note for note in crawled.report["notes"])
        elsewhere.rename(tmp_path / "unplugged")
        elsewhere.mkdir()  # as where a disk is to be mounted
        portal.log.clear()
        away = crawl(url, data, settings=settings)
        assert away.exit_status == 1
        assert "is its disk mounted" in away.stderr
        assert portal.log == []
        elsewhere.rmdir()
        (tmp_path / "unplugged").rename(elsewhere)
        warc.unlink()
        again = crawl(url, data, settings=settings)
        assert again.exit_status == 0, again.stderr
        assert "the stored pages of 12 posts are missing" in again.report["notes"]
        assert again.records == crawled.records
        assert [path.name[-13:] for path in (elsewhere / folder.name).iterdir()] == [
            "00002.warc.gz"
        ]
