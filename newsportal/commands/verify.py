"""``scrapy verify``: is all that the archive stores whole, and as it was written?"""

from __future__ import annotations

import argparse
import sqlite3

from newsportal.command_line import ArchiveCommand, told
from newsportal.language.chosen import language, local, say
from newsportal.runs.plain_words import in_words
from newsportal.runs.run import FAILED, OK


class Command(ArchiveCommand):
    """Read everything and compare it with its digests and the state."""

    def short_desc(self) -> str:
        return local("Say whether all that the archive stores is whole")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from newsportal.archive.maintenance.verify import verify

        folder = self.archive(args, opts, "state.db", "posts.jsonl", "warc")
        try:
            faults = verify(folder, self.pages(folder))
        except (OSError, sqlite3.Error, ValueError) as error:
            say(f"{folder} cannot be verified: {in_words(error)}")
            self.exitcode = FAILED
            return
        text = "\n".join([*faults, f"not whole: {len(faults)} faults"]) if faults else "whole"
        if not faults and not opts.json and language() != "en":
            print(local("all lines, stored pages, pictures and files are whole"))
        print(told(text, {"whole": not faults, "faults": faults}, opts))
        self.exitcode = FAILED if faults else OK
