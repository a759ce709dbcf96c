"""Portals of no known software, over real HTTP: small ones made for single rules."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.crawling import ROOT, archive_folder, crawl
from tests.plain_archive import audit, keys, run
from tests.plain_portal import PlainPortal, list_page, post_page, served, title


@pytest.mark.long
def test_every_post_once_and_no_page_that_is_none(tmp_path: Path) -> None:
    with served(PlainPortal().news(25)) as portal:
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert sorted(keys(crawled, portal)) == sorted(f"news/{n}.html" for n in range(25))
        assert {record["title"] for record in crawled.records} == {title(n) for n in range(25)}
        assert all(record["id"] == key for record, key in
                   zip(crawled.records, keys(crawled, portal), strict=True))  # fmt: skip
        assert len(portal.asked) <= 1.5 * 25 + 20
        portal.asked.clear()
        again = crawl(portal.url, tmp_path)
        assert again.exit_status == 0, again.stderr
        assert len(again.records) == 25
        assert len(portal.asked) <= 2 + 3
        told = audit(portal, tmp_path)
    assert told.returncode == 0, told.stdout
    assert told.stdout.splitlines()[-1] == "complete: 25 posts"
    assert "addresses news/#.html: post" in told.stdout


@pytest.mark.parametrize("kind", ["index", "error"])
def test_a_class_that_a_known_theme_has_too_makes_no_portal_its_own(
    kind: str, tmp_path: Path
) -> None:
    portal = PlainPortal().news(6)
    portal.pages["/"] = str(portal.pages["/"]).replace("<body>", f'<body class="{kind}">')
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 6


@pytest.mark.long
@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("pair", ["canonical", "query"])
def test_the_id_is_the_same_whichever_address_is_read_first(
    pair: str, backwards: bool, tmp_path: Path
) -> None:
    portal = PlainPortal()
    addresses = []
    for n in range(6):
        one, other = (
            (f"/news/{n}.html", f"/show/{n}.html")
            if pair == "canonical"
            else (f"/show.php?id={n}", f"/show.php?from=7&id={n}")
        )
        addresses += [other, one] if backwards else [one, other]
        said = f'<link rel="canonical" href="{one}">' if pair == "canonical" else ""
        portal.pages |= {path: post_page(n).replace("<title>", f"{said}<title>", 1)
                         for path in (one, other)}  # fmt: skip
    items = "".join(
        f'<li><a href="{path}">{title(int(re.findall("[0-9]+", path)[-1]))}</a></li>'
        for path in addresses
    )
    portal.pages["/"] = list_page([]).replace("</ul>", f"{items}</ul>")
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        again = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.report["outcome"]
    wanted = [f"news/{n}.html" if pair == "canonical" else f"show.php?id={n}" for n in range(6)]
    assert sorted(record["id"] for record in crawled.records) == wanted
    assert again.exit_status == 0
    assert [record["id"] for record in again.records] == [
        record["id"] for record in crawled.records
    ]


def test_news_is_found_by_an_update(tmp_path: Path) -> None:
    with served(PlainPortal().news(12)) as portal:
        assert crawl(portal.url, tmp_path).exit_status == 0
        portal.pages["/"] = list_page(
            [40, 41, *range(8)], more='<a href="/index_1.html">下一页</a>'
        )
        portal.pages |= {"/news/40.html": post_page(40), "/news/41.html": post_page(41)}
        portal.asked.clear()
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert {*keys(crawled, portal)[12:]} == {"news/40.html", "news/41.html"}
    assert len(portal.asked) <= 2 + 2 + 2


@pytest.mark.long
def test_pages_that_a_script_would_link_to_are_read(tmp_path: Path) -> None:
    portal = PlainPortal().news(30)
    for number in range(3):
        path = "/" if number == 0 else f"/index_{number}.html"
        shown = list(range(number * 10, number * 10 + 10))
        script = f'<script>createPageHTML(3, {number}, "index", "html");</script>'
        portal.pages[path] = list_page(shown, more=script)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 30


@pytest.mark.long
@pytest.mark.parametrize("pager", ["numbers", "last"])
def test_a_list_is_not_left_before_its_end_was_looked_at(pager: str, tmp_path: Path) -> None:
    """The front page shows all that the first pages of a list do, and nothing of the others."""
    portal = PlainPortal().news(60)
    portal.pages = {path: page for path, page in portal.pages.items() if "index_" not in path}
    front = list_page(list(range(40)))
    portal.pages["/"] = front.replace("</ul>", '</ul><p><a href="/all/">全部新闻</a></p>', 1)
    for number in range(6):
        links = f'<a href="/all/index_{number + 1}.html">下一页</a>' if number < 5 else ""
        links += (
            '<a href="/all/index_5.html">末页</a>'
            if pager == "last"
            else "".join(
                f'<a href="/all/index_{other - 1}.html">{other}</a>' for other in range(2, 7)
            )
        )
        path = "/all/" if number == 0 else f"/all/index_{number}.html"
        portal.pages[path] = list_page(list(range(10 * number, 10 * number + 10)), more=links)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 60


def test_a_gap_in_the_numbers_is_tried(tmp_path: Path) -> None:
    portal = PlainPortal().news(30)
    links = '<a href="/index_1.html">2</a> <a href="/index_2.html">3</a>'
    portal.pages["/"] = list_page(list(range(10)), more=links)
    portal.pages["/index_1.html"] = 500
    portal.pages["/index_2.html"] = list_page(list(range(20, 30)), more=links)
    with served(portal):
        crawled = crawl(portal.url, tmp_path, settings={"RETRY_TIMES": 0})
    assert crawled.exit_status == 1
    assert "index_1.html" in crawled.report["outcome"]
    assert len(crawled.records) == 20


def test_sitemap_names_what_no_list_does(tmp_path: Path) -> None:
    portal = PlainPortal().news(12)
    portal.pages["/news/77.html"] = post_page(77)
    portal.pages["/sitemap.xml"] = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://HOST/news/77.html'
        "</loc></url><url><loc>http://HOST/about.html</loc></url></urlset>"
    )
    with served(portal):
        text = str(portal.pages["/sitemap.xml"])
        portal.pages["/sitemap.xml"] = text.replace("http://HOST/", portal.url)
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert "news/77.html" in keys(crawled, portal)
    assert len(crawled.records) == 13


def test_query_order_and_tracking_make_no_second_post(tmp_path: Path) -> None:
    portal = PlainPortal().news(12)
    shown = list_page(list(range(12)), address="/show.php?id={n}&amp;cat=2&amp;utm_source=x")
    portal.pages["/"] = shown.replace("</ul>", "</ul><ul>" + "".join(
        f'<li><a href="/show.php?cat=2&amp;id={n}">{title(n)}</a></li>' for n in range(12)
    ) + "</ul>", 1)  # fmt: skip
    for n in range(12):
        portal.pages[f"/show.php?cat=2&id={n}"] = post_page(n)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert sorted(keys(crawled, portal)) == sorted(f"show.php?cat=2&id={n}" for n in range(12))


@pytest.mark.long
def test_a_challenge_settles_nothing(tmp_path: Path) -> None:
    portal = PlainPortal(challenge_every=10).news(25)
    with served(portal):
        for _ in range(6):
            crawled = crawl(portal.url, tmp_path)
            assert all("小区" in record["title"] for record in crawled.records)
            if crawled.exit_status == 0:
                break
        told = audit(portal, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert sorted(keys(crawled, portal)) == sorted(f"news/{n}.html" for n in range(25))
    assert told.stdout.splitlines()[-1] == "complete: 25 posts"


@pytest.mark.long
def test_a_portal_that_can_do_one_thing_at_a_time(tmp_path: Path) -> None:
    """It knows no post while it answers another request: it is asked for one page at a time."""
    with served(PlainPortal(alone="/news/").news(25)) as portal:
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert sorted(keys(crawled, portal)) == sorted(f"news/{n}.html" for n in range(25))
    assert 0 < len(portal.denied) <= 2 * 16


@pytest.mark.long
def test_a_killed_crawl_is_completed(tmp_path: Path) -> None:
    portal = PlainPortal().news(60)
    with served(portal):
        process = subprocess.Popen(
            [sys.executable, "-m", "scrapy", "crawl", "posts", "-a", f"portal={portal.url}",
             "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0"],
            cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        end = time.monotonic() + 90
        while sum("/news/" in path for path in portal.asked) < 30 and time.monotonic() < end:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        crawled = crawl(portal.url, tmp_path)
        told = audit(portal, tmp_path)
    assert crawled.report["exit_status"] == crawled.exit_status
    assert sorted(keys(crawled, portal)) == sorted(f"news/{n}.html" for n in range(60))
    assert told.stdout.splitlines()[-1] == "complete: 60 posts"


@pytest.mark.long
def test_a_lost_state_is_made_anew(tmp_path: Path) -> None:
    """Records say by their ids that the portal was read by general rules."""
    portal = PlainPortal().news(20)
    with served(portal):
        before = crawl(portal.url, tmp_path).records
        for path in archive_folder(portal.url, tmp_path).glob("state.db*"):
            path.unlink()
        healed = crawl(portal.url, tmp_path)
        assert (healed.exit_status, healed.report["result"]) == (1, "healed"), healed.stderr
        portal.news(21)
        crawled = crawl(portal.url, tmp_path, "mode=full")
        assert crawled.exit_status == 0, crawled.stderr
        assert crawled.records[: len(before)] == before
        assert len(crawled.records) == 21
        assert audit(portal, tmp_path).stdout.splitlines()[-1] == "complete: 21 posts"


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("<html><body><div id=app></div><script src=/a.js></script></body></html>", "scripts"),
        ("<html><body><form>登录<input type=password></form></body></html>", "login"),
        ("<html><body><p>你好</p></body></html>", "no links"),
    ],
    ids=["script", "login", "bare"],
)
def test_a_portal_that_shows_nothing_is_refused_with_the_reason(
    front: str, reason: str, tmp_path: Path
) -> None:
    with served(PlainPortal({"/": front})) as portal:
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 1
    (line,) = [line for line in crawled.stderr.splitlines() if "ERROR" in line]
    assert reason in line
    assert not archive_folder(portal.url, tmp_path).exists()


def test_portal_toml_overrules(tmp_path: Path) -> None:
    with served(PlainPortal().news(12)) as portal:
        folder = archive_folder(portal.url, tmp_path)
        folder.mkdir()
        (folder / "portal.toml").write_text(
            'posts = ["news/#.html"]\nother = ["news/3.html"]\n'
            'drop = ["转载请注明"]\n[select]\ntitle = ".top a"\n',
            encoding="utf-8",
        )
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert {record["title"] for record in crawled.records} == {"首页"}
    # A whole address goes before a pattern.
    assert sorted(keys(crawled, portal)) == sorted(f"news/{n}.html" for n in range(12) if n != 3)


@pytest.mark.parametrize(
    ("text", "line", "named"),
    [
        ('theme = "generic"\npots = ["a"]\n', 2, "pots is unknown"),
        ('theme = "tpuer"\n', 1, "theme = 'tpuer'"),
        ('\nposts = "a"\n', 2, "posts must be a list"),
        ('[select]\nbody = "#["\n', 2, "no CSS selector"),
        ('[select]\nbodi = "p"\n', 2, "select.bodi is unknown"),
        ('theme = "generic"\nposts: news\n', 2, "this is no TOML"),
        ('theme = "generic"\nposts = ["a",\n', 2, "this is no TOML"),
    ],
)
def test_a_wrong_line_of_portal_toml_is_named(
    text: str, line: int, named: str, tmp_path: Path
) -> None:
    folder = tmp_path / "127.0.0.1_9"
    folder.mkdir()
    (folder / "portal.toml").write_text(text, encoding="utf-8")
    crawled = crawl("http://127.0.0.1:9/", tmp_path)
    assert crawled.exit_status == 2
    assert f"portal.toml, line {line}: " in crawled.stderr
    assert named in crawled.stderr


@pytest.mark.long
def test_probe_tells_and_keeps_nothing(tmp_path: Path) -> None:
    with served(PlainPortal().news(40)) as portal:
        told = run("probe", tmp_path, portal.url, "--json", "-s", "DOWNLOAD_DELAY=0")
        facts: dict[str, Any] = json.loads(told.stdout)
        assert told.returncode == 0, told.stderr
        assert len(portal.asked) <= 20
        assert not list(tmp_path.iterdir())
        assert facts["theme"] == "generic"
        assert len(facts["records"]) == 3
        assert {"shape": "news/#.html", "verdict": "post"}.items() <= facts["shapes"][0].items()
        written = run("probe", tmp_path, portal.url, "--write", "-s", "DOWNLOAD_DELAY=0")
        assert written.returncode == 0, written.stderr
        assert "can be archived" in written.stdout
        toml = (archive_folder(portal.url, tmp_path) / "portal.toml").read_text(encoding="utf-8")
        assert 'posts = ["news/#.html"' in toml
        assert crawl(portal.url, tmp_path).exit_status == 0


@pytest.mark.long
def test_probe_of_columns_with_folders_of_their_own(tmp_path: Path) -> None:
    """Its requests do not reach all columns, of which each has a shape of its own."""
    columns = [f"lanmu{letter}" for letter in "abcdefghij"]
    rows = {n: f"/{column}/{n}.html" for n, column in enumerate([*columns, *columns, *columns])}
    portal = PlainPortal({path: post_page(n) for n, path in rows.items()})
    shown = list_page([*rows])
    for n, path in rows.items():
        shown = shown.replace(f"/news/{n}.html", path)
    portal.pages["/"] = shown
    with served(portal):
        told = run("probe", tmp_path, portal.url, "-s", "DOWNLOAD_DELAY=0")
    assert told.returncode == 0, told.stdout
    assert "read 0" in told.stdout
    assert "doubtful" not in told.stdout


@pytest.mark.long
@pytest.mark.parametrize("sitemap", [False, True])
def test_probe_of_a_shell_says_no(tmp_path: Path, sitemap: bool) -> None:
    shell = "<html><body><div id=app></div><script src=/a.js></script></body></html>"
    portal = PlainPortal({"/": shell})
    if sitemap:
        portal.pages |= {f"/2026/10/{n}/": shell for n in range(10, 30)}
        named = "".join(
            f"<url><loc>http://portal.example{path}</loc></url>" for path in portal.pages
        )
        space = "http://www.sitemaps.org/schemas/sitemap/0.9"
        portal.pages["/sitemap.xml"] = f'<urlset xmlns="{space}">{named}</urlset>'
    with served(portal):
        told = run("probe", tmp_path, portal.url, "-s", "DOWNLOAD_DELAY=0")
    assert told.returncode == 1
    assert "made by scripts in the browser" in told.stdout.splitlines()[0]
    assert "portal.toml" not in told.stdout


@pytest.mark.long
def test_a_portal_over_two_hosts(tmp_path: Path) -> None:
    with served(PlainPortal()) as other, served(PlainPortal().news(8)) as portal:
        elsewhere = other.url.removeprefix("http://").rstrip("/")
        for n in (40, 41):
            other.pages[f"/sport/{n}.html"] = post_page(n)
        other.pages["/"] = list_page([40, 41], address="/sport/{n}.html")
        links = "".join(
            f'<li><a href="{other.url}sport/{n}.html">{title(n)}</a></li>' for n in (40, 41)
        )
        front = str(portal.pages["/"])
        portal.pages["/"] = front.replace("</ul>", links + "</ul>", 1)
        alone = crawl(portal.url, tmp_path)
        assert len(alone.records) == 8
        assert not other.asked
        crawled = crawl(portal.url, tmp_path, f"hosts={elsewhere}", "mode=full")
        assert crawled.exit_status == 0, crawled.stderr
        assert {(record["id"], record["url"]) for record in crawled.records[8:]} == {
            (f"{elsewhere}/sport/{n}.html", f"{other.url}sport/{n}.html") for n in (40, 41)
        }
        again = crawl(portal.url, tmp_path)  # the state knows the hosts
        assert again.exit_status == 0, again.stderr
        assert len(again.records) == 10
        told = audit(portal, tmp_path)
    assert told.stdout.splitlines()[-1] == "complete: 10 posts"


@pytest.mark.long
def test_a_text_that_lists_call_otherwise_is_owed(tmp_path: Path) -> None:
    portal = PlainPortal().news(12)
    right = dict(portal.pages)
    for n, other in ((5, 8), (2, 3), (3, 2)):  # a cache gives wrong pages
        portal.pages[f"/news/{n}.html"] = right[f"/news/{other}.html"]
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 1
        assert crawled.report["result"] == "unfinished"
        assert "it shows the text of" in crawled.stderr + json.dumps(crawled.report)
        assert len(crawled.records) == 9
        assert audit(portal, tmp_path).returncode == 1
        portal.pages = right
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert sorted(keys(crawled, portal)) == sorted(f"news/{n}.html" for n in range(12))
    assert {record["id"]: record["title"] for record in crawled.records} == {
        f"news/{n}.html": title(n) for n in range(12)
    }


@pytest.mark.long
@pytest.mark.parametrize(
    "said",
    [
        "<title>提示</title><h2>页面不存在</h2><p>您访问的页面不存在，<a href=/>返回</a></p>",
        "<title>内容已删除</title><h1>内容已删除</h1><div>2026-10-08 08:08 来源：青禾晚报</div>"
        "<div class=text><p>抱歉，该内容已被作者删除。</p></div>",
    ],
)
def test_a_page_that_says_that_the_post_is_not_there_is_none(said: str, tmp_path: Path) -> None:
    with served(PlainPortal().news(12)) as portal:
        post, portal.pages["/news/7.html"] = portal.pages["/news/7.html"], said
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 1
        assert len(crawled.records) == 11
        assert "news/7.html" in crawled.report["outcome"]
        portal.pages["/news/7.html"] = post
        again = crawl(portal.url, tmp_path)
    assert again.exit_status == 0, again.stderr
    assert len(again.records) == 12


@pytest.mark.long
def test_a_query_name_that_changes_no_page_is_learnt(tmp_path: Path) -> None:
    portal = PlainPortal()
    shown = list_page(list(range(12)), address="/show.php?id={n}")
    again = "".join(
        f'<li><a href="/show.php?id={n}&amp;where=hot">{title(n)}</a></li>' for n in range(12)
    )
    portal.pages["/"] = shown.replace("</ul>", f"</ul><ul>{again}</ul>", 1)
    portal.pages["/about.html"] = 404
    for n in range(12):
        portal.pages[f"/show.php?id={n}"] = portal.pages[f"/show.php?id={n}&where=hot"] = post_page(
            n
        )
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert len(crawled.records) == 12
        more = (
            f'<li><a href="/show.php?id=12&amp;where=hot">{title(12)}</a></li>'
            f'<li><a href="/show.php?id=12">{title(12)}</a></li>'
        )
        portal.pages["/"] = str(portal.pages["/"]).replace("<ul>", f"<ul>{more}", 1)
        portal.pages["/show.php?id=12"] = post_page(12)
        portal.asked.clear()
        news = crawl(portal.url, tmp_path)
    assert news.exit_status == 0, news.stderr
    assert keys(news, portal)[12:] == ["show.php?id=12"]
    assert "/show.php?id=12&where=hot" not in portal.asked


@pytest.mark.long
def test_lines_that_recur_on_many_posts_are_cut_off(tmp_path: Path) -> None:
    """On a part of the posts only; a later visit makes no edit of it."""
    portal = PlainPortal().news(40)
    line = "<p>下载青禾客户端，第一时间了解全县新闻和便民服务信息，欢迎转发给身边的朋友。</p>"
    for n in range(0, 40, 3):
        page = str(portal.pages[f"/news/{n}.html"])
        portal.pages[f"/news/{n}.html"] = page.replace("</div></body>", f"{line}</div></body>")
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        having = [each["id"] for each in crawled.records if "客户端" in each["text"]]
        assert len(having) < 7  # read before anybody could know
        again = crawl(portal.url, tmp_path, "mode=refetch")
        told = run("reextract", tmp_path, "--dry-run", "-a", f"portal={portal.url}")
    assert again.exit_status == 0, again.stderr
    assert {each["changed_by"] for each in again.records[40:]} <= {"rules"}
    assert len(again.records) == 40 + len(having)
    latest = {each["id"]: each for each in again.records}
    assert not [each for each in latest.values() if "客户端" in each["text"]]
    assert told.stdout == "0 posts would read differently\n", told.stderr
