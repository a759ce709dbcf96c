"""Any other software: an address is what it is, less what only tells where a reader came from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from scrapy.http import TextResponse
from w3lib.url import safe_url_string

from newsportal.chinese.lazy_pattern import lazy
from newsportal.pages.platform import Platform
from newsportal.platforms.forums import is_service, thread

_TRACKING = lazy(
    r"(?:utm_\w+|fbclid|gclid|msclkid|yclid|spm|scm|bd_vid|_hs\w+|mc_[ce]id|isappinstalled|nsukey"
    r"|wxfrom|wx_fmt|from=[a-z_]+|share_?(?:from|source|token|id|medium|plat)\w*|replytocom"
    r"|jsessionid|phpsessid|aspsessionid\w*|cfid|cftoken|session_?id|_t|timestamp|rand(?:om)?"
    r"|reply_?to)(?:=|$)",
    re.IGNORECASE,
)
# Services and forms of common software, which are no pages to read: accounts, searches, baskets,
# an article once more to print it.
_NO_PAGE = lazy(
    r"(?:.*/)?(?:wp-(?:login|admin|json|content|includes|comments-post|cron|trackback)\b"
    r"|xmlrpc\.php|cdn-cgi/|(?:log(?:in|out|on)|sign(?:in|up|out)|register|captcha|search)"
    r"(?:\.\w+|/)?$"
    r"|(?:(?:article|news|info)_?)?print(?:_?(?:page|view|able|article|news|info))?\.(?:aspx?|php|jsp|do)$"
    r"|(?:send_?mail|send_?to_?friend|mail_?to_?friend|add_?favou?rites?)\.(?:aspx?|php|jsp|do)$)",
    re.IGNORECASE,
)
_NO_ACTION = lazy(
    r"(?:^|&)(?:m|c|a|s|mod|act|action|do|op|method)="
    r"(?:search|rss|feed|register|reg|log(?:in|out)|vote|captcha|print)(?:&|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class GenericPlatform:
    """Every query name counts but those that never change a page; their order does not matter.

    >>> generic = GenericPlatform()
    >>> generic.key("index.php", "id=7&catid=2&utm_source=x"), generic.key("a.html", "from=qq")
    ('index.php?catid=2&id=7', 'a.html')
    >>> generic.key("", "/news/12.html"), generic.key("wp-login.php", "") is None
    ('?/news/12.html', True)
    >>> generic.key("Article/Print.asp", "ArticleID=7") is None, generic.key("print/7.html", "")
    (True, 'print/7.html')
    """

    name: ClassVar = "generic"
    idle: frozenset[str] = frozenset()
    """Further query names that, as was seen, show the same page again."""

    def key(self, path: str, query: str) -> str | None:
        """Return the one key of the page at *path* below the root; None if it is no page."""
        if _NO_PAGE.match(path) or (query and _NO_ACTION.search(query)):
            return None
        path, query = thread(path, query)
        if not query:
            return path
        if is_service(path, query):
            return None
        pieces = (piece.removeprefix("amp;") for piece in safe_url_string(query).split("&"))
        kept = sorted({piece for piece in pieces if piece and not self._is_idle(piece)})
        return f"{path}?{'&'.join(kept)}" if kept else path

    def _is_idle(self, piece: str) -> bool:
        return bool(_TRACKING.match(piece)) or piece.partition("=")[0] in self.idle

    def learn(self, links: Iterable[str]) -> Platform:  # noqa: ARG002
        """Return the same: links alone teach nothing."""
        return self

    def post_id(self, response: TextResponse, key: str) -> str:  # noqa: ARG002
        """Return path and kept query, on a further host with the host before them."""
        return key.partition("://")[2] or key


GENERIC = GenericPlatform()
