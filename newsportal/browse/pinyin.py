"""Names as they are said: to sort people by, and to find them by typing 'lin' or 'lxz'."""

from __future__ import annotations

from functools import lru_cache

# Characters that are read otherwise where they are a surname
_SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "朴": "piao",
    "盖": "ge", "覃": "qin", "缪": "miao", "乐": "yue", "翟": "zhai", "任": "ren", "华": "hua",
    "纪": "ji", "洗": "xian", "尉": "wei", "宁": "ning", "召": "shao", "种": "chong", "秘": "bi",
    "繁": "po", "黑": "he", "折": "she", "员": "yun", "燕": "yan", "应": "ying", "隗": "wei",
}  # fmt: skip


@lru_cache(maxsize=10_000)
def syllables(name: str) -> tuple[str, ...]:
    """Return the syllables of a name without tones; what is no Chinese stays as it is.

    >>> syllables("曾晓舟"), syllables("A君")
    (('zeng', 'xiao', 'zhou'), ('a', 'jun'))
    """
    from pypinyin import lazy_pinyin  # late: its tables take a moment, and few pages need them

    said = [part.lower() for part in lazy_pinyin(name)]
    if name[0] in _SURNAMES:
        said[0] = _SURNAMES[name[0]]
    return tuple(said)


def initial(name: str) -> str:
    """Return the letter under which a name stands; # for what begins with none.

    >>> initial("林晓舟"), initial("007")
    ('L', '#')
    """
    first = syllables(name)[0][:1].upper()
    return first if "A" <= first <= "Z" else "#"


def sounds_like(name: str, typed: str) -> bool:
    """Tell whether a name has some characters, syllables or initials in it from its beginning.

    >>> [sounds_like("林晓舟", typed) for typed in ("晓舟", "lin", "linxiao", "lxz", "xz")]
    [True, True, True, True, False]
    """
    wanted = "".join(typed.lower().split())
    said = syllables(name)
    initials = "".join(part[:1] for part in said)
    return wanted in name.lower() or any(
        text.startswith(wanted) for text in ("".join(said), initials)
    )
