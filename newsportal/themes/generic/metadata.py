"""What a page says of its article to machines: meta, JSON-LD, microdata, Open Graph."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from newsportal.chinese.lazy_pattern import lazy
from newsportal.pages.tree import Silent

_LARGEST = 200_000  # characters of a JSON block
_ARTICLE = lazy("Article|Posting|Report")
_NAME = lazy(r"[^a-z]")

# Names in lower case, letters only, the surest first.
_PUBLISHED = tuple(
    """
    articlepublishedtime publishedtime ogpublishedtime bytedancepublishedtime aptimepub
    weiboarticlecreateat datepublished publishdate pubdate publishtime pubtime firstpublishedtime
    ogreleasedate dcdateissued dctermsissued dcdatecreated dctermscreated dctermsdate dcdate
    sailthrudate parselypubdate parselypubdatetime cxensepublishtime apubtime
    originalpublicationdate datecreated createtime date
""".split()
)
# Names that hidden fields of forms have for it as well: not date, which filters lists
_FIELDS = frozenset("publishdate publishtime pubdate pubtime newsdate releasedate".split())
_TITLE = ("ogtitle", "articletitle", "twittertitle", "headline", "dctitle", "dctermstitle")
_SOURCE = ("contentsource", "source", "articlesource", "dcsource", "mediaid", "newssource")
_AUTHOR = ("author", "articleauthor", "dccreator", "byl", "parselyauthor", "sailthruauthor")
_TAGS = ("articletag",)


@dataclass(slots=True)
class Metadata:
    """Statements of a page on its article, as printed, in the order of trust."""

    published: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    portal: list[str] = field(default_factory=list)
    type: str = ""
    """What the page says to be, "" where it says nothing: "article", "website", "NewsArticle"."""
    body: str = ""
    """The text as JSON-LD has it."""

    @classmethod
    def of(cls, silent: Silent) -> Metadata:
        """Return what the page with these elements says."""
        meta: dict[str, list[str]] = {}
        for element in silent.of("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop")
            if name and (content := element.get("content", "").strip()):
                meta.setdefault(_NAME.sub("", name.lower()), []).append(content)
        for element in silent.of("input"):
            name = _NAME.sub("", (element.get("name") or element.get("id") or "").lower())
            if (
                name in _FIELDS
                and element.get("type") == "hidden"
                and (value := element.get("value"))
            ):
                meta.setdefault("pubdate", []).append(value.strip())
        said = [*_linked_data(silent)]
        articles = (each for each in said if _ARTICLE.search(str(each.get("@type"))))
        linked = next(articles, said[0] if said else {})
        found = cls(
            published=_all(meta, _PUBLISHED),
            titles=_all(meta, _TITLE),
            sources=_all(meta, _SOURCE),
            authors=_all(meta, _AUTHOR),
            tags=[tag for said in _all(meta, _TAGS) for tag in _split(said)],
            portal=_all(meta, ("ogsitename", "applicationname")),
            type=(meta.get("ogtype") or [""])[0],
        )
        if linked:
            found._add(linked)
        return found

    def _add(self, linked: dict[str, Any]) -> None:
        self.published[:0] = _texts(linked.get("datePublished"))
        self.titles += _texts(linked.get("headline"))
        self.authors[:0] = _texts(linked.get("author"))
        keywords = linked.get("keywords")
        words = _split(keywords) if isinstance(keywords, str) else _texts(keywords)
        self.tags += words
        self.body = next(iter(_texts(linked.get("articleBody"))), "")
        self.type = self.type or next(iter(_texts(linked.get("@type"))), "")


def _all(meta: dict[str, list[str]], names: tuple[str, ...]) -> list[str]:
    return [content for name in names for content in meta.get(name, ())]


def _split(keywords: str) -> list[str]:
    return [word.strip() for word in re.split("[,，]", keywords) if word.strip()]


def _linked_data(silent: Silent) -> Iterator[dict[str, Any]]:
    """Yield what JSON-LD says of articles."""
    for script in silent.of("script"):
        text = script.text or ""
        if script.get("type") != "application/ld+json" or len(text) > _LARGEST:
            continue
        try:
            said = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        pending = [said]
        for each in pending:
            if isinstance(each, list):
                pending += each[:50]
            elif isinstance(each, dict):
                kind = str(each.get("@type"))
                if "datePublished" in each or kind == "WebPage" or _ARTICLE.search(kind):
                    yield each
                pending += [each[name] for name in ("@graph", "mainEntity") if name in each]
            if len(pending) > 200:
                break


def _texts(said: Any) -> list[str]:
    """Return the texts in a value of JSON-LD: a text, the name of a thing, or a list of these."""
    values = said if isinstance(said, list) else [said]
    texts = (value.get("name") if isinstance(value, dict) else value for value in values[:50])
    return [text.strip() for text in texts if isinstance(text, str) and text.strip()]
