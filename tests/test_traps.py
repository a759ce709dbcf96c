"""Links without end: requests stay bounded by what the portal has; the rest is in the report."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from newsportal.sample.options import Options
from tests.crawling import crawl
from tests.watching import SPARE, Answer, Hit, Watched, watch

OPTIONS = Options(posts=40, **SPARE)
NEEDED = 1.15 * OPTIONS.posts + 50
# In vain: 30 lists, thrice where they are odd, 100 posts and half as many as were read.
IN_VAIN = 3 * 30 + 100 + OPTIONS.posts // 2


def with_links(page: bytes, links: list[str]) -> bytes:
    """Return a page with *links* in a menu, in a sidebar and in the body of its post."""
    menu = "".join(f'<li><a href="{link}">往</a></li>' for link in links)
    side = "".join(f'<a class="itemtitle" href="{link}">往</a>' for link in links)
    page = page.replace(b'<div class="header', f'<div class="header">{menu}</div><div class="header'
                        .encode(), 1)  # fmt: skip
    page = page.replace(b'<div class="footer', f'{side}<div class="footer'.encode(), 1)
    return re.sub(rb'(<div class="single[^>]*>)', rb"\1" + side.encode(), page, count=1)


def respond(watched: Watched, hit: Hit, path: str) -> Answer:
    return watched.portal.respond("GET", path, host=hit.headers["host"])


def test_the_same_page_under_other_names_is_asked_for_once(tmp_path: Path) -> None:
    """Orders, searches, sessions, tracking, comment pagers, the CMS's services."""
    number = iter(range(10**9))

    def instead(hit: Hit) -> Answer | None:
        path = re.split(r"[?;]", hit.path)[0]
        n, base, last = next(number), path.rstrip("/"), path.rpartition("/")[2]
        status, headers, body = respond(watched, hit, path)
        links = [
            f"{path}?order=viewlist&amp;sort={n % 2}", f"{path}?sort={n}", f"{path}#n{n}",
            f"{path}?PHPSESSID={n:x}", f"{path};jsessionid={n:x}", f"{path};a={n};b={n}",
            f"{path}?sid={n}&amp;utm_source={n}", f"{path}?_={n}", f"{base};{n}/../{last};{n}",
            f"/search.php?q={n}", f"/search.php?q=x&amp;page={n}", f"/search?q={n}",
            f"{path}?cmt_page={n}", f"/zb_system/cmd.php?act=getcmt&amp;postid={n}&amp;page={n}",
            f"/?external_link={n}", f"/?must_use_mobile={n}", f"/feed.php?tags={n}",
        ]  # fmt: skip
        return status, headers, with_links(body, links)

    with watch(OPTIONS, instead) as watched:
        crawled = crawl(watched.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert watched.archived(crawled) == watched.posts()
        assert len(watched.hits) <= NEEDED
        odd = [path for path in watched.asked() if re.search(r"[?;#]|zb_system|search|\.\.", path)]
        assert odd == []


Trap = Callable[[int], list[str]]
ENDLESS: dict[str, Trap] = {
    "lists": lambda n: [
        (f"/calendar/{2000 + n}/{n % 12 + 1}/", f"/date-{n}.html", f"/tags-{n}.html")[n % 3],
        (f"/?date={1000 + n}-1-1", f"/?tags={n}", f"/list-{n}/")[n % 3],
        ("deeper/", "./a/b/")[n % 2],
    ],
    "front pages": lambda n: [f"/front-{n}/", "deeper/", f"/?id={n}&amp;date={n}"],
    "posts": lambda n: [f"/s{n}/post/{n}.html", f"/post/0{n}.html"],
}  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("name", ENDLESS)
def test_what_is_made_up_as_it_is_asked_for(name: str, tmp_path: Path) -> None:
    """Whatever is asked for is there: a list of the newest posts, or one of the posts again."""
    number = iter(range(1, 10**9))

    def instead(hit: Hit) -> Answer | None:
        n = next(number)
        status, headers, body = respond(watched, hit, hit.path)
        # The CMS, too, answers what it does not know with its front page.
        if hit.path not in real and hit.path != "/feed.php" and (status == 404 or "?" in hit.path):
            post = name == "posts"
            _, headers, body = respond(
                watched, hit, sorted(watched.posts())[n % 40] if post else "/"
            )
            status = 200
            if name == "lists":
                body = re.sub(rb'<body class="\w+', b'<body class="date', body, count=1)
        return status, headers, with_links(body, ENDLESS[name](n))

    with watch(OPTIONS, instead) as watched:
        real = {"/robots.txt", *watched.posts()}
        crawled = crawl(watched.url, tmp_path, timeout=300)
        assert crawled.exit_status == 0, crawled.stderr
        assert watched.archived(crawled) == watched.posts()
        assert len(watched.hits) <= NEEDED + IN_VAIN
    assert crawled.report["refused"]["count"] > 0
    assert all(each["url"] and each["reason"] for each in crawled.report["refused"]["first"])


@pytest.mark.long
def test_category_without_end(tmp_path: Path) -> None:
    """Each page of a category has a next one, with the posts of another page."""

    def instead(hit: Hit) -> Answer | None:
        found = re.fullmatch(r"/category-(\d+)(?:_(\d+))?\.html", hit.path)
        if not found:
            return None
        category, page = found[1], int(found[2] or 1)
        status, headers, body = respond(watched, hit, f"/page_{page % 3 + 2}.html")
        body = re.sub(rb'<body class="\w+', b'<body class="category', body, count=1)
        bar = (
            f'<div class="pagebar"><a class="m" href="/category-{category}.html">首页</a>'
            f'<span class="now-page">{page}</span><span class="next-page">'
            f'<a href="/category-{category}_{page + 1}.html">{page + 1}</a></span></div>'
            '<div class="'
        )
        return status, headers, body.replace(b'<div class="pagebar', bar.encode(), 1)

    with watch(OPTIONS, instead) as watched:
        crawled = crawl(watched.url, tmp_path, "mode=full", timeout=300)
        assert crawled.exit_status == 0, crawled.stderr
        assert watched.archived(crawled) == watched.posts()
        walked = {path for path in watched.asked() if path.startswith("/category-")}
        lists = {re.split(r"[_.]", path)[0] for path in walked}
        # Each goes on until it has shown a hundred posts more than there are.
        assert len(walked) <= len(lists) * (OPTIONS.posts + 100) / 10 + len(lists)
    assert "goes on after" in str(crawled.report["refused"])
