"""Which language a user is spoken to in, and the two ways to speak: print a line, or return it.

Messages are English where they are made, so that logs, records, reports for programs and tests have
them so; they are put into Chinese where a person reads them, and nowhere else.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Literal

from newsportal.language.program import as_called

Language = Literal["en", "zh"]


def language(environment: Mapping[str, str] = os.environ) -> Language:
    """Return the language of NEWSPORTAL_LANG, else of the locale, as other programs find it.

    >>> language({"LANG": "zh_CN.UTF-8"}), language({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"})
    ('zh', 'en')
    >>> language({"NEWSPORTAL_LANG": "zh", "LC_ALL": "en_US.UTF-8"}), language({})
    ('zh', 'en')
    """
    names = ("NEWSPORTAL_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    first = next((value for name in names if (value := environment.get(name))), "")
    return "zh" if first.lower().startswith("zh") else "en"


def local(text: str) -> str:
    """Return a message of ours, as it was put together, in the user's language."""
    if language() == "en":
        return as_called(text)
    from newsportal.language.catalogue import in_chinese  # late: English costs nothing

    return as_called(in_chinese(text))


def say(text: str) -> None:
    """Tell the user of a fault, in one line on stderr."""
    print(f"newsportal: {local(text)}", file=sys.stderr)  # noqa: T201
