"""The steps of docs/moving.md, in both languages, done as they stand there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.crawling import ROOT, archive_folder, crawl, read_records

OPTIONS = Options.of(["posts=60"])
IN_HASTE = "-s DOWNLOAD_DELAY=0 -s AUTOTHROTTLE_ENABLED=0"
_SETTINGS = "newsportal.settings"
PAGES = ("moving.md", "moving.zh-CN.md")


def steps(page: str) -> list[list[str]]:
    """Return the commands of each section of a page."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    sections = re.split(r"^## ", text, flags=re.MULTILINE)
    found = [re.findall(r"```bash\n(.*?)```", section, re.DOTALL) for section in sections]
    return [[command.strip() for command in commands] for commands in found if commands]


def done(command: str, folder: Path, **names: str) -> subprocess.CompletedProcess[str]:
    """Do what a step says, with the names that things have here."""
    names["scrapy crawl posts"] = f"scrapy crawl posts {IN_HASTE}"
    for name, here in names.items():
        command = command.replace(name, here)
    command = command.replace("scrapy ", f"{sys.executable} -m scrapy ", 1)
    return subprocess.run(
        command, shell=True, cwd=folder, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": _SETTINGS},
    )  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES)
def test_to_another_machine_while_a_run_goes_on(tmp_path: Path, page: str) -> None:
    copy, run, verify = steps(page)[0]
    if shutil.which("rsync") is None:
        copy = copy.replace("rsync -a data/", "cp -r data/.")
    with serve(OPTIONS) as url:
        (tmp_path / "new").mkdir()
        here = {"other-machine:/srv/news/": f"{tmp_path}/new", "/srv/news": f"{tmp_path}/new"}
        here["https://news.example/"] = url
        command = [sys.executable, "-m", "scrapy", "crawl", "posts", "-a", f"portal={url}"]
        command += ["-s", "DOWNLOAD_DELAY=0.02", "-s", "AUTOTHROTTLE_ENABLED=0"]
        environment = {**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path / "data")}
        running = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
        folder = archive_folder(url, tmp_path / "data")
        while not (folder / "warc").is_dir() or not any((folder / "warc").iterdir()):
            time.sleep(0.1)
            assert running.poll() is None
        assert done(copy, tmp_path, **here).returncode == 0
        assert running.wait(60) == 0
        first, second = (done(run, tmp_path, **here) for _ in range(2))
        assert first.returncode in (0, 1), first.stderr
        assert second.returncode == 0, second.stderr
        verified = done(verify, tmp_path, **here)
        assert (verified.returncode, verified.stdout) == (0, "whole\n")
        moved = read_records(archive_folder(url, tmp_path / "new"))
        ids = {record["id"] for record in read_records(folder)}
        assert {record["id"] for record in moved} == ids
        assert len(moved) == len(ids)


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES)
def test_to_another_domain(tmp_path: Path, page: str) -> None:
    rename, run = steps(page)[1]
    data = tmp_path / "data"
    with serve(OPTIONS) as old:
        assert crawl(old, data).exit_status == 0
        before = read_records(archive_folder(old, data))
    with serve(OPTIONS, log=tmp_path / "log") as new:
        here = {f"{name}.example": archive_folder(url, data).name
                for name, url in (("data/old", old), ("data/new", new))}  # fmt: skip
        here = {name: f"data/{folder}" for name, folder in here.items()}
        here["https://new.example/"] = new
        assert done(rename, tmp_path, **here).returncode == 0
        moved = done(run, tmp_path, **here)
        assert moved.returncode == 0, moved.stderr
        asked = (tmp_path / "log").read_text(encoding="utf-8")
        # But for those in the feed whose text names the host, none is asked for again.
        assert len(re.findall(r"/post/[0-9]+\.html", asked)) < 10
        after = read_records(archive_folder(new, data))
        assert after[: len(before)] == before
        assert {record["id"] for record in after} == {record["id"] for record in before}
        # Pictures have moved with the portal, which is no edit of a post.
        again = crawl(new, data, "mode=refetch")
        assert again.exit_status == 0, again.stderr
        assert any(record["images"] for record in before)
        assert again.records == after
        command = f"scrapy verify -a portal={new}"
        assert done(command, tmp_path).stdout == "whole\n"
        read = done(f"scrapy reextract -a portal={new} --dry-run", tmp_path)
        assert read.returncode == 0, read.stderr
