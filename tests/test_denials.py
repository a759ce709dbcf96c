"""Pages that say that their post is not there, and those that only look like it."""

from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from newsportal.themes.generic.article_page import ArticlePage
from newsportal.themes.generic.fallback.denial import denies

COMMENT = "<div class=comments><p>该内容已被管理员删除</p></div>"


def is_denied(title: str, body: str) -> bool:
    html = (
        f"<title>{title}-青禾网</title><div><a href=/>首页</a> <a href=/yw/>要闻</a></div>"
        f"<h1>{title}</h1><div class=info>2026-11-20 来源：青禾网</div>{body}"
    )
    response = HtmlResponse("http://news.example/7.html", body=html.encode(), encoding="utf-8")
    return denies(ArticlePage.of(response))


@pytest.mark.parametrize(
    "shown",
    [
        "<video src=/7.mp4></video>",
        "<iframe src=/7.html></iframe>",
        "<a href=/7.pdf>附件：实施方案</a>",
        "<img src=/7.jpg>",
    ],
)
def test_a_comment_that_is_gone_takes_no_post_without_words_with_it(shown: str) -> None:
    assert is_denied("青禾镇举行丰收节", COMMENT)
    assert not is_denied("青禾镇举行丰收节", f"<div class=text>{shown}</div>{COMMENT}")


@pytest.mark.parametrize("title", ["页面不存在怎么办", "信息过期的代价", "新闻失效之后"])
def test_a_title_that_speaks_of_what_is_gone_denies_nothing(title: str) -> None:
    assert not is_denied(title, "<div class=text><p>详见下文。</p></div>")
