"""What speaks for a shape of address being that of posts, and what is judged from it.

A page alone tells its kind in 85 % of the cases; pages and links together, voted per shape, in
98.5 %. Each shape counts the addresses that lists have named, those of them that were shown as
posts, the pages that were read and what they looked like. From `_PAGES` pages on, or when lists
and pages agree, the mean of the two shares decides; until then a few samples are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from newsportal.chinese.lazy_pattern import lazy
from newsportal.discovery.shape import is_twin

_PAGES = 4
_FEW = 3  # pages of a shape that has no more, or whose links say otherwise
_SURE = 0.8  # share of links shown as posts; with two pages that agree it is enough

# The last word of an address that is one page about the portal, whatever a feed says of it.
_ABOUT = lazy(
    r"(?:^|/)(?:about|contact|links?|friends?|privacy|terms|disclaimer|copyright|sitemap|map|join"
    r"|guestbook|messages?|advertise|donate|projects?|resume|tougao|guanyu|lianxi)"
    r"(?:[-_]?(?:us|me|page))?(?:/|/index)?(?:\.\w{2,5})?$",
    re.IGNORECASE,
)


class Verdict(StrEnum):
    """What the addresses of a shape are."""

    POST = "post"
    LIST = "list"
    OTHER = "other"
    """Neither: standalone pages, forms."""


@dataclass(slots=True)
class Shape:
    """One shape of address and the evidence so far."""

    n: int
    shape: str
    links: int = 0
    """Addresses of it that lists have named."""
    shown: int = 0
    """Those of them that were shown as posts."""
    pages: int = 0
    """Pages of it that were read before it was decided, or were samples."""
    articles: int = 0
    """Those of them that looked like an article."""
    lists: int = 0
    """Those of them that looked like a list."""
    verdict: Verdict | None = None
    told: bool = False
    """The verdict is a person's (portal.toml)."""
    dated: bool = False
    """This run has met a post of it whose time its page or a list tells."""
    changed: bool = False

    @property
    def is_single(self) -> bool:
        """Whether one address alone has this shape: nothing in it stands for others."""
        return not set("#*") & set(self.shape)

    @property
    def is_twin(self) -> bool:
        """Whether its addresses are called as those are that repeat a portal: these come last."""
        return is_twin(self.shape)

    @property
    def is_about(self) -> bool:
        """Whether it is the address of a page about the portal."""
        return self.is_single and bool(_ABOUT.search(self.shape))

    @property
    def is_shown(self) -> bool:
        """Whether lists show most of its addresses as posts."""
        return 2 * self.shown > self.links

    @property
    def share(self) -> float:
        """How much speaks for posts, 0 to 1."""
        shares = [self.shown / self.links] if self.links else []
        shares += [self.articles / self.pages] if self.pages else []
        return sum(shares) / len(shares) if shares else 0.0

    @property
    def may_be_lists(self) -> bool:
        """Whether further addresses of it may be those of lists: too few were read to say no."""
        if self.verdict is Verdict.OTHER:
            return not (self.told or self.is_single) and self.pages < _PAGES
        return self.verdict in (None, Verdict.LIST)

    def link(self, *, shown: bool) -> None:
        """Count an address that a list has named."""
        self.links += 1
        self.shown += shown
        self.changed = True

    def show(self) -> None:
        """Count an address that was named before as shown as a post after all."""
        self.shown = min(self.links, self.shown + 1)
        self.changed = True

    def page(self, *, article: bool, listing: bool, dated: bool) -> None:
        """Count a page that was read."""
        self.pages += 1
        self.dated |= dated
        self.articles += article
        self.lists += listing
        self.changed = True

    @property
    def is_like_posts(self) -> bool:
        """Whether lists and pages, as far as was seen, speak for posts."""
        # What no list has ever named, only a sitemap, must look like posts throughout; and a shape
        # that fits one address alone is that of a page about the portal, if no list shows it.
        named = self.shown if self.is_single else self.links or self.articles == self.pages
        likely = self.share > 0.5 or self._reads_like_posts
        return likely and bool(named) and not self.is_about

    @property
    def _reads_like_posts(self) -> bool:
        """Whether its pages are dated articles, though its links do not read like those of posts.

        Titles of three characters, 图片新闻 over each, a button below an excerpt.
        """
        dated = self.dated or self.verdict is Verdict.POST  # earlier runs have met dates
        return self.pages >= _FEW and self.articles == self.pages and dated

    @property
    def is_dateless(self) -> bool:
        """Whether it looks like posts, but that nothing has told when one was published."""
        return self.is_like_posts and not (self.dated or self.told)

    def decide(self, *, exhausted: bool = False) -> bool:
        """Come to a verdict if the evidence is enough; tell whether it is a new one.

        *exhausted*: there are no further addresses to sample.
        """
        if self.told or not self.pages:
            return False
        enough = self.pages >= _PAGES or exhausted
        if not enough and self.pages >= 2 and self.links:
            listed, looked = self.shown / self.links, self.articles / self.pages
            enough = (listed >= _SURE and looked == 1) or (listed <= 1 - _SURE and looked == 0)
        if not enough:
            return False
        if self.is_dateless and not exhausted:
            return False  # other shapes may tell whether posts of this portal have dates
        if self.is_like_posts:
            verdict = Verdict.POST
        else:
            verdict = Verdict.LIST if 2 * self.lists >= self.pages else Verdict.OTHER
        if verdict == self.verdict or (self.verdict is Verdict.LIST and verdict is Verdict.OTHER):
            return False
        self.verdict, self.changed = verdict, True
        return True
