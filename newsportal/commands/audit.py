"""``scrapy audit``: is the archive complete? Offline, from the state."""

from __future__ import annotations

import argparse
import sqlite3
import sys

from newsportal.archive_command import ArchiveCommand
from newsportal.runs.run import FAILED, OK


class Command(ArchiveCommand):
    """Say whether the archive is complete, and prove it."""

    def short_desc(self) -> str:
        return "Say whether the archive is complete, and prove it"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from newsportal.archive.audit import audit

        path = self.folder(args, opts) / "state.db"
        self.exitcode = FAILED
        try:
            result = audit(path)
        except sqlite3.Error as error:
            print(
                f"newsportal: no archive to audit in {path.parent} ({error}); name its portal with"
                " -a portal=URL, or make a new state from its posts.jsonl with scrapy rebuild",
                file=sys.stderr,
            )
        except ValueError as error:
            print(f"newsportal: {error}", file=sys.stderr)
        else:
            print("\n".join(result.lines()))
            self.exitcode = OK if result.complete else FAILED
