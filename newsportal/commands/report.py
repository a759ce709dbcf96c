"""``scrapy report``: the report of the last run, in the terminal and as a page."""

from __future__ import annotations

import argparse
import sys
import webbrowser
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from newsportal.archive_command import ArchiveCommand, add_all
from newsportal.language.chosen import local, say
from newsportal.runs.plain_words import in_words
from newsportal.runs.run import FAILED, OK, accounts

if TYPE_CHECKING:
    from rich.console import Console

_PLAIN_WIDTH, _WIDE = 120, 200  # columns, where the output is no terminal


class Command(ArchiveCommand):
    """Build the page of the last run anew, and show its facts."""

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return local("Show the report of the last run")

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--open", action="store_true", help="open the page in the browser")
        parser.add_argument(
            "--runs", type=int, metavar="N", help="the last N runs as a table instead"
        )
        add_all(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if opts.runs is not None and opts.runs < 1:
            raise UsageError(f"--runs {opts.runs}: use a number above 0", print_help=False)
        from rich.console import Console

        from newsportal.report.page import read, write_page
        from newsportal.report.terminal import history, summary

        console = Console(width=None if sys.stdout.isatty() else _PLAIN_WIDTH)
        if opts.all:
            self._run_all(console, args, opts)
            return
        folder = self.folder(args, opts)
        runs = accounts(folder)
        self.exitcode = FAILED
        if not runs:
            say(f"no run has ended in {folder}; name its portal with -a portal=URL")
            return
        try:
            if opts.runs is not None:
                console.print(history([read(path) for path in runs[: opts.runs]]))
            else:
                page = write_page(runs[0])
                console.print(summary(read(runs[0])))
                print(f"\n{page}")
                if opts.open:
                    webbrowser.open(page.as_uri())
        except (OSError, ValueError) as error:
            say(in_words(error))
        else:
            self.exitcode = OK

    def _run_all(self, console: Console, args: list[str], opts: argparse.Namespace) -> None:
        from newsportal.report.overview import overview
        from newsportal.runs.standing import standing

        now = datetime.now(UTC)
        found = [standing(folder, now) for folder in self.folders(args, opts, "runs")]
        console.width = console.width if sys.stdout.isatty() else _WIDE
        console.print(overview(found))
        self.exitcode = OK
