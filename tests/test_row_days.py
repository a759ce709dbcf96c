"""Days that stand in rows, cells and columns of their own: each is that of the right post."""

from __future__ import annotations

import pytest

from tests.plain_portal import title
from tests.test_headed_days import dates

DAYS = [f"2026-09-1{n}" for n in range(5)]


def rows(row: str, joint: str = "") -> str:
    return joint.join(
        row.format(link=f"<a href=/{n}.html>{title(n)}</a>", day=day) for n, day in enumerate(DAYS)
    )


PAGES = {
    "dd below dt": f"<dl>{rows('<dt>{link}</dt><dd>{day}</dd>')}</dl>",
    "dt above dd": f"<dl>{rows('<dt>{day}</dt><dd>{link}</dd>')}</dl>",
    "block below": rows("<div class=t>{link}</div><div class=d>{day}</div>"),
    "today above": "<div class=now>2026-11-28</div>"
    + rows("<div class=t>{link}</div><div class=d>{day}</div>"),
    "row below": f"<table>{rows('<tr><td>{link}<tr><td>来源：青禾晚报 {day} 08:30')}</table>",
    "lines": f"<p>{rows('{link} ({day})', '<br>')}</p>",
    "columns": f"<ul>{rows('<li>{link}')}</ul><ul>{rows('<li>{day}')}</ul>",
    "boxes": f"<ul>{rows('<li><b>{day}</b><p>{link}')}</ul>".replace("2026-09-", "")
    .replace("<b>", "<div><b>")
    .replace("</b>", "</b><i>2026-09</i></div>"),
    "brackets": f"<ul>{rows('<li>{link}<span>[{day}]</span>')}</ul>".replace("2026-", "26-"),
    "digits": f"<ul>{rows('<li>{link}<span>{day}</span>')}</ul>".replace("2026-09-", "202609"),
}


@pytest.mark.parametrize("way", PAGES)
def test_a_day_beside_its_link(way: str) -> None:
    assert dates(f"<div>{PAGES[way]}</div>") == DAYS


def test_rows_of_which_one_has_no_day_have_none_of_another() -> None:
    page = rows("<dt>{link}</dt><dd>{day}</dd>").replace(f"<dd>{DAYS[2]}</dd>", "")
    assert all(day in ("", own) for day, own in zip(dates(f"<dl>{page}</dl>"), DAYS, strict=True))
