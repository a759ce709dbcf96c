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
