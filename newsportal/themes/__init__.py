"""How pages are read. To add a theme, write it as `tpure` is written, and list it here."""

from scrapy.http import TextResponse

from newsportal.themes.base import Theme
from newsportal.themes.tpure import Tpure
from newsportal.themes.zblog import ZBLOG_THEMES

THEMES: tuple[Theme, ...] = (Tpure(), *ZBLOG_THEMES)


def theme_of(response: TextResponse) -> Theme:
    """Return the theme of a page, the first one where none recognises it."""
    return next((theme for theme in THEMES if theme.recognises(response)), THEMES[0])
