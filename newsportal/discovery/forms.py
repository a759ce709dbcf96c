"""Page numbers that one chooses or writes into a form, and the addresses that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urlencode

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text
from newsportal.discovery.paging.set_fields import SetFields
from newsportal.pages.tree import beginning

PAGE = lazy(r"(?:page|paged|pageno|pageindex|curpage|page_?num|currentpage|p|pn)", re.I)
_LABEL = lazy(r"(?:第\s*)?([0-9]{1,6})(?:\s*/\s*[0-9]{1,6})?\s*[页頁]?")
_ADDRESS = lazy(r"(?=.*[/.?])[^\s{}]{1,300}")
_TOTAL = lazy(r"(?:共|总|/)\s*([0-9]{1,6})\s*[页頁]")
_CHOICE = lazy(r"(?:https?://|\.{0,2}/|[\w-]+/)[^\s{}]{0,300}|[\w/-]+\.s?html?")
_SPELT = lazy(  # location.href = '/archive/' + this.value + '/'
    r"""location(?:\s*\.\s*href)?\s*=\s*(["'])(?P<before>[^"'{}]*)\1\s*\+\s*\w+\.(?:value\b"""
    r"""|options\s*\[[^\]]*\]\s*\.\s*value)\s*(?:\+\s*(["'])(?P<after>[^"'{}]*)\3)?"""
)
_VALUE = lazy(r"[\w.%-]{1,60}")
_PERIOD = lazy(r"(?:(?:19|20)[0-9]{2}\s?年?)?(?:\s?[0-9]{1,2}\s?月)?|第\s?[0-9]{1,5}\s?期")
_MOST = 100_000  # a larger number is no page's
_LABELLED = 40  # characters of an option, more than a page or a period is called by
_FORMS = 100  # of a page that are looked at
_AHEAD = 20  # pages behind the present one
_SILENT = frozenset("hidden submit button image reset".split())


def leads_to(option: etree._Element) -> str:
    """Return the address that choosing an option leads to, "" if none can be told.

    >>> select = '<select onchange="location.href=`/archive/`+this.value+`/`"><option value=2025>'
    >>> select = select.replace("`", "'")
    >>> leads_to(next(etree.HTML(select).iter("option")))
    '/archive/2025/'
    >>> leads_to(next(etree.HTML("<select><option value=all>").iter("option")))
    ''
    """
    value = (option.get("value") or "").strip()
    if _CHOICE.fullmatch(value):
        return value
    select = next(option.iterancestors("select"), None)
    handler = "" if select is None else select.get("onchange") or ""
    spelt = _SPELT.search(handler) if _VALUE.fullmatch(value) else None
    return f"{spelt['before']}{value}{spelt['after'] or ''}" if spelt else ""


def period_of_choice(select: etree._Element) -> str:
    """Return a year, month or issue that a script or a form asks for, "" if there is none.

    A form of nothing but choices does; one that wants a word is a search.

    >>> select = "<select onchange=go(this)><option value=6>2026年<option value=5>2025年</select>"
    >>> period_of_choice(next(etree.HTML(select).iter("select")))
    '2025年'
    >>> form = "<form><select name=y><option>2026年<option>2025年</select>{}</form>".format
    >>> read = (etree.HTML(form(more)) for more in ("<input type=submit>", "<input name=q>"))
    >>> [period_of_choice(next(each.iter("select"))) for each in read]
    ['2025年', '']
    """
    options = [*select.iter("option")]
    asks = select.get("onchange") or _is_of_choices(next(select.iterancestors("form"), None))
    if not asks or any(map(leads_to, options)):
        return ""
    texts = [clean_text(beginning(option, _LABELLED)) for option in options]
    periods = [text for text in texts if text and _PERIOD.fullmatch(text)]
    return periods[1] if len(periods) > 1 else ""


def _is_of_choices(form: etree._Element | None) -> bool:
    fields = () if form is None else form.iter("input", "textarea")
    return form is not None and all((each.get("type") or "").lower() in _SILENT for each in fields)


def next_by_button(root: etree._Element, following: re.Pattern[str]) -> str | None:
    """Return where a form without fields leads whose button says *following*: it is a link.

    >>> page = "<form action=l_2.html><input type=submit value=下一页></form>"
    >>> next_by_button(etree.HTML(page), re.compile("下一页"))
    'l_2.html'
    """
    for form in root.iter("form"):
        action = (form.get("action") or "").strip()
        fields = [*form.iter("input", "select", "textarea", "button")]
        if not action or len(fields) != 1 or (form.get("method") or "get").lower() != "get":
            continue
        label = fields[0].get("value") or "".join(fields[0].itertext())
        if not fields[0].get("name") and following.fullmatch(label):
            return action
    return None


def chosen(
    root: etree._Element, url: str, scripts: Iterable[str] = ()
) -> Iterator[tuple[int, str]]:
    """Yield number and address of the pages of a list that a choice or a plain form leads to.

    A form must be one that only asks (GET), and the page's number all that one may enter.

    >>> page = "<form action=/list><input type=hidden name=c value=7><select name=page><option>1"
    >>> list(chosen(etree.HTML(page + "<option>2</select></form>"), "http://h/"))[1]
    (2, '/list?c=7&page=2')
    >>> page = "<form name=f action=/l><input type=hidden name=c value=5>"
    >>> page += "<input type=hidden name=page></form>"
    >>> page += "<a href='javascript:document.f.page.value=2;'>下一页</a>"
    >>> list(chosen(etree.HTML(page), "http://h/"))
    [(1, '/l?c=5&page=1'), (2, '/l?c=5&page=2')]
    >>> page = "<select><option value=a.html>第1页<option value=a_2.html>第2页</select>"
    >>> list(chosen(etree.HTML(page), "http://h/"))
    [(1, 'a.html'), (2, 'a_2.html')]
    """
    for select in root.iter("select"):
        options = _numbered(select)
        if options and all(_ADDRESS.fullmatch(value) for _, value in options):
            yield from options
            return
    controls = SetFields(root, scripts)
    for form in islice(root.iter("form"), _FORMS):
        field, others = _only_field(form)
        if field is None or others is None:
            continue
        numbers = _numbers(field, form)
        if not _is_open(field) or not numbers:
            numbers = _set_by_calls(field, controls, numbers)
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
        text = clean_text(beginning(option, _LABELLED))
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
    if not open_fields:  # a script sets it
        open_fields = [
            field
            for field in form.iter("input")
            if not _is_open(field) and PAGE.fullmatch(field.get("name") or "")
        ]
        others = [pair for pair in others if not PAGE.fullmatch(pair[0])]
    if len(open_fields) != 1 or not PAGE.fullmatch(open_fields[0].get("name")):
        return None, None
    return open_fields[0], others


def _is_open(field: etree._Element) -> bool:
    return (field.get("type") or "").lower() not in _SILENT


def _set_by_calls(field: etree._Element, controls: SetFields, told: range) -> range:
    """Return the page numbers to which controls set a field, as many as are *told* if any are."""
    numbers = controls.numbers(field.get("name") or "")
    if not numbers:
        return told if _is_open(field) else range(0)
    return told or range(1, min(max(numbers), _MOST) + 1)


def _numbers(field: etree._Element, form: etree._Element) -> range:
    """Return the page numbers that may be entered, as far as the page tells how many there are."""
    if field.tag == "select":
        options = _numbered(field)
        plain = all(value == str(number) for number, value in options)
        return range(1, len(options) + 1) if options and plain else range(0)
    most = field.get("max") or ""
    if not most.isdecimal():
        above = form.getparent()
        around = beginning(form if above is None else above, 2000)
        total = _TOTAL.search(around)
        most = total[1] if total else ""
    return range(1, min(int(most), _MOST) + 1) if most.isdecimal() and int(most) > 1 else range(0)
