"""Days beside links, of which a heading above says the month or the year."""

from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from newsportal.discovery.entries import named_by
from newsportal.discovery.links import links_of
from newsportal.pages.site import Site
from tests.plain_portal import title


def dates(page: str) -> list[str]:
    response = HtmlResponse("http://a.example/", body=page.encode(), encoding="utf-8")
    links = links_of(response, Site.of("http://a.example/"))
    return [each.date for each in named_by(links)]


def rows(*days: str, row: str = "<li><span>{day}</span> <a href=/{n}.html>{title}</a></li>") -> str:
    return "".join(
        row.format(day=day, n=hash((day, row, n)) % 10**9, title=title(n))
        for n, day in enumerate(days)
    )


def test_days_below_months() -> None:
    page = (
        f"<div><h4>2026年9月</h4><ul>{rows('30日', '2日')}</ul>"
        f"<h4>2025年12月 (2)</h4><ul>{rows('31日', '1日')}</ul></div>"
    )
    assert dates(page) == ["2026-09-30", "2026-09-02", "2025-12-31", "2025-12-01"]


def test_months_below_years_and_days_of_a_year() -> None:
    page = (
        f"<div><h2>2019年</h2><h3>3月</h3><ul>{rows('8日：', '5日：')}</ul></div>"
        f"<div><h2>2018</h2><ul>{rows('09-30', '8月2日')}</ul></div>"
    )
    assert dates(page) == ["2019-03-08", "2019-03-05", "2018-09-30", "2018年8月2"]


def test_lists_of_days() -> None:
    row = "<li><a href=/{n}.html>{title}</a></li>"
    page = "".join(
        f"<div><h3>2026年9月{day}日 星期三</h3><ul>{rows(*[day] * 6, row=row)}</ul></div>"
        for day in "98"
    )
    assert dates(page) == ["2026-09-09"] * 6 + ["2026-09-08"] * 6


@pytest.mark.parametrize(
    "page",
    [
        "<dl><dt>2026年9月9日</dt><dd>{}</dd><dd>{}</dd><dt>2026年9月8日</dt><dd>{}</dd></dl>",
        "<div class=d>2026-09-09</div>{}<p>{}</p><div class=d>2026-09-08</div>{}",
        "<table><tr><th>2026年9月9日</th></tr><tr><td>·</td><td>{}</td></tr><tr><td>{}</td></tr>"
        "<tr><th>2026年9月8日</th></tr><tr><td>·</td><td>{}</td></tr></table>",
        "<p><strong>2026年9月9日</strong></p><p>{}</p><p>{}</p>"
        "<p><strong>2026年9月8日</strong></p><p>{}</p>",
    ],
)
def test_headings_of_days_of_every_form(page: str) -> None:
    links = (f"<a href=/n/{n}.html>{title(n)}</a>" for n in range(3))
    assert dates(page.format(*links)) == ["2026-09-09"] * 2 + ["2026-09-08"]


@pytest.mark.parametrize(
    "page",
    [
        # The day of today, above all
        "<div><p>2026年11月27日 星期五</p><ul>{rows}</ul></div>",
        # A list beside that of the headings
        "<div><div><h2>2011年</h2><a href=/x.html>旧闻</a></div><ul>{rows}</ul></div>",
        # Another month's, and a number that is no year
        "<div><h3>2026年8月</h3><ul>{rows}</ul></div>",
        "<div><h3>第2011期</h3><ul>{rows}</ul></div>",
    ],
)
def test_headings_that_say_nothing(page: str) -> None:
    found = dates(page.format(rows=rows(*["09-30"] * 6 + ["10-02"] * 6)))
    assert [date for date in found if date] == ["09-30"] * 6 + ["10-02"] * 6
