"""Errors of the network in words that a user understands."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
)

_WORDS = {
    CannotResolveHostError: "its name is not known to the name server, or there is no network",
    DownloadConnectionRefusedError: "nobody answers there (connection refused)",
    DownloadTimeoutError: "it did not answer in time (DOWNLOAD_TIMEOUT)",
}


def in_words(error: BaseException) -> str | None:
    """Say what an error means, None for one that speaks for itself."""
    return next((words for kind, words in _WORDS.items() if isinstance(error, kind)), None)
