"""Lines of 300 outlets: nearly all is found, and nobody who is not meant."""

from __future__ import annotations

from newsportal.chinese.credits.bylines import Byline, parse_byline
from tests.printed_credits import printed_credits


def people(found: Byline) -> set[tuple[str, str]]:
    fields = ("reporters", "correspondents", "editors")
    return {(field, name) for field in fields for name in getattr(found, field)}


def test_lines_of_three_hundred_outlets() -> None:
    lines, missed, false = 0, [], []
    for printed in printed_credits(5):
        found, lines = parse_byline(printed.text), lines + 1
        if found != printed.says:
            missed.append((printed.line, found))
        false += [(printed.line, each) for each in people(found) - people(printed.says)]
    assert not false
    assert len(missed) <= 0.02 * lines, missed
