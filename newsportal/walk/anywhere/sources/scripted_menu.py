"""The menu of a front page that a file of the portal's own writes, as ``/js/menu.js`` does.

Such a file is a list of links under the name of a script: it is asked for once, in the first crawl,
and what it spells is what the front page would name. One that computes its addresses tells nothing;
then the run says so (`completeness.hidden_lists`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import HtmlResponse, Response, TextResponse
from twisted.python.failure import Failure

from newsportal.discovery.links import links_of
from newsportal.discovery.scripts.hidden_menus import file_of_menu
from newsportal.pages.page import Page

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk

_LARGEST = 200_000  # characters; more is a library
_MOST = 200  # links


class ScriptedMenu:
    """Asks for the file, and offers what it links to."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self._url = ""
        self._front = ""

    def learn(self, front: TextResponse) -> None:
        """Take from the front page which file writes its menu."""
        address = "" if self.walk.settled else file_of_menu(Page.of(front).root)
        try:
            url = urljoin(front.url, address) if address else ""
        except ValueError:  # http://[
            return
        if url and self.walk.site.holds(url):
            self._url, self._front = url, front.url

    def next(self) -> list[Request]:
        """Return the request for the file, once."""
        url, self._url = self._url, ""
        if not url:
            return []
        return [
            Request(
                url, self.parse, priority=50, errback=self.failed, dont_filter=True,
                meta={"dont_retry": True},
            )
        ]  # fmt: skip

    def parse(self, response: Response) -> None:
        """Offer the lists that the file names."""
        if not isinstance(response, TextResponse) or response.status != 200:
            return
        text = response.text
        if len(text) > _LARGEST or "</script" in text:
            return
        page = HtmlResponse(self._front, body=f"<script>{text}</script>".encode(), encoding="utf-8")
        walk = self.walk
        for link in links_of(page, walk.site)[:_MOST]:
            if link.text and walk.known.shape_at(link.key).may_be_lists:
                walk.front.add_to_frame(link.key)
                walk.menus.note(link, link.key)
                walk.frontier.offer(link.key, navigation=True)
                walk.frontier.name_as_section(link.key)

    def failed(self, failure: Failure) -> None:
        """Go on without it: what only a script leads to is told when the walk is over."""
