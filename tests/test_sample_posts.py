"""The sample portal's post pages and feed are as its kind has them, and as its truth claims."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from itertools import pairwise

import pytest
from parsel import Selector

from newsportal.chinese.text import clean_text
from newsportal.sample.clockface import printed
from newsportal.sample.content import Portal
from newsportal.sample.options import ABSOLUTE_DATES, Options

NOW = 1795305600
HOUR, DAY = 3600, 86400


def portal(**options: object) -> Portal:
    return Portal(Options(**options), clock=lambda: NOW)  # type: ignore[arg-type]


def post(sample: Portal, post_id: int) -> Selector:
    status, html = sample.get(sample.truth(post_id).path)
    assert status == 200
    return Selector(html)


@pytest.mark.parametrize(
    ("elapsed", "text"),
    [
        (-5 * DAY, "刚刚"),
        (0, "刚刚"),
        (1, "1秒前"),
        (59, "59秒前"),
        (60, "1分钟前"),
        (89, "1分钟前"),
        (90, "2分钟前"),
        (HOUR - 1, "60分钟前"),
        (HOUR, "1小时前"),
        (DAY - 1, "24小时前"),
        (DAY, "1天前"),
        (DAY + DAY // 2, "2天前"),
        (7 * DAY - 1, "7天前"),
        (7 * DAY, "1周前 (11-15)"),
        (30 * DAY - 1, "4周前 (10-23)"),
        (30 * DAY, "1个月前 (10-23)"),
        (360 * DAY - 1, "12个月前 (11-27)"),
        (360 * DAY, "1年前 (2025-11-27)"),
        (900 * DAY, "3年前 (2024-06-05)"),
    ],
)
def test_relative_dates(elapsed: int, text: str) -> None:
    html = printed(NOW - elapsed, NOW)
    assert Selector(html).xpath("string()").get() == text
    assert ("datetime" in html) == ("(" in text)


@pytest.mark.parametrize(
    ("style", "text"),
    [
        *zip(
            ABSOLUTE_DATES,
            (
                "2026-11-22",
                "2026-11-22 08:00",
                "2026-11-22 08:00:00",
                "2026年11月22日",
                "2026年11月22日 08:00",
                "2026年11月22日 08:00:00",
            ),
            strict=True,
        )
    ],
)
def test_absolute_dates(style: str, text: str) -> None:
    assert printed(NOW, NOW, style) == text


def test_pages_show_what_the_truth_says() -> None:
    sample = portal(posts=120)
    for post_id in sample.ids():
        truth, page = sample.truth(post_id), post(sample, post_id)
        assert clean_text(page.css(".post > h1").xpath("string()").get("")) == truth.title
        assert page.css(".sitemap a::text").getall() == ["首页", *truth.category]
        assert page.css(".info .user a::text").get() == truth.author
        assert page.css(".tags a::text").getall() == list(truth.tags)
        assert page.css("link[rel=canonical]::attr(href)").get("").endswith(truth.path)
        shown = clean_text(page.css(".post").xpath("string()").get(""))
        for line in truth.text.replace("\t", "\n").split("\n"):
            assert clean_text(line) in shown


def test_every_soup_and_oddity_occurs() -> None:
    sample = portal()
    bodies = [sample.news.body(key).html for key in range(300)]
    everything = "\n".join(bodies)
    for mark in ("MsoNormal", "rich_media_content", "<table", "<br/>", "&nbsp;", "\u3000", "\u200b",
                 "data-src=", "<figure>", "<style>", "𠮷", "２"):  # fmt: skip
        assert mark in everything, mark
    assert any(html.count("</div>") > html.count("<div") for html in bodies)
    assert any(html.count("</div>") < html.count("<div") for html in bodies)
    assert "" in bodies
    truths = [sample.truth(post_id) for post_id in sample.ids()]
    assert any(truth.images and not truth.text for truth in truths)
    assert {truth.sticky for truth in truths} == {None, "global", "index", "category"}
    for name in ("source", "reporters", "correspondents", "editors"):
        assert any(getattr(truth, name) for truth in truths)
        assert any(not getattr(truth, name) for truth in truths)


def test_lazy_loading_and_gallery() -> None:
    sample = portal(posts=100)
    lazy = "\n".join(sample.get(path)[1] for path in paths(sample))
    assert (
        'class="ue-image" src="http://portal.example/zb_users/theme/tpure/style/images/lazy' in lazy
    )
    assert 'data-src="http://portal.example/zb_users/theme/tpure/style/images/lazyload.png"' in lazy
    gallery = portal(posts=100, fancybox="all", lazyload=False)
    html = "\n".join(gallery.get(path)[1] for path in paths(gallery))
    assert "640?wx_fmt.jpeg" in html
    assert 'data-fancybox="images"' in html
    assert any("wx_fmt=jpeg" in url for i in gallery.ids() for url, _ in gallery.truth(i).images)


def paths(sample: Portal) -> list[str]:
    return [sample.truth(post_id).path for post_id in sample.ids()]


def test_wide_template_keeps_notice_and_tags_inside_the_body() -> None:
    sample = portal(wide=True, soups=("plain",))
    page = post(sample, next(i for i in sample.ids() if sample.truth(i).tags))
    assert page.css(".content.wide .single .copynotice")
    assert page.css(".content.wide .single .tags")
    assert not page.css(".sidebar")


def test_everything_optional_can_be_absent() -> None:
    sample = portal(
        posts=60, post_info=(), list_info=(), breadcrumb="off", copynotice=False, tags=False,
        sharebox=False, prevnext=False, related="none", comments=False, sidebar=False,
        filterbar=False, thumbs=False, feed=False, archive_page=False, pages=False, stickies=(),
    )  # fmt: skip
    page = post(sample, next(sample.ids()))
    for css in (".info > *", ".sitemap", ".copynotice", ".tags", ".sharebox", ".pages",
                ".relatecon", ".cmts", ".cmt.block", ".sidebar"):  # fmt: skip
        assert not page.css(css), css
    assert page.css(".post > h1")
    assert page.css(".single")
    assert sample.get("/feed.php")[0] == 404


def test_counters_rise_with_get_and_head_unless_switched_off() -> None:
    sample = portal()
    newest = sample.truth(next(sample.ids()))
    before = sample.views(newest.id)
    sample.get(newest.path)
    assert sample.respond("HEAD", newest.path)[2] == b""
    assert sample.views(newest.id) == before + 2
    assert post(sample, newest.id).css(".info .view::text").get() == str(before + 3)
    still = portal(count_views=False)
    still.get(newest.path)
    assert still.views(newest.id) == before


def test_two_fetches_differ() -> None:
    sample = portal(count_views=False)
    path = sample.truth(next(sample.ids())).path
    related = {tuple(Selector(sample.get(path)[1]).css(".relate h3 a").getall()) for _ in range(5)}
    assert len(related) > 1


def test_neighbours_skip_equal_times() -> None:
    sample = portal()
    by_category: dict[int, list[int]] = {}
    for post_id in sample.ids():
        by_category.setdefault(sample.truth(post_id).category_id, []).append(post_id)
    skipped = set()
    for members in by_category.values():
        chain = [members[0]]
        while (older := sample.truth(chain[-1]).previous) is not None:
            chain.append(older)
        times = [sample.truth(post_id).published_at for post_id in chain]
        assert all(newer > older for newer, older in pairwise(times))
        skipped |= set(members) - set(chain)
    assert skipped
    assert portal(equal_times=False).truth(next(sample.ids())).previous


def test_duplicates() -> None:
    sample = portal()
    truths = {post_id: sample.truth(post_id) for post_id in sample.ids()}
    exact = [t for t in truths.values() if t.duplicate_of is not None]
    near = [t for t in truths.values() if t.near_duplicate_of is not None]
    assert len(exact) > 5
    assert len(near) > 5
    for truth in exact:
        assert truth.duplicate_of is not None
        other = truths[truth.duplicate_of]
        assert (other.title, other.text) == (truth.title, truth.text)
    for truth in near:
        assert truth.near_duplicate_of is not None
        assert truth.text.startswith(truths[truth.near_duplicate_of].text)
    contents = {(t.title, t.text) for t in truths.values()}
    assert len(contents) == len(truths) - len(exact)


def test_comments_nest_and_page() -> None:
    sample = portal(comments_per_page=5)
    busy = max(sample.ids(), key=lambda i: sample.truth(i).comment_count)
    truth, page = sample.truth(busy), post(sample, busy)
    assert len(page.css(".cmtsitem")) == 5
    assert len(page.css(".cmtsreply")) == len(truth.comments) - 5
    assert "javascript:zbp.comment.get(" in page.css(".cmtpagebar a::attr(href)").get("")
    fragment = sample.get(f"/zb_system/cmd.php?act=getcmt&postid={busy}&page=2")[1]
    again = sample.get(f"{truth.path}?cmt_page=2")[1]
    ids = Selector(fragment).css(".cmtsbody::attr(data-commentid)").getall()
    assert ids == Selector(again).css(".cmtsbody::attr(data-commentid)").getall()
    assert not set(ids) & {comment.id for comment in truth.comments}
    backwards = portal(comments_per_page=5, comments_reversed=True).truth(busy)
    assert backwards.comments[0].published_at > truth.comments[0].published_at


def test_feed_has_exact_times_and_one_filter() -> None:
    sample = portal()

    def feed(query: str) -> list[tuple[str, str]]:
        items = Selector(sample.get(f"/feed.php{query}")[1], type="xml").css("item")
        return [(i.css("link::text").get(""), i.css("pubDate::text").get("")) for i in items]

    for url, date in feed(""):
        found = next(t for t in map(sample.truth, sample.ids()) if url.endswith(t.path))
        assert parsedate_to_datetime(date) == found.published_at
    newest = [sample.truth(i) for i in sample.ids()]
    expected = {
        "?cate=2": [t for t in newest if t.category_id == 2],
        "?auth=3": [t for t in newest if t.author_id == 3],
        "?tags=8": [t for t in newest if "热点" in t.tags],
        "?date=2026-11-21": [t for t in newest if f"{t.published_at:%F}" == "2026-11-21"],
        "?tags=8&cate=2&page=2": [t for t in newest if t.category_id == 2],
    }
    for query, truths in expected.items():
        links = [url.removeprefix("http://portal.example") for url, _ in feed(query)]
        assert links == [t.path for t in truths[:10]], query
    assert "lazyload" not in sample.get("/feed.php")[1]
