"""Whole portals made by real software, where they lie beside the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.crawling import archive_folder, crawl

SHARED = Path(__file__).parents[2] / "shared" / "portals"
NAMES = sorted(path.name.removesuffix(".tar.gz") for path in SHARED.glob("*.tar.gz"))
REFUSED = "hexo-aurora"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not NAMES, reason="the portals are not there"),
]


@contextmanager
def portal(name: str, port: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the addresses of a portal and of its control server."""
    command = [sys.executable, str(SHARED / "serve.py"), str(SHARED / f"{name}.tar.gz")]
    with subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        told = json.loads(server.stdout.readline())
        try:
            yield told["url"], told["control"]
        finally:
            server.terminate()


def asked(control: str) -> int:
    """Return how many pages were asked for since the last look."""
    with urlopen(f"{control}/log") as answer:
        log = json.load(answer)
    with urlopen(f"{control}/reset") as answer:
        answer.read()
    return sum(path != "/robots.txt" for _, _, path, _, _ in log)


@pytest.mark.parametrize("name", [name for name in NAMES if name != REFUSED])
def test_every_post_once(name: str, tmp_path: Path) -> None:
    with portal(name) as (url, control):
        crawled = crawl(url, tmp_path, timeout=600)
        assert crawled.exit_status == 0, crawled.stderr
        with urlopen(f"{control}/truth") as answer:
            truth = json.load(answer)
        (tmp_path / "truth.json").write_text(json.dumps(truth), encoding="utf-8")
        assert asked(control) <= 1.5 * len(truth) + 200
        again = crawl(url, tmp_path, timeout=600)
        assert again.exit_status == 0, again.stderr
        assert len(again.records) == len(crawled.records)
        assert asked(control) <= 2 + 20
        posts = archive_folder(url, tmp_path) / "posts.jsonl"
        command = [sys.executable, str(SHARED / "check.py"), str(posts)]
        checked = subprocess.run(
            [*command, str(tmp_path / "truth.json"), "--json"], capture_output=True, check=True
        )
    found = json.loads(checked.stdout)
    assert (found["missing"], found["non_posts"], found["written_twice"]) == (0, 0, 0)
    right, of = found["fields"]["date: day right"]
    assert right == of
    assert found["text_f1"] >= 0.99


@pytest.mark.skipif(REFUSED not in NAMES, reason="the portal is not there")
def test_a_shell_of_scripts_is_refused(tmp_path: Path) -> None:
    with portal(REFUSED) as (url, _):
        crawled = crawl(url, tmp_path)
    assert crawled.exit_status == 1
    assert "made by scripts in the browser" in crawled.stderr


@pytest.mark.skipif("hexo-next-before" not in NAMES, reason="the portal is not there")
def test_an_update_brings_what_is_new(tmp_path: Path) -> None:
    with portal("hexo-next-before") as (url, _):
        assert crawl(url, tmp_path, timeout=600).exit_status == 0
    port = int(url.rstrip("/").rpartition(":")[2])
    with portal("hexo-next", port) as (url, _):
        crawled = crawl(url, tmp_path, timeout=600)
    assert crawled.exit_status == 0, crawled.stderr
    assert crawled.report["new"]["count"] == 8
    assert crawled.report["tombstones"]["count"] == 0
