"""The sets of pages: real ones with gold, and the posts of two portals made by real software."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from newsportal.chinese.encoding import detect_encoding

SHARED = Path(__file__).parents[3] / "shared"
PORTALS = ("hexo-next", "phpcms-v9")
_ADDRESS = "http://news.example/a/1.html"  # real pages come without theirs


@dataclass(frozen=True, slots=True)
class Page:
    """One page, decoded as its bytes say: other extractors are spared that question."""

    name: str
    url: str
    html: str


def real_pages() -> Iterator[Page]:
    """Yield the real pages that have gold."""
    folder = SHARED / "pages"
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        name = json.loads(line)["id"]
        yield Page(name, _ADDRESS, _decoded((folder / "html" / f"{name}.html").read_bytes()))


def posts_of(portal: str, truth: Path) -> Iterator[Page]:
    """Yield the pages of a portal's posts; *truth* gets what they say."""
    with tarfile.open(SHARED / "portals" / f"{portal}.tar.gz") as archive:

        def read(name: str) -> bytes:
            file = archive.extractfile(f"{portal}/{name}")
            assert file is not None
            return file.read()

        def lines(name: str) -> list[dict[str, Any]]:
            return [json.loads(line) for line in read(name).decode().splitlines()]

        truth.write_bytes(read("truth.jsonl"))
        origin = json.loads(read("meta.json"))["origin"]
        files = {
            unquote(each["k"]): each["f"] for each in lines("manifest.jsonl") if each["s"] == 200
        }
        for post in lines("truth.jsonl"):
            key = unquote(post["key"])
            file = next(files[k] for k in (key, f"{key}index.html", f"{key}.html") if k in files)
            yield Page(post["key"], origin + post["key"], _decoded(read(file)))


def _decoded(body: bytes) -> str:
    return body.decode(detect_encoding(body), "replace")
