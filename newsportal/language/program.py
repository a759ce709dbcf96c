"""By which name the program was called: what a message tells to type must be there to be typed."""

from __future__ import annotations

import re
import sys
from pathlib import Path

_TYPED = re.compile(
    r"\bscrapy(?= (?:audit|browse|corpus|crawl|demo|export|fleet|forget|health|portal|probe|rebuild"
    r"|reextract|report|rotate|verify)\b)"
)


def program() -> str:
    """Return ``newsportal`` or ``scrapy``."""
    called = Path(sys.argv[0])
    ours = called.name == "newsportal" or called.parts[-2:] == ("newsportal", "__main__.py")
    return "newsportal" if ours else "scrapy"


def as_called(text: str) -> str:
    """Return a message with the commands in it as this user types them."""
    return _TYPED.sub(program(), text) if "scrapy " in text else text
