"""``scrapy fleet``: many portals on one or many machines."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from newsportal.command_line import OwnCommand, add_json, data_folder, refuse
from newsportal.extras import command_for
from newsportal.language.chosen import local, say
from newsportal.runs.plain_words import in_words
from newsportal.runs.run import FAILED, OK
from newsportal.suggestions import did_you_mean

if TYPE_CHECKING:
    from newsportal.fleet.portal import FleetPortal
    from newsportal.fleet.roster import Roster, RosterEntry

_ACTIONS = ("list", "init", "add", "remove", "pause", "resume", "set", "run", "work")


class Command(OwnCommand):
    """Many portals: who is in the fleet, what is asked of them, and a node at work."""

    def syntax(self) -> str:
        return "[ACTION] [URL...] [options]"

    def short_desc(self) -> str:
        return local("Run many portals on one or many machines")

    def long_desc(self) -> str:
        return (
            "Without an ACTION: one line a portal. init sets the database up; add URL"
            " [NAME=VALUE...], or add --file with one portal a line; set URL interval=2h..2d"
            " slots=1 theme=NAME; pause, resume, remove URL...; run URL... now, not when it is"
            " due; work makes runs on this node. NEWSPORTAL_FLEET names the database,"
            " NEWSPORTAL_REPLICA the place for copies."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--file", metavar="FILE", help="add: portals, one a line")
        parser.add_argument("--slots", default="1", metavar="N", help="work: runs at a time")
        parser.add_argument("--node", metavar="NAME", help="work: name of this node")
        add_json(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        action, *rest = args or ["list"]
        if action not in _ACTIONS:
            nearest = did_you_mean(action, _ACTIONS)
            refuse(f"fleet {action}: use one of {', '.join(_ACTIONS)}{nearest}")
        assert self.settings is not None
        url = self.settings.get("NEWSPORTAL_FLEET")
        if not url:
            refuse("NEWSPORTAL_FLEET is not set: postgresql://USER@HOST/DATABASE")
        if not url.startswith(("postgresql://", "postgres://")):
            refuse("NEWSPORTAL_FLEET names no PostgreSQL: postgresql://USER@HOST/DATABASE")
        try:
            import psycopg

            from newsportal.fleet.roster import Roster
        except ImportError:
            refuse(f"the fleet needs more libraries: {command_for('fleet')}")
        try:
            portals = _named(action, rest, opts)
            if action == "work":
                self._work(url, opts)
            elif action == "init":
                from newsportal.fleet.tables import init

                init(url)
                print(local("the database is ready"))
            else:
                with Roster.open(url) as roster:
                    self._do(roster, action, portals, rest, opts)
            self.exitcode = OK
        except (ValueError, OSError) as error:
            refuse(in_words(error))
        except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn):
            refuse("the database has no fleet yet: scrapy fleet init")
        except psycopg.Error as error:
            from newsportal.fleet.database import words

            say(f"the database cannot be used: {words(error)}")
            self.exitcode = FAILED

    def _do(
        self,
        roster: Roster,
        action: str,
        portals: list[FleetPortal],
        words: list[str],
        opts: argparse.Namespace,
    ) -> None:
        if action == "list":
            _show(roster.entries(), as_json=opts.json)
        elif action == "add":
            for portal in portals:
                said = "added" if roster.add(portal) else "is in the fleet; its options are set"
                print(local(f"{portal.root} {said}"))
                if not roster.has_address(portal.root):
                    say(f"{portal.root}: no such host is known here; is the address right?")
        elif action == "set":
            root = portals[0].root
            roster.change(root, words[1:])
            print(local(f"{root} is in the fleet; its options are set"))
        else:
            for root in (portal.root for portal in portals):
                match action:
                    case "remove":
                        roster.remove(root)
                        said = f"{root} is in the fleet no more; its archive stays"
                    case "pause":
                        roster.pause(root, "paused by hand")
                        said = f"{root} is paused"
                    case "resume":
                        roster.pause(root, None)
                        said = f"{root} goes on"
                    case _:
                        roster.run_now(root)
                        said = f"{root} is due now"
                print(local(said))

    def _work(self, url: str, opts: argparse.Namespace) -> None:
        from newsportal.fleet.work import AloneError, work

        assert self.settings is not None
        if not opts.slots.isdecimal() or not 0 < int(opts.slots) < 1000:
            raise ValueError(f"--slots {opts.slots}: use a whole number above 0")
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
        data = data_folder(self.settings)
        replica = self.settings.get("NEWSPORTAL_REPLICA") or None
        if replica and replica.startswith("/") and not os.access(replica, os.W_OK | os.X_OK):
            raise ValueError(
                f"NEWSPORTAL_REPLICA={replica}: no folder that this node can write into;"
                " is it mounted?"
            )
        if replica and self.settings.get("NEWSPORTAL_WARC_DIR"):
            raise ValueError(
                "NEWSPORTAL_WARC_DIR: what lies outside of an archive is not copied with it;"
                " a fleet keeps pages in the archives"
            )
        given = {
            name: str(value)
            for name, value in self.settings.items()
            if self.settings.getpriority(name) == 40  # given with -s: the runs get them, too
        }
        try:
            work(url, data, replica, int(opts.slots), given, opts.node)
        except AloneError as error:
            refuse(str(error))


def _show(entries: Sequence[RosterEntry], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps([asdict(entry) for entry in entries], default=str, indent=1))
    elif not entries:
        print(local("no portal is in the fleet yet: scrapy fleet add URL"))
    else:
        from rich.console import Console

        from newsportal.fleet.overview import table

        Console(width=None if sys.stdout.isatty() else 200).print(table(entries))


def _named(action: str, words: list[str], opts: argparse.Namespace) -> list[FleetPortal]:
    """Return the portals that an action is asked for; ValueError names what is wrong."""
    from newsportal.fleet.portal import FleetPortal, of_lines

    if action == "add" and opts.file:
        return of_lines(Path(opts.file).read_text(encoding="utf-8"))
    if action in ("list", "init", "work"):
        if words:
            raise ValueError(f"fleet {action}: it takes no argument {words[0]!r}")
        return []
    if not words:
        raise ValueError(f"fleet {action}: name a portal")
    if action == "set":
        return [FleetPortal.of(words[0], words[1:])]
    if action != "add":
        return list(map(FleetPortal.of, words))
    lines: list[list[str]] = []
    for word in words:
        if "://" in word.partition("=")[0] or not lines:
            lines.append([word])
        else:
            lines[-1].append(word)
    return [FleetPortal.of(url, options) for url, *options in lines]
