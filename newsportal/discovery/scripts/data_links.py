"""Links whose address is in an attribute: a script goes there when the element is clicked."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy

_GOES_TO_DATA = lazy(
    r"(?:\blocation(?:\s*\.\s*href)?\s*=(?!=)|\blocation\s*\.\s*(?:assign|replace)\s*\(|\bwindow\.open\s*\()"
    r"\s*(?:(?P<quote>['\"])(?P<before>[^'\"\n]{0,200})(?P=quote)\s*\+\s*)?"
    r"(?:\$\(\s*\w+\s*\)\s*\.\s*(?:data\(\s*['\"](?P<data>[a-zA-Z0-9_-]+)|attr\(\s*['\"]data-(?P<attr>[a-zA-Z0-9_-]+))['\"]\s*\)"
    r"|[\w.]+\.dataset\.(?P<dataset>[a-zA-Z0-9_]+)"
    r"|[\w.]+\.getAttribute\(\s*['\"]data-(?P<got>[a-zA-Z0-9_-]+)['\"]\s*\))"
    r"(?:\s*\+\s*(?P<mark>['\"])(?P<after>[^'\"\n]{0,100})(?P=mark))?\s*[,;)}\n]"
)
_MOST = 20  # attributes
_VALUE = lazy(r"[\w./?=&%:-]{1,300}")


class DataLinks:
    """The attributes of one page that its own scripts go to, and what they add to their values."""

    def __init__(self, scripts: list[str]) -> None:
        self._scripts = scripts

    @cached_property
    def around(self) -> dict[str, tuple[str, str]]:
        """What stands before and behind the value in the address, by attribute."""
        found = (
            told
            for script in self._scripts
            if "location" in script or "window.open" in script
            for told in _GOES_TO_DATA.finditer(script)
        )
        return {
            _name(told): (told["before"] or "", told["after"] or "")
            for told in islice(found, _MOST)
        }

    def of(self, element: etree._Element) -> str:
        """Return where an element leads to when it is clicked, "" where no script tells that.

        >>> script = "li.onclick = () => {location.href = '/news/' + li.dataset.id + '.html'}"
        >>> DataLinks([script]).of(etree.fromstring("<li data-id='1388'/>"))
        '/news/1388.html'
        >>> DataLinks([script]).of(etree.fromstring("<li data-url='/news/1388.html'/>"))
        ''
        """
        for name, (before, after) in self.around.items():
            if _VALUE.fullmatch(value := element.get(name) or ""):
                return f"{before}{value}{after}"
        return ""


def _name(told: re.Match[str]) -> str:
    """Return the attribute that a script reads; ``dataset.newsId`` is data-news-id."""
    if told["dataset"]:
        return "data-" + re.sub("[A-Z]", lambda found: f"-{found[0].lower()}", told["dataset"])
    return f"data-{told['data'] or told['attr'] or told['got']}"
