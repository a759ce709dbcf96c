"""Addresses as text: what stands in them, as browsers and servers read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from w3lib.url import safe_url_string

from newsportal.chinese.lazy_pattern import lazy

_SLASHES = re.compile("//+")
_ENCODED_STEP = re.compile("%(?:2[fF]|5[cC]|2[eE]|5[fF])")  # / \\ . _
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|msclkid|spm|scm|bd_vid|_hs\w+|mc_[ce]id)=")
_FACE = re.compile(r"https?://(?:www\.)?")
_SCHEMES = ("http", "https")
_LONGEST = 2000  # characters of an address in a body
# Begins with a class, without flags: Python's engine passes fast over whatever else there is
_CALL = lazy(r"[cCsSgGmM](?<!\w.)(?i:(?:reate|how|et|ake)_?Page)\w*\s*\(([^()]{1,200})\)")
_ARGUMENT = lazy(r"""\s*(?:"([^"]*)"|'([^']*)'|([0-9]{1,6}))\s*(?:,|$)""")
_GOES = lazy(
    r"""\blocation(?:\s*\.\s*href)?\s*(?:=(?!=)|\.\s*(?:replace|assign)\s*\()\s*"""
    r"""(["'])(?P<to>[^"'<>\s{}]+)\1\s*(?:[;)}\n]|$)"""
)
_OPENS = lazy(
    r"""\w\s*\(\s*(["'])(?P<to>(?:https?://|\.{0,2}/)[^"'<>\s{}]+"""
    r"""|[\w/-]+\.(?:s?html?|aspx?|php|jsp|do)(?:\?[^"'<>\s{}]*)?)\1\s*[,)]"""
)

_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")  # anything else is markup that was not closed
_HOSTLESS = re.compile(r"\s*https?:/{3}", re.IGNORECASE)  # browsers take what follows for a host
_ORIGIN = (
    r"https?://(?:[a-z0-9][a-z0-9-]{0,30}\.){1,6}[a-z0-9]{1,12}(?::(?:[0-9]{2,4}|[1-5][0-9]{4}))?"
)
_QUERY = r"(?:\?[A-Za-z0-9._~/=&,:@!$*+-]+)?"
_PLAIN_ADDRESS = re.compile(rf"{_ORIGIN}/[A-Za-z0-9._~/=&,:@!$*+-]*{_QUERY}")
_PLAIN_PATH = re.compile(rf"(?:/[A-Za-z0-9_~=-][A-Za-z0-9._~=&,:@!$*+-]*)+/?{_QUERY}")
_PLAIN_ORIGIN = re.compile(f"{_ORIGIN}(?=/)")


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


@dataclass(frozen=True, slots=True)
class PagingCall:
    """What a script writes the links to the pages of a list or of an article from."""

    count: int
    name: str
    ending: str
    from_one: bool
    """Whether page 2 is ``index_2.html`` and not ``index_1.html``."""

    def page(self, number: int) -> str:
        """Return the name of a page; the first one is 1.

        >>> PagingCall(9, "index", "html", False).page(2), PagingCall(9, "a", "shtml", True).page(2)
        ('index_1.html', 'a_2.shtml')
        """
        if number < 2:
            return f"{self.name}.{self.ending}"
        return f"{self.name}_{number if self.from_one else number - 1}.{self.ending}"

    def number_at(self, url: str) -> int:
        """Return the number of the page at *url*."""
        path = url.partition("?")[0]
        own = re.search(rf"/{re.escape(self.name)}_([0-9]{{1,6}})\.\w+$", path)
        return int(own[1]) + (not self.from_one) if own else 1


