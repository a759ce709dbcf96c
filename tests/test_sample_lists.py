"""The sample portal's lists behave as portals of its kind do."""

from __future__ import annotations

import re
from itertools import count

import pytest
from parsel import Selector

from newsportal.sample.content import Portal
from newsportal.sample.options import LIST_STYLES, Options

NOW = 1795305600  # 2026-11-22 08:00 in Shanghai
TITLE_LINKS = ".listcon .item h2 a::attr(href), .listcon .albumcon > a::attr(href)"  # all styles


def portal(**options: object) -> Portal:
    return Portal(Options(**options), clock=lambda: NOW)  # type: ignore[arg-type]


def page(sample: Portal, address: str) -> Selector:
    status, html = sample.get(address)
    assert status == 200, address
    return Selector(html)


def items(selector: Selector) -> list[int]:
    return [int(re.findall(r"\d+", url)[-1]) for url in selector.css(TITLE_LINKS).getall()]


def walk(sample: Portal, address: str | None) -> list[list[int]]:
    pages = []
    while address:
        selector = page(sample, address)
        pages.append(items(selector))
        address = selector.css(".pagebar .next-page a::attr(href)").get()
    return pages


def sticky(sample: Portal, kind: str) -> int:
    return next(i for i in sample.ids() if sample.truth(i).sticky == kind)


def test_index_walk_misses_category_sticky_and_unlisted_category() -> None:
    sample = portal()
    pages = walk(sample, "/")
    seen = {post for found in pages for post in found}
    truths = {post: sample.truth(post) for post in sample.ids()}
    assert len(truths) == 300
    missed = set(truths) - seen
    assert missed == {i for i, truth in truths.items() if not truth.in_index}
    assert {truths[i].sticky == "category" or truths[i].category_id == 6 for i in missed} == {True}


def test_without_unlisted_category_only_the_category_sticky_is_missed() -> None:
    sample = portal(unlisted=False)
    seen = {post for found in walk(sample, "/") for post in found}
    assert set(sample.ids()) - seen == {sticky(sample, "category")}


def test_global_sticky_leads_every_page_of_every_list() -> None:
    sample = portal(posts=120)
    first = sticky(sample, "global")
    for address in (
        "/",
        "/category-5.html",
        "/tags-1.html",
        "/author-1.html",
        "/date-2026-11.html",
    ):
        for found in walk(sample, address):
            assert found[0] == first
            assert found.count(first) == 1
    assert page(sample, "/page_2.html").css(".item em.istop::text").getall() == ["置顶"]


def test_stickies_may_be_hidden_on_later_pages() -> None:
    sample = portal(posts=120, sticky_pages=False)
    pages = walk(sample, "/")
    assert sticky(sample, "global") in pages[0]
    assert all(sticky(sample, "global") not in found for found in pages[1:])


def test_index_sticky_is_on_no_page_of_its_category() -> None:
    sample = portal()
    found = sticky(sample, "index")
    category = sample.truth(found).category_id
    assert all(found not in each for each in walk(sample, f"/category-{category}.html"))
    assert [found in each for each in walk(sample, "/")][:2] == [True, False]


def test_categorys_sticky_is_on_the_parents_first_page_too() -> None:
    sample = portal(stickies=("categorys",))
    found = sticky(sample, "categorys")
    for name in sample.truth(found).category_path:
        menu = page(sample, "/").xpath("//dl[@id='divCatalog']//a[text()=$name]/@href", name=name)
        assert found in items(page(sample, menu.get() or ""))


def test_category_holds_its_subcategories() -> None:
    sample = portal(stickies=(), future=0)
    listed = [post for found in walk(sample, "/category-1.html") for post in found]
    assert listed == [i for i in sample.ids() if sample.truth(i).category_path[0] == "新闻资讯"]
    alone = portal(stickies=(), subcategories=False)
    listed = [post for found in walk(alone, "/category-1.html") for post in found]
    assert listed == [i for i in alone.ids() if alone.truth(i).category_id == 1]


def test_stickies_are_extra_to_the_page_size() -> None:
    assert [len(found) for found in walk(portal(posts=100), "/")[:3]] == [12, 11, 11]


def test_times_fall_along_the_index_but_ids_do_not() -> None:
    sample = portal(stickies=(), future=0)
    listed = [post for found in walk(sample, "/") for post in found]
    times = [sample.truth(post).published_at for post in listed]
    assert times == sorted(times, reverse=True)
    assert listed != sorted(listed, reverse=True)


