"""Options as the command line has them: ``name=value``, read and written."""

from __future__ import annotations

import re
from typing import Any, get_args

_TOKENS = ("id", "page", "year", "month", "day", "date", "alias", "category", "author")
"""What may stand in braces in the pattern of an address."""

_TOKEN = re.compile(r"\{([^{}]*)\}")


def read(name: str, value: str, hint: Any, choices: tuple[str, ...] | None) -> object:
    """Return what *value* says for an option whose type is *hint*; ValueError says what may be.

    >>> read("wide", "on", bool, None), read("posts", "40", int, None)
    (True, 40)
    >>> read("page_url", "{ID}.html", str | None, None)
    Traceback (most recent call last):
    ValueError: no {ID}, only {id}, {page}, {year}, {month}, {day}, {date}, {alias}, {category}, \
{author}
    """
    kinds = get_args(hint) if type(None) in get_args(hint) else (hint,)
    if type(None) in kinds and value.lower() == "none":
        return None
    if bool in kinds:
        if value.lower() in ("on", "yes", "true", "1"):
            return True
        if value.lower() in ("off", "no", "false", "0"):
            return False
        raise ValueError("on or off")
    if int in kinds:
        return _number(name, value)
    if str in kinds:
        if choices and value not in choices:
            raise ValueError(f"one of {', '.join(choices)}")
        if name.endswith("_url") and (wrong := set(_TOKEN.findall(value)) - set(_TOKENS)):
            known = ", ".join(f"{{{token}}}" for token in _TOKENS)
            raise ValueError(f"no {{{min(wrong)}}}, only {known}")
        return value.replace("\\n", "\n")
    parts = tuple(part for part in value.split(",") if part)
    if choices is None:
        return tuple(_number(name, part) for part in parts)
    if unknown := [part for part in parts if part not in choices]:
        raise ValueError(f"no {unknown[0]!r}, only {', '.join(choices)}")
    return parts


def _number(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit():
        raise ValueError("a whole number")
    if int(value) == 0 and name in ("per_page", "search_per_page", "pagebar", "comments_per_page"):
        raise ValueError("at least 1")
    return int(value)


def write(value: object) -> str:
    """Return the text from which `read` makes *value*."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return "none" if value is None else str(value).replace("\n", "\\n")
