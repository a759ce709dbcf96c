"""``scrapy portal``: serve the sample portal, to try settings or another client against."""

from __future__ import annotations

import argparse

from scrapy.exceptions import UsageError

from newsportal.command_line import OwnCommand, add_json, told
from newsportal.language.chosen import local, say
from newsportal.runs.run import FAILED


class Command(OwnCommand):
    """Serve a portal on 127.0.0.1 until Ctrl-C."""

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return local("Serve the bundled sample portal on loopback until Ctrl-C")

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_json(parser)
        parser.add_argument(
            "--port", default="8765", metavar="N", help="0: a free one (default: 8765)"
        )
        parser.add_argument("--posts", metavar="N", help="size of the portal (default: 300)")
        parser.add_argument(
            "--chaos", metavar="SEED", help="a number: the portal has the bad day that it draws"
        )
        parser.add_argument(
            "--option", action="append", default=[], metavar="NAME=VALUE",
            help="setting of newsportal.sample.options, as in urls=active; repeatable",
        )  # fmt: skip

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from twisted.internet.error import CannotListenError

        from newsportal.sample.chaos import Chaos
        from newsportal.sample.content import Portal
        from newsportal.sample.options import Options
        from newsportal.sample.server import serve_forever

        settings = list(opts.option)
        if opts.posts is not None:
            settings.append(f"posts={opts.posts}")
        try:
            if args:
                raise ValueError(f"portal takes no argument {args[0]!r}")
            options = Options.of(settings)
            port = int(opts.port) if opts.port.isdecimal() else -1
            if not 0 <= port < 65536:
                raise ValueError(f"--port {opts.port} is no port number")
            if not (opts.chaos or "0").isdecimal():
                raise ValueError(f"--chaos {opts.chaos} is no whole number")
        except ValueError as error:
            raise UsageError(str(error), print_help=False) from error
        chaos = None if opts.chaos is None else Chaos(int(opts.chaos))
        try:
            serve_forever(
                Portal(options),
                port,
                lambda url: print(told(url, {"url": url}, opts), flush=True),
                chaos=chaos,
            )
        except (CannotListenError, OSError):
            say(f"port {port} is taken; give another with --port, 0 for a free one")
            self.exitcode = FAILED
