"""What a ``noscript`` shows in place of a script's work."""

from __future__ import annotations

from itertools import islice

from lxml import etree

_NEAR = 6  # elements between a picture and the noscript around it
_SHOWN = ("img", "iframe")


class Noscripts:
    """Knows where pictures stand that need no script: each part of a page is looked at once."""

    def __init__(self) -> None:
        self._shown: dict[etree._Element, set[etree._Element]] = {}

    def made(self, noscript: etree._Element, within: etree._Element) -> list[etree._Element]:
        """Return the ``img`` and ``iframe`` elements that a script would make.

        There are none where another stands beside the ``noscript``. It lies in or is *within*.
        """
        around = noscript.getparent()
        if around is None:
            return []
        part = around if within is noscript else within
        if part not in self._shown:
            self._shown[part] = _around_shown(part)
        return [] if around in self._shown[part] else list(noscript.iter(*_SHOWN))


def _around_shown(part: etree._Element) -> set[etree._Element]:
    """Return the elements that hold a picture or frame which stands in no ``noscript``.

    >>> html = etree.HTML("<p><img></p><div><noscript><img></noscript></div>")
    >>> sorted(each.tag for each in _around_shown(html))
    ['body', 'html', 'p']
    """
    found: set[etree._Element] = set()
    for shown in part.iter(*_SHOWN):
        if any(above.tag == "noscript" for above in islice(shown.iterancestors(), _NEAR)):
            continue
        for above in shown.iterancestors():
            if above in found:
                break
            found.add(above)
    return found
