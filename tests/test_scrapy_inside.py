"""Scrapy's insides are where `scrapy_inside` looks for them."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import Any

import scrapy
from scrapy import Spider
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from twisted.internet import endpoints

from newsportal.middlewares.scrapy_inside import encode_names_once, is_closing, slow_down
from tests.crawling import ROOT

KNOWN = ("2.18", "2.19")  # raise it when the test has passed with a newer one


class Looking(Spider):
    """Looks at its own crawler when it begins and when it ends."""

    name = "looking"
    seen: list[object]

    async def start(self):  # type: ignore[no-untyped-def]
        crawler = self.crawler
        crawler.engine.downloader._get_slot(scrapy.Request("http://127.0.0.1:9/"))
        slow_down(crawler, 7.5)
        crawler.engine.downloader._get_slot(scrapy.Request("http://127.0.0.2:9/"))
        slots = crawler.engine.downloader.slots.values()
        self.seen = [is_closing(crawler), [(slot.delay, slot.jitter) for slot in slots]]
        closing = asyncio.ensure_future(crawler.engine.close_spider_async(reason="seen"))
        await asyncio.sleep(0)
        self.seen.append(is_closing(crawler))
        self.closing = closing
        return
        yield


def test_scrapy_is_a_known_one() -> None:
    assert scrapy.__version__.startswith(KNOWN), "look at scrapy_inside, then name the version"


def test_insides_are_there() -> None:
    async def run() -> Crawler:
        runner = AsyncCrawlerRunner({"TWISTED_REACTOR_ENABLED": False, "LOG_ENABLED": False})
        crawler = Crawler(Looking, runner.settings)
        await runner.crawl(crawler)
        return crawler

    crawler = asyncio.run(run())
    assert crawler.spider.seen == [False, [(7.5, 0.0), (7.5, 0.0)], True]  # type: ignore[union-attr]


def test_a_name_is_encoded_once() -> None:
    encode_names_once()
    encode_names_once()

    inside: Any = endpoints
    names = [inside.HostnameEndpoint._hostAsBytesAndText("新闻.example") for _ in range(3)]
    assert [encoded for _, encoded, _ in names] == ["新闻.example".encode("idna")] * 3
    assert inside._idnaBytes.cache_info().misses == 1


def test_another_scrapy_is_no_reason_to_fail() -> None:
    """Without an engine nothing is closing."""

    class Bare:
        engine = None

    assert not is_closing(Bare())  # type: ignore[arg-type]


def test_tls_is_imported_without_a_look_at_the_stack() -> None:
    code = """if True:
        import inspect
        stack = inspect.stack
        from newsportal.middlewares.scrapy_inside import import_tls
        import_tls()
        assert inspect.stack is stack
        from scrapy.core.downloader.tls import ScrapyClientTLSOptions
        print(ScrapyClientTLSOptions.__module__)  # "scrapy.core.downloader.tls" after a look
    """
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("scrapy.utils.deprecate\n", "")
