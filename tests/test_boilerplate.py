"""The owner's code before and after every body is no text and makes no revision."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from newsportal.archive.boilerplate import ON_MANY_POSTS, Boilerplate
from newsportal.chinese.text_hash import text_hash
from newsportal.pages.ends import Ends, without
from newsportal.sample.options import Options
from newsportal.state.store import Store
from tests.crawling import crawl
from tests.watching import SPARE, Answer, Hit, Watched, watch

OPTIONS = Options(posts=30, **SPARE)
BEFORE = '<div class="ad"><a href="/go/1"><img src="/ad/{0}.jpg"></a></div><p>广告{0}</p>'
BEHIND = "<p>{0}：扫码下载本地生活应用，领取{0}元红包</p><div>商务合作请加微信</div>"
END = re.compile(rb'(</div>\s*<div class="(?:copynotice|sharebox|tags))')


class Owner:
    """Puts code around every body of a portal, and may change it."""

    def __init__(self) -> None:
        self.number: int | None = None
        self.watched: Watched | None = None

    def __call__(self, hit: Hit) -> Answer | None:
        if not hit.path.startswith("/post/") or self.number is None:
            return None
        assert self.watched is not None
        host = hit.headers["host"]
        status, headers, body = self.watched.portal.respond("GET", hit.path, host=host)
        before, behind = (code.format(self.number).encode() for code in (BEFORE, BEHIND))
        body = re.sub(
            rb'(<div class="single[^>]*>)', lambda found: found[0] + before, body, count=1
        )
        return status, headers, re.sub(rb'(</div>\s*<div class="(?:copynotice|sharebox|tags))',
                                       lambda found: behind + found[0], body, count=1)  # fmt: skip


def body(number: int, *tail: str) -> str:
    return "".join(f"<p>{line}</p>" for line in (f"第{number}条新闻。", f"{number}段。", *tail))


def test_two_sharpnesses_one_memory(tmp_path: Path) -> None:
    store = Store(tmp_path / "state.db")
    boilerplate = Boilerplate(store)
    for number in range(40):
        tail = ["关注我们的视频号"] if number % 6 == 0 else []
        boilerplate.see(number, Ends.of(body(number, *tail, f"{number}完")))
    (block,) = (each for each in Ends.of(body(0, "关注我们的视频号")).tail if "视频号" in each.text)
    assert not boilerplate.is_foreign(block)
    boilerplate.often = ON_MANY_POSTS
    assert boilerplate.is_foreign(block)
    store.commit(0, "")
    store.close()
    again = Store(tmp_path / "state.db")
    assert Boilerplate(again).is_foreign(block)  # it is remembered
    again.close()


def test_a_sentence_that_a_third_of_the_posts_end_with_is_text_where_bodies_are_known_exactly(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path / "state.db")
    boilerplate = Boilerplate(store)
    ends = Ends.of(body(0, "请市民注意防寒保暖。"))
    for number in range(60):
        tail = "请市民注意防寒保暖。" if number % 3 == 0 or 20 < number < 24 else "编辑：林晓舟"
        boilerplate.see(number, each := Ends.of(body(number, tail)), (f"第{number % 4}栏",))
        assert not boilerplate.is_open(each) or number < 4
        assert not boilerplate.is_foreign(ends.tail[0])
    store.close()


def test_advertisements_that_stand_there_in_turn_are_no_text(tmp_path: Path) -> None:
    store = Store(tmp_path / "state.db")
    boilerplate = Boilerplate(store)
    for number in range(24):
        tail = ("家电城全场五折", "滨河驾校招生", "团购热线开通")[number * 7 % 3]
        boilerplate.see(number, ends := Ends.of(body(number, tail)))
    assert boilerplate.is_foreign(ends.tail[0])
    store.close()


def test_what_is_new_on_all_posts_at_once_is_told_by_the_next_few(tmp_path: Path) -> None:
    store = Store(tmp_path / "state.db")
    boilerplate = Boilerplate(store)
    boilerplate.often = ON_MANY_POSTS
    for number in range(60):
        boilerplate.see(number, Ends.of(body(number, "扫码领取1元红包")))
    for number in range(5):
        boilerplate.see(number, ends := Ends.of(body(number, "扫码领取2元红包")))
    assert boilerplate.is_foreign(ends.tail[0])
    store.close()


def test_credits_signatures_and_salutations_recur_and_stay(tmp_path: Path) -> None:
    store = Store(tmp_path / "state.db")
    boilerplate = Boilerplate(store)
    salutation = "各乡镇人民政府，县政府各部门、各直属机构："
    for tail in ("编辑：林晓舟", "来源：泰安晨报", "市水务局 2026年9月18日", salutation, "（完）"):
        for number in range(12):
            boilerplate.see(number, ends := Ends.of(body(number, tail)))
        assert boilerplate.is_foreign(ends.tail[0]) is (tail == "（完）")
    store.close()


def test_the_last_lines_of_a_form_stand_in_one_column(tmp_path: Path) -> None:
    store = Store(tmp_path / "state.db")
    boilerplate = Boilerplate(store)
    boilerplate.often = ON_MANY_POSTS
    for number in range(12):
        boilerplate.see(number, ends := Ends.of(body(number, "五、其他事项", "无。")), ("公告",))
    assert [boilerplate.is_foreign(block) for block in ends.tail[:2]] == [True, False]  # no other
    for number in range(20, 24):
        boilerplate.see(number, Ends.of(body(number, "扫码关注")), ("要闻",))
    for number in range(30, 40):
        boilerplate.see(number, form := Ends.of(body(number, "详见附件。")), ("公告",))
    assert not boilerplate.is_foreign(form.tail[0])
    boilerplate.see(41, both := Ends.of(body(41, "详见附件。")), ("要闻",))
    assert boilerplate.is_foreign(both.tail[0])
    store.close()


def test_what_the_feed_lacks_and_what_it_has(tmp_path: Path) -> None:
    store = Store(tmp_path / "state.db")
    boilerplate = Boilerplate(store)
    table = "<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>"
    picture = '<p><img src="http://h/a.jpg" alt=""></p>'
    text = "新闻。\n甲\t1\n乙\t2\n扫码领红包\n下载应用"
    boilerplate.feed[1] = frozenset(map(text_hash, ("新闻。", "甲\t1", "乙\t2")))
    ends = Ends.of(f"<p>新闻。</p>{table}{picture}<p>扫码领红包<br>下载应用</p>")
    for number in (0, 1):  # an exact duplicate has the same ends
        boilerplate.see(number, ends)

    lacking = [boilerplate.is_lacking_in_feed(1, text, block) for block in ends.tail]

    assert lacking == [True, False, False, False]
    store.close()


def test_what_lies_inside_is_never_cut() -> None:
    html = '<p>广告</p><p>一</p><p>广告</p><p>二</p><p><img src="http://h/a.jpg" alt=""></p>'
    text = "广告\n一\n广告\n二"
    cut = without(text, html, Ends.of(html), lambda block: block.text == "广告")
    assert cut == ("一\n广告\n二", html.removeprefix("<p>广告</p>"))
    pictures = without(text, html, Ends.of(html), lambda block: "img" in block.html)
    assert pictures == (text, html[: html.index("<p><img")])
    assert without("甲", "<p>甲</p>", Ends.of("<p>甲</p>"), lambda _: True) == (
        "甲",
        "<p>甲</p>",
    )


@pytest.mark.long
def test_owners_code_is_no_text(tmp_path: Path) -> None:
    owner = Owner()
    with watch(OPTIONS, owner) as watched:
        owner.watched = watched
        plain = crawl(watched.url, tmp_path / "plain")
        owner.number = 1
        first = crawl(watched.url, tmp_path / "ad")
        assert first.exit_status == plain.exit_status == 0, first.stderr
        texts = {record["url"]: (record["text"], record["html"]) for record in plain.records}
        assert {r["url"]: (r["text"], r["html"]) for r in first.records} == texts
        assert not [r for r in first.records if "/ad/" in str(r["images"])]
        # Another advertisement on all posts at once, then none at all
        for number in (2, None):
            owner.number = number
            again = crawl(watched.url, tmp_path / "ad", "mode=refetch")
            assert again.exit_status == 0, again.stderr
            assert len(again.records) == len(first.records), number
            assert again.report["revisions"]["count"] == 0


@pytest.mark.long
def test_what_was_written_before_is_corrected(tmp_path: Path) -> None:
    """An archive of an earlier version has the code as text."""
    owner = Owner()
    with watch(OPTIONS, owner) as watched:
        owner.watched, owner.number = watched, 1
        off = {"ITEM_PIPELINES": '{"newsportal.pipelines.boilerplate.BoilerplatePipeline": null}'}
        old = crawl(watched.url, tmp_path, settings=off)
        assert all("广告1" in record["text"] for record in old.records)
        new = crawl(watched.url, tmp_path, "mode=refetch")
    corrected = new.records[len(old.records) :]
    assert {record["url"] for record in corrected} == {record["url"] for record in old.records}
    assert all("广告" not in record["text"] and record["revision"] == 2 for record in corrected)
    assert {record["changed_by"] for record in corrected} == {"rules"}


@pytest.mark.long
def test_the_first_posts_of_a_slow_portal_wait_for_others(tmp_path: Path) -> None:
    """While two requests are on their way, there is something to wait for."""
    owner = Owner()

    def slowly(hit: Hit) -> Answer | None:
        time.sleep(0.25)
        return owner(hit)

    with watch(Options(posts=12, **SPARE), slowly) as watched:
        owner.watched, owner.number = watched, 1
        run = crawl(watched.url, tmp_path)
    assert run.exit_status == 0, run.stderr
    assert not [record["url"] for record in run.records if "红包" in record["text"]]
