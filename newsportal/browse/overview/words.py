"""The overview's own words; the others are those of an archive's site."""

from __future__ import annotations

from newsportal.browse.wording import Wording
from newsportal.language.catalogue import in_chinese

_WORDS: dict[str, tuple[str, str]] = {
    "all archives": ("全部门户", "All portals"),
    "portal": ("门户", "Portal"),
    "number of posts": ("文章", "Posts"),
    "good run": ("上次成功", "Last good run"),
    "next run": ("下次抓取", "Next run"),
    "days": ("近十四天", "14 days"),
    "verdict": ("结论", "Verdict"),
    "no run": ("还没有运行结束过", "No run has ended yet"),
    "no index": ("尚未编入索引", "Not indexed yet"),
    "in": ("{portal}：{count}", "{portal}: {count}"),
    "newest of all": ("各门户最新的结果", "The newest of all"),
    "nothing found": ("没有门户含有这些词。", "No portal has a post with these words."),
    "outlets": ("来源", "Outlets"),
    "portals": ("{n} 个门户", "{n} portals"),
    "one portal": ("1 个门户", "1 portal"),
}


class OverviewWording(Wording):
    """The words of one language."""

    def __call__(self, key: str, **values: object) -> str:
        if key in _WORDS:
            return _WORDS[key][self._place].format(**values)
        return super().__call__(key, **values)

    def portals(self, n: int) -> str:
        """Return a number of portals."""
        return self("one portal") if n == 1 else self("portals", n=n)

    def sentence(self, text: str) -> str:
        """Return a sentence of ours, such as a verdict."""
        return in_chinese(text) if self.language == "zh" else text
