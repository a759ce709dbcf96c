"""Addresses that tell little: what a list shows as a post is a record, or owed, never dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawling import crawl
from tests.plain_portal import PARAGRAPH, PlainPortal, list_page, post_page, served, title

ONE_LINE = "<p>点击视频查看。</p>"


def titles(portal: PlainPortal, data: Path) -> list[str]:
    """Crawl a portal and return the titles of its records."""
    crawled = crawl(portal.url, data)
    assert crawled.exit_status == 0, crawled.stderr
    return sorted(record["title"] for record in crawled.records)


def section(name: str, shown: list[int], addresses: dict[int, str]) -> str:
    """Return a list that is called like its section."""
    page = list_page(shown)
    for n in shown:
        page = page.replace(f"/news/{n}.html", addresses.get(n, f"/news/{n}.html"))
    return page.replace("<title>", f"<title>{name}_").replace("<ul", f"<h1>{name}</h1><ul", 1)


def test_what_a_lists_address_leads_to_tells_what_it_is(tmp_path: Path) -> None:
    """Addresses without the slash at their end, and hardly two of one shape."""
    endings = ("df9", "41e", "777", "c07", "a1b", "9f9", "bb4", "0ce")
    addresses = [f"/xw{n}-{endings[n % 8]}" for n in range(24)]
    portal = PlainPortal()
    items = "".join(f'<li><a href="{at}">{title(n)}</a></li>' for n, at in enumerate(addresses))
    portal.pages["/"] = list_page([]).replace("</ul>", f"{items}</ul>")
    for n, at in enumerate(addresses):
        portal.pages[at], portal.headers[at] = 301, {"Location": f"{at}/"}
        portal.pages[f"{at}/"] = post_page(n, body=ONE_LINE if n == 0 else "")
        if n % 2:  # the page names itself as lists do
            own = f'<link rel="canonical" href="http://portal.example{at}"></head>'
            portal.pages[f"{at}/"] = post_page(n).replace("</head>", own)
    with served(portal):
        assert titles(portal, tmp_path) == sorted(map(title, range(24)))
        assert len([path for path in portal.asked if path.startswith("/xw")]) <= 2 * 24 + 2
        portal.asked.clear()
        titles(portal, tmp_path)
    assert not [path for path in portal.asked if path.startswith("/xw")]


def test_a_post_of_one_line_whose_address_is_like_no_other(tmp_path: Path) -> None:
    portal = PlainPortal().news(12)
    del portal.pages["/news/7.html"]
    for path, page in portal.pages.items():
        portal.pages[path] = str(page).replace("/news/7.html", "/news/7-dfc.html")
    portal.pages["/news/7-dfc.html"] = post_page(7, body=ONE_LINE)
    with served(portal):
        assert titles(portal, tmp_path) == sorted(map(title, range(12)))


@pytest.mark.long
def test_posts_whose_addresses_are_like_those_of_sections(tmp_path: Path) -> None:
    names = ("yaowen", "minsheng", "jiaoyu", "wenhua", "tiyu", "chanye", "xiaofei", "fazhi")
    own = {n: f"/{word}/" for n, word in ((3, "gongfang"), (14, "yexiao"), (22, "laoqiao"))}
    portal = PlainPortal().news(24, per_page=12)
    menu = "".join(f'<a href="/{name}/">栏目{n}</a>' for n, name in enumerate(names))
    for path in list(portal.pages):
        page = str(portal.pages[path])
        for n, at in own.items():
            page = page.replace(f"/news/{n}.html", at)
        portal.pages[path] = page.replace('<div class="nav">', f'<div class="nav">{menu}')
    for number, name in enumerate(names):
        shown = list(range(number, 24, 8))
        portal.pages[f"/{name}/"] = section(f"栏目{number}", shown, own)
    for n, at in own.items():
        portal.pages[at] = post_page(n)
        del portal.pages[f"/news/{n}.html"]
    with served(portal):
        assert titles(portal, tmp_path) == sorted(map(title, range(24)))


@pytest.mark.long
def test_a_box_that_calls_posts_otherwise_is_no_sign_of_a_change(tmp_path: Path) -> None:
    portal = PlainPortal().news(30)
    text = PARAGRAPH.format(place="东岭", n=3)
    cards = "".join(
        f'<li><a href="/news/{n}.html"><h3>{title(n)}</h3><p>{text}</p></a></li>' for n in range(6)
    )
    for number in (1, 2):
        path = f"/index_{number}.html"
        box = f'<div class="box"><ul>{cards}</ul></div></body>'
        portal.pages[path] = str(portal.pages[path]).replace("</body>", box)
    with served(portal):
        titles(portal, tmp_path)
        portal.asked.clear()
        titles(portal, tmp_path)
    assert not [path for path in portal.asked if path.startswith("/news/")]
