"""What makes patterns look again and again at the same characters takes no time worth telling."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import UTC, datetime
from time import process_time
from typing import Any

import pytest
from lxml import etree
from scrapy import Request
from scrapy.http import HtmlResponse

from newsportal import portal_toml
from newsportal.chinese.info_line import labelled_date
from newsportal.discovery import software
from newsportal.discovery.forms import chosen
from newsportal.discovery.paging.issue_days import issue_days
from newsportal.discovery.shape import shape_of
from newsportal.language import catalogue
from newsportal.pages.site import Site
from newsportal.pagestore.blanking import any_of
from newsportal.report import remedies
from newsportal.themes.generic.theme import GenericTheme
from newsportal.walk.anywhere.page_analysis import PageAnalysis
from tests.inner_patterns import inner_patterns
from tests.pumping import Kept, patterns_of_package, pieces

# Few characters first: what takes twice as long for each character more never gets to many.
_SIZES = (24, 300, 4_000)
_SECONDS = 0.03  # quadratic patterns take .04 to .4 s for so many, the others less than .002
# Patterns that are tried in so many characters at most, by what calls them
BOUNDED = {
    "newsportal.chinese.credits.unlabelled._OF_OFFICE": 300,
    "newsportal.chinese.credits.datelines.CLOCK": 600,
    "newsportal.chinese.info_line.SAID": 14,
    "newsportal.chinese.date_labels.TAIL": 200,
    "newsportal.discovery.days.headed_days._PERIOD": 30,
}
# Patterns that a function is given, which matches whole words with them
MATCHED = {
    f"newsportal.discovery.scripts.stored_items._{name}_NAME"
    for name in ("ADDRESS", "TITLE", "TIME")
}


def _time(kept: Kept, text: str | bytes) -> float:
    began = process_time()
    if kept.searched and not MATCHED.intersection(kept.names):
        for _ in kept.pattern.finditer(text):
            pass
    else:
        kept.pattern.match(text)
        kept.pattern.fullmatch(text)
    return process_time() - began


def _seconds(kept: Kept, piece: str) -> float:
    most = min(BOUNDED.get(name, max(_SIZES)) for name in kept.names)
    took = 0.0
    for size in _SIZES:
        text: str | bytes = (piece * (size // len(piece) + 1))[: min(size, most)] + "\0"
        if isinstance(kept.pattern.pattern, bytes):
            text = str(text).encode("latin-1", "replace")
        took = min(_time(kept, text) for _ in range(1 + (took > _SECONDS / 100)))
        if took > _SECONDS:
            return min(_time(kept, text) for _ in range(8))  # others use this machine too
    return took


@pytest.mark.long
def test_every_pattern() -> None:
    """Patterns of all modules, new ones too, on texts that their own parts are repeated in."""
    slow = [
        (kept.names, piece[:30], round(took, 2))
        for kept in patterns_of_package()
        for piece in pieces(kept.pattern, random.Random(kept.names[0]))
        if (took := _seconds(kept, piece)) > _SECONDS
    ]
    assert not slow


# Patterns that functions make of tables, of what a person writes, or of what others hand them
MADE: dict[str, list[re.Pattern[Any]]] = {
    "chinese.lazy_pattern.__getattr__": [],  # those of all modules, see above
    "discovery.software.software_of": [re.compile(sign, re.I) for _, sign in software._SIGNS],
    "report.remedies.remedy": [re.compile(said) for said, _ in remedies._ADVICE],
    "language.catalogue._pattern": [
        catalogue._pattern(each.english) for each in catalogue._entries()
    ],
    "pagestore.blanking.any_of": [any_of(["http://news.example/7.html", "镇上的新桥"])],
    "portal_toml._regex": [portal_toml._regex(each) for each in ("**/*-*/#.html", "*-*-#/**")],
}


@pytest.mark.long
def test_patterns_that_functions_make() -> None:
    inner = list(inner_patterns())
    assert {each.name for each in inner if each.pattern is None} == {
        f"newsportal.{name}" for name in MADE
    }, "put what they make into MADE"
    kept = [Kept([each.name], each.pattern, each.searched) for each in inner if each.pattern]
    kept += [
        Kept([name], each, name.startswith(("disc", "report", "pages")))
        for name, made in MADE.items()
        for each in made
    ]
    slow = [
        (each.names, piece[:30], round(took, 2))
        for each in kept
        for piece in pieces(each.pattern, random.Random(each.names[0]))
        if (took := _seconds(each, piece)) > _SECONDS
    ]
    assert not slow


PAGE = """<body><ul><li><a href="/news/1.html">镇上的新桥通车了</a><span>{0}</span></li>
<li><a class="{0}" id="{0}" href="{0}" title="{0}" onclick="{0}">{0}</a></li></ul>
<div class="{0}"><a href="/list_2.html">下一页</a><a href="#" onclick="{0}">{0}</a></div>
<script type="text/template">{0}</script>"""


def _read_list(piece: str) -> None:
    url = "http://news.example/list.html"
    source = PAGE.format(piece * (20_000 // len(piece)))
    response = HtmlResponse(url, body=source, encoding="utf-8", request=Request(url))
    PageAnalysis.at(response, Site.of("http://news.example/"), GenericTheme())


FORM = "<form><input type=hidden name=page></form>"


@pytest.mark.parametrize(
    "read",
    [
        lambda: _read_list("-"),
        lambda: _read_list("<![CDATA["),
        lambda: labelled_date("2026-11-21 " + "a" * 100_000, datetime(2026, 11, 22, tzinfo=UTC)),
        lambda: shape_of("f" * 20_000),
        lambda: list(issue_days(["20261121 " + "-" * 20_000], "http://news.example/")),
        lambda: list(
            chosen(etree.HTML(FORM), "http://news.example/", ["function f(" + "b" * 80_000])
        ),
    ],
    ids=["hyphens", "sections", "a line without a full stop", "an address", "a script", "a call"],
)
def test_long_runs(read: Callable[[], object]) -> None:
    began = process_time()
    read()
    assert process_time() - began < 1.5
