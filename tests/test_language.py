"""Every message in Chinese: the catalogue has all of them, and no command speaks English."""

from __future__ import annotations

import json
import os
import pty
import re
import socket
import string
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from newsportal.language.catalogue import in_chinese, read
from newsportal.language.chosen import language
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from newsportal.state.row import Route, State
from tests.crawling import ROOT, archive_folder
from tests.launching import launcher
from tests.messages import CATALOGUE, messages, missing, skeleton

ENTRIES = read(CATALOGUE.read_text(encoding="utf-8"))
STABLE = {"complete: {} posts", "incomplete: {} posts, {} missing", "not whole: {} faults", "whole",
          "complete   {}: {} posts", "incomplete {}: {} posts, {} missing: {}"}  # fmt: skip
SAME = {
    "-a {what}",
    "pip install", "uv pip install", "uv tool install", "pipx install --force",
}  # fmt: skip
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b=|\x1b>|\r")
# Three words in a row that are no names, options or paths
_SENTENCE = re.compile(r"(?<![\w./=-])[A-Za-z]?[a-z]+ [a-z]{2,} [a-z]{2,}(?![\w./=-])")
_CALL = re.compile(r"\b(?:scrapy|newsportal|pip) [a-z]+(?: [a-z-]+)*|^ +newsportal .*|^ +scrapy .*")
COMMANDS = sorted(path.stem for path in (ROOT / "newsportal/commands").glob("[a-z]*.py"))
CHINESE = {"LANG": "zh_CN.UTF-8", "LC_ALL": "", "NEWSPORTAL_LANG": ""}


# The catalogue


def test_every_message_of_the_source_is_in_the_catalogue() -> None:
    assert missing() == [], "python -m tests.messages adds them to the catalogue; then translate"


def test_no_entry_is_of_a_message_that_is_gone() -> None:
    known = {skeleton(message.text) for message in messages()}
    text = CATALOGUE.read_text(encoding="utf-8")
    named = re.findall(r'^#: (\S+)\nmsgid ((?:"[^\n]*"\n)+)', text, re.MULTILINE)
    assert len(named) > 300
    stale = [
        (place, entry)
        for place, quoted in named
        for entry in [next(iter(read(f'msgid {quoted}msgstr "x"')))]
        if skeleton(entry) not in known
    ]
    assert stale == []


@pytest.mark.parametrize("english", sorted(ENTRIES))
def test_an_entry_is_chinese_and_has_the_same_places(english: str) -> None:
    chinese = ENTRIES[english]
    assert "%s" not in english, "name what stands there: {reason}"
    if skeleton(english) not in STABLE and english not in SAME:
        assert re.search("[\u4e00-\u9fff]", chinese) or english == "feed       {what}", chinese
    else:
        assert chinese == english
    places = [sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)
              for text in (english, chinese)]  # fmt: skip
    assert places[0] == places[1]


def test_the_names_of_states_and_routes_are_there() -> None:
    for state in State:
        assert in_chinese(f"addresses: {state.name.lower()} 3").isascii() is False
        assert state.name.lower() not in in_chinese(f"addresses: {state.name.lower()} 3"), state
    for route in Route:
        told = in_chinese(f"known by {str(route.name).lower()}: 3, only by it: 1")
        assert str(route.name).lower() not in told


# What is put together


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("3 pages could not be read, first http://a.cn/1: status 500; run again",
         "3 个页面无法读取，第一个是 http://a.cn/1：状态码 500；请再运行一次"),
        ("-a mdoe: unknown argument; there are portal, mode; did you mean mode?",
         "-a mdoe：没有这个参数；可用的有 portal, mode；是否想写 mode？"),
        ("2 posts in posts", "2 篇，写到 posts"),
        ("complete: 3 posts", "complete: 3 posts"),
        ("incomplete: 3 posts, 1 missing", "incomplete: 3 posts, 1 missing"),
        ("没有空格：的话; no message, either", "没有空格：的话; no message, either"),
    ],
)  # fmt: skip
def test_what_was_put_together(english: str, chinese: str) -> None:
    assert in_chinese(english) == chinese


def test_audit_names_the_routes_to_a_post_in_chinese() -> None:
    routes = ", ".join(f"by {route.name}".lower() for route in Route)
    told = in_chinese(f"http://a.example/post/1.html: not fetched (named {routes})")
    assert re.findall(r"[a-z]{3,}", told.removeprefix("http://a.example/post/1.html")) == []


def test_a_long_text_of_a_portal_costs_nothing() -> None:
    text = "今天的新闻: " * 200 + " a; b, c: d" * 50
    assert in_chinese(text) == text


def test_the_language_that_is_meant() -> None:
    assert language({"LANG": "zh_TW.UTF-8", "LC_ALL": ""}) == "zh"
    assert language({"LANG": "de_DE.UTF-8"}) == "en"
    assert language({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "C"}) == "en"
    assert language({"LANG": "C", "NEWSPORTAL_LANG": "zh"}) == "zh"
    assert language({"LANG": "zh_CN.UTF-8", "NEWSPORTAL_LANG": "en"}) == "en"


# Commands


def said(tmp_path: Path, *words: str, **environment: str) -> tuple[int, str]:
    """Run a command in Chinese; return its status and all that it wrote."""
    variables = {**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path / "data"), "COLUMNS": "80"}
    stdout, stderr = tmp_path / "stdout", tmp_path / "stderr"
    status = launcher().run(
        words, {**variables, **CHINESE, **environment}, stdout=stdout, stderr=stderr
    )
    return status, stdout.read_text(encoding="utf-8") + stderr.read_text(encoding="utf-8")


