"""Which encoding a page really has, whatever it says.

In this order: byte-order mark; UTF-16 by its first character; HZ where it is declared; UTF-8
without a fault; UTF-8 with a few bad bytes; what the page or the header declares, if that decodes
nearly without faults; the one of GB18030 and Big5 that gives more everyday characters, whichever
of them is declared. Only encodings that can fail prove anything by decoding: what else is declared
(single-byte ones, codecs of Python that are no character set) is ignored.
"""

from __future__ import annotations

import re

from w3lib.encoding import html_body_declared_encoding, read_bom, resolve_encoding

from newsportal.chinese.web_gbk import WEB_GBK

# As XML 1.0 tells them (appendix F), blank lines before it or none
_WIDE = {
    pair: name
    for char in b"<\n\r\t "
    for pair, name in ((bytes((char, 0)), "utf-16-le"), (bytes((0, char)), "utf-16-be"))
}
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")
# Python's names
_CAN_FAIL = re.compile(r"gb|big5|hz|cp9[345]|euc|shift_jis|johab|utf-(?:8|16|32)")
_BYTES_THAT_DIFFER = re.compile(rb"\x80|\xa3\xa0|\xa6[\xd9-\xf3]|\xa8\xbc|\xfe[\x51-\xa0]")
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
    if bom:
        return bom
    if wide := _WIDE.get(body[:2]):
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
    if _faults(body, "utf-8") <= max(1, 0.05 * high):
        return "utf-8"
    chinese = ["gb18030", "big5hkscs"]
    for declared in (html_body_declared_encoding(body), declared_by_server):
        name = resolve_encoding(declared) if declared else None
        if name is None or not _CAN_FAIL.match(name):
            continue
        if _CHINESE.match(name):
            chinese.sort(key=lambda each: each[:2] != name[:2])  # the first wins a tie
            break
        if _faults(body, name) <= 0.02 * high:
            return name
    best = max(chinese, key=lambda each: _everyday(body, each))
    return WEB_GBK if best == "gb18030" and _differs(body) else best


def _differs(body: bytes) -> bool:
    """Tell whether browsers decode some of the bytes otherwise than Python."""
    if not _BYTES_THAT_DIFFER.search(body):
        return False
    return body.decode("gb18030", "replace") != body.decode(WEB_GBK, "replace")


def _faults(body: bytes, encoding: str) -> int:
    faults = body.decode(encoding, "replace").count("\ufffd")
    return faults - body.count(b"\xef\xbf\xbd") if encoding == "utf-8" else faults


def _everyday(body: bytes, encoding: str) -> int:
    text = body.decode(encoding, "replace")
    return sum(char in _EVERYDAY for char in text) - 3 * text.count("\ufffd")
