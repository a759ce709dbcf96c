"""``scrapy browse`` over HTTP, on an archive that was crawled from the sample portal."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import feedparser
import pytest
from lxml import html

from newsportal.browse.views.frame import _DIGEST, _SCRIPT
from newsportal.chinese.dates import SHANGHAI
from newsportal.runs.run import FAILED, USAGE
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.browsing import SECONDS, Site, browse, served, text_of
from tests.crawling import archive_folder, crawl
from tests.records import PORTAL, record, tombstone

OUR_SCRIPT = f"<script>{_SCRIPT}</script>"
SCRIPT = "<script>document.title='taken'</script>"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of a sample portal, one post of which was edited, one removed and one hostile."""
    data = tmp_path_factory.mktemp("data")
    with serve(Options(posts=150)) as portal:
        assert crawl(portal, data).exit_status == 0
    folder = archive_folder(portal, data)
    site = Site("", folder)
    edited, removed = site.records[3:5]
    site.append(
        {**edited, "title": edited["title"] + "（更正）", "revision": 2, "tags": ["更正"],
         "text": edited["text"] + "\n编者按：数字已更正。"},
        {**removed, "text": "", "html": "", "category": [], "published_at": None,
         "deleted_at": "2026-11-20T08:00:00+08:00", "revision": 2},
        record('"><b>', f"{SCRIPT}恶意", f"{SCRIPT}正文", author=SCRIPT,
               published_at="2031-01-01T00:00:00+08:00",
               source=SCRIPT, reporters=[SCRIPT], tags=[SCRIPT], category=[SCRIPT, "../.."],
               html=f"<p onclick='x()'>{SCRIPT}<a href='javascript:x()'>链接</a>"
               "<img src='https://elsewhere.example/a.png' onerror='x()'><iframe src='//x'></p>",
               images=[{"url": "https://elsewhere.example/a.png", "alt": SCRIPT}]),
    )  # fmt: skip
    with served(data, portal, folder) as running:
        yield running


@pytest.fixture(scope="module")
def standing(site: Site) -> list[dict[str, Any]]:
    """The posts as they last read, newest first."""
    last: dict[str, dict[str, Any]] = {}
    for one in site.records:
        if one["deleted_at"] is None:
            last[one["url"]] = one
    return sorted(
        last.values(),
        key=lambda one: (
            one["published_at"] is not None,
            datetime.fromisoformat(one["published_at"] or one["first_seen_at"]),
        ),
        reverse=True,
    )


def titles(records: list[dict[str, Any]]) -> list[str]:
    return sorted(one["title"] for one in records)


# Lists


@pytest.mark.long
def test_front_page_and_on_shows_every_post_newest_first(
    site: Site, standing: list[dict[str, Any]]
) -> None:
    listed = site.listed("/")
    assert sorted(listed) == titles(standing)
    assert listed[:5] == [one["title"] for one in standing[:5]]


@pytest.mark.long
def test_every_list_of_a_post_shows_it(site: Site, standing: list[dict[str, Any]]) -> None:
    post = next(
        one for one in standing
        if one["source"] and one["reporters"] and one["tags"] and len(one["category"]) > 1
    )  # fmt: skip
    day = datetime.fromisoformat(post["published_at"]).astimezone(SHANGHAI).date().isoformat()
    facets = {
        "category": post["category"][0], "tag": post["tags"][0], "source": post["source"],
        "reporter": post["reporters"][0], "day": day,
    }  # fmt: skip
    for kind, name in facets.items():
        directory = site.page(f"/{kind}?year={day[:4]}" if kind == "day" else f"/{kind}")
        links = directory.xpath("//main//@href")
        assert f"/{kind}?name={name}" in map(unquote, links)
        assert post["title"] in site.listed(f"/{kind}?name={name}")


@pytest.mark.parametrize("kind", ["tag", "reporter", "correspondent", "editor", "source"])
def test_facet_holds_exactly_its_posts(
    kind: str, site: Site, standing: list[dict[str, Any]]
) -> None:
    field = kind if kind == "source" else f"{kind}s"
    name = next(one[field] for one in standing if one[field])
    name = name if isinstance(name, str) else name[0]
    expected = [one for one in standing if name == one[field] or name in (one[field] or [])]
    assert sorted(site.listed(f"/{kind}?name={name}")) == titles(expected)


