"""``scrapy audit``: is the archive complete? Offline, from its files."""

from __future__ import annotations

import argparse
import sqlite3
from typing import TYPE_CHECKING, Any

from newsportal.command_line import ArchiveCommand, add_all, told
from newsportal.language.chosen import local, say
from newsportal.runs.plain_words import in_words
from newsportal.runs.run import FAILED, OK

if TYPE_CHECKING:
    from newsportal.archive.audit import Audit


class Command(ArchiveCommand):
    """Say whether the archive is complete, and prove it."""

    def syntax(self) -> str:
        return "[-a portal=URL | --all] [--whole] [--json]"

    def short_desc(self) -> str:
        return local("Say whether the archive is complete, and prove it")

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--whole", action="store_true",
            help="read all of posts.jsonl, also where nobody has touched it since the last run",
        )  # fmt: skip
        add_all(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if opts.all:
            self._run_all(args, opts)
            return
        from newsportal.archive.audit import audit

        path = self.archive(args, opts, "state.db", "posts.jsonl") / "state.db"
        self.exitcode = FAILED
        if not path.exists():
            say(f"there is no {path}; scrapy rebuild makes it from posts.jsonl, the next run too")
            return
        try:
            result = audit(path, whole=opts.whole)
        except sqlite3.Error as error:
            say(
                f"{path} cannot be read ({in_words(error)}); the next run makes a new one from"
                " posts.jsonl"
            )
        except (OSError, ValueError) as error:
            say(in_words(error))
        else:
            facts = {**_verdict(result), "facts": result.facts}
            print(told("\n".join(result.lines()), facts, opts))
            self.exitcode = OK if result.complete else FAILED

    def _run_all(self, args: list[str], opts: argparse.Namespace) -> None:
        """Give one verdict an archive, by name; 0 only if all are complete."""
        from newsportal.archive.audit import audit

        verdicts: dict[str, dict[str, Any]] = {}
        for folder in self.folders(args, opts, "state.db", "posts.jsonl"):
            try:
                verdicts[folder.name] = _verdict(audit(folder / "state.db", whole=opts.whole))
            except (OSError, ValueError, sqlite3.Error) as error:
                missing = [in_words(error)]
                verdicts[folder.name] = {"complete": False, "posts": 0, "missing": missing}
        lines = [
            f"complete   {name}: {verdict['posts']} posts"
            if verdict["complete"]
            else f"incomplete {name}: {verdict['posts']} posts, {len(verdict['missing'])} missing:"
            f" {verdict['missing'][0]}"
            for name, verdict in verdicts.items()
        ]
        print(told("\n".join(lines), {"archives": verdicts}, opts))
        self.exitcode = OK if all(one["complete"] for one in verdicts.values()) else FAILED


def _verdict(found: Audit) -> dict[str, Any]:
    return {"complete": found.complete, "posts": found.posts, "missing": found.missing}
