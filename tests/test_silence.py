"""What a portal holds back, and a new look of it: said, not passed over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.crawling import crawl
from tests.plain_portal import PlainPortal, list_page, post_page, served, title
from tests.test_any_portal import audit, keys, run

NOW = 1795305600  # 2026-11-22 08:00 in Shanghai
CONTROLS = {
    "load more": "<div id='more' class='btn'>点击加载更多</div>",
    "dead link": "<a href='javascript:void(0)' class='load-more'></a>",
    "button": "<button type='button'>Load more</button>",
    "call": "<a href='javascript:;' onclick='goPage(2)'>下一页</a>",
    "post back": "<a href=\"javascript:__doPostBack('pager','2')\">2</a>",
    "form": "<form method='post' action='/list'><input name='page' value='2'>"
    "<input type='submit' value='GO'></form>",
}
HARMLESS = {
    "one page only": "<a href='javascript:void(0)'>下一页</a><span>下一页</span>",
    "no more": "<div class='load-more disabled'>加载更多</div><div>没有更多了</div>",
    "back to page 1": "<a href='javascript:goPage(1)'>下一页</a>",
    "a link": "<a href='/index_1.html'><span>加载更多</span></a>",
    "a search": "<form method='get' action='/search'><input name='q'></form>",
}

SITEMAP = (
    "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
    + "".join(f"<url><loc>http://portal.example/news/{n}.html</loc></url>" for n in range(25))
    + "</urlset>"
)


def portal(more: str) -> PlainPortal:
    """Return a portal with 25 posts whose front page leads to 8 of them."""
    made = PlainPortal().news(25)
    made.pages = {path: page for path, page in made.pages.items() if "index_" not in path}
    made.pages["/"] = list_page(list(range(8)), more=more)
    return made


@pytest.mark.parametrize("name", CONTROLS)
def test_a_list_that_only_a_script_or_form_continues_is_told(name: str, tmp_path: Path) -> None:
    with served(portal(CONTROLS[name])) as made:
        crawled = crawl(made.url, tmp_path)
        assert len(crawled.records) == 8
        assert crawled.exit_status == 1
        assert (
            "1 lists may have further posts that only a script or a form brings"
            in (crawled.report["outcome"])
        )
        assert crawled.report["result"] == "done-with-alerts"
        assert any("script or a form" in note for note in crawled.report["notes"])
        again = crawl(made.url, tmp_path)
        assert again.exit_status == 0, again.stderr
        assert "1 lists may have further posts" in audit(made, tmp_path).stdout


@pytest.mark.parametrize("name", HARMLESS)
def test_what_looks_like_it_and_is_none(name: str, tmp_path: Path) -> None:
    made = portal(HARMLESS[name])
    made.pages["/index_1.html"] = list_page(list(range(8, 16)))
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr


def test_probe_says_it_before(tmp_path: Path) -> None:
    with served(portal(CONTROLS["load more"])) as made:
        told = run("probe", made, tmp_path, made.url, "-s", "DOWNLOAD_DELAY=0")
    assert told.returncode == 1
    assert "1 lists may have further posts that only a script or a form brings" in told.stdout
    assert "portal.toml would settle it" not in told.stdout


def test_probe_finds_a_sitemap_where_there_is_no_feed(tmp_path: Path) -> None:
    made = portal(CONTROLS["load more"])
    made.pages["/sitemap.xml"] = SITEMAP
    with served(made):
        told = run("probe", made, tmp_path, made.url, "-s", "DOWNLOAD_DELAY=0")
    assert f"sitemap    {made.url}sitemap.xml (25 addresses)" in told.stdout, told.stdout
    assert told.returncode == 0


def test_a_sitemap_leads_on(tmp_path: Path) -> None:
    made = portal(CONTROLS["load more"])
    made.pages["/sitemap.xml"] = SITEMAP
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 25


def test_other_lists_lead_on(tmp_path: Path) -> None:
    made = portal(CONTROLS["load more"])
    made.pages["/"] = list_page(
        list(range(8)), more=CONTROLS["load more"] + '<a href="/all/">全部新闻</a>'
    )
    made.pages["/all/"] = list_page(list(range(25)))
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 25


@pytest.mark.parametrize("tag", ["frame", "iframe"])
def test_frames_are_links_to_lists(tag: str, tmp_path: Path) -> None:
    made = PlainPortal().news(25)
    made.pages["/list.html"] = made.pages["/"]
    frames = f'<{tag} src="/menu.html"></{tag}><{tag} src="/list.html"></{tag}>'
    whole = (
        f"<frameset cols='20%,*'>{frames}</frameset>"
        if tag == "frame"
        else f"<body>{frames}</body>"
    )
    made.pages["/"] = (
        f"<html><head><meta charset='utf-8'><title>青禾新闻</title></head>{whole}</html>"
    )
    made.pages["/menu.html"] = "<html><body><a href='/about.html'>关于我们</a></body></html>"
    with served(made):
        crawled = crawl(made.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert sorted(keys(crawled, made)) == sorted(f"news/{n}.html" for n in range(25))
        made.pages["/list.html"] = list_page(
            [40, *range(9)], more='<a href="/index_1.html">下一页</a>'
        )
        made.pages["/news/40.html"] = post_page(40)
        again = crawl(made.url, tmp_path)
    assert again.exit_status == 0, again.stderr
    assert keys(again, made)[25:] == ["news/40.html"]


def test_a_known_look_that_becomes_an_unknown_one_is_told(tmp_path: Path) -> None:
    with serve(Options(posts=12, anchor=NOW), NOW) as url:
        before = crawl(url, tmp_path)
        assert before.exit_status == 0, before.stderr
    port = int(url.rstrip("/").rpartition(":")[2])
    with served(PlainPortal().news(12), port) as made:
        after = crawl(made.url, tmp_path)
        assert after.exit_status == 1
        assert "has a new look: it was read by the theme tpure" in after.report["outcome"]
        assert after.records == before.records
        assert len(made.asked) < 12
        wanted = crawl(made.url, tmp_path, "theme=generic")
        assert len(wanted.records) == len(before.records) + 12, wanted.stderr
        assert crawl(made.url, tmp_path).report["new"]["count"] == 0  # it is kept


def test_news_that_are_files_are_named_and_counted(tmp_path: Path) -> None:
    made = PlainPortal().news(12)
    items = "".join(
        f'<li><a href="/upload/{n}.{kind}">青禾县第{n}号公报：全年工作安排的说明</a>'
        f"<span>2026-10-0{n}</span></li>"
        for n, kind in ((1, "pdf"), (2, "docx"))
    )
    made.pages["/"] = str(made.pages["/"]).replace("</ul>", f"{items}</ul>")
    made.pages["/news/3.html"] = post_page(3, extra='<p><a href="/upload/9.pdf">附件</a></p>')
    with served(made):
        crawled = crawl(made.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        named = crawled.report["file_posts"]
        assert [item["url"].removeprefix(made.url) for item in named["first"]] == [
            "upload/1.pdf",
            "upload/2.docx",
        ]
        assert named["first"][0]["title"] == "青禾县第1号公报：全年工作安排的说明"
        assert "2 news on lists are files" in audit(made, tmp_path).stdout
        assert crawl(made.url, tmp_path).report["file_posts"]["count"] == 2
        assert "2 news on lists are files" in audit(made, tmp_path).stdout


def zblog(theme: str, numbers: list[int]) -> PlainPortal:
    """Return a portal in the look of Z-Blog's themes default and WhitePage, but for the folder."""
    head = (
        "<!doctype html><html><head><meta charset='utf-8'><title>青禾新闻</title><link"
        f" rel='stylesheet' href='/zb_users/theme/{theme}/style/style.css'></head><body>"
    )
    made = PlainPortal()
    items = "".join(
        f"<div class='post multi'><h2 class='post-title'><a href='/post/{n}.html'>{title(n)}</a>"
        "<span class='post-date'>2026-10-20 08:30:15</span></h2></div>"
        for n in numbers
    )
    made.pages["/"] = f"{head}<div id='divMain'>{items}</div></body></html>"
    for n in numbers:
        made.pages[f"/post/{n}.html"] = (
            f"{head}<div id='divMain'><div class='post single'><h2 class='post-title'>{title(n)}"
            "<span class='post-date'>2026-10-20 08:30:15</span></h2><div class='post-body'>"
            f"<p>第{n}号小区的施工队昨天进场，预计年底完工。</p></div></div></div></body></html>"
        )
    return made


def test_a_known_look_that_becomes_another_known_one_is_told_once(tmp_path: Path) -> None:
    with served(zblog("default", [1, 2, 3])) as made:
        before = crawl(made.url, tmp_path)
        assert before.exit_status == 0, before.stderr
    port = int(made.url.rstrip("/").rpartition(":")[2])
    with served(zblog("WhitePage", [5, 4, 3, 2, 1]), port) as made:
        after = crawl(made.url, tmp_path)
        assert (
            "its posts were read by the theme default and are read by WhitePage"
            in (after.report["outcome"])
        )
        assert (after.exit_status, after.report["result"]) == (1, "done-with-alerts")
        assert len(after.records) == 5
        made.pages |= zblog("WhitePage", [6, 5, 4, 3, 2, 1]).pages
        later = crawl(made.url, tmp_path)
    assert later.exit_status == 0, later.stderr
    assert len(later.records) == 6
