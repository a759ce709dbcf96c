"""The help of our commands: as Scrapy's, but right at any width, and in the user's language."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from types import MethodType
from typing import Any, NoReturn
from unicodedata import east_asian_width

from scrapy.commands import ScrapyHelpFormatter

from newsportal.language.chosen import local
from newsportal.language.program import program
from newsportal.suggestions import did_you_mean

# What stays on one line: a word, or a Chinese character with the marks that belong to it
_PIECE = r"""
    [（“《]* (?: [^\x00-\xff] | [^\s（“《，。；：、！？）”》\u3400-\u9fff]+ )
    [，。；：、！？）”》]* [ ]*
    | .
"""


class HelpPage(ScrapyHelpFormatter):
    """Scrapy takes every line that ends in a colon for a heading, wrapped ones of options, too."""

    def format_part_strings(self, part_strings: list[str]) -> list[str]:
        """Return the parts of a page or a section, the headings underlined."""
        page, section = "usage: ", "\n"  # what they begin with; an option's lines do not
        if part_strings and part_strings[0].startswith(page):
            usage = wrapped(part_strings[0].removeprefix(page).strip(), self._width - 6)
            lines = "\n      ".join(usage)
            part_strings[0] = f"{_underlined(local('Usage'), '=')}  {lines}\n\n"
        elif part_strings and part_strings[0].startswith(section):
            for number, part in enumerate(part_strings):
                if part.endswith(":\n"):
                    heading = part.removesuffix(":\n").strip().title()
                    line = "-" if heading == "Global Options" else "="
                    part_strings[number] = f"\n{_underlined(local(heading), line)}"
        return part_strings

    def _split_lines(self, text: str, width: int) -> list[str]:
        return [line for told in text.splitlines() for line in wrapped(told.strip(), width)]

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(f"{indent}{line}" for line in self._split_lines(text, width))

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Add the line that says how the command is called."""
        told = usage and usage.replace("[options]", local("[options]"))
        super().add_usage(told, actions, groups, prefix)

    def add_text(self, text: str | None) -> None:
        """Add what the command is for."""
        super().add_text(text and local(text))

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return action.help and local(action.help)


def _underlined(heading: str, line: str) -> str:
    return f"{heading}\n{line * columns(heading)}\n"


def columns(text: str) -> int:
    """Return how wide a text is on a terminal, where a Chinese character takes two columns.

    >>> columns("选项 a")
    6
    """
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def wrapped(text: str, width: int) -> Iterator[str]:
    """Yield lines of a text; they break at blanks and between Chinese characters."""
    line = ""
    for piece in re.findall(_PIECE, text, re.VERBOSE):
        if line and columns(line + piece.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece
    if line:
        yield line.rstrip()


def right_help(parser: argparse.ArgumentParser) -> None:
    """Make a command's help right, name the program as it was called, refuse unknown options."""
    parser.formatter_class = HelpPage
    parser.prog = program()
    parser.error = MethodType(_refuse, parser)  # type: ignore[method-assign]
    parser.parse_known_args = MethodType(_parse, parser)  # type: ignore[method-assign]
    if parser.usage:
        parser.usage = parser.usage.replace("scrapy ", f"{parser.prog} ", 1)


def whole_number(text: str) -> int:
    """Return a number that was typed as a value of an option."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}: use a whole number") from None


def _parse(
    parser: argparse.ArgumentParser, args: list[str]
) -> tuple[argparse.Namespace, list[str]]:
    """Parse a command line; Scrapy takes an option that is not there for an argument."""
    options, others = argparse.ArgumentParser.parse_known_args(parser, args)
    unknown = next((word for word in others if word.startswith("-")), None)
    if unknown:
        name = unknown.partition("=")[0]
        question = did_you_mean(name, parser._option_string_actions)
        parser.error(f"there is no option {name}{question}")
    return options, others


def _refuse(parser: argparse.ArgumentParser, message: str) -> NoReturn:
    """Say what is wrong about a command as it was typed; as argparse does, in any language."""
    parser.print_usage(sys.stderr)
    parser.exit(2, f"{parser.prog}: {local(f'error: {message}')}\n")
