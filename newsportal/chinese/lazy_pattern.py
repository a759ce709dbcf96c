"""Lazy patterns, compiled when they are first used: most runs read no post at all."""

from __future__ import annotations

import re
from typing import Any, cast


class _Lazy:
    """Stands for a pattern; its methods become those of the compiled one at the first use."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self.flags)
        for method in ("match", "search", "fullmatch", "sub", "split", "findall", "finditer"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what `re.compile` returns, but compiled when it is first used.

    >>> lazy("[0-9]+").findall("3月19日"), lazy("(").pattern
    (['3', '19'], '(')
    """
    return cast("re.Pattern[str]", _Lazy(pattern, flags))
