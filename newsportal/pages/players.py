"""Films and players in a body: where they play from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

from lxml import etree

PLAYERS = frozenset(
    "iframe embed object mpvideo mpvoice mp-common-mpaudio qqmusic mp-common-qqmusic".split()
)
MEDIA = frozenset("video audio".split())
SOUNDS = frozenset("audio mpvoice mp-common-mpaudio qqmusic mp-common-qqmusic".split())
_ADDRESSES = ("src", "data-src", "data-original", "data-url", "data-video", "data", "audiourl")
# WeChat names a film or a recording by a number; its scripts make these addresses of them.
_WECHAT = {
    "data-mpvid": "https://mp.weixin.qq.com/mp/readtemplate?t=pages/video_player_tmpl&vid=",
    "voice_encode_fileid": "https://res.wx.qq.com/voice/getvoice?mediaid=",
}
_IN_FLASHVARS = re.compile(r"(?:^|&)(?:file|url|f|src|video|vcastr_file)=([^&]+)", re.IGNORECASE)
_PARAMETERS = frozenset("movie src url filename flashvars_src".split())


def addresses(element: etree._Element) -> Iterator[str]:
    """Yield the addresses that a player may play from, as printed, the best first."""
    yield from _own(element)
    for part in element.iter("source", "embed", "param", "iframe", "video"):
        if part is element:
            continue
        if part.tag != "param":
            yield from _own(part)
        elif part.get("name", "").lower() in _PARAMETERS:
            yield part.get("value", "").strip()
        elif found := _IN_FLASHVARS.search(part.get("value", "")):
            yield unquote(found[1])


def _own(element: etree._Element) -> Iterator[str]:
    for name in _ADDRESSES:
        if address := element.get(name, "").strip():
            yield address
    for name, before in _WECHAT.items():
        if number := element.get(name, "").strip():
            yield before + quote(number)
