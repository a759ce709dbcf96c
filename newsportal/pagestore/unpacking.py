"""Bodies of stored answers without their content coding."""

from __future__ import annotations

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Response

from newsportal.pages.unpacking import Unpacker
from newsportal.pagestore.scan import Member

_LARGEST = 16 * 1024 * 1024  # bytes, unpacked


class _Reader(Unpacker):
    """Without a crawl."""

    def __init__(self) -> None:
        self.stats = None
        self._max_size, self._warn_size = _LARGEST, _LARGEST + 1


_READER = _Reader()


def unpacked(request: Request, response: Response) -> Response | None:
    """Return a response with its body unpacked; None if it cannot be."""
    try:
        found = _READER.process_response(request, response)
    except (IgnoreRequest, Exception):  # every packing has errors of its own
        return None
    assert isinstance(found, Response)
    return found


def readable(member: Member) -> bytes:
    """Return all that a stored answer says, headers and body, as bytes to search in."""
    head, _, body = member.block.partition(b"\r\n\r\n")
    headers: dict[bytes, list[bytes]] = {}
    for name, _, value in (line.partition(b":") for line in head.split(b"\r\n")[1:]):
        headers.setdefault(name, []).append(value.strip())
    request = Request("http://stored.invalid/")
    found = unpacked(request, Response(request.url, headers=Headers(headers), body=body))
    return head + b"\r\n" + (found.body if found is not None else body)
