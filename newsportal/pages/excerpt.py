"""What a page looks like to somebody who has never seen one like it: for reports."""

from __future__ import annotations

from scrapy.http import TextResponse

from newsportal.chinese.text import clean_text
from newsportal.pages.page import Page

_SHOWN = 60  # characters
_NO_TEXT = frozenset(("script", "style", "noscript", "template", "title", "head"))
_PIECES = 200


def page_excerpt(response: TextResponse) -> str:
    r"""Return title and beginning of the text of a page, in one line.

    >>> from scrapy.http import HtmlResponse
    >>> body = "<title>请稍候</title><script>x</script><p>\n正在验证 <b>您的浏览器</b>"
    >>> page_excerpt(HtmlResponse("http://h/", body=body, encoding="utf-8"))
    'title "请稍候", text "正在验证 您的浏览器"'
    """
    root = Page.of(response).root
    title = clean_text(" ".join(root.xpath("string(//title)").split()))
    texts: list[str] = []
    for element in root.iter("*"):
        if len(texts) > _PIECES:
            break
        if element.tag not in _NO_TEXT and element.text and element.text.strip():
            texts.append(element.text.strip())
        parent = element.getparent()
        outside = parent is not None and parent.tag not in _NO_TEXT
        if outside and element.tail and element.tail.strip():
            texts.append(element.tail.strip())
    text = clean_text(" ".join(" ".join(texts).split()))
    return f'title "{title[:_SHOWN]}", text "{text[:_SHOWN]}"'
