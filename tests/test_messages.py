"""What a user is told who has made a mistake, or whose portal has: one line that helps."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from newsportal.arguments import NAMES
from newsportal.help_page import columns
from newsportal.language.chosen import local
from newsportal.language.program import as_called
from newsportal.runs.contact import MOBILE, contact_fault, contact_warning
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.crawling import ROOT, crawl
from tests.http_server import HTML, Responder, http_server
from tests.launching import launcher
from tests.plain_portal import PlainPortal, served

ELSEWHERE = "http://portal.invalid/"


def told(tmp_path: Path, *words: str, **environment: str) -> tuple[int, str]:
    """Run a command; return its status and what it wrote on stderr."""
    variables = {**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path / "data"), **environment}
    stderr = tmp_path / "stderr"
    status = launcher().run(words, variables, stderr=stderr, stdout=tmp_path / "stdout")
    return status, stderr.read_text(encoding="utf-8")


@contextmanager
def answering(status: int, page: str = "") -> Iterator[str]:
    """Serve a portal that answers everything but robots.txt alike."""

    class Handler(Responder):
        def do_GET(self) -> None:
            self.reply(404 if self.path == "/robots.txt" else status, HTML, page.encode())

    with http_server(Handler) as url:
        yield url


@pytest.mark.parametrize(
    ("words", "environment", "line"),
    [
        (("-a", "portal=www.0538ta.cn"), {}, "did you mean https://www.0538ta.cn?"),
        (("-a", "mdoe=full"), {}, "mdoe: unknown argument"),
        (("-a", "mdoe=full"), {}, "did you mean mode?"),
        (("-s", "NEWSPORTAL_CONTCAT=a@b.cn"), {}, "did you mean NEWSPORTAL_CONTACT?"),
        ((), {"NEWSPORTAL_CONTAKT": "a@b.cn"}, "did you mean NEWSPORTAL_CONTACT?"),
        (("-s", "DOWNLOAD_DELAY=fast"), {}, "DOWNLOAD_DELAY=fast: use a number, 0 or more"),
        ((), {"NEWSPORTAL_DATA_DIR": ""}, "NEWSPORTAL_DATA_DIR is empty"),
        ((), {"NEWSPORTAL_CONTACT": ""}, "NEWSPORTAL_CONTACT is empty"),
        ((), {"NEWSPORTAL_CONTACT": "新闻@b.cn"}, "use ASCII characters only"),
        ((), {"NEWSPORTAL_CONTACT": "me@linux.example"}, "agents with 'linux' in it"),
        (("-s", "USER_AGENT=my iPhone"), {}, "USER_AGENT=my iPhone: portals serve their mobile"),
    ],
)
def test_a_mistake_is_named_in_one_line(
    tmp_path: Path, words: tuple[str, ...], environment: dict[str, str], line: str
) -> None:
    portal = () if "-a" in words else ("-a", f"portal={ELSEWHERE}")
    status, stderr = told(tmp_path, "crawl", "posts", *portal, *words, **environment)
    assert status == 2
    (only,) = stderr.splitlines()
    assert only.startswith("newsportal: ")
    assert line in only
    assert not (tmp_path / "data").exists()


def test_without_a_setting_the_portal_is_an_argument(tmp_path: Path) -> None:
    words = ("audit", "-a", f"portal={ELSEWHERE}")
    status, stderr = told(tmp_path, *words, NEWSPORTAL_URL="")
    assert (status, "no archive in" in stderr) == (1, True)


def test_every_command_names_a_misspelt_setting(tmp_path: Path) -> None:
    for words in (["audit"], ["browse"], ["corpus", "--output", str(tmp_path / "set")]):
        status, stderr = told(tmp_path, *words, NEWSPORTAL_DATADIR="elsewhere")
        assert (status, stderr.count("\n")) == (2, 1)
        assert "did you mean NEWSPORTAL_DATA_DIR?" in stderr


def test_a_file_that_is_not_there_is_named_in_plain_words(tmp_path: Path) -> None:
    status, stderr = told(tmp_path, "reextract", "--from", "nothing.warc.gz", NEWSPORTAL_LANG="zh")
    assert (status, stderr) == (2, "newsportal: 没有这个文件或文件夹：nothing.warc.gz\n")


@pytest.mark.parametrize("command", ["audit", "browse", "export", "health", "rebuild", "report"])
def test_an_archive_that_is_not_there_has_one_status(tmp_path: Path, command: str) -> None:
    words = ("--format", "csv") if command == "export" else ()
    status, stderr = told(tmp_path, command, "-a", f"portal={ELSEWHERE}", *words)
    assert status == 1
    assert "Traceback" not in stderr
    assert not (tmp_path / "data").exists()


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, stderr = told(tmp_path, "portal", "--port", str(port))
    assert status == 1
    assert f"port {port} is taken; give another with --port" in stderr


def test_nobody_answers(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    crawled = crawl(url, tmp_path, settings={"RETRY_TIMES": 0})
    assert crawled.exit_status == 1
    assert f"{url} cannot be read: connection refused" in crawled.stderr
    assert ": 111" not in crawled.stderr  # the number of the error, as Scrapy tells it


@pytest.mark.parametrize(
    ("place", "what", "helps"),
    [("/", "it leads to itself", "newsportal keeps no cookies."),
     ("http://127.0.0.2:9/", "leads off the portal", "If the portal is there now, give that")],
)  # fmt: skip
def test_a_front_page_that_leads_away(tmp_path: Path, place: str, what: str, helps: str) -> None:
    portal = PlainPortal({"/": 302}, {"/": {"Location": place, "Set-Cookie": "seen=1"}})
    with served(portal):
        crawled = crawl(portal.url, tmp_path, settings={"RETRY_TIMES": 0})
    assert crawled.exit_status == 1
    assert f"{portal.url} cannot be read: {what}" in crawled.stderr
    assert f"What helps: {helps}" in crawled.stderr


@pytest.mark.long
@pytest.mark.parametrize("mode", ["update", "full"])
def test_nothing_is_missing_after_a_refused_connection(tmp_path: Path, mode: str) -> None:
    with serve(Options(posts=12)) as url:
        assert crawl(url, tmp_path / "data").exit_status == 0
    again = crawl(url, tmp_path / "data", f"mode={mode}", settings={"RETRY_TIMES": 0})
    assert again.exit_status == 1
    assert "connection refused" in again.stderr
    status, _ = told(tmp_path, "audit", "-a", f"portal={url}")
    lines = (tmp_path / "stdout").read_text(encoding="utf-8").splitlines()
    assert (status, lines[-1].split()[0]) == (0, "complete:"), lines[-3:]


def test_a_login_is_asked_for(tmp_path: Path) -> None:
    with answering(401) as url:
        crawled = crawl(url, tmp_path)
    assert crawled.exit_status == 1
    assert "cannot be read: status 401: it asks for a login" in crawled.stderr


def test_one_clock_that_says_its_zone(tmp_path: Path) -> None:
    with answering(401) as url:
        crawled = crawl(url, tmp_path)
    lines = [line for line in crawled.stderr.splitlines() if "ERROR" in line]
    assert lines
    assert all(line[19:26].strip()[0] in "+-" for line in lines), lines


_READERS = ["audit", "browse", "export --format csv", "forget 1", "health", "rebuild",
            "reextract", "report", "rotate", "verify"]  # fmt: skip


@pytest.mark.parametrize("words", _READERS)
def test_no_archive_is_said_alike_by_all(tmp_path: Path, words: str) -> None:
    (tmp_path / "data/other.example").mkdir(parents=True)
    (tmp_path / "data/other.example/posts.jsonl").touch()
    with closing(sqlite3.connect(tmp_path / "data/other.example/state.db")) as state:
        state.executescript("CREATE TABLE export (root); INSERT INTO export VALUES ('http://b/')")
    status, line = told(tmp_path, *words.split(), "-a", "portal=http://a.example/")
    data = tmp_path / "data"
    assert (status, line) == (
        1,
        f"newsportal: no archive in {data}/a.example; name its portal with -a portal=URL"
        f" (in {data}: http://b/)\n",
    )
    (data / "other.example/posts.jsonl").unlink()
    _, line = told(tmp_path, *words.split(), "-a", "portal=http://a.example/", NEWSPORTAL_LANG="zh")
    assert line.startswith(f"newsportal: {data}/a.example 没有存档，{data} 中也没有；")


def test_an_archive_without_posts_is_no_other_portals(tmp_path: Path) -> None:
    folder = tmp_path / "data/a.example"
    folder.mkdir(parents=True)
    (folder / "state.db").touch()
    status, line = told(tmp_path, "export", "--format", "csv", "-a", "portal=http://a.example/")
    assert (status, line) == (
        1, f"newsportal: {folder} has no posts.jsonl; the next run begins one\n"
    )  # fmt: skip


def test_a_state_that_is_not_there_is_made_anew_by_hand(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "portal.invalid"
    folder.mkdir(parents=True)
    (folder / "posts.jsonl").touch()
    state = folder / "state.db"
    assert told(tmp_path, "audit", "-a", f"portal={ELSEWHERE}") == (
        1,
        f"newsportal: there is no {state}; scrapy rebuild makes it from posts.jsonl, the next run"
        " too\n",
    )
    assert told(tmp_path, "rebuild", "-a", f"portal={ELSEWHERE}")[0] == 0
    assert state.exists()


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("crawl", "scrapy: error: name one spider: scrapy crawl posts"),
        ("crawl postss", "scrapy: error: postss: there is no such spider; there is posts; did you"
                         " mean posts?"),
        ("export", "scrapy: error: name a format: --format csv|parquet|markdown|sqlite|wacz|jsonl"),
        ("report --runs x", "scrapy: error: argument --runs: x: use a whole number"),
        ("probe example",
         "scrapy: error: 'example' is not an http:// or https:// address"),
        ("reextract -a mode=x", "newsportal: -a mode=x: use one of update, full, refetch"),
        ("corpus --output x -a portal=x", "scrapy: error: there is no option -a"),
        ("audit --wohle", "scrapy: error: there is no option --wohle; did you mean --whole?"),
        ("crawl posts --jsno=1", "scrapy: error: there is no option --jsno; did you mean --json?"),
    ],
)  # fmt: skip
def test_wrong_usage_says_nothing_but_that(tmp_path: Path, words: str, last: str) -> None:
    status, page = told(tmp_path, *words.split())
    *usage, line = page.splitlines()
    assert (status, line) == (2, last)
    assert len(usage) <= 4
    assert usage[:2] in ([], ["Usage", "====="])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("add", "fleet add: name a portal"),
        ("pause", "fleet pause: name a portal"),
        ("list x", "fleet list: it takes no argument 'x'"),
        ("add a.example", "did you mean https://a.example?"),
        ("add http://a.example interval=2x", "use two spans in order, such as 2h..2d"),
        ("set http://a.example foo", "options are NAME=VALUE, such as interval=2h..2d"),
        ("frob", "fleet frob: use one of list, init, add"),
    ],
)
def test_wrong_usage_of_the_fleet_needs_no_database(tmp_path: Path, words: str, why: str) -> None:
    address = "postgresql://nobody@127.0.0.1:9/nothing"
    status, line = told(tmp_path, "fleet", *words.split(), NEWSPORTAL_FLEET=address)
    assert (status, line.count("\n")) == (2, 1)
    assert why in line


@pytest.mark.parametrize(("called", "name"), [("newsportal", "newsportal"), ("scrapy", "scrapy")])
def test_commands_are_told_as_they_can_be_typed(
    monkeypatch: pytest.MonkeyPatch, called: str, name: str
) -> None:
    monkeypatch.setattr("sys.argv", [f"/usr/bin/{called}"])
    monkeypatch.setenv("NEWSPORTAL_LANG", "zh")
    assert f"{name} fleet init" in local("the database has no fleet yet: scrapy fleet init")
    assert local("the package scrapy is needed") == "the package scrapy is needed"
    for path in (ROOT / "newsportal/commands").glob("[a-z]*.py"):
        assert as_called(f"see scrapy {path.stem}") == f"see {name} {path.stem}"


@pytest.mark.long
def test_a_refused_connection_is_told_without_twisted(tmp_path: Path) -> None:
    _, log = told(tmp_path, "crawl", "posts", "-a", "portal=http://127.0.0.1:9/")
    assert "connection refused" in log
    assert "other side" not in log


# Help


@pytest.mark.parametrize("width", [80, 60])
@pytest.mark.parametrize(
    "command", sorted(path.stem for path in (ROOT / "newsportal/commands").glob("[a-z]*.py"))
)
def test_help_fits_its_width(tmp_path: Path, command: str, width: int) -> None:
    status, stderr = told(tmp_path, command, "-h", COLUMNS=str(width))
    assert (status, stderr) == (0, "")
    lines = (tmp_path / "stdout").read_text(encoding="utf-8").splitlines()
    assert max(map(columns, lines)) <= width
    headings = [line for line, below in pairwise(lines) if below and not below.strip("=-")]
    assert headings == ["Usage", "Options", "Global Options"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_overview_fits_its_width(tmp_path: Path, language: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "newsportal"], cwd=tmp_path, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", "NEWSPORTAL_LANG": language},
        check=True,
    )  # fmt: skip
    assert max(map(columns, done.stdout.splitlines())) <= 80


def test_the_help_of_crawl_names_every_argument(tmp_path: Path) -> None:
    told(tmp_path, "crawl", "-h", COLUMNS="80")
    page = (tmp_path / "stdout").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"{name}=" not in page] == []


# The contact address


@pytest.mark.parametrize("word", MOBILE)
def test_words_of_mobile_agents_are_refused(word: str) -> None:
    settings = {"NEWSPORTAL_CONTACT": f"me@{word.upper()}.example", "USER_AGENT": "x"}
    assert word in (contact_fault(settings, ELSEWHERE) or "")
    assert contact_fault(settings, "http://127.0.0.1:8765/") is None


def test_the_placeholder_is_warned_of() -> None:
    settings = {"NEWSPORTAL_CONTACT": "newsportal@example.org", "USER_AGENT": "x"}
    assert contact_fault(settings, ELSEWHERE) is None
    assert "NEWSPORTAL_CONTACT is not set" in (contact_warning(settings, ELSEWHERE) or "")
    assert contact_warning(settings, "http://localhost/") is None
    assert contact_warning({**settings, "NEWSPORTAL_CONTACT": "me@b.cn"}, ELSEWHERE) is None


def test_the_placeholder_is_warned_of_in_the_first_lines(tmp_path: Path) -> None:
    portal = ("-a", f"portal={ELSEWHERE}", "-s", "RETRY_TIMES=0")
    status, stderr = told(tmp_path, "crawl", "posts", *portal)
    assert status == 1
    assert "NEWSPORTAL_CONTACT is not set" in "\n".join(stderr.splitlines()[:3])
    assert "its name is not known" in stderr


def test_the_contact_of_the_command_line_reaches_the_portal(tmp_path: Path) -> None:
    agents: list[str] = []

    class Handler(Responder):
        def do_GET(self) -> None:
            agents.append(self.headers["User-Agent"])
            self.send_error(404)

    with http_server(Handler) as url:
        crawl(url, tmp_path, settings={"NEWSPORTAL_CONTACT": "me@b.cn"})
    assert set(agents) == {"newsportal/0.1 (news archive; +mailto:me@b.cn)"}


@pytest.mark.long
def test_no_word_is_suggested_that_is_unlike(tmp_path: Path) -> None:
    for typed, wanted in (
        ("frobnicate", "; newsportal alone lists all"),
        ("crwal", "; did you mean crawl?"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "newsportal", typed], cwd=tmp_path, capture_output=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 2
        assert done.stderr == f"newsportal: {typed}: there is no such command{wanted}\n"


def test_the_program_runs_from_any_folder(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "newsportal", "list"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.split()) == (0, ["posts"])


def test_a_reader_who_has_read_enough_is_no_fault(tmp_path: Path) -> None:
    """As in ``newsportal | head``, whose reader closes the pipe."""
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "newsportal"], cwd=tmp_path, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.readline()
        child.stdout.close()
        assert child.stderr.read() == ""


def test_the_program_tells_its_version(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "newsportal", "--version"], cwd=tmp_path, capture_output=True,
        text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60, check=True,
    )  # fmt: skip
    assert re.match(r"newsportal (\d|of a checkout)", done.stdout)
