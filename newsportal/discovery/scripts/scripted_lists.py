"""Lists that a page leaves to scripts: to fill them, to write them, or to open their posts.

No script is run. What is told here is what a portal holds back, where nothing else names it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree
from scrapy.http import TextResponse

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text
from newsportal.discovery.scripts.stored_items import names_of_lists, title_without_address
from newsportal.discovery.scripts.stored_markup import written_markup
from newsportal.pages.page import Page
from newsportal.pages.site import Site

ASKS = lazy(r"\$\.(?:ajax|get|post|getJSON)\(|\bfetch\(|axios|XMLHttpRequest|\.load\(")
_WRITES = lazy(r"\.innerHTML\s*\+?=|insertAdjacentHTML|\.(?:html|append|prepend)\(\s*[\w\"'`]")
_BOUND = (":href", "v-bind:href", "ng-href", "x-bind:href", "data-ng-href")
_LOOP = lazy(r"v-for|ng-repeat|data-ng-repeat|x-for|wx:for")
_PLACE = lazy(r"\{\{|\$\{|<%|\[\[")
_EMPTY = lazy(r"[\s\W]*(?:正在)?(?:加载中|载入中|请稍[候等]|loading)?[\s\W]*", re.IGNORECASE)
_LETTER = lazy(r"\w")
_LISTS = lazy(r"list|news|article|items?|content|data|result", re.IGNORECASE)
_DATA = lazy(r"data|json|list|news|article", re.IGNORECASE)
_OTHERS = lazy(
    r"search|result-?list|comment|cmt|pinglun|reply|tags?\b|hot|rank|friend|link|toc|recent|related|menu|nav"
    r"|weather|slide|banner|swiper|valine|waline|twikoo|gitalk|player|music|log",
    re.IGNORECASE,
)
_CARDS = 5  # that make a list
_LARGEST = 100  # elements of a card
_EMPTY_LISTS = 100  # names of empty lists that scripts are searched for
_AROUND = 100  # elements around one that may say what it is of
_NEAR = 3  # elements around a list that say what it is of
_HEADS = etree.XPath(".//h2|.//h3|.//h4|.//h5")
_DATE = lazy(r"[0-9]{1,2}[-/.月][0-9]{1,2}|[0-9]\s?(?:分钟|小时|天)前|[今昨]天")
_TIME = lazy(r"(?<![0-9:])(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?![0-9])|[0-9]\s?(?:分钟|小时)前")
_VARIABLE = lazy(r"(?<![\w$.])[A-Za-z_$][\w$]*+")
_PACKED = lazy(r"\s*[A-Za-z0-9+/]{40,}={0,2}\s*")
# A function that is called, or an address behind a # that a script reads: #!/news/7.html
_CALLS = lazy(r"(?:javascript:)?\s*(?:return\s+)?(?!void|;)[\w.$]+\s*\(\s*[\"']?\w|#!?/\S*\w", re.I)
_NO_LINK = lazy(r"#|java")
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "b", "strong"))
_NOWHERE = lazy(r"\s*(?:#|javascript:|$)", re.I)
_TITLE = 8  # characters


def filled_by_script(response: TextResponse) -> str:
    """Return what a script fills with the posts of a list that is empty before, "" for nothing.

    >>> page = "<ul id='newsList'></ul><script>$.get('/api', x => $('#newsList').html(x))</script>"
    >>> filled_by_script(TextResponse("http://h/", body=page.encode(), encoding="utf-8"))
    '#newsList'
    >>> filled_by_script(TextResponse("http://h/", body=b"<li v-for='x in xs'><a :href='x.url'>"))
    'v-for'
    """
    page = Page.of(response)
    root = page.root
    for link in root.iter("a"):
        if any(name in link.attrib for name in _BOUND) or _PLACE.search(link.get("href") or ""):
            around = (link, *link.iterancestors())
            loops = (name for each in around for name in each.attrib if _LOOP.fullmatch(name))
            return next(loops, "")
    scripts = page.silent.scripts
    script, held = "\n".join(scripts), names_of_lists(scripts)
    if "atob(" in script and any(_PACKED.fullmatch(each.text or "") for each in root.iter("div")):
        return "atob"
    if not (ASKS.search(script) or _WRITES.search(script)):
        return ""
    fills = [each for each in scripts if ASKS.search(each) or not _uses(each, held)]
    for sign, name in islice(dict.fromkeys(_empty_lists(root)), _EMPTY_LISTS if fills else 0):
        quoted = re.compile(rf"[\"'`](?:[\w.# ]*[{sign} ])?{re.escape(name)}[\"'`\s]")
        if any(map(quoted.search, fills)):
            return f"{sign}{name}"
    return ""


def _empty_lists(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the names by which scripts may find the lists that are empty, each with its sign."""
    for element in root.iter("ul", "ol", "dl", "tbody", "div", "section"):
        if not _is_empty(element):
            continue
        names = [(".", name) for name in (element.get("class") or "").split()]
        for sign, name in (*names, ("#", element.get("id") or "")):
            called = _LISTS.search(name) or element.tag in ("ul", "ol", "tbody")
            if name and called and not _OTHERS.search(name):
                yield sign, name


