"""Tells another program how a run ended: one POST of JSON, to which chat systems can be bridged."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from http.client import HTTPException
from time import sleep
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from newsportal.runs.plain_words import in_words

logger = logging.getLogger(__name__)

_TIMEOUT = 10.0  # seconds, for each of two attempts
_ANSWER = 10_000  # bytes of an answer that are read
_PLAIN = re.compile(r"[!-~]+")
_PAUSE = 2.0  # seconds between them


class _NoRedirects(HTTPRedirectHandler):
    """What a run did is told to the address that was named, and to no other."""

    def redirect_request(self, *_args: Any) -> None:
        return None


def post(
    url: str,
    message: dict[str, Any],
    *,
    name: str = "NEWSPORTAL_WEBHOOK",
    complaint: Callable[[bytes], str | None] = lambda _: None,
) -> bool:
    """POST *message*; return whether it was taken. A failure is logged, without the URL's secrets.

    *name* is the setting that wants it; *complaint* tells what a body says against the message.
    Raises ValueError for an address that is not http or https.
    """
    data = json.dumps(message, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "newsportal"}
    request = Request(checked(url), data, headers)  # noqa: S310
    opener = build_opener(_NoRedirects)
    for attempt in (1, 2):
        try:
            with opener.open(request, timeout=_TIMEOUT) as answer:
                why = complaint(answer.read(_ANSWER)) or ""
            if not why:
                return True
        except HTTPError as error:
            why = f"status {error.code}"
        except (OSError, HTTPException, ValueError) as error:
            why = in_words(getattr(error, "reason", error))
        if attempt == 1:
            sleep(_PAUSE)
    logger.error("%s at %s did not take the message: %s", name, urlsplit(url).hostname, why)
    return False


def checked(url: str) -> str:
    """Return *url*; ValueError, without it, if it cannot be posted to: it may hold a secret."""
    if not _is_web_address(url):
        raise ValueError("NEWSPORTAL_WEBHOOK is not an http:// or https:// address")
    if not _PLAIN.fullmatch(url):
        raise ValueError(
            "NEWSPORTAL_WEBHOOK has a character that no address has: a blank, a line feed or one"
            " that must be percent-encoded"
        )
    return url


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        host.encode("idna")  # http.client does so, too, and says what it could not encode
        return parts.scheme in ("http", "https") and bool(host) and parts.port != 0
    except ValueError:  # its text has the address in it
        return False
