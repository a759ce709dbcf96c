"""A fixed workload, which is measured beside everything else.

CPU times mean little on a shared machine: in multiples of it they can be compared from day to day.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def fixed() -> None:
    """Do what never changes: JSON, a regular expression, SHA-256, and plain Python."""
    record = {"title": "题" * 20, "text": "报告2026：增长12.5%，" * 60, "images": list(range(50))}
    for _ in range(200):
        line = json.dumps(record, ensure_ascii=False)
        json.loads(line)
        re.sub(r"[0-9]+(?:\.[0-9]+)?%", "", line)
        hashlib.sha256(line.encode()).digest()
        sum(place * len(char) for place, char in enumerate(line[:500]))


def cpu_of(work: Callable[[], T]) -> tuple[float, T]:
    """Do some work in this process; return its CPU seconds and what it returned."""
    start = time.process_time()
    done = work()
    return time.process_time() - start, done
