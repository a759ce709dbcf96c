"""The years of days that lists print without them."""

from __future__ import annotations

import gc
from datetime import date, datetime, timedelta

import pytest
from lxml import etree
from scrapy.http import HtmlResponse

from newsportal.chinese.dates import SHANGHAI, parse_date
from newsportal.discovery.days.years_of_list import YearsOfList, lacks_year
from newsportal.discovery.entries import named_by
from newsportal.discovery.links import links_of
from newsportal.pages.site import Site

NOW = datetime(2026, 11, 26, 12, tzinfo=SHANGHAI)
SITE = Site("http://news.example/")


def days(every: int, count: int) -> list[date]:
    return [NOW.date() - timedelta(days=every * n) for n in range(count)]


def told(*pages: list[list[date]], form: str = "%m-%d") -> list[list[tuple[date, date]]]:
    """Return the first and last day that the rows of pages may be of, each of some lists."""
    years, found = YearsOfList(), []
    for number, lists in enumerate(pages):
        html = "".join(
            "<ul>" + "".join(
                f"<li><a href=/n/{number}{at}{row}.html>青禾县第{number}{at}{row}号小区开工</a>"
                f"<i>{day:{form}}</i></li>" for row, day in enumerate(rows)
            ) + "</ul>" for at, rows in enumerate(lists)
        )  # fmt: skip
        response = HtmlResponse("http://news.example/n/", body=html.encode(), encoding="utf-8")
        years.begin_page(first=number == 0, follows=number > 0)
        rows = []
        for named in named_by(links_of(response, SITE)):
            moment = parse_date(named.date, NOW, rounds=False)
            assert moment is not None
            placed = years.placed(named.link, moment, yearless=lacks_year(named.date))
            assert placed is not None
            assert placed.latest is not None
            rows.append((placed.earliest.date(), placed.latest.date()))
        years.end_page()
        found.append(rows)
    return found


def alone(rows: list[date]) -> list[tuple[date, date]]:
    return [(day, day) for day in rows]


@pytest.mark.parametrize("size", [7, 15, 60])
def test_a_list_by_time_tells_the_years_of_its_days(size: int) -> None:
    all_days = days(17, 60)
    pages = [all_days[at : at + size] for at in range(0, 60, size)]

    assert told(*([page] for page in pages)) == [alone(page) for page in pages]


def test_months_in_words_lack_a_year_as_numbers_do() -> None:
    pages = [days(17, 60)]

    assert told(pages, form="%b %-d") == [alone(pages[0])]


def test_a_year_of_the_republic_is_a_year() -> None:
    assert not any(map(lacks_year, ("115/11/20", "民國115年11月20日", "115-11-20 08:30")))


def test_a_day_with_its_year_tells_the_next_ones() -> None:
    (rows,) = told([days(17, 30)], form="%Y-%m-%d")
    assert rows == alone(days(17, 30))


def test_rows_on_top_and_columns_leave_two_years_possible() -> None:
    pinned, column = [date(2026, 3, 15)], days(3, 9)

    (rows,) = told([[*pinned, *column]])
    assert rows[0] == (pinned[0], pinned[0])
    assert rows[1:] == [(day.replace(year=2025), day) for day in column]
    (rows,) = told([days(40, 6), column])
    assert rows[6:] == [(day.replace(year=2025), day) for day in column]


def test_of_pages_behind_others_that_were_not_read_no_day_is_told() -> None:
    html = "<ul>" + "".join(f"<li><a href=/n/{n}.html>青禾县第{n}号小区改造</a><i>11-0{n}</i>"
                            for n in range(1, 5))  # fmt: skip
    response = HtmlResponse("http://news.example/n/", body=html.encode(), encoding="utf-8")
    link = named_by(links_of(response, SITE))[0].link
    moment = parse_date("11-01", NOW, rounds=False)
    assert moment is not None
    years = YearsOfList()

    years.begin_page(first=False, follows=False)

    assert years.placed(link, moment, yearless=True) is None
    assert years.placed(link, moment, yearless=False) == moment


def _holders(element: object) -> list[object]:
    module = YearsOfList.__module__
    return [each for each in gc.get_referrers(element) if type(each).__module__ == module]


def test_a_page_that_was_read_is_not_kept() -> None:
    html = "<ul>" + "".join(f"<li><a href=/n/{n}.html>青禾县第{n}号小区改造</a><i>11-0{n}</i>"
                            for n in range(1, 5))  # fmt: skip
    response = HtmlResponse("http://news.example/n/", body=html.encode(), encoding="utf-8")
    years = YearsOfList()
    years.begin_page(first=True, follows=False)
    for named in named_by(links_of(response, SITE)):
        moment = parse_date(named.date, NOW, rounds=False)
        assert moment is not None
        years.placed(named.link, moment, yearless=True)

    assert _holders(named.link.element)

    years.end_page()

    assert not _holders(named.link.element)


def test_the_29th_of_february_is_a_day_of_any_year() -> None:
    element = etree.HTML("<ul><li><a>a</a></li></ul>")
    assert element is not None
    rows = [date(2024, 3, 5) - timedelta(days=n) for n in range(12)]
    (found,) = told([rows], form="%Y-%m-%d")
    assert found == alone(rows)
