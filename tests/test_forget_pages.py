"""A takedown reaches the stored pages, also after kills in its middle."""

from __future__ import annotations

import os
import string
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from newsportal.archive.maintenance.forget import forget
from newsportal.archive.maintenance.rotate import rotate
from newsportal.archive.maintenance.verify import verify
from newsportal.browse.index.refresh import refresh
from newsportal.formats import FORMATS
from newsportal.pages.site import Site
from newsportal.state.row import Route
from tests.archives import NOW, completed, post
from tests.crawling import ROOT, archive_folder, crawl, read_records
from tests.launching import launcher
from tests.media_portal import PNG
from tests.plain_portal import PlainPortal, list_page, post_page, served, title
from tests.test_comments import ALL, wordpress
from tests.test_pagestore import assert_valid, page
from tests.test_reextract import reextract
from tests.test_retention import kept

OLD = "柳湾村老李家的旧题目今天改掉了"
SECRETS = (
    "某某某的住址是松林路九号", title(7), "读者13", "某某某.example", OLD, "旧说法是青石街四号",
    "独家来源社", "zhaopian-jiuhao", "a picture of him",
)  # fmt: skip
SMALL = {**ALL, "NEWSPORTAL_WARC_SIZE": 12_000, "NEWSPORTAL_MEDIA": "images"}


def portal_with_secrets() -> PlainPortal:
    """Return a portal on which a post is named by lists, neighbours and comments."""
    body = "".join(f"<p>{SECRETS[0]}，第{n}次说，街道办事处昨天发出了通知。</p>" for n in range(4))
    link = "<p><a href='http://某某某.example/'>某某某.example</a></p>"
    portal = wordpress(service=True, body=body + link)
    beside = f'<div>上一篇：<a href="/news/7.html">{title(7)}</a></div>'
    portal.pages["/news/6.html"] = post_page(6, extra=beside)
    cut = list_page(list(range(10))).replace(title(7), f"青禾县第7号……{SECRETS[0]}")
    portal.pages["/index_1.html"] = cut
    page = str(portal.pages["/news/7.html"]).replace("青禾晚报", "独家来源社")
    page = page.replace("</p>", '<img src="/zhaopian-jiuhao.png"></p>', 1)
    portal.pages["/news/7.html"] = page
    portal.pages["/zhaopian-jiuhao.png"] = PNG + b"a picture of him"
    portal.headers["/zhaopian-jiuhao.png"] = {"Content-Type": "image/png"}
    moved = f'<li><a href="/jiu/77.html">{title(7)}</a><span>2026-10-08</span></li></ul>'
    portal.pages["/"] = str(portal.pages["/"]).replace("</ul>", moved)
    portal.pages["/jiu/77.html"] = 301
    portal.headers["/jiu/77.html"] = {"Location": "/news/7.html"}
    return portal


def filled(portal: PlainPortal, data: Path, settings: dict[str, object]) -> None:
    """Make an archive that has all that can tell of a post: two readings, and exports."""
    folder, page = archive_folder(portal.url, data), str(portal.pages["/news/7.html"])
    before = page.replace(title(7), OLD).replace("第2次说", "第2次说，旧说法是青石街四号")
    portal.pages["/news/7.html"] = before
    assert crawl(portal.url, data, "theme=generic", settings=settings).exit_status == 0
    rotate(folder, Site.of(portal.url))
    portal.pages["/news/7.html"] = page
    log = {"LOG_FILE": folder / "run.log"}
    crawl(portal.url, data, "mode=refetch", settings={**settings, **log})  # revisit records
    refresh(folder)  # the index of browse
    environment = {**os.environ, "NEWSPORTAL_DATA_DIR": str(data)}
    for form in () if settings["NEWSPORTAL_WARC_DIR"] else FORMATS:  # once is enough
        words = ["export", "-a", f"portal={portal.url}", "--format", form]
        assert launcher().run(words, environment, stderr=Path(os.devnull)) == 0


def unpacked(folder: Path) -> bytes:
    """Return every byte below a folder, each gzip member and each file in a ZIP unpacked."""
    found: list[bytes] = []
    for path in sorted(folder.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                found += map(packed.read, packed.namelist())
        while data[:2] == b"\x1f\x8b":
            unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
            found.append(unpacker.decompress(data))
            data = unpacker.unused_data
        found.append(data)
    return b"\n".join(found)


def secrets_in(*folders: Path) -> list[str]:
    stored = b"".join(map(unpacked, folders))
    spelt = {
        secret: (secret.encode(), secret.encode("unicode_escape"), secret.encode("gb18030"))
        for secret in SECRETS
    }
    return [secret for secret, forms in spelt.items() if any(form in stored for form in forms)]


def forgotten(url: str, data: Path, pages: Path | None, *, kill_at: int = 0) -> int:
    """Run ``scrapy forget``; kill it when it renames a file for the so many-th time."""
    rules = data.parent / "killing"
    rules.mkdir(exist_ok=True)
    (rules / "sitecustomize.py").write_text(
        "import os, pathlib, signal\n"
        "whole, calls = pathlib.Path.replace, []\n"
        "def replace(self, target):\n"
        "    calls.append(target)\n"
        f"    if len(calls) == {kill_at}:\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return whole(self, target)\n"
        "pathlib.Path.replace = replace\n"
    )
    command = [sys.executable, "-m", "scrapy", "forget", "-a", f"portal={url}", "news/7.html"]
    environment = {**os.environ, "NEWSPORTAL_DATA_DIR": str(data)}
    environment["PYTHONPATH"] = f"{rules}{os.pathsep}{ROOT}"
    environment["NEWSPORTAL_WARC_DIR"] = str(pages or "")
    environment["PYTHONDONTWRITEBYTECODE"] = "1"  # what was compiled this second counts as current
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, timeout=120, check=False
    ).returncode


