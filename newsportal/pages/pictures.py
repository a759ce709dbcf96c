"""The address of the picture that an ``img`` shows once the scripts of its page have run.

Owners paste bodies from portals that load pictures late, each in its own way: the address stands
in an attribute of their script, and ``src`` has a placeholder or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy

# In the order of trust: an original comes before what the page shows of it.
_LATE = (
    "data-original", "data-src", "data-lazy-src", "data-original-src", "data-actualsrc",
    "data-backsrc", "data-echo", "data-lazyload", "data-lazy", "data-lazyload-src", "data-cfsrc",
    "data-ks-lazyload", "data-real-src", "data-realsrc", "data-url", "data-img", "data-image",
    "data-imgsrc", "data-img-src", "data-imgurl", "data-file", "data-delay",
    "zoomfile", "file", "_src", "lazy-src", "lay-src", "lazysrc", "real_src", "original",
)  # fmt: skip
_SETS = ("data-srcset", "data-lazy-srcset", "srcset", "data-original-set")
_PICTURE = lazy(r"\.(?:jpe?g|png|gif|webp|avif|bmp|jfif|heic)(?:[?!#@&].*)?", re.I | re.S)
_BACKGROUND = lazy(r"""background(?:-image)?\s*+:[^;]{0,200}?url\(\s*+["']?+([^"'()]++)""", re.I)
# A small one, or a part of a picture that holds several
_ICON = lazy(r"(?<![\w-])(?:width|height)\s*+:\s*+\d{1,2}(?:\.\d+)?(?:px|r?em)|[\s:]-\d", re.I)
_SIZE = lazy(r"[0-9]{1,9}(?:\.[0-9]*)?[wx]")
# Files of these names and such words alone hold a picture's place.
_PLACEHOLDERS = frozenset(
    "loading lazyload lazy spacer blank placeholder transparent pixel grey gray clear empty 1x1"
    " nopic noimg noimage notimg onload preload preloader loader lazyloading 1px spinner dummy"
    " throbber".split()
)
# Neither does a default picture: default_pic.jpg, but no default.jpg, which may be a film's
_DEFAULT = frozenset("img image images pic picture thumb".split())
# A photo is seldom one of these
_IN_GIFS = frozenset("none space dot s t p load wait waiting spin ajax".split())
_DRAWN = (".gif", ".svg")
_FILLERS = frozenset(
    "img image images pic picture bg icon ico default small big mini s x px trans load ajax logo"
    " thumb".split()
)
# Values that scripts did not fill, and pages: what an attribute of a script's own says else.
_NO_FILE = lazy(
    r"[^./?]*|.*(?:\{\{|\$\{|<%|%7b%7b|\[object ).*|.*\.s?html?(?:[?#].*)?|(?:https?:)?//[^/?]*/?"
    r"|(?:.*/)?(?:undefined|null|nan)(?:[/?].*)?",
    re.IGNORECASE | re.DOTALL,
)
# Attributes that hold no picture of the body, or the one for when it fails
_OTHERS = lazy(r"src|href|alt|title|class|style|id|on\w+|.*(?:error|holder|loading|default).*")
_NAME = lazy(r"(?<![^/?#])([^/?#]*?)(?:\.(?:gif|png|svg|jpe?g|webp))?(?:[?#!].*)?$", re.I | re.S)
_NEAR = 6  # elements between a picture and its image
_KNOWN = sorted(_FILLERS | _PLACEHOLDERS | _IN_GIFS, key=len, reverse=True)
_WORD = lazy(
    rf"{'|'.join(word for word in _KNOWN if len(word) > 1)}|[a-z]+|[^\x00-\x7f]+",
    re.IGNORECASE,
)


def picture_address(image: etree._Element) -> str | None:
    """Return the address of a picture as printed, None if the element has none."""
    return next(filter(_is_real, _candidates(image)), None)


def _candidates(image: etree._Element) -> Iterator[str]:
    attributes = dict(image.items())  # by its name, an odd attribute is not to be had
    for name in _LATE:
        if name in attributes:
            yield attributes[name].strip()
    yield attributes.get("src", "").strip()
    yield from map(_largest, _from_sets(image))
    yield attributes.get("data-croporisrc", "").strip()  # before it was cropped
    if image.tag == "image":  # of SVG
        yield (attributes.get("href") or attributes.get("xlink:href") or "").strip()
    for picture in islice(image.iterancestors(), _NEAR):
        # libxml2 takes what follows a source for its content.
        sources = list(picture.iter("source")) if picture.tag == "picture" else []
        yield _largest(", ".join(each for source in sources for each in _from_sets(source)))
        for source in sources:
            yield source.get("data-src", "").strip() or source.get("src", "").strip()
    # A script that nobody has heard of
    for name, value in sorted(attributes.items(), key=_is_small):
        if names_picture(value) and not _OTHERS.fullmatch(name):
            yield value.strip()
    for twin in _twins(image):
        for other in twin.iter("img"):
            yield other.get("src", "").strip()
    around = image.getparent()
    if around is not None and around.tag == "a":
        address = around.get("href", "").strip()
        yield address if names_picture(address) else ""


def names_picture(address: str) -> bool:
    """Tell whether an address is a picture's, by its ending."""
    return _PICTURE.search(address.rpartition("/")[2]) is not None


def background(element: etree._Element) -> str:
    """Return the address of the picture that is all an element shows, "" where there is none.

    >>> background(etree.HTML("<div style='background:#fff url(/a.jpg)'> <br> </div>")[0][0])
    '/a.jpg'
    >>> background(etree.HTML("<div style='background:url(/paper.jpg)'>text</div>")[0][0])
    ''
    """
    style = element.get("style", "")
    if element.tag in ("img", "image") or not (found := _BACKGROUND.search(style)):
        return ""
    said = (element.text, *(child.tail for child in element))
    if any(text and not text.isspace() for text in said) or _ICON.search(style):
        return ""
    alone = all(child.tag in ("br", "svg") for child in element)
    address = found[1].strip()
    return address if alone and names_picture(address) and _is_real(address) else ""


def _twins(image: etree._Element) -> Iterator[etree._Element]:
    """Yield what shows the same picture where there are no scripts."""
    behind, before = image.getnext(), image.getprevious()
    if behind is not None and behind.tag == "noscript" and not (image.tail or "").strip():
        yield behind
    elif before is not None and before.tag == "noscript" and not (before.tail or "").strip():
        owner = before.getprevious()
        if owner is None or owner.tag != "img":
            yield before


def _is_small(attribute: tuple[str, str]) -> bool:
    return "thumb" in attribute[0] or "small" in attribute[0]


def _from_sets(element: etree._Element) -> Iterator[str]:
    for name in _SETS:
        if value := element.get(name, "").strip():
            yield value


def _largest(srcset: str) -> str:
    """Return the address of the largest picture of a srcset.

    >>> _largest("/a.jpg 480w, /b.jpg,c 960w,/d.jpg 640w"), _largest("/a.jpg, /b.jpg 2x")
    ('/b.jpg,c', '/b.jpg')
    """
    best, address = 0.0, ""
    url, width = "", 1.0
    for word in [*srcset.split(), ","]:
        if not url:
            url, width = word, 1.0
            ends, following = word.endswith(","), ""
        else:
            size, comma, following = word.partition(",")
            if _SIZE.fullmatch(size):
                width = float(size[:-1])
            ends = bool(comma)
        if ends:
            if width > best:
                best, address = width, url.rstrip(",")
            url, width = following, 1.0
    return address


def _is_real(address: str) -> bool:
    """Tell an address of a picture from nothing, and from the address of what holds its place.

    >>> [_is_real(address) for address in ("/a/loading.gif", "/img_loading-2.svg?v=1", "//", "?")]
    [False, False, False, False]
    >>> _is_real("/2026/loading-the-ship.jpg"), _is_real("/a/20260918.gif"), _is_real("blank/7.png")
    (True, True, True)
    """
    if address.startswith(("data:", "about:", "javascript:", "blob:", "#")):
        return False
    if not address.partition("://")[2 if "://" in address else 0].strip("/?."):
        return False
    if _NO_FILE.fullmatch(address):
        return False
    name = _NAME.search(address)
    words = {word.lower() for word in _WORD.findall(name[1])} if name else set()
    drawn = any(ending in address.lower() for ending in _DRAWN)
    places = _PLACEHOLDERS | _IN_GIFS if drawn else _PLACEHOLDERS
    held = words & places or ("default" in words and words & _DEFAULT)
    return not (held and words <= places | _FILLERS)
