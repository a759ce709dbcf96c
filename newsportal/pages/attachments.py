"""Which links of an article lead to a file that it offers."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

from newsportal.chinese.lazy_pattern import lazy
from newsportal.items import Link

_FILE = lazy(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|rar|zip|7z|txt|csv)$", re.IGNORECASE)
_LINK = lazy(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TAG = lazy(r"<[^>]*>")


def is_file(url: str) -> bool:
    """Tell whether an address is one of a file, by its ending.

    >>> is_file("http://news.example/a/方案.PDF?v=2"), is_file("http://news.example/a.html")
    (True, False)
    """
    try:
        return _FILE.search(urlsplit(url).path) is not None
    except ValueError:
        return False


def offered(html: str) -> list[Link]:
    """Return the files that links in a record's HTML lead to, each once.

    >>> offered('<p>附件：<a href="http://h/1.pdf">名单<b>一</b></a> <a href="http://h/2">二</a></p>')
    [Link(url='http://h/1.pdf', title='名单一')]
    """
    found = ((unescape(link[1]), unescape(_TAG.sub("", link[2]))) for link in _LINK.finditer(html))
    files = {url: Link(url, " ".join(title.split())) for url, title in found if is_file(url)}
    return list(files.values())
