"""``scrapy rebuild``: a new state.db from posts.jsonl."""

from __future__ import annotations

import argparse
import sqlite3
from dataclasses import asdict

from newsportal.command_line import ArchiveCommand, told
from newsportal.language.chosen import local, say
from newsportal.runs.plain_words import in_words
from newsportal.runs.run import FAILED, LOCKED, OK


class Command(ArchiveCommand):
    """Make a new state from the records, where the old one is lost or damaged."""

    def short_desc(self) -> str:
        return local("Make a new state.db from posts.jsonl")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from filelock import Timeout

        from newsportal.archive.maintenance.rebuild import rebuild

        folder = self.archive(args, opts, "posts.jsonl", "state.db")
        try:
            rebuilt = rebuild(folder, self.site(args, opts))
            print(told(str(rebuilt), asdict(rebuilt), opts))
            self.exitcode = OK
        except Timeout:
            say(f"a run is working on {folder}")
            self.exitcode = LOCKED
        except (OSError, sqlite3.Error) as error:
            say(f"{folder} cannot be rebuilt: {in_words(error)}")
            self.exitcode = FAILED
