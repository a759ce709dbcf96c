"""The elements of a page that are not shown, gathered in one pass: several rules ask for them."""

from __future__ import annotations

from functools import cached_property

from lxml import etree

_NAMES = ("base", "link", "meta", "script", "title")


class Silent:
    """The ``base``, ``link``, ``meta``, ``script`` and ``title`` elements of a tree, in order."""

    def __init__(self, root: etree._Element) -> None:
        self._found: dict[str, list[etree._Element]] = {name: [] for name in _NAMES}
        for element in root.iter(_NAMES):
            self._found[str(element.tag)].append(element)

    def of(self, name: str) -> list[etree._Element]:
        """Return the elements of this name.

        >>> silent = Silent(etree.HTML("<title>甲</title><p>乙<script>x</script>"))
        >>> [each.text for each in silent.of("title")], silent.scripts
        (['甲'], ['x'])
        """
        return self._found[name]

    @cached_property
    def title(self) -> str:
        """What the page calls itself, "" if it has no name."""
        return next((each.text or "" for each in self.of("title")), "")

    @cached_property
    def scripts(self) -> list[str]:
        """The scripts that the page itself holds."""
        own = (each for each in self.of("script") if each.get("src") is None)
        return [script.text for script in own if script.text]
