"""Log lines without control characters: a page must not command the terminal that shows a log.

What newsportal logs has none, but its libraries quote what a portal sent (robots.txt, headers).
"""

from __future__ import annotations

import logging
import re

from newsportal.language.chosen import language, local

# C0 but tab and line feed, DEL, C1, line separators, marks that change the direction of text
_COMMANDS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class _PlainRecord(logging.LogRecord):
    def getMessage(self) -> str:  # noqa: N802 (logging's)
        """Return the message, its control characters as escape sequences."""
        return _COMMANDS.sub(lambda char: ascii(char[0])[1:-1], super().getMessage())


class _LocalRecord(_PlainRecord):
    def getMessage(self) -> str:  # noqa: N802 (logging's)
        """Return the message as the user reads it."""
        return local(super().getMessage())


def log_plainly(*, to_stderr: bool = True) -> None:
    """Write every message, whoever logs it, without control characters.

    What goes to stderr alone is in the user's language: a person reads it, at a terminal or in the
    mail that cron makes of it. Log files are English, as programs search them.
    """
    spoken = to_stderr and language() != "en"
    logging.setLogRecordFactory(_LocalRecord if spoken else _PlainRecord)
