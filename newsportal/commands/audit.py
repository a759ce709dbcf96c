"""``scrapy audit``: is the archive complete? Offline, from the state."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from pathlib import Path
from typing import ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.utils.conf import arglist_to_dict

from newsportal.arguments import Arguments
from newsportal.audit import audit
from newsportal.run import FAILED, OK, USAGE


class Command(ScrapyCommand):
    """Say whether the archive is complete, and prove it."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[-a portal=URL]"

    def short_desc(self) -> str:
        return "Say whether the archive is complete, and prove it"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "-a", dest="spargs", action="append", default=[], metavar="portal=URL",
            help="the portal whose archive is meant (default: NEWSPORTAL_URL)",
        )  # fmt: skip

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if args:
            raise UsageError("scrapy audit [-a portal=URL]", print_help=False)
        try:
            if any("=" not in argument for argument in opts.spargs):
                raise ValueError("takes NAME=VALUE")
            given = Arguments.parse(arglist_to_dict(opts.spargs), self.settings["NEWSPORTAL_URL"])
        except ValueError as error:
            print(f"newsportal: -a {error}", file=sys.stderr)
            sys.exit(USAGE)
        path = Path(self.settings["NEWSPORTAL_DATA_DIR"]) / given.site.folder / "state.db"
        try:
            result = audit(path)
        except sqlite3.Error as error:
            print(
                f"newsportal: no archive to audit in {path.parent} ({error});"
                " name its portal with -a portal=URL",
                file=sys.stderr,
            )
            self.exitcode = FAILED
            return
        print("\n".join(result.lines()))
        self.exitcode = OK if result.complete else FAILED
