"""Further pages of an article, read before the post is judged: its one line holds all of it.

Whoever dies before that has not read the post, and the next run asks for it again; so does a page
that cannot be had or is none of the article's. A page that is an article with a title of its own,
and was so when an earlier run has asked, is a post beside this one and no page of it.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, IgnoreRequest
from scrapy.http import TextResponse

from newsportal.archive.archive import ArchiveWriter
from newsportal.extract import join_page
from newsportal.items import Post
from newsportal.middlewares.keep_pages import stored_at
from newsportal.middlewares.manners import fetch_time
from newsportal.middlewares.scrapy_inside import is_closing
from newsportal.pipelines.owed import owe
from newsportal.runs.plain_words import in_words

if TYPE_CHECKING:
    from newsportal.pagestore.volumes import Place
    from newsportal.state.row import Row

_MOST = 400  # pages of an article
_NOT_THERE = ("status 404", "status 410")


class HalfPost(DropItem):
    """A post of which a page could not be read; the next run asks for it."""


class FurtherPagesPipeline:
    """Joins the pages of an article."""

    def __init__(self, crawler: Crawler, archive: ArchiveWriter) -> None:
        self._crawler = crawler
        self._archive = archive

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler, crawler.spider.archive)  # type: ignore[union-attr]

    async def process_item(self, item: Post) -> Post:
        """Return the post with all of its pages; HalfPost if one of them is owed."""
        run = self._archive.run
        spider: Any = self._crawler.spider
        walk, read_before = spider.any_walk, run.mode == "reextract" and spider.instead is None
        if not item.pages or run.failure or read_before or walk is None:
            return item
        # Late: where a theme is known, nothing of the generic one is loaded.
        from newsportal.themes.generic.article_page import ArticlePage
        from newsportal.themes.generic.beside import further_pages

        named = item.pages[0]
        if further_pages.is_framed(named, item.url):
            return await self._with_frame(item, named)
        elsewhere = not (
            further_pages.is_further(named, item.url)
            or further_pages.differs_by_number(named, item.url)
            or further_pages.is_whole(named, item.url)
        )
        first = further_pages.first_page(named) if elsewhere else item.url
        places: list[tuple[Place, Place, datetime]] = []
        waiting, read, others = deque(item.pages), [item.url], set[str]()
        while waiting:
            url = waiting.popleft()
            if url in read or url in others:
                continue
            page = await self._ask(url) if len(read) <= _MOST else f"it has more than {_MOST} pages"
            if isinstance(page, str):
                self._owe(item, url, page)
            if join_page(item, page, walk.theme, spider.site, by_title=elsewhere):
                read.append(url)
                walk.posts.join(url, self._archive.in_flight.row(item))
                if stored := stored_at(page):
                    places.append((*stored, fetch_time(page)))
                if further_pages.is_whole(url, first):
                    continue  # it names the parts, which it holds
                reading = ArticlePage.of(page)
                scripts = reading.silent.scripts
                further = further_pages.pages(reading.near, reading.root, scripts, first)
                waiting.extend(filter(None, map(spider.site.canonical, further)))
            elif elsewhere:
                others.add(url)
                walk.posts.no_articles.add(first)
            elif self._is_another(item, page):
                others.add(url)
                walk.posts.part(url, item.url)
            else:
                self._owe(item, url, f"{url} is no page of it")
        item.pages = read[1:]
        if self._archive.pages is not None:
            self._archive.pages.continued(item, tuple(places))
        return item

    async def _with_frame(self, item: Post, url: str) -> Post:
        """Join the page that the article's shows in a frame, if that holds the text."""
        spider: Any = self._crawler.spider
        if spider.any_walk.front.names(spider.site.key(url)):  # that of the portal's head
            item.pages = []
            return item
        page = await self._ask(url)
        if isinstance(page, str) and not page.endswith(_NOT_THERE):
            self._owe(item, url, page)
        walk, row = spider.any_walk, self._archive.in_flight.row(item)
        item.pages = []
        if (
            not isinstance(page, str)
            and _is_free(walk.store.row(spider.site.key(url)), row)
            and join_page(item, page, walk.theme, spider.site, framed=url)
        ):
            item.pages = [url]
            walk.posts.join(url, row)
            if self._archive.pages is not None and (stored := stored_at(page)):
                self._archive.pages.continued(item, ((*stored, fetch_time(page)),))
        else:
            walk.hidden_posts.see_frame(item, url, row)
        return item

    def _owe(self, item: Post, url: str, why: str) -> NoReturn:
        owe(self._crawler, self._archive, item, why)
        raise HalfPost(f"{item.url}: {url} cannot be read", log_level="DEBUG")

    def _is_another(self, item: Post, page: TextResponse) -> bool:
        """Tell whether what was named as a further page is a post of its own, not for once only."""
        spider: Any = self._crawler.spider
        found = spider.any_walk.theme.evidence(page)
        tried = self._archive.in_flight.row(item).tried is not None
        return tried and found.leaning > 0 and found.sentences > 0

    async def _ask(self, url: str) -> TextResponse | str:
        """Return the page at an address, or why it cannot be had."""
        if is_closing(self._crawler):
            return "the run ends"
        spider: Any = self._crawler.spider
        try:
            if spider.instead is not None:
                response = spider.instead(Request(url))
            else:
                response = await self._crawler.engine.download_async(Request(url))
        except (IgnoreRequest, Exception) as error:  # whatever the network does
            return f"{url}: {in_words(error)}"
        if response is None:
            return f"{url} is in none of the files"
        if response.status != 200 or not isinstance(response, TextResponse):
            return f"{url}: status {response.status}"
        return response


def _is_free(page: Row | None, post: Row) -> bool:
    """Tell whether a page is neither another post nor a part of one."""
    return page is None or page.original == post.n or not (page.routes or page.original)
