"""Credit lines as the papers print them, each with the people and the outlet it credits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from newsportal.sample import vocabulary as words


@dataclass(frozen=True, slots=True)
class Credit:
    """Where a credit stands in the text, and whom it names."""

    before: tuple[str, ...] = ()
    """Lines of their own ahead of the text."""
    head: str = ""
    """What the first paragraph begins with."""
    tail: str = ""
    """What the last paragraph ends with."""
    after: tuple[str, ...] = ()
    """Lines of their own behind the text."""
    source: str | None = None
    reporters: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()


def credit(draw: Random) -> Credit:
    """Draw one of the usual forms, or none.

    >>> from random import Random
    >>> drawn = credit(Random(4))
    >>> all(name in str(drawn).replace(" ", "") for name in drawn.reporters)
    True
    """
    outlet = draw.choice(words.OUTLETS)
    a, b, c, d = _people(draw, 4)
    day = f"{draw.randint(1, 12)}月{draw.randint(1, 28)}日"
    whole = Credit(source=outlet, reporters=(a,))
    forms = (
        Credit(),
        Credit(head=f"{outlet}记者从主办方获悉，", source=outlet),
        replace(whole, after=(f"采写：{outlet}记者 {a}",)),
        replace(whole, before=(f"采写:{outlet}记者 {_spaced(a)} 通讯员 {b}",), correspondents=(b,)),
        replace(whole, head=f"{outlet}记者 {a} 通讯员 {b} {c}{day}，", correspondents=(b, c)),
        replace(whole, head=f"{outlet}记者 {a}通讯员 {b} {c}{day}，", correspondents=(b, c)),
        replace(whole, tail=f"（{outlet}记者 {a} {b}）", reporters=(a, b)),
        replace(whole, after=(f"{outlet}见习记者 {a} 实习生 {b}",), reporters=(a, b)),
        replace(whole, before=(f"文/{outlet}全媒体记者 {a} 通讯员 {b}",), correspondents=(b,)),
        Credit(before=(f"来源：{outlet}",), source=outlet),
        Credit(after=(f"来源：{outlet} 作者：{a}",), source=outlet, reporters=(a,)),
        Credit(head=f"本报讯（记者 {a} {b}）{day}，", reporters=(a, b)),
        Credit(
            head=f"本报讯（记者{a} 通讯员{b}、{c}）",
            reporters=(a,),
            correspondents=(b, c),
            after=(f"责任编辑：{d}",),
            editors=(d,),
        ),
        Credit(after=(f"责任编辑：{d}",), editors=(d,)),
        Credit(after=(f"编辑 {d} 校对 {c}",), editors=(d,)),
        Credit(after=(f"（责任编辑：{_spaced(d)}）",), editors=(d,)),
        Credit(before=(f"文/图 记者 {a}",), reporters=(a,)),
        Credit(after=(f"记者 {_spaced(a)} {b}",), reporters=(a, b)),
        Credit(after=(f"记者 {a}、{b}、{c}",), reporters=(a, b, c)),
        Credit(
            before=(f"记者 {a} 通讯员 {b}",),
            after=(f"来源：{outlet}", f"编辑：{c}，{d}"),
            source=outlet,
            reporters=(a,),
            correspondents=(b,),
            editors=(c, d),
        ),
        Credit(tail=f"（记者 {a}）", reporters=(a,), after=(f"图/{b}",)),
        Credit(after=(f"记者 {b} 摄",)),
        Credit(before=(f"本报见习记者 {a}",), reporters=(a,)),
    )
    return draw.choice(forms)


def _people(draw: Random, count: int) -> list[str]:
    """Return different invented names, some with a compound surname or two characters only."""
    names: list[str] = []
    while len(names) < count:
        compound = draw.random() < 0.08
        surname = draw.choice(words.COMPOUND_SURNAMES if compound else words.SURNAMES)
        name = surname + "".join(draw.sample(words.GIVEN, draw.choice((1, 2, 2))))
        if name not in names:
            names.append(name)
    return names


def _spaced(name: str) -> str:
    """Return a name of two characters the way papers stretch it to the width of three.

    >>> _spaced("李明"), _spaced("夏禾岚")
    ('李 明', '夏禾岚')
    """
    return " ".join(name) if len(name) == 2 else name
