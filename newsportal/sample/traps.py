"""Links that lead nowhere, or where a crawler must not go; and what a portal answers there."""

from __future__ import annotations

import re

from newsportal.sample.chance import drawn

_BODY = re.compile(rb"<body class=\"(\w+)\">")
_OFFENSIVE = (
    "http://169.254.169.254/latest/meta-data/", "http://127.0.0.1:1/", "http://[::1]:22/",
    "http://2130706433/", "http://10.0.0.1/router", "http://localhost:6379/", "//0.0.0.0:1/",
    "file:///etc/passwd", "data:text/html,<p>x", "javascript:void(0)", "gopher://127.0.0.1:1/",
    "http://[broken", "http://xn--/", "http://例え.テスト/", "http://a..b/", "https://h:99999/",
    "http://user:word@elsewhere.example/",
)  # fmt: skip
_ENDLESS = re.compile(r"/(?:calendar/\d+/\d+/|(?:deeper/)+|lists/\d+)")


def with_traps(page: bytes, seed: int, path: str) -> bytes:
    """Return a themed page with a menu of traps at its top; other pages as they are."""
    year, month = divmod(drawn(100_000, seed, "month", path), 12)
    session = drawn(1 << 30, seed, "session", path)
    links = [
        *_OFFENSIVE,
        f"/calendar/{year}/{month + 1}/",
        f"/?date={year}-{month + 1}&order=hits&sort=asc",
        f"{path}?order=comments&PHPSESSID={session:x}",
        f"{path};jsessionid={session:x}",
        f"/search.php?q={session}",
        "deeper/",
        f"/lists/{session}",
    ]
    menu = "".join(f'<li><a href="{link}">往</a></li>' for link in links)
    block = f'<div class="header trap"><ul>{menu}</ul></div>'.encode()
    return _BODY.sub(lambda match: match[0] + block, page, count=1)


def is_endless(path: str) -> bool:
    """Tell whether an address is one that the portal makes up as it goes."""
    return _ENDLESS.fullmatch(path) is not None


def made_up(front_page: bytes, path: str) -> bytes:
    """Return the list at a made-up address: the front page's posts, and more such lists."""
    page = _BODY.sub(b'<body class="date">', front_page, count=1)
    onwards = f"{path.rstrip('/')}x".encode()
    return page.replace(
        b'<span class="next-page"><a href="', b'<span class="next-page"><a href="' + onwards
    )
