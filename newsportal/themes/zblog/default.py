"""Z-Blog's own theme, and the ones that share its markup."""

from newsportal.themes.finding import find
from newsportal.themes.zblog.selector_theme import Selectors, SelectorTheme

DEFAULT = SelectorTheme(
    "default",
    Selectors(
        post=find("//div[{post} and {single}]"),
        title=find(".//h2[{post-title}]"),
        date=find(".//*[{post-date}]"),
        body=find(".//div[{post-body}]"),
        info=find(".//p[{post-footer}]"),
        after=find(".//p[{post-tags} or {post-footer}]"),
        tags=find(".//p[{post-tags}]/a"),
        item=find("//div[{post} and {multi}]"),
        item_link=find(".//h2[{post-title}]/a"),
        item_date=find(".//*[{post-date}]"),
        sticky=find(".//h2[{post-title}]//*[{istop}]"),
        bar=find("//div[{pagebar}]"),
        current=find(".//span[{now-page}]"),
    ),
)
WHITE_PAGE = SelectorTheme("WhitePage", DEFAULT.places)
