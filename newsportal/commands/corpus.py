"""``scrapy corpus``: many archives as one data set."""

from __future__ import annotations

import argparse
import contextlib
import json
import sqlite3
import sys
from dataclasses import asdict
from pathlib import Path

from newsportal.archive.archive_folder import archives_below
from newsportal.command_line import OwnCommand, add_json, data_folder, refuse
from newsportal.extras import command_for
from newsportal.language.chosen import local, say
from newsportal.runs.plain_words import in_words
from newsportal.runs.run import FAILED, LOCKED, OK

_SIGNS = ("posts*.jsonl*", "state.db")  # records, or a state that tells of some


class Command(OwnCommand):
    """Write the archives below the data directory as Parquet files, by portal and month."""

    def syntax(self) -> str:
        return "--output DIR [FOLDER...]"

    def short_desc(self) -> str:
        return local("Write many archives as one data set")

    def long_desc(self) -> str:
        return (
            "Parquet files by portal and month, near duplicates across portals, a data card. All"
            " archives below NEWSPORTAL_DATA_DIR, or the FOLDERs named. Only what has changed is"
            " written again. Ends with 1 if posts are missing that a state tells of; each such file"
            " is named."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--output", metavar="DIR", help="where the data set goes")
        parser.add_argument("--history", action="store_true",
                            help="every revision, and posts that were removed")  # fmt: skip
        parser.add_argument("--dedupe", choices=["mark", "drop"], default="mark",
                            help="drop: leave the later near duplicates out")  # fmt: skip
        parser.add_argument("--scheduler", metavar="tcp://HOST:PORT", help="a cluster of Dask")
        add_json(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if not opts.output:
            refuse("corpus: name a folder with --output DIR")
        assert self.settings is not None
        data = data_folder(self.settings)
        archives = [Path(name).absolute() for name in args] or archives_below(data, *_SIGNS)
        try:
            from newsportal.archive.records_file import is_archive
            from newsportal.corpus.build import BusyError, build
            from newsportal.corpus.cluster import cluster
            from newsportal.corpus.files import left_out
        except ImportError:
            refuse(f"a corpus needs more libraries: {command_for('corpus')}")
        missing = [line for path in archives for line in left_out(path)]
        for line in missing:
            say(line)
        nothing = [path for path in archives if not is_archive(path)]
        archives = [path for path in archives if path not in nothing]
        if not archives or (args and nothing):
            say(f"no archive in {nothing[0] if args else data}")
            sys.exit(FAILED)
        try:
            with cluster(opts.scheduler) if opts.scheduler else contextlib.nullcontext():
                built = build(
                    archives, Path(opts.output).absolute(),
                    history=opts.history, drop=opts.dedupe == "drop",
                )  # fmt: skip
        except BusyError as error:
            say(f"corpus: {error}")
            self.exitcode = LOCKED
            return
        except (OSError, ValueError, sqlite3.Error) as error:
            say(f"corpus: {in_words(error)}")
            self.exitcode = FAILED
            return
        line = (
            f"{built.records} records of {built.portals} portals, {built.clusters} clusters of"
            f" near duplicates, {built.written} partitions written"
        )
        facts = {**asdict(built), "missing": missing}
        print(json.dumps(facts, ensure_ascii=False) if opts.json else local(line))
        self.exitcode = FAILED if missing else OK
