"""``scrapy forget ID``: take a post out for good."""

from __future__ import annotations

import argparse
import sqlite3

from scrapy.exceptions import UsageError

from newsportal.command_line import ArchiveCommand, told
from newsportal.language.chosen import local, say
from newsportal.runs.accounts import accounts
from newsportal.runs.plain_words import in_words
from newsportal.runs.run import FAILED, LOCKED, OK


class Command(ArchiveCommand):
    """A takedown: file, state and reports are rewritten, and no run asks for the post again."""

    def syntax(self) -> str:
        return "ID [-a portal=URL] [--json]"

    def short_desc(self) -> str:
        return local("Take a post out of the archive for good")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from filelock import Timeout

        from newsportal.archive.maintenance.forget import forget
        from newsportal.report.page import write_page

        if len(args) != 1:
            raise UsageError("name one post by its id: scrapy forget ID", print_help=False)
        folder = self.archive([], opts, "state.db", "posts.jsonl", "warc")
        self.exitcode = FAILED
        try:
            done = forget(folder, self.site([], opts), args[0], self.pages(folder))
            for path in accounts(folder):
                if path in done.files:
                    write_page(path)
        except Timeout:
            say(f"a run is working on {folder}")
            self.exitcode = LOCKED
        except (OSError, sqlite3.Error, ValueError, LookupError) as error:
            say(f"nothing, or not all, is forgotten: {in_words(error)}")
        else:
            facts = {"forgotten": done.posts, "files": [str(path) for path in done.files],
                     "alike": done.alike, "left": [str(path) for path in done.left]}  # fmt: skip
            print(told(str(done), facts, opts))
            for url in done.alike:
                say(f"{url} has nearly the same text and stays; forget it, too, if it is to go")
            for path in done.left:
                say(f"{path} may still tell of it: it names it, or cannot be read to its end")
            self.exitcode = FAILED if done.left else OK
