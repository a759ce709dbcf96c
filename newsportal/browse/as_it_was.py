"""The stored page of a post, as the portal sent it: shown without scripts, and without the net.

What is left of a page is its text, tables and pictures in their order, with the styles that stand
in it. Pictures come from the archive; one that is not stored is named.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import nh3
from lxml import etree, html
from markupsafe import Markup, escape
from scrapy.http import TextResponse

from newsportal.archive.kept_pages import pages_of
from newsportal.pages.page import Page
from newsportal.pages.pictures import picture_address
from newsportal.pagestore.volumes import Place
from newsportal.rereading.stored_pages import StoredPages
from newsportal.state.file.tables import open_read_only, root_of

Pictures = Callable[[str], str | None]
"""Returns where this site shows a picture of that address; None where it is not stored."""

_TAGS = frozenset(
    "a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup"
    " dd del details div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img"
    " ins kbd label li main mark nav ol p pre q rp rt ruby s samp section small span strike strong"
    " sub summary sup table tbody td tfoot th thead time tr tt u ul var".split()
)
_CELL = {"bgcolor", "colspan", "height", "nowrap", "rowspan", "width"}
_ATTRIBUTES = {
    "*": {"align", "class", "dir", "id", "lang", "style", "title", "valign"},
    "img": {"alt", "height", "src", "width"},
    "table": {"border", "cellpadding", "cellspacing", "width"},
    "td": _CELL,
    "th": _CELL,
    "font": {"color", "size"},
    "ol": {"start", "type"},
}
# Anything in a style that could ask for something, or hide that it does.
_ASKS = re.compile(r"url|@|\\|expression|image|src|/\*|<", re.IGNORECASE)
_SHEETS = etree.XPath("boolean(//link[contains(@rel, 'stylesheet')][@href])")
_GONE = frozenset(("audio", "embed", "frame", "iframe", "object", "video"))


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page as it was stored."""

    response: TextResponse
    address: str
    fetched_at: str
    """As ``WARC-Date`` says."""


def stored_page(folder: Path, pages: Path, url: str) -> StoredPage | None:
    """Return the page that the last record of a post was read from; None if it is not there."""
    try:
        with closing(open_read_only(folder / "state.db")) as state:
            place = state.execute(
                "SELECT page_volume, page_offset FROM posts WHERE key = ?",
                (url.removeprefix(root_of(state)),),
            ).fetchone()
            if place is None or place[0] is None:
                return None
            store, page = pages_of(folder, pages, state), Place(*place)
            body, member = store.body_of(page), store.member(page)
    except (sqlite3.Error, TypeError):
        return None
    if body is None or member is None:
        return None
    response = StoredPages.of(store, folder).page(page, body)
    if not isinstance(response, TextResponse):
        return None
    return StoredPage(response, response.url, member.headers.get("warc-date", ""))


def is_styled(page: StoredPage) -> bool:
    """Tell whether the page had style sheets of its portal's, which are not stored."""
    return bool(_SHEETS(Page(page.response).root))


def shown(page: StoredPage, pictures: Pictures) -> Markup:
    """Return what is shown of a page: safe, and with nothing that any address is asked for."""
    root = Page(page.response).root  # a tree of its own, to be changed
    body = root.find("body")
    body = root if body is None else body
    for element in list(body.iter("img", "a", *_GONE)):
        if element.tag == "img":
            _picture(element, page.address, pictures)
        elif element.tag == "a" and (target := element.get("href")):
            element.set("title", _joined(page.address, target))
        elif element.tag in _GONE:
            _named(element, page.address)
    for element in body.iter("*"):
        if _ASKS.search(element.get("style", "")):
            del element.attrib["style"]
    cleaned = nh3.clean(
        html.tostring(body, encoding="unicode"), tags=set(_TAGS), attributes=_ATTRIBUTES,
        url_schemes=set(), clean_content_tags={"script", "style", "noscript", "template", "title"},
        link_rel=None,
    )  # fmt: skip
    styles = [
        style.text or "" for style in root.iter("style") if not _ASKS.search(style.text or "")
    ]
    sheet = Markup("<style>{}</style>").format(Markup("\n".join(styles)))  # noqa: S704 (no < in it)
    return sheet + Markup(cleaned)  # noqa: S704 (what nh3 returns is safe)


def _picture(image: etree._Element, base: str, pictures: Pictures) -> None:
    address = _joined(base, picture_address(image) or image.get("src") or "")
    alt, here = image.get("alt", ""), pictures(address)
    kept = {name: image.get(name) for name in ("width", "height") if image.get(name)}
    image.attrib.clear()
    if here is not None:
        image.attrib.update({"src": here, "alt": alt, **kept})
        return
    image.tag, image.text = "span", f"[{alt or address}]"
    image.attrib.update({"title": address, "class": "newsportal-not-stored"})


def _named(element: etree._Element, base: str) -> None:
    """Leave but the address of a film, or of a page within the page."""
    address = _joined(base, element.get("src") or element.get("data") or "")
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = "span", f"[{address}]", tail
    element.set("class", "newsportal-not-stored")


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return address


def document(title: str, content: Markup) -> str:
    """Return a page to be framed."""
    head = Markup(
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{}</title></head>'
    ).format(escape(title))
    return f"{head}<body>{content}</body></html>"
