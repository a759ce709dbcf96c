"""Fixtures for more than one module."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from newsportal.middlewares.scrapy_inside import import_tls
from tests.archivist import Archivist, archiving
from tests.browser import started
from tests.changing import Changing
from tests.launching import Bounded

# With the stack of pytest and all that the tests import, a plain import takes more than a second.
import_tls()

# Background jobs of a shell are born deaf to SIGINT, and so would be all that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Images of containers set it. Each run that a test starts would then compile all modules again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# How long an example takes says how busy the machine is.
settings.register_profile("newsportal", deadline=None)
settings.load_profile("newsportal")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for the tests of a module; mark them with `needs_chromium`."""
    with started() as browser:
        yield browser


@pytest.fixture
def bounded(monkeypatch: pytest.MonkeyPatch) -> Bounded:
    """Set a bound of newsportal, named by its place in the package, for the runs of a test."""
    bounds: dict[str, object] = {}

    def bound(place: str, value: object) -> None:
        bounds[place] = value
        monkeypatch.setenv("TEST_BOUNDS", json.dumps(bounds))

    return bound


@pytest.fixture
def impatient(bounded: Bounded) -> None:
    """Let the runs of a test pause a twentieth as long as otherwise where a portal fails."""
    bounded("middlewares.backoff._FIRST_PAUSE", 0.025)
    bounded("middlewares.backoff._LONGEST_PAUSE", 1.6)
    bounded("middlewares.backoff._LONGEST_AFTER_FAILURE", 0.4)


@pytest.fixture
def archivist(portal: Changing, tmp_path: Path) -> Iterator[Archivist]:
    """Runs of newsportal against the portal that a module's own fixture `portal` has made."""
    with archiving(portal, tmp_path) as archivist:
        yield archivist
