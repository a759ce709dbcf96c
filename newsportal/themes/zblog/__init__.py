"""The looks that come with Z-BlogPHP beside tpure, each a table of where things stand.

`look` reads a page by such a table. A look is recognised by the address of its style sheet.
"""

from newsportal.themes.zblog.default import DEFAULT, WHITE_PAGE
from newsportal.themes.zblog.garland import GARLAND
from newsportal.themes.zblog.html5css3 import HTML5CSS3
from newsportal.themes.zblog.look import Look
from newsportal.themes.zblog.metro import METRO
from newsportal.themes.zblog.zit import ZIT

LOOKS: tuple[Look, ...] = (DEFAULT, WHITE_PAGE, HTML5CSS3, ZIT, METRO, GARLAND)
