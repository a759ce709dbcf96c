"""What a body says: its blocks, from which both the HTML and the expected text are made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from newsportal.sample import prose
from newsportal.sample import vocabulary as words
from newsportal.sample.credits import Credit


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: where it really is, what stands for it, and how the owner's editor wrote it."""

    url: str
    alt: str
    form: str
    """``full``, ``bare`` (nothing behind src), ``ue``, ``wechat`` or ``single`` (quotes)."""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a body."""

    kind: str
    """``p``, ``h``, ``quote``, ``lines``, ``list``, ``table`` or ``picture``."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Lines; those of a table have several cells."""
    picture: Picture | None = None


def text_of(blocks: tuple[Block, ...]) -> str:
    """Return the expected text: one line a paragraph, cells parted by a tab."""
    return "\n".join(line for block in blocks for row in block.rows if (line := "\t".join(row)))


def blocks(draw: Random, credit: Credit, number: int, month: str) -> tuple[Block, ...]:
    """Return an article: paragraphs with now and then a picture, a table, a list, a heading."""
    paragraphs = [prose.paragraph(draw) for _ in range(draw.randint(3, 9))]
    paragraphs[0] = credit.head + paragraphs[0]
    paragraphs[-1] += credit.tail
    found = [Block("p", ((line,),)) for line in credit.before]
    for place, text in enumerate(paragraphs):
        found.append(Block("p", ((text,),)))
        if place < len(paragraphs) - 1 and draw.random() < 0.45:
            found.extend(_extra(draw, number, month, place))
    found.extend(Block("p", ((line,),)) for line in credit.after)
    return tuple(found)


def picture(draw: Random, number: int, month: str, place: int, *, captioned: bool = True) -> Block:
    """Return a picture, some with a caption."""
    form = draw.choice(("full", "full", "bare", "ue", "wechat", "single"))
    if form == "wechat":
        url = f"https://mmbiz.example/mmbiz_jpg/n{number}x{place}/640?wx_fmt=jpeg"
    else:
        url = f"/zb_users/upload/{month}/{number}-{place}.jpg"
        if draw.random() < 0.3:
            url = "https://img.example" + url
    alt = "" if form == "bare" else f"{draw.choice(words.PLACES)}的{draw.choice(words.THINGS)}"
    caption = f"▲{alt}。资料图" if captioned and alt and draw.random() < 0.4 else ""
    return Block("picture", ((caption,),), Picture(url, alt, form, caption))


_EXTRAS = ("picture", "picture", "picture", "table", "list", "h", "quote", "lines", "odd")


def _extra(draw: Random, number: int, month: str, place: int) -> Iterator[Block]:
    kind = draw.choice(_EXTRAS)
    if kind == "picture":
        yield picture(draw, number, month, place)
    elif kind == "table":
        head = ("地点", "数量", "时间")
        rows = (
            (draw.choice(words.PLACES), str(draw.randint(1, 900)), f"{draw.randint(1, 12)}月")
            for _ in range(draw.randint(1, 4))
        )
        yield Block("table", (head, *rows))
    elif kind == "list":
        yield Block("list", tuple((prose.sentence(draw),) for _ in range(3)))
    elif kind == "h":
        yield Block("h", ((draw.choice(words.KINDS) + draw.choice(words.THINGS) + "有何不同",),))
    elif kind == "quote":
        yield Block("quote", ((prose.sentence(draw),),))
    elif kind == "lines":
        yield Block("lines", tuple((prose.sentence(draw),) for _ in range(2)))
    else:
        yield Block("p", ((draw.choice(_ODD) + prose.sentence(draw),),))


# What careless code loses: characters beyond the BMP, joiners, signs that are markup elsewhere.
_ODD = (
    "𠮷野家门店旁，", "👨\u200d👩\u200d👧 一家三口留言：", "A&B项目的误差<3%，",
    "“N”形立柱完工，",
    "GDP增长5.2%，𡋾土工艺重现，", "🌾丰收时节，",
)  # fmt: skip
