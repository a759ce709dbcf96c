"""Normalisation of Chinese text.

Steps, in order:

1. character references that survived the HTML parser are decoded once more
   (portals store ``&amp;nbsp;``);
2. zero-width characters, soft hyphens, byte-order marks and control characters go;
   the joiners and selectors inside an emoji stay;
3. full-width letters and digits become half-width, and so do ``．％：`` right after a digit,
   ``－＋．`` before one, and what stands inside a number, a web or a mail address;
4. Unicode NFC, never NFKC: NFKC would rewrite ``，：（）`` into ASCII;
5. every run of space characters becomes one blank; lines are trimmed at both ends.

Nothing else of the text is lost or changed.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from newsportal.chinese.lazy_pattern import lazy

_WIDE = "".join(map(chr, (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))))
_NARROW = "".join(chr(ord(char) - 0xFEE0) for char in _WIDE)

# Control characters (C0 without tab and line feed, DEL, C1), soft hyphen, Arabic letter mark,
# zero-width space and non-joiner, direction marks and isolates, word joiner and invisible
# operators, byte-order mark, interlinear annotation marks. U+200D has its own rule below.
_INVISIBLE = (
    *range(0x09), 0x0B, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xAD, 0x61C, 0x180E,
    0x200B, 0x200C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF,
    *range(0xFFF9, 0xFFFC), *range(0xD800, 0xE000),
)  # fmt: skip
_REPLACED = {
    **dict(zip(_WIDE, _NARROW, strict=True)),
    **dict.fromkeys(map(chr, _INVISIBLE), ""),
    "\f": " ",
    "\ue5e5": " ",  # what programs make of A3 A0, a blank in GBK
    "\r": "\n",
}
# Few characters of a text are among these; str.translate looks each up, twenty times slower.
_SINGLE = (char for char in _REPLACED if not "\ud800" <= char <= "\udfff")
_TO_REPLACE_SET = f"\ud800-\udfff{re.escape(''.join(_SINGLE))}"
_TO_REPLACE = lazy(f"[{_TO_REPLACE_SET}]")
_SIGNS = "．％：＠＿－／＆＝＋＄"
_ODD = re.compile(rf"[{_TO_REPLACE_SET}{_SIGNS}\u200d]")  # most texts have none of these

# Named references only with their semicolon: "?a=1&copy=2" is an address, not a ©.
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# A sign, and what must stand around it (the letters and digits are half-width by now).
_WIDE_SIGN = lazy(
    rf"""[{_SIGNS}] (?: (?<=[0-9][．％：])
    | (?<=[－＋．＄]) (?<!－[－＋．＄]) (?=[0-9])
    | (?<=[0-9A-Za-z][．＠＿－／＆＝＋]) (?=[0-9A-Za-z])
    | (?<=[A-Za-z]：) [／/]{{2}} (?=[0-9A-Za-z]) )""",
    re.VERBOSE,
)
_ADDRESS = re.compile(r"(?:(?<=[a-z])://|www\.)[!-~．／：－＿～？＝＆％＃＋＠；]+")
_NARROW_SIGNS = {ord(sign): ord(sign) - 0xFEE0 for sign in f"{_SIGNS}～？＃；"}
# A joiner stays between two pictographs (the left one may carry a selector or a skin tone).
_PICTOGRAPH = r"\u2190-\u2BFF\u3030\u303D\u3297\u3299\U0001F000-\U0001FAFF"
_LOOSE_JOINER = lazy(rf"(?<![{_PICTOGRAPH}\uFE0F])\u200D|\u200D(?![{_PICTOGRAPH}])")

_SHORT = 40  # characters: titles, names and labels up to here stand on page after page


def normalise(raw: str) -> str:
    """Return *raw* with its characters normalised (steps 1 to 4); blanks and lines stay."""
    if raw.isascii() and raw.isprintable() and "&" not in raw:
        return raw
    if "&" in raw:
        raw = _REFERENCE.sub(lambda match: html.unescape(match[0]), raw)
    text = _without_odd(raw) if _ODD.search(raw) else unicodedata.normalize("NFC", raw)
    return _ADDRESS.sub(_narrow_address, text) if "://" in text or "www." in text else text


def _without_odd(raw: str) -> str:
    if "\r" in raw:
        raw = raw.replace("\r\n", "\n")
    text = _TO_REPLACE.sub(lambda match: _REPLACED[match[0]], raw)
    if "\u200d" in text:
        text = _LOOSE_JOINER.sub("", text)
    # Last, for what stood between a letter and its accent is gone now.
    text = unicodedata.normalize("NFC", text)
    return _WIDE_SIGN.sub(lambda match: match[0].translate(_NARROW_SIGNS), text)


def _narrow_address(match: re.Match[str]) -> str:
    """Return an address in half-width characters, but for the end of the sentence behind it."""
    address = match[0].rstrip("．：？；～－")
    return address.translate(_NARROW_SIGNS) + match[0][len(address) :]


def clean_text(raw: str) -> str:
    """Return *raw* normalised as one line.

    >>> clean_text(" \u3000报告２０２６：增长１２．５％，\\n“智车\u200b名城”&nbsp;ＧＤＰ ")
    '报告2026:增长12.5%， “智车名城” GDP'
    >>> clean_text("ｈｔｔｐ：／／ｗｗｗ．ｎｅｗｓ．ｃｎ／ａ？ｂ＝１。ａ＠ｂ．ｃｏｍ：－５℃")
    'http://www.news.cn/a?b=1。a@b.com：-5℃'
    >>> clean_text("👨\u200d👩\u200d👧 𠮷\u200d野家")
    '👨\u200d👩\u200d👧 𠮷野家'
    """
    return _short_line(raw) if len(raw) <= _SHORT else " ".join(normalise(raw).split())


@lru_cache(maxsize=1024)
def _short_line(raw: str) -> str:
    return " ".join(normalise(raw).split())


def clean_lines(raw: str) -> str:
    """Return *raw* normalised, one paragraph a line, without empty lines; tabs part table cells.

    >>> clean_lines("　　第一段 \\n\\n 第二段\u00a0 完\\t８：３０")
    '第一段\\n第二段 完\\t8:30'
    """
    return "\n".join(
        "\t".join(" ".join(cell.split()) for cell in line.split("\t"))
        if "\t" in line
        else " ".join(line.split())
        for whole in normalise(raw).split("\n")
        if (line := whole.strip())
    )
