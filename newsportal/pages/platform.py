"""How the software of a portal names its pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Protocol

from scrapy.http import TextResponse


class Platform(Protocol):
    """How the software of a portal names its pages; hashable, since answers are kept."""

    name: ClassVar[str]

    def key(self, path: str, query: str) -> str | None:
        """Return the one key of the page at *path* below the root; None if it is no page."""

    def learn(self, links: Iterable[str]) -> Platform:
        """Return what the platform is for a portal with such links."""

    def post_id(self, response: TextResponse, key: str) -> str:
        """Return the portal's own id of the post at *key*."""

    def __hash__(self) -> int: ...


class Unknown:
    """Not known yet: every part of an address counts."""

    name: ClassVar = "unknown"

    def key(self, path: str, query: str) -> str | None:
        return f"{path}?{query}" if query else path

    def learn(self, links: Iterable[str]) -> Platform:  # noqa: ARG002
        return self

    def post_id(self, response: TextResponse, key: str) -> str:  # noqa: ARG002
        return key


UNKNOWN = Unknown()
