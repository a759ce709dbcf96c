"""``scrapy health``: do runs end, and end well? One line and an exit status, for monitors."""

from __future__ import annotations

import argparse
import math
from dataclasses import asdict
from datetime import timedelta

from newsportal.command_line import ArchiveCommand, add_all, refuse, told
from newsportal.language.chosen import local
from newsportal.runs.health import health
from newsportal.runs.run import FAILED, OK


class Command(ArchiveCommand):
    """Judge the last run's report; exit 0 if all is well, else 1."""

    def syntax(self) -> str:
        return "[-a portal=URL | --all] [--hours N] [--json]"

    def short_desc(self) -> str:
        return local("Say whether the last run ended well, and not too long ago")

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--hours", default="26", metavar="N",
            help="a run should end well at least so often (default: 26, for daily runs)",
        )  # fmt: skip
        add_all(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            hours = float(opts.hours)
            if not (math.isfinite(hours) and 0 < hours < 1e6):
                raise ValueError
        except ValueError:
            refuse(f"--hours {opts.hours}: use a number above 0")
        signs = "state.db", "posts.jsonl", "runs"
        if opts.all:
            folders = self.folders(args, opts, *signs)
        else:
            folders = [self.archive(args, opts, *signs)]
        verdicts = [(one.name, health(one, timedelta(hours=hours))) for one in folders]
        if opts.all and not opts.json:
            for name, verdict in sorted(verdicts, key=lambda pair: pair[1].good):
                state = "good" if verdict.good else "BAD"
                print(f"{local(state):<4} {name}: {local(verdict.line)}")
        else:
            facts = [{"archive": name, **asdict(verdict)} for name, verdict in verdicts]
            answer = {"archives": facts} if opts.all else facts[0]
            print(told(verdicts[0][1].line, answer, opts))
        self.exitcode = OK if all(verdict.good for _, verdict in verdicts) else FAILED
