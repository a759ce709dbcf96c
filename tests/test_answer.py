"""What an answer is, and whether it is believed: tables, without a crawler."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import HtmlResponse, Response
from scrapy.spidermiddlewares.httperror import HttpError

from newsportal.middlewares.boundary import OffPortal
from newsportal.middlewares.manners import Forbidden, RunEnds
from newsportal.middlewares.whole import Unreadable
from newsportal.pages.site import Site
from newsportal.themes.tpure import Tpure
from newsportal.walk.answer import Answer, answer_of, answer_of_error
from newsportal.walk.fetched import Fetched
from newsportal.walk.questions.believed import is_believed
from newsportal.walk.questions.retry_queue import ROUNDS

ROOT = "http://news.example/"
SITE = Site.of(ROOT)
POST: dict[str, object] = {"post": "post/7.html"}
SECOND = {"page_of": "category-1.html", "page": 2}
INDEX = {"page_of": "", "page": 2}
MENU: dict[str, object] = {}
LINK = '<link rel="stylesheet" href="/zb_users/theme/tpure/style/style.css">'
ITEM = '<div class="content"><div class="item"><h2><a href="/post/7.html">x</a></h2></div></div>'
BAR = '<div class="pagebar"><span class="now-page">{}</span><a href="/page_3.html">3</a></div>'


def page(
    kind: str, url: str = ROOT + "post/7.html", *, status: int = 200, number: int = 2
) -> HtmlResponse:
    """Return a page of tpure, or of nobody's where *kind* is empty."""
    look = (
        f'<head>{LINK}</head><body class="{kind}">{ITEM}{BAR.format(number)}' if kind else "<body>"
    )
    return HtmlResponse(url, status, body=f"<html>{look}x</body></html>", encoding="utf-8")


@pytest.mark.parametrize(
    ("kind", "asked", "answer"),
    [
        ("article", POST, Answer.POST),
        ("article", MENU, Answer.POST),
        ("index", MENU, Answer.LIST),
        ("index", INDEX, Answer.LIST),
        ("index", POST, Answer.FRONT_PAGE),
        ("category", POST, Answer.LIST),
        ("tag", MENU, Answer.LIST),
        ("date", MENU, Answer.LIST),
        ("author", SECOND, Answer.LIST),
        ("page", POST, Answer.PAGE),
        ("search", MENU, Answer.PAGE),
        ("404", POST, Answer.NOT_FOUND),
        ("closepage", POST, Answer.CLOSED),
        ("error", SECOND, Answer.ERROR),
        ("", POST, Answer.STRANGE),
        ("", MENU, Answer.STRANGE),
    ],
)
def test_pages(kind: str, asked: dict[str, object], answer: Answer) -> None:
    request = Request(ROOT + "post/7.html", cb_kwargs=asked)
    assert answer_of(page(kind), request, Tpure()) is answer


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (404, Answer.NOT_FOUND),
        (410, Answer.NOT_FOUND),
        (403, Answer.STATUS),
        (500, Answer.SERVER_ERROR),
    ],
)
def test_the_status_comes_first(status: int, answer: Answer) -> None:
    request = Request(ROOT, cb_kwargs=POST)
    assert answer_of(page("article", status=status), request, Tpure()) is answer
    error = HttpError(Response(ROOT, status))
    assert answer_of_error(error) is answer


def test_what_is_no_text_is_no_page() -> None:
    assert answer_of(Response(ROOT, body=b"\x89PNG"), Request(ROOT), None) is Answer.NO_PAGE


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (RunEnds("x"), Answer.NOT_SENT),
        (Forbidden("x"), Answer.FORBIDDEN),
        (OffPortal("x"), Answer.OFF_PORTAL),
        (IgnoreRequest("too many redirects"), Answer.ODD),
        (ValueError("Missing scheme"), Answer.ODD),
        (DownloadCancelledError("x"), Answer.TOO_LARGE),
        (Unreadable("x"), Answer.FAILED),
        (OSError("x"), Answer.FAILED),
    ],
)
def test_errors(error: Exception, answer: Answer) -> None:
    assert answer_of_error(error) is answer


def fetched(response: Response, asked: dict[str, object], rounds: int = 0) -> Fetched:
    response.request = Request(response.url, cb_kwargs=asked, meta={"again": rounds})
    return Fetched.page(response)


CATEGORY = ROOT + "category-1_2.html"


@pytest.mark.parametrize(
    ("kind", "asked", "url", "believed"),
    [
        ("article", POST, ROOT + "post/7.html", True),
        ("404", POST, ROOT + "post/7.html", False),
        ("page", POST, ROOT + "post/7.html", False),
        ("", POST, ROOT + "post/7.html", False),
        ("closepage", POST, ROOT + "post/7.html", True),
        ("index", MENU, ROOT, True),
        ("404", MENU, ROOT, False),
        ("index", MENU, ROOT + "about.html", False),
        ("404", MENU, ROOT + "about.html", False),
        ("", MENU, ROOT + "about.html", False),
        ("page", MENU, ROOT + "about.html", True),
        ("category", SECOND, CATEGORY, True),
        ("index", SECOND, CATEGORY, False),
        ("article", SECOND, CATEGORY, False),
        ("index", INDEX, ROOT + "page_2.html", True),
        ("category", INDEX, ROOT + "page_2.html", False),
        ("index", {**INDEX, "page": 5}, ROOT + "page_5.html", False),
    ],
)
def test_what_is_believed(kind: str, asked: dict[str, object], url: str, *, believed: bool) -> None:
    """The post is one that the portal itself names."""
    assert is_believed(fetched(page(kind, url), asked), SITE, lambda _: True) is believed
    assert is_believed(fetched(page(kind, url), asked, ROUNDS), SITE, lambda _: True)


def test_a_list_without_posts_that_has_further_pages_is_not_believed() -> None:
    listing = page("category", CATEGORY)
    bare = listing.replace(body=listing.body.replace(ITEM.encode(), b""))
    last = bare.replace(body=bare.body.replace(b"3", b"1"))
    for response, believed in ((listing, True), (bare, False), (last, True)):
        asked = {"page_of": "category-1.html", "page": 2}
        assert is_believed(fetched(response, asked), SITE, lambda _: True) is believed


@pytest.mark.parametrize("kind", ["404", "page", ""])
def test_nothing_odd_about_a_post_that_only_a_text_names(kind: str) -> None:
    assert is_believed(fetched(page(kind), POST), SITE, lambda _: False)


def test_robots_txt_is_believed_of_what_was_asked_for_only() -> None:
    asked = Request(ROOT + "post/7.html", cb_kwargs=POST)
    led = asked.replace(url=ROOT + "login", meta={"redirect_urls": [asked.url]})
    forbidden = Forbidden("x")
    assert is_believed(Fetched.error(asked, forbidden), SITE, lambda _: True)
    assert not is_believed(Fetched.error(led, forbidden), SITE, lambda _: True)
