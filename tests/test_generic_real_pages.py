"""The generic theme on real pages with gold, and on posts of portals made by real software.

Both lie beside the checkout (``../shared``), not in it: their texts belong to others.
"""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from statistics import mean
from types import ModuleType
from typing import Any
from urllib.parse import unquote

import pytest
from scrapy.http import HtmlResponse

from newsportal.chinese.credits.bylines import parse_byline
from newsportal.chinese.dates import SHANGHAI
from newsportal.chinese.encoding import detect_encoding
from newsportal.themes.generic import GenericTheme

NOW = datetime(2026, 11, 26, 12, tzinfo=SHANGHAI)
SHARED = Path(__file__).parents[2] / "shared"
PAGES, PORTALS = SHARED / "pages", SHARED / "portals"
THEME = GenericTheme()
needs_pages = pytest.mark.skipif(not PAGES.exists(), reason="no ../shared/pages")
needs_portals = pytest.mark.skipif(not PORTALS.exists(), reason="no ../shared/portals")


def read(body: bytes, url: str) -> dict[str, Any]:
    response = HtmlResponse(url, body=body, encoding=detect_encoding(body))
    fields, read_body = THEME.fields(response), THEME.body(response, url)
    stated = THEME.stated(response, NOW)
    text = read_body.text if read_body else ""
    assert fields.credits is not None
    credits_ = [fields.credits, parse_byline(text)]
    people = {
        field: list(dict.fromkeys(name for each in credits_ for name in getattr(each, field)))
        for field in ("reporters", "correspondents", "editors")
    }
    return {
        "title": fields.title,
        "text": text,
        "published_at": stated.moment.at if stated else None,
        "source": next((each.source for each in credits_ if each.source), None),
        "kind": "article" if THEME.kind(response) == "article" else "list",
        **people,
    }


@needs_pages
@pytest.mark.long
def test_real_pages(tmp_path: Path) -> None:
    predictions = tmp_path / "predictions.jsonl"
    with predictions.open("w", encoding="utf-8") as file:
        for line in (PAGES / "gold.jsonl").read_text(encoding="utf-8").splitlines():
            name = json.loads(line)["id"]
            found = read((PAGES / "html" / f"{name}.html").read_bytes(), "http://a.example/b.html")
            file.write(json.dumps({"id": name, **found}, default=str) + "\n")

    command = [sys.executable, str(PAGES / "score.py"), str(predictions)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    share = {
        name: int(right) / int(of)
        for name, right, of in re.findall(r"^([\w .]+): (\d+)/(\d+)", printed, re.MULTILINE)
    }

    f1 = re.search(r"F1 ([0-9.]+)", printed)
    assert f1 is not None, printed
    assert float(f1[1]) >= 0.965, printed
    assert share["title"] >= 0.97, printed
    assert share["day"] >= 44 / 45, printed
    assert share["minute"] >= 37 / 38, printed
    assert share["outlet"] >= 0.90, printed
    assert share["reporters"] >= 0.85, printed
    assert share["false reporters"] <= 1 / 17, printed
    assert share["editors"] >= 0.95, printed
    assert share["junk"] <= 0.02, printed


def check() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check", PORTALS / "check.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def posts(name: str, step: int) -> Iterator[tuple[dict[str, Any], bytes, str]]:
    """Yield the truth, the page and the address of every *step*-th post of a snapshot."""
    with tarfile.open(PORTALS / f"{name}.tar.gz") as archive:

        def content(path: str) -> bytes:
            file = archive.extractfile(f"{name}/{path}")
            assert file is not None
            return file.read()

        def lines(path: str) -> Iterator[dict[str, Any]]:
            return map(json.loads, content(path).decode().splitlines())

        origin = json.loads(content("meta.json"))["origin"]
        files = {
            unquote(each["k"]): each["f"] for each in lines("manifest.jsonl") if each["s"] == 200
        }
        for truth in list(lines("truth.jsonl"))[::step]:
            key = unquote(truth["key"])
            file = next(files[k] for k in (key, f"{key}index.html", f"{key}.html") if k in files)
            yield truth, content(file), origin + truth["key"]


@needs_portals
@pytest.mark.long
@pytest.mark.parametrize("name", ["hexo-fluid", "wp-twentytwentythree", "phpcms-v9"])
def test_posts_of_portals_made_by_real_software(name: str) -> None:
    judge = check()
    bodies, kinds = [], []
    for truth, body, url in posts(name, step=6):
        found = read(body, url)
        paragraphs, captions = truth["paragraphs"], list(truth["captions"])
        bare = [each for each in paragraphs if each not in captions]
        got = judge.fold(found["text"])
        wanted = (judge.fold("".join(each)) for each in (paragraphs, bare))
        bodies.append(max(judge.f1(got, each)[0] for each in wanted))
        kinds.append(found["kind"] == "article")

        assert judge.fold(found["title"]) == judge.fold(truth["title"]), url
        published = datetime.fromisoformat(truth["published"])
        assert found["published_at"].astimezone(SHANGHAI).date() == published.date(), url

    assert mean(bodies) >= 0.99
    assert min(bodies) >= 0.9
    assert mean(kinds) >= 0.9
