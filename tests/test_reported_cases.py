"""Bodies, encodings and pages that people reported of other programs, where the files are there."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from newsportal.chinese.encoding import detect_encoding
from newsportal.chinese.text import clean_text
from newsportal.extract import read_post
from newsportal.items import Post
from newsportal.pages.site import Site
from newsportal.themes import theme_of

CASES = Path(__file__).parents[2] / "shared" / "cases"
KINDS = ("body-", "canonical-", "encoding-", "page-kind-")
URL = "http://news.example/post/7.html"


def page(source: str) -> HtmlResponse:
    return HtmlResponse(URL, body=source.encode(), encoding="utf-8", request=Request(URL))


def read(source: str) -> Post:
    response = page(source)
    now = datetime(2026, 11, 22, 4, tzinfo=UTC)
    return read_post(response, theme_of(response), Site.of("http://news.example/"), now)[0]


def given(case: dict[str, Any]) -> Any:
    """Return what is given for a case today."""
    function, source = case["function"], case["input"]
    if function == "themes.Tpure.kind":
        return theme_of(page(source)).kind(page(source))
    if function.startswith("encoding."):
        body = bytes.fromhex(source["hex"])
        return clean_text(body.decode(detect_encoding(body, source["header"]), "replace"))
    name = function.removeprefix("extract.read_post: ")
    found = getattr(read(source), name)
    return [image.url for image in found] if name == "images" else found


@pytest.mark.parametrize(
    "path",
    [path for kind in KINDS for path in sorted(CASES.glob(f"{kind}*.json"))]
    or [pytest.param(CASES, marks=pytest.mark.skip("the cases are not beside the checkout"))],
    ids=lambda path: path.stem,
)
def test_case(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    expected = case["expected"]
    wanted = expected["any_of"] if isinstance(expected, dict) else [expected]
    assert given(case) in wanted


@pytest.mark.parametrize("address", ["{%host%}post/7.html", "/post/{id}.html", "/post/<7>.html"])
def test_a_canonical_link_that_its_template_left_unfilled(address: str) -> None:
    head = f'<head><link rel="canonical" href="{address}"></head>'
    assert (
        read(f"<html>{head}<body><h1>新桥</h1><p>镇上的新桥通车了。</p></body></html>").url == URL
    )
