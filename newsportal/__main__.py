"""The program ``newsportal``: Scrapy's commands and ours, from any folder."""

from __future__ import annotations

import gc
import io
import os
import sys
from pkgutil import iter_modules

from newsportal.language.chosen import local, say
from newsportal.suggestions import did_you_mean

_USAGE = 2
_BROKEN_PIPE = 141  # as a shell tells of SIGPIPE
_WRITERS = ("genspider", "startproject")  # into the user's folder, not into this package


def main() -> None:
    """Run a command as ``scrapy`` does within the project; other settings may be named."""
    _open_streams()
    try:
        try:
            _run()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has read enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_BROKEN_PIPE)


def _open_streams() -> None:
    """Open what whoever called has closed: a file of the archive would be the one to print to."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal may not know the characters


def _run() -> None:
    command = next((word for word in sys.argv[1:] if not word.startswith("-")), None)
    if command not in _WRITERS:
        os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "newsportal.settings")
    if sys.platform != "linux":
        say(
            f"tested on Linux only; on {sys.platform} file locks and durable writes may not keep"
            " what the README promises"
        )
    gc.disable()  # a library's modules are no garbage
    from scrapy import commands as scrapys
    from scrapy.cmdline import execute

    gc.freeze()
    gc.enable()

    from newsportal import commands as ours

    names = {
        module.name for package in (ours, scrapys) for module in iter_modules(package.__path__)
    }
    if sys.argv[1:] == ["--version"]:
        print(f"newsportal {_version()}")  # noqa: T201
    elif command is None:
        _overview(names)
    elif command not in names:
        nearest = did_you_mean(command, names) or "; newsportal alone lists all"
        say(f"{command}: there is no such command{nearest}")
        sys.exit(_USAGE)
    else:
        execute()


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # late: it is seldom asked for

    try:
        return version("newsportal")
    except PackageNotFoundError:
        return local("of a checkout, not installed")


def _overview(names: set[str]) -> None:
    """Print what each command of ours is for."""
    from shutil import get_terminal_size

    from newsportal import commands
    from newsportal.help_page import wrapped

    print(local("Usage: newsportal COMMAND [options]"), end="\n\n")  # noqa: T201
    own = sorted(module.name for module in iter_modules(commands.__path__))
    for name in own:
        module = __import__(f"{commands.__name__}.{name}", fromlist=["Command"])
        print(f"  {name:<12}{local(module.Command().short_desc())}")  # noqa: T201
    others = ", ".join(sorted(names - {*own}))
    told = local(f"Commands of Scrapy that work, too: {others}")
    print("", *wrapped(told, get_terminal_size().columns), sep="\n")  # noqa: T201
    print(local("newsportal COMMAND -h tells more about one, newsportal --version which this is"))  # noqa: T201
    print(local("To begin: newsportal demo, newsportal probe URL"))  # noqa: T201


if __name__ == "__main__":
    main()