def english(text: str) -> list[str]:
    lines = [_CALL.sub("", line) for line in text.splitlines()]
    return [line for line in lines if _SENTENCE.search(line)]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_in_chinese(tmp_path: Path, command: str) -> None:
    status, page = said(tmp_path, command, "-h")
    assert status == 0
    assert english(page) == []
    assert "选项" in page
    wide = [line for line in page.splitlines()[3:]
            if sum(2 if ord(char) > 0x2E80 else 1 for char in line) > 80]  # fmt: skip
    assert wide == []


@pytest.mark.parametrize(
    "words",
    [
        ("crawl", "posts", "-a", "mdoe=full"),
        ("crawl", "posts", "-a", "portal=www.a.cn"),
        ("crawl", "posts", "-s", "NEWSPORTAL_CONTCAT=a@b.cn"),
        ("crawl", "posts", "-s", "DOWNLOAD_DELAY=fast", "-s", "NEWSPORTAL_WARC=maybe"),
        ("crawl", "posts", "-a", "portal=http://a.invalid/", "-s", "NEWSPORTAL_CONTACT="),
        ("crawl", "posts", "-a", "since=yesterday", "-a", "limit=0", "-a", "theme=x"),
        ("crawl", "nothing"), ("crawl",), ("crawl", "posts", "-a", "mode"),
        ("audit", "-a", "portal=http://a.invalid/"), ("audit", "more"),
        ("browse", "-a", "portal=http://a.invalid/"), ("browse", "--port", "70000"),
        ("browse", "--port", "x"), ("corpus",), ("corpus", "--output", "x"),
        ("demo", "--posts", "0"),
        ("export",), ("export", "--format", "xls"),
        ("export", "--format", "csv", "-a", "portal=http://a.invalid/"),
        ("fleet", "dance"), ("fleet",), ("forget",), ("health", "--hours", "x"),
        ("health", "-a", "portal=http://a.invalid/"), ("portal", "--port", "x"),
        ("probe",), ("rebuild", "-a", "portal=http://a.invalid/"), ("reextract", "x"),
        ("reextract", "-a", "portal=http://a.invalid/"), ("report", "--runs", "0"),
        ("report", "-a", "portal=http://a.invalid/"), ("rotate", "-a", "portal=http://a.invalid/"),
        ("verify", "-a", "portal=http://a.invalid/"), ("crawl", "posts", "--nonsense"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_in_chinese(tmp_path: Path, words: tuple[str, ...]) -> None:
    status, text = said(tmp_path, *words)
    assert status in (1, 2)
    assert english(text) == []
    assert re.search("[\u4e00-\u9fff]", text), text


@pytest.mark.long
def test_a_run_and_all_that_reads_it_in_chinese(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serve(Options(posts=20)) as url:
        text = on_terminal(tmp_path, "crawl", "posts", "-a", f"portal={url}",
                           "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0")  # fmt: skip
    assert english(text) == []
    assert "存档共" in text
    folder = archive_folder(url, data)
    account = json.loads(next((folder / "runs").glob("*.json")).read_text(encoding="utf-8"))
    assert account["outcome"].isascii()  # for programs
    for words in (("audit",), ("verify",), ("health",), ("report",), ("report", "--runs", "2"),
                  ("export", "--format", "csv"), ("rebuild",), ("rotate",)):  # fmt: skip
        status, text = said(tmp_path, *words, "-a", f"portal={url}")
        assert status == 0, text
        assert english(text) == [], words
    for command in ("audit", "health"):
        _, text = said(tmp_path, command, "--json", "-a", f"portal={url}")
        assert "篇" not in text


@pytest.mark.long
def test_the_mail_of_cron_is_chinese_and_a_log_file_english(tmp_path: Path) -> None:
    """What a run says into a pipe is read by a person; what is in a file is searched."""
    log = tmp_path / "log"
    with serve(Options(posts=4)) as url:
        run = ("crawl", "posts", "-a", f"portal={url}", "-s", "DOWNLOAD_DELAY=0")
        status, text = said(tmp_path, *run)
        assert said(tmp_path, *run, "-s", f"LOG_FILE={log}") == (0, "")
    assert status == 0
    assert "存档共 4 篇" in text
    assert english(text) == []
    assert "0 new posts, 0 changed" in log.read_text(encoding="utf-8")
    status, text = said(tmp_path, *run, "-s", "LOG_LEVEL=ERROR", "-s", "RETRY_TIMES=0")
    assert status == 1
    assert "连接被拒绝" in text
    assert english(text) == []


def on_terminal(tmp_path: Path, *words: str) -> str:
    """Run a command at a terminal of 80 columns, in Chinese; return what it showed."""
    master, slave = pty.openpty()
    variables = {**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path / "data"), **CHINESE}
    shown = bytearray()

    def listen() -> None:
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:
                return
            shown.extend(piece)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    subprocess.run(
        [sys.executable, "-m", "newsportal", *words], cwd=ROOT, env={**variables, "TERM": "xterm"},
        stdin=slave, stdout=slave, stderr=slave, timeout=180, check=False,
    )  # fmt: skip
    os.close(slave)
    listener.join(10)
    return _CONTROL.sub("", shown.decode("utf-8", "replace"))


@pytest.mark.long
def test_a_refused_connection_in_chinese(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    text = on_terminal(tmp_path, "crawl", "posts", "-a", f"portal={url}", "-s", "RETRY_TIMES=0")
    assert f"{url} 无法读取：连接被拒绝" in text
    assert english(text) == []
