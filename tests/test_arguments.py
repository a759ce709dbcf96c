"""Wrong arguments of a run, or options of a portal in the fleet, are named with the remedy."""

from __future__ import annotations

import pytest

from newsportal.arguments import Arguments
from newsportal.fleet.portal import FleetPortal

PORTAL = "https://news.example/"


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("hosts", "sport.example,no host", "'no host' is no host name"),
        ("limit", "-1", "use a whole number above 0"),
        ("limit", "０", "use a whole number above 0"),
        ("mode", "all", "use one of update, full, refetch"),
        ("portal", "ftp://news.example/", "portal=ftp://news.example/: "),
        ("removals", "yes", "the only value is confirmed"),
        ("since", "20261101", "use a day as YYYY-MM-DD"),
        ("since", "2026-13-01", "use a day as YYYY-MM-DD"),
        ("theme", "tpur", "use one of generic, "),
        ("limt", "3", "did you mean limit?"),
    ],
)
def test_a_wrong_argument_is_named(name: str, value: str, remedy: str) -> None:
    with pytest.raises(ValueError, match=name) as refusal:
        Arguments.parse({name: value}, PORTAL)
    assert remedy in str(refusal.value)


def test_all_wrong_ones_are_named_at_once() -> None:
    with pytest.raises(ValueError, match=r"limit=x: .*; theme=y: "):
        Arguments.parse({"limit": "x", "theme": "y", "_job": "Scrapyd's own"}, PORTAL)


def test_options_of_a_portal_in_the_fleet() -> None:
    portal = FleetPortal.of(PORTAL, ["slots=3", "theme=generic", "interval=30m..12h"])
    assert (portal.slots, portal.arguments) == (3, {"theme": "generic"})
    assert portal.command() == ["-a", f"portal={PORTAL}", "-a", "theme=generic"]
    assert portal.changed(["theme="]).arguments == {}
    for option in ("slots=0", "slots=100", "mode=full", "limit=5", "since=2026-01-01", "lmit=1"):
        with pytest.raises(ValueError, match=option.partition("=")[0]):
            portal.changed([option])