def _uses(script: str, names: set[str]) -> bool:
    """Tell whether a script uses a list that the page itself holds: it is read."""
    return bool(names) and any(each[0] in names for each in _VARIABLE.finditer(script))


def written_by_script(response: TextResponse) -> str:
    """Return what stands for a list that is nothing but a script, "" if there is none.

    >>> page = "<div class=list><ul><script src=/d/js/1698.js></script></ul></div>"
    >>> written_by_script(TextResponse("http://h/", body=page.encode(), encoding="utf-8"))
    '/d/js/1698.js'
    """
    for element in Page.of(response).root.iter("ul", "ol", "dl", "tbody"):
        inside = [each for each in element.iterchildren() if isinstance(each.tag, str)]
        if any(each.tag != "script" for each in inside) or is_of_others(element, _NEAR):
            continue
        for script in inside:  # what one writes as it stands there is read
            text = script.text or ""
            if script.get("src") or ("document.write" in text and not any(written_markup(text))):
                return script.get("src") or "document.write"
    return ""


def is_of_others(element: etree._Element, levels: int = _AROUND) -> bool:
    """Tell whether an element stands among comments, other posts or menus.

    *levels*: so many elements around it are looked at, as good as all by default.
    """
    around = (element, *islice(element.iterancestors(), levels))
    return any(
        _OTHERS.search(f"{each.get('class') or ''} {each.get('id') or ''}") for each in around
    )


def files_of_scripts(response: TextResponse, site: Site) -> set[str]:
    """Return the addresses of a page's scripts that may hold the data of a list.

    They are called so, or stand beside the page.

    >>> page = "<script src=/js/jquery.js></script><script src=/data/7.js></script>"
    >>> page += "<script src=rows.js></script>"
    >>> response = TextResponse("http://h/a/", body=page.encode(), encoding="utf-8")
    >>> sorted(files_of_scripts(response, Site.of("http://h/")))
    ['http://h/a/rows.js', 'http://h/data/7.js']
    """
    addresses = (
        urljoin(response.url, each.get("src") or "")
        for each in Page.of(response).root.iter("script")
        if each.get("src")
    )
    folder = response.url.partition("?")[0].rpartition("/")[0] + "/"
    beside = folder if folder != site.root else "\0"
    return {
        each
        for each in addresses
        if site.holds(each)
        and (each.startswith(beside) or _DATA.search(urlsplit(each).path))
        and not _OTHERS.search(urlsplit(each).path)
    }


def left_empty(response: TextResponse) -> str:
    """Return the name of an empty list that a script of another file may fill; "" for nothing.

    Scripts find it by its id, or it says that it is loading. A list that is empty because its
    column is has a class like any other.

    >>> page = "<div class='wrap'><div id='newsList'></div></div><script src=/a.js></script>"
    >>> left_empty(TextResponse("http://h/", body=page.encode(), encoding="utf-8"))
    '#newsList'
    >>> page = "<ul class='list'></ul><script src=/a.js></script>"
    >>> left_empty(TextResponse("http://h/", body=page.encode(), encoding="utf-8"))
    ''
    """
    root = Page.of(response).root
    if next((each for each in root.iter("script") if each.get("src")), None) is None:
        return ""
    for element in filter(_is_empty, root.iter("ul", "ol", "dl", "tbody", "div", "section")):
        names = [("#", element.get("id") or "")]
        if _LETTER.search("".join(element.itertext())):
            names += [(".", name) for name in (element.get("class") or "").split()]
        for sign, name in names:
            if _LISTS.search(name) and not _OTHERS.search(name):
                return f"{sign}{name}"
    return ""


