"""Which software makes a portal, as its pages show it. For people; nothing depends on it."""

from __future__ import annotations

import re

from lxml import etree
from scrapy.http import TextResponse

from newsportal.chinese.text import clean_text
from newsportal.pages.page import Page

_GENERATOR = etree.XPath(
    "string(//meta[translate(@name, 'GENRATO', 'genrato') = 'generator']/@content)"
)
# The first sign that is found decides.
_SIGNS = (
    ("WordPress", r"/wp-(?:content|includes)/"),
    ("Z-BlogPHP", r"/zb_(?:users|system)/"),
    ("TRS WCM", r"createPageHTML|TRS_Editor|trs_web|/t20\d{6}_\d+\.s?html?"),
    ("DedeCMS", r"/templets/|/dede/|/plus/(?:list|view)\.php|dedecms"),
    ("PHPCMS", r"m=content&(?:amp;)?c=index|/statics/js/|phpcms"),
    ("EmpireCMS", r"/e/(?:action|public|search|extend)/|/d/file/|EmpireCMS|帝国CMS"),
    ("Typecho", r"/usr/(?:themes|plugins|uploads)/"),
    ("emlog", r"/content/(?:templates|uploadfile)/|emlog"),
    ("Hexo", r"hexo-theme|hexo\.io|/js/hexo"),
    ("Hugo", r"gohugo\.io"),
    ("Discuz!", r"Powered by Discuz|discuz_uid"),
    ("博达 VSB", r"_sitegray|vsb_content|/system/resource/"),
    ("方正翔宇", r"founder\.com|(?:node|content)_\d+(?:_\d+)?\.html?"),
)


def software_of(response: TextResponse) -> str | None:
    """Return the name of the software, None if nothing tells it.

    >>> page = TextResponse("http://h/", body=b"<link href=/wp-content/a.css>")
    >>> software_of(page)
    'WordPress'
    """
    if generator := clean_text(str(_GENERATOR(Page.of(response).root))):
        return generator[:60]
    text = response.text
    return next((name for name, sign in _SIGNS if re.search(sign, text, re.IGNORECASE)), None)
