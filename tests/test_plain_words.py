"""No text of Python's or of a library's reaches the user, and no secret the log."""

from __future__ import annotations

import logging
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.exceptions import DownloadFailedError
from twisted.internet.error import ConnectionDone, TCPTimedOutError
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from newsportal.formats import FORMATS, export
from newsportal.runs.notifications.webhook import checked, post
from newsportal.runs.plain_words import in_words
from tests.crawling import ROOT
from tests.records import record

SECRET = "geheim-7f3a"
WRONG = (
    f"http://hooks.example/{SECRET} x",
    f" http://hooks.example/{SECRET}",
    f"http://hooks.example/{SECRET}\n",
    f"http://hooks.example/a\x00{SECRET}",
    f"http://hooks.example:{SECRET}/",
    f"http://hooks.example:99999/{SECRET}",
    f"http://hooks.example:0/{SECRET}",
    f"http://{SECRET * 9}.example/",
    f"http://{SECRET}..example/",
    f"http://[{SECRET}]/",
    f"http://℀{SECRET}/",
    f"http://hooks.example/密{SECRET}",
    f"ftp://hooks.example/{SECRET}",
    f"{SECRET}",
    f"http:///{SECRET}",
)


@pytest.mark.parametrize("address", WRONG)
def test_a_wrong_webhook_is_told_without_its_secret(address: str) -> None:
    for work in (lambda: checked(address), lambda: post(address, {})):
        with pytest.raises(ValueError, match="NEWSPORTAL_WEBHOOK") as told:
            work()
        assert SECRET not in str(told.value)
        assert told.value.__cause__ is None
        assert told.value.__context__ is None


def test_a_webhook_that_does_not_answer(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsportal.runs.notifications.webhook._PAUSE", 0)
    with caplog.at_level(logging.ERROR):
        assert not post(f"http://127.0.0.1:1/{SECRET}", {})
    assert caplog.messages == [
        "NEWSPORTAL_WEBHOOK at 127.0.0.1 did not take the message: connection refused"
    ]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "No space left on device"),
        (OSError(13, "Permission denied", "/a/.posts.7.tmp"), "Permission denied: /a/posts"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "it may only be read"),
        (sqlite3.DatabaseError("file is not a database"), "it is no database of ours"),
        (UnicodeDecodeError("utf-8", b"x", 0, 1, "bad"), "it is not UTF-8; save it as UTF-8"),
        (ResponseFailed([Failure(ConnectionDone())]),
         "the connection was closed before the answer was complete"),
        (ConnectionRefusedError(), "connection refused"),
        (TCPTimedOutError(), "no answer in time"),
        (ValueError("our own words"), "our own words"),
        (KeyError(), "KeyError"),
        (DownloadFailedError("[<twisted.python.failure.Failure>]"), "no whole answer came"),
    ],
)  # fmt: skip
def test_in_words(error: Exception, words: str) -> None:
    assert in_words(error) == words


def test_an_export_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for name, form in FORMATS.items():
        with pytest.raises((OSError, sqlite3.Error)) as failed:
            export([record(1, "题")], form, tmp_path / "file" / "posts")
        told = in_words(failed.value)
        assert "Errno" not in told, name
        assert ".tmp" not in told, name


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-", ""])
def test_whoever_calls_may_listen_to_nothing_or_to_ascii_alone(tmp_path: Path, closed: str) -> None:
    """Where a daemon has closed its streams, the first file that is opened would be stderr."""
    words = f'"$0" -m newsportal; "$0" -m newsportal audit -a portal=http://127.0.0.1:9/ {closed}'
    spoken = {"NEWSPORTAL_LANG": "zh", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    (tmp_path / "127.0.0.1_9").mkdir()
    (tmp_path / "127.0.0.1_9/posts.jsonl").touch()
    done = subprocess.run(
        ["bash", "-ec", words, sys.executable], cwd=ROOT, capture_output=True, check=False,
        env={**os.environ, **spoken, "NEWSPORTAL_DATA_DIR": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr, done.stderr
