"""HTML as a tree: whatever the markup, as browsers see it, within bounds."""

from __future__ import annotations

import re

from lxml import etree

from newsportal.pages.markup import flattened, mended

# Names of elements begin with a Latin letter; libxml2 makes elements of <直播>, too.
_NO_TAG = re.compile(r"<(?=[^\x00-\x7f])")
_TAGS = 2000  # fewer cannot be nested too deep


def parsed(source: str) -> etree._Element:
    """Return the ``html`` element that *source* is, or is a part of; an empty one for nothing.

    >>> parsed("<?php x ?>Notice<!DOCTYPE html><body class=a><p>b").find("body").get("class")
    'a'
    >>> parsed("<p>甲<直播>乙")[0][0].text
    '甲<直播>乙'
    """
    source = _NO_TAG.sub("&lt;", mended(source.strip().replace("\0", "")))
    root, too_deep = _parsed(source)
    if too_deep:
        root, _ = _parsed(flattened(source))
    return root


def _parsed(source: str) -> tuple[etree._Element, bool]:
    # As in Scrapy's selectors: broken markup is mended, depth and length are not limited.
    parser = etree.HTMLParser(recover=True, encoding="utf-8", huge_tree=True)
    root = etree.fromstring(source.encode("utf-8", "replace") or b"<html/>", parser)
    if root is None:
        root = etree.fromstring(b"<html/>", parser)
    if source.count("<") < _TAGS:
        return root, False
    return root, any("Excessive depth" in error.message for error in parser.error_log)
