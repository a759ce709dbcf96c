"""``scrapy reextract``: every stored page read again with today's rules, without the portal."""

from __future__ import annotations

import argparse
import os
from datetime import datetime, time
from pathlib import Path

from scrapy.exceptions import UsageError

from newsportal.chinese.dates import SHANGHAI
from newsportal.command_line import no_archive, refuse
from newsportal.commands.crawl import Command as CrawlCommand
from newsportal.help_page import whole_number
from newsportal.language.chosen import local
from newsportal.runs.plain_words import in_words


class Command(CrawlCommand):
    """Correct an archive by today's rules, or make one from stored pages alone."""

    arguments = ("portal", "since", "theme", "hosts")

    def syntax(self) -> str:
        return "[-a portal=URL] [--since DAY] [options]"

    def short_desc(self) -> str:
        return local("Read every stored page again with today's rules")

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--dry-run", action="store_true",
            help="write nothing; count what would change, and show twenty differences",
        )  # fmt: skip
        parser.add_argument(
            "--from", dest="files", nargs="+", type=Path, default=[], metavar="FILE",
            help="begin an archive with these WARC files, ours or anybody's",
        )  # fmt: skip
        parser.add_argument(
            "--ids", metavar="ID,ID", default="", help="only these posts, by id: 91054,91055"
        )
        parser.add_argument(
            "--since", metavar="DAY", help="only posts published on or after it, as -a since=DAY"
        )
        parser.add_argument(
            "--processes", metavar="N", type=whole_number, default=len(os.sched_getaffinity(0)),
            help="how many pages are read at a time (default: one for each core)",
        )  # fmt: skip

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the arguments before anything else happens, as a crawl does."""
        super().process_options(args, opts)
        opts.spargs |= {"since": opts.since} if opts.since else {}
        self.check(opts, is_asked=False)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from newsportal.archive.kept_pages import Keeping
        from newsportal.offline.dry_run import dry_run
        from newsportal.offline.spider import ReextractOptions, ReextractSpider
        from newsportal.rereading.changes import Selection

        assert self.settings is not None
        if args or opts.processes < 1:
            raise UsageError(
                "reextract takes options only, --processes N above 0", print_help=False
            )
        if Keeping.of(self.settings) is None and not opts.dry_run:
            why = "scrapy reextract reads stored pages and keeps them: not with NEWSPORTAL_WARC=0"
            raise UsageError(why, print_help=False)
        site, day = self.asked.site, self.asked.since
        since = None if day is None else datetime.combine(day, time(), SHANGHAI)
        choice = Selection(frozenset(filter(None, opts.ids.split(","))), since)
        folder = site.folder_in(self.data)
        if opts.files:
            opts.files = self._foreign(opts.files, folder)
        elif not (folder / "state.db").exists() and not (folder / "warc").is_dir():
            no_archive(folder)
        if opts.dry_run:
            self.exitcode = dry_run(
                folder, site, self.settings, choice, opts.processes, as_json=opts.json
            )
            return
        # One process reads the pages where there is but one core, and there are no others.
        processes = opts.processes if opts.processes > 1 else 0
        options = ReextractOptions(choice, processes, tuple(opts.files))
        given = {**opts.spargs, "options": options}
        self.exitcode = self.crawl(given, chatty=bool(opts.loglevel), spider=ReextractSpider)
        self.tell(opts)

    def _foreign(self, files: list[Path], folder: Path) -> list[Path]:
        """Return those of the files that are not ours; ours are copied into the archive."""
        from newsportal.archive.kept_pages import Keeping, pages_folder
        from newsportal.offline.foreign import check, is_ours, take_over

        assert self.settings is not None
        keeping = Keeping.of(self.settings)
        try:
            if keeping is None or (folder / "posts.jsonl").exists():
                raise ValueError("--from begins an archive that keeps pages, and has no posts yet")
            for path in files:
                check(path)
            if not all(map(is_ours, files)):
                return files
            take_over(files, pages_folder(keeping.folder, folder))
        except (OSError, ValueError) as error:
            refuse(in_words(error))
        return []
