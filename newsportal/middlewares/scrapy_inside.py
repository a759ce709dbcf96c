"""What Scrapy has no public names for. Its private attributes are touched here and nowhere else.

Each function does without where Scrapy has changed; `tests/test_scrapy_inside.py` names the
versions with which it works, and fails when that is no longer so.
"""

from __future__ import annotations

import asyncio
import inspect
import warnings
from functools import lru_cache
from importlib import import_module

from scrapy.crawler import Crawler

_SHORTEST_DELAY = 0.001  # seconds
_CLOSING: set[asyncio.Future[None]] = set()


def import_tls() -> None:
    """Import Scrapy's TLS; for a tenth of a second less than a plain import takes.

    To name the module of three deprecated classes, Scrapy looks through the sources of all that is
    on the stack. It does without (`create_deprecated_class`) where that fails, and warns.
    """
    stack = inspect.stack
    with warnings.catch_warnings(action="ignore"):
        inspect.stack = _no_stack
        try:
            import_module("scrapy.core.downloader.contextfactory")
        finally:
            inspect.stack = stack


def _no_stack(context: int = 1) -> list[inspect.FrameInfo]:  # noqa: ARG001
    raise LookupError  # the names of deprecated classes are of no use here


def encode_names_once() -> None:
    """Have Twisted encode the name of a host once: it does so for each request, in 170 calls."""
    from twisted.internet import endpoints  # late: many commands fetch nothing

    encode = getattr(endpoints, "_idnaBytes", None)
    if encode is not None and not hasattr(encode, "cache_info"):
        setattr(endpoints, "_idnaBytes", lru_cache(maxsize=64)(encode))  # noqa: B010 (private)


def is_closing(crawler: Crawler) -> bool:
    """Tell whether the spider is being closed: no new request is made, old ones are finished."""
    slot = getattr(crawler.engine, "_slot", None)
    return getattr(slot, "closing", None) is not None


def end_run(crawler: Crawler, reason: str) -> None:
    """Have the spider closed from where nothing can wait for that."""
    closing = asyncio.ensure_future(crawler.engine.close_spider_async(reason=reason))
    _CLOSING.add(closing)  # a task that nothing holds may be collected
    closing.add_done_callback(_CLOSING.discard)


def calm_down(crawler: Crawler) -> None:
    """Ask for one page at a time from now on."""
    for slot in crawler.engine.downloader.slots.values():
        # Without a delay Scrapy sends all that waits at once, whatever may be under way.
        slot.concurrency, slot.delay = 1, max(slot.delay, _SHORTEST_DELAY)


def give_up(crawler: Crawler, host: str, key: str, error: Exception) -> None:
    """Let the requests to a host fail that are marked with a *key* and were not sent yet."""
    slot = crawler.engine.downloader.slots.get(host)
    if slot is None:
        return
    waiting = [each for each in slot.queue if key in each[0].meta]
    for each in waiting:
        slot.queue.remove(each)
        each[1].errback(error)


def slow_down_host(crawler: Crawler, host: str, delay: float) -> None:
    """Ask one host for one thing at a time, with so many seconds between two, from now on."""
    downloader = crawler.engine.downloader
    if hasattr(downloader, "per_slot_settings"):  # of a slot to come
        downloader.per_slot_settings[host] = {"delay": delay, "concurrency": 1, "jitter": 0.0}
    if (slot := downloader.slots.get(host)) is not None:
        slot.concurrency, slot.jitter, slot.delay = 1, 0.0, max(slot.delay, delay)


def slow_down(crawler: Crawler, delay: float) -> None:
    """Leave at least so many seconds between two requests, to any host, from now on."""
    downloader = crawler.engine.downloader
    if hasattr(downloader, "_delay"):  # of slots to come
        downloader._delay = max(downloader._delay, delay)
        # Jitter would undercut the delay half of the time.
        downloader._jitter = 0.0
    for slot in downloader.slots.values():
        slot.jitter, slot.delay = 0.0, max(slot.delay, delay)


def end_if_idle(crawler: Crawler) -> None:
    """Let a run that is closing see that its pipelines have nothing left to do.

    Scrapy looks when an answer has gone through them. A post from a stored page came with none: the
    run that was stopped, or met a full disk, while it was in there would wait for ever.
    """
    scraper = crawler.engine.scraper
    closing = scraper.slot.closing if scraper.slot is not None else None
    if closing is not None and not closing.called:
        scraper._check_if_closing()
