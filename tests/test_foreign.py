"""An archive that begins with WARC files of others: wget, pywb, browsers, proxies."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsportal.offline.foreign import check, take_over
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.crawling import archive_folder, crawl, read_records
from tests.launching import launcher
from tests.plain_portal import PlainPortal, served, title

ROOT, OTHER = "http://portal.example/", "https://elsewhere.example/"
POSTS = 24
DATE = "2026-11-26T04:00:00Z"


def pages() -> dict[str, bytes]:
    """Return the pages of a portal of no known software, by path."""
    return {path: str(page).encode() for path, page in PlainPortal().news(POSTS).pages.items()}


class Files:
    """Writes records as others do."""

    def __init__(self, path: Path, *, packed: bool = True) -> None:
        self.path, self._file = path, path.open("wb")
        self._writer = WARCWriter(self._file, gzip=packed)

    def say(self, kind: str, url: str, block: bytes, **more: str) -> None:
        """Write a record without an answer's head."""
        headers = {"WARC-Date": DATE, **{name.replace("_", "-"): more[name] for name in more}}
        content_type = headers.pop("Content-Type", "application/octet-stream")
        self._writer.write_record(
            self._writer.create_warc_record(
                url, kind, payload=BytesIO(block), length=len(block), warc_headers_dict=headers,
                warc_content_type=content_type,
            )
        )  # fmt: skip

    def answer(
        self, url: str, body: bytes, *said: tuple[str, str], kind: str = "response",
        status: str = "200 OK", **more: str,
    ) -> None:  # fmt: skip
        """Write an answer."""
        head = StatusAndHeaders(
            status, [("Content-Type", "text/html; charset=utf-8"), *said], "HTTP/1.1"
        )
        headers = {"WARC-Date": DATE, **{name.replace("_", "-"): more[name] for name in more}}
        self._writer.write_record(
            self._writer.create_warc_record(
                url, kind, payload=BytesIO(body), length=len(body), http_headers=head,
                warc_headers_dict=headers,
            )
        )  # fmt: skip

    def end(self) -> list[Path]:
        self._file.close()
        return [self.path]