@pytest.mark.parametrize("style", LIST_STYLES)
def test_every_style_lists_the_same_posts(style: str) -> None:
    plain, styled = portal(posts=60), portal(posts=60, list_style=style)
    assert walk(plain, "/") == walk(styled, "/")
    found = page(styled, "/")
    assert found.css(f".content.listcon .block.custom.{style}" if style != "normal" else ".block")
    assert found.xpath("//div[contains(@class,'listcon')]//em[text()='置顶']")


def test_pagebar_markup() -> None:
    selector = page(portal(posts=1200), "/page_60.html")
    texts = selector.css(".pagebar > *").xpath("string()").getall()
    numbers = [str(number) for number in range(56, 66)]
    assert texts == ["首页", "上页", *numbers, "下页", "尾页"]
    assert selector.css(".pagebar .now-page::text").get() == "60"
    assert selector.css(".pagebar .next-page a::text").get() == "61"
    last = page(portal(posts=35, stickies=()), "/page_4.html")
    assert not last.css(".pagebar .next-page")
    assert last.css(".pagebar > *::text").getall()[-1] == "尾页"
    assert not page(portal(posts=5), "/").css(".pagebar")


def test_month_without_posts_and_bad_dates() -> None:
    sample = portal()
    assert page(sample, "/date-1999-1.html").css(".searchnull::text").get() == "暂未找到相关内容..."
    assert sample.get("/date-1999-13.html")[0] == 404
    padded, plain = page(sample, "/date-2026-09.html"), page(sample, "/date-2026-9.html")
    assert items(padded) == items(plain)


def test_lists_end_with_404_but_search_does_not() -> None:
    sample = portal()
    for address in (
        "/page_999.html",
        "/category-1_99.html",
        "/tags-1_99.html",
        "/author-1_99.html",
    ):
        assert sample.get(address)[0] == 404
    status, html = sample.get("/search.php?q=汶阳&page=999")
    assert status == 200
    assert "暂未找到" in html
    assert "<mark>汶阳</mark>" in sample.get("/search.php?q=汶阳")[1]


def test_order_is_carried_by_the_pagebar() -> None:
    sample = portal(order_links=True)
    link = page(sample, "/category-1.html").css(".filternav li a::attr(href)").getall()[1]
    ordered = page(sample, link)
    assert all("order=viewlist" in url for url in ordered.css(".pagebar a::attr(href)").getall())
    assert "sort=0" in ordered.css(".next-page a::attr(href)").get("")
    sample.get(ordered.css(".next-page a::attr(href)").get(""))
    views = [int(view) for view in ordered.css(".item:not(:has(.istop)) .view::text").getall()]
    assert views == sorted(views, reverse=True)


def test_excerpt_and_lazy_pictures() -> None:
    selector = page(portal(), "/page_2.html")
    lengths = [len(text) for text in selector.css(".intro::text").getall()]
    assert max(lengths) == 132  # 129 characters and three dots
    images = selector.css(".postimg img")
    assert images
    assert {image.attrib["class"] for image in images} == {"lazyload"}
    assert all("data-original" in image.attrib for image in images)


def test_mobile_agents_get_linked_excerpts() -> None:
    sample = portal()
    assert not Selector(sample.get("/", "Mozilla/5.0")[1]).css(".intro a")
    assert Selector(sample.get("/", "Mozilla/5.0 (X11; Linux x86_64)")[1]).css(".intro a")
    assert page(sample, "/?must_use_mobile").css(".intro a")


def test_archive_page_lists_everything_by_day() -> None:
    sample = portal()
    selector = page(sample, "/2.html")
    listed = [
        int(re.findall(r"\d+", url)[-1])
        for url in selector.css(".archivelist h3 a::attr(href)").getall()
    ]
    assert listed == list(sample.ids())
    assert selector.css(".listintro::text").get("").endswith("共发布了300篇文章。")
    stale = page(portal(archive_stale_days=60), "/2.html").css(".archivelist h3 a")
    assert 0 < len(stale) < len(listed)
    assert not page(portal(archive_time="off"), "/2.html").css(".archivetime")
    assert portal(archive_page=False).get("/2.html")[0] == 404


def test_sidebar_dates_are_stale() -> None:
    times = count(NOW, 86400)
    sample = Portal(Options(), clock=lambda: next(times))
    newest = "#tpure_NewArticle .date"
    first, later = (page(sample, "/").css(newest).xpath("string()").getall() for _ in range(2))
    assert first == later


def test_author_page_has_a_box() -> None:
    assert page(portal(), "/author-1.html").css(".auth h1::text").get() == "汶阳在线"
    assert not page(portal(), "/author-1_2.html").css(".auth")
