"""The verdict of a run reaches exit status, report, log, webhook and metrics file."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.crawling import ROOT, archive_folder, crawl
from tests.http_server import Responder, http_server
from tests.ports import free_port

SECRET = "bot-token-4711"


class Receiver:
    """Takes what is posted to it; answers with the statuses given, the last one again and again."""

    def __init__(self, *statuses: int) -> None:
        self.statuses, self.url = [*statuses], ""
        self.messages: list[dict[str, Any]] = []


@contextmanager
def receiving(*statuses: int) -> Iterator[Receiver]:
    receiver = Receiver(*statuses)

    class Handler(Responder):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Type"].startswith("application/json")
            receiver.messages.append(json.loads(body))
            status = receiver.statuses.pop(0) if len(receiver.statuses) > 1 else statuses[-1]
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

    with http_server(Handler) as address:
        receiver.url = f"{address}{SECRET}"
        yield receiver


@pytest.mark.long
def test_a_field_that_runs_dry_is_told_everywhere(tmp_path: Path) -> None:
    """The owner switches tags off: the run is well, and yet somebody should look."""
    port, metrics = free_port(), tmp_path / "newsportal.prom"
    settings: dict[str, object] = {"NEWSPORTAL_METRICS_FILE": metrics}
    with serve(Options(posts=90), port=port) as url:
        first = crawl(url, tmp_path / "data", settings=settings)
        assert (first.exit_status, first.report["alerts"]) == (0, [])
        assert 0.3 < first.report["fill"]["tags"] < 1
    with serve(Options(posts=90, tags=False), port=port) as url, receiving(200) as receiver:
        settings["NEWSPORTAL_WEBHOOK"] = receiver.url
        odd = crawl(url, tmp_path / "data", "mode=refetch", settings=settings)
        assert odd.exit_status == 1
        assert {alert["check"] for alert in odd.report["alerts"]} == {"fill", "rules"}
        assert "tags is filled in 0 of 90 posts" in odd.stderr
        (line,) = [line for line in odd.stderr.splitlines() if " ERROR: " in line]
        (report,) = re.findall(r"report: (\S+)", line)
        assert json.loads(Path(report).read_text(encoding="utf-8")) == odd.report
        (message,) = receiver.messages
        assert (message["exit_status"], message["portal"]) == (1, url)
        assert message["alerts"] == odd.report["alerts"]
        assert message["report"] == report
        # The job was done all the same: the next run has nothing to make up for.
        assert crawl(url, tmp_path / "data").report["stats"]["downloader/request_count"] <= 3
    values = {
        sample.name: (sample.value, sample.labels["portal"])
        for family in text_string_to_metric_families(metrics.read_text(encoding="utf-8"))
        for sample in family.samples
    }
    assert values["newsportal_run_alerts"] == (2, url)
    assert values["newsportal_posts"] == (odd.report["known"], url)
    assert list(tmp_path.glob("newsportal.prom*")) == [metrics]


@pytest.mark.long
@pytest.mark.parametrize(
    ("statuses", "attempts", "taken"),
    [((204,), 1, True), ((500, 200), 2, True), ((500,), 2, False), ((302,), 2, False)],
    ids=str,
)
def test_the_webhook_is_tried_twice(
    tmp_path: Path, statuses: tuple[int, ...], attempts: int, taken: bool
) -> None:
    with serve(Options(posts=10)) as url, receiving(*statuses) as receiver:
        done = crawl(url, tmp_path, settings={"NEWSPORTAL_WEBHOOK": receiver.url})
    assert done.exit_status == 0  # the archive is well, whoever heard of it
    assert len(receiver.messages) == attempts
    assert ("NEWSPORTAL_WEBHOOK at 127.0.0.1 did not take" in done.stderr) == (not taken)
    assert SECRET not in done.stderr


@pytest.mark.long
def test_the_webhook_hears_of_a_run_that_cannot_begin(tmp_path: Path) -> None:
    with serve(Options(posts=10)) as url, receiving(200) as receiver:
        archive_folder(url, tmp_path).mkdir()
        os.mkfifo(archive_folder(url, tmp_path) / "state.db")
        done = crawl(url, tmp_path, settings={"NEWSPORTAL_WEBHOOK": receiver.url})
    assert done.exit_status == 1
    (message,) = receiver.messages
    assert "the archive cannot be opened" in message["outcome"]


@pytest.mark.long
def test_a_metrics_file_that_cannot_be_written(tmp_path: Path) -> None:
    settings = {"NEWSPORTAL_METRICS_FILE": tmp_path / "nowhere" / "newsportal.prom"}
    with serve(Options(posts=10)) as url:
        done = crawl(url, tmp_path, settings=settings)
    assert done.exit_status == 0
    assert "NEWSPORTAL_METRICS_FILE cannot be written" in done.stderr


@pytest.mark.long
def test_log_lines_as_json(tmp_path: Path) -> None:
    log = tmp_path / "crawl.log"
    settings: dict[str, object] = {"NEWSPORTAL_LOG_JSON": 1, "LOG_LEVEL": "DEBUG"}
    with serve(Options(posts=10)) as url:
        done = crawl(url, tmp_path, settings=settings)
        again = crawl(url, tmp_path, settings={**settings, "LOG_FILE": log})
    assert (done.exit_status, again.exit_status, again.stderr) == (0, 0, "")
    for text in (done.stderr, log.read_text(encoding="utf-8")):
        lines = [json.loads(line) for line in text.splitlines()]
        assert all({"level", "logger", "message", "time"} <= set(line) for line in lines)
        assert any("posts in the archive" in line["message"] for line in lines)
    # Titles and texts stay out of logs, even here.
    contents = [part for record in done.records for part in (record["title"], record["text"])]
    assert not [part for part in contents if part and part[:20] in done.stderr]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEWSPORTAL_ALERT_FILL", "half"),
        ("NEWSPORTAL_ALERT_POSTS", "-1"),
        ("NEWSPORTAL_REMOVAL_HOURS", "soon"),
        ("NEWSPORTAL_DAY_FEEDS", "1.5"),
        ("NEWSPORTAL_LOG_JSON", "maybe"),
        ("NEWSPORTAL_WEBHOOK", "hooks.example/secret"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "posts", "-s", f"{name}={value}",
         "-s", f"NEWSPORTAL_DATA_DIR={tmp_path}"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert name in line
    assert "secret" not in line
    assert not list(tmp_path.iterdir())
