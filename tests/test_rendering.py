"""A record's HTML on the pages of the site."""

from newsportal.browse.rendering import body

WORDS = {"picture": "图片", "film": "视频", "sound": "音频"}


def test_lists_keep_their_numbers() -> None:
    source = '<ol start="3" onclick="x()"><li value="7">丙</li></ol>'
    assert body(source, WORDS) == '<ol start="3"><li value="7">丙</li></ol>'


def test_players_are_links() -> None:
    shown = body('<p><a href="https://v.example/7">新桥</a></p>', WORDS)
    assert shown.count("<a ") == 1
    assert "https://v.example/7" in shown


def test_what_is_wider_than_a_phone_can_be_scrolled_by_keys() -> None:
    shown = body("<pre>x</pre><table tabindex='9'><tr><td>1</td></tr></table>", WORDS)
    assert '<pre tabindex="0">' in shown
    assert '<table tabindex="0">' in shown
