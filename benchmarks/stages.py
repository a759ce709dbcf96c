"""Where the CPU time of a crawl goes: newsportal's functions, wrapped with a clock.

A stage does not contain the stages that it calls. Fetching and the engine have no functions of
ours: they are what a bare spider costs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from time import process_time
from typing import Any

from newsportal import extract
from newsportal.archive.archive import ArchiveWriter
from newsportal.chinese import dates
from newsportal.chinese.credits import bylines
from newsportal.discovery.shape_evidence import Shape
from newsportal.middlewares.encoding import EncodingMiddleware
from newsportal.pages.body.reader import BodyReader
from newsportal.pages.page import Page
from newsportal.pipelines.deduplicate import DeduplicatePipeline
from newsportal.pipelines.export import ExportPipeline
from newsportal.pipelines.revise import RevisePipeline
from newsportal.state.shapes import Shapes
from newsportal.state.store import Store
from newsportal.themes.tpure import Tpure
from newsportal.walk.sightings import Sightings

PARSE, RULES, TEXT, DATES, DEDUP, STORE, COMMIT, LINKS = (
    "parse", "rules", "text", "dates and people", "dedup", "store and export", "commit", "links",
)  # fmt: skip
LEARNING = "learning"
"""Which addresses are posts: of portals of any software only."""
_METHODS: dict[str, tuple[tuple[type, str], ...]] = {
    PARSE: ((Page, "__init__"), (EncodingMiddleware, "process_response")),
    RULES: tuple(
        (Tpure, name)
        for name in "kind entries pager archive menu categories asides fields body comments".split()
    ),
    TEXT: ((BodyReader, "read"),),
    DEDUP: ((DeduplicatePipeline, "process_item"),),
    STORE: (
        (ExportPipeline, "process_item"),
        (RevisePipeline, "process_item"),
        *((Store, name) for name in "row sight note update publish settle".split()),
    ),
    COMMIT: ((ArchiveWriter, "flush"),),
    LEARNING: (
        *(
            (Shapes, name)
            for name in "of files named without move save to_fetch undecided owed"
            " dismiss is_mixed".split()
        ),
        *((Shape, name) for name in "link show page decide".split()),
    ),
    LINKS: tuple(
        (Sightings, name) for name in "posts entry archived chained linked date feed_item".split()
    ),
}
_FUNCTIONS = {
    DATES: (dates.parse_date, dates.archive_day, bylines.parse_byline),
    RULES: (extract.read_post,),
}


class Stages:
    """CPU seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._open: list[str] = []
        self._since = 0.0

    def install(self) -> None:
        """Wrap the functions, in every module that has them."""
        for stage, methods in _METHODS.items():
            for owner, name in methods:
                setattr(owner, name, self._timed(stage, getattr(owner, name)))
        ours = [module for name, module in sys.modules.items() if name.startswith("newsportal")]
        for stage, functions in _FUNCTIONS.items():
            for function in functions:
                timed = self._timed(stage, function)
                for module in ours:
                    if getattr(module, function.__name__, None) is function:
                        setattr(module, function.__name__, timed)

    def _timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            self._pass()
            self._open.append(stage)
            try:
                return function(*args, **kwargs)
            finally:
                self._pass()
                self._open.pop()

        return timed

    def _pass(self) -> None:
        """Book the time since the last look on the stage that is open."""
        now = process_time()
        if self._open:
            stage = self._open[-1]
            self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._since
        self._since = now
