"""``scrapy rotate``: start a new posts.jsonl on purpose."""

from __future__ import annotations

import argparse
import sqlite3
from dataclasses import asdict

from filelock import Timeout

from newsportal.command_line import ArchiveCommand, told
from newsportal.language.chosen import local, say
from newsportal.runs.plain_words import in_words
from newsportal.runs.run import FAILED, LOCKED, OK


class Command(ArchiveCommand):
    """Rename posts.jsonl; the state remembers its name, size and digest, and what is in it."""

    def short_desc(self) -> str:
        return local("Start a new posts.jsonl; the old one is renamed")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from newsportal.archive.maintenance.rotate import rotate

        folder = self.archive(args, opts, "posts.jsonl")
        self.exitcode = FAILED
        try:
            rotated = rotate(folder, self.site(args, opts))
        except Timeout:
            say(f"a run is working on {folder}")
            self.exitcode = LOCKED
        except (OSError, sqlite3.Error, ValueError) as error:
            say(f"{folder} cannot be rotated: {in_words(error)}")
        else:
            print(told(str(rotated), asdict(rotated), opts))
            self.exitcode = OK
