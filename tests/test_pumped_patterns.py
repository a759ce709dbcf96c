"""What makes patterns look again and again at the same characters takes no time worth telling."""

from __future__ import annotations

from datetime import UTC, datetime
from time import process_time

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, XmlResponse

from newsportal.chinese.credits.info_line import labelled_date
from newsportal.discovery.entries import _PAGING
from newsportal.discovery.shape import shape_of
from newsportal.discovery.sitemaps import sitemap_of
from newsportal.extract import _PAGE_MARK
from newsportal.middlewares.whole import _END
from newsportal.pages.body import _OUTER_BREAKS
from newsportal.pages.file_kinds import kind_of
from newsportal.pages.site import Site
from newsportal.spiders.anywhere.page_analysis import PageAnalysis
from newsportal.themes.generic.theme import GenericTheme

_SIZE = 20_000  # characters; what was quadratic took 2 to 10 s for them
PIECES = ("a", "_", "-", "9", "f9", "a(", "a(2 ", "__doPo", "<a ", "<![CDATA[", "language-")
PAGE = """<body><ul><li><a href="/news/1.html">镇上的新桥通车了</a><span>{0}</span></li>
<li><a class="{0}" id="{0}" href="{0}" title="{0}" onclick="{0}">{0}</a></li></ul>
<div class="{0}"><a href="/list_2.html">下一页</a><a href="#" onclick="{0}">{0}</a></div>
<script type="text/template">{0}</script>"""


@pytest.mark.parametrize("piece", PIECES)
def test_a_list(piece: str) -> None:
    source = PAGE.format(piece * (_SIZE // len(piece)))
    url = "http://news.example/list.html"
    response = HtmlResponse(url, body=source, encoding="utf-8", request=Request(url))
    began = process_time()
    PageAnalysis.at(response, Site.of("http://news.example/"), GenericTheme())
    assert process_time() - began < 1.5


def test_a_line_without_a_full_stop() -> None:
    line = "2026-11-21 " + "a" * 5 * _SIZE
    began = process_time()
    labelled_date(line, datetime(2026, 11, 22, tzinfo=UTC))
    assert process_time() - began < 1.5


def test_comments_addresses_and_sitemaps() -> None:
    times = "<urlset><url><loc>" + " " * _SIZE + "</loc>" + "<loc>a</loc>" * _SIZE
    sitemap = (times + "<publication_date></urlset>").encode()
    began = process_time()
    assert kind_of(b"<!--a-->" * 2_000) is None
    assert _END.search(b"</rss>" + b"<!--a--> " * 2_000 + b"!") is None
    assert shape_of("f" * _SIZE)
    sitemap_of(XmlResponse("http://news.example/sitemap.xml", body=sitemap), datetime.now(UTC))
    assert process_time() - began < 1.5


def test_breaks_and_titles() -> None:
    began = process_time()
    assert _OUTER_BREAKS.sub("", "甲" + "<br>" * 25_000 + "乙<br> <br>")[-1] == "乙"
    assert _PAGE_MARK.sub("", "。" * _SIZE + "镇上的新桥通车了（2）")[-1] == "了"
    assert not _PAGING.fullmatch(" " * _SIZE)
    assert process_time() - began < 1.5
