"""Films and players in a body: where they play from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.pages.pictures import names_picture

PLAYERS = frozenset(
    "iframe embed object mpvideo mpvoice mp-common-mpaudio qqmusic mp-common-qqmusic"
    " amp-iframe mip-iframe amp-video mip-video amp-audio mip-audio".split()
)
MEDIA = frozenset("video audio".split())
SOUNDS = frozenset(
    "audio mpvoice mp-common-mpaudio qqmusic mp-common-qqmusic amp-audio mip-audio".split()
)
_ADDRESSES = ("src", "data-src", "data-original", "data-url", "data-video", "data", "audiourl")
# WeChat names a film or a recording by a number; its scripts make these addresses of them.
_WECHAT = {
    "data-mpvid": "https://mp.weixin.qq.com/mp/readtemplate?t=pages/video_player_tmpl&vid=",
    "voice_encode_fileid": "https://res.wx.qq.com/voice/getvoice?mediaid=",
}
_IN_FLASHVARS = lazy(r"(?:^|&)(?:file|url|f|src|video|vcastr_file)=([^&]+)", re.IGNORECASE)
_PARAMETERS = frozenset("movie src url filename flashvars_src".split())
_STARTS = ("http://", "https://", "//", "/")
_QUOTED = lazy(r"""["']([^"'\s<>]{5,1000})["']""")
_FILM = lazy(r"[^?#]*\.(?:mp4|m4v|m3u8|flv|webm|mov)(?:[?#].*)?", re.IGNORECASE)


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
    for name, value in element.items():  # a script that loads it late, and nobody has heard of
        if name.startswith("data-") and value.startswith(_STARTS) and not names_picture(value):
            yield value.strip()


def scripted(element: etree._Element) -> list[str]:
    r"""Return the films that a script plays, or in a block that it makes a player of.

    >>> scripted(etree.HTML(r"<script>new DPlayer({url: 'http:\/\/h\/a.mp4'})</script>")[0][0])
    ['http://h/a.mp4']
    >>> scripted(etree.HTML('<div class="dplayer" data-url="/a.m3u8?k=1"></div>')[0][0])
    ['/a.m3u8?k=1']
    """
    if element.tag == "script":
        source = element.text or ""
    elif "player" not in (element.get("class") or ""):
        return []
    else:
        source = "".join(f'"{value}"' for value in element.values())
    found = (quoted.replace("\\/", "/") for quoted in _QUOTED.findall(source))
    return [address for address in found if _FILM.fullmatch(address)]
