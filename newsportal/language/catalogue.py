"""Messages of ours in Chinese, from the catalogue that translators edit: newsportal.po.

A message comes here as it was put together, with its names and figures in it: it may have been
read from a run's account that an earlier version wrote. So an entry of the catalogue is a pattern.
``{count} posts in {path}`` matches "300 posts in a.csv", and what stands in the places of the
names goes into the Chinese, put into Chinese in turn where it is a message of ours itself. What
is no message of ours stays as it is.
"""

from __future__ import annotations

import re
from ast import literal_eval
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

NAME = "locale/zh_CN/LC_MESSAGES/newsportal.po"
_LINE = re.compile(r'(?:(msgid|msgstr)\s+)?("(?:[^"\\]|\\.)*")$')
_PLACE = re.compile(r"\{(\w+)\}")


class Message(NamedTuple):
    """A message with places, and the longest piece of text that it must have."""

    english: str
    chinese: str
    mark: str


def read(text: str) -> dict[str, str]:
    r"""Return the messages of a .po file.

    >>> read('msgid "a"\n"b"\nmsgstr "甲"\n\n#: x.py\nmsgid "c"\nmsgstr ""\n')
    {'ab': '甲', 'c': ''}
    """
    messages: dict[str, str] = {}
    pair = ["", ""]
    place = 0
    for line in [*text.splitlines(), 'msgid ""']:
        if not (found := _LINE.match(line.strip())):
            continue
        if found[1] == "msgid":
            messages[pair[0]] = pair[1]
            pair, place = ["", ""], 0
        elif found[1] == "msgstr":
            place = 1
        pair[place] += _unquoted(found[2])
    messages.pop("", None)  # the head of the file
    return messages


def _unquoted(text: str) -> str:
    return text[1:-1] if "\\" not in text else str(literal_eval(text))


def in_chinese(text: str) -> str:
    """Return a message in Chinese; what is no message of ours stays as it is.

    >>> in_chinese("no feed (status 404); the lists are used")
    '没有 RSS（状态码 404）；改用列表页'
    >>> in_chinese("any other text")
    'any other text'
    """
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(text: str) -> str:
    plain = text.strip()
    return text.replace(plain, _messages().get(plain) or _part(plain), 1) if plain else text


@lru_cache(maxsize=1_000)
def _part(text: str) -> str:
    """Return what stands within a message; a word alone is a name there, and no message."""
    if " " not in text:
        return text
    return _messages().get(text) or _from_pattern(text) or _from_parts(text)


def _from_pattern(text: str) -> str | None:
    for entry in _entries():
        if entry.mark in text and (found := _pattern(entry.english).fullmatch(text)):
            parts = {name: _part(part) for name, part in found.groupdict().items()}
            return entry.chinese.format(**parts)
    return None


def _from_parts(text: str) -> str:
    """Return a text of which only parts may be messages of ours."""
    for mark, chinese_mark in (("; ", "；"), (", ", "，")):
        parts = text.split(mark)
        if len(parts) > 1 and (told := [_part(part) for part in parts]) != parts:
            return chinese_mark.join(told)
    before, _, after = text.partition(": ")
    if after and (told_after := _part(after)) != after:
        return f"{_part(before)}：{told_after}"
    return text


@cache
def _messages() -> dict[str, str]:
    return read((files("newsportal") / NAME).read_text(encoding="utf-8"))


@cache
def _entries() -> list[Message]:
    """Return the messages with places, those that say most first."""
    entries = []
    for english, chinese in _messages().items():
        pieces = _PLACE.split(english)[::2]
        if len(pieces) > 1:
            entries.append(Message(english, chinese, max(pieces, key=len)))
    return sorted(entries, key=lambda entry: -len(_PLACE.sub("", entry.english)))


@cache
def _pattern(english: str) -> re.Pattern[str]:
    """Return what matches a message, whatever a portal has put into it, in linear time.

    The words behind a place are looked for where they come first: a later place takes the rest.
    """
    words, *parts = _PLACE.split(english)
    places = [
        f"(?P<{name}>.*?){re.escape(text)}"
        for name, text in zip(parts[::2], parts[1::2], strict=True)
    ]
    first = [f"(?>{place})" for place in places[:-1]]
    return re.compile("".join([re.escape(words), *first, *places[-1:]]))
