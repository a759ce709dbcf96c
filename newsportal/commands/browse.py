"""``scrapy browse``: the archive as a site to read, on this machine only."""

from __future__ import annotations

import argparse
import sqlite3
import sys
import webbrowser
from datetime import datetime
from pathlib import Path

from scrapy.exceptions import UsageError

from newsportal.command_line import ArchiveCommand, add_all, tell_missing, told
from newsportal.extras import needs
from newsportal.help_page import whole_number
from newsportal.language.chosen import local, say
from newsportal.runs.plain_words import in_words
from newsportal.runs.run import FAILED, OK


class Command(ArchiveCommand):
    """Index what is new in posts.jsonl, then serve the site on 127.0.0.1 until Ctrl-C."""

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return local("Serve the archive as a site to read, until Ctrl-C")

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--port",
            type=whole_number,
            default=8766,
            metavar="N",
            help="0: a free one (default: 8766)",
        )
        parser.add_argument("--open", action="store_true", help="open it in the browser")
        add_all(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if not 0 <= opts.port < 65536:
            raise UsageError(f"--port {opts.port}: use a number below 65536", print_help=False)
        with needs("browse"):
            from newsportal.browse.overview.site import archives, make_overview
            from newsportal.browse.server import serve_forever
            from newsportal.browse.site import make_site
        from twisted.internet.error import CannotListenError

        from newsportal.archive.healing.rotated import RECORDS
        from newsportal.archive.kept_pages import elsewhere_by

        if opts.all:
            folder = self.folders(args, opts, *RECORDS)[0].parent
        else:
            folder = self.archive(args, opts, *RECORDS)
        self.exitcode = FAILED
        try:
            for one in archives(folder) if opts.all else [folder]:
                tell_missing(one)
                _build(one)
            serve_forever(
                make_overview(folder, self._next_runs, elsewhere_by(self.settings or {}))
                if opts.all
                else make_site(folder, self.pages(folder)),
                lambda: archives(folder) if opts.all else [folder],
                opts.port, lambda address: _announce(address, folder, opts),
            )  # fmt: skip
        except ValueError as error:
            say(f"{folder}: {in_words(error)}")
        except (OSError, sqlite3.Error) as error:
            say(f"{folder / 'browse.db'}: {in_words(error)}")
        except CannotListenError:
            say(f"port {opts.port} is taken; give another with --port")
        except KeyboardInterrupt:  # while the index is built
            say("stopped; the next start goes on from there")
        else:
            self.exitcode = OK

    def _next_runs(self) -> dict[str, datetime | None]:
        """Return what the fleet knows, where this archive is one of a fleet's."""
        assert self.settings is not None
        url = self.settings.get("NEWSPORTAL_FLEET")
        if not url:
            return {}
        try:
            from newsportal.fleet.overview import next_runs
        except ImportError:
            return {}
        return next_runs(url)


def _build(folder: Path) -> None:
    from rich.progress import Progress

    from newsportal.browse.index.refresh import refresh

    with Progress(transient=True, disable=not sys.stderr.isatty()) as display:
        task = display.add_task(local("Indexing"), total=None)
        refresh(folder, lambda done, total: display.update(task, completed=done, total=total))


def _announce(address: str, folder: Path, opts: argparse.Namespace) -> None:
    facts = {"url": address, "folder": folder}
    print(told(f"The archive is at {address} (Ctrl-C ends)", facts, opts), flush=True)
    if opts.open:
        webbrowser.open(address)
