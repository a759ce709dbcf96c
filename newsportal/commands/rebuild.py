"""``scrapy rebuild``: a new state.db from posts.jsonl."""

from __future__ import annotations

import argparse
import sqlite3
import sys

from newsportal.archive_command import ArchiveCommand
from newsportal.runs.plain_words import in_words
from newsportal.runs.run import FAILED, LOCKED, OK


class Command(ArchiveCommand):
    """Make a new state from the records, where the old one is lost or damaged."""

    def short_desc(self) -> str:
        return "Make a new state.db from posts.jsonl"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from filelock import Timeout

        from newsportal.archive.care.rebuild import rebuild

        folder = self.folder(args, opts)
        try:
            print(rebuild(folder, self.site(args, opts)))
            self.exitcode = OK
        except Timeout:
            print(f"newsportal: a run is working on {folder}", file=sys.stderr)
            self.exitcode = LOCKED
        except (OSError, sqlite3.Error) as error:
            print(f"newsportal: {folder} cannot be rebuilt: {in_words(error)}", file=sys.stderr)
            self.exitcode = FAILED
