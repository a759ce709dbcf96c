"""A text of which a page shows the beginning, and a button the rest: 展开全文.

The rest stands in the page, in elements that it hides: in the place of the beginning, which it
repeats, or behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import islice

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.pages.body.elements import is_hidden
from newsportal.pages.tree import beginning
from newsportal.themes.generic.element_names import is_beside, named_comments
from newsportal.themes.generic.fallback.revealed import BESIDE, STOP, hidden_texts, said, show

_BUTTON = lazy(
    r"(?<![\s.…])[\s.…]*(?:点击)?(?:[阅閱][读讀]|查看|[展打][开開]|[显顯]示){1,4}(?:全文|全部|更多|[剩其][余餘](?:全文)?)"
    r"[\s>»↓]*$"
)
# By itself, beside what it shows: [展开全文], 点击阅读余下全文, 展开剩余70%内容
_VERB = r"(?:[阅閱][读讀]|查看|[展打][开開]|[显顯]示|[继繼][续續]|浏览)"
_ALONE = lazy(
    rf"[\W_]*(?:点击|點擊|点此|轻触)?"
    rf"(?:{_VERB}{{0,3}}(?:[剩其]?[余餘]下?\s?(?:[0-9]{{1,3}}%)?的?(?:全文|内容|部分|文字)?|全文|剩[余餘])"
    rf"|{_VERB}{{1,3}}(?:全部|更多)(?:内容|文字)?|[继繼][续續][阅閱][读讀]|[展][开開][阅閱][读讀])[\W_]*"
)
_CONTROLS = ("a", "button", "span", "div", "p", "em", "i", "b", "label", "input")
_LONGEST = 16  # characters of a button
_MOST = 3  # buttons: where each of many texts has one, the page is a list
_LEVELS = 3  # elements around a button, beside which the rest of the text stands
_NEAR = 12  # characters between the two
_LETTER = lazy(r"[^\W_]")


def is_folded(text: str) -> bool:
    """Tell whether a text ends with the button that shows the rest of it.

    >>> is_folded("老桥昨天重新开放…展开全文"), is_folded("请阅读全文。")
    (True, False)
    """
    return _BUTTON.search(text) is not None


def unfolded(root: etree._Element) -> etree._Element | None:
    """Return a copy with a hidden text in the place of its beginning and the button that shows it.

    >>> from newsportal.pages.tree import parsed
    >>> whole = "<p>%s</p>" % ("桥通了，人来了。" * 9)
    >>> page = "<h1>新桥</h1><p>桥通了，人来了…<a>展开全文</a></p><div hidden>%s</div>"
    >>> [*unfolded(parsed(page % whole)).itertext()] == ["新桥", "桥通了，人来了。" * 9]
    True
    >>> unfolded(parsed("<h1>新桥</h1><p>桥通了…展开全文</p>")) is None
    True
    """
    copy = deepcopy(root)
    for text in hidden_texts(copy):
        before = text.getprevious()
        if before is None or not is_folded(words := said(before)):
            continue
        if _repeats(text, _BUTTON.sub("", words)):
            _remove(before)
            show(text)
            return copy
    return None


def may_be_rest(element: etree._Element) -> bool:
    """Tell whether a hidden element holds a sentence, and so may be a part of the text."""
    return isinstance(element.tag, str) and STOP.search(said(element)) is not None


def with_rest(root: etree._Element) -> etree._Element | None:
    """Return a copy that shows what a button by itself would, None where there is no such thing.

    >>> from newsportal.pages.tree import parsed
    >>> page = "<div><p>桥通了。</p><p hidden>人来了。</p><a href='#'>展开全文</a></div>"
    >>> with_rest(parsed(page)).xpath("string(//div/p[2])")
    '人来了。'
    >>> with_rest(parsed(page.replace("#", "/7.html"))) is None  # elsewhere
    True
    """
    if not 0 < sum(1 for _ in islice(_buttons(root), _MOST + 1)) <= _MOST:
        return None
    copy = deepcopy(root)
    found = False
    for button in list(islice(_buttons(copy), _MOST)):
        for text in (texts := _beside(button)):
            _put_in_place(text)
        if texts:
            button.set("hidden", "")
            found = True
    return copy if found else None


def _buttons(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the innermost elements that say no more than a button does, and lead nowhere."""
    for element in root.iter(*_CONTROLS):
        if next(element.iterchildren(*_CONTROLS), None) is not None:
            continue
        words = (element.get("value") or "") if element.tag == "input" else ""
        words = words or beginning(element, _LONGEST + 1)
        if 0 < len(words) <= _LONGEST and _ALONE.fullmatch(words) and not _leads(element):
            yield element


def _leads(element: etree._Element) -> bool:
    link = element if element.tag == "a" else next(element.iterancestors("a"), None)
    href = ("" if link is None else link.get("href") or "").strip()
    return bool(href) and not href.lower().startswith(("#", "javascript:"))


def _beside(button: etree._Element) -> list[etree._Element]:
    """Return the hidden texts that stand before or behind a button, nothing else between them."""
    ends = False  # with the button, after words of the text
    above = list(button.iterancestors())
    if any(
        is_beside(each, BESIDE) or named_comments(each.get("class"), each.get("id"))
        for each in above
    ):
        return []
    for each in [button, *above[: _LEVELS - 1]]:
        ends = ends or len(beginning(each, _LONGEST + _NEAR)) >= _LONGEST + _NEAR
        for preceding in (False,) if ends else (True, False):
            if found := _row(each, preceding=preceding):
                return found
        if _says_more_behind(each):
            break
    return []


def _says_more_behind(element: etree._Element) -> bool:
    """Tell whether words follow an element in the one that holds it."""
    if _LETTER.search(element.tail or ""):
        return True
    behind = (each for each in element.itersiblings() if isinstance(each.tag, str))
    return any(_LETTER.search(beginning(each, 1) + (each.tail or "")) for each in behind)


def _row(element: etree._Element, *, preceding: bool) -> list[etree._Element]:
    """Return the hidden texts in a row on one side of an element."""
    found = []
    for each in element.itersiblings(preceding=preceding):
        between = each if preceding else each.getprevious()
        if _LETTER.search((between is not None and between.tail) or ""):
            break
        if not isinstance(each.tag, str):
            continue
        if is_hidden(each):
            if may_be_rest(each) and not is_beside(each, BESIDE):
                found.append(each)
        elif beginning(each, 1).strip():
            break
    return found


def _put_in_place(text: etree._Element) -> None:
    """Show a hidden text, without the beginning that it repeats."""
    before = text.getprevious()
    if (
        before is not None
        and not is_hidden(before)
        and _repeats(text, _bare(said(before)).rstrip(".…"))
    ):
        _remove(before)
    show(text)


def _repeats(text: etree._Element, beginning: str) -> bool:
    """Tell whether a text begins so, whatever blanks there are."""
    told = _bare(beginning)
    return bool(told) and _bare(said(text)).startswith(told)


def _bare(text: str) -> str:
    return "".join(text.split())


def _remove(element: etree._Element) -> None:
    if (parent := element.getparent()) is not None:
        parent.remove(element)
