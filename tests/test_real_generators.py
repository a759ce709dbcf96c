"""Portals built here by real static generators from the package registry, in Chinese.

Each is set up in an environment of its own, makes a site of the same invented news, and is
archived over HTTP. Where the registry cannot be reached there is nothing to build with.
"""

from __future__ import annotations

import os
import re
import subprocess
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest

from tests.crawling import crawl
from tests.http_server import http_server

pytestmark = pytest.mark.long

POSTS = 24
SECONDS = 600
_UNREACHABLE = re.compile("NewConnectionError|ConnectTimeout|ReadTimeout|Name or service not known")
_TOPICS = ("路灯", "老桥", "菜市场", "公交站", "图书馆", "渡口")


@dataclass(frozen=True)
class News:
    """One invented post."""

    number: int

    @property
    def title(self) -> str:
        return f"柏木镇第{self.number}处{_TOPICS[self.number % 6]}完成改造"

    @property
    def day(self) -> str:
        return f"{2021 + self.number % 5}-{1 + self.number % 12:02d}-{1 + self.number % 28:02d}"

    @property
    def paragraphs(self) -> list[str]:
        topic = _TOPICS[self.number % 6]
        first = f"编号{self.number}的{topic}昨天重新开放，附近的居民早早赶来，等着看一看新的样子。"
        second = f"施工方介绍，这处{topic}前后用了{self.number + 3}个月，栏杆按照旧照片一一复原。"
        return [first] if self.number % 7 == 0 else [first, second] * (1 + self.number % 3)

    @property
    def markdown(self) -> str:
        return "\n\n".join(self.paragraphs) + "\n"


NEWS = [News(number) for number in range(1, POSTS + 1)]


def installed(home: Path, *packages: str) -> Path:
    """Return the programs of a new environment with *packages*."""
    venv.create(home, with_pip=True)
    done = subprocess.run(
        [home / "bin/pip", "install", "-q", "--disable-pip-version-check", *packages],
        capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    if _UNREACHABLE.search(done.stderr):
        pytest.skip("the package registry cannot be reached")
    assert done.returncode == 0, done.stderr[-2000:]
    return home / "bin"


def run(command: list[str | Path], folder: Path, programs: Path) -> None:
    path = f"{programs}:{os.environ['PATH']}"
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": path, "TZ": "Asia/Shanghai"},
        capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def pelican(tmp_path: Path, url: str) -> Path:
    programs = installed(tmp_path / "env", "pelican[markdown]")
    content = tmp_path / "content"
    content.mkdir()
    for news in NEWS:
        head = f"Title: {news.title}\nDate: {news.day} 08:{news.number:02d}\nCategory: 要闻\n"
        slug = f"Slug: news-{news.number}\nTags: 民生\n"
        (content / f"{news.number}.md").write_text(f"{head}{slug}\n{news.markdown}", "utf-8")
    (tmp_path / "pelicanconf.py").write_text(
        f"SITENAME = '柏木新闻网'\nSITEURL = '{url}'\nPATH = 'content'\nDEFAULT_LANG = 'zh_CN'\n"
        "TIMEZONE = 'Asia/Shanghai'\nTHEME = 'simple'\nDEFAULT_PAGINATION = 8\n"
        "DEFAULT_DATE_FORMAT = '%Y年%m月%d日'\n",
        encoding="utf-8",
    )
    run([programs / "pelican", "content", "-s", "pelicanconf.py", "-o", "site"], tmp_path, programs)
    return tmp_path / "site"


def nikola(tmp_path: Path, url: str) -> Path:
    programs = installed(tmp_path / "env", "nikola", "markdown")
    run([programs / "nikola", "init", "-q", "portal"], tmp_path, programs)
    portal = tmp_path / "portal"
    settings = (portal / "conf.py").read_text("utf-8")
    wanted = {"BLOG_TITLE": "柏木新闻网", "SITE_URL": f"{url}", "DEFAULT_LANG": "zh_cn"}
    for name, value in {**wanted, "TIMEZONE": "Asia/Shanghai", "THEME": "bootblog4"}.items():
        settings = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value!r}", settings)
    settings += '\nPOSTS = (("posts/*.md", "posts", "post.tmpl"),)\nINDEX_DISPLAY_POST_COUNT = 8\n'
    (portal / "conf.py").write_text(settings, "utf-8")
    (portal / "posts").mkdir(exist_ok=True)
    for news in NEWS:
        head = f".. title: {news.title}\n.. slug: news-{news.number}\n"
        when = f".. date: {news.day} 08:{news.number:02d}:00 UTC+08:00\n.. category: 要闻\n"
        text = f"<!--\n{head}{when}-->\n\n{news.markdown}"
        (portal / "posts" / f"{news.number}.md").write_text(text, "utf-8")
    run([programs / "nikola", "build"], portal, programs)
    return portal / "output"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    folder.mkdir()
    with http_server(partial(_Quiet, directory=str(folder))) as address:
        yield address


@pytest.mark.parametrize("build", [pelican, nikola])
def test_every_post_of_a_site_that_real_software_made(
    build: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    root = tmp_path / "root"
    with served(root) as url:
        built = build(tmp_path, url)
        root.rmdir()
        built.rename(root)
        first = crawl(url, tmp_path / "data")
        again = crawl(url, tmp_path / "data")

    assert first.exit_status == 0, first.stderr
    assert again.exit_status == 0, again.stderr
    assert len(again.records) == len(first.records)
    found = {
        record["title"]: (record["published_at"][:10], record["text"]) for record in first.records
    }
    assert len(first.records) == POSTS
    assert found == {news.title: (news.day, "\n".join(news.paragraphs)) for news in NEWS}
