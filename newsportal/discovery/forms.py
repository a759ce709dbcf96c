"""Page numbers that one chooses or writes into a form, and the addresses that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text

PAGE = lazy(r"(?:page|paged|pageno|pageindex|curpage|page_?num|currentpage|p|pn)", re.I)
_LABEL = lazy(r"(?:第\s*)?([0-9]{1,6})(?:\s*/\s*[0-9]{1,6})?\s*[页頁]?")
_ADDRESS = lazy(r"(?=.*[/.?])[^\s{}]{1,300}")
_TOTAL = lazy(r"(?:共|总|/)\s*([0-9]{1,6})\s*[页頁]")
_MOST = 100_000  # a larger number is no page's
_AHEAD = 20  # pages behind the present one
_SILENT = frozenset("hidden submit button image reset".split())


def chosen(root: etree._Element, url: str) -> Iterator[tuple[int, str]]:
    """Yield number and address of the pages of a list that a choice or a plain form leads to.

    A form must be one that only asks (GET), and the page's number all that one may enter.

    >>> page = "<form action=/list><input type=hidden name=c value=7><select name=page><option>1"
    >>> list(chosen(etree.HTML(page + "<option>2</select></form>"), "http://h/"))[1]
    (2, '/list?c=7&page=2')
    >>> page = "<select><option value=a.html>第1页<option value=a_2.html>第2页</select>"
    >>> list(chosen(etree.HTML(page), "http://h/"))
    [(1, 'a.html'), (2, 'a_2.html')]
    """
    for select in root.iter("select"):
        options = _numbered(select)
        if options and all(_ADDRESS.fullmatch(value) for _, value in options):
            yield from options
            return
    for form in root.iter("form"):
        field, others = _only_field(form)
        if field is None or others is None:
            continue
        numbers = _numbers(field, form)
        if numbers:
            action = (form.get("action") or "").strip() or url.partition("?")[0]
            joined = "&" if "?" in action else "?"
            for number in _near(numbers, field.get("name") or "", url):
                query = urlencode([*others, (field.get("name"), str(number))])
                yield number, f"{action.partition('#')[0]}{joined}{query}"
            return


def _near(numbers: range, name: str, url: str) -> list[int]:
    """Return the first and the last number, and those that follow the present page."""
    own = re.search(rf"[?&]{re.escape(name)}=([0-9]{{1,6}})(?:&|$)", url)
    first = int(own[1]) if own else 1
    near = range(first, min(first + _AHEAD, len(numbers) + 1))
    return list(dict.fromkeys((numbers[0], *near, numbers[-1])))


def _numbered(select: etree._Element) -> list[tuple[int, str]]:
    """Return the options of a choice of page numbers, [] where it is one of something else."""
    found = []
    for option in select.iter("option"):
        text = clean_text("".join(option.itertext()))
        if (label := _LABEL.fullmatch(text)) is None:
            return []
        value = option.get("value")
        found.append((int(label[1]), text if value is None else value.strip()))
    numbers = [number for number, _ in found]
    return found if len(found) > 1 and numbers == [*range(1, len(found) + 1)] else []


def _only_field(
    form: etree._Element,
) -> tuple[etree._Element | None, list[tuple[str, str]] | None]:
    """Return the field of a page's number and what the form asks for besides, if that is all."""
    if (form.get("method") or "get").lower() != "get":
        return None, None
    open_fields, others = [], []
    for field in form.iter("input", "select", "textarea"):
        name, silent = field.get("name"), (field.get("type") or "").lower() in _SILENT
        if field.tag == "input" and silent:
            if name and (field.get("type") or "").lower() == "hidden":
                others.append((name, field.get("value") or ""))
        elif name:
            open_fields.append(field)
    if len(open_fields) != 1 or not PAGE.fullmatch(open_fields[0].get("name")):
        return None, None
    return open_fields[0], others


def _numbers(field: etree._Element, form: etree._Element) -> range:
    """Return the page numbers that may be entered, as far as the page tells how many there are."""
    if field.tag == "select":
        options = _numbered(field)
        plain = all(value == str(number) for number, value in options)
        return range(1, len(options) + 1) if options and plain else range(0)
    most = field.get("max") or ""
    if not most.isdecimal():
        above = form.getparent()
        around = "".join((form if above is None else above).itertext())[:2000]
        total = _TOTAL.search(around)
        most = total[1] if total else ""
    return range(1, min(int(most), _MOST) + 1) if most.isdecimal() and int(most) > 1 else range(0)
