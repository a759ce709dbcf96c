"""The generic theme with what a person has told of a portal: selectors and lines to drop."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from lxml import etree
from parsel.csstranslator import HTMLTranslator
from scrapy.http import TextResponse

from newsportal.chinese.credits.bylines import NOBODY
from newsportal.chinese.dates import parse_date
from newsportal.chinese.text import clean_text
from newsportal.chinese.text_hash import text_hash
from newsportal.pages.body.reader import Body, BodyReader
from newsportal.pages.page import Page
from newsportal.pages.pictures import picture_address
from newsportal.themes.base import Fields, StatedTime
from newsportal.themes.generic.theme import GenericTheme


class ConfiguredTheme(GenericTheme):
    """Reads as `GenericTheme` does what nobody has told; *select* are CSS selectors by field."""

    def __init__(
        self,
        select: Mapping[str, str],
        drop: Collection[str] = (),
        boilerplate: Collection[bytes] = (),
    ) -> None:
        super().__init__({*boilerplate, *map(text_hash, drop)})
        translate = HTMLTranslator().css_to_xpath
        self._rules = {name: etree.XPath(translate(css)) for name, css in select.items()}

    def _found(self, name: str, response: TextResponse) -> list[etree._Element]:
        rule = self._rules.get(name)
        return [] if rule is None else list(rule(Page.of(response).root))

    def _text(self, name: str, response: TextResponse) -> str:
        return next(iter(self._texts(name, response)), "")

    def _texts(self, name: str, response: TextResponse) -> list[str]:
        texts = ("".join(each.itertext()) for each in self._found(name, response))
        return [text for each in texts if (text := clean_text(each.replace("\n", " ")))]

    def fields(self, response: TextResponse) -> Fields:
        printed = super().fields(response)
        credits_ = printed.credits or NOBODY
        if source := self._text("source", response):
            credits_ = replace(credits_, source=source.partition("：")[2].strip() or source)
        return replace(
            printed,
            title=self._text("title", response) or printed.title,
            author=self._text("author", response) or printed.author,
            category=self._texts("category", response) or printed.category,
            tags=self._texts("tags", response) or printed.tags,
            credits=credits_,
        )

    def stated(self, response: TextResponse, now: datetime) -> StatedTime | None:
        moment = parse_date(self._text("published_at", response), now, rounds=False)
        return StatedTime(moment, "page") if moment else super().stated(response, now)

    def body(self, response: TextResponse, base: str) -> Body | None:
        found = self._found("body", response)
        if not found:
            return super().body(response, base)
        return BodyReader(base, picture_address).read(found)
