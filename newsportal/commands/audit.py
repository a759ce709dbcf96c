"""``scrapy audit``: is the archive complete? Offline, from its files."""

from __future__ import annotations

import argparse
import sqlite3

from newsportal.archive_command import ArchiveCommand, add_json, told
from newsportal.language.chosen import say
from newsportal.runs.plain_words import in_words
from newsportal.runs.run import FAILED, OK


class Command(ArchiveCommand):
    """Say whether the archive is complete, and prove it."""

    def syntax(self) -> str:
        return "[-a portal=URL] [--whole] [--json]"

    def short_desc(self) -> str:
        return "Say whether the archive is complete, and prove it"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--whole", action="store_true",
            help="read all of posts.jsonl, also where nobody has touched it since the last run",
        )  # fmt: skip
        add_json(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from newsportal.archive.audit import audit

        path = self.folder(args, opts) / "state.db"
        self.exitcode = FAILED
        try:
            result = audit(path, whole=opts.whole)
        except sqlite3.Error as error:
            say(
                f"no archive to audit in {path.parent} ({in_words(error)});"
                " name its portal with -a portal=URL."
                " The next run makes a new state from its posts.jsonl"
            )
        except (OSError, ValueError) as error:
            say(in_words(error))
        else:
            facts = {
                "complete": result.complete,
                "posts": result.posts,
                "missing": result.missing,
                "facts": result.facts,
            }
            print(told("\n".join(result.lines()), facts, opts))
            self.exitcode = OK if result.complete else FAILED
