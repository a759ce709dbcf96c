"""What commands share of the command line: options, settings, the archive meant, the answer."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, NoReturn

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.utils.conf import arglist_to_dict

from newsportal.archive.archive_folder import archives_below, folder_of
from newsportal.archive.records_file import missing_from, told_by_state
from newsportal.arguments import Arguments
from newsportal.help_page import right_help
from newsportal.language.chosen import local, say
from newsportal.pages.site import Site
from newsportal.runs.checks import check
from newsportal.runs.garbage import look_seldom
from newsportal.runs.plain_log import log_plainly
from newsportal.runs.run import FAILED, USAGE

_NAMED = 20  # archives, where the one that was meant is not there
_ROOT = "SELECT root FROM export"


class OwnCommand(ScrapyCommand):
    """A command of newsportal that runs no spider."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        right_help(parser)


class ArchiveCommand(OwnCommand):
    """A command with ``-a portal=URL``, for archives as they are: it takes no lock of its own."""

    def syntax(self) -> str:
        return "[-a portal=URL] [--json]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "-a", dest="spargs", action="append", default=[], metavar="portal=URL",
            help="the portal whose archive is meant (default: NEWSPORTAL_URL)",
        )  # fmt: skip
        add_json(parser)

    def site(self, args: list[str], opts: argparse.Namespace) -> Site:
        """Return the portal that is meant; a wrong argument ends the command with 2."""
        assert self.settings is not None
        if args:
            raise UsageError(f"it takes no argument {args[0]!r}", print_help=False)
        if any("=" not in argument for argument in opts.spargs):
            refuse("-a takes NAME=VALUE")
        return arguments_of(arglist_to_dict(opts.spargs), self.settings).site

    def folder(self, args: list[str], opts: argparse.Namespace) -> Path:
        """Return the archive's folder."""
        assert self.settings is not None
        log_plainly()
        look_seldom()
        os.umask(os.umask(0o022) | 0o022)  # as in a crawl: nobody else writes what is made here
        data = data_folder(self.settings)  # first: the portal may be a setting's
        return folder_of(self.site(args, opts), data)

    def folders(self, args: list[str], opts: argparse.Namespace, *signs: str) -> list[Path]:
        """Return all archives' folders that have one of these; without any the command ends."""
        data = self.folder(args, opts).parent
        found = archives_below(data, *signs)
        if not found:
            say(f"no archive in {data}")
            sys.exit(FAILED)
        return found

    def archive(self, args: list[str], opts: argparse.Namespace, *signs: str) -> Path:
        """Return the archive's folder, which has one of these files; else the command ends."""
        folder = self.folder(args, opts)
        if not any(True for sign in signs for _ in folder.glob(sign)):
            no_archive(folder)
        return folder

    def pages(self, folder: Path) -> Path:
        """Return where the stored pages of an archive are."""
        from newsportal.archive.kept_pages import elsewhere_by, pages_folder

        return pages_folder(elsewhere_by(self.settings or {}), folder)


def data_folder(settings: BaseSettings) -> Path:
    """Return the folder of all archives; a wrong setting ends the command with 2."""
    try:
        check(settings)
    except ValueError as error:
        refuse(str(error))
    return Path(settings["NEWSPORTAL_DATA_DIR"]).expanduser().absolute()


def arguments_of(given: Mapping[str, str], settings: BaseSettings) -> Arguments:
    """Return the arguments of a run; a wrong one ends the command with 2."""
    try:
        return Arguments.parse(given, settings["NEWSPORTAL_URL"])
    except ValueError as error:
        refuse(f"-a {error}")


def refuse(why: str) -> NoReturn:
    """Say what is wrong about how a command was called, and end it with 2."""
    say(why)
    sys.exit(USAGE)


def no_archive(folder: Path) -> NoReturn:
    """Say that there is no archive, and which there are; the command ends with 1."""
    if (folder / "state.db").exists():  # after `rotate`
        say(f"{folder} has no posts.jsonl; the next run begins one")
        sys.exit(FAILED)
    data = folder.parent
    archives = archives_below(data, "posts.jsonl")
    there = ", ".join(
        next(filter(None, told_by_state(one, _ROOT)), one.name) for one in archives[:_NAMED]
    )
    if len(archives) > _NAMED:
        there += ", ..."
    if there:
        say(f"no archive in {folder}; name its portal with -a portal=URL (in {data}: {there})")
    else:
        say(f"no archive in {folder}, nor any in {data}; name a portal with -a portal=URL")
    sys.exit(FAILED)


def tell_missing(folder: Path) -> None:
    """Say which older files of an archive are not read, where there are any."""
    for missing in missing_from(folder):
        say(missing)


def add_all(parser: argparse.ArgumentParser) -> None:
    """Give a command the option that has it look at every archive."""
    parser.add_argument(
        "--all", action="store_true", help="every archive below NEWSPORTAL_DATA_DIR"
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """Give a command the option that makes its answer one for programs."""
    parser.add_argument("--json", action="store_true", help="answer with one line of JSON")


def told(text: str, facts: dict[str, Any], opts: argparse.Namespace) -> str:
    """Return a command's answer, for people or for programs."""
    return json.dumps(facts, ensure_ascii=False, default=str) if opts.json else local(text)
