"""Lists of EmpireCMS: the first page is a file, further ones come from ListInfo, counted from 0."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawling import crawl
from tests.plain_portal import PlainPortal, list_page, post_page, served

WAYS = {
    "dynamic": "/e/action/ListInfo/?classid={c}&page={n}",
    "counted": "/e/action/ListInfo/index.php?classid={c}&page={n}&totalnum=34",
}


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
def test_list_info_is_read_to_its_end_and_its_page_0_once(way: str, tmp_path: Path) -> None:
    portal = PlainPortal({"/": list_page([], more="<a href=/yw/>要闻</a> <a href=/ms/>民生</a>")})
    for c, name in ((1, "yw"), (2, "ms")):
        paths = [WAYS[way].format(c=c, n=n) for n in range(4)]
        for n, path in enumerate(paths):
            links = "<a title=总数>&nbsp;<b>34</b> </a>"
            links += (
                f"<a href='{paths[0]}'>首页</a><a href='{paths[n - 1]}'>上一页</a>" if n else ""
            )
            links += "".join(
                f"<b>{k + 1}</b>" if k == n else f"<a href='{other}'>{k + 1}</a>"
                for k, other in enumerate(paths)
            )
            if n < 3:
                links += f"<a href='{paths[n + 1]}'>下一页</a><a href='{paths[3]}'>尾页</a>"
            first = 34 * (c - 1) + 10 * n
            posts = [*range(first, first + (10 if n < 3 else 4))]
            portal.pages[path] = list_page(posts, more=links)
            portal.pages |= {f"/news/{k}.html": post_page(k) for k in posts}
        portal.pages[f"/{name}/"] = portal.pages[paths[0]]
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 68
    lists = [path for path in portal.asked if "ListInfo" in path]
    assert len(lists) == len({*lists}) <= 8
