"""The theme garland, which prints weekday and author beside the dates of its lists."""

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.themes.finding import find
from newsportal.themes.zblog.selector_theme import Selectors, SelectorTheme

_DATE = lazy(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2} [0-9]{1,2}:[0-9]{2}")


class _Garland(SelectorTheme):
    def entry_date(self, item: etree._Element) -> str:
        found = _DATE.search(super().entry_date(item))
        return found[0] if found else ""


GARLAND = _Garland(
    "garland",
    Selectors(
        post=find("//div[{post} and {single}]"),
        title=find(".//h2[{post-title}]"),
        date=find(".//h4[{post-date}]"),
        body=find(".//div[{post-body}]"),
        info=find(".//h6[{post-footer}]"),
        after=find(".//*[self::h5 or self::h6][{post-tags} or {post-footer}]"),
        item=find("//div[{node}]"),
        item_link=find(".//h2/a"),
        item_date=find(".//span[{submitted}]"),
        bar=find("//div[{pager}]"),
        current=find(".//*[{now-page} or {pager-current}]"),
    ),
)
