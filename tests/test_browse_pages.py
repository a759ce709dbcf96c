"""What the site shows, page by page, of small archives: people, calendar, keys, masthead."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from newsportal.browse.index.refresh import refresh
from newsportal.browse.site import make_site
from tests.records import record


@contextmanager
def archive_of(folder: Path, records: list[dict[str, Any]]) -> Iterator[FlaskClient]:
    """Yield a reader of an archive with these records, who reads Chinese."""
    folder.mkdir(exist_ok=True)
    lines = [f"{json.dumps(each, ensure_ascii=False)}\n" for each in records]
    (folder / "posts.jsonl").write_text("".join(lines), encoding="utf-8")
    refresh(folder)
    with make_site(folder).test_client() as client:
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
        yield client


def test_a_person_has_one_page_whatever_the_role(tmp_path: Path) -> None:
    with archive_of(tmp_path, [
        record(1, "甲", "正文。", reporters=["曾晓舟"]),
        record(2, "乙", "正文。", editors=["曾晓舟"], correspondents=["安禾"]),
        record(3, "丙", "正文。", reporters=["欧阳霁"]),
    ]) as client:  # fmt: skip
        page = client.get("/person?name=曾晓舟").text
        assert "2 篇" in page
        assert "记者 1" in page
        assert "编辑 1" in page
        everybody = re.findall(r'name=[^"]*">([^<]+)</a> <span>', client.get("/person").text)
        assert everybody == ["安禾", "欧阳霁", "曾晓舟"]  # an, ouyang, zeng
        for typed in ("zeng", "zxz", "晓舟", "ZENG xiao"):
            found = client.get("/person", query_string={"q": typed}).text
            assert "曾晓舟" in found
            assert "安禾" not in found
        assert "没有这样的人" in client.get("/person?q=xyz").text


def test_few_posts_a_day_are_rows_and_many_are_columns(tmp_path: Path) -> None:
    sparse = [record(n, f"题{n}", "正文。", published_at=f"2026-10-{n:02}T09:00:00+08:00")
              for n in range(1, 20)]  # fmt: skip
    with archive_of(tmp_path / "sparse", sparse) as client:
        assert client.get("/").text.count("<article>") == 18  # and the lead
    with archive_of(
        tmp_path / "dense", [record(n, f"题{n}", "正文。") for n in range(20)]
    ) as client:
        assert '<ol class="rows">' not in client.get("/").text


def test_the_calendar_is_shaded_by_count(tmp_path: Path) -> None:
    posts = [record(n, f"题{n}", "正文。", published_at=f"2026-10-{day:02}T09:00:00+08:00")
             for n, day in enumerate([1, *[2] * 4, *[3] * 9])]  # fmt: skip
    with archive_of(tmp_path, posts) as client:
        shades = dict(re.findall(r'shade-(\d)"[^>]*name=2026-10-0(\d)', client.get("/day").text))
    assert shades == {"1": "1", "2": "2", "4": "3"}


def test_the_masthead_says_how_the_last_run_ended(tmp_path: Path) -> None:
    with archive_of(tmp_path, [record(1, "题", "正文。")]) as client:
        assert "上次运行" not in client.get("/").text
        (tmp_path / "runs").mkdir()
        account = {"finished_at": "2026-11-26T07:00:00+00:00", "result": "unfinished"}
        (tmp_path / "runs/20261126T065900Z.json").write_text(json.dumps(account))
        assert "上次运行 2026年11月26日 15:00（北京时间）· 尚未完成" in client.get("/").text
        answer = client.get("/nothing")
        assert answer.status_code == 404
        assert "尚未完成" in answer.text


def test_the_masthead_spans_the_posts_with_a_date(tmp_path: Path) -> None:
    undated = {"published_at": None, "published_precision": None}
    with archive_of(tmp_path / "some", [
        record(1, "甲", "正文。", published_at="2020-03-01T08:00:00+08:00"),
        record(2, "乙", "另一篇。", **undated),
    ]) as client:  # fmt: skip
        span = re.search(r'class="span">([^<]+)<', client.get("/").text)
        assert span is not None
        assert span[1].count("2020年3月1日") == 2
        assert "日期不详" not in span[1]
        front = client.get("/").text
        assert front.index(">甲<") < front.index(">乙<"), "what has no date leads no front page"
        assert "乙" not in client.get("/search?before=2099-01-01").text
        found = client.get("/search?q=正 OR 另&order=oldest").text
        assert found.index(">甲<") < found.index(">乙<"), "nor a search from the oldest on"
    with archive_of(tmp_path / "none", [record(1, "甲", "正文。", **undated)]) as client:
        assert 'class="span"' in client.get("/").text


def test_sixty_pictures_do_not_hide_what_is_known_of_a_post(tmp_path: Path) -> None:
    pictures = [{"url": f"http://news.example/{n}.jpg", "alt": ""} for n in range(60)]
    with archive_of(tmp_path, [record(1, "甲", "正文。", images=pictures)]) as client:
        aside = client.get("/post/1").text.partition("<aside>")[2]
        assert aside.index('class="cite"') < aside.index("http://news.example/0.jpg")


def test_neighbours_stand_before_the_comments_and_have_keys(tmp_path: Path) -> None:
    comment = {"id": "1", "author": "读者", "location": None, "published_at": None,
               "published_precision": None, "text": "好", "reply_to": None}  # fmt: skip
    link = {"url": "http://news.example/post/1.html", "title": "旧"}
    with archive_of(tmp_path, [
        record(1, "旧", "正文。"),
        record(2, "新", "另一篇。", previous=link, comments=[comment]),
        record(3, "热", "第三篇。", comments=[{**comment, "id": str(n)} for n in range(33)] + [
            {**comment, "id": "33", "reply_to": "32"}]),
    ]) as client:  # fmt: skip
        known, _, aside = client.get("/post/3").text.partition("<aside>")
        assert known.partition("其余 4 条评论")[0].count('class="comment"') == 30
        assert known.count('class="comment"') == 34
        assert 'class="cite"' in aside
        page = client.get("/post/2").text
        assert page.index('class="neighbours"') < page.index('class="comments"')
        assert re.search(r'<a lang="zh-CN" rel="next" href="/post/1">旧</a>', page)
        assert "ArrowRight" in page
