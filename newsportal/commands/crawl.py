"""``scrapy crawl`` with an exit status that tells cron and systemd how the run ended."""

from __future__ import annotations

import argparse
import json
import logging
import sqlite3
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from scrapy import Spider
from scrapy.commands.crawl import Command as CrawlCommand
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from newsportal.arguments import NAMES, Arguments, meanings
from newsportal.command_line import arguments_of, data_folder, refuse
from newsportal.extras import needs
from newsportal.help_page import right_help
from newsportal.language.chosen import local
from newsportal.portal_toml import PortalToml
from newsportal.runs.checks import check_portal
from newsportal.runs.garbage import look_not, look_seldom
from newsportal.runs.plain_log import log_plainly
from newsportal.runs.plain_words import in_words
from newsportal.runs.run import EXIT_STATUS, FAILED, LOCKED
from newsportal.suggestions import did_you_mean

logger = logging.getLogger(__name__)

_SPIDER = "posts"

# They list components, versions and figures, which the run's report has too.
_CHATTY = ("scrapy.addons", "scrapy.crawler", "scrapy.middleware", "scrapy.statscollectors",
           "scrapy.utils.log")  # fmt: skip


class Command(CrawlCommand):
    """Run a spider; the exit status is 0 only if the job is done."""

    summary: dict[str, Any]
    """How `posts` has ended, for programs."""
    arguments: Sequence[str] = NAMES
    """Of `posts`, those that this command heeds."""
    asked: Arguments
    """What it was asked for, once it has been checked."""
    data: Path
    """The folder of all archives."""

    def short_desc(self) -> str:
        return local("Archive a portal (crawl posts), or run a spider of your own")

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        right_help(parser)
        # Scrapy lets the last one of a name have it.
        parser.add_argument(
            "-a", dest="spargs", action="append", default=[], metavar="NAME=VALUE",
            help=meanings(self.arguments),
        )  # fmt: skip
        parser.add_argument(
            "--json", action="store_true",
            help="when posts has ended, tell how in one line of JSON",
        )  # fmt: skip

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the arguments before anything else happens, so that a mistake gives one line."""
        super().process_options(args, opts)
        if args == [_SPIDER]:
            self.check(opts)
        elif type(self) is Command:
            self._check_spider(args)

    def check(self, opts: argparse.Namespace, portal: str = "", *, is_asked: bool = True) -> None:
        """End the program with 2 where a setting or an argument of `posts` is wrong.

        *portal* is archived whatever the arguments name. Without *is_asked* nothing is requested
        from it, and so no contact address is needed.
        """
        assert self.settings is not None
        self.data = data_folder(self.settings)
        given = {**opts.spargs, "portal": portal} if portal else opts.spargs
        self.asked = arguments_of(given, self.settings)
        try:
            if is_asked:
                check_portal(self.settings, self.asked.site.root)
            PortalToml.read(self.asked.site.folder_in(self.data))
        except ValueError as error:
            refuse(str(error))
        if self.settings["NEWSPORTAL_METRICS_FILE"]:
            with needs("metrics"):
                import_module("prometheus_client")
        if not opts.loglevel:
            logging.disable(logging.INFO)  # until `run`: Scrapy's versions and settings
        look_not()  # until the spider is there

    def _check_spider(self, args: list[str]) -> None:
        """Raise UsageError unless one spider is named that is there."""
        if len(args) != 1:
            raise UsageError("name one spider: scrapy crawl posts", print_help=False)
        assert self.settings is not None
        spiders = get_spider_loader(self.settings).list()
        if args[0] not in spiders:
            raise UsageError(
                f"{args[0]}: there is no such spider; there is {', '.join(spiders)}"
                + did_you_mean(args[0], spiders),
                print_help=False,
            )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args == [_SPIDER]:
            self.exitcode = self.crawl(opts.spargs, chatty=bool(opts.loglevel))
            self.tell(opts)
        else:
            super().run(args, opts)  # a spider of the user's, which is Scrapy's affair

    def tell(self, opts: argparse.Namespace) -> bool:
        """Tell programs how a run has ended, if they are the ones who ask."""
        if opts.json:
            print(json.dumps(self.summary, ensure_ascii=False, default=str))
        return bool(opts.json)

    def crawl(
        self,
        arguments: Mapping[str, object],
        *,
        chatty: bool,
        spider: str | type[Spider] = _SPIDER,
    ) -> int:
        """Run `posts`, or a spider that is made from it, to its end; return the exit status."""
        from newsportal.archive.writing.locks import ArchiveLockedError
        from newsportal.middlewares.scrapy_inside import import_tls

        import_tls()
        process = self.crawler_process
        assert process is not None
        _begin_to_log(process.settings, chatty=chatty)
        crawler = self._create_crawler(spider)
        done: Any = process.crawl(crawler, **arguments)
        look_seldom()
        process.start()
        error = done.exception() if done.done() and not done.cancelled() else None
        if isinstance(error, ArchiveLockedError):
            logger.info(error)
            self.summary = {"exit_status": LOCKED, "outcome": str(error)}
            return LOCKED
        if isinstance(error, OSError | sqlite3.Error | ValueError):
            return self._closed(f"the archive cannot be opened: {in_words(error)}")
        if error is not None:
            raise error
        archive = crawler.spider.archive  # type: ignore[union-attr]
        status: int | None = crawler.stats.get_value(EXIT_STATUS)
        if status is None:  # a second signal has left nobody time to close
            from newsportal.extensions.display import Display

            if display := crawler.get_extension(Display):
                display.spider_closed("")
            archive.run.result = "unfinished"
            archive.run.outcome = "ended at once; the next run takes up what is there"
            logger.error("%s: %s", archive.folder, archive.run.outcome)
        self.summary = archive.run.summary(archive.report)
        return FAILED if status is None else status

    def _closed(self, outcome: str) -> int:
        """Tell of a run that could not begin, which has no account of its own."""
        assert self.settings is not None
        logger.error(outcome)
        self.summary = {"exit_status": FAILED, "outcome": outcome}
        if url := self.settings["NEWSPORTAL_WEBHOOK"]:
            from newsportal.runs.notifications import webhook

            webhook.post(url, self.summary)
        return FAILED


def _begin_to_log(settings: BaseSettings, *, chatty: bool) -> None:
    logging.disable(logging.NOTSET)
    as_json = settings.getbool("NEWSPORTAL_LOG_JSON")
    log_plainly(to_stderr=not (settings["LOG_FILE"] or as_json))
    for name in () if chatty else _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    if as_json:
        from newsportal.runs.json_log import log_json

        log_json(settings)
    # Scrapy leaves it to the handler to refuse records, but makes two for every page.
    logging.getLogger("scrapy").setLevel(settings["LOG_LEVEL"])