def chunks(body: bytes) -> bytes:
    parts = [body[start : start + 700] for start in range(0, len(body), 700)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def of_a_proxy(folder: Path) -> list[Path]:
    """As on the wire, in one file that is not packed: chunks in brotli or gzip, requests."""
    files = Files(folder / "proxy.warc", packed=False)
    files.say("warcinfo", "urn:x", b"software: a proxy\r\n")
    for number, (path, body) in enumerate(pages().items()):
        coding, packed = (("br", brotli.compress(body)), ("gzip", gzip.compress(body)))[number % 2]
        head = f"GET {path} HTTP/1.1\r\nHost: portal.example\r\n\r\n".encode()
        files.say("request", f"<{ROOT}{path[1:]}>", head, Content_Type="application/http")
        coded = ("Content-Encoding", coding), ("Transfer-Encoding", "chunked")
        files.answer(f"<{ROOT}{path[1:]}>", chunks(packed), *coded)
    return files.end()


def of_a_browser(folder: Path) -> list[Path]:
    """What a browser had: unpacked under the headers of what was packed, resources, texts."""
    files = Files(folder / "browser.warc.gz")
    for number, (path, body) in enumerate(pages().items()):
        url = f"https://www.portal.example/{path[1:]}"
        if number % 3 == 2:
            files.say("resource", url, body, Content_Type="text/html; charset=utf-8")
        else:
            files.answer(url, body, ("content-encoding", "br"), ("x-orig-a", "b"))
        files.say("metadata", url, b'{"loaded": true}', Content_Type="application/json")
        files.say("conversion", f"urn:text:{url}", body, Content_Type="text/plain")
    return files.end()


def mixed(folder: Path) -> list[Path]:
    """Two portals and both schemes in one file, packed as a whole."""
    files = Files(folder / "mixed.warc", packed=False)
    for number, (path, body) in enumerate(pages().items()):
        files.answer(f"{OTHER}{path[1:]}", body)
        files.answer(f"{('http', 'https')[number % 2]}://portal.example/{path[1:]}", body)
    (file,) = files.end()
    file.write_bytes(gzip.compress(file.read_bytes()))
    return [file]


def told_again(folder: Path) -> list[Path]:
    """Bodies are told by digest, or by address and date, also in front of them, also without a
    head; redirects lead to pages.
    """
    files, again = Files(folder / "a.warc.gz"), Files(folder / "b.warc.gz")
    for number, (path, body) in enumerate(pages().items()):
        digest, url = f"sha1:{number:032}", f"{ROOT}{path[1:]}"
        moved = f"{ROOT}moved/{number}"
        files.answer(moved if number else url, body, WARC_Payload_Digest=digest)
        if number:
            told = {"WARC_Refers_To_Target_URI": moved, "WARC_Refers_To_Date": DATE}
            by_digest = {"WARC_Payload_Digest": digest}
            if number % 3 == 2:
                again.say("revisit", url, b"", **by_digest)
            else:
                told = by_digest | {"WARC_Truncated": "length"} if number % 3 else told
                again.answer(url, b"", kind="revisit", **told)
    again.answer(f"{ROOT}old.html", b"", ("Location", "/news/3.html"), status="302 Found")
    return [*again.end(), *files.end()]


def of_odd_servers(folder: Path) -> list[Path]:
    """Headers in Chinese, addresses spelt otherwise, and answers that say nothing behind pages."""
    path = folder / "odd.warc.gz"
    with path.open("wb") as file:
        for number, (page, body) in enumerate(pages().items()):
            root = ("HTTP://Portal.Example/", "http://portal.example:80/", ROOT)[number % 3]
            odd = "HTTP/1.1 200 成功\r\nX-标题: 青禾\r\n\r\n".encode(("utf-8", "gbk")[number % 2])
            file.write(member("response", f"{root}{page[1:]}", odd + body))
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n"
            unchanged = b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"
            file.write(member("response", f"{ROOT}{page[1:]}", head))
            file.write(member("revisit", f"{ROOT}{page[1:]}", unchanged))
    return [path]


def of_a_collection(folder: Path) -> list[Path]:
    """A WACZ: files of a browser by HTTP/2 and of a proxy, and what else they kept."""
    path, seen = folder / "crawl.wacz", folder / "seen.warc.gz"
    with seen.open("wb") as file:
        for number, (page, body) in enumerate(pages().items()):
            if number % 2:
                head = b"HTTP/2 200\r\ncontent-type: text/html; charset=utf-8\r\n\r\n"
                file.write(member("response", f"{ROOT}{page[1:]}", head + body))
                file.write(member("resource", f"urn:pageinfo:{ROOT}{page[1:]}", b"{}"))
    with zipfile.ZipFile(path, "w") as wacz:
        wacz.writestr("datapackage.json", "{}")
        wacz.write(seen, "archive/seen.warc.gz")
        wacz.write(of_a_proxy(folder)[0], "archive/rec-1.warc")
    return [path]


def of_several_collections(folder: Path) -> list[Path]:
    """A multi-WACZ, whose parts are collections."""
    (inner,), path = of_a_collection(folder), folder / "several.wacz"
    with zipfile.ZipFile(path, "w") as wacz:
        wacz.writestr("datapackage.json", '{"profile": "multi-wacz-package"}')
        wacz.write(inner, "crawl.wacz")
    return [path]


def member(kind: str, url: str, block: bytes) -> bytes:
    """Return a packed record that warcio reads, though it writes none like it."""
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {DATE}\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n")


def of_long_ago(folder: Path) -> list[Path]:
    """An ARC file, which came before WARC."""
    path = folder / "old.arc"
    about = b"1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n"
    head = b"filedesc://old.arc 0.0.0.0 20261126040000 text/plain %d\n%s\n"
    parts = [head % (len(about), about)]
    for page, body in pages().items():
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
        url = f"{ROOT}{page[1:]}".encode()
        parts.append(b"%s 1.2.3.4 20261126040000 text/html %d\n" % (url, len(block)))
        parts.append(block + b"\n")
    path.write_bytes(b"".join(parts))
    return [path]


def begun(data: Path, files: list[Path], url: str = ROOT) -> tuple[int, str]:
    """Begin an archive with files; return exit status and stderr."""
    status = launcher().run(
        ["reextract", "-a", f"portal={url}", "--processes", "1", "--from", *map(str, files)],
        {**os.environ, "NEWSPORTAL_DATA_DIR": str(data)}, stderr=data / "stderr",
    )  # fmt: skip
    return status, (data / "stderr").read_text()


def titles(data: Path, url: str = ROOT) -> list[str]:
    return sorted(record["title"] for record in read_records(archive_folder(url, data)))


WHOLE = sorted(map(title, range(POSTS)))


@pytest.mark.parametrize(
    "form",
    [
        of_a_proxy,
        *(pytest.param(form, marks=pytest.mark.long)
          for form in (of_a_browser, of_a_collection, mixed, told_again, of_long_ago,
                       of_several_collections, of_odd_servers)),
    ],
)  # fmt: skip
def test_files_of_others_give_all_posts(tmp_path: Path, form: Callable[[Path], list[Path]]) -> None:
    status, stderr = begun(tmp_path, form(tmp_path))
    assert status == 0, stderr
    assert titles(tmp_path) == WHOLE
    records = read_records(archive_folder(ROOT, tmp_path))
    assert all(record["text"].count("\n") == 2 for record in records)
    assert {record["url"].split("/")[2] for record in records} == {"portal.example"}
    assert {record["fetched_at"] for record in records} == {"2026-11-26T12:00:00+08:00"}


@pytest.mark.long
def test_a_file_that_is_cut_off_is_named_and_what_is_whole_is_read(tmp_path: Path) -> None:
    (path,) = of_a_proxy(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"WARC/1") + 700])
    status, stderr = begun(tmp_path, [path])
    assert status == 1
    assert "Traceback" not in stderr
    report = next((archive_folder(ROOT, tmp_path) / "runs").glob("*Z.json"))
    assert "proxy.warc ends in the middle of a record" in report.read_text()
    assert set(titles(tmp_path)) <= set(WHOLE)  # the last one was a page about the paper
    packed = tmp_path / "packed.warc.gz"
    packed.write_bytes(gzip.compress(data)[:-400])
    (tmp_path / "other").mkdir()
    status, stderr = begun(tmp_path / "other", [packed])
    assert status == 1
    assert "Traceback" not in stderr
    assert len(titles(tmp_path / "other")) > POSTS / 2


