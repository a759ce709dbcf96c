"""Forums: a thread is one post, by whichever address its pages are linked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawling import crawl
from tests.plain_portal import PlainPortal, post_page, served, title


def forum() -> PlainPortal:
    """Return a board of Discuz! with three pages of ten threads; each fifth one has two pages."""
    made = PlainPortal({"/": "<html><body><a href=/forum-2-1.html>城乡大小事</a></body></html>"})
    for number in (1, 2, 3):
        posts, rows = range(10 * number - 10, 10 * number), ""
        for n in posts:
            own = f"/thread-{100 + n}-1-{number}.html"
            more = f"<span>... <a href=/thread-{100 + n}-2-{number}.html>2</a></span>"
            rows += f"<tbody><tr><th><a href={own}>{title(n)}</a>{'' if n % 5 else more}</th>"
            rows += f"<td><em>2026-10-{1 + n % 28:02}</em></td><td><a href={own}>{n}</a></td><td>"
            rows += (
                f"<a href='/forum.php?mod=redirect&tid={100 + n}&goto=lastpost'>昨天</a></td></tr>"
            )
            rows += "</tbody>"
            for page in (f"{own}", f"/thread-{100 + n}-1-1.html"):
                pager = f"<a href=/thread-{100 + n}-2-{number}.html>下一页</a>"
                made.pages[page] = post_page(n, extra="" if n % 5 else pager)
            reply = "<p>路修好了真的太好了，感谢大家的努力，等通公交了再来看看。</p>"
            made.pages[f"/thread-{100 + n}-2-{number}.html"] = post_page(n, body=reply)
        pages = "".join(f"<a href=/forum-2-{k}.html>{k}</a>" for k in (1, 2, 3) if k != number)
        made.pages[f"/forum-2-{number}.html"] = (
            f"<html><meta charset=utf-8><title>城乡大小事</title><body><a href=/>首页</a>"
            f"<table>{rows}</table><div class=pg>{pages}</div></body></html>"
        )
    return made


@pytest.mark.long
def test_each_thread_is_one_post(tmp_path: Path) -> None:
    with served(forum()) as made:
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    found = sorted(each["id"] for each in crawled.records)
    assert found == [f"thread-{n}-1-1.html" for n in range(100, 130)]
    assert not [path for path in made.asked if "redirect" in path]
