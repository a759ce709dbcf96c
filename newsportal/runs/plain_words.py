"""What went wrong, in words for people; what Python and libraries say is for programmers."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
import ssl
from collections.abc import Iterator

_DRAFT = re.compile(r"^\.?(.+?)(?:\.[0-9]+)?\.tmp$")
_SQLITE = {
    "unable to open database file": "it cannot be opened; is its folder there, and may you write?",
    "attempt to write a readonly database": "it may only be read",
    "database or disk is full": "No space left on the disk",
    "disk I/O error": "the disk reports an error (disk I/O error)",
    "database is locked": "another program is using it",
    "database disk image is malformed": "its pages contradict one another",
    "file is not a database": "it is no database of ours",
}
_CONNECTION = (
    (socket.gaierror, "its name is not known"),
    (ssl.SSLCertVerificationError, "its certificate is not valid"),
    (TimeoutError, "no answer in time"),
    (ConnectionRefusedError, "connection refused"),
    (ConnectionError, "the connection was closed"),
)
# By name: what commands read must not load Twisted.
_NAMES = {
    "ConnectionDone": "the connection was closed before the answer was complete",
    "ConnectionLost": "the connection was closed before the answer was complete",
    "ConnectionAborted": "the connection was closed before the answer was complete",
    "ConnectionRefusedError": "connection refused",
    "ConnectError": "no connection",
    "NoRouteError": "there is no way to it",
    "TimeoutError": "no answer in time",
    "TCPTimedOutError": "no answer in time",
    "ParseError": "the answer is not HTTP",
    "BadResponseVersion": "the answer is not HTTP",
    "PotentialDataLoss": "the answer may be cut off",
    "_DataLoss": "the answer is cut off",
}
# What is said where nothing lies behind an error that tells more.
_WITHOUT_CAUSE = {
    "DownloadFailedError": "no whole answer came",
    "ResponseFailed": "no whole answer came",
    "ResponseNeverReceived": "no answer came",
}


def in_words(error: object) -> str:
    """Return what is wrong in one short line.

    >>> in_words(FileNotFoundError(2, "No such file or directory", "/a/.posts.csv.71.tmp"))
    'No such file or directory: /a/posts.csv'
    >>> in_words(sqlite3.OperationalError("unable to open database file"))
    'it cannot be opened; is its folder there, and may you write?'
    """
    for cause in _causes(error):
        if words := _words(cause):
            return words
    text = str(error).split("\n", 1)[0][:500]
    if text and "<twisted" not in text and "Failure" not in text:
        return text
    name = type(error).__name__
    return _WITHOUT_CAUSE.get(name, name)


def _words(error: object) -> str:
    for kind, words in _CONNECTION:
        if isinstance(error, kind):
            return words
    if isinstance(error, OSError) and error.errno is not None:
        words = error.strerror or os.strerror(error.errno)
        return f"{words}: {_told(error.filename)}" if error.filename else words
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8; save it as UTF-8"
    if isinstance(error, sqlite3.Error):
        return _SQLITE.get(str(error), "")
    if "no results for hostname lookup" in str(error):  # Twisted's; its kind has other reasons, too
        return "its name is not known"
    if "max redirections" in str(error):  # Scrapy's
        return "it leads to itself or ever further, as walls do that want a cookie"
    return _NAMES.get(type(error).__name__, "")


def _causes(error: object) -> Iterator[object]:
    """Yield an error, and first what lies behind it where it is but a list of others."""
    for reason in getattr(error, "reasons", None) or ():
        yield from _causes(getattr(reason, "value", reason))
    yield error
    cause = getattr(error, "__cause__", None)
    if cause is not None:
        yield from _causes(cause)


def _told(path: object) -> str:
    """Return a path; of a draft, that of the file which it is to be."""
    text = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else str(path)
    folder, slash, name = text.rpartition("/")
    found = _DRAFT.match(name)
    return f"{folder}{slash}{found[1]}" if found else text
