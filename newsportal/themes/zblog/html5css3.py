"""The theme HTML5CSS3."""

from newsportal.themes.finding import find
from newsportal.themes.zblog.selector_theme import Selectors, SelectorTheme

HTML5CSS3 = SelectorTheme(
    "HTML5CSS3",
    Selectors(
        # In a list the titles are links.
        post=find("//article[header/h2[not(a)] and section]"),
        title=find(".//header/h2"),
        date=find(".//header/time"),
        body=find(".//header/following-sibling::section"),
        info=find(".//footer//h5/em"),
        after=find(".//footer[h4 or h5]"),
        tags=find(".//footer//h4/a"),
        previous=find(".//nav/a[{l}]"),
        next=find(".//nav/a[{r}]"),
        item=find("//article[header/h2/a]"),
        item_link=find("header/h2/a"),
        item_date=find("header/time"),
        bar=find("//nav[.//span[{page}]]"),
        current=find(".//span[{now-page}]"),
    ),
)
