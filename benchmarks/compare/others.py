"""Another extractor on a file of pages, in its own environment: ``python others.py NAME IN OUT``.

Each is called as its documentation says, with the text of the page already decoded.
"""

from __future__ import annotations

import contextlib
import json
import logging
import re
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Any

Found = dict[str, Any]


def _trafilatura() -> Callable[[str, str], Found]:
    extract = import_module("trafilatura").bare_extraction

    def read(html: str, url: str) -> Found:
        found = extract(html, url=url, with_metadata=True)
        if found is None:
            return {}
        said = found if isinstance(found, dict) else found.as_dict()
        return {
            "title": said["title"], "text": said["text"], "published_at": said["date"],
            "source": said["sitename"], "reporters": _names(said["author"]),
        }  # fmt: skip

    return read


def _newspaper() -> Callable[[str, str], Found]:
    article_class = import_module("newspaper").Article

    def read(html: str, url: str) -> Found:
        article = article_class(url, language="zh", fetch_images=False)
        article.download(input_html=html)
        article.parse()
        return {
            "title": article.title, "text": article.text,
            "published_at": _iso(article.publish_date), "reporters": list(article.authors),
        }  # fmt: skip

    return read


def _gne() -> Callable[[str, str], Found]:
    extractor = import_module("gne").GeneralNewsExtractor()

    def read(html: str, url: str) -> Found:
        said = extractor.extract(html, host=url)
        return {
            "title": said["title"], "text": said["content"], "published_at": said["publish_time"],
            "reporters": _names(said["author"]),
        }  # fmt: skip

    return read


def _readability() -> Callable[[str, str], Found]:
    document_class = import_module("readability").Document
    fromstring = import_module("lxml.html").fromstring

    def read(html: str, url: str) -> Found:  # noqa: ARG001 (as all others)
        document = document_class(html)
        text = fromstring(document.summary()).text_content()
        return {"title": document.short_title(), "text": text}

    return read


def _news_please() -> Callable[[str, str], Found]:
    please = import_module("newsplease").NewsPlease

    def read(html: str, url: str) -> Found:
        said = please.from_html(html, url=url, fetch_images=False)
        return {
            "title": said.title, "text": said.maintext or "",
            "published_at": _iso(said.date_publish), "reporters": list(said.authors or ()),
        }  # fmt: skip

    return read


TOOLS: dict[str, Callable[[], Callable[[str, str], Found]]] = {
    "trafilatura": _trafilatura,
    "newspaper4k": _newspaper,
    "GNE": _gne,
    "readability-lxml": _readability,
    "news-please": _news_please,
}


def _names(said: str | None) -> list[str]:
    return [name for name in re.split(r"[;；,，、\s]+", said or "") if name]


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


def main(name: str, source: Path, target: Path) -> None:
    """Read the pages of a file; write what was read, and how long each took."""
    logging.disable()
    read = TOOLS[name]()
    with source.open(encoding="utf-8") as pages, target.open("w", encoding="utf-8") as out:
        for number, line in enumerate(pages):
            page = json.loads(line)
            if number == 0:
                with contextlib.suppress(Exception):
                    read(page["html"], page["url"])  # dictionaries are loaded once
            before, found = process_time(), Found()
            with contextlib.suppress(Exception):  # nothing is read, then
                found = read(page["html"], page["url"])
            found |= {"id": page["name"], "url": page["url"], "seconds": process_time() - before}
            out.write(json.dumps(found, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
