"""Whose page is it? Each reason to believe rel=canonical or a redirect, and what is not enough."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from newsportal.archive.revisions.revision import content_hash
from newsportal.items import Post
from newsportal.pages.site import Site
from newsportal.state.row import Route, State
from newsportal.walk.answer import Answer
from newsportal.walk.fetched import Fetched
from newsportal.walk.questions.link_budget import LinkBudget
from newsportal.walk.questions.not_there import NotThere
from newsportal.walk.questions.traps import TrapGuard
from newsportal.walk.questions.which_post import WhichPost
from newsportal.walk.questions.zones.which_zone import WhichZone
from newsportal.walk.sightings import Sightings
from tests.archives import NOW, completed, opened

SITE = Site.of("http://news.example/")
OWN, OTHER = "show/99.html", "post/7.html"


def fetched(key: str, canonical: str = "", asked: str = "") -> Fetched:
    """Return the page at *key*, which came for a request of *asked*."""
    page = f'<html><head><link rel="canonical" href="{canonical}"></head><body></body></html>'
    url = f"{SITE.root}{key}"
    chain = {"redirect_urls": [f"{SITE.root}{asked}"]} if asked not in ("", key) else {}
    request = Request(url, cb_kwargs={"post": asked or key}, meta=chain)
    response = HtmlResponse(url, body=page, encoding="utf-8", request=request)
    return Fetched(Answer.POST, request, response, "")


def judged(tmp_path: Path, post: Post, page: Fetched, other: dict[str, Any] | None = None,
           listed: str = "") -> tuple[str | None, int, State]:  # fmt: skip
    """Return whose page it is, how many canonicals were not believed, what became of the asked."""
    archive = opened(tmp_path)
    store, run = archive.store, archive.run_number
    asked = page.post or ""
    for key in (asked, *([OTHER] if other is not None else [])):
        route = Route.INDEX if key in listed.split() else Route.RELATED
        store.sight(key, route, NOW, run)
    if other:
        row = store.row(OTHER)
        assert row is not None
        store.settle(row.n, State.ARCHIVED, lost=0, **other)
    traps = TrapGuard(0)
    unasked: Any = None
    sightings = Sightings(archive, SITE, WhichZone(store), LinkBudget(archive, traps))
    whose = WhichPost(archive, SITE, sightings, NotThere(archive, traps, unasked, unasked))
    found, became = whose.on(post, page), store.row(asked)
    assert became is not None
    told = (found.key if found else None, archive.run.figures.canonicals, became.state)
    completed(archive)
    return told


def read(id_: str, title: str = "题", text: str | None = "文") -> Post:
    return Post(id=id_, url=f"{SITE.root}{OWN}", title=title, text=text)


SAME = {"title": "题", "content_hash": bytes.fromhex(content_hash("题", "文"))}
OTHERS = {"title": "题", "content_hash": bytes(32)}
ANOTHER = {"title": "别题", "content_hash": bytes(32)}


@pytest.mark.parametrize(
    ("id_", "other", "listed", "proved"),
    [
        ("99", SAME, f"{OWN} {OTHER}", True),
        ("99", OTHERS, f"{OWN} {OTHER}", False),
        ("7", None, OWN, False),
        ("7", None, "", True),
        ("99", None, "", False),
        ("99", OTHERS, OTHER, True),
        ("99", ANOTHER, OTHER, False),
        ("99", OTHERS, "", False),
    ],
    ids=[
        "the same text, though both are listed", "the same title, but both are listed",
        "its own id, but listed here", "its own id, listed nowhere", "nothing",
        "the title of a post that only the other address lists", "another title",
        "the same title, listed nowhere",
    ],
)  # fmt: skip
def test_a_canonical_is_believed_with_a_reason(
    tmp_path: Path, id_: str, other: dict[str, Any] | None, listed: str, proved: bool
) -> None:
    told = judged(tmp_path, read(id_), fetched(OWN, f"/{OTHER}"), other, listed)
    assert told[:2] == ((OTHER, 0) if proved else (OWN, 1))
    assert (told[2] is State.ALIAS) is proved


@pytest.mark.parametrize(
    ("asked", "id_", "text", "alias"),
    [
        ("post/99.html", "99", "文", True),
        ("post/98.html", "98", "文", True),
        ("post/98.html", "99", "文", False),
        ("news/a-title.html", "99", "文", True),
        ("post/99.html", "99", None, False),
    ],
    ids=["the same number", "its own id", "another post", "words", "no text"],
)
def test_a_redirect_is_followed_to_the_post_that_was_asked_for(
    tmp_path: Path, asked: str, id_: str, text: str | None, alias: bool
) -> None:
    whose, _, became = judged(tmp_path, read(id_, text=text), fetched(OWN, asked=asked))
    assert (whose, became) == ((OWN, State.ALIAS) if alias else (None, State.NAMED))
