"""The theme metro, whose dates are in pieces: a day, and above the month its year."""

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.themes.finding import find
from newsportal.themes.zblog.selector_theme import Selectors, SelectorTheme

_DAY = find(".//div[{post_time}]/h5")
_MONTH = find(".//div[{post_time}]/h6")
_DIGITS = lazy(r"[0-9]+|[〇一二三四五六七八九十]{1,2}(?=月)")


class _Metro(SelectorTheme):
    def date_of(self, post: etree._Element) -> str:
        pieces = [" ".join(each.itertext()) for each in (*_MONTH(post), *_DAY(post))]
        found = _DIGITS.findall(" ".join(pieces))
        return "{}年{}月{}日".format(*found) if len(found) == 3 else ""

    def entry_date(self, item: etree._Element) -> str:
        return self.date_of(item)


_POST = "//div[{post} and .//div[{post_body}]/h2"

METRO = _Metro(
    "metro",
    Selectors(
        # In a list the titles are links.
        post=find(f"{_POST}[not(a)]]"),
        title=find(".//div[{post_body}]/h2"),
        date=_DAY,
        body=find(".//div[{post_content}]"),
        info=find(".//div[{post_info}]"),
        after=find(".//div[{post_tags} or {post_info} or {post_nav}]"),
        previous=find(".//div[{post_nav}]/a[{l}]"),
        next=find(".//div[{post_nav}]/a[{r}]"),
        item=find(f"{_POST}[a]]"),
        item_link=find(".//div[{post_body}]/h2/a"),
        item_date=_DAY,
        bar=find("//div[{pagebar}]"),
        current=find(".//span[{now-page}]"),
    ),
)
