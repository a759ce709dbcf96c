"""``scrapy health``: do runs end, and end well? One line and an exit status, for monitors."""

from __future__ import annotations

import argparse
import math
import sys
from datetime import timedelta

from newsportal.archive_command import ArchiveCommand
from newsportal.runs.health import health
from newsportal.runs.run import FAILED, OK, USAGE


class Command(ArchiveCommand):
    """Judge the last run's report; exit 0 if all is well, else 1."""

    def syntax(self) -> str:
        return "[-a portal=URL] [--hours N]"

    def short_desc(self) -> str:
        return "Say whether the last run ended well, and not too long ago"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--hours", default="26", metavar="N",
            help="a run should end well at least so often (default: 26, for daily runs)",
        )  # fmt: skip

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        folder = self.folder(args, opts)
        try:
            hours = float(opts.hours)
            if not (math.isfinite(hours) and 0 < hours < 1e6):
                raise ValueError
        except ValueError:
            print(f"newsportal: --hours {opts.hours}: use a number above 0", file=sys.stderr)
            sys.exit(USAGE)
        verdict = health(folder, timedelta(hours=hours))
        print(verdict.line)
        self.exitcode = OK if verdict.good else FAILED
