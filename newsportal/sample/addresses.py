"""The portal's addresses: patterns of the CMS's settings screen, written and read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote

from newsportal.sample.options import Options

_KINDS = ("post", "page", "index", "category", "tag", "author", "date")
_ACTIVE_NAMES = {"category": "cate", "tag": "tags", "author": "auth", "date": "date"}

_REWRITE = {
    "post": "post/{id}.html",
    "page": "{id}.html",
    "index": "page_{page}.html",
    "category": "category-{id}_{page}.html",
    "tag": "tags-{id}_{page}.html",
    "author": "author-{id}_{page}.html",
    "date": "date-{date}_{page}.html",
}
PRESETS: dict[str, dict[str, str]] = {
    "rewrite": _REWRITE,
    "alias": {
        "post": "post/{alias}.html",
        "page": "{alias}.html",
        "index": "page_{page}/",
        "category": "category-{alias}_{page}.html",
        "tag": "tags-{alias}_{page}.html",
        "author": "author/{alias}/{page}/",
        "date": "post/{date}_{page}.html",
    },
    "date": {
        "post": "{year}/{month}/{id}/",
        "page": "{alias}/",
        "index": "page/{page}/",
        "category": "category/{id}/{page}/",
        "tag": "tags/{alias}/{page}/",
        "author": "author/{id}/{page}/",
        "date": "date/{date}/{page}/",
    },
    "category-alias": {
        "post": "{category}/{alias}/",
        "page": "{alias}.html",
        "index": "page/{page}/",
        "category": "category/{alias}/{page}/",
        "tag": "tags/{alias}/{page}/",
        "author": "author/{alias}/{page}/",
        "date": "date/{date}/{page}/",
    },
    "index.php": {kind: f"index.php/{pattern}" for kind, pattern in _REWRITE.items()},
}
_TOKENS = {
    "id": r"[1-9][0-9]*",
    "page": r"[0-9]+",
    "year": r"[0-9]{4}",
    "month": r"[0-9]{2}",
    "day": r"[0-9]{2}",
    "date": r"[0-9]{4}-[0-9]{1,2}(?:-[0-9]{1,2})?",
    "alias": r"[^/]+?",
    "category": r"[^/]+?",
    "author": r"[^/]+?",
}
# With page 1 the token goes, and the one separator before it.
_PAGE_TOKEN = re.compile(r"[_/-]?\{page\}")


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the portal, as an address names it."""

    kind: str
    values: dict[str, str]
    page: int = 1


class Addresses:
    """Writes and reads the addresses of one portal; all are paths from the root on."""

    def __init__(self, options: Options) -> None:
        self.active = options.urls == "active"
        patterns = dict(PRESETS.get(options.urls, {}))
        patterns |= {kind: own for kind in _KINDS if (own := getattr(options, f"{kind}_url"))}
        self._patterns = patterns
        # Lists before posts and pages: their patterns are the narrower ones.
        order = sorted(patterns, key=lambda kind: (kind in ("post", "page"), kind == "page"))
        self._readers = [(kind, reader) for kind in order for reader in _readers(patterns[kind])]

    def of(self, kind: str, page: int = 1, **values: str) -> str:
        """Return the address of a page.

        >>> addresses = Addresses(Options())
        >>> addresses.of("category", id="3"), addresses.of("category", 2, id="3")
        ('/category-3.html', '/category-3_2.html')
        >>> addresses.of("index"), addresses.of("index", 2)
        ('/', '/page_2.html')
        >>> Addresses(Options(urls="active")).of("tag", 2, id="7")
        '/?tags=7&page=2'
        """
        if kind not in self._patterns:
            query = [] if kind == "index" else [self._active(kind, values)]
            query += [f"page={page}"] if page > 1 else []
            return f"/?{'&'.join(query)}" if query else "/"
        if kind == "index" and page == 1:
            return "/"
        pattern = self._patterns[kind]
        if page == 1:
            pattern = _PAGE_TOKEN.sub("", pattern)
        encoded = {name: quote(value) for name, value in values.items()}
        return "/" + pattern.format(page=page, **encoded)

    def _active(self, kind: str, values: dict[str, str]) -> str:
        if kind == "date":
            return f"date={values['date']}"
        return f"{_ACTIVE_NAMES.get(kind, 'id')}={values['id']}"

    def read(self, path: str) -> list[Place]:
        """Return what a pretty address may name, the likeliest first.

        >>> Addresses(Options()).read("/category-3_0.html")
        [Place(kind='category', values={'id': '3'}, page=1)]
        >>> Addresses(Options()).read("/post/0031.html")
        []
        """
        plain = unquote(path).removeprefix("/")
        found = []
        for kind, reader in self._readers:
            if match := reader.fullmatch(plain):
                values = match.groupdict()
                page = max(1, int(values.pop("page", 1)))
                found.append(Place(kind, values, page))
        return found


@lru_cache
def _readers(pattern: str) -> tuple[re.Pattern[str], ...]:
    forms = [pattern]
    if "{page}" in pattern and "{" in (first := _PAGE_TOKEN.sub("", pattern)):
        forms.insert(0, first)
    return tuple(
        re.compile(
            "".join(
                f"(?P<{part}>{_TOKENS[part]})" if place % 2 else re.escape(part)
                for place, part in enumerate(re.split(r"[{}]", form))
            )
        )
        for form in forms
    )