@pytest.mark.parametrize(
    "word", ["社区", "交通", "改造", "岱", "第1", "负责人", "更正", "没有的词语"]
)
def test_search_finds_exactly_the_right_posts(
    word: str, site: Site, standing: list[dict[str, Any]]
) -> None:
    inside = re.compile(f"{word}(?![0-9])" if word[-1].isdigit() else word)
    expected = [
        one for one in standing if inside.search(one["title"]) or inside.search(one["text"])
    ]
    assert sorted(site.listed(f"/search?q={word}")) == titles(expected)
    for article in site.page(f"/search?q={word}").cssselect("article"):
        assert {text_of(mark) for mark in article.cssselect("mark")} == {word}


# A post


@pytest.mark.long
def test_revision_with_its_differences(site: Site) -> None:
    first, last = (one for one in site.records if one["id"] == site.records[3]["id"])
    page = site.page(f"/post/{last['id']}")
    assert text_of(page.cssselect("h1")[0]) == last["title"]
    changed = [text_of(one) for one in page.cssselect(".revisions ins")]
    assert changed == ["（更正）", "更正", "编者按：数字已更正。"]
    before = page.cssselect(".revisions > .facts a")[0].get("href")
    earlier = site.page(before)
    assert text_of(earlier.cssselect("h1")[0]) == first["title"]
    assert "revision 1" in text_of(earlier.cssselect(".notice")[0])


def test_removed_post_can_still_be_read(site: Site) -> None:
    removed = site.records[4]
    assert site.listed("/removed") == [removed["title"]]
    page = site.page(f"/post/{removed['id']}")
    assert "20 November 2026, 08:00" in text_of(page.cssselect(".notice")[0])
    assert removed["text"].split("\n")[-1] in text_of(page.cssselect(".body")[0])


def test_pictures_are_addresses(site: Site, standing: list[dict[str, Any]]) -> None:
    post = next(one for one in standing if len(one["images"]) > 1)
    page = site.page(f"/post/{post['id']}")
    assert page.cssselect("img") == []
    shown = [link.get("href") for link in page.cssselect("aside ol a")]
    assert shown == [image["url"] for image in post["images"]]
    assert set(shown) <= {link.get("href") for link in page.cssselect(".body a.picture")}


def test_neighbours_comments_people(site: Site, standing: list[dict[str, Any]]) -> None:
    archived = {one["url"] for one in standing}
    post = next(one for one in standing if one["comments"] and one["previous"])
    page = site.page(f"/post/{post['id']}")
    shown = text_of(page)
    assert all(one["author"] in shown for one in post["comments"])
    assert all(name in shown for name in post["reporters"] + post["editors"])
    (link,) = [
        one for one in page.cssselect(".neighbours a") if text_of(one) == post["previous"]["title"]
    ]
    assert (link.get("href").startswith("/post/")) is (post["previous"]["url"] in archived)


def test_duplicates(site: Site) -> None:
    (path,) = (site.folder / "runs").glob("*.json")
    copies = json.loads(path.read_text(encoding="utf-8"))["duplicates"]["first"]
    assert copies
    originals = {one["url"]: one for one in site.records}
    for copy in copies:
        page = site.page(f"/post/{originals[copy['original']]['id']}")
        assert copy["url"] in [link.get("href") for link in page.cssselect("aside a")]


def test_near_duplicates_know_each_other(site: Site, standing: list[dict[str, Any]]) -> None:
    posts = {one["url"]: one for one in standing}
    near = next(one for one in standing if one["near_duplicate_of"] in posts)
    other = posts[near["near_duplicate_of"]]
    for one, another in ((near, other), (other, near)):
        links = site.page(f"/post/{one['id']}").cssselect("aside a")
        assert f"/post/{another['id']}" in [link.get("href") for link in links]


# Security


def test_what_a_portal_writes_stays_text(site: Site) -> None:
    for path in ("/", "/tag", "/category", "/search?q=恶意", f"/search?q={SCRIPT}",
                 f"/tag?name={SCRIPT}", '/post/"><b>'):  # fmt: skip
        answer, text = site.get(path)
        assert answer.status == 200, path
        assert text.count("<script") == text.count(OUR_SCRIPT) == 1, path
        assert "document.title" in text, path
    page = site.page('/post/"><b>')
    assert text_of(page.cssselect("h1")[0]) == f"{SCRIPT}恶意"
    assert not page.xpath("//iframe | //img | //@onclick | //@onerror")
    assert not [link for link in page.xpath("//@href") if link.startswith("javascript")]


def test_headers(site: Site) -> None:
    answer, _ = site.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert f"script-src 'sha256-{_DIGEST}';" in policy
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example"]
)
def test_name_of_another_site_is_refused(host: str, site: Site) -> None:
    answer, text = site.get("/", Host=host)
    assert answer.status == 400
    assert "<" not in text
    assert answer.headers["Content-Security-Policy"]


