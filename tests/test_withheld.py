"""Posts of which a portal shows a notice, or a part, to whoever has no password or account."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from newsportal.themes.generic.article_page import ArticlePage
from newsportal.themes.generic.theme import GenericTheme
from tests.crawling import archive_folder, crawl
from tests.plain_archive import audit, keys
from tests.plain_portal import PlainPortal, post_page, served

WITHHELD = {
    "wordpress": '<form class="post-password-form"><p>此内容受密码保护。请在下列字段中输入密码。'
    '</p><p><label>密码： <input name="post_password" type="password"></label></p></form>',
    "field": '<div class="c5"><p>请输入密码访问</p><p><input type="password" name="pw"></p></div>',
    "encrypted": '<div class="hbe" id="hexo-blog-encrypt"><script type="hbeData">0a</script>'
    '<div><input type="password" id="hbePass"><label>您好, 这里需要密码.</label></div></div>',
    "forum": '<div class="locked">游客，如果您要查看本帖隐藏内容请<a href="/reply">回复</a></div>',
    "subscribers": '<aside class="gh-post-upgrade-cta"><h2>本文仅限付费订阅者阅读</h2>'
    '<a href="#/portal/signup">立即订阅</a></aside>',
    "message": '<div id="messagetext"><p>抱歉，您尚未登录，没有权限访问该版块</p></div>',
    "paid": '<div class="locked">本主题需向作者支付 <b>5 金钱</b> 才能浏览</div>',
}


def _page(html: str) -> HtmlResponse:
    return HtmlResponse("http://portal.example/news/1.html", body=html.encode(), encoding="utf-8")


@pytest.mark.parametrize("kind", WITHHELD)
def test_a_notice_in_place_of_the_text_is_told(kind: str) -> None:
    page = _page(post_page(1, body=WITHHELD[kind]))
    assert ArticlePage.of(page).withheld.whole
    assert GenericTheme().evidence(page).withheld


@pytest.mark.parametrize("kind", WITHHELD)
def test_a_notice_beside_the_text_is_no_text(kind: str) -> None:
    text = post_page(1).partition('<div class="text">')[2].partition("</div>")[0]
    page = _page(post_page(1, body=text + WITHHELD[kind]))
    found = ArticlePage.of(page).withheld
    assert (found.whole, bool(found.words)) == (False, True)
    body = GenericTheme().body(page, page.url)
    assert body is not None
    assert body.text.count("\n") == 2


def test_news_of_passwords_and_logins_are_text() -> None:
    news = "<p>市民登录县政府网站后可查看结果，也可以输入密码查询本人的申请进度。</p>"
    login = '<form class="login"><input name="username"><input type="password" name="pw"></form>'
    page = _page(post_page(1, body=news).replace("<h1>", f"{login}<h1>"))
    assert not ArticlePage.of(page).withheld.words
    body = GenericTheme().body(page, page.url)
    assert body is not None
    assert body.text.startswith("市民登录")


@pytest.mark.long
def test_posts_that_are_kept_back_are_owed_until_a_person_settles_it(tmp_path: Path) -> None:
    portal = PlainPortal().news(8)
    portal.pages["/news/3.html"] = post_page(3, body=WITHHELD["wordpress"])
    portal.pages["/news/5.html"] = str(portal.pages["/news/5.html"]).replace(
        "</div></body>", f"</div>{WITHHELD['forum']}</body>"
    )
    for n, frame in enumerate(("/cms/6.htm", "/player.html?id=7"), 6):
        portal.pages[f"/news/{n}.html"] = post_page(n, body=f"<iframe src={frame}></iframe>")
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 1
        assert 'other = ["news/3.html"]' in crawled.stderr
        assert sorted(keys(crawled, portal)) == [f"news/{n}.html" for n in range(8) if n != 3]
        assert not any("隐藏内容" in record["text"] for record in crawled.records)
        assert crawl(portal.url, tmp_path).exit_status == 1
        toml = archive_folder(portal.url, tmp_path) / "portal.toml"
        toml.write_text('other = ["news/3.html"]\n', encoding="utf-8")
        assert crawl(portal.url, tmp_path).exit_status == 0
        told = audit(portal, tmp_path).stdout
    assert "1 posts are kept back in part" in told
    assert "1 posts have their text in a frame" in told
    assert "/cms/6.htm" in told
    assert "2 missing" in told


def test_a_line_that_only_announces_a_frame_is_no_text(tmp_path: Path) -> None:
    """Frames that the front page has, too, are the portal's head."""
    portal, head = PlainPortal().news(8), "<iframe src=/inc/head.html></iframe>"
    for n in range(8):
        frame = (
            f"<p>全文如下。</p><iframe src=/cms/{n}.htm></iframe>" if n == 6 else "<p>公告。</p>"
        )
        page = post_page(n, body=frame if n > 5 else "")
        portal.pages[f"/news/{n}.html"] = page.replace("<h1>", f"{head}<h1>")
    portal.pages["/"] = str(portal.pages["/"]).replace("<ul", f"{head}<ul", 1)
    portal.pages["/inc/head.html"] = "<a href=/>首页</a>"
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 1
    assert "1 posts have their text in a frame" in crawled.report["outcome"]
    assert "/cms/6.htm" in crawled.report["outcome"]
