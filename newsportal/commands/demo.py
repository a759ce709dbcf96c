"""``scrapy demo``: archive the sample portal over real HTTP, as a user would a real one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from scrapy.exceptions import UsageError

from newsportal.arguments import NAMES
from newsportal.commands.crawl import Command as CrawlCommand
from newsportal.help_page import whole_number
from newsportal.language.chosen import local
from newsportal.pages.site import Site
from newsportal.runs.accounts import accounts, read_account
from newsportal.runs.run import OK

# The manners are for other people's portals; this one is ours and dies with the demo.
_UNHURRIED = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
}


class Command(CrawlCommand):
    """Start the sample portal on a free loopback port, crawl it, sum up."""

    arguments = tuple(name for name in NAMES if name not in ("portal", "hosts"))

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return local("Archive the bundled sample portal")

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--posts",
            type=whole_number,
            default=300,
            metavar="N",
            help="size of the sample portal (default: 300)",
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        self.check(opts, "http://127.0.0.1/")
        assert self.settings is not None
        self.settings.setdict(_UNHURRIED, priority="spider")  # below the command line

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args or opts.posts < 1:
            raise UsageError("demo takes --posts N, N above 0", print_help=False)
        from newsportal.sample.options import Options
        from newsportal.sample.process import serve

        with serve(Options(posts=opts.posts)) as url:
            self.exitcode = self.crawl({**opts.spargs, "portal": url}, chatty=opts.loglevel)
        if not self.tell(opts) and self.exitcode == OK:
            data = Site.of(url).folder_in(self.data)
            path = accounts(data)[0]
            print(f"\n{_summary(read_account(path))}\n")
            print(local(f"records  {data / 'posts.jsonl'}"))
            print(local(f"report   {path.with_suffix('.html')}"))
            print(local(f"to read  {_program()} browse -a portal={url}"))


def _program() -> str:
    """Return what to type for this program; `make demo` leaves it out of the PATH."""
    return sys.argv[0] if Path(sys.argv[0]).name in ("newsportal", "scrapy") else "scrapy"


def _summary(report: dict[str, Any]) -> str:
    from rich.cells import cell_len

    stats = report["stats"]
    rows = {
        "posts archived": report["archived"],
        "exact duplicates left out": report["duplicates"]["count"],
        "near duplicates marked": report["near_duplicates"]["count"],
        "requests": stats["downloader/request_count"],
        "seconds": round(stats["elapsed_time_seconds"], 1),
    }
    names = [local(name) for name in rows]
    return "\n".join(
        f"{name}{' ' * (26 - cell_len(name))}{value:>8}"
        for name, value in zip(names, rows.values(), strict=True)
    )