@pytest.mark.long
@pytest.mark.parametrize("elsewhere", [False, pytest.param(True, marks=pytest.mark.long)])
def test_no_stored_page_tells_of_a_forgotten_post(tmp_path: Path, elsewhere: bool) -> None:
    data, pages = tmp_path / "data", tmp_path / "pages" if elsewhere else None
    settings = {**SMALL, "NEWSPORTAL_WARC_DIR": str(pages or "")}
    with served(portal_with_secrets()) as portal:
        filled(portal, data, settings)
        folder = archive_folder(portal.url, data)
        stored = pages / folder.name if pages else folder / "warc"
        assert len(list(stored.glob("*.warc.gz"))) > 2
        assert b"WARC-Type: revisit" in unpacked(stored)
        everything = (data, pages) if pages else (data,)
        assert secrets_in(*everything) == list(SECRETS)
        if pages:  # on a disk that is not mounted
            away = pages.rename(tmp_path / "away")
            assert forgotten(portal.url, data, pages) == 1
            away.rename(pages)
        killed = 0
        for kill_at in (1, 2, 4, 6) if elsewhere else (3,):
            status = forgotten(portal.url, data, pages, kill_at=kill_at)
            killed += status == -9
            crawl(portal.url, data, settings=settings)  # a run in between
            if status == 0:
                break
        assert killed
        assert forgotten(portal.url, data, pages) == 0
        assert secrets_in(*everything) == []
        assert verify(folder, stored) == []
        for path in stored.glob("*.warc.gz"):
            assert_valid(path)
        read = reextract(portal.url, data, "-s", f"NEWSPORTAL_WARC_DIR={pages or ''}")
        assert read.returncode == 0, read.stderr
        assert secrets_in(*everything) == []
        before = len(portal.asked)
        again = crawl(portal.url, data, "mode=full", settings=settings)
        assert "/" in portal.asked[before:]
        taken_out = {"/news/7.html", "/jiu/77.html", "/zhaopian-jiuhao.png"}
        assert taken_out.isdisjoint(portal.asked[before:])
        assert "news/7.html" not in {record["id"] for record in read_records(folder)}
        assert again.report["restored"]["count"] == 0


@pytest.mark.long
def test_under_another_address_a_post_stays_out_on_any_portal(tmp_path: Path) -> None:
    """By title and day, by a title that is its own, or, where lists say neither, by its page."""
    portal = PlainPortal().news(10)
    with served(portal):
        assert crawl(portal.url, tmp_path).exit_status == 0
        folder = archive_folder(portal.url, tmp_path)
        for n in (7, 5, 3):
            forget(folder, Site.of(portal.url), f"news/{n}.html")
        told = (folder / "forgotten.jsonl").read_text()
        assert {*told} <= {*string.printable}
        assert ascii("青禾")[1:-1] not in told
        shown = list_page(list(range(10))).replace("<span>2026-10-06</span>", "")
        shown = shown.replace(title(3), "小区改造")
        for n in range(10):
            shown = shown.replace(f'"/news/{n}.html"', f'"/a/{n * 37 + 1000}.html"')
            portal.pages[f"/a/{n * 37 + 1000}.html"] = post_page(n)
        portal.pages["/"] = shown
        portal.asked.clear()
        assert crawl(portal.url, tmp_path).exit_status == 0
        assert crawl(portal.url, tmp_path, "mode=full").exit_status == 0
        titles = {record["title"] for record in read_records(folder)}
        assert titles == {title(n) for n in range(10) if n not in (7, 5, 3)}
        asked = [
            path for n in (7, 5, 3) for path in portal.asked if path == f"/a/{n * 37 + 1000}.html"
        ]
        assert asked == ["/a/1111.html"]
        stored = unpacked(folder / "warc").decode(errors="replace")
        assert [n for n in range(10) if f"施工将在{n + 3}天之内结束" in stored] == [
            0,
            1,
            2,
            4,
            6,
            8,
            9,
        ]
        assert verify(folder) == []


def test_who_dies_before_such_a_page_is_taken_away_does_it_at_the_next_start(
    tmp_path: Path,
) -> None:
    archive = kept(tmp_path)
    assert archive.pages is not None
    stored = archive.pages.add(page(1, SECRETS[0].encode()))
    assert stored is not None
    row = archive.store.sight("post/1.html", Route.INDEX, NOW, archive.run_number)
    read = post(1)
    archive.pages.expect(read, row, stored, NOW, None, (None, None), "")
    archive.pages.take_out(read)
    archive.flush()
    archive._close_files()
    archive._locks.close()
    assert secrets_in(tmp_path) == [SECRETS[0]]
    completed(kept(tmp_path))
    assert secrets_in(tmp_path) == []
    assert verify(tmp_path) == []
