"""Closes a run's account: verdict, report, one last line for people."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler

from newsportal.report.page import write_page
from newsportal.report.remedies import remedy
from newsportal.runs.figures import RULES
from newsportal.runs.run import EXIT_STATUS, OK
from newsportal.runs.verdict import Thresholds

logger = logging.getLogger(__name__)


class RunCloser:
    """Closes the archive after the pipelines and puts the exit status into the stats."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        crawler.signals.connect(self.item_error, signal=signals.item_error)
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def item_error(self) -> None:
        """Count a pipeline's error: a post that was fetched is not in the archive."""
        self._crawler.stats.inc_value("newsportal/item_errors")

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Handle the end of the crawl."""
        archive, settings = spider.archive, self._crawler.settings  # type: ignore[attr-defined]
        run = archive.run
        if log := settings["LOG_FILE"]:
            run.log = str(Path(log).absolute())
        for name, found in run.figures.rules.items():
            self._crawler.stats.set_value(RULES + name, found)
        archive.close(reason, self._crawler.stats.get_stats(), Thresholds.of(settings))
        self._crawler.stats.set_value(EXIT_STATUS, run.exit_status)
        level = logging.INFO if run.exit_status == OK else logging.ERROR
        if run.failure:
            logger.warning("What helps: %s", remedy(run.failure))
        report = f"; report: {archive.report}" if archive.report else ""
        logger.log(level, "%s: %s%s", archive.folder, run.outcome, report)
        if archive.report:
            try:
                write_page(archive.report)
            except OSError as error:
                logger.error("the report's page cannot be written: %s", error)
        if settings["NEWSPORTAL_METRICS_FILE"]:
            from newsportal.runs import metrics

            metrics.write(settings["NEWSPORTAL_METRICS_FILE"], run)
        if settings["NEWSPORTAL_WEBHOOK"]:
            from newsportal.runs.notifications import webhook

            webhook.post(settings["NEWSPORTAL_WEBHOOK"], run.summary(archive.report))
        if settings["NEWSPORTAL_NOTIFY"] and archive.folder.is_dir():
            from newsportal.runs.notifications import notify

            notify.tell(settings["NEWSPORTAL_NOTIFY"], run.summary(archive.report), archive.runs)
