"""newsportal's generic theme on a file of pages: ``python -m benchmarks.compare.ours IN OUT``."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from time import process_time
from typing import Any

from scrapy.http import HtmlResponse

from newsportal.chinese.credits.bylines import parse_byline
from newsportal.chinese.dates import SHANGHAI
from newsportal.themes.generic.theme import GenericTheme

_NOW = datetime(2026, 11, 26, 12, tzinfo=SHANGHAI)
_THEME = GenericTheme()


def read(html: str, url: str) -> dict[str, Any]:
    """Return what the theme reads on a page."""
    response = HtmlResponse(url, body=html.encode(), encoding="utf-8")
    fields, body = _THEME.fields(response), _THEME.body(response, url)
    stated = _THEME.stated(response, _NOW)
    text = body.text if body else ""
    credited = list(filter(None, (fields.credits, parse_byline(text))))
    people = {
        name: list(dict.fromkeys(each for byline in credited for each in getattr(byline, name)))
        for name in ("reporters", "correspondents", "editors")
    }
    return {
        "title": fields.title,
        "text": text,
        "published_at": stated.moment.at.isoformat() if stated else None,
        "source": next((byline.source for byline in credited if byline.source), None),
        **people,
    }


def main(source: Path, target: Path) -> None:
    """Read the pages of a file; write what was read, and how long each took."""
    with source.open(encoding="utf-8") as pages, target.open("w", encoding="utf-8") as out:
        for number, line in enumerate(pages):
            page = json.loads(line)
            if number == 0:
                read(page["html"], page["url"])  # what is made once
            before = process_time()
            found = read(page["html"], page["url"])
            found |= {"id": page["name"], "url": page["url"], "seconds": process_time() - before}
            out.write(json.dumps(found, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
