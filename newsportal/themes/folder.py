"""Which of Z-Blog's themes made a page: the folder that its style sheets and scripts lie in."""

from __future__ import annotations

import re

_FOLDERS = b"zb_users/theme/"
_LOADED = re.compile(
    rb"<(?:link|script)\b[^<>]{0,500}?zb_users/theme/([^/\"'?<>\s]+)", re.IGNORECASE
)
_ANYWHERE = re.compile(rb"zb_users/theme/([^/\"'?<>\s]+)")
_OWN = b"/zb_system/"


def folder_of(body: bytes) -> str:
    """Return the folder of the theme that made a page, ``""`` if none of Z-Blog's did.

    A picture proves nothing: posts show some that were copied from other portals, with the folder
    of the theme there. Where all style sheets were bundled, a page of Z-Blog's may say it anywhere.

    >>> picture = b'<img src="https://other.example/zb_users/theme/tpure/style/lazyload.png">'
    >>> folder_of(b'<link rel=stylesheet href="/zb_users/theme/Zit/style.css">' + picture)
    'Zit'
    >>> folder_of(picture), folder_of(picture + b'<script src="/zb_system/script/common.js">')
    ('', 'tpure')
    """
    if _FOLDERS not in body:
        return ""
    found = _LOADED.search(body) or (_ANYWHERE.search(body) if _OWN in body else None)
    return found[1].decode("ascii", "replace") if found else ""
