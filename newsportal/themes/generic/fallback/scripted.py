"""A text that only a script holds: the longest string in it that reads like an article.

Asked where a page shows no text: some portals send what a program is to draw as JSON, some as
Base64 or in percents.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterable
from html import unescape
from urllib.parse import unquote

from newsportal.chinese.lazy_pattern import lazy

# Strings of JSON and of JavaScript; each character is read once
_STRING = lazy(r"(?P<quote>[\"'])(?P<said>(?:(?!(?P=quote))[^\\\n]|\\.)*+)(?P=quote)", re.DOTALL)
_STOP = lazy(r"[。！？]|\\u3002")
_DECODES = lazy(r"\batob\(|[Bb]ase64|decode64|decodeURI|\bunescape\(")
_BASE64 = lazy(r"[A-Za-z0-9+/_-]{120,}={0,2}")  # 60 characters of UTF-8 and more
_PERCENTS = lazy(r"(?:%u?[0-9A-Fa-f]{2}[^%]*+){60,}")
_UTF16 = lazy(r"%u([0-9A-Fa-f]{4})")
_TAG = lazy("<[^<>]*>|\\s")
_LEAST, _STOPS = 60, 2  # characters of a text, and sentences in it
_LARGEST = 2_000_000  # characters of scripts that are looked at
_ALIKE = 0.5  # of the text: another string of that length makes the page a list


def text_in(scripts: Iterable[str]) -> str:
    """Return the one article that *scripts* hold, as markup or lines, "" where there is none.

    >>> from base64 import b64encode
    >>> told = b64encode(("桥通了，人来了。" * 9).encode()).decode()
    >>> text_in([f'show(atob("{told}"))'])[:8]
    '桥通了，人来了。'

    >>> text_in(['x = {"id": "7", "content": "<p>' + "桥通了，人来了。" * 9 + '<\\\\/p>"}'])[:11]
    '<p>桥通了，人来了。'
    >>> text_in(['["' + '", "'.join(("桥通了，人来了。" * 9, "路通了，车来了。" * 9)) + '"]'])
    ''
    """
    found: dict[str, str] = {}
    room = _LARGEST
    for script in scripts:
        room -= len(script)
        decodes = _DECODES.search(script) is not None
        if room < 0 or not (decodes or len(_STOP.findall(script)) >= _STOPS):
            continue
        for string in _STRING.finditer(script):
            raw = string["said"]
            if len(raw) < _LEAST:
                continue
            if len(_STOP.findall(raw)) >= _STOPS:
                text = _read(raw)
            elif not decodes or len(_STOP.findall(text := _decoded(raw))) < _STOPS:
                continue
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


def _decoded(raw: str) -> str:
    """Return what a string says in Base64 or in percents, or in both, "" if it is neither."""
    if _BASE64.fullmatch(raw):
        try:
            said = b64decode(f"{raw}==", altchars=b"-_" if set("-_") & set(raw) else None)
            raw = said.decode()
        except ValueError:
            return ""
    if _PERCENTS.search(raw):
        raw = unquote(_UTF16.sub(lambda found: chr(int(found[1], 16)), raw))
    return raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