def test_localhost_is_served(site: Site) -> None:
    assert (
        site.get("/", Host=site.url.split("/")[2].replace("127.0.0.1", "localhost"))[0].status
        == 200
    )


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/post/nope", 404), ("/tag?name=nope", 404), ("/nope", 404), ("/day?name=x", 404),
        ("/day?year=1", 404), ("/?from=x", 400), ("/../site.py", 404),
        ("/search", 200), ("/search?q=，", 200), ("/search?q=" + "长 " * 300, 200),
        ("/post/" + "9" * 3000, 404),
    ],
    ids=lambda value: str(value)[:20],
)  # fmt: skip
def test_odd_addresses(path: str, status: int, site: Site) -> None:
    answer, text = site.get(path)
    assert answer.status == status
    assert "</html>" in text


def test_only_for_reading(site: Site) -> None:
    assert site.get("/", method="POST")[0].status == 405


# Languages


def test_languages(site: Site) -> None:
    assert site.page("/", "zh-CN,zh;q=0.9").get("lang") == "zh-CN"
    assert site.page("/", "en-GB,en;q=0.9").get("lang") == "en"
    assert site.page("/", "fr").get("lang") == "zh-CN"
    answer, text = site.get("/tag?lang=en", **{"Accept-Language": "zh"})
    assert 'lang="en"' in text
    cookie = answer.headers["Set-Cookie"].split(";")[0]
    assert 'lang="en"' in site.get("/", Cookie=cookie, **{"Accept-Language": "zh"})[1]


def test_switch_keeps_the_place(site: Site) -> None:
    page = site.page("/search?q=社区")
    (switch,) = page.cssselect(".language a[hreflang=zh-CN]")
    assert text_of(site.page(switch.get("href")).cssselect("h1")[0]).startswith("社区")


# Life


@pytest.mark.long
def test_site_follows_a_crawl(tmp_path: Path) -> None:
    folder = tmp_path / "news.example"
    folder.mkdir()
    Site("", folder).append(record(1, "甲"))
    with served(tmp_path, PORTAL, folder) as site:
        assert site.get("/post/live")[0].status == 404
        site.append(record("live", "刚刚到的新闻", published_at="2022-01-01T00:00:00+08:00"))
        deadline = time.monotonic() + SECONDS
        while site.get("/post/live")[0].status != 200:
            assert time.monotonic() < deadline
            time.sleep(0.2)


@pytest.mark.long
def test_file_that_is_moved_away_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "news.example"
    folder.mkdir()
    Site("", folder).append(record(1, "甲"), tombstone(2))
    with served(tmp_path, PORTAL, folder) as site:
        assert site.listed("/") == ["甲", "撤下"]
        (folder / "posts.jsonl").rename(folder / "old.jsonl")
        answer, text = site.get("/post/1", **{"Accept-Language": "en"})
        assert answer.status == 503
        assert "changing" in text


@pytest.mark.long
@pytest.mark.parametrize(
    ("arguments", "status", "named"),
    [
        (["--port", "70000"], USAGE, "65536"),
        (["-a", "portal=http://other.example/"], FAILED, "other.example"),
        (["--port", "{taken}"], FAILED, "--port"),
    ],
)
def test_usage(arguments: list[str], status: int, named: str, site: Site) -> None:
    taken = site.url.rstrip("/").rpartition(":")[2]
    host = site.folder.name.replace("_", ":")
    filled = [argument.format(taken=taken) for argument in arguments]
    with browse(site.folder.parent, f"http://{host}/", *filled) as child:
        _, stderr = child.communicate(timeout=SECONDS)
    assert child.returncode == status
    assert named in stderr


# Conditions, forms


def test_conditions(site: Site, standing: list[dict[str, Any]]) -> None:
    outlet = next(one["source"] for one in standing if one["source"])
    expected = [one for one in standing if one["source"] == outlet]
    assert sorted(site.listed(f"/search?outlet={outlet}")) == titles(expected)
    reporter = next(one["reporters"][0] for one in expected if one["reporters"])
    both = [one for one in expected if reporter in one["reporters"]]
    assert sorted(site.listed(f"/search?outlet={outlet}&person={reporter}")) == titles(both)
    day = standing[20]["published_at"][:10]
    inside = [one for one in standing if (one["published_at"] or "")[:10] == day]
    assert sorted(site.listed(f"/search?after={day}&before={day}")) == titles(inside)


