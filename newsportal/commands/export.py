"""``scrapy export``: the posts as CSV, Parquet, Markdown, SQLite, JSON Lines or WACZ."""

from __future__ import annotations

import argparse
import sqlite3
from pathlib import Path

from scrapy.exceptions import UsageError

from newsportal.command_line import ArchiveCommand, tell_missing, told
from newsportal.extras import needs
from newsportal.language.chosen import local, say
from newsportal.runs.plain_words import in_words
from newsportal.runs.run import FAILED, OK


class Command(ArchiveCommand):
    """Write the latest revision of each post in another format."""

    def syntax(self) -> str:
        return "--format FORMAT [options]"

    def short_desc(self) -> str:
        return local("Write the posts as CSV, Parquet, SQLite, Markdown, JSONL or WACZ")

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        from newsportal.formats import FORMATS

        super().add_options(parser)
        parser.add_argument("--format", choices=FORMATS, help="what to write")
        parser.add_argument(
            "--output", metavar="PATH",
            help="file (markdown: folder), which is replaced (default: export/posts... in the"
            " archive's folder)",
        )  # fmt: skip
        parser.add_argument(
            "--deleted", action="store_true",
            help="with the posts that the portal removed, as they last read",
        )  # fmt: skip

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from newsportal.archive.healing.rotated import RECORDS
        from newsportal.archive.reading import latest
        from newsportal.formats import FORMATS, export

        if opts.format is None:
            raise UsageError(f"name a format: --format {'|'.join(FORMATS)}", print_help=False)
        folder, form = self.archive(args, opts, *RECORDS), FORMATS[opts.format]
        tell_missing(folder)
        path = Path(opts.output).expanduser() if opts.output else folder / "export" / form.name
        try:
            with needs(form.extra):
                count = export(
                    latest(folder, deleted=opts.deleted), form, path, folder, self.pages(folder)
                )
        except ValueError as error:
            say(f"{folder}: {in_words(error)}")
            self.exitcode = FAILED
        except (OSError, sqlite3.Error) as error:
            say(f"cannot write {path}: {in_words(error)}")
            self.exitcode = FAILED
        except KeyboardInterrupt:
            say(f"stopped; {path} is as it was")
            self.exitcode = FAILED
        else:
            facts = {"posts": count, "format": opts.format, "path": path}
            print(told(f"{count} posts in {path}", facts, opts))
            self.exitcode = OK
