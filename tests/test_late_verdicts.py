"""Columns whose titles do not read like titles: what they name is known to be posts later."""

from __future__ import annotations

from pathlib import Path

from tests.crawling import crawl
from tests.plain_portal import PlainPortal, list_page, post_page, served, title

TERMS = "立春 雨水 惊蛰 春分 清明 谷雨 立夏 小满 芒种 夏至 小暑 大暑".split()


def column(portal: PlainPortal, name: str, kind: str, posts: int) -> set[str]:
    """Add a column of posts with titles of three characters and no dates, four a page."""
    called = [f"{term}{kind}" for term in TERMS[:posts]]
    newest = [*reversed(range(posts))]
    for first in range(0, posts, 4):
        rows = "".join(
            f"<li><a href=/{name}/{n}.html>{called[n]}</a></li>" for n in newest[first : first + 4]
        )
        number = first // 4 + 1
        on = f"<a href=/{name}/index_{number + 1}.html>下一页</a>" if first + 4 < posts else ""
        path = f"/{name}/index_{number}.html" if first else f"/{name}/"
        portal.pages[path] = list_page([], more=on).replace("</ul>", f"{rows}</ul>", 1)
    keys = set()
    for n, text in enumerate(called):
        place = {"jie": 100, "hua": 200, "cha": 300}[name] + n
        portal.pages[f"/{name}/{n}.html"] = post_page(place).replace(title(place), text)
        keys.add(f"{name}/{n}.html")
    return keys


def front(portal: PlainPortal, columns: dict[str, str]) -> None:
    menu = "".join(f"<li><a href=/{key}/>{name}</a></li>" for key, name in columns.items())
    portal.pages["/"] = list_page([0, 1, 2, 3, 4]).replace(
        '<div class="nav">', f"<div class=nav>{menu}"
    )


def test_their_further_pages_their_news_and_a_new_column(tmp_path: Path) -> None:
    portal = PlainPortal({f"/news/{n}.html": post_page(n) for n in range(5)})
    columns = {"jie": "节气", "hua": "花木"}
    front(portal, columns)
    expected = {f"news/{n}.html" for n in range(5)}
    expected |= column(portal, "jie", "节", 11) | column(portal, "hua", "花", 12)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert {post["id"] for post in crawled.records} == expected
        front(portal, {**columns, "cha": "茶事"})
        expected |= column(portal, "jie", "节", 12) | column(portal, "cha", "茶", 12)
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert {post["id"] for post in crawled.records} == expected


def test_a_column_of_pictures_with_short_titles(tmp_path: Path) -> None:
    portal = PlainPortal({f"/news/{n}.html": post_page(n) for n in range(5)})
    front(portal, {"hua": "花木"})
    expected = column(portal, "hua", "花", 4) | {f"news/{n}.html" for n in range(5)}
    for path, page in portal.pages.items():
        if path.startswith("/hua/") and path != "/hua/":
            before, _, rest = str(page).partition('<div class="text">')
            after = rest.partition("</div>")[2]
            picture = f'<div class="text"><img src="/{len(path)}.jpg"></div>'
            portal.pages[path] = before + picture + after
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert {post["id"] for post in crawled.records} == expected


def test_a_column_of_films_whose_links_say_how_long_they_are(tmp_path: Path) -> None:
    portal = PlainPortal({f"/news/{n}.html": post_page(n) for n in range(5)})
    row = (
        "<li><a href=/rx/{0}.html><img src=/v/{0}.jpg><b>00:28:15</b></a>"
        "<p><a href=/rx/{0}.html>便民热线2026{0}</a></p></li>"
    ).format
    columns = [row(n) for n in range(1127, 1115, -1)]
    for number, first in enumerate(range(0, 12, 6), 1):
        on = "<a href=/rx/index_2.html>下一页</a>" if number == 1 else ""
        path = "/rx/" if number == 1 else f"/rx/index_{number}.html"
        rows = "".join(columns[first : first + 6])
        portal.pages[path] = list_page([], more=on).replace("</ul>", f"{rows}</ul>", 1)
    for n in range(1116, 1128):
        portal.pages[f"/rx/{n}.html"] = (
            f"<title>便民热线2026{n}-青禾台</title><h1>便民热线2026{n}</h1>"
            f"<div>发布日期：2026-11-{n - 1100}　点击：20</div>"
            f"<div><video controls><source src=/v/{n}.mp4></video></div>"
        )
    front(portal, {"rx": "便民热线"})
    shown = "".join(columns[:4])
    portal.pages["/"] = str(portal.pages["/"]).replace("</ul>", f"</ul><ul>{shown}</ul>", 1)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 5 + 12
