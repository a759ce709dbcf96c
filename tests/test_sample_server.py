"""The sample portal over real HTTP, in a process of its own."""

from __future__ import annotations

import http.client
import subprocess
import sys
import time
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from newsportal.sample.options import Options
from newsportal.sample.process import serve

NOW = 1795305600


def ask(url: str, method: str, path: str, body: str = "") -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request(method, path, body or None, headers)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def test_server_speaks_like_the_cms(tmp_path: Path) -> None:
    log = tmp_path / "requests.log"
    with serve(Options(posts=12), NOW, log, frozen=True) as url:
        response, body = ask(url, "GET", "/")
        assert response.status == 200
        assert f'href="{url}'.encode() in body
        date = response.getheader("Date")
        assert date is not None
        assert parsedate_to_datetime(date).timestamp() == NOW
        assert {name for name, _ in response.getheaders()} == {
            "Date", "Content-Type", "Product", "X-XSS-Protection", "Transfer-Encoding",
        }  # fmt: skip
        response, body = ask(url, "HEAD", "/post/60001.html")
        assert body == b""
        response, _ = ask(url, "POST", "/zb_system/cmd.php?act=search", "q=%E6%B3%B0")
        assert (response.status, response.getheader("Location")) == (
            302,
            f"{url}search.php?q=%E6%B3%B0",
        )
        assert ask(url, "GET", "/nothing.html?x=1")[0].status == 404
    lines = log.read_text("utf-8").splitlines()
    assert lines[0] == "GET / 200"
    assert lines[-2:] == ["POST /zb_system/cmd.php?act=search 302", "GET /nothing.html?x=1 404"]


def test_wrong_option_is_a_usage_error() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "newsportal.sample.server", "--option", "urls=x"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "urls='x': one of rewrite, active" in done.stderr
    assert "Traceback" not in done.stderr


def test_portal_command_refuses_wrong_options() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "portal", "--option", "nope=1", "--option", "posts=x"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "there is no option 'nope'; posts='x': a whole number" in done.stderr
    assert "Traceback" not in done.stderr


def test_server_ends_with_its_parent() -> None:
    parent = """
import os
from newsportal.sample.options import Options
from newsportal.sample.process import serve
with serve(Options(posts=1)) as url:
    print(url, flush=True)
    os.kill(os.getpid(), 9)
"""
    done = subprocess.run(
        [sys.executable, "-c", parent], capture_output=True, text=True, check=False
    )
    url = done.stdout.strip()
    assert done.returncode == -9
    for _ in range(100):
        try:
            ask(url, "GET", "/")
        except ConnectionError:
            return
        time.sleep(0.05)
    raise AssertionError("the server outlived its parent")
