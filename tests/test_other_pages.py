"""What stands beside posts on portals and is none: people, products, others' news, closed pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawling import archive_folder, crawl
from tests.plain_portal import PARAGRAPH, PlainPortal, list_page, served


def page(heading: str, text: str = "") -> str:
    """Return a page without a date."""
    text = text or "".join(f"<p>{PARAGRAPH.format(place=p, n=8)}</p>" for p in (heading, "西桥"))
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{heading}</title></head><body>'
        f'<div class="top"><a href="/">首页</a></div><h1>{heading}</h1>{text}</body></html>'
    )


def beside(portal: PlainPortal, links: dict[str, str]) -> None:
    """Let all pages of the index name further addresses below their posts."""
    items = "".join(f'<li><a href="{path}">{text}</a></li>' for path, text in links.items())
    for path in [path for path in portal.pages if path == "/" or "index" in path]:
        shown = str(portal.pages[path])
        portal.pages[path] = shown.replace(
            '<div class="pages">', f'<ul>{items}</ul><div class="pages">'
        )


def test_people_at_the_addresses_of_posts_are_no_verdict_on_these(tmp_path: Path) -> None:
    portal = PlainPortal().news(12)
    lists = {f"/list/{n}.html": f"栏目{n}" for n in range(5)}
    people = {f"/news/{n}.html": f"股室{n}" for n in range(90, 96)}
    portal.pages["/"] = list_page([0, 1, 2])
    beside(portal, lists)
    for n, path in enumerate(lists):
        portal.pages[path] = list_page([*range(3 * n, 3 * n + 3)] if n < 4 else [])
    links = "".join(f'<li><a href="{path}">{name}</a></li>' for path, name in people.items())
    portal.pages[path] = str(portal.pages[path]).replace("</ul>", f"{links}</ul>")
    portal.pages |= {path: page(name, "<p>电话：0000</p>") for path, name in people.items()}
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert sorted(post["id"] for post in crawled.records) == sorted(
        f"news/{n}.html" for n in range(12)
    )
    assert max(portal.asked.count(path) for path in people) == 1


@pytest.mark.long
def test_what_is_no_news_is_told_with_the_line_that_settles_it(tmp_path: Path) -> None:
    portal = PlainPortal().news(24)
    products = {f"/product/{n}.html": f"青禾牌第{n}型全自动数控车床" for n in range(4)}
    others = {f"/goto/{n}.html": f"邻县报道青禾县第{n}号小区改造工程" for n in range(14)}
    closed = {f"/user/{n}/": f"读者{n}" for n in range(14)}
    links = products | others | closed
    beside(portal, links)
    portal.pages |= {path: page(name) for path, name in products.items()}
    for n, path in enumerate(others):
        portal.pages[path] = 302
        portal.headers[path] = {"Location": f"http://outlet.example/{n}"}
    portal.pages |= dict.fromkeys(closed, 403)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        assert crawled.report["result"] == "unfinished", crawled.stderr
        assert len(crawled.records) == 24
        told = " ".join(crawled.report["failed"].values())
        assert 'portal.toml settles it: posts = ["product/#.html"] or other' in told
        assert 'portal.toml settles it: other = ["goto/#.html"]' in told
        toml = archive_folder(portal.url, tmp_path) / "portal.toml"
        toml.write_text('other = ["product/#.html", "goto/#.html"]\n', encoding="utf-8")
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 24


def test_a_portal_that_stands_twice_is_read_once(tmp_path: Path) -> None:
    """For telephones at addresses of their own, and in traditional characters."""
    portal = PlainPortal().news(12)
    traditional = str.maketrans("县区改东请", "縣區改東請")
    beside(portal, {"/m/list.php": "手机版", "/tw/": "繁體"})
    portal.pages["/m/list.php"] = list_page([*range(12)], address="/m/show.php?id={n}")
    portal.pages["/tw/"] = list_page([*range(12)], address="/tw/news/{n}.html").translate(
        traditional
    )
    for n in range(12):
        post = str(portal.pages[f"/news/{n}.html"])
        portal.pages[f"/m/show.php?id={n}"] = post
        portal.pages[f"/tw/news/{n}.html"] = post.translate(traditional)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert sorted(post["id"] for post in crawled.records) == sorted(
        f"news/{n}.html" for n in range(12)
    )
    for twin in ("/m/show", "/tw/news"):
        assert sum(path.startswith(twin) for path in portal.asked) < 12
