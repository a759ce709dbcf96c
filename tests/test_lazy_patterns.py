"""Patterns that are compiled lazily are patterns: an error in one shows here, not in a crawl."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

from newsportal import chinese
from newsportal.chinese.lazy_pattern import lazy
from newsportal.themes import generic

LAZY = [
    pytest.param(value, id=f"{module.name.partition('.')[2]}.{name}")
    for package in (chinese, generic)
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    for name, value in vars(importlib.import_module(module.name)).items()
    if type(value) is type(lazy(""))
]


def test_there_are_some() -> None:
    assert len(LAZY) > 40


@pytest.mark.parametrize("pattern", LAZY)
def test_compiles(pattern: re.Pattern[str]) -> None:
    assert re.compile(pattern.pattern, pattern.flags)


def test_the_methods_are_those_of_the_compiled_pattern() -> None:
    pattern = lazy("(?P<day>[0-9]+)日", re.ASCII)
    assert pattern.sub("x", "3月19日") == "3月x"
    assert pattern.groupindex == {"day": 1}
    assert vars(pattern)["search"]("19日")["day"] == "19"
