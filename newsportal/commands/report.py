"""``scrapy report``: the report of the last run, in the terminal and as a page."""

from __future__ import annotations

import argparse
import sys
import webbrowser

from scrapy.exceptions import UsageError

from newsportal.archive_command import ArchiveCommand
from newsportal.language.chosen import say
from newsportal.runs.plain_words import in_words
from newsportal.runs.run import FAILED, OK, accounts

_PLAIN_WIDTH = 120  # columns, where the output is no terminal


class Command(ArchiveCommand):
    """Build the page of the last run anew, and show its facts."""

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Show the report of the last run"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--open", action="store_true", help="open the page in the browser")
        parser.add_argument(
            "--runs", type=int, metavar="N", help="the last N runs as a table instead"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if opts.runs is not None and opts.runs < 1:
            raise UsageError(f"--runs {opts.runs}: use a number above 0", print_help=False)
        from rich.console import Console

        from newsportal.report.page import read, write_page
        from newsportal.report.terminal import history, summary

        folder = self.folder(args, opts)
        runs = accounts(folder)
        console = Console(width=None if sys.stdout.isatty() else _PLAIN_WIDTH)
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
