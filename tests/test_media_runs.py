"""Runs that store pictures and files: from real servers, good and bad, through kills."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from newsportal.archive.maintenance.verify import verify
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.crawling import ROOT, Crawl, archive_folder, crawl
from tests.ended_runs import start
from tests.media_portal import (
    CDN,
    GIF,
    PDF,
    PNG,
    Hosts,
    attachment,
    endless,
    leads,
    picture,
    sends,
    serving,
    torn,
)

NOT_PUBLIC = "leads to '{address}', and 127.0.0.1 is not a public address"
ALL = {"NEWSPORTAL_MEDIA": "all", "NEWSPORTAL_MEDIA_SIZE": 20_000}


def told(folder: Path) -> list[dict[str, Any]]:
    path = folder / "media.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def contents(folder: Path) -> set[bytes]:
    """Return the contents of all files; each must have the name of its content."""
    found = set()
    for path in (folder / "media").glob("[0-9a-f][0-9a-f]/*"):
        body = path.read_bytes()
        assert path.stem == hashlib.sha256(body).hexdigest(), path
        assert path.parent.name == path.name[:2]
        found.add(body)
    return found


def failures(crawled: Crawl) -> dict[str, str]:
    """Return why media could not be had, by the last part of their addresses."""
    found = crawled.report["media_failed"]["first"]
    return {each["url"].rpartition("/")[2]: each["reason"] for each in found}


@pytest.mark.long
def test_pictures_of_the_sample_portal(tmp_path: Path) -> None:
    """Turned on for an archive that is there already; what is stored is not asked for again."""
    options = Options(posts=30, removed=())
    with serve(options, log=tmp_path / "log") as url:
        before = crawl(url, tmp_path)
        assert before.report["media"] == {}
        folder = archive_folder(url, tmp_path)
        assert not (folder / "media").exists()
        (tmp_path / "log").write_text("")
        crawled = crawl(url, tmp_path, settings=ALL)
        assert crawled.exit_status == 0, crawled.stderr
        own = {
            (image["url"], record["id"])
            for record in crawled.records
            for image in record["images"]
            if image["url"].startswith(url)
        }
        assert len(own) > 5
        stored = {(line["url"], line["post_id"]) for line in told(folder) if line["sha256"]}
        assert stored == own
        assert len(contents(folder)) == 1  # the portal has one picture under many names
        (line, *_) = told(folder)
        assert line["type"] == "image/gif"  # though it is called jpg
        asked = (tmp_path / "log").read_text().splitlines()
        pages = [one for one in asked if "/zb_users/" not in one]
        assert len(pages) <= 3
        (tmp_path / "log").write_text("")
        again = crawl(url, tmp_path, settings=ALL)
        assert again.exit_status == 0
        asked = (tmp_path / "log").read_text().splitlines()
        assert [one for one in asked if "/zb_users/" in one] == []
        assert verify(folder) == []


def test_pictures_and_files_of_any_portal(tmp_path: Path) -> None:
    hosts = Hosts()
    shared = picture("/both.gif")
    hosts.posts(
        [
            shared,
            shared + attachment("/f.pdf"),
            picture("/p.png"),
            picture("/same.jpg"),
            "<p>无图</p>",
        ]
    )
    hosts.answers |= {
        ("", "/both.gif"): sends(GIF),
        ("", "/same.jpg"): sends(GIF, "image/jpeg"),
        ("", "/p.png"): sends(PNG),
        ("", "/f.pdf"): sends(PDF, "application/octet-stream"),
    }
    with serving(hosts) as url:
        crawled = crawl(url, tmp_path, settings=ALL | {"NEWSPORTAL_MEDIA": "images"})
        assert crawled.exit_status == 0, crawled.stderr
        folder = archive_folder(url, tmp_path)
        assert contents(folder) == {GIF, PNG}
        crawled = crawl(url, tmp_path, settings=ALL)
        assert crawled.exit_status == 0, crawled.stderr
        assert contents(folder) == {GIF, PNG, PDF}
        assert hosts.of_media().count(" /both.gif") == 1
        ends = sorted((line["url"].rpartition("/")[2], line["post_id"]) for line in told(folder))
        assert ends == [
            ("both.gif", "news/0.html"), ("both.gif", "news/1.html"), ("f.pdf", "news/1.html"),
            ("p.png", "news/2.html"), ("same.jpg", "news/3.html"),
        ]  # fmt: skip
        assert verify(folder) == []


@pytest.mark.long
def test_a_hostile_portal(tmp_path: Path) -> None:
    hosts, other = Hosts(), Hosts()
    names = ("page.jpg", "endless.gif", "large.gif", "torn.gif", "hollow.gif", "port.gif",
             "meta.gif", "far.gif", "near.gif", "file.gif", "gone.gif", "no/shut.gif",
             "text.gif", "good.gif")  # fmt: skip
    with serving(other) as elsewhere:
        strange = [f"{elsewhere}x.gif", "http://[::1/v.gif", "http://a.example:99999/w.gif",
                   "http://user@127.0.0.1/y.gif", "http://[::1]:80/u.gif",
                   "http://2130706433/q.gif", "http://0x7f.1/r.gif"]  # fmt: skip
        hosts.posts([picture(f"/{name}") for name in names] + [picture(url) for url in strange])
        hosts.answers |= {
            ("", "/robots.txt"): sends(b"User-agent: *\nDisallow: /no/", "text/plain"),
            ("", "/page.jpg"): sends(b"<!DOCTYPE html><p>404", "image/jpeg"),
            ("", "/endless.gif"): endless,
            ("", "/large.gif"): sends(GIF + bytes(20_000)),
            ("", "/torn.gif"): torn,
            ("", "/hollow.gif"): sends(b""),
            ("", "/port.gif"): leads(f"{elsewhere}secret.gif"),
            ("", "/meta.gif"): leads("http://169.254.169.254/latest/meta-data"),
            ("", "/far.gif"): leads("/far1.gif"),
            ("", "/near.gif"): leads("/far2.gif"),
            **{("", f"/far{n}.gif"): leads(f"/far{n + 1}.gif") for n in (1, 2, 3)},
            ("", "/far4.gif"): sends(GIF),
            ("", "/file.gif"): leads("file:///etc/passwd"),
            ("", "/text.gif"): sends(b"GIF no more"),
            ("", "/good.gif"): sends(PNG),
        }
        with serving(hosts) as url:
            crawled = crawl(url, tmp_path, settings=ALL)
    assert crawled.exit_status == 0, crawled.stderr
    assert other.asked == []
    found = failures(crawled)
    assert contents(archive_folder(url, tmp_path)) == {GIF, PNG}, found
    expected = {name.rpartition("/")[2] for name in names} - {"near.gif", "good.gif"}
    assert set(found) == expected | {f"{name}.gif" for name in "xyuqr"}
    assert "not a public address" in found["port.gif"]
    assert "not a public address" in found["meta.gif"]
    assert "not a public address" in found["x.gif"]
    assert "image/jpeg" in found["page.jpg"]
    assert found["shut.gif"] == "robots.txt forbids it"
    assert found["gone.gif"] == "status 404"
    assert "Traceback" not in crawled.stderr
    assert crawled.report["media"] == {
        "asked": 19, "new": 2, "stored": 2, "bytes": len(GIF + PNG), "failed": 17, "owed": 0
    }  # fmt: skip


@pytest.mark.long
def test_what_failed_is_asked_for_by_later_runs(tmp_path: Path) -> None:
    hosts = Hosts()
    hosts.posts([picture(f"/{n}.gif") for n in range(12)])
    hosts.answers |= {("", f"/{n}.gif"): sends(b"", status=500) for n in range(11)}
    with serving(hosts) as url:
        crawled = crawl(url, tmp_path, settings={**ALL, "CONCURRENT_REQUESTS_PER_DOMAIN": 1})
        assert crawled.exit_status == 0, crawled.stderr
        counts = crawled.report["media"]
        assert counts["stored"] == 0
        # Three in a row, and those under way (chance says how many): then it is left.
        assert 3 <= counts["failed"] <= 12
        assert counts["failed"] + counts["owed"] == 12
        for n in range(12):
            hosts.answers["", f"/{n}.gif"] = sends(GIF + bytes([n]))
        crawled = crawl(url, tmp_path, settings=ALL)
        assert crawled.exit_status == 0, crawled.stderr
        assert crawled.report["media"]["stored"] == 12
        folder = archive_folder(url, tmp_path)
        assert len(contents(folder)) == 12
        assert verify(folder) == []


def test_pictures_that_are_owed_when_the_portal_moves(tmp_path: Path) -> None:
    """They are asked for at the new root, and kept as what their records name; or are counted."""
    hosts = Hosts()
    hosts.posts([picture(f"/{n}.gif") for n in range(4)])
    with serving(hosts) as old:
        first = crawl(old, tmp_path)
        assert first.exit_status == 0, first.stderr
    hosts.answers |= {("", f"/{n}.gif"): sends(GIF + bytes([n])) for n in range(3)}
    with serving(hosts) as new:
        folder = archive_folder(new, tmp_path)
        archive_folder(old, tmp_path).rename(folder)
        hosts.asked.clear()
        crawled = crawl(new, tmp_path, settings=ALL)
    assert crawled.exit_status == 0, crawled.stderr
    asked = [f" /{n}.gif" for n in range(4)]
    assert sorted(address for address in hosts.asked if address.endswith("gif")) == asked
    assert contents(folder) == {GIF + bytes([n]) for n in range(3)}
    lines = {line["url"]: line["sha256"] is not None for line in told(folder)}
    assert lines == {f"{old}{n}.gif": n < 3 for n in range(4)}
    assert {image["url"] for r in first.records for image in r["images"]} == set(lines)
    assert crawled.report["media"]["failed"] == 1
    # Where it is not, its old address is tried.
    assert failures(crawled) == {"3.gif": NOT_PUBLIC.format(address=f"{old}3.gif")}


@pytest.mark.long
@pytest.mark.parametrize("at_once", [2, 8])
def test_a_host_that_asks_to_wait_holds_up_no_run(tmp_path: Path, at_once: int) -> None:
    hosts = Hosts()
    hosts.posts([picture(f"/{n}.gif") for n in range(8)])
    busy = sends(b"", status=503, Retry_After="3000")
    hosts.answers |= {("", f"/{n}.gif"): busy for n in range(8)}
    with serving(hosts) as url:
        settings = ALL | {"CONCURRENT_REQUESTS": at_once, "DOWNLOAD_DELAY": 0.3}
        crawled = crawl(url, tmp_path, settings=settings, timeout=60)
        assert crawled.exit_status == 0, crawled.stderr
        counts = crawled.report["media"]
        assert counts["failed"] + counts["owed"] == 8
        assert counts["failed"] < 4
        assert len([one for one in hosts.asked if one.endswith(".gif")]) == counts["failed"]
        hosts.asked.clear()
        crawled = crawl(url, tmp_path, settings=ALL, timeout=60)
        assert crawled.exit_status == 0, crawled.stderr
        assert not [one for one in hosts.asked if one.endswith(".gif")]


def test_no_other_host_is_asked_without_the_guard(tmp_path: Path) -> None:
    """Where the user has put another resolver in the place of ours, or names a proxy."""
    hosts = Hosts()
    hosts.posts([picture("/a.gif"), picture("http://93.184.215.14/b.gif"), "<p>无图</p>"])
    hosts.answers["", "/a.gif"] = sends(GIF)
    resolver = "scrapy.resolver.CachingThreadedResolver"
    with serving(hosts) as url:
        settings = ALL | {"TWISTED_DNS_RESOLVER": resolver}
        crawled = crawl(url, tmp_path, settings=settings)
        assert crawled.exit_status == 0, crawled.stderr
        assert failures(crawled) == {
            "b.gif": "other hosts are asked through newsportal's own resolver only"
        }
        assert contents(archive_folder(url, tmp_path)) == {GIF}


def test_a_wrong_setting_is_a_usage_error(tmp_path: Path) -> None:
    crawled = crawl("http://127.0.0.1:9/", tmp_path, settings={"NEWSPORTAL_MEDIA": "pictures"})
    assert crawled.exit_status == 2
    assert "NEWSPORTAL_MEDIA=pictures: use images, files or all" in crawled.stderr


def test_nothing_of_it_is_loaded_where_it_is_off() -> None:
    code = (
        "import sys; from scrapy.utils.misc import walk_modules\n"
        "walk_modules('newsportal.spiders')\n"  # as Scrapy does
        "print([name for name in sys.modules if name.startswith('newsportal.archive.media')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.long
def test_killed_runs_lose_nothing(tmp_path: Path) -> None:
    """NEWSPORTAL_KILLS=200 kills more often than the suite does by default."""
    kills, seed = int(os.environ.get("NEWSPORTAL_KILLS", "8")), os.environ.get("SEED", "16")
    chance = random.Random(seed)
    hosts = Hosts(delay=0.02)
    shared = picture("/shared.png")
    hosts.posts([picture(f"/{n}.gif") + (shared if n % 5 == 0 else "") for n in range(40)])
    hosts.answers |= {("", f"/{n}.gif"): sends(GIF + bytes([n])) for n in range(40)}
    hosts.answers["", "/shared.png"] = sends(PNG)
    settings = [f"{name}={value}" for name, value in ALL.items()]
    with serving(hosts) as url:
        folder = archive_folder(url, tmp_path)
        for number in range(kills):
            process = start(url, tmp_path, settings=settings)
            begun = time.monotonic()
            while not any(asked.endswith("gif") for asked in hosts.asked):
                if time.monotonic() - begun > 60 or process.poll() is not None:
                    break
                time.sleep(0.02)
            hosts.asked.clear()
            time.sleep(chance.uniform(0, 1.2))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            contents(folder)
            if number % 4 == 3 and (folder / "media").exists():
                shutil.rmtree(folder / "media")
        crawled = crawl(url, tmp_path, settings=ALL)
        crawled = crawl(url, tmp_path, settings=ALL)
        assert crawled.exit_status == 0, crawled.stderr
        assert contents(folder) == {*(GIF + bytes([n]) for n in range(40)), PNG}
        uses = {(line["url"], line["post_id"]) for line in told(folder)}
        # What stands on many posts is cut off some of them.
        assert uses == {(image["url"], r["id"]) for r in crawled.records for image in r["images"]}
        assert len(uses) > 40
        assert verify(folder) == []
        assert not list((folder / "media" / "new").iterdir())


def many(hosts: Hosts, posts: int = 30) -> None:
    """Make a portal whose posts have a picture each."""
    hosts.posts([picture(f"/{n}.gif") for n in range(posts)])
    hosts.answers |= {("", f"/{n}.gif"): sends(GIF + bytes([n])) for n in range(posts)}


def command(url: str, data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*words, "-a", f"portal={url}"],
        cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(data), "NEWSPORTAL_MEDIA": "all"},
        capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip


@pytest.mark.long
def test_reextract_asks_for_no_media(tmp_path: Path) -> None:
    hosts = Hosts()
    many(hosts, 6)
    with serving(hosts) as url:
        assert crawl(url, tmp_path).exit_status == 0
        hosts.asked.clear()
        done = command(url, tmp_path, sys.executable, "-m", "scrapy", "reextract")
        assert done.returncode == 0, done.stderr
        assert hosts.asked == []
        assert not (archive_folder(url, tmp_path) / "media").exists()


@pytest.mark.long
@pytest.mark.parametrize("first", ["media.jsonl", "state.db", "media"])
def test_a_copy_that_is_taken_while_media_are_stored(tmp_path: Path, first: str) -> None:
    hosts = Hosts(delay=0.05)
    many(hosts, 60)
    settings = [f"{name}={value}" for name, value in ALL.items()]
    with serving(hosts) as url:
        folder, copy = (archive_folder(url, tmp_path / name) for name in ("data", "copy"))
        process = start(url, tmp_path / "data", settings=[*settings, "CONCURRENT_REQUESTS=1"])
        while len(told(folder)) < 5 and process.poll() is None:
            time.sleep(0.05)
        names = [path.name for path in folder.iterdir() if path.name != "lock"]
        copy.mkdir(parents=True)
        for name in sorted(names, key=lambda name: name != first):
            if (folder / name).is_dir():
                shutil.copytree(folder / name, copy / name, ignore=lambda *_: ["new"])
            elif (folder / name).exists():
                shutil.copyfile(folder / name, copy / name)
            time.sleep(0.2)
        process.communicate(timeout=90)
        for _ in range(2):
            crawled = crawl(url, tmp_path / "copy", settings=ALL)
        assert crawled.exit_status == 0, crawled.stderr
        assert contents(copy) == {GIF + bytes([n]) for n in range(60)}
        assert {(line["url"], line["post_id"]) for line in told(copy)} == {
            (image["url"], record["id"]) for record in crawled.records for image in record["images"]
        }
        assert verify(copy) == []


@pytest.mark.long
@pytest.mark.skipif(shutil.which("strace") is None, reason="there is no strace")
@pytest.mark.parametrize("fault", ["write:error=ENOSPC:when=2", "fsync:error=EIO:when=1"])
def test_a_full_disk_ends_the_run_and_the_next_goes_on(tmp_path: Path, fault: str) -> None:
    hosts = Hosts()
    many(hosts)
    with serving(hosts) as url:
        folder = archive_folder(url, tmp_path)
        assert crawl(url, tmp_path).exit_status == 0
        (folder / "media.jsonl").touch()
        watched = ["strace", "-f", "-o", os.devnull, "-e", f"inject={fault}"]
        watched += ["-P", str(folder / "media.jsonl"), sys.executable, "-m", "scrapy", "crawl"]
        haste = ["-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0"]
        done = command(url, tmp_path, *watched, "posts", *haste)
        if "ptrace" in done.stderr:
            pytest.skip("strace may not watch processes here")
        assert done.returncode == 1
        assert "the archive cannot be written" in done.stderr
        assert "Traceback" not in done.stderr
        crawled = crawl(url, tmp_path, settings=ALL)
        assert crawled.exit_status == 0, crawled.stderr
        assert contents(folder) == {GIF + bytes([n]) for n in range(30)}
        assert len(told(folder)) == 30
        assert verify(folder) == []


def run_in_namespace(folder: Path, portal: str) -> dict[str, Any]:
    """Crawl a portal among public addresses."""
    if os.geteuid() != 0 or not shutil.which("unshare") or not shutil.which("ip"):
        pytest.skip("takes root, unshare and ip for a network of its own")
    namespace = ["unshare", "--net", "--mount"]
    if subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("no network namespaces here")
    done = subprocess.run(
        [*namespace, sys.executable, "-m", "tests.media_portal", str(folder), portal],
        cwd=ROOT, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.long
@pytest.mark.parametrize("portal", ["news.example", "127.0.0.1"])
def test_public_hosts_and_no_others(tmp_path: Path, portal: str) -> None:
    """On the internet, and where the user has named a portal on loopback: names lead anywhere."""
    found = run_in_namespace(tmp_path, portal)
    first, second = found["runs"]
    assert first["exit_status"] == 0, first["log"]
    stored = {line["url"]: line["type"] for line in found["lines"] if line["sha256"]}
    assert stored == {
        f"http://{portal}/a.gif": "image/gif",
        "http://cdn.example/b.png": "image/png",
        "http://cdn.example/f.pdf": "application/pdf",
        "http://hop.example/to-cdn.gif": "image/gif",
        "http://paced.example/1.gif": "image/gif",
        "http://paced.example/2.gif": "image/gif",
    }
    assert found["inside"] == []
    failed = {each["url"]: each["reason"] for each in first["failed"]}
    assert failed["http://shut.example/no.gif"] == "robots.txt forbids it"
    assert "shut.example /no.gif" not in first["asked"]
    for name in ("inner.example/c", "meta.example/latest", "hop.example/inwards",
                 "hop.example/meta", "hop.example/self", "self.example:80/d"):  # fmt: skip
        assert f"http://{name}.gif" in failed
    refused = {each["url"]: each["reason"] for each in first["refused"]}
    for name in ("inner.example", "meta.example", "self.example", "localhost"):
        assert "not a public address" in refused[f"//{name}"]
    # One answer with Retry-After is enough for this run and the next.
    assert len([one for one in first["asked"] if one.startswith("slow.example /b")]) == 1
    assert not any(one.startswith("slow.example") for one in second["asked"])
    times = first["times"]
    gap = abs(times["paced.example /1.gif"] - times["paced.example /2.gif"])
    assert gap > 2.9  # the delay that its robots.txt asks for
    # Each host is asked for its own robots.txt.
    for host in ("cdn.example", "shut.example", "hop.example"):
        assert first["asked"].count(f"{host} /robots.txt") == 1
    assert CDN not in first["log"]
