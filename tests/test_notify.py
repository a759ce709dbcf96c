"""Who is told of what: apprise itself, a real HTTP server, no trouble told hourly."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from newsportal.runs.telling.notify import checked, tell

NEWS = {"portal": "http://news.example/", "exit_status": 0, "outcome": "3 new posts", "new": 3,
        "changed": 0, "removed": 0, "posts": 40, "report": "runs/1.json", "alerts": []}  # fmt: skip
QUIET = {**NEWS, "outcome": "0 new posts", "new": 0}
TROUBLE = {**QUIET, "exit_status": 1, "outcome": "2 pages could not be read, first http://a/1"}


@pytest.fixture
def chat() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the address of a service and what it was told."""
    told: list[dict[str, Any]] = []

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"json://127.0.0.1:{server.server_port}/secret", told
    server.shutdown()
    thread.join()
    server.server_close()


def test_news_and_trouble_are_told(tmp_path: Path, chat: tuple[str, list[Any]]) -> None:
    address, told = chat
    assert tell(address, NEWS, tmp_path)
    assert not tell(address, QUIET, tmp_path)
    assert tell(address, TROUBLE, tmp_path)
    again = {**TROUBLE, "outcome": "5 pages could not be read, first http://a/2"}
    assert not tell(address, again, tmp_path)  # the same, an hour later
    assert tell(address, {**TROUBLE, "outcome": "the disk is full"}, tmp_path)
    assert tell(address, QUIET, tmp_path)
    assert not tell(address, QUIET, tmp_path)
    titles = [message["title"].partition("example/")[2] for message in told]
    assert titles == [
        ": 3 new posts", ": 2 pages could not be read, first http://a/1", ": the disk is full",
        " is well again: 0 new posts",
    ]  # fmt: skip


def test_a_service_that_is_away_is_told_later(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert not tell("json://127.0.0.1:9/secret", TROUBLE, tmp_path)
    assert "did not take the message" in caplog.text
    assert "secret" not in caplog.text
    assert not (tmp_path / "notified.json").exists()


def test_an_unknown_service_is_named_without_its_secret() -> None:
    with pytest.raises(ValueError, match="of no service that apprise knows") as refusal:
        checked("dingtalk://token nonsense://secret")
    assert "secret" not in str(refusal.value)
    checked("dingtalk://token feishu://token mailto://user:word@example.org")
