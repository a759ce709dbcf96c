"""The theme Zit: a heading above the page, the body below, neighbours among related posts."""

from lxml import etree

from newsportal.themes.finding import find, line_of
from newsportal.themes.zblog.selector_theme import Selectors, SelectorTheme

_AUTHOR = find("id('topic')//h5//a")
_CATEGORY = find("id('path')/a[not(contains(@href, 'date'))]")
_COUNTERS = {
    "浏览": find("id('topic')//*[{kico-eye}]"),
    "评论": find("id('topic')//*[{kico-ping}]"),
}


class _Zit(SelectorTheme):
    def told(self, post: etree._Element) -> dict[str, str]:
        authors = [line_of(link) for link in _AUTHOR(post)]
        categories = [line_of(link) for link in _CATEGORY(post)]
        told = {label: line_of(each) for label, rule in _COUNTERS.items() for each in rule(post)}
        if authors:
            told["作者"] = authors[0]
        if categories:
            told["分类"] = categories[-1]
        return told


ZIT = _Zit(
    "Zit",
    Selectors(
        post=find("//body[//*[@id='topic']/h1 and .//article[@id='cont']]"),
        title=find("id('topic')/h1"),
        date=find("id('topic')//h5//*[{kico-time}]"),
        body=find(".//article[@id='cont']"),
        after=find(".//*[@id='rel']"),
        tags=find("id('topic')/h4/a[{tag}]"),
        previous=find("id('rel')//li[{log}][.//em[{kico-prev}]]//a[@href]"),
        next=find("id('rel')//li[{log}][.//em[{kico-next}]]//a[@href]"),
        related=find("id('rel')//li[{log}][not(.//em[{kico-prev} or {kico-next}])]//a[@href]"),
        item=find("//article[{log}]"),
        item_link=find(".//h3/a"),
        item_date=find(".//time"),
        sticky=find("self::*[{pin}]"),
        bar=find("//nav[@id='pagi']"),
        current=find(".//b[{zit}]"),
    ),
)
