"""What newsportal is measured against."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from itemloaders.processors import Identity, Join, MapCompose, TakeFirst
from scrapy import Field, Item, Request, Spider
from scrapy.http import Response, TextResponse
from scrapy.loader import ItemLoader
from w3lib.html import remove_tags


class BareSpider(Spider):
    """Fetches what newsportal asks for, and does nothing else."""

    name = "bare"

    def __init__(self, url: str, addresses: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._root, self._addresses = url.rstrip("/"), Path(addresses)

    async def start(self) -> AsyncIterator[Request]:
        """Ask for every address once."""
        for address in self._addresses.read_text(encoding="utf-8").split():
            yield Request(self._root + address, callback=self.parse)

    def parse(self, response: Response) -> None:
        """Do nothing."""


def _strip(text: str) -> str | None:
    return text.strip() or None


def _number(text: str) -> int | None:
    found = re.search(r"\d+", text)
    return int(found[0]) if found else None


class TutorialItem(Item):
    """The fields of newsportal's record, as far as rules alone give them."""

    id = Field()
    url = Field()
    title = Field()
    category = Field(output_processor=Identity())
    author = Field()
    source = Field()
    reporters = Field(output_processor=Identity())
    correspondents = Field(output_processor=Identity())
    editors = Field(output_processor=Identity())
    published_at = Field()
    text = Field(output_processor=Join("\n"))
    html = Field()
    images = Field(output_processor=Identity())
    tags = Field(output_processor=Identity())
    views = Field(input_processor=MapCompose(_number))
    comment_count = Field(input_processor=MapCompose(_number))
    comments = Field(input_processor=Identity(), output_processor=Identity())
    related = Field(output_processor=Identity())
    previous = Field()
    next = Field()
    copyright = Field(output_processor=Join("\n"))
    content_hash = Field()


class TutorialLoader(ItemLoader):
    """Strips texts and takes the first."""

    default_item_class = TutorialItem
    default_input_processor = MapCompose(str, _strip)
    default_output_processor = TakeFirst()


class TutorialSpider(Spider):
    """From list page to list page, from list to posts; selectors, a loader, a feed."""

    name = "tutorial"

    def __init__(self, url: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_urls = [url]

    def parse(self, response: Response) -> Iterator[Request]:
        """Follow the posts and the next page of a list."""
        assert isinstance(response, TextResponse)
        yield from response.follow_all(css="div.content div.item h2 a", callback=self.parse_post)
        yield from response.follow_all(css="div.pagebar .next-page a", callback=self.parse)

    def parse_post(self, response: Response) -> Iterator[TutorialItem]:
        """Load one post."""
        assert isinstance(response, TextResponse)
        loader = TutorialLoader(response=response)
        loader.add_css("id", "input#inpId::attr(value)")
        loader.add_value("url", response.url)
        loader.add_css("title", ".post h1::text")
        loader.add_css("category", ".sitemap a:nth-of-type(n+2)::text")
        loader.add_css("author", ".post .info .user ::text")
        loader.add_css("published_at", ".post .info .date ::text")
        loader.add_css("views", ".post .info .view ::text")
        loader.add_css("comment_count", ".post .info .cmt ::text")
        body = loader.nested_css("div.single")
        body.add_css("text", "p", MapCompose(remove_tags))
        body.add_css("source", "p::text", re=r"来源[:：]\s*(\S+)")
        body.add_css("reporters", "p::text", re=r"记者[:： ]\s*([\u4e00-\u9fff]{2,3})")
        body.add_css("correspondents", "p::text", re=r"通讯员[:： ]\s*([\u4e00-\u9fff]{2,3})")
        body.add_css("editors", "p::text", re=r"编辑[:： ]\s*([\u4e00-\u9fff]{2,3})")
        body.add_css("images", "img::attr(data-original), img::attr(src)")
        loader.add_css("html", "div.single")
        loader.add_css("tags", "div.tags a::text")
        loader.add_css("related", "div.relatelist a::attr(href)")
        loader.add_css("previous", "a.single-prev::attr(href)")
        loader.add_css("next", "a.single-next::attr(href)")
        loader.add_css("copyright", "div.copynoticetxt ::text")
        for comment in response.css("div.cmtsitem"):
            loader.add_value(
                "comments",
                {
                    "author": comment.css(".cmtsname ::text").get(),
                    "published_at": comment.css(".cmtsdate ::text").get(),
                    "text": "".join(comment.css(".cmtsbody ::text").getall()).strip(),
                },
            )
        item = loader.load_item()
        content = f"{item.get('title')}\n{item.get('text')}"
        item["content_hash"] = hashlib.sha256(content.encode()).hexdigest()
        yield item
