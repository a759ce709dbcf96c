"""``scrapy rebuild``: a new state.db from posts.jsonl."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from pathlib import Path
from typing import ClassVar

from filelock import Timeout
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.utils.conf import arglist_to_dict

from newsportal.arguments import Arguments
from newsportal.rebuild import rebuild
from newsportal.run import FAILED, LOCKED, OK, USAGE


class Command(ScrapyCommand):
    """Make a new state from the records, where the old one is lost or damaged."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[-a portal=URL]"

    def short_desc(self) -> str:
        return "Make a new state.db from posts.jsonl"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "-a", dest="spargs", action="append", default=[], metavar="portal=URL",
            help="the portal whose archive is meant (default: NEWSPORTAL_URL)",
        )  # fmt: skip

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if args:
            raise UsageError("scrapy rebuild [-a portal=URL]", print_help=False)
        try:
            if any("=" not in argument for argument in opts.spargs):
                raise ValueError("takes NAME=VALUE")
            given = Arguments.parse(arglist_to_dict(opts.spargs), self.settings["NEWSPORTAL_URL"])
        except ValueError as error:
            print(f"newsportal: -a {error}", file=sys.stderr)
            sys.exit(USAGE)
        data = Path(self.settings["NEWSPORTAL_DATA_DIR"]).expanduser().absolute()
        folder = data / given.site.folder
        try:
            print(rebuild(folder, given.site))
            self.exitcode = OK
        except Timeout:
            print(f"newsportal: a run is working on {folder}", file=sys.stderr)
            self.exitcode = LOCKED
        except (OSError, sqlite3.Error) as error:
            print(f"newsportal: {folder} cannot be rebuilt: {error}", file=sys.stderr)
            self.exitcode = FAILED
