"""One live display on a terminal: how far the crawl is, how fast it may be, what it reads."""

from __future__ import annotations

import logging
import sys
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Self

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from newsportal.extensions.outlook import Outlook, requests_to_come
from newsportal.items import Post
from newsportal.language.chosen import local
from newsportal.report.printing import duration

_PERIOD = 0.5  # seconds between two frames
_NOTABLE = 2.0  # seconds of waiting that are said
_FINISHING = "Finishing cleanly: what is on its way is archived (Ctrl-C again: at once)"


class Display:
    """Three lines at the foot of the terminal; log lines go above them."""

    def __init__(self, crawler: Crawler, console: Console) -> None:
        self._crawler = crawler
        self._live = Live(console=console, auto_refresh=False, transient=True)
        self._clock = create_looping_call(self._draw)
        self._outlook = Outlook()
        self._began = self._drawn = monotonic()
        self._title = ""
        self._handlers: list[tuple[logging.StreamHandler[Any], Any]] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        console = Console(stderr=True)
        if not console.is_terminal or console.is_dumb_terminal:
            raise NotConfigured
        display = cls(crawler, console)
        for handler, signal in (
            (display.spider_opened, signals.spider_opened),
            (display.spider_closed, signals.spider_closed),
            (display.response_received, signals.response_received),
            (display.item_read, signals.item_scraped),
            (display.item_read, signals.item_dropped),
        ):
            crawler.signals.connect(handler, signal=signal)
        return display

    def spider_opened(self) -> None:
        """Begin to draw, and have log lines printed above."""
        terminal = sys.stderr
        spider: Any = self._crawler.spider
        target = f" → {spider.archive.folder / 'posts.jsonl'}" if spider.keeps else ""
        told = f"{spider.site.root}{target}"
        self._live.console.print(told, soft_wrap=True, highlight=False, markup=False)
        self._live.start()  # from here on sys.stderr prints above the display
        for handler in logging.getLogger().handlers:
            if isinstance(handler, logging.StreamHandler) and handler.stream is terminal:
                handler.setStream(sys.stderr)
                self._handlers.append((handler, terminal))
        self._clock.start(_PERIOD)

    def spider_closed(self, reason: str) -> None:
        """Give the terminal back."""
        if self._clock.running:
            self._clock.stop()
        if reason == "shutdown":
            self._live.console.print(local(_FINISHING), style="yellow")  # it may have been quick
        for handler, stream in self._handlers:
            handler.setStream(stream)
        self._live.stop()

    def response_received(self) -> None:
        """Count an answer."""
        self._outlook.answered(monotonic())

    def item_read(self, item: Post) -> None:
        """Note the post that was read last."""
        self._title = item.title or ""

    def _draw(self) -> None:
        now = monotonic()
        delay, wait = self._manners(now)
        if wait > 0:  # the slot was last seen in times to come: it is held back
            self._outlook.held(now - self._drawn)
        self._drawn = now
        rows = (self._progress(now, wait), self._figures(), self._doing(delay, wait))
        self._live.update(Group(*rows), refresh=True)

    def _progress(self, now: float, wait: float) -> Table:
        spider: Any = self._crawler.spider
        asked = self._crawler.stats.get_value("response_received_count", 0)
        to_come = requests_to_come(spider.archive, spider.arguments, spider.lists.walks.values())
        left = self._outlook.left(to_come, wait)
        line = Table.grid(padding=(0, 1), expand=True)
        line.add_column(ratio=1)
        line.add_column(no_wrap=True)
        told = local("time left unknown" if left is None else f"{duration(left)} left")
        bar = ProgressBar(total=max(1, asked + to_come), completed=asked)
        line.add_row(bar, f"{duration(now - self._began)} · {told}")
        return line

    def _figures(self) -> Text:
        archive = self._crawler.spider.archive  # type: ignore[union-attr]
        run = archive.run
        figures = (
            f"posts {run.fetched:,} of {archive.store.counts.known():,} known",
            f"new {run.new.count:,}", f"unchanged {run.unchanged:,}",
            f"errors {len(run.failed):,}", f"lists {run.lists:,}",
        )  # fmt: skip
        return Text(" · ".join(map(local, figures)), no_wrap=True, overflow="ellipsis")

    def _doing(self, delay: float, wait: float) -> Text:
        if not self._crawler.crawling:
            return Text(local(_FINISHING), style="yellow", no_wrap=True, overflow="ellipsis")
        manners = local(f"{self._outlook.rate():.1f}/s · delay {round(delay, 2):g} s")
        if wait > _NOTABLE:
            until = datetime.now().astimezone() + timedelta(seconds=wait)
            manners = local(f"the portal asks to wait until {until:%H:%M:%S}")
        told = " · ".join(filter(None, (manners, self._title)))
        return Text(told, style="dim", no_wrap=True, overflow="ellipsis")

    def _manners(self, now: float) -> tuple[float, float]:
        """Return the seconds between two requests, and those until the next may be sent."""
        slots = list(self._crawler.engine.downloader.slots.values())
        delay = max((slot.delay for slot in slots), default=0.0)
        return delay, max((slot.lastseen - now for slot in slots), default=0.0)
