"""``scrapy probe URL``: can a portal that newsportal has never seen be archived?"""

from __future__ import annotations

import argparse
import json
import logging
import tempfile
from pathlib import Path
from typing import Any

from scrapy.exceptions import UsageError

from newsportal.command_line import add_json
from newsportal.commands.crawl import Command as CrawlCommand
from newsportal.language.chosen import local, say
from newsportal.pages.site import Site
from newsportal.portal_toml import NAME
from newsportal.runs.garbage import look_seldom
from newsportal.runs.run import FAILED, OK


class Command(CrawlCommand):
    """Look at a portal with at most twenty requests; keep nothing."""

    arguments = ("theme", "hosts")

    def syntax(self) -> str:
        return "URL [--json] [--write]"

    def short_desc(self) -> str:
        return local("Look at a portal: can it be archived, and how?")

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_json(parser)
        parser.add_argument(
            "--write", action="store_true",
            help=f"make the archive's folder with a {NAME} to edit",
        )  # fmt: skip

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        if len(args) != 1:
            raise UsageError("name one portal: scrapy probe URL", print_help=False)
        try:
            Site.of(args[0])
        except ValueError as error:
            raise UsageError(str(error), print_help=False) from None
        opts.spargs["portal"] = args[0]
        self.check(opts)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002
        from newsportal.probe.printed import page, portal_toml
        from newsportal.probe.spider import ProbeSpider

        assert self.settings is not None
        with tempfile.TemporaryDirectory(prefix="newsportal-probe-") as folder:
            for name, value in {
                "NEWSPORTAL_DATA_DIR": folder, "NEWSPORTAL_WARC": "0", "NEWSPORTAL_WEBHOOK": "",
                "NEWSPORTAL_METRICS_FILE": "", "RETRY_TIMES": 1,
            }.items():  # fmt: skip
                self.settings.set(name, value, priority="cmdline")
            self.settings.set("LOG_LEVEL", "CRITICAL", priority="command")
            crawler = self._crawled(opts, ProbeSpider)
            records = _records(Path(folder))
        found = crawler.spider.findings
        requests = crawler.stats.get_value("downloader/request_count", 0)
        found.judge(records, requests, self.settings.getfloat("DOWNLOAD_DELAY"))
        if opts.json:
            print(json.dumps(found.as_dict(), ensure_ascii=False, indent=1))
        else:
            print(local("\n".join(page(found))))
        if opts.write:
            self._write(self.asked.site.folder_in(self.data), portal_toml(found))
        self.exitcode = OK if found.can_be_archived else FAILED

    def _crawled(self, opts: argparse.Namespace, spider: type[Any]) -> Any:
        logging.disable(logging.ERROR)
        process = self.crawler_process
        assert process is not None
        crawler = self._create_crawler(spider)
        process.crawl(crawler, **opts.spargs)
        look_seldom()
        process.start()
        return crawler

    def _write(self, folder: Path, text: str) -> None:
        path = folder / NAME
        if path.exists():
            say(f"{path} is there already; it stays as it is")
            return
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(local(f"written: {path}"))


def _records(folder: Path) -> list[dict[str, Any]]:
    path = next(folder.glob("*/posts.jsonl"), None)
    lines = [] if path is None else path.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]
