"""Scrapy's ``fetch``, ``view``, ``shell``, ``parse``, ``check`` look at a page and run no spider.

They open no archive and lock none; what ``parse`` makes of a page goes into an empty one, which is
gone afterwards.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from newsportal.archive.archive import ArchiveWriter
from newsportal.arguments import Arguments
from newsportal.runs.verdict import Thresholds


def is_inspection(spider: type[Spider], settings: BaseSettings) -> bool:
    """Tell whether a command of Scrapy uses the spider without running it.

    All but ``shell`` put a ``start`` of their own into the spider; ``shell``, which never starts
    it, has a filter of its own.
    """
    return (
        spider.start.__module__.startswith("scrapy.commands.")
        or settings["DUPEFILTER_CLASS"] == "scrapy.dupefilters.BaseDupeFilter"
    )


def temporary_archive(crawler: Crawler, arguments: Arguments) -> ArchiveWriter:
    """Open an archive that lasts as long as the look."""
    folder = TemporaryDirectory(prefix="newsportal-")
    archive = ArchiveWriter(Path(folder.name), arguments, None)

    def let_go() -> None:
        archive.close("", {}, Thresholds())
        folder.cleanup()

    crawler.signals.connect(let_go, signal=signals.spider_closed, weak=False)
    return archive
