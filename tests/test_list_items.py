"""Items of lists: which ones are placed on top of a list that they may not belong to."""

import pytest
from scrapy.http import HtmlResponse

from newsportal.themes.tpure import Tpure

PICTURE = '<div class="item"><div class="albumimg">{}</div><div class="albumcon">{}</div></div>'
HEADING = '<div class="post item"><h2{}>{}</h2></div>'
LINK = '<a href="/post/7.html">题</a>'


@pytest.mark.parametrize(
    ("item", "sticky"),
    [
        (PICTURE.format('<a href="/post/7.html"><img src="x"><em>置顶</em></a>', LINK), True),
        (PICTURE.format('<a href="/post/7.html"><img src="x"></a><em>置顶</em>', LINK), True),
        (PICTURE.format('<a href="/post/7.html"><span>财经</span></a>', LINK), False),
        (HEADING.format("", LINK + '<em class="istop">置顶</em>'), True),
        (HEADING.format(' class="istop"', '<a href="/post/7.html"><em>置顶</em>题</a>'), True),
        (HEADING.format("", LINK), False),
    ],
)
def test_sticky(item: str, sticky: bool) -> None:
    page = f'<html><body><div class="content listcon">{item}</div></body></html>'
    response = HtmlResponse("http://portal/", body=page.encode(), encoding="utf-8")
    (entry,) = Tpure().entries(response)
    assert (entry.url, entry.title, entry.sticky) == ("/post/7.html", "题", sticky)