def test_what_is_packed_otherwise_is_said(tmp_path: Path) -> None:
    """No part of a collection is left out without a word."""
    wacz, alone = tmp_path / "half.wacz", tmp_path / "x.warc.zst"
    alone.write_bytes(b"\x28\xb5\x2f\xfd")
    with zipfile.ZipFile(wacz, "w") as whole:
        whole.write(of_a_proxy(tmp_path)[0], "archive/rec-1.warc")
        whole.write(alone, "archive/rec-2.warc.zst")
    for path in (wacz, alone):
        with pytest.raises(ValueError, match="packed with Zstandard"):
            check(path)


def test_what_holds_nothing_of_the_portal_is_said(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("no pages at all\n")
    status, stderr = begun(tmp_path, [text])
    assert status == 2
    assert "notes.txt is no WARC file" in stderr.splitlines()[-1]
    status, stderr = begun(tmp_path, of_long_ago(tmp_path), OTHER)
    assert status == 1
    assert f"of 0 answers of {OTHER} in these files, none is a post" in stderr
    files = Files(tmp_path / "undated.warc.gz")
    files.answer(ROOT, b"x", WARC_Date="yesterday")
    status, stderr = begun(tmp_path, files.end())
    assert status == 1
    assert "none is a post; " in stderr
    assert "1 answers have no date that can be read" in stderr


@pytest.mark.long
def test_answers_that_cannot_be_had_are_named(tmp_path: Path) -> None:
    """Those without a date, and those whose bodies lie in files that nobody has given."""
    files = Files(tmp_path / "a.warc.gz")
    for path, body in pages().items():
        files.answer(f"{ROOT}{path[1:]}", body)
    files.answer(f"{ROOT}a.html", b"", kind="revisit", WARC_Payload_Digest="sha1:A")
    files.answer(f"{ROOT}b.html", b"x", WARC_Date="yesterday")
    status, _ = begun(tmp_path, files.end())
    assert status == 1
    assert titles(tmp_path) == WHOLE
    report = next((archive_folder(ROOT, tmp_path) / "runs").glob("*Z.json")).read_text()
    assert "1 answers have their bodies in files that are not here" in report
    assert "1 answers have no date that can be read" in report


def test_pages_of_long_ago_were_fetched_then(tmp_path: Path) -> None:
    """What pages say of a time counts from when they were fetched, not from today."""
    files = Files(tmp_path / "a.warc.gz")
    for path, body in pages().items():
        said = "Sun, 29 Nov 2015 08:00:00 GMT" if "1" in path else "Thu, 01 Jan 1970 00:00:00 GMT"
        ago = re.sub(rb"2026-[0-9-]+( [0-9:]+)?", "3天前".encode(), body)
        files.answer(f"{ROOT}{path[1:]}", ago, ("Date", said), WARC_Date="2015-11-29T08:00:00Z")
    files.answer(f"{ROOT}b.html", b"x", WARC_Date="0000-00-00T00:00:00Z")
    status, _ = begun(tmp_path, files.end())
    assert status == 1
    records = read_records(archive_folder(ROOT, tmp_path))
    assert {record["fetched_at"] for record in records} == {"2015-11-29T16:00:00+08:00"}
    assert {record["published_at"][:10] for record in records} == {"2015-11-26"}


@pytest.mark.long
def test_a_page_that_no_other_names_is_read_by_its_address(tmp_path: Path) -> None:
    files = Files(tmp_path / "a.warc.gz")
    for path, body in pages().items():
        if path != "/index_2.html":  # the last list
            files.answer(f"{ROOT}{path[1:]}", body)
    status, stderr = begun(tmp_path, files.end())
    assert status == 0, stderr
    assert titles(tmp_path) == WHOLE
    report = json.loads(next((archive_folder(ROOT, tmp_path) / "runs").glob("*Z.json")).read_text())
    assert any("index_2.html; a crawl asks the portal" in note for note in report["notes"])


@pytest.mark.long
@pytest.mark.skipif(shutil.which("wget") is None, reason="there is no wget")
@pytest.mark.parametrize("known", [True, False], ids=["tpure", "any"])
@pytest.mark.parametrize("options", [[], ["--no-warc-compression"], ["--compression=auto"]])
def test_wget_gives_what_a_crawl_gives(tmp_path: Path, known: bool, options: list[str]) -> None:
    data = tmp_path / "data"
    if known:
        with serve(Options(posts=40, anchor=1795305600), 1795305600) as url:
            crawled = crawl(url, data)
            wget(url, tmp_path, *options, f"{url}feed.php")
    else:
        with served(PlainPortal().news(POSTS)) as portal:
            url = portal.url
            crawled = crawl(url, data)
            wget(url, tmp_path, *options)
    assert crawled.exit_status == 0, crawled.stderr
    (tmp_path / "begun").mkdir()
    status, stderr = begun(tmp_path / "begun", [*tmp_path.glob("theirs.warc*")], url)
    assert status == 0, stderr
    found = {r["url"]: r for r in read_records(archive_folder(url, tmp_path / "begun"))}
    assert found.keys() == {record["url"] for record in crawled.records}
    # They were read at other times, and in another order; some of it changes by itself.
    others = {"fetched_at", "first_seen_at", "near_duplicate_of", "similarity", "views"}
    others |= {"published_earliest", "published_latest", "comments", "comment_count", "related"}
    others |= {"published_at"}  # told by "3 hours ago"
    for record in crawled.records:
        other = found[record["url"]]
        assert {name for name in record if record[name] != other[name]} <= others, record["url"]
        assert other["published_earliest"] <= record["published_latest"]
        assert record["published_earliest"] <= other["published_latest"]


_CAPTURING = """
import sys
from warcio.capture_http import capture_http
from http.client import HTTPConnection
from urllib.parse import urlsplit
with capture_http(sys.argv[1]):
    for url in sys.argv[2:]:
        parts = urlsplit(url)
        portal = HTTPConnection(parts.netloc)
        portal.request("GET", parts.path)
        portal.getresponse().read()
        portal.close()
"""


def test_what_warcio_has_captured_gives_what_a_crawl_gives(tmp_path: Path) -> None:
    with served(PlainPortal().news(POSTS)) as portal:
        crawled = crawl(portal.url, tmp_path)
        captured, begin = tmp_path / "captured.warc.gz", tmp_path / "begun"
        urls = [portal.url.rstrip("/") + path for path in portal.pages]
        command = [sys.executable, "-c", _CAPTURING, str(captured), *urls]
        subprocess.run(command, check=True, timeout=60)
        begin.mkdir()
        status, stderr = begun(begin, [captured], portal.url)
    assert (crawled.exit_status, status) == (0, 0), stderr
    told = ("id", "url", "title", "text", "html", "images", "published_at")
    ours, theirs = (
        sorted([record[name] for name in told] for record in records)
        for records in (crawled.records, read_records(archive_folder(portal.url, begin)))
    )
    assert ours == theirs


def wget(url: str, folder: Path, *options: str) -> None:
    subprocess.run(
        ["wget", "-q", "-r", "-l", "inf", "-P", folder / "files", "--warc-file",
         folder / "theirs", *options, url],
        check=False, timeout=120,
    )  # fmt: skip


def test_files_of_ours_that_cannot_all_be_copied_leave_none(tmp_path: Path) -> None:
    """Half of an archive's pages would make one that seems whole."""
    good, odd = tmp_path / "news.example-00001.warc.gz", tmp_path / "pages.warc.gz"
    for path in (good, odd):
        path.write_bytes(gzip.compress(b"WARC/1.1\r\n\r\n"))
    with pytest.raises(ValueError, match="must be named"):
        take_over([good, odd], tmp_path / "warc")
    with pytest.raises(FileNotFoundError):
        take_over([good, tmp_path / "news.example-00002.warc.gz"], tmp_path / "warc")
    take_over([good], tmp_path / "warc")
    assert [path.name for path in (tmp_path / "warc").iterdir()] == [good.name]
