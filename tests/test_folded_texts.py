"""A text of which a page shows the beginning: the rest is in the page, behind a button."""

from __future__ import annotations

import pytest

from tests.test_generic_rules import ARTICLE, FIRST, SECOND, page, text

THIRD = "老人说，从前过河要绕三里路，如今几步就到了。"
REST = f"<p>{SECOND}</p>\n<p>{THIRD}</p>"
WHOLE = f"{FIRST}\n{SECOND}\n{THIRD}"


@pytest.mark.parametrize(
    "rest",
    [
        f"<div hidden id=r>{REST}</div><button onclick='r.hidden=false'>阅读全文</button>",
        f'<div style="display: none;">{REST}</div><div class=box><a class=btn>阅读全文</a></div>',
        f'<div class=fold style="display:none">{REST}</div><a href="javascript:;">展开全文</a>',
        f"<a href='#'>[点击查看余下全文]</a><div hidden>{REST}</div>",
        f"<div class=mask></div><div hidden>{REST}</div><p><span>展开剩余70%内容</span></p>",
        REST.replace("<p>", "<p hidden>") + "<div><input type=button value=继续阅读></div>",
    ],
)
def test_what_a_button_shows_is_text(rest: str) -> None:
    """In the body or behind it; what stands below the button is text, too."""
    last = "（本报记者 柏木）"
    assert text(page(f"<div class=body><p>{FIRST}</p>{rest}<p>{last}</p></div>")) == (
        f"{WHOLE}\n{last}"
    )
    assert text(page(f"<div class=body><p>{FIRST}</p></div>{rest}")) == WHOLE


def test_a_hidden_text_that_begins_as_what_is_shown_takes_its_place() -> None:
    shown = f"<div class=short><p>{FIRST[:30]}……</p></div>"
    button = "<p><a href='javascript:void(0)'>阅读全文</a></p>"
    assert text(page(f"{shown}<div style='display:none'><p>{FIRST}</p>{REST}</div>{button}")) == (
        WHOLE
    )


@pytest.mark.parametrize(
    "hidden",
    [
        f"<div hidden>{REST}</div><a href='/news/8.html'>阅读全文</a>",  # it is elsewhere
        f"<div hidden>{REST}</div><p>{SECOND}</p><a href='#'>展开全文</a>",  # something between
        f"<footer><div hidden>{REST}</div><a href='#'>展开全文</a></footer>",
        f"<div class=comments><div hidden>{REST}</div><a href='#'>展开全文</a></div>",
        f"<div hidden>{REST}</div><a href='#'>展开全文</a>" * 5,  # a list of texts
        f"<div hidden>{REST}</div>",
    ],
)
def test_what_else_is_hidden_stays_so(hidden: str) -> None:
    shown = text(page(f"<p>{FIRST}</p><p>{SECOND}</p>{hidden}"))
    assert THIRD not in shown
    assert shown.startswith(ARTICLE)
