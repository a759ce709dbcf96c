"""The shape of an address: what the pages made by one template have in common."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote

from newsportal.chinese.lazy_pattern import lazy

_NUMBER = lazy(r"[0-9]+")
_HASH = lazy(r"(?=[^/]*[0-9])(?=[^/]*[a-z])[0-9a-f]{6,}|[0-9a-f]{32}|[0-9A-Za-z_-]{22,}")
_HASH_PART = lazy(r"(?<![0-9A-Za-z])(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{6,}(?![0-9A-Za-z])")
_ENDING = lazy(r"\.[A-Za-z]{2,5}$")
# Literal last words by which software tells its templates apart.
_TEMPLATES = frozenset(
    "index default list lists home content contents article articles articleinfo show view detail"
    " details info infodetail node read news newsinfo post posts page pages channel column category"
    " categories cat tag tags archive archives author search about contact links link friends"
    " guestbook rss feed atom sitemap plus main more all".split()
)
_ACTIONS = frozenset(
    "m c a s r mod act action do op app ctl ctrl type ac route controller module method view option"
    " task fn func page_type post_type".split()
)

# Where portals stand once more: for telephones, to be printed, in traditional characters.
_TWIN = lazy(
    r"(?:^|/)(?:m|wap|mobile|3g|touch|amp|print|tw|hk|big5|cht|zh-(?:tw|hk|hant))/"
    r"|[?&](?:mobile|amp|print)=",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def shape_of(key: str) -> str:
    """Return the shape of the page at *key*: numbers ``#``, names ``*``, folders as they are.

    >>> for key in ("2024/09/18/小区/", "a/news/20240918/t20240918_12.html", "posts/8ddcd4be.html"):
    ...     print(shape_of(key))
    #/#/#/*/
    a/news/#/t#_#.html
    posts/*.html
    >>> shape_of("index.php?a=show&c=index&catid=7&id=21&m=content"), shape_of("list_3_2.html")
    ('index.php?a=show&c=index&catid=#&id=#&m=content', 'list_#_#.html')
    """
    path, _, query = key.partition("?")
    folders, slash, last = path.rstrip("/").rpartition("/")
    end = "/" if path.endswith("/") else ""
    if end == "" and re.fullmatch(r"(?:index|default)\.\w+", last) and folders:
        # The page of a folder under its full name.
        folders, slash, last, end = *folders.rpartition("/"), f"/{last}"
    shape = "/".join(map(_folder, folders.split("/"))) + slash + _last(last) + end
    return _plain(f"{shape}?{'&'.join(map(_pair, query.split('&')))}" if query else shape)


def _plain(shape: str) -> str:
    r"""Return a shape that may be printed, and stand between quotes in portal.toml.

    >>> _plain('新闻/\n\x1b[#m"/#.html')
    '新闻/%0A%1B[#m%22/#.html'
    """
    if shape.isprintable() and '"' not in shape and "\\" not in shape:
        return shape
    odd = ('"', "\\")
    return "".join(c if c.isprintable() and c not in odd else quote(c) for c in shape)


def _folder(segment: str) -> str:
    return "*" if _HASH.fullmatch(segment) else _NUMBER.sub("#", unquote(segment))


def _last(segment: str) -> str:
    found = _ENDING.search(segment)
    stem, ending = (segment[: found.start()], found[0]) if found else (segment, "")
    if not stem:
        return segment
    if _HASH.fullmatch(stem):
        return f"*{ending}"
    # A hash in a name is one thing, and no numbers between letters.
    blanked = _NUMBER.sub("#", _HASH_PART.sub("#", unquote(stem)))
    if "#" in blanked and re.fullmatch(r"[a-zA-Z]{0,12}[#_.-]+(?:[a-zA-Z]{1,3}#?)?", blanked):
        return blanked + ending
    return (stem if stem.lower() in _TEMPLATES else "*") + ending


def _pair(pair: str) -> str:
    name, equals, value = pair.partition("=")
    if not equals:
        return shape_of(name.lstrip("/")) if "/" in name else _NUMBER.sub("#", name)
    if value.isdigit():
        return f"{name}=#"
    literal = name.lower() in _ACTIONS and re.fullmatch(r"[A-Za-z_./]+", value)
    return f"{name}={value if literal else '*'}"


def family_of(shape: str) -> str:
    """Return what shapes have in common that differ only in folders below the first one.

    >>> family_of("category/时政/民生/*/"), family_of("category/时政/*/")
    ('category/**/*/', 'category/**/*/')
    """
    path, mark, query = shape.partition("?")
    folders = path.rstrip("/").split("/")
    if len(folders) > 2:
        path = f"{folders[0]}/**/{folders[-1]}" + ("/" if path.endswith("/") else "")
    return path + mark + query


def is_twin(key: str) -> bool:
    """Tell whether an address is called as those are that repeat a portal.

    >>> is_twin("m/show.php?id=7"), is_twin("news/7.html?mobile=1"), is_twin("am/7.html")
    (True, True, False)
    """
    return bool(_TWIN.search(key))
