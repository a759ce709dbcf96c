"""Which elements a body keeps, and as what."""

from __future__ import annotations

import re

from lxml import etree

SKIPPED = frozenset(
    "script style noscript template applet math canvas map head title link meta base button"
    " input select textarea datalist frameset noembed noframes text desc metadata".split()
)
PICTURES = frozenset("img image amp-img mip-img".split())
GENERIC_BLOCKS = frozenset(
    "address article aside body center details dialog div dir fieldset footer form header hgroup"
    " foreignobject html legend main menu nav search section summary".split()
)
KEPT_BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 blockquote pre ul ol li dl dt dd figure figcaption table caption thead"
    " tbody tfoot tr td th".split()
)
KEPT_INLINE = {
    "a": "a", "b": "strong", "strong": "strong", "i": "em", "em": "em", "u": "u", "s": "s",
    "strike": "s", "del": "del", "ins": "ins", "sub": "sub", "sup": "sup", "code": "code",
    "mark": "mark", "ruby": "ruby", "rt": "rt", "rp": "rp", "q": "q", "cite": "cite",
}  # fmt: skip
FLOW = frozenset(("", "blockquote", "li", "td", "th", "dd"))  # may hold paragraphs
STRUCTURE = frozenset("ul ol dl figure table thead tbody tfoot tr".split())  # hold no text
CELLS = ("td", "th")
STRUCK = frozenset(("s", "strike", "del"))
# What editors write instead of an element
STYLED = frozenset("span font b strong i em u xmp listing plaintext".split())
_AS_PRE = frozenset("xmp listing plaintext".split())
_STYLES = (
    (re.compile(r"vertical-align\s*:\s*super"), "sup"),
    (re.compile(r"vertical-align\s*:\s*sub\b"), "sub"),
    (re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through"), "s"),
)
_CROSSED = "line-through"
# Words that Discuz! strews into texts, in white, against those who copy them; what KaTeX draws of
# the formula beside it; numbers of a program's lines
_NOT_SAID = frozenset("jammer katex-html gutter".split())
_HIDDEN = re.compile(r"display\s*:\s*none")
# Of words in a line; a whole block is so until its script shows it.
_INVISIBLE = re.compile(r"visibility\s*:\s*hidden")
# Words strewn into texts, too; around pictures or other elements it only closes gaps between them.
_NO_SIZE = re.compile(r"font-size\s*:\s*0(?:px|em|pt|%)?\s*(?:;|!|$)")
NUMBERED = {
    "td": (("colspan", "rowspan"), re.compile(r"[0-9]{1,3}")),
    "th": (("colspan", "rowspan"), re.compile(r"[0-9]{1,3}")),
    "ol": (("start", "type", "reversed"), re.compile(r"[-+]?[0-9]{1,9}|[aAiI]|(?:reversed)?")),
    "li": (("value",), re.compile(r"-?[0-9]{1,9}")),
}

_PIXEL = re.compile(r"\s*[01](?:px)?\s*")


def role(element: etree._Element) -> str:
    """Return the name of the element that one of `STYLED` stands for."""
    if element.tag in _AS_PRE:
        return "pre"
    style = element.get("style", "").lower()
    if "vertical-align" in style or _CROSSED in style:
        return next((name for pattern, name in _STYLES if pattern.search(style)), str(element.tag))
    return str(element.tag)


def is_crossed(tag: str, style: str) -> bool:
    """Tell whether a *style* strikes the words of an element that is none of `STYLED`."""
    return _CROSSED in style.lower() and tag not in STRUCTURE


def is_hidden(element: etree._Element) -> bool:
    """Tell whether a browser would not show the element, or it says nothing to a reader."""
    if element.get("hidden") is not None or element.get("class") in _NOT_SAID:
        return True
    style = element.get("style", "").lower()
    if element.tag in STYLED and (
        ("hidden" in style and _INVISIBLE.search(style))
        or ("font-size" in style and not len(element) and _NO_SIZE.search(style))
    ):
        return True
    if "none" not in style:
        return False
    # Cloudflare hides a picture until its script loads it.
    return _HIDDEN.search(style) is not None and "data-cfsrc" not in element.attrib


def numbers(element: etree._Element) -> str:
    """Return the attributes that one of `NUMBERED` keeps: spans of cells, numbers of lists."""
    names, form = NUMBERED[str(element.tag)]
    kept = ((name, (element.get(name) or "").strip()) for name in names if name in element.attrib)
    return "".join(
        f' {name}="{value.lstrip("+")}"' for name, value in kept if form.fullmatch(value)
    )


def is_row(row: etree._Element) -> bool:
    """Tell whether cells stand side by side: of a layout, all but one only keep the distance."""
    cells = [child for child in row if child.tag in CELLS and not is_hidden(child)]
    if len(cells) < 2:
        return False  # first: each of a thousand tables within one another has the text of all
    said = [cell for cell in cells if any(str(text).strip() for text in cell.itertext())]
    return len(said) != 1 or next(said[0].iter("p", "div", "br"), None) is None


def is_pixel(element: etree._Element) -> bool:
    """Tell a counter's picture or frame, which nobody is to see."""
    return any(_PIXEL.fullmatch(element.get(side, "")) for side in ("width", "height"))
