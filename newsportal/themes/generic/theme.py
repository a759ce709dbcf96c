"""The theme of portals that no other theme knows."""

# ruff: noqa: ARG002 - the signatures are the protocol's

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from scrapy.http import TextResponse

from newsportal.items import Comment
from newsportal.pages.body.reader import Body
from newsportal.themes.base import Entry, Fields, Kind, Pager, StatedTime
from newsportal.themes.generic.article_page import ArticlePage
from newsportal.themes.generic.beside import filed, further_pages, offered_files, others
from newsportal.themes.generic.beside.counters import counter
from newsportal.themes.generic.kind import Evidence, evidence
from newsportal.themes.wordpress import comments_on


class GenericTheme:
    """Pages as people read them: it recognises every one, so it is asked last.

    *boilerplate* holds the hashes of lines that recur on the portal's posts (`text_hash`).
    """

    name = "generic"

    def __init__(self, boilerplate: Collection[bytes] = ()) -> None:
        self._boilerplate = boilerplate

    def _read(self, response: TextResponse) -> ArticlePage:
        return ArticlePage.of(response, self._boilerplate)

    def recognises(self, response: TextResponse) -> bool:
        return True

    def kind(self, response: TextResponse) -> Kind | None:
        """Return what the page alone speaks for; its shape of address may know better."""
        leaning = self.evidence(response).leaning
        return "article" if leaning > 0 else "index" if leaning < 0 else None

    def evidence(self, response: TextResponse) -> Evidence:
        """Return what the page alone says of its kind."""
        return evidence(self._read(response))

    # Lists: what they name is told by links and addresses of the whole portal, not by a look.

    def entries(self, response: TextResponse) -> list[Entry]:
        return []

    def pager(self, response: TextResponse) -> Pager:
        return Pager()

    def archive(self, response: TextResponse) -> list[Entry]:
        return []

    def menu(self, response: TextResponse) -> list[str]:
        return []

    def categories(self, response: TextResponse) -> list[str]:
        return []

    def asides(self, response: TextResponse) -> list[str]:
        return []

    # Posts

    def fields(self, response: TextResponse) -> Fields:
        reading = self._read(response)
        near, title = reading.near, reading.title()
        previous, following = reading.neighbours
        return Fields(
            title=title,
            author=reading.account() or "",
            views=counter(near, "views"),
            comment_count=counter(near, "comments"),
            category=filed.category(near, title),
            tags=filed.tags(near) or reading.metadata.tags,
            related=others.related(near),
            previous=previous,
            next=following,
            copyright=None,
            credits=reading.credits(),
            files=offered_files.files(near),
            pages=further_pages.pages(near, reading.root, reading.silent.scripts, response.url)
            or reading.framed(),
        )

    def stated(self, response: TextResponse, now: datetime) -> StatedTime | None:
        return self._read(response).stated(now)

    def body(self, response: TextResponse, base: str) -> Body | None:
        return self._read(response).body(base)

    def comments(self, response: TextResponse, now: datetime) -> list[Comment]:
        return comments_on(response, now)
