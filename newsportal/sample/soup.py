"""The many ways in which editors write the same text as HTML."""

from __future__ import annotations

import re
from html import escape
from random import Random

from newsportal.sample.bodies import Block, Picture

_WIDE = str.maketrans({char: chr(ord(char) + 0xFEE0) for char in "0123456789"})
_SPOT = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
_INVISIBLE = ("\u200b", "\ufeff", "&#8203;", "&shy;", "\u200b")
_HALF_MARKS = {".": "．", "%": "％", ":": "："}


def _noisy(text: str, draw: Random) -> str:
    """Return *text* as HTML with what a normaliser has to take away again."""
    noise = draw.randrange(8)
    if noise == 0:
        text = re.sub(
            r"([0-9])([.%:]?)",
            lambda hit: hit[1].translate(_WIDE) + _HALF_MARKS.get(hit[2], ""),
            text,
        )
    elif noise == 1:
        spots = [spot.start() for spot in _SPOT.finditer(text)]
        if spots:
            spot = draw.choice(spots)
            return escape(text[:spot]) + draw.choice(_INVISIBLE) + escape(text[spot:])
    html = escape(text, quote=False)
    if noise == 2:
        html = html.replace(" ", draw.choice(("&nbsp;", "\u3000", " &nbsp;", "\u2002")))
    elif noise == 3:
        html = "\u3000\u3000" + html
    elif noise == 4:
        html = "&nbsp; &nbsp;&nbsp;" + html + "&nbsp;"
    elif noise == 5:
        html = " " + html + "\n"
    elif noise == 6:
        half = len(html) // 2
        if "&" not in html:
            html = f"{html[:half]}<strong>{html[half:]}</strong>"
    return html


_STYLED = (
    '<p style="text-indent: 2em; line-height: 1.75em; margin-bottom: 15px;">'
    '<span style="font-size: 16px; font-family: 微软雅黑, sans-serif;">{}</span></p>\n'
)
_WECHAT = (
    '<section data-role="paragraph" style="box-sizing: border-box; margin: 0px 8px;">'
    '<section style="display: inline-block; width: 100%;"><p style="white-space: normal;">'
    '<span style="letter-spacing: 1px;" data-brushtype="text">{}</span></p></section></section>'
)
_WORD = (
    '<p class="MsoNormal" style="mso-pagination: widow-orphan; text-indent: 28pt;">'
    "<span style=\"mso-spacerun: 'yes'; font-family: 仿宋;\">{}</span><o:p></o:p></p>\n"
)
_PARAGRAPHS: dict[str, str] = {
    "plain": "<p>{}</p>\n",
    "styled": _STYLED,
    "wechat": _WECHAT,
    "word": _WORD,
    "bare": "{}<br/>\n<br/>",
    "divs": "<div>{}</div>",
    "unclosed": "<p>{}\n",
    "stray": "<p>{}</p>",
    "open-div": "<p>{}</p>\n",
    "scripted": "<p>{}</p><p></p><p>&nbsp;</p>\n",
}
_BEFORE = {
    "unclosed": '<font color="#333333">',
    "wechat": '<section class="rich_media_content" style="visibility: visible;">',
    "word": "<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->",
    "open-div": '<div class="article-con" style="padding: 0 10px;">',
    "scripted": (
        "<style>.con-a p{margin:0}</style><script>var ad_slot = 'top'; document.cookie;</script>"
    ),
}
_AFTER = {"wechat": "</section>", "scripted": "<script>console.log('完');</script>"}


def render(blocks: tuple[Block, ...], kind: str, draw: Random) -> str:
    """Return the blocks as the stored HTML of one editor's habit."""
    parts = [_BEFORE.get(kind, "")] if blocks else []
    stray = min(3, len(blocks) - 2) if kind == "stray" else None
    for place, block in enumerate(blocks):
        parts.append(_block(block, _PARAGRAPHS[kind], draw))
        if place == stray:
            parts.append("</div>")
    parts.append(_AFTER.get(kind, "") if blocks else "")
    return "".join(parts)


def _block(block: Block, paragraph: str, draw: Random) -> str:
    rows = [[_noisy(cell, draw) for cell in row] for row in block.rows]
    match block.kind:
        case "picture":
            assert block.picture is not None
            return _figure(block.picture, rows[0][0], paragraph)
        case "table":
            cells = ("".join(f"<td>{cell.strip()}</td>" for cell in row) for row in rows)
            lines = "".join(f"<tr>{row}</tr>\n" for row in cells)
            return f'<table border="1" width="100%"><tbody>{lines}</tbody></table>'
        case "list":
            return "<ol>" + "".join(f"<li><p>{row[0]}</p></li>" for row in rows) + "</ol>"
        case "h":
            return f"<h2>{rows[0][0]}</h2>"
        case "quote":
            return f"<blockquote><p>{rows[0][0]}</p></blockquote>"
        case "lines":
            return paragraph.format("<br>".join(row[0] for row in rows))
        case _:
            return paragraph.format(rows[0][0])


def _figure(picture: Picture, caption: str, paragraph: str) -> str:
    image = _image_html(picture)
    if picture.caption and picture.form == "full":
        return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"
    return paragraph.format(image) + (paragraph.format(caption) if picture.caption else "")


def _image_html(picture: Picture) -> str:
    """Return the ``img`` element as stored, before the theme rewrites it."""
    url, alt = escape(picture.url), escape(picture.alt)
    match picture.form:
        case "bare":
            return f'<img src="{url}">'
        case "ue":
            return f'<img class="ue-image" src="{url}" style="width: 600px;" alt="{alt}"/>'
        case "single":
            return f"<img src='{url}' alt='{alt}'>"
        case "wechat":
            return (
                '<img class="rich_pages wxw-img" data-ratio="0.66" '
                f'data-src="{url}" data-type="jpeg" data-w="1080" alt="{alt}">'
            )
        case _:
            return f'<img src="{url}" title="{alt}" alt="{alt}"/>'
