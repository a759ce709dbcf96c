"""Media in a bucket of a real server that speaks S3: stored, killed, moved, read."""

from __future__ import annotations

import gzip
import os
import random
import shutil
import signal
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from newsportal.archive.maintenance.forget import forget
from newsportal.archive.maintenance.verify import verify
from newsportal.archive.media.bucket import bucket_at
from newsportal.archive.media.lookup import Stored
from newsportal.formats.markdown_folder import write_markdown
from newsportal.pages.site import Site
from tests.browsing import served as browsed
from tests.crawling import _HASTE, archive_folder, crawl, read_records
from tests.launching import launcher
from tests.media_portal import GIF, Hosts, picture, sends, serving
from tests.test_fleet_replica import s3_server
from tests.test_media_runs import contents, told
from tests.test_wacz import exported

s3fs = pytest.importorskip("s3fs")
POSTS = 12


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with s3_server(monkeypatch) as url:
        yield url


def settings(bucket: str) -> dict[str, object]:
    return {"NEWSPORTAL_MEDIA": "images", "NEWSPORTAL_MEDIA_STORE": bucket}


def many(hosts: Hosts) -> set[bytes]:
    """Make a portal with a picture a post; return the pictures."""
    hosts.posts([picture(f"/{n}.gif") for n in range(POSTS)])
    bodies = {n: GIF + bytes([n // 2]) for n in range(POSTS)}  # each content has two addresses
    hosts.answers |= {("", f"/{n}.gif"): sends(body) for n, body in bodies.items()}
    return {*bodies.values()}


def kept(bucket: str) -> dict[str, bytes]:
    """Return what is in a bucket, by the last part of its name."""
    files = s3fs.S3FileSystem(skip_instance_cache=True)
    names = files.find(bucket) if files.exists(bucket) else []
    return {name.rpartition("/")[2]: files.cat_file(name) for name in names}


def fetched(url: str) -> bytes:
    with urlopen(url, timeout=60) as answer:
        content: bytes = answer.read()
        return content


def lose(bucket: str, folder: Path, name: str) -> None:
    files = s3fs.S3FileSystem(skip_instance_cache=True)
    files.rm_file(f"{bucket}/{folder.name}/{name[:2]}/{name}")


@pytest.mark.long
def test_files_are_in_the_bucket_and_nowhere_else(tmp_path: Path, bucket: str) -> None:
    hosts = Hosts()
    bodies = many(hosts)
    with serving(hosts) as url:
        folder = archive_folder(url, tmp_path)
        first = crawl(url, tmp_path, settings=settings(bucket))
        assert first.exit_status == 0, first.stderr
        assert {*kept(bucket).values()} == bodies
        assert contents(folder) == set()
        assert verify(folder) == []
        # Those who read find them; so does the run that names no store any more.
        medium = Stored(folder).find(f"{url}3.gif")
        assert medium is not None
        content = medium.opened()
        assert content is not None
        assert content.read() == GIF + bytes([1])
        write_markdown(read_records(folder), tmp_path / "out", folder)
        copied = {path.read_bytes() for path in (tmp_path / "out/media").iterdir()}
        assert copied == bodies
        hosts.asked.clear()
        again = crawl(url, tmp_path, settings={"NEWSPORTAL_MEDIA": "images"})
        assert again.exit_status == 0, again.stderr
        assert hosts.of_media() == []
        # What is lost there is asked for again.
        gone = next(iter(kept(bucket)))
        lose(bucket, folder, gone)
        (fault,) = verify(folder)
        assert f"{gone} is not there" in fault
        assert crawl(url, tmp_path, settings={"NEWSPORTAL_MEDIA": "images"}).exit_status == 0
        assert {*kept(bucket).values()} == bodies
        assert verify(folder) == []


@pytest.mark.long
def test_what_is_on_the_disk_moves_to_the_bucket_and_back(tmp_path: Path, bucket: str) -> None:
    hosts = Hosts()
    bodies = many(hosts)
    with serving(hosts) as url:
        folder = archive_folder(url, tmp_path)
        assert crawl(url, tmp_path, settings=settings("")).exit_status == 0
        assert contents(folder) == bodies
        hosts.asked.clear()
        moved = crawl(url, tmp_path, settings=settings(bucket))
        assert moved.exit_status == 0, moved.stderr
        assert contents(folder) == set()
        assert {*kept(bucket).values()} == bodies
        assert hosts.of_media() == []
        assert verify(folder) == []
        for name, body in kept(bucket).items():  # a person takes them back
            (folder / "media" / name[:2]).mkdir(exist_ok=True)
            (folder / "media" / name[:2] / name).write_bytes(body)
        back = crawl(url, tmp_path, settings=settings("disk"))
        assert back.exit_status == 0, back.stderr
        assert hosts.of_media() == []
        assert verify(folder) == []


@pytest.mark.long
def test_what_is_in_the_bucket_is_browsed_exported_and_forgotten(
    tmp_path: Path, bucket: str
) -> None:
    hosts = Hosts()
    many(hosts)
    with serving(hosts) as url:
        assert crawl(url, tmp_path, settings=settings(bucket)).exit_status == 0
        folder, site = archive_folder(url, tmp_path), Site.of(url)
        # Posts 6 and 7 have the same picture under two addresses.
        shared, other = GIF + bytes([3]), GIF + bytes([4])
        medium = Stored(folder).find(f"{url}6.gif")
        assert medium is not None
        with browsed(tmp_path, url, folder) as running:
            page = running.page("/post/news/6.html")
            (shown,) = page.cssselect(".body img")
            assert shown.get("src").startswith("/media/")
            assert fetched(running.url + f"/media/{medium.name}") == shared
        done = exported(url, tmp_path, "--output", str(tmp_path / "a.wacz"))
        assert done.returncode == 0, done.stderr
        with zipfile.ZipFile(tmp_path / "a.wacz") as packed:
            (name,) = (name for name in packed.namelist() if name.endswith("-media.warc.gz"))
            pictures = gzip.decompress(packed.read(name))
        assert shared in pictures
        assert other in pictures
        # A takedown that dies before it has told the bucket, and the next one.
        with pytest.MonkeyPatch.context() as dying:
            dying.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
            dying.setenv("AWS_MAX_ATTEMPTS", "1")
            bucket_at.cache_clear()
            with pytest.raises(OSError, match="s3://"):
                forget(folder, site, "news/6.html")
        bucket_at.cache_clear()
        forget(folder, site, "news/6.html")
        assert shared in kept(bucket).values()  # the other post has it
        assert verify(folder) == []
        forget(folder, site, "news/7.html")
        assert shared not in kept(bucket).values()
        assert other in kept(bucket).values()
        assert verify(folder) == []
        hosts.asked.clear()
        again = crawl(url, tmp_path, "mode=full", settings=settings(bucket))
        assert again.exit_status == 0, again.stderr
        assert not any(asked.endswith(".gif") for asked in hosts.asked)
        assert not {" /news/6.html", " /news/7.html"} & {*hosts.asked}
        assert shared not in kept(bucket).values()


@pytest.mark.long
def test_a_bucket_that_is_away_ends_the_run_and_the_next_goes_on(
    tmp_path: Path, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosts = Hosts()
    bodies = many(hosts)
    with serving(hosts) as url:
        with monkeypatch.context() as away:
            away.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
            away.setenv("AWS_MAX_ATTEMPTS", "1")
            failed = crawl(url, tmp_path, settings=settings(bucket))
        assert failed.exit_status == 1
        assert "s3://" in failed.stderr
        assert "Traceback" not in failed.stderr
        assert len(failed.records) == POSTS  # the posts are there
        crawled = crawl(url, tmp_path, settings=settings(bucket))
        assert crawled.exit_status == 0, crawled.stderr
        assert {*kept(bucket).values()} == bodies
        assert verify(archive_folder(url, tmp_path)) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(int(os.environ.get("NEWSPORTAL_KILLS", "2"))))
def test_kills_lose_nothing_and_leave_nothing(tmp_path: Path, bucket: str, seed: int) -> None:
    hosts, chance = Hosts(delay=0.01), random.Random(seed)
    bodies = many(hosts)
    with serving(hosts) as url:
        words = ["crawl", "posts", "-a", f"portal={url}"]
        for name, value in {**_HASTE, **settings(bucket)}.items():
            words += ["-s", f"{name}={value}"]
        environment = {**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path)}
        folder = archive_folder(url, tmp_path)
        for _ in range(5):
            stopped = threading.Event()

            def kill_when_it_stores(pid: int, stopped: threading.Event = stopped) -> None:
                def wait() -> None:
                    drafts = folder / "media" / "new"
                    while not stopped.wait(0.002):
                        if drafts.is_dir() and any(drafts.iterdir()):
                            stopped.wait(chance.random() * 0.3)
                            if not stopped.is_set():
                                os.kill(pid, signal.SIGKILL)
                            return

                threading.Thread(target=wait).start()

            status = launcher().run(
                words, environment, stderr=tmp_path / "stderr", started=kill_when_it_stores
            )
            stopped.set()
            if status == 0:  # all is stored: some of it once more
                shutil.rmtree(folder / "media")
                (folder / "media.jsonl").unlink()
                for name in kept(bucket):
                    lose(bucket, folder, name)
        crawled = crawl(url, tmp_path, settings=settings(bucket))
        assert crawled.exit_status == 0, crawled.stderr
        assert {*kept(bucket).values()} == bodies
        uses = [(line["url"], line["post_id"]) for line in told(folder) if line["sha256"]]
        assert len({*uses}) == POSTS
        assert verify(folder) == []


def test_a_wrong_place_is_named(tmp_path: Path) -> None:
    run = crawl("http://127.0.0.1:9/", tmp_path, settings=settings("ftp://news"))
    assert run.exit_status == 2
    assert "NEWSPORTAL_MEDIA_STORE=ftp://news: use s3://BUCKET/PATH, or disk" in run.stderr
