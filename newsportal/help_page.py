"""The help of our commands: as Scrapy's, but right at any width."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scrapy.commands import ScrapyHelpFormatter


class HelpPage(ScrapyHelpFormatter):
    """Scrapy takes every line that ends in a colon for a heading, wrapped ones of options, too."""

    def format_part_strings(self, part_strings: list[str]) -> list[str]:
        """Return the parts of a page or a section, the headings underlined."""
        page, section = "usage: ", "\n"  # what they begin with; an option's lines do not
        if not part_strings or not part_strings[0].startswith((page, section)):
            return part_strings
        return super().format_part_strings(part_strings)


def right_help(parser: argparse.ArgumentParser) -> None:
    """Make a command's help right, and name the program as it was called."""
    parser.formatter_class = HelpPage
    called = Path(sys.argv[0])
    ours = called.name == "newsportal" or called.parts[-2:] == ("newsportal", "__main__.py")
    if parser.usage and ours:
        parser.usage = parser.usage.replace("scrapy ", "newsportal ", 1)
