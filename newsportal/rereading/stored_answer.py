"""From stored pages to responses: as the spider had them when they came."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from newsportal.middlewares.encoding import EncodingMiddleware
from newsportal.pagestore.scan import Member
from newsportal.pagestore.unpacking import unpacked

_ENCODING = EncodingMiddleware()


def stored_response(page: Member, body: Member) -> Response | None:
    """Return the response that a page came with, unpacked and decoded; None if it cannot be.

    *body* is the record that holds the body: another one if the same body came twice.
    """
    head, _, _ = page.block.partition(b"\r\n\r\n")
    content = page.block[len(head) + 4 :] if body is page else body.block.partition(b"\r\n\r\n")[2]
    line, *lines = head.decode("latin-1").split("\r\n")
    _, _, rest = line.partition(" ")
    status = rest[:3]
    if not status.isdecimal():
        return None
    pairs = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    request = Request(page.headers["warc-target-uri"].strip("<>"))
    return as_read(request, int(status), pairs, content)


def as_read(
    request: Request, status: int, pairs: list[tuple[str, str]], content: bytes
) -> Response | None:
    """Return a response as the spider has it, unpacked and decoded; None if it cannot be."""
    headers: dict[str, list[str]] = {}
    for name, value in pairs:
        headers.setdefault(name, []).append(value)
    kept, url = Headers(headers, encoding="latin-1"), request.url
    made = responsetypes.from_args(headers=kept, url=url, body=content)
    response = made(url=url, status=status, headers=kept, body=content, request=request)
    whole = unpacked(request, response)
    return None if whole is None else _ENCODING.process_response(request, whole)
