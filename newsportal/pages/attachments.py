"""Which links of an article lead to a file that it offers."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|rar|zip|7z|txt|csv)$", re.IGNORECASE)


def is_file(url: str) -> bool:
    """Tell whether an address is one of a file, by its ending.

    >>> is_file("http://news.example/a/方案.PDF?v=2"), is_file("http://news.example/a.html")
    (True, False)
    """
    try:
        return _FILE.search(urlsplit(url).path) is not None
    except ValueError:
        return False
