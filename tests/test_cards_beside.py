"""Cards of other posts beside a text, and pages about the portal among what a feed names."""

from __future__ import annotations

from pathlib import Path

from scrapy.http import HtmlResponse

from newsportal.themes.generic.theme import GenericTheme
from tests.crawling import crawl
from tests.plain_portal import PlainPortal, post_page, served, title


def card(n: int) -> str:
    """Return a card of a post: its picture and its title lead to it, and it tells its day."""
    link = f'<a href="/news/{n}.html" title="{title(n)}">'
    return (
        f'<div class="item">{link}<img src="/i/{n}.jpg" alt="{title(n)}"></a><div>'
        f'{link}{title(n)}</a><time datetime="2026-10-{1 + n:02}T04:26:46.000Z">2026-10-{1 + n:02}'
        "</time></div></div>"
    )


def test_cards_of_titles_and_days_tell_no_more_than_a_short_text(tmp_path: Path) -> None:
    with served(PlainPortal().news(12)) as portal:
        for n in range(12):
            others = "".join(card(other) for other in range(12) if other != n)
            portal.pages[f"/news/{n}.html"] = post_page(n, extra=f"<div>{others}</div>")
        portal.pages["/news/3.html"] = post_page(
            3, body="<p>东岭的居民昨天收到了通知，今天起停水两天。</p>", extra=others
        ).replace(title(3), "停水")
        portal.pages["/"] = (
            str(portal.pages["/"]).replace(title(3), "").replace("/news/3.", "/news/4.")
        )
        four = post_page(4, extra='<a href="/news/3.html">上一篇 停水 东岭的居民昨天收到</a>')
        portal.pages["/news/4.html"] = four
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 12


def test_a_page_about_the_portal_that_the_feed_names_as_a_post_is_not_owed(tmp_path: Path) -> None:
    items = "".join(
        f"<item><title>{called}</title><link>http://portal.example{path}</link></item>"
        for called, path in [
            ("关于", "/about/"),
            *((title(n), f"/news/{n}.html") for n in range(9)),
        ]
    )
    about = (
        "<html><head><title>关于_青禾新闻</title></head><body><h1>关于</h1>"
        "<time datetime=2026-10-01>2026-10-01</time><p>青禾人</p></body></html>"
    )
    with served(PlainPortal().news(9)) as portal:
        portal.pages["/about/"] = about
        portal.pages["/feed"] = f'<rss version="2.0"><channel>{items}</channel></rss>'
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 9


def test_a_page_that_says_it_is_an_article_is_none_of_the_lists_that_are_called_as_shortly() -> (
    None
):
    """天气预报, three sentences, and cards of 25 other posts."""
    page = post_page(3, extra=f"<div>{''.join(map(card, range(25)))}</div>")
    page = page.replace(f"<title>{title(3)}_青禾新闻", "<title>天气预报").replace(
        title(3), "天气预报", 1
    )

    def leaning(html: str) -> float:
        url = "http://news.example/news/3.html"
        return GenericTheme().evidence(HtmlResponse(url, body=html.encode())).leaning

    assert leaning(page) < 0
    assert leaning(page.replace("<head>", '<head><meta property="og:type" content="article">')) > 0
