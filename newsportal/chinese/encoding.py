"""Which encoding a page really has, whatever it says.

In this order: UTF-16 by its byte-order mark or its zeros; HZ where it is declared; UTF-8 without a
fault; UTF-8 with a few bad bytes; what the page or the header declares, if that decodes nearly
without faults; the one of GB18030 and Big5 that gives more everyday characters, whichever of them
is declared. Only encodings that can fail prove anything by decoding: what else is declared
(single-byte ones, UTF-16, codecs of Python that are no character set) is ignored, and so is UTF-8's
byte-order mark: a file of the site's software may have one while its pages are in GBK.
"""

from __future__ import annotations

import re

from w3lib.encoding import html_body_declared_encoding, read_bom, resolve_encoding

from newsportal.chinese.web_gbk import WEB_GBK

_BEGINNING = 1024  # bytes, of which markup makes a quarter at least
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")
# Python's names
_CAN_FAIL = re.compile(r"gb|big5|hz|cp9[345]|euc|shift_jis|johab|utf-8")
_BYTES_THAT_DIFFER = re.compile(rb"\x80|\xa3\xa0|\xa6[\xd9-\xf3]|\xa8\xbc|\xfe[\x51-\xa0]")
_NO_JAPANESE = re.compile("[\ufffd\uff61-\uff9f]")
_CHINESE = re.compile(r"gb|big5")  # each decodes most of the other's bytes
# Characters that stand on nearly every page, in both scripts.
_EVERYDAY = frozenset(
    "的一是不了在人有我他这个中来上大为和国地到以说时要就出会可也你对生能子年着下自之过发后作里"
    "用行所家事成方多经法学同现当动面起看定天分还进好小部其主样理心本前开但因只从想日者意无力"
    "這個來為國說時會對著過發後裡經學現當動還進樣開從實無與長機關點業將兩間問應戰見產新聞"
)


def detect_encoding(body: bytes, declared_by_server: str | None = None) -> str:
    """Return the Python codec name for *body*; it decodes any bytes with ``errors="replace"``.

    >>> detect_encoding("今天的新闻".encode("gbk"), "utf-8")
    'gb18030'
    >>> detect_encoding("今天的新闻".encode(), "gbk")
    'utf-8'
    """
    bom, _ = read_bom(body)
    if bom and bom != "utf-8":
        return bom
    declared = resolve_encoding(declared_by_server) if declared_by_server else None
    if wide := _wide(body[:_BEGINNING], bool(declared and declared.startswith("utf-16"))):
        return wide
    if b"~{" in body and body.isascii():  # two bytes of seven bits each, as in mail
        declared = html_body_declared_encoding(body)
        return "hz" if declared and resolve_encoding(declared) == "hz" else "utf-8"
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        high = len(_HIGH_BYTES.findall(body))
    else:
        return "utf-8"
    said = (html_body_declared_encoding(body), declared_by_server)
    names = [name for each in said if each and (name := resolve_encoding(each))]
    few = 0.05 * high if any(map(_CHINESE.match, names)) else max(1, 0.05 * high)
    if _faults(body, "utf-8") <= few:  # of 票价€ in GBK all but one byte is UTF-8, too
        return "utf-8"
    chinese = ["gb18030", "big5hkscs"]
    for name in names:
        if not _CAN_FAIL.match(name):
            continue
        if _CHINESE.match(name):
            chinese.sort(key=lambda each: each[:2] != name[:2])  # the first wins a tie
            break
        if _faults(body, name) <= 0.02 * high:
            return name
    best = max(chinese, key=lambda each: _everyday(body, each))
    return WEB_GBK if best == "gb18030" and _differs(body) else best


def _wide(beginning: bytes, declared: bool) -> str | None:
    """Return the form of UTF-16 in which every other byte of markup is zero.

    A page that is *declared* as such needs little markup: no other encoding has zeros.
    """
    first, second = beginning[::2].count(0), beginning[1::2].count(0)  # 一 has one elsewhere
    fewer, more = sorted((first, second))
    if more < 3 or (3 if declared else 8) * fewer > more:
        return None
    if not declared and 8 * more < len(beginning):
        return None
    return "utf-16-be" if more == first else "utf-16-le"


def _differs(body: bytes) -> bool:
    """Tell whether browsers decode some of the bytes otherwise than Python."""
    if not _BYTES_THAT_DIFFER.search(body):
        return False
    return body.decode("gb18030", "replace") != body.decode(WEB_GBK, "replace")


def _faults(body: bytes, encoding: str) -> int:
    text = body.decode(encoding, "replace")
    if encoding == "cp932":  # half-width katakana are what it makes of nearly any byte
        return len(_NO_JAPANESE.findall(text))
    faults = text.count("\ufffd")
    return faults - body.count(b"\xef\xbf\xbd") if encoding == "utf-8" else faults


def _everyday(body: bytes, encoding: str) -> int:
    text = body.decode(encoding, "replace")
    return sum(char in _EVERYDAY for char in text) - 3 * text.count("\ufffd")
