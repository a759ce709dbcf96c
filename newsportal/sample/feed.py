"""The RSS feed: the only place where a portal says exact times."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from html import escape

from newsportal.sample import sections
from newsportal.sample.listing import Listing
from newsportal.sample.lists import span_of
from newsportal.sample.sections import SITE, SUBTITLE
from newsportal.sample.timeline import ZONE
from newsportal.sample.view import View


def feed(view: View, query: dict[str, str]) -> str:
    """Return the newest posts of the portal or of one filter."""
    keys = _listing(view, query).part(0, view.options.feed_items)
    items = "\n".join(_item(view, key) for key in keys)
    built = format_datetime(datetime.fromtimestamp(view.now, ZONE))
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel><title>{SITE}</title>\
<link>{view.root}</link><description>{SUBTITLE}</description><pubDate>{built}</pubDate>
{items}
</channel></rss>
"""


def _listing(view: View, query: dict[str, str]) -> Listing:
    """Return what the first filter of the query says, in the CMS's own order of filters."""
    news, none = view.news, Listing(0)
    for name, table, listing in (
        ("cate", sections.CATEGORIES, news.chain),
        ("auth", sections.AUTHORS, news.of_author),
        ("date", None, None),
        ("tags", sections.TAGS, news.of_tag),
    ):
        if name not in query:
            continue
        if table is None or listing is None:
            span = span_of(query[name])
            return news.between(*span[:2]) if span else none
        number = int(query[name]) if query[name].isdecimal() else 0
        return listing(number) if number in table else none
    return news.everything()


def _item(view: View, key: int) -> str:
    html = view.news.body(key).html
    stored = html[:250] if view.options.feed_intro else html
    date = format_datetime(view.news.timeline.at(key))
    return (
        f"<item><title>{escape(view.news.title_html(key))}</title>"
        f"<link>{view.post_url(key)}</link><description>{escape(stored)}</description>"
        f"<pubDate>{date}</pubDate></item>"
    )