def opened_by_script(response: TextResponse) -> str:
    """Return the first title of a list whose posts only a script opens, "" if there is none.

    These are elements of one make that are clicked, each with a title and a date and no address,
    or titles that call a function of another file or have an address behind a #; or data of a
    script that has no address.

    >>> card = "<li data-id={}><h3>青禾大桥通车</h3><em>11-2{}</em></li>"
    >>> page = "<ul>" + "".join(card.format(n, n) for n in range(6))
    >>> opened_by_script(TextResponse("http://h/", body=page.encode(), encoding="utf-8"))
    '青禾大桥通车'
    >>> row = "<li><a href='javascript:;' data-u=L2{0}>青禾大桥{0}号桥墩合龙</a><i>11-1{0}</i></li>"
    >>> page = "<ul>" + "".join(row.format(n) for n in range(6))
    >>> opened_by_script(TextResponse("http://h/", body=page.encode(), encoding="utf-8"))
    '青禾大桥0号桥墩合龙'
    """
    page = Page.of(response)
    if title := next(filter(None, map(title_without_address, page.silent.scripts)), ""):
        return title
    root = page.root
    for group in root.iter("ul", "ol", "div", "section", "main", "body"):
        cards = [each for each in group.iterchildren("li", "div", "article") if _is_clicked(each)]
        if len(cards) < _CARDS or is_of_others(group):
            continue
        titles = [title for each in cards if (title := _title_of_row(each))]
        if len(titles) == len(cards):
            return titles[0]
    return _called_title(root)


def items_without_addresses(response: TextResponse) -> str:
    """Return the first title of a list of flashes: each a heading, a time and a text, and no link.

    >>> item = "<div class=flash><b>青禾大桥{0}号桥墩合龙</b><i>0{0}:15</i></div>"
    >>> page = "<section>" + "".join(item.format(n) for n in range(6))
    >>> items_without_addresses(TextResponse("http://h/", body=page.encode(), encoding="utf-8"))
    '青禾大桥0号桥墩合龙'
    """
    for group in Page.of(response).root.iter("ul", "ol", "dl", "div", "section", "main", "body"):
        made = Counter(_make(each) for each in group.iterchildren("li", "div", "article", "dd"))
        make, count = next(iter(made.most_common(1)), ("", 0))
        if count < _CARDS or is_of_others(group):
            continue
        items = [each for each in group.iterchildren() if _make(each) == make]
        titles = [title for each in items if (title := _title_of_flash(each))]
        if len(titles) >= _CARDS and len(titles) > len(items) / 2 and len({*titles}) >= _CARDS:
            return titles[0]
    return ""


def _is_clicked(card: etree._Element) -> bool:
    """Tell whether a card has what a script may open it by, and no link that leads anywhere."""
    parts = _parts(card)
    if any(each.tag == "a" and not _NO_LINK.match(each.get("href") or "#") for each in parts):
        return False
    return any(
        each.tag == "form" or any(name == "onclick" or name[:5] == "data-" for name in each.attrib)
        for each in parts
    )


def _parts(card: etree._Element) -> list[etree._Element]:
    """Return the elements of a card; none if they are more than a card has."""
    parts = [*islice(card.iter("*"), _LARGEST + 1)]
    return parts if len(parts) <= _LARGEST else []


def _title_of_row(row: etree._Element) -> str:
    """Return the heading of a dated row, or what it says beside its date; "" if there is none."""
    head = next(iter(_HEADS(row)), None)
    said = [clean_text(part) for part in row.itertext()]
    if not any(_DATE.search(part) for part in said):
        return ""
    if head is not None:
        return clean_text("".join(head.itertext()))
    longest = max((part for part in said if not _DATE.search(part)), key=len, default="")
    return longest if len(longest) >= _TITLE else ""


def _make(element: etree._Element) -> str:
    return f"{element.tag} {element.get('class') or ''}"


def _title_of_flash(element: etree._Element) -> str:
    """Return the heading of an item with a time and no address, "" where it is none."""
    parts = _parts(element)
    if any(each.tag == "a" and not _NOWHERE.match(each.get("href") or "") for each in parts):
        return ""
    head = next((each for each in parts if each.tag in _HEADINGS), None)
    title = "" if head is None else clean_text("".join(head.itertext()).replace("\n", " "))
    timed = title and _TIME.search("".join(element.itertext()))
    return title if timed and len(title) >= _TITLE else ""


def _called_title(root: etree._Element) -> str:
    """Return the first of several titles that only call a function, "" if they are few."""
    called = [
        link
        for link in root.iter("a")
        if _NOWHERE.match(href := link.get("href") or "")
        and _CALLS.match(link.get("onclick") or href)
    ]
    texts = [clean_text("".join(link.itertext()).replace("\n", " ")) for link in called]
    titles = [text for text in dict.fromkeys(texts) if len(text) >= _TITLE]
    return titles[0] if len(titles) >= _CARDS else ""


def _is_empty(element: etree._Element) -> bool:
    inside = [each for each in element.iterchildren() if isinstance(each.tag, str)]
    if len(inside) > 1 or any(len(each) for each in inside):
        return False
    return bool(_EMPTY.fullmatch("".join(element.itertext())))
