"""What the theme does to the pictures of a body when it prints it."""

from __future__ import annotations

import re

PLACEHOLDER = "zb_users/theme/tpure/style/images/lazyload.png"

# As in the theme: the address must be in double quotes, and at least one character must follow it.
# The src of WeChat's data-src matches too.
_LAZY = re.compile(r'<img([^>]*?)src="([^"]+)"([^>]+)>')
# The dot before the ending is any character, so ?wx_fmt=jpeg comes out as ?wx_fmt.jpeg.
_GALLERY = re.compile(r'<img[^>]*?src="([^"]*).(bmp|gif|jpeg|jpg|png|swf|svg)"([^>]*)>')
_GALLERY_UE = re.compile(
    r'<img[^>]*?class="ue-image"[^>]*?src="([^"]*).(bmp|gif|jpeg|jpg|png|swf|svg)"([^>]*)>'
)
_LINKED = r'<a data-fancybox="images" href="\1.\2"><img class="ue-image" src="\1.\2"\3></a>'
_FIRST = re.compile(r'<img[^>]*?src="([^"]+)"')


def with_gallery(html: str, setting: str) -> str:
    """Return the body with its pictures linked to themselves.

    >>> with_gallery('<img data-w="9" data-src="/640?wx_fmt=png" alt="x">', "all")
    '<a data-fancybox="images" href="/640?wx_fmt.png">\
<img class="ue-image" src="/640?wx_fmt.png" alt="x"></a>'
    """
    if setting == "off":
        return html
    return (_GALLERY_UE if setting == "ue" else _GALLERY).sub(_LINKED, html)


def lazy(html: str, root: str) -> str:
    """Return the body with its pictures loading late.

    >>> lazy('<img src="/a.jpg"><img class="b" src="/b.jpg"/>', "/")
    '<img src="/a.jpg"><img class="b" \
src="/zb_users/theme/tpure/style/images/lazyload.png" data-original="/b.jpg" class="lazyload"/>'
    """
    return _LAZY.sub(
        lambda hit: (
            f'<img{hit[1]}src="{root}{PLACEHOLDER}" data-original="{hit[2]}"'
            f' class="lazyload"{hit[3]}>'
        ),
        html,
    )


def first_picture(html: str) -> str | None:
    """Return the address of the picture that lists show for the post."""
    found = _FIRST.search(html)
    return found[1] if found else None
