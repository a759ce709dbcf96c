"""Times that a script writes into a page, beside a label that stands there: 发布时间：…"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.pages.tree import Silent

_LONGEST = 20_000  # characters of one script
_MOST = 3  # elements that scripts write into; each is sought in the whole page
_LABEL = 30  # characters before what is written
_TIME = r"(?P<time>(?:19|20)\d\d[-/.年]\d{1,2}[-/.月][^\"'<>\\]{1,24})"
_IN_PLACE = lazy(rf"document\.write(?:ln)?\(\s?[\"']{_TIME}[\"']")
_INTO = lazy(
    r"(?:getElementById\(|\$\()\s?[\"']#?(?P<id>[\w-]{1,40})[\"']\s?\)\s?\."
    rf"(?:(?:innerHTML|innerText|textContent)\s?=\s?|(?:html|text)\(\s?)[\"']{_TIME}[\"']"
)


def written(root: etree._Element, silent: Silent) -> Iterator[str]:
    """Yield lines as a reader sees them whose times stand in scripts of the page.

    >>> page = "<p>时间：<script>document.write('2026-11-20 08:30')</script></p>"
    >>> [*written(root := etree.HTML(page), Silent(root))]
    ['时间：2026-11-20 08:30']
    """
    scripts = [(script, (script.text or "")[:_LONGEST]) for script in silent.of("script")]
    for script, text in scripts:
        for found in _IN_PLACE.finditer(text) if "document.write" in text else ():
            yield f"{_before(script)}{found['time']}"
    filled = (found for _, text in scripts for found in _INTO.finditer(text))
    for found in islice(filled, _MOST):
        for element in root.xpath("(//*[@id=$id])[1]", id=found["id"]):
            yield f"{_before(element)}{found['time']}"


def _before(element: etree._Element) -> str:
    """Return the text just before an element, within what holds it."""
    before, above = element.getprevious(), element.getparent()
    text = before.tail if before is not None else above.text if above is not None else ""
    if before is not None and not (text or "").strip():
        text = before.text if isinstance(before.tag, str) and before.tag != "script" else ""
    return " ".join((text or "")[-_LABEL:].split())
