"""What a post says, as text that no reader of Markdown takes for markup."""

from __future__ import annotations

import re

# What Markdown takes for markup wherever it stands, and at the beginning of a line alone
_SPECIAL = re.compile(r"[]\\&<`[>~=+|*_]")
_MARKS = re.compile(r"[-#](?<!\S[-#])(?:(?<=-)-*|(?<=#)#{0,5})(?!\S)")
_NUMBERED = re.compile(r"[0-9](?<!\S[0-9])[0-9]{0,8}(?=[.)](?!\S))")
# What would end an address, or what a reader of Markdown decodes in it
_IN_ADDRESS = {ord(char): f"%{ord(char):02X}" for char in '()<>"\\` |^{}\t\n\r'} | {38: "&amp;"}
_LINKED = ("http://", "https://", "mailto:")


def escaped(text: str) -> str:
    """Return a text in which nothing is markup."""
    text = _SPECIAL.sub(_behind_stroke, text)
    if "-" in text or "#" in text:
        text = _MARKS.sub(_behind_stroke, text)
    if "." in text or ")" in text:
        text = _NUMBERED.sub(_before_stroke, text)
    # A link behind an exclamation mark would be a picture.
    return f"{text[:-1]}\\!" if text.endswith("!") else text


# Functions, since Python reads a template anew for each text, found or not


def _behind_stroke(found: re.Match[str]) -> str:
    return f"\\{found[0]}"


def _before_stroke(found: re.Match[str]) -> str:
    return f"{found[0]}\\"


def address_of(raw: str) -> str:
    """Return an address as it stands between parentheses, "" if it leads to no page."""
    address = raw.strip()
    return address.translate(_IN_ADDRESS) if address.lower().startswith(_LINKED) else ""


def ticks(text: str) -> str:
    """Return one back quote more than stand together in a text."""
    return "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)


def one_line(text: str) -> str:
    return re.sub(r"[\t \r\n]+", " ", text)