def paging_calls(scripts: Iterable[str]) -> Iterator[PagingCall]:
    """Yield the calls by which scripts link to further pages.

    TRS WCM writes so for lists and for articles of several pages, and counts from 0: page 2 is
    ``index_1.html``. Other systems of governments name the element that takes the links before all
    else, and count from 1: page 2 is ``list_2.shtml``. Kin of other names tell the two numbers in
    either order.

    >>> [call.page(2) for call in paging_calls(["createPageHTML(25, 0, 'index', 'html');"])]
    ['index_1.html']
    >>> script = "createPageHTML('page_div', 25, 1, 'list', 'shtml', 498);"
    >>> [call.page(2) for call in paging_calls([script])]
    ['list_2.shtml']
    >>> [call.page(2) for call in paging_calls(['showPage(1,3,"list","html")'])]
    ['list_2.html']
    """
    for script in scripts:
        for call in _CALL.finditer(script):
            numbers: list[int] = []
            texts: list[str] = []
            named = False
            position = 0
            while found := _ARGUMENT.match(call[1], position):
                if found[3]:
                    numbers.append(int(found[3]))
                elif numbers:
                    texts.append(found[1] or found[2] or "")
                else:
                    named = True
                position = found.end()
            if numbers and len(texts) >= 2 and re.fullmatch(r"\.?[a-z]{3,5}", texts[1]):
                of_trs = call[0][:6].lower() == "create"
                from_one = (named or not of_trs) and 0 not in numbers[:2]
                count = numbers[0] if of_trs else max(numbers[:2])
                stem = texts[0].rstrip("_") or texts[0]
                yield PagingCall(count, stem, texts[1].lstrip("."), from_one)


def opens(click: str) -> str:
    """Return the one address that a click hands to a function, "" if there is none or several.

    >>> opens("javascript:openwin('show.asp?id=7')"), opens("window.open('/n/7.html', '', 'w=7')")
    ('show.asp?id=7', '/n/7.html')
    >>> opens("javascript:goPage('2')"), opens("doZoom(16)")
    ('', '')
    """
    found = {each["to"] for each in _OPENS.finditer(click)}
    return found.pop() if len(found) == 1 else ""


def goes_to(script: str) -> str:
    """Return the one address that a script leads the browser to, "" if it has none or several.

    >>> goes_to("window.location.href = 'html/2026-11/27/node_2.htm';")
    'html/2026-11/27/node_2.htm'
    >>> goes_to("location.replace('/m/?from=' + host)")
    ''
    """
    found = destinations(script)
    return found[0] if len(found) == 1 else ""


def destinations(script: str) -> list[str]:
    """Return the addresses that a script may lead the browser to, each once."""
    return [*dict.fromkeys(each["to"] for each in _GOES.finditer(script))]


def joined(base: str, href: str) -> str:
    """Return the whole address of a link without its fragment, "" where it is none."""
    try:
        return urljoin(base, href).partition("#")[0]
    except ValueError:
        return ""


def link_target(address: str | None, base: str) -> str | None:
    """Return where a link of a body at *base* leads, None where that is no address for readers.

    >>> link_target(" a.jpg?spm=x ", "http://h/post/1.html"), link_target("javascript:a()", "")
    ('http://h/post/a.jpg', None)
    """
    if not address or len(address) > _LONGEST:
        return None
    if _PLAIN_ADDRESS.fullmatch(address):  # nearly all are: nothing to mend
        return without_tracking(address)
    if _PLAIN_PATH.fullmatch(address) and (origin := _PLAIN_ORIGIN.match(base)):
        return without_tracking(origin[0] + address)
    if _HOSTLESS.match(address):
        return None
    try:
        absolute = urljoin(base, slashed(address.strip()))
        if not absolute.lower().startswith(("http://", "https://", "mailto:")):
            return None
        absolute = without_tracking(safe_url_string(absolute))
        parts = urlsplit(absolute)
    except ValueError:
        return None
    return absolute if parts.scheme == "mailto" or _HOST.fullmatch(parts.hostname or "") else None


def is_page(address: str, base: str) -> bool:
    """Tell whether an address leads to the page at *base* itself, to a front page or nowhere."""
    whole = address.partition("#")[0].rstrip("?")
    parts = urlsplit(whole)
    nowhere = parts.scheme == "mailto" or (parts.path in ("", "/") and not parts.query)
    page = base.partition("#")[0]
    return nowhere or whole == page or whole.partition("?")[0] == page
