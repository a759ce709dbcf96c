"""What site and report have in common: type, colours, masthead, how a difference is shown."""

from __future__ import annotations

from importlib.resources import files

ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
    "%3Crect width='32' height='32' rx='5' fill='%239c2f1d'/%3E"
    "%3Cpath fill='%23fbf7ee' d='M6 7h20v5H6zm0 7h9v11H6zm11 0h9v2h-9zm0 4."
    "5h9v2h-9zM17 23h9v2h-9z'/%3E%3C/svg%3E"
)
"""A newspaper, as the address of a small picture."""


def part(name: str) -> str:
    """Return one of the files beside this one: ``base.css``, ``differences.html``."""
    return files("newsportal.design").joinpath(name).read_text(encoding="utf-8")
