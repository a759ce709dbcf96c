"""Markup that libxml2 reads otherwise than browsers do, written so that both read the same.

libxml2 opens a body of its own as soon as anything stands before the doctype or in the head that
belongs in a body (a PHP warning, a counter's picture), and then drops the attributes of the real
one; it ends the document at the first ``</html>``; a tag takes it quadratic time in the number of
attributes; and beyond 2,048 nested elements it reads no further. Sound markup, which is nearly
all, is recognised by two searches and stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge

from newsportal.chinese.lazy_pattern import lazy

_ATTRIBUTES = 500  # of a tag; beyond these they are left out
_UNCHECKED = 32 * 1024  # characters; in so few no tag has attributes for more than 0.2 s
_LONG_TAG = 2000  # characters; shorter ones have fewer attributes than matter
_DEEPEST = 400  # elements inside one another; browsers nest 512, libxml2 2,048

_IN_HEAD = frozenset("meta link base basefont bgsound title script style template".split())
_FRAME = frozenset("html head body".split())  # each once, wherever they stand
_RAW = frozenset("script style textarea title xmp iframe noembed noframes noscript".split())
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_SELF_CLOSING = frozenset("p li dt dd option tr td th thead tbody tfoot colgroup rt rp".split())
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span"
    " strike strong sub sup time tt u var".split()
)

_NOTHING = " \t\n\r\f\ufeff"  # byte-order marks of files that PHP puts together are no text

# Case is ignored only in names: elsewhere that makes Python fold every character that it looks at.
_ATTRIBUTE = r"""
    [\s/]*+ [^\s/>] [^\s/>=]*+
    (?: \s*+ = \s*+ (?: "[^"]*+ (?: " | \Z) | '[^']*+ (?: ' | \Z) | [^\s>"'] [^\s>]*+ )?+ )?+
"""
_TOKEN = lazy(
    rf"""
    (?P<comment> <!-- (?: -?> | .*? (?: --!?> | \Z ) ) | <[!?] [^>]*+ >?+ )
    | < (?P<end> /?+ ) (?P<name> [a-zA-Z] [^\s/>]*+ )
      (?P<attributes> (?: {_ATTRIBUTE} )*+ ) [\s/]*+ (?: > | \Z )
    """,
    re.VERBOSE | re.DOTALL,
)
# Text and tags that a body keeps as they are, as many as there are
_KEPT = lazy(
    rf"""
    (?: [^<]++ | <(?![a-zA-Z/!?])
      | < /?+ (?! (?i: {"|".join(sorted(_FRAME | _RAW))} ) (?=[\s/>]|\Z) )
      [a-zA-Z] [^\s/>]*+ (?: {_ATTRIBUTE} ){{0,{_ATTRIBUTES}}}+ [\s/]*+ > )*+
    """,
    re.VERBOSE,
)
_FIRST_ATTRIBUTES = lazy(rf"(?: {_ATTRIBUTE} ){{0,{_ATTRIBUTES}}}+", re.VERBOSE)
# A head that libxml2 reads as browsers do. A quoted > ends a tag too early here: then it is
# looked at more closely, no more.
_COMMENT = r"<!-- (?!-?>) (?: [^-]++ | -(?!->) )*+ -->"
_SPACE = rf"(?: \s | {_COMMENT} )*+"
_RAW_ELEMENTS = " | ".join(  # no groups: within possessive ones Python's engine loses them
    rf"<(?i:{name}) (?=[\s>]) [^>]*+ > [^<]*+ (?: <(?!/(?i:{name})) [^<]*+ )*+ </(?i:{name}) \s*+ >"
    for name in ("script", "style", "title")
)
_HEAD = rf"""
    {_SPACE} (?: <\?(?i:xml) [^>]*+ > )?+ {_SPACE} (?: <!(?i:doctype) [^>]*+ > )?+ {_SPACE}
    (?: <(?i:html) (?=[\s>]) [^>]*+ > )?+ {_SPACE} (?: <(?i:head) (?=[\s>]) [^>]*+ > )?+
    (?: \s++ | {_COMMENT} | <(?i: meta | link | base ) (?=[\s/>]) [^>]*+ > | {_RAW_ELEMENTS}
      | </(?i:head) \s*+ > )*+
"""
_SOUND_HEAD = lazy(
    rf"{_HEAD} <(?i:body) (?=[\s>])",
    re.VERBOSE | re.ASCII,  # a blank of Chinese is text
)
# Elements that libxml2 does not know and leaves in the head where <body> is left out
_BODILESS = lazy(
    rf"{_HEAD} (?=< (?i: header | main | article | nav | section | aside | footer | figure"
    r" | details | dialog | [a-z]+-[\w-]+ ) [\s>])",
    re.VERBOSE | re.ASCII,
)
_BODY = lazy(r"<[bB][oO][dD][yY](?=[\s/>])")
# html and body, </br>, and what is no tag: <直播>. In the form that takes Python the least time
_ODD = lazy(
    r"<(?:[^\x00-\x7f]|[bBhH][oOtT][dDmM][yYlL](?=[\s/>])"
    r"|/[bBhH](?:[rR]|[oOtT][dDmM][yYlL](?=[\s/>])))"
)
_LINE_END = lazy("</br\\s*/?>", re.IGNORECASE)  # browsers read it as <br>
# Names of elements begin with a Latin letter; libxml2 makes elements of <直播>, too.
_NO_TAG = lazy(r"<(?=[^\x00-\x7f])")
# Nothing that a reader sees
_SOUND_END = lazy(
    rf"(?: </(?i: body | html ) \s*+ > | \s++ | {_COMMENT} | {_RAW_ELEMENTS} )*+ \Z",
    re.VERBOSE | re.ASCII,
)
# A tag that may have too many attributes: a long one, or one with what seems to end it in a value.
# Two patterns that begin with one character each are searched for in half the time of one.
_LONG = lazy(rf"<[a-zA-Z][^>]{{{_LONG_TAG}}}")
_QUOTED = lazy(r"""=\s*+(?:"[^"<>]*+(?!")|'[^'<>]*+(?!'))""")


def mended(source: str) -> str:
    """Return HTML that libxml2 reads as browsers read *source*.

    >>> mended("<br>Warning<html><head><title>t</title><img></head><body class=a>b</body></html>c")
    '<html><head><title>t</title></head><body class=a><br>Warning<img>bc'
    >>> mended("<html><head></head><body>b</body></html>")
    '<html><head></head><body>b</body></html>'
    >>> mended("<p>甲<直播></br>乙")
    '<p>甲&lt;直播><br>乙'
    """
    odd = _Odd.of(source)
    if odd.others:
        source = _NO_TAG.sub("&lt;", _LINE_END.sub("<br>", source))
        odd = _Odd.of(source)
    if not _is_sound(source, odd):
        return _NO_TAG.sub("&lt;", _written_anew(source))  # a comment stood between < and 直
    if _BODY.search(source) is None and (head := _BODILESS.match(source)):
        return f"{source[: head.end()]}<body>{source[head.end() :]}"
    return source


@dataclass(slots=True)
class _Odd:
    """Tags that libxml2 may read otherwise than browsers do; one pass finds them."""

    head: bool
    """Whether there is a sound one."""
    frames: list[int]
    """The places of the first two ``html`` or ``body`` behind the head."""
    others: bool = False

    @classmethod
    def of(cls, source: str) -> _Odd:
        head = _SOUND_HEAD.match(source)
        found, first = cls(head is not None, []), head.end() if head else 0
        for tag in _ODD.finditer(source):
            if tag[0][-1] not in "yYlL":
                found.others = True
            elif tag.start() >= first and len(found.frames) < 2:
                found.frames.append(tag.start())
        return found


def _is_sound(source: str, odd: _Odd) -> bool:
    frames = odd.frames
    if frames and not odd.head and source[frames[0] : frames[0] + 5].lower() == "<html":
        frames = frames[1:]  # where the markup leaves out <body>, it may begin with <html>
    if frames and not _SOUND_END.match(source, frames[0]):
        return False
    return len(source) <= _UNCHECKED or not _has_endless_tag(source)


def _has_endless_tag(source: str) -> bool:
    """Tell whether a tag has more attributes than are kept; each is looked at once."""
    place = 0
    hits = (map(re.Match.start, pattern.finditer(source)) for pattern in (_LONG, _QUOTED))
    for hit in merge(*hits):
        if hit < place:
            continue
        start = source.rfind("<", place, hit + 1)
        place = hit + 1
        if start >= 0 and (tag := _TOKEN.match(source, start)) is not None:
            if _first_attributes(tag["attributes"] or "") is not None:
                return True
            place = max(place, tag.end())
    return False


def _first_attributes(attributes: str) -> str | None:
    """Return as many of a tag's attributes as are kept, None where all are."""
    first = _FIRST_ATTRIBUTES.match(attributes) if len(attributes) > _ATTRIBUTES else None
    return None if first is None or first.end() == len(attributes) else first[0]


def _written_anew(source: str) -> str:
    """Return the parts in their places: what the head may hold, then all else in one body."""
    attributes: dict[str, list[str]] = {"html": [], "head": [], "body": []}
    head: list[str] = []
    body: list[str] = []
    tokens = _Tokens(source, together=_BODY.search(source) is None)
    for name, end, text in tokens:
        if name in _FRAME:
            tokens.together |= name == "body" and not end
            if not end:  # of equal attributes the first one counts
                attributes[name].append(text[1 + len(name) :].rstrip(">").rstrip("/"))
        elif tokens.together:
            body.append(text)
        elif name in _IN_HEAD:
            head.append(text)
        elif name or text.strip(_NOTHING):
            body.append(text)
    html, first, main = (f"<{name}{_together(told)}>" for name, told in attributes.items())
    return f"{html}{first}{''.join(head)}</head>{main}{''.join(body)}"


def _together(attributes: list[str]) -> str:
    """Return the attributes that several tags have, as many as are kept of one."""
    told = "".join(attributes)
    first = _first_attributes(told)
    return told if first is None else first


@dataclass(slots=True)
class _Tokens:
    """Yields name, whether it is an end tag, and text of each tag; "" names text between tags.

    Elements whose content is no markup are one token. Comments are left out.
    """

    source: str
    together: bool = False
    """Whether all that a body keeps as it is makes one token, too."""

    def __iter__(self) -> Iterator[tuple[str, bool, str]]:
        source, place = self.source, 0
        while place < len(source):
            if self.together and (kept := _KEPT.match(source, place)) and kept[0]:
                yield "", False, kept[0]
                place = kept.end()
                continue
            if (found := _TOKEN.search(source, place)) is None:
                break
            if found.start() > place:
                yield "", False, source[place : found.start()]
            place = found.end()
            if found["comment"] is not None:
                continue
            name, end = found["name"].lower(), bool(found["end"])
            text = found[0]
            if (first := _first_attributes(found["attributes"])) is not None:
                text = f"<{found['end']}{name}{first}>"
            if name in _RAW and not end:
                until = _end_of(name, source, place)
                text, place = text + source[place:until], until
            yield name, end, text
        if place < len(source):
            yield "", False, source[place:]


def _end_of(name: str, source: str, start: int) -> int:
    """Return where an element ends that holds no markup."""
    closing = re.compile(rf"</{name}(?=[\s/>])[^>]*+>?", re.IGNORECASE)
    close = closing.search(source, start)
    return close.end() if close else len(source)


def flattened(source: str) -> str:
    """Return HTML without the tags of elements that lie too deep; what they hold stays.

    >>> flattened("<div>" * 3000 + "a" + "</div>" * 3000 + "b").count("<div>")
    400
    """
    open_elements: list[str] = []
    dropped: Counter[str] = Counter()
    kept: list[str] = []
    for name, end, text in _Tokens(source):
        if not name or name in _VOID or name in _RAW or name in _SELF_CLOSING or name in _FRAME:
            kept.append(text)
        elif not end and len(open_elements) >= _DEEPEST:
            dropped[name] += 1
            kept.append("" if name in _INLINE else "<br>")
        elif not end:
            open_elements.append(name)
            kept.append(text)
        elif dropped[name]:
            dropped[name] -= 1
            kept.append("" if name in _INLINE else "<br>")
        else:
            if name in open_elements:
                while open_elements.pop() != name:
                    pass
            kept.append(text)
    return "".join(kept)
