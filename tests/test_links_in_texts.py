"""Lists that show posts whole: a link in the text of one names none of the list."""

from __future__ import annotations

from scrapy.http import HtmlResponse

from newsportal.discovery.entries import Mention, named_by
from newsportal.discovery.links import links_of
from newsportal.pages.site import Site


def named(page: str) -> dict[str, Mention]:
    response = HtmlResponse("http://a.example/", body=page.encode(), encoding="utf-8")
    found = named_by(links_of(response, Site.of("http://a.example/")))
    return {each.key: each for each in found}


def test_what_a_text_points_to_is_no_entry_and_has_no_day_of_it() -> None:
    post = (
        "<article><h2><a href=/{n}.html>青禾县第{n}号桥墩今天合龙</a></h2><time>2026-08-0{n}</time>"
        "<p>大桥的{n}号桥墩昨天合龙，施工队说，年底就能通车，请大家放心。</p>"
        "<p>相关报道见<a href=/9{n}.html>青禾县抽检食品三千批次全部合格</a></p></article>"
    )
    found = named("".join(post.format(n=n) for n in range(1, 5)))
    assert [found[f"{n}.html"].date for n in range(1, 5)] == [f"2026-08-0{n}" for n in range(1, 5)]
    assert not any(found[f"9{n}.html"].is_post or found[f"9{n}.html"].date for n in range(1, 5))


def test_a_row_that_calls_for_opinions_is_one() -> None:
    row = (
        "<p>征求意见：<a href=/{n}.html>青禾县道路管理办法第{n}稿公开征求意见</a> 2026-08-0{n}</p>"
    )
    found = named("".join(row.format(n=n) for n in range(1, 5)))
    assert all(each.is_post and each.date for each in found.values())
