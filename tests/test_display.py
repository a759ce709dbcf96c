"""The display of a crawl, watched on a pseudo-terminal."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import pytest
from rich.cells import cell_len

from newsportal.archive.archive import ArchiveWriter
from newsportal.arguments import Arguments
from newsportal.extensions.outlook import Outlook, requests_to_come
from newsportal.runs.verdict import Thresholds
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from newsportal.state.row import Route, State
from newsportal.walk.themed.list_walk import ListWalk
from tests.crawling import ROOT, archive_folder, read_records
from tests.http_server import Responder, http_server

NOW = 1795305600
SMALL = Options(posts=60, anchor=NOW)
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]")
_ESTIMATE = re.compile(
    r"(\d+):(\d\d) left\s+posts (\d+) of \S+ known · .*?lists (\d+)\s+([\d.]+)/s · delay"
)
_FRAME = re.compile(r"posts [\d,]+ of [\d,]+ ")
_DOING = re.compile(r"/s · delay |asks to wait")


class Terminal:
    """A crawl whose terminal is ours."""

    def __init__(self, child: int, master: int) -> None:
        self.child, self._master = child, master
        self.output = ""
        self.status: int | None = None

    def resize(self, columns: int) -> None:
        size = struct.pack("HHHH", 30, columns, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)
        os.kill(self.child, signal.SIGWINCH)

    def press(self, key: str) -> None:
        os.write(self._master, key.encode())

    def read(self, until: Callable[[], bool] = lambda: False) -> None:
        """Read until a condition holds or the crawl is over."""
        deadline = time.monotonic() + 120
        while not until():
            assert time.monotonic() < deadline, self.output[-3000:]
            ready, _, _ = select.select([self._master], [], [], 0.1)
            if ready:
                try:
                    data = os.read(self._master, 65536)
                except OSError:  # the other end is closed
                    data = b""
                if not data:
                    break
                self.output += data.decode("utf-8", "replace")
        else:
            return
        _, status = os.waitpid(self.child, 0)
        self.status = os.waitstatus_to_exitcode(status)

    def frames(self) -> int:
        return len(_FRAME.findall(self.output))

    def lines(self) -> list[str]:
        """Return what was printed, line by line, frames and log alike."""
        plain = _CONTROL.sub("", self.output)
        return [line.rpartition("\r")[2] for line in plain.replace("\r\n", "\n").split("\n")]


@contextmanager
def terminal(url: str, data: Path, *words: str, columns: int = 80) -> Iterator[Terminal]:
    command = [sys.executable, "-m", "scrapy", "crawl", "posts", "-a", f"portal={url}", *words]
    child, master = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        settings = {"NEWSPORTAL_DATA_DIR": str(data), "TERM": "xterm-256color", "COLUMNS": ""}
        environment = {**os.environ, **settings}
        del environment["COLUMNS"]
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.execve(sys.executable, command, environment)
    shown = Terminal(child, master)
    try:
        yield shown
    finally:
        if shown.status is None:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        os.close(master)


def paced(delay: float) -> list[str]:
    return ["-s", f"DOWNLOAD_DELAY={delay}", "-s", "AUTOTHROTTLE_ENABLED=0"]


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("columns", [50, 80, 200])
def test_frames_fit_and_log_lines_stay_whole(tmp_path: Path, columns: int) -> None:
    with serve(SMALL, NOW) as url, terminal(url, tmp_path, *paced(0.05), columns=columns) as shown:
        shown.read()
    assert shown.status == 0
    assert shown.frames() >= 3
    for told in ("left", "known", "new", "errors", "/s", "delay", *(["lists"] * (columns > 50))):
        assert told in shown.output
    frames = [line for line in shown.lines() if _FRAME.search(line) or _DOING.search(line)]
    assert max(cell_len(line.rstrip()) for line in frames) <= columns
    assert any(line.rstrip().endswith("…") for line in frames) or columns > 50
    logged = [line for line in shown.lines() if re.match(r"\d{4}-\d\d-\d\d ", line)]
    assert any("Spider opened" in line for line in logged)
    assert any("posts in the archive" in line for line in logged) or columns < 200
    folder = archive_folder(url, tmp_path)
    assert f"{url} → {folder}/posts.jsonl" in shown.output.replace("\r\n", "")
    assert "Crawled 0 pages" not in shown.output
    titles = [record["title"] for record in read_records(archive_folder(url, tmp_path))]
    assert any(title[:8] in shown.output for title in titles)
    assert not any(_FRAME.search(line) for line in logged)


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_a_resize_and_an_end_by_the_user(tmp_path: Path) -> None:
    with serve(SMALL, NOW) as url, terminal(url, tmp_path, *paced(0.2), columns=120) as shown:
        shown.read(lambda: shown.frames() >= 3)
        shown.resize(80)
        before = len(shown.output)
        shown.read(lambda: shown.frames() >= 6)
        narrow = [line for line in shown.output[before + 400 :].split("\n") if _FRAME.search(line)]
        assert all(cell_len(_CONTROL.sub("", line).strip()) <= 80 for line in narrow)
        shown.press("\x03")
        shown.read()
    assert shown.status == 1
    assert "Finishing cleanly" in shown.output
    assert "the next run goes on" in shown.output.replace("\r\n", "")


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_the_display_says_how_long_the_portal_asks_to_wait(tmp_path: Path) -> None:
    with busy() as url, terminal(url, tmp_path) as shown:
        shown.read(lambda: "asks to wait until" in shown.output)
        shown.press("\x03")
        shown.read()
    told = re.search(r"asks to wait until (\d\d):(\d\d):(\d\d)", shown.output)
    assert told
    hours, minutes, seconds = map(int, told.groups())
    now = datetime.now().astimezone()
    left = (hours - now.hour) * 3600 + (minutes - now.minute) * 60 + seconds - now.second
    assert 0 < left % 86400 <= 1000
    assert shown.status == 1  # it is not waited for
    assert "the next run goes on" in shown.output.replace("\r\n", "")


@contextmanager
def busy() -> Iterator[str]:
    """Serve a portal that has no time now."""

    class Busy(Responder):
        def do_GET(self) -> None:
            self.send_response(404 if self.path == "/robots.txt" else 429)
            self.send_header("Retry-After", "1000")
            self.end_headers()

    with http_server(Busy) as url:
        yield url


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("named", [True, False])
def test_the_time_left_is_honest(tmp_path: Path, *, named: bool) -> None:
    """At a quarter, half and three quarters of the way, it is within 20 % of the truth.

    Time left and rate, read off the frames, give the requests that were thought to come; so a
    machine that is busy with other things changes nothing. One portal names every post at the
    beginning, the other only as its lists are read; all of them are on its index.
    """
    options = Options(posts=300, anchor=NOW)
    if not named:
        options = replace(
            options, archive_page=False, related="none", sidebar=False, unlisted=False,
            stickies=("global",),
        )  # fmt: skip
    with serve(options, NOW) as url, terminal(url, tmp_path, *paced(0.06), columns=200) as shown:
        shown.read()
    assert shown.status == 0
    (path,) = (archive_folder(url, tmp_path) / "runs").glob("*.json")
    report = json.loads(path.read_text(encoding="utf-8"))
    every = report["fetched"] + report["lists"]
    told: dict[int, list[float]] = {25: [], 50: [], 75: []}
    for minutes, seconds, read, lists, rate in _ESTIMATE.findall(_CONTROL.sub("", shown.output)):
        done = int(read) + int(lists)
        for share, ratios in told.items():
            if abs(done / every - share / 100) < 0.05:
                to_come = (int(minutes) * 60 + int(seconds)) * float(rate)
                ratios.append(to_come / (every - done))
                assert float(rate) < 1.2 / 0.06
    for share, ratios in told.items():
        assert ratios, share
        assert 0.8 < median(ratios) < 1.2, (share, ratios)


@pytest.mark.parametrize(("fetched", "to_come"), [(0, 200 + 18), (15, 185 + 18)])
def test_unread_pages_promise_posts(tmp_path: Path, fetched: int, to_come: int) -> None:
    """Two of twenty pages of the index were read, ten new posts on each."""
    arguments = Arguments.parse({"portal": "http://news.example/"}, "")
    archive = ArchiveWriter.open(str(tmp_path), arguments)
    try:
        for number in range(20):
            key = f"post/{number}.html"
            row = archive.store.sight(key, Route.INDEX, datetime.now(UTC), archive.run_number)
            if number < fetched:
                archive.store.settle(row.n, State.ARCHIVED)
                archive.run.new.add(url=key)
        index = ListWalk("", listing=1, last=20, read=2, shown=20)
        assert requests_to_come(archive, arguments, [index]) == to_come
        index.stopped = True
        assert requests_to_come(archive, arguments, [index]) == 20 - fetched
    finally:
        archive.close("finished", {}, Thresholds())


def test_lists_promise_what_a_short_index_does_not(tmp_path: Path) -> None:
    """The index is one page; "b" has all of "a" and, by its first page, as much again."""
    arguments = Arguments.parse({"portal": "http://news.example/"}, "")
    archive = ArchiveWriter.open(str(tmp_path), arguments)
    try:
        index = ListWalk("", listing=1, last=1, read=1, shown=10, first=list("0123456789"))
        small = ListWalk("a", listing=2, last=5, read=1, shown=10, first=list("0123456789"))
        large = ListWalk("b", listing=3, last=10, read=1, shown=10, first=list("01234vwxyz"))
        for key in {*small.first, *large.first}:
            archive.store.sight(key, Route.LISTING, datetime.now(UTC), archive.run_number)
        walks = [large, small, index]
        assert requests_to_come(archive, arguments, walks) == 50 + 50 + 4 + 9
        for number in range(100):  # an archive page names every post: no list has news
            archive.store.sight(f"{number}", Route.ARCHIVE, datetime.now(UTC), archive.run_number)
        assert requests_to_come(archive, arguments, walks) == archive.store.counts.of(State.NAMED)
    finally:
        archive.close("finished", {}, Thresholds())


def test_the_rate_leaves_out_what_the_portal_asked_to_wait() -> None:
    outlook = Outlook()
    assert outlook.left(10, 0) is None
    for second in range(10):
        outlook.answered(second)
    assert outlook.rate() == 1
    outlook.held(600)
    outlook.answered(610)
    assert outlook.rate() == pytest.approx(1)
    assert outlook.left(100, wait=30) == pytest.approx(130)