def test_oldest_first_through_all_pages(site: Site) -> None:
    newest = site.listed("/search?after=2000-01-01")
    assert len(newest) > 60
    path, oldest = "/search?after=2000-01-01&order=oldest", []
    while path:
        page = site.page(path)
        oldest += [text_of(title) for title in page.cssselect("article h3")]
        onward = page.cssselect("a[rel=prev]")
        path = onward[0].get("href") if onward else ""
    assert sorted(oldest) == sorted(newest)
    assert oldest[0] == newest[-1]


def test_a_wrong_condition_is_named(site: Site) -> None:
    for path in ("/search?after=2026-13-01", "/search?order=best", "/?format=pdf"):
        answer, text = site.get(path)
        assert answer.status == 400
        assert path.partition("?")[2] in text
        assert 'class="paper"' in text
        _, text = site.get(path, **{"Accept-Language": "zh-CN"})
        assert f"<p>{path.partition('?')[2]}：" in text


def test_lists_as_data(site: Site, standing: list[dict[str, Any]]) -> None:
    expected = titles(standing)
    answer, lines = site.get("/?format=jsonl")
    assert answer.getheader("Content-Disposition") == 'attachment; filename="posts.jsonl"'
    assert titles([json.loads(line) for line in lines.removesuffix("\n").split("\n")]) == expected
    answer, table = site.get("/?format=csv")
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"), newline="")))
    assert len(rows) == len(expected)
    shown: list[dict[str, Any]] = []
    path = "/?format=json"
    while path:
        answer, text = site.get(path)
        told = json.loads(text)
        assert told["count"] == len(expected)
        shown += told["posts"]
        path = told["older"]
    assert titles(shown) == expected


def test_a_search_as_a_feed(site: Site) -> None:
    answer, text = site.get("/search?q=社区&format=atom")
    assert answer.getheader("Content-Type") == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(text)
    assert not feed.bozo
    assert feed.feed.title == "社区"
    page = site.page("/search?q=社区")
    assert [entry.title for entry in feed.entries] == [
        text_of(title) for title in page.cssselect("article h3")
    ]
    answer, _ = site.get(urlsplit(feed.entries[0].link).path)
    assert answer.status == 200


def test_record_and_citation(site: Site, standing: list[dict[str, Any]]) -> None:
    post = next(one for one in standing if one["id"].isdecimal())
    _, text = site.get(f"/record/{post['id']}")
    assert json.loads(text) == post
    cited = text_of(site.page(f"/post/{post['id']}").cssselect(".cite")[0])
    assert f"{post['title']}[EB/OL]." in cited
    assert cited.endswith(f"{post['url']}.")


def test_a_missing_page_keeps_the_masthead(site: Site) -> None:
    answer, text = site.get("/post/nope")
    assert answer.status == 404
    assert 'class="paper"' in text


def test_the_masthead_leads_to_the_last_run_and_it_into_the_archive(site: Site) -> None:
    masthead = site.page("/").cssselect(".ears a")
    addresses = [one.get("href") for one in masthead]
    (run,) = [one for one in addresses if one.startswith("/runs/")]
    report = site.page(run)
    name = text_of(site.page("/").cssselect(".paper")[0])
    assert name == site.records[0]["author"]
    assert text_of(report.cssselect(".paper")[0]) == name
    saved = (site.folder / f"{run.lstrip('/')}.html").read_text(encoding="utf-8")
    assert text_of(html.fromstring(saved).cssselect(".paper")[0]) == name
    link = report.cssselect("#changes .title a")[0]
    answer, _ = site.get(link.get("href"))
    assert answer.status == 302
    shown = site.page(answer.headers["Location"])
    assert text_of(shown.cssselect("h1")[0]) == text_of(link)
    answer, account = site.get(f"{run}.json")
    assert json.loads(account)["name"] == run.rpartition("/")[2]
    (row,) = site.page("/runs").cssselect("table.runs tbody tr")
    assert row.cssselect("a")[0].get("href") == run


@pytest.mark.parametrize(
    "path", ["/runs/20200101T000000Z", "/runs/..%2Fx.json", "/at?url=x", "/at"]
)
def test_no_such_run_or_address(site: Site, path: str) -> None:
    assert site.get(path)[0].status == 404


def test_the_masthead_keeps_what_was_searched_for(site: Site) -> None:
    page = site.page("/search?q=社区 -公告")
    (box,) = page.cssselect(".bar input")
    assert box.get("value") == "社区 -公告"
    assert text_of(page.cssselect("title")[0]).startswith("Search: 社区 -公告 · ")
    (box,) = site.page("/").cssselect(".bar input")
    assert box.get("value") == ""
