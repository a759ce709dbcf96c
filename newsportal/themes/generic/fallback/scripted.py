"""A text that only a script holds: the longest string in it that reads like an article.

Asked where a page shows no text: some portals send what a program is to draw as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import unescape

from newsportal.chinese.lazy_pattern import lazy

# Strings of JSON and of JavaScript; each character is read once
_STRING = lazy(r"(?P<quote>[\"'])(?P<said>(?:(?!(?P=quote))[^\\\n]|\\.)*+)(?P=quote)", re.DOTALL)
_STOP = lazy(r"[。！？]|\\u3002")
_TAG = lazy("<[^<>]*>|\\s")
_LEAST, _STOPS = 60, 2  # characters of a text, and sentences in it
_LARGEST = 2_000_000  # characters of scripts that are looked at
_ALIKE = 0.5  # of the text: another string of that length makes the page a list


def text_in(scripts: Iterable[str]) -> str:
    """Return the one article that *scripts* hold, as markup or lines, "" where there is none.

    >>> text_in(['x = {"id": "7", "content": "<p>' + "桥通了，人来了。" * 9 + '<\\\\/p>"}'])[:11]
    '<p>桥通了，人来了。'
    >>> text_in(['["' + '", "'.join(("桥通了，人来了。" * 9, "路通了，车来了。" * 9)) + '"]'])
    ''
    """
    found: dict[str, str] = {}
    room = _LARGEST
    for script in scripts:
        room -= len(script)
        if room < 0 or len(_STOP.findall(script)) < _STOPS:
            continue
        for string in _STRING.finditer(script):
            raw = string["said"]
            if len(raw) >= _LEAST and len(_STOP.findall(raw)) >= _STOPS:
                text = _read(raw)
                found.setdefault(_TAG.sub("", text), text)
    first, second = [*sorted(found, key=len, reverse=True), "", ""][:2]
    if len(first) < _LEAST or (second not in first and len(second) > _ALIKE * len(first)):
        return ""
    return found[first]


def _read(raw: str) -> str:
    """Return what a string of JSON or JavaScript says."""
    quoted = raw.replace("\\'", "'").replace("\\x", "\\u00")
    quoted = re.sub(r'(?<!\\)((?:\\\\)*)"', r'\1\\"', quoted)
    try:
        text = str(json.loads(f'"{quoted}"', strict=False))
    except ValueError:
        return ""
    return unescape(text) if "&lt;" in text else text
