"""Addresses as text: what stands in them, as browsers and servers read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from newsportal.chinese.late import late

_SLASHES = re.compile("//+")
_ENCODED_STEP = re.compile("%(?:2[fF]|5[cC]|2[eE]|5[fF])")  # / \\ . _
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|msclkid|spm|scm|bd_vid|_hs\w+|mc_[ce]id)=")
_FACE = re.compile(r"https?://(?:www\.)?")
_SCHEMES = ("http", "https")
# Begins with a class, without flags: Python's engine passes fast over whatever else there is
_CALL = late(r"[cC](?<!\w.)(?i:reate_?Page)\w*\s*\(([^()]{1,200})\)")
_ARGUMENT = late(r"""\s*(?:"([^"]*)"|'([^']*)'|([0-9]{1,6}))\s*(?:,|$)""")
_GOES = late(
    r"""\blocation(?:\s*\.\s*href)?\s*(?:=(?!=)|\.\s*(?:replace|assign)\s*\()\s*"""
    r"""(["'])(?P<to>[^"'<>\s{}]+)\1\s*(?:[;)}\n]|$)"""
)


def resolved(url: str) -> str:
    """Return *url* with its path as servers look for it: decoded once, without empty parts.

    >>> resolved("http://h//zb_system%2Fcmd.php?a=//b")
    'http://h/zb_system/cmd.php?a=//b'
    """
    before, mark, query = url.partition("?")
    scheme, colon, rest = before.partition("://")
    host, slash, path = rest.partition("/")
    if not slash or not ("%" in path or "//" in rest or "/." in rest):
        return url
    return f"{scheme}{colon}{host}{resolved_path(slash + path)}{mark}{query}"


def resolved_path(path: str) -> str:
    """Return a path as servers look for it."""
    if "%" in path:
        path = _ENCODED_STEP.sub(lambda found: unquote(found[0]), path).replace("\\", "/")
    return without_steps(path)


def slashed(url: str) -> str:
    r"""Return *url* with the slashes that browsers make of backslashes.

    >>> slashed(r"\\news.example\post/7.html?q=\a")
    '//news.example/post/7.html?q=\\a'
    """
    if "\\" not in url:
        return url
    path, mark, query = url.partition("?")
    return path.replace("\\", "/") + mark + query


def bare_address(url: str) -> str:
    """Return *url* without its scheme and www: what stays where a portal changes these.

    >>> bare_address("https://www.news.example/post/7.html")
    'news.example/post/7.html'
    """
    return _FACE.sub("", url, count=1)


def address_variants(url: str) -> tuple[str, ...]:
    """Return the addresses that the page at *url* has with http and https, with and without www."""
    rest = bare_address(url)
    return tuple(f"{scheme}://{www}{rest}" for scheme in _SCHEMES for www in ("", "www."))


def moved(url: str, root: str, former: Iterable[str]) -> str:
    """Return *url* as it is below *root*, if it is below one of the *former* roots.

    >>> moved("https://www.old.example/a.jpg", "http://new.example/", ["http://old.example/"])
    'http://new.example/a.jpg'
    >>> moved("http://cdn.example/a.jpg", "http://new.example/", ["http://old.example/"])
    'http://cdn.example/a.jpg'
    """
    rest = bare_address(url)
    bases = (base for base in map(bare_address, former) if rest.startswith(base))
    return next((root + rest.removeprefix(base) for base in bases), url)


def without_steps(path: str) -> str:
    """Return *path* without empty steps, ``.`` and ``..``; as in browsers, none leaves the root.

    >>> without_steps("/a/../../b/./c/..")
    '/b/'
    """
    if "//" in path:
        path = _SLASHES.sub("/", path)
    if "/." not in path:
        return path
    kept: list[str] = []
    for part in path.split("/")[1:]:
        if part == "..":
            del kept[-1:]
        elif part != ".":
            kept.append(part)
    if path.endswith(("/.", "/..")):
        kept.append("")
    return "/" + "/".join(kept)


def without_tracking(url: str) -> str:
    """Return *url* without the query names that only tell where a reader came from.

    >>> without_tracking("http://h/a?utm_source=x&id=7&spm=a.b")
    'http://h/a?id=7'
    """
    head, mark, query = url.partition("?")
    if not mark:
        return url
    query, hash_mark, fragment = query.partition("#")
    kept = "&".join(pair for pair in query.split("&") if not _TRACKING.match(pair))
    return head + (f"?{kept}" if kept else "") + hash_mark + fragment


def page_template(numbered: dict[int, str]) -> str | None:
    """Return the address pattern (``{}`` for the page number) of a list from its numbered links.

    At least two links are needed to tell the page number from other numbers in the address.

    >>> page_template({2: "http://h/category-2_2.html", 3: "http://h/category-2_3.html"})
    'http://h/category-2_{}.html'
    """
    links = {number: url for number, url in numbered.items() if number > 1}
    if len(links) < 2:
        return None
    number, url = next(iter(links.items()))
    for found in re.finditer(r"(?<![0-9])[0-9]+(?![0-9])", url):
        if int(found[0]) != number:
            continue
        before, after = url[: found.start()], url[found.end() :]
        if all(before + str(other) + after == link for other, link in links.items()):
            return (before + "\0" + after).replace("{", "{{").replace("}", "}}").replace("\0", "{}")
    return None


def paging_calls(scripts: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Yield how many pages there are, and their name and ending, where scripts link to them.

    TRS WCM writes so for lists and for articles of several pages; page 2 is ``index_1.html``.

    >>> list(paging_calls(["createPageHTML(25, 0, 'index', 'html');"]))
    [(25, 'index', 'html')]
    """
    for script in scripts:
        for call in _CALL.finditer(script):
            numbers: list[int] = []
            texts: list[str] = []
            position = 0
            while found := _ARGUMENT.match(call[1], position):
                if found[3]:
                    numbers.append(int(found[3]))
                elif numbers:  # a text before the numbers names an element of the page
                    texts.append(found[1] or found[2] or "")
                position = found.end()
            if numbers and len(texts) >= 2 and re.fullmatch(r"\.?[a-z]{3,5}", texts[1]):
                yield numbers[0], texts[0], texts[1].lstrip(".")


def goes_to(script: str) -> str:
    """Return the one address that a script leads the browser to, "" if it has none or several.

    >>> goes_to("window.location.href = 'html/2026-11/27/node_2.htm';")
    'html/2026-11/27/node_2.htm'
    >>> goes_to("location.replace('/m/?from=' + host)")
    ''
    """
    found = {each["to"] for each in _GOES.finditer(script)}
    return found.pop() if len(found) == 1 else ""
