"""Stored pictures and files are shown by `scrapy browse` and go along with `scrapy export`."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from newsportal.archive.media.files import MediaFiles, name_of, place_of
from newsportal.archive.media.lookup import Stored, StoredMedium
from newsportal.archive.reading import latest
from newsportal.browse import rendering
from newsportal.browse.thumbnails import thumbnail
from newsportal.formats import FORMATS, export
from newsportal.items import Image, Link
from newsportal.pages.file_kinds import kind_of
from newsportal.runs.media_options import MediaOptions
from newsportal.state.row import Route, State
from tests.archives import NOW, completed, opened, post
from tests.browsing import Site, served

A, B, C, D = (
    f"http://news.example/{name}" for name in ("a.gif", "b.pdf", "c.svg", "not-stored.gif")
)
BODIES = {
    A: b"GIF89a\1\0\1\0" + b"\7" * 60,
    B: b"%PDF-1.4\n",
    C: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
}


def archive_of(data: Path) -> Path:
    """Return an archive with a post that shows and offers what is stored, and what is not."""
    archive = opened(data)
    media = archive.want_media(MediaOptions(3, 10_000))
    row = archive.store.sight("post/1.html", Route.INDEX, NOW, archive.run_number)
    archive.store.settle(row.n, State.ARCHIVED)
    item = post(1)
    item.images = [Image(url, "一张图") for url in (A, C, D)]
    item.files = [Link(B, "方案.pdf")]
    item.html = (
        "<p>文</p>"
        + "".join(f'<p><img src="{url}" alt="一张图"></p>' for url in (A, C, D))
        + f'<p><a href="{B}">方案.pdf</a></p>'
    )
    archive.add(row.n, item)
    archive.flush()
    media.begin()
    for medium in media.table.owed(3, archive.run_number, 2_000_000_000, 0, 100):
        if medium.url in BODIES:
            kind = kind_of(BODIES[medium.url])
            assert kind is not None
            media.store(medium, BODIES[medium.url], kind, 200, NOW)
    completed(archive)
    return archive.folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("data")
    folder = archive_of(data)
    with served(data, "http://news.example/", folder) as running:
        yield running


def got(site: Site, path: str) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection(urlsplit(site.url).netloc, timeout=60)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


@pytest.mark.long
def test_a_post_shows_its_stored_pictures(site: Site) -> None:
    stored = Stored(site.folder).of_post("1")
    page = site.page("/post/1")
    (shown,) = page.cssselect(".body img")
    assert shown.get("src") == f"/media/{stored[A].name}"
    assert shown.get("alt") == "一张图"
    links = [link.get("href") for link in page.cssselect(".body a.picture")]
    assert links == [C, D]  # one may hold scripts, one is not stored
    (thumb,) = page.cssselect("aside img")
    assert thumb.get("src") == f"/thumb/{stored[A].name}"
    beside = [link.get("href") for link in page.cssselect("aside ol a")]
    assert beside == [
        A, f"/media/{stored[A].name}", C, f"/media/{stored[C].name}", D,
        B, f"/media/{stored[B].name}",
    ]  # fmt: skip
    status, headers, body = got(site, shown.get("src"))
    assert (status, headers["Content-Type"], body) == (200, "image/gif", BODIES[A])
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "attachment" not in headers.get("Content-Disposition", "")
    assert "img-src 'self'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("url", [B, C])
def test_what_is_not_sure_to_be_harmless_is_to_be_saved(site: Site, url: str) -> None:
    medium = Stored(site.folder).find(url)
    assert medium is not None
    status, headers, body = got(site, f"/media/{medium.name}")
    assert (status, body) == (200, BODIES[url])
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["..%2Fstate.db", "x.gif", f"{'0' * 64}.gif", "../state.db"])
def test_nothing_else_is_served(site: Site, name: str) -> None:
    assert got(site, f"/media/{name}")[0] == 404


def test_thumbnails_are_made_once(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    folder = archive_of(tmp_path)
    picture = folder / "large.png"
    image.new("RGB", (2000, 1000), "red").save(picture)
    name = name_of(picture.read_bytes(), "png")
    place_of(folder, name).parent.mkdir(exist_ok=True)
    picture.rename(place_of(folder, name))
    medium = StoredMedium("", name, "image/png", 1, place_of(folder, name))
    path = thumbnail(folder, medium)
    assert path is not None
    with image.open(path) as small:
        assert (small.format, small.size) == ("WEBP", (320, 160))
    made = path.stat().st_mtime_ns
    assert thumbnail(folder, medium) == path
    assert path.stat().st_mtime_ns == made
    MediaFiles(folder).remove([name])
    assert not path.exists()


def png(width: int, height: int) -> bytes:
    """Return a picture whose head is sound, and whose pixels are hardly there."""
    size = struct.pack(">II", width, height) + b"\x08\2\0\0\0"
    parts = ((b"IHDR", size), (b"IDAT", zlib.compress(bytes(1024))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a\xff\xff\xff\xff" + b"\7" * 60,
        b"GIF89a\x50\xc3\x50\xc3\x80\0\0"
        + b"\0" * 6
        + b"\x2c\0\0\0\0\x50\xc3\x50\xc3\0\2\2\x44\1\0;",
        # 50,000 x 50,000, then 1 x 70,000,000 pixels, both in few bytes
        png(50_000, 50_000),
        png(1, 70_000_000),
        # 60,000 x 60,000 pixels, and broken
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea`\0\0\xea`\x08\2\0\0\0\0\0\0\0",
    ],
)
def test_no_thumbnail_of_what_is_too_large_or_broken(tmp_path: Path, content: bytes) -> None:
    pytest.importorskip("PIL")
    path = tmp_path / "x"
    path.write_bytes(content)
    medium = StoredMedium("", "0" * 64 + ".png", "image/png", 1, path)
    assert thumbnail(tmp_path, medium) is None


def test_only_pictures_of_the_archive_are_shown() -> None:
    """Whatever a record says: only what was put in the place of a stored picture is a picture."""
    words = {"picture": "P", "film": "F", "sound": "S"}
    source = f'<p><img src="{A}" onerror="x()"><img src="{D}"><img src="/media/x.gif"></p>'
    shown = str(rendering.body(source, words, {A: "/media/a.gif"}))
    assert shown.count("<img") == 1
    assert '<img src="/media/a.gif">' in shown
    assert "onerror" not in shown


def test_markdown_takes_pictures_along(tmp_path: Path) -> None:
    folder = archive_of(tmp_path)
    records = latest(folder / "posts.jsonl")
    assert export(records, FORMATS["markdown"], tmp_path / "out", folder) == 1
    (page,) = (tmp_path / "out").rglob("*.md")
    text = page.read_text(encoding="utf-8")
    stored = Stored(folder).of_post("1")
    up = "../" * (len(page.relative_to(tmp_path / "out").parts) - 1)
    for url in (A, C):
        assert f"![一张图]({up}media/{stored[url].name})" in text
    assert f"![一张图]({D})" in text
    assert f"[方案.pdf]({up}media/{stored[B].name})" in text
    copies = {path.read_bytes() for path in (tmp_path / "out" / "media").iterdir()}
    assert copies == set(BODIES.values())
    assert (page.parent / f"{up}media/{stored[A].name}").read_bytes() == BODIES[A]
