"""Why a front page shows nothing that could be archived, in words for people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from scrapy.http import TextResponse

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text
from newsportal.pages.page import Page
from newsportal.themes.generic.words import PRINTED_TAG

_SHELL = 200  # characters; a page that scripts fill says less
_NO_TEXT = ("script", "style", "noscript", "template")
_LOGIN = lazy(r"登录|登陆|登入|sign\s?in|log\s?in", re.IGNORECASE)
_EXAMINED = lazy(
    r"验证|人机|安全检查|正在检[查测]|captcha|challenge|checking your browser|just a moment", re.I
)


def why_not(response: TextResponse) -> str:
    """Return why no posts can be read from a page.

    >>> page = TextResponse("http://h/", body=b"<div id=app></div><script src=a.js></script>")
    >>> why_not(page)
    'its pages are made by scripts in the browser, and newsportal runs none'
    """
    root = Page.of(response).root
    body = root.find("body")
    text = "" if body is None else clean_text("".join(_shown(body)))
    text = PRINTED_TAG.sub("", text)
    if next(root.iterfind(".//input[@type='password']"), None) is not None:
        return "it asks for a login"
    if _EXAMINED.search(text) and len(text) < 2000:
        return "it examines its visitors (a web firewall's page)"
    scripts = next(root.iter("script"), None) is not None
    if len(text) < _SHELL and scripts:
        return "its pages are made by scripts in the browser, and newsportal runs none"
    if _LOGIN.search(text) and len(text) < _SHELL:
        return "it asks for a login"
    return "it has no links to pages of the portal"


def _shown(body: etree._Element) -> Iterator[str]:
    """Yield what is no script and no style, and is no comment."""
    walk = etree.iterwalk(body, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if element.tag in _NO_TEXT:
                walk.skip_subtree()
            elif element.text:
                yield element.text
        elif element.tail and element is not body:
            yield element.tail
