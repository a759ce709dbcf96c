"""GB18030 as browsers decode it: the codec ``gbk-web``.

Python's own follows the standard of 2000, which knows neither € as the single byte 80 (code page
936, what most editors wrote), nor A3 A0, by which many indent a paragraph, nor the characters that
had no code point then: it gives private-use characters, which no font shows.
"""

from __future__ import annotations

import codecs
from typing import Any

WEB_GBK = "gbk-web"

_PRIVATE = (
    "\ue5e5 \ue7c7 \ue78d \ue78e \ue78f \ue790 \ue791 \ue792 \ue793 \ue794 \ue795 \ue796 \ue816"
    " \ue817 \ue818 \ue81e \ue826 \ue82b \ue82c \ue831 \ue832 \ue83b \ue843 \ue854 \ue855 \ue864"
).split()
_SINCE = (
    "\u3000ḿ︐︒︑︓︔︕︖︗︘︙\U00020087\U00020089\U000200cc\u9fb4\u9fb5\u9fb6\u9fb7\U000215d7\u9fb8"
    "\U0002298f\u9fb9\u9fba\U000241fe\u9fbb"
)
_TABLE = str.maketrans("".join(_PRIVATE), _SINCE)
_HANDLER = "newsportal.gbk-web"


def _euro(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    if error.object[error.start] == 0x80:
        return "€", error.start + 1
    return "\ufffd", error.end


def _decode(data: Any, errors: str = "strict", /) -> tuple[str, int]:
    text = bytes(data).decode("gb18030", _HANDLER if errors == "replace" else errors)
    return text.translate(_TABLE) if any(map(text.__contains__, _PRIVATE)) else text, len(data)


def _found(name: str) -> codecs.CodecInfo | None:
    if name not in (WEB_GBK, WEB_GBK.replace("-", "_")):
        return None
    return codecs.CodecInfo(codecs.lookup("gb18030").encode, _decode, name=WEB_GBK)


codecs.register_error(_HANDLER, _euro)
codecs.register(_found)
