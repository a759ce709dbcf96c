"""A thousand dates as pages print them: each is read to the unit that it is printed to."""

from __future__ import annotations

import re

from newsportal.chinese.dates import Moment, parse_date
from newsportal.chinese.info_line import labelled_date
from newsportal.themes.generic.moments import in_lines
from tests.printed_dates import NOW, info_lines, printed_dates

SHOWN = {"year": 4, "month": 7, "day": 10, "hour": 13, "minute": 16, "second": 19}


def as_printed(moment: Moment | None) -> str | None:
    if moment is None:
        return None
    return f"{moment.at:%Y-%m-%d %H:%M:%S}"[: SHOWN[moment.precision]]


def test_a_thousand_dates() -> None:
    wrong = [
        (printed.text, printed.at, found)
        for printed in printed_dates(1000)
        if (found := as_printed(parse_date(printed.text, NOW))) != printed.at
    ]
    assert not wrong


def test_they_are_found_in_info_lines() -> None:
    """All but months, and the seconds of 1970, which look like any number."""
    wrong = []
    for printed in printed_dates(1000, seed=15):
        found = labelled_date(printed.text, NOW)
        read = as_printed(found.moment if found else None)
        number = re.search(r"(?<!\d)1?\d{9}(?:000)?(?!\d)", printed.text)
        if read != printed.at and len(printed.at) > len("2024-09") and not number:
            wrong.append((printed.text, printed.at, read))
    assert not wrong


def test_a_thousand_lines_below_titles() -> None:
    wrong = []
    for printed in info_lines(1000):
        stated = next(iter(in_lines([printed.text], NOW)), None)
        read = as_printed(stated.moment if stated else None)
        if read != printed.at:
            wrong.append((printed.text, printed.at, read))
    assert not wrong
