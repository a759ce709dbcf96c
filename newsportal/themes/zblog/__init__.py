"""The themes that come with Z-BlogPHP beside tpure, each a table of where things stand.

`selector_theme` reads a page by such a table. A theme is recognised by the address of its style
sheet.
"""

from newsportal.themes.zblog.default import DEFAULT, WHITE_PAGE
from newsportal.themes.zblog.garland import GARLAND
from newsportal.themes.zblog.html5css3 import HTML5CSS3
from newsportal.themes.zblog.metro import METRO
from newsportal.themes.zblog.selector_theme import SelectorTheme
from newsportal.themes.zblog.zit import ZIT

ZBLOG_THEMES: tuple[SelectorTheme, ...] = (DEFAULT, WHITE_PAGE, HTML5CSS3, ZIT, METRO, GARLAND)
