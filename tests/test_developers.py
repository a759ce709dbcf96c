"""docs/developers.md: each block of code does what the text around it says."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.checkouts import checkout
from tests.crawling import ROOT, archive_folder, read_records
from tests.http_server import HTML, Responder, http_server
from tests.postgres import is_there, postgres
from tests.records import record

PAGE = (ROOT / "docs/developers.md").read_text(encoding="utf-8")
OPTIONS = Options(posts=12, anchor=1795305600, feed=False, sidebar=False, future=0)
HASTE = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0")
PATH = {**os.environ, "PYTHONPATH": str(ROOT)}
pytestmark = pytest.mark.long
_BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def blocks(heading: str, language: str) -> list[str]:
    """Return the blocks of code under a heading."""
    part = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return [code for kind, code in _BLOCK.findall(part) if kind == language]


def scrapy(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *words],
        cwd=folder, env={**os.environ, "NEWSPORTAL_DATA_DIR": "data", **environment},
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return checkout(tmp_path / "newsportal")


def test_both_languages_have_the_same_code() -> None:
    chinese = (ROOT / "docs/developers.zh-CN.md").read_text(encoding="utf-8")
    assert _BLOCK.findall(chinese) == _BLOCK.findall(PAGE)


def test_a_field_of_ones_own(project: Path) -> None:
    (code,) = blocks("A field of your own", "python")
    (command,) = blocks("A field of your own", "sh")
    (shell, *_) = _BLOCK.findall(PAGE)
    (project / "mine.py").write_text(code, encoding="utf-8")
    with serve(OPTIONS) as url:
        scrapy(project, *shlex.split(command)[1:], "-a", f"portal={url}", *HASTE)
        records = read_records(archive_folder(url, project / "data"))
        words = shlex.split(shell[1])[1:]
        words[1] = records[0]["url"]
        shown = scrapy(project, *words).stdout.strip()
    assert len(records) >= 12
    told = [one["extra"]["keywords"] for one in records]
    assert shown
    assert told[0] == (None if shown == "None" else shown)
    assert {one["revision"] for one in records} == {1}


@pytest.mark.skipif(not is_there(), reason="no PostgreSQL on this machine")
def test_postgresql_follows_the_file(tmp_path: Path) -> None:
    code = blocks("A storage of your own", "python")[0]
    (tmp_path / "follow.py").write_text(code, encoding="utf-8")
    path = tmp_path / "posts.jsonl"
    posts = [record(1, "春耕", "正文一"), record(2, "夏种", "正文二")]
    path.write_text("".join(json.dumps(one) + "\n" for one in posts), encoding="utf-8")
    import psycopg

    with postgres() as server:

        def follow() -> list[tuple[Any, ...]]:
            subprocess.run([sys.executable, tmp_path / "follow.py", tmp_path, server.url],
                           check=True, env=PATH, timeout=120)  # fmt: skip
            with psycopg.connect(server.url) as connection:
                found = connection.execute(
                    "SELECT id, revision, post->>'title' FROM posts ORDER BY id, revision"
                )
                return found.fetchall()

        assert follow() == [("1", 1, "春耕"), ("2", 1, "夏种")]
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record(1, "春耕（更正）", "正文", revision=2)) + "\n")
        assert (
            follow() == follow() == [("1", 1, "春耕"), ("1", 2, "春耕（更正）"), ("2", 1, "夏种")]
        )


def test_elasticsearch_is_told_in_its_own_form(tmp_path: Path) -> None:
    """There is none here: a server that reads its bulk format as its documentation says."""
    code = blocks("A storage of your own", "python")[1]
    posts = [record(1, "春耕", "正文一"), record(2, "夏种", "正文二")]
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in posts)
    (tmp_path / "posts.jsonl").write_text(text, encoding="utf-8")
    taken: dict[str, Any] = {}

    class Bulk(Responder):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            assert self.path == "/_bulk"
            assert sent.endswith("\n")
            rows = [json.loads(row) for row in sent.splitlines()]
            for action, post in zip(rows[::2], rows[1::2], strict=True):
                taken[action["index"]["_id"]] = post["title"]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"errors": false}')

    with http_server(Bulk) as url:
        words = [sys.executable, "-c", code, str(tmp_path), url.rstrip("/")]
        subprocess.run(words, check=True, env=PATH, timeout=60)
    assert taken == {"1.1": "春耕", "2.1": "夏种"}


# A portal in a look that nobody knows

HEAD = """<!doctype html><html lang="zh-CN"><head><title>{title}</title>
<meta name="generator" content="Z-BlogPHP 1.7.3">
<link rel="stylesheet" href="/zb_users/theme/harbour/style.css"></head><body>"""
STORY = """<main class="story"><h1>{title}</h1><time>2026-11-{day:02} 08:30</time>
<p class="by">作者:柏木君 | 分类:社会 | 浏览:12</p>
<div class="words"><p>港口今天{title}，来自四方的船只有序进出。</p>
<p>码头的灯一直亮到深夜。</p></div></main>"""
TITLES = {7: "开港", 8: "试航", 9: "修堤"}


@pytest.fixture
def harbour() -> Iterator[str]:
    """Serve it."""

    class Portal(Responder):
        def do_GET(self) -> None:
            found = re.fullmatch(r"/post/(\d+)\.html", self.path)
            if self.path == "/":
                text = HEAD.format(title="港湾新闻") + "".join(
                    f'<li class="teaser"><h2><a href="/post/{n}.html">{title}</a></h2>'
                    f"<time>2026-11-{n:02}</time></li>"
                    for n, title in TITLES.items()
                )
            elif found and int(found[1]) in TITLES:
                n = int(found[1])
                text = HEAD.format(title=TITLES[n]) + STORY.format(title=TITLES[n], day=n)
            else:
                self.send_error(404)
                return
            self.reply(200, HTML, text.encode())

    with http_server(Portal) as url:
        yield url


def test_a_theme_of_ones_own(project: Path, harbour: str) -> None:
    code = blocks("A theme of your own", "python")[0]
    (project / "newsportal/themes/zblog/harbour.py").write_text(code, encoding="utf-8")
    listed = project / "newsportal/themes/zblog/__init__.py"
    text = listed.read_text(encoding="utf-8").replace("METRO, GARLAND)", "METRO, GARLAND, HARBOUR)")
    listed.write_text(
        text.replace("import GARLAND\n", "import GARLAND\nfrom newsportal.themes.zblog.harbour"
                     " import HARBOUR\n"), encoding="utf-8",
    )  # fmt: skip
    (shell,) = re.findall(r"`scrapy (shell URL -c .*?)`", PAGE)
    words = [harbour if word == "URL" else word for word in shlex.split(shell)]
    assert "zb_users/theme/harbour/" in scrapy(project, *words).stdout
    scrapy(project, "crawl", "posts", "-a", f"portal={harbour}", "-a", "limit=20", *HASTE)
    records = {one["id"]: one for one in read_records(archive_folder(harbour, project / "data"))}
    assert {n: one["title"] for n, one in records.items()} == {str(n): t for n, t in TITLES.items()}
    assert records["8"]["author"] == "柏木君"
    assert records["8"]["category"] == ["社会"]
    assert records["8"]["published_at"] == "2026-11-08T08:30:00+08:00"
    assert records["8"]["text"].endswith("\n码头的灯一直亮到深夜。")
