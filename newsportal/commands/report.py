"""``scrapy report``: the report of the last run, in the terminal and as a page."""

from __future__ import annotations

import argparse
import sys
import webbrowser
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

from newsportal.command_line import ArchiveCommand, add_all, told
from newsportal.help_page import whole_number
from newsportal.language.chosen import local, say
from newsportal.runs.accounts import accounts
from newsportal.runs.plain_words import in_words
from newsportal.runs.run import FAILED, OK

if TYPE_CHECKING:
    from rich.console import RenderableType

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
            "--runs", type=whole_number, metavar="N", help="the last N runs as a table instead"
        )
        add_all(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if opts.runs is not None and opts.runs < 1:
            raise UsageError(f"--runs {opts.runs}: use a number above 0", print_help=False)
        from newsportal.report.facts import read
        from newsportal.report.page import write_page
        from newsportal.report.terminal import history, summary

        if opts.all:
            self._run_all(args, opts)
            return
        folder = self.archive(args, opts, "state.db", "posts.jsonl", "runs")
        runs = accounts(folder)
        self.exitcode = FAILED
        if not runs:
            say(f"no run has ended in {folder} yet")
            return
        try:
            last = [read(path) for path in runs[: opts.runs or 1]]
            if opts.runs is not None:
                self._show(opts, {"runs": last}, history(last))
                self.exitcode = OK
                return
            try:
                page = write_page(runs[0])
            except OSError as error:  # of an archive that may only be read
                say(f"the report's page cannot be written: {in_words(error)}")
                page = runs[0].with_suffix(".html")  # as the run has left it
            there = page if page.exists() else None
            self._show(opts, {**last[0], "page": there}, summary(last[0]))
            if there and not opts.json:
                print(f"\n{there}")
            if there and opts.open:
                webbrowser.open(there.as_uri())
        except (OSError, ValueError) as error:
            say(in_words(error))
        else:
            self.exitcode = OK

    def _run_all(self, args: list[str], opts: argparse.Namespace) -> None:
        from newsportal.report.overview import overview
        from newsportal.runs.archive_status import archive_status

        now = datetime.now(UTC)
        folders = self.folders(args, opts, "state.db", "runs")
        found = [archive_status(folder, now) for folder in folders]
        facts = {"archives": [asdict(one) for one in found]}
        self._show(opts, facts, overview(found), _WIDE)
        self.exitcode = OK

    @staticmethod
    def _show(
        opts: argparse.Namespace,
        facts: dict[str, Any],
        table: RenderableType,
        width: int = _PLAIN_WIDTH,
    ) -> None:
        from rich.console import Console

        if opts.json:
            print(told("", facts, opts))
        else:
            Console(width=None if sys.stdout.isatty() else width).print(table)
