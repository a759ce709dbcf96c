"""Runs that end in some way, and whether each post of the sample portal then stands there once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from newsportal.sample.content import Portal
from newsportal.sample.options import Options
from tests.crawling import ROOT

NOW = 1795305600
# Without sidebars and comments pages are smaller; they do not matter to how a run ends.
PLAIN: dict[str, Any] = {"anchor": NOW, "sidebar": False, "comments": False}
LARGE = Options(posts=400, **PLAIN)
MIDDLE = Options(posts=120, **PLAIN)
SMALL = Options(posts=60, **PLAIN)
HASTE = ("DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=0", "CONCURRENT_REQUESTS=16",
         "CONCURRENT_REQUESTS_PER_DOMAIN=16")  # fmt: skip


# What is true


@cache
def portal_of(options: Options) -> Portal:
    return Portal(options, lambda: float(NOW))


@cache
def texts_of(options: Options) -> dict[str, str]:
    """Return for each post's path that of the first post with its text: itself, mostly."""
    portal = portal_of(options)
    truths = {post_id: portal.truth(post_id) for post_id in portal.ids()}

    def first(post_id: int) -> str:
        original = truths[post_id].duplicate_of
        return truths[post_id].path if original is None else first(original)

    return {truth.path: first(post_id) for post_id, truth in truths.items()}


@cache
def schema() -> dict[str, Any]:
    return dict(json.loads((files("newsportal") / "schema/post.schema.json").read_text("utf-8")))


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(schema(), format_checker=FormatChecker())


def lines_of(path: Path) -> list[dict[str, Any]]:
    """Return the records of an export file, of which every line must be whole."""
    content = path.read_bytes()
    assert content == b"" or content.endswith(b"\n"), f"{path} ends in {content[-80:]!r}"
    return [json.loads(line) for line in content.split(b"\n")[:-1]]


def paths_in(records: list[dict[str, Any]], url: str) -> list[str]:
    root = url.removesuffix("/")
    assert all(record["url"].startswith(url) for record in records)
    return [record["url"].removeprefix(root) for record in records]


def assert_each_once(records: list[dict[str, Any]], url: str, options: Options) -> None:
    """Every post of the portal stands in the records once; of equal posts, one of them."""
    for record in records:
        validator().validate(record)
    texts = texts_of(options)
    found = Counter(texts[path] for path in paths_in(records, url))
    wanted = Counter(set(texts.values()))
    assert found == wanted, f"missing or twice: {(wanted - found) + (found - wanted)}"


# Runs


def start(
    url: str,
    data: Path,
    *arguments: str,
    settings: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> subprocess.Popen[str]:
    """Start a crawl; the caller decides how it ends."""
    command = [sys.executable, "-m", "scrapy", "crawl", "posts"]
    for argument in (f"portal={url}", *arguments):
        command += ["-a", argument]
    for setting in (*HASTE, *settings):
        command += ["-s", setting]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "NEWSPORTAL_DATA_DIR": str(data), **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def started(
    url: str,
    data: Path,
    *arguments: str,
    settings: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """Start a crawl that does not outlive the block."""
    process = start(url, data, *arguments, settings=settings, environment=environment)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for a run; return exit status and stderr."""
    _, stderr = process.communicate(timeout=120)
    return process.returncode, stderr


def errors(stderr: str) -> list[str]:
    """Return what is said at the level ERROR; there is never a traceback."""
    assert "Traceback" not in stderr, stderr
    return [line for line in stderr.splitlines() if " ERROR: " in line or " CRITICAL: " in line]


def size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def wait_for_growth(path: Path, process: subprocess.Popen[str], times: int = 1) -> bool:
    """Wait until a file has grown so many times; False if the run ends before."""
    size = size_of(path)
    while process.poll() is None:
        time.sleep(0.0002)
        if (new := size_of(path)) != size:
            times -= new > size
            size = new
            if not times:
                return True
    return False


def post_requests(log: Path) -> list[str]:
    """Return the paths of the posts that the portal was asked for."""
    asked = [line.split() for line in log.read_text("utf-8").splitlines()]
    return [path for _, path, status in asked if path.startswith("/post/") and status == "200"]


class Reader(threading.Thread):
    """Reads an export file again and again; every line with an end must be a record."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self._path = path
        self._stop_now = threading.Event()
        self.lines = 0
        self.faults: list[str] = []

    def run(self) -> None:
        seen = b""
        while not self._stop_now.wait(0.01):
            try:
                content = self._path.read_bytes()
            except FileNotFoundError:
                continue
            # A run that was killed may have left lines which the next one takes back.
            begin = len(seen) if content.startswith(seen) else 0
            seen = content[: content.rfind(b"\n") + 1]
            for line in seen[begin:].split(b"\n")[:-1]:
                self._look(line)

    def _look(self, line: bytes) -> None:
        try:
            record = json.loads(line)
        except ValueError:
            record = None
        if not isinstance(record, dict) or len(record) != len(schema()["required"]):
            self.faults.append(repr(line[:200]))
        self.lines += 1

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop_now.set()
        self.join()


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Callable[[str], None]]:
    """Mount a file system of that size; yield a function that gives it other options."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "newsportal-test", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount command")
    if done.returncode:
        pytest.skip(f"mounting a small disk takes root: {done.stderr.strip()}")

    def remount(options: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True)

    try:
        yield remount
    finally:
        subprocess.run(["umount", str(folder)], check=True)
