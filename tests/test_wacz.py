"""A WACZ is valid by the format's own checker, and has pages, their text and pictures."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.archives import archived, completed, opened
from tests.crawling import ROOT, archive_folder, crawl, read_records
from tests.plain_portal import PlainPortal, post_page, served
from tests.test_browse_copy import GIF


def exported(url: str, data: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", "export", "-a", f"portal={url}", *options]
    environment = {**os.environ, "NEWSPORTAL_DATA_DIR": str(data)}
    return subprocess.run(
        [*command, "--format", "wacz"], cwd=ROOT, env=environment, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.long
def test_a_wacz_is_valid_and_has_all_that_is_stored(tmp_path: Path) -> None:
    portal = PlainPortal().news(12)
    portal.pages["/a.gif"] = GIF
    portal.headers["/a.gif"] = {"Content-Type": "image/gif"}
    portal.pages["/news/7.html"] = post_page(7, extra="").replace(
        "</div></body>", '<p><img src="/a.gif" alt="图"></p></div></body>'
    )
    settings = {"NEWSPORTAL_MEDIA": "images", "NEWSPORTAL_WARC_SIZE": 12_000}
    with served(portal):
        run = crawl(portal.url, tmp_path, "theme=generic", settings=settings)
    assert run.exit_status == 0, run.stderr
    folder = archive_folder(portal.url, tmp_path)
    last = max((folder / "warc").iterdir())
    with last.open("ab") as file:
        file.write(b"\x1f\x8bhalf a record")  # as if a run were writing
    done = exported(portal.url, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"12 posts in {folder / 'export' / 'posts.wacz'}\n"
    wacz = folder / "export" / "posts.wacz"
    checked = subprocess.run(
        [sys.executable, "-m", "wacz", "validate", "-f", str(wacz)], capture_output=True,
        text=True, timeout=120, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout
    assert "Validation succeeded, the passed WACZ is valid" in checked.stdout
    with zipfile.ZipFile(wacz) as archive:
        names = archive.namelist()
        stored = {f"archive/{path.name}" for path in (folder / "warc").iterdir()}
        assert len(stored) > 1
        assert stored | {f"archive/{folder.name}-media.warc.gz"} == {
            name for name in names if name.startswith("archive/")
        }
        head, *pages = map(json.loads, archive.read("pages/pages.jsonl").splitlines())
        assert head["hasText"]
        records = {record["url"]: record for record in read_records(folder)}
        assert {page["url"]: page["text"] for page in pages} == {
            url: record["text"] for url, record in records.items()
        }
        index = gzip.decompress(archive.read("indexes/index.cdx.gz")).decode()
        assert all(f'"url": "{url}"' in index for url in records)
        assert f'"url": "{portal.url}a.gif"' in index
    assert list(wacz.parent.iterdir()) == [wacz]  # no draft is left


def test_without_pages_there_is_nothing_to_make_it_of(tmp_path: Path) -> None:
    archive = opened(tmp_path)
    archived(archive, 1)
    completed(archive)
    done = exported("http://news.example/", tmp_path)
    assert done.returncode == 1
    assert "no stored pages (NEWSPORTAL_WARC): there is nothing to make a WACZ of" in done.stderr
    assert not (archive.folder / "export" / "posts.wacz").exists()
    (archive.folder / "warc").mkdir()
    (archive.folder / "warc" / "news.example-00001.warc.gz").touch()
    done = exported("http://news.example/", tmp_path)
    assert done.returncode == 1  # as after `scrapy rebuild`
    assert "the state does not know the pages in" in done.stderr
