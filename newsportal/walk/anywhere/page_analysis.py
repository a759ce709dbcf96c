"""What one page shows: its links, the posts that it names, its further pages, its own kind."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass

from scrapy.http import TextResponse

from newsportal.chinese.lazy_pattern import lazy
from newsportal.discovery.entries import Mention, excerpt_of, named_by
from newsportal.discovery.link_items import PageLink
from newsportal.discovery.links import file_links, links_beyond, links_of
from newsportal.discovery.pagers import Pages, pages_of
from newsportal.pages.page import Page
from newsportal.pages.site import Site
from newsportal.themes.generic.article_page import ArticlePage
from newsportal.themes.generic.kind import Evidence
from newsportal.themes.generic.moments import prints_date
from newsportal.themes.generic.theme import GenericTheme

_EXCERPTS = 0.5  # of a page's sentences: where other posts have told so much, it is a list
_LEANING = 0.3
_LEAST = 3  # posts that make a list
_NEIGHBOURS = 2  # posts that stand beside any
_TITLE = 10  # characters of a title that a list may have cut
_WHOLE = 6  # characters of a heading that are not there by chance
_ATTACHMENT = lazy(r"[\W_]*(?:附件|附表|附录|附：)")
_NOISE = lazy(r"[\W_]+")
_SAYS_EMPTY = 30  # characters
_EMPTY = lazy(
    r"(?:很?抱歉|对不起)?[\W_]{0,3}[该本此]?(?:栏目|频道|分类|专题)?[下里中]?[目当]?前?"
    r"(?:暂无|暂时?没有|尚无|还?没有)(?:任何|相关|更多|最新)?"
    r"(?:信息|内容|数据|文章|新闻|记录|资讯|稿件|动态|公告)[\W_]{0,5}"
)
_CUT = lazy(r"…|\.{2,}|·{2,}")


@dataclass(slots=True)
class PageAnalysis:
    """One page."""

    response: TextResponse
    links: list[PageLink]
    named: list[Mention]
    files: list[Mention]
    """Files that stand where posts do."""
    pages: Pages
    evidence: Evidence

    @classmethod
    def at(cls, response: TextResponse, site: Site, theme: GenericTheme) -> PageAnalysis:
        """Return what a page shows."""
        links = links_of(response, site)
        pages = pages_of(response, links, site)
        paging = pages.keys()
        every = named_by([*links, *(files := file_links(response, site, links))])
        keys = {link.key for link in files}
        named = [each for each in every if each.key not in paging and each.key not in keys]
        beside = {each.link.chain for each in named if each.is_post}
        like_posts = [
            each
            for each in every
            if each.key in keys
            and (each.is_post or each.link.chain in beside)
            and each.link.text
            and not _ATTACHMENT.match(each.link.text)
        ]
        return cls(response, links, named, like_posts, pages, theme.evidence(response))

    @property
    def article(self) -> bool:
        """Whether it looks like an article."""
        if self.evidence.leaning <= 0 or not self.evidence.sentences:
            return False
        # Cards of other posts below an article may say more than it does.
        return self.evidence.headed or self._excerpts() < _EXCERPTS * self.evidence.sentences

    @property
    def plausible(self) -> bool:
        """Whether it may be a post without sentences: pictures, a table, a line."""
        dated, leaning = self.evidence.dated, self.evidence.leaning
        return dated and leaning > _LEANING and not self.listing

    @property
    def is_no_list(self) -> bool:
        """Whether less speaks for a list than for a post."""
        return self.evidence.leaning > 0 and not self.listing

    @property
    def print(self) -> int:
        """A number that pages with the same title and text share."""
        return hash((self.evidence.title, self.evidence.sentences, self.evidence.opening))

    @property
    def posts(self) -> int:
        """A number that lists share which show the same posts."""
        return hash(frozenset(each.key for each in self.named if each.is_post))

    @property
    def beyond(self) -> int:
        """How many of its links are more than are looked at."""
        return links_beyond(self.response)

    def _excerpts(self) -> int:
        """Return how much the page tells of other posts, beside their titles and dates."""
        return sum(len(excerpt_of(link)) for link in self._cards())

    def _cards(self) -> list[PageLink]:
        """Return the linked titles of other posts that more than neighbours stand with text."""
        posts = [each.link for each in self.named if each.is_post]
        alike = Counter(link.chain for link in posts)
        if len({link.key for link in posts if link.around}) <= _NEIGHBOURS:
            return []  # cards of the posts before and after this one
        return [link for link in posts if link.around and (link.heading or alike[link.chain] > 1)]

    @property
    def listing(self) -> bool:
        """Whether it looks like a list of posts."""
        posts = sum(each.is_post for each in self.named) + len(self.files)
        return not self.article and (
            posts >= _LEAST
            or bool(self._cards())
            or (posts > 0 and self._is_rows)
            or self._is_empty_column
        )

    @property
    def _is_empty_column(self) -> bool:
        """Whether a page says that nothing stands in its column yet: 暂无信息."""
        if self.evidence.sentences > _SAYS_EMPTY or self.evidence.dated:
            return False
        return any(
            _EMPTY.fullmatch(line.text) for line in ArticlePage.of(self.response).layout.lines
        )

    @property
    def _is_rows(self) -> bool:
        """Whether a page without sentences has no date but those beside the posts that it names.

        A tag or a column that has but one post shows its title and its day, as a post does.
        """
        rows = sum(bool(each.date) for each in (*self.named, *self.files) if each.link.text)
        if self.evidence.sentences or not rows:
            return False
        reading = ArticlePage.of(self.response)
        if reading.metadata.published:
            return False
        return sum(prints_date(line.text) for line in reading.layout.lines) <= rows

    def shows_below_its_own(self, title: str, own: str) -> bool:
        """Tell whether a page has the title that a list gave it above *own*, which it may lack.

        Many old pages are called like their portal, and signed so; their title is in bold letters.
        """
        wanted, called = folded(title), folded(own)
        if len(wanted) < _WHOLE or called == wanted:
            return False  # nearly always
        lines = ArticlePage.of(self.response).layout.lines
        texts = [folded(line.text) for line in lines if not line.linked]
        return wanted in texts and called not in texts[: texts.index(wanted)]

    def has_line(self, title: str) -> bool:
        """Tell whether a line that leads nowhere is just what a list calls the page."""
        wanted = folded(title)
        lines = ArticlePage.of(self.response).layout.lines
        return len(wanted) >= _WHOLE and any(
            not line.linked and folded(line.text) == wanted for line in lines
        )

    def is_titled(self, title: str) -> bool:
        """Tell whether the page has a title that a list gave it, maybe cut."""
        # Beside its title a list may have dates, numbers, the name of a section.
        whole = folded(title)
        wanted = whole.lstrip("0123456789")
        if len(wanted) < 2:  # 5G is a name
            wanted = whole
        if len(wanted) < 2 or wanted.isdecimal():
            return False
        root = Page.of(self.response).root
        heads = [folded("".join(head.itertext())) for head in root.iter("title", "h1", "h2", "h3")]
        heads.append(folded(self.evidence.title))  # in any other element
        return any(
            wanted[:_TITLE] in head or (len(head) >= _WHOLE and head in wanted) for head in heads
        )


def can_be_titled(title: str, called: str) -> bool:
    """Tell whether what lists call a post can mean its title: cut, or with more beside it.

    >>> can_be_titled("青禾县政府关于修路的通知", "[图文]青禾县政府关于修路的通知 10-12")
    True
    >>> can_be_titled("青禾县政府关于修路的通知", "青禾县政府关于修… [详细]")
    True
    >>> can_be_titled("青禾县政府关于修路的通知", "青禾县政府关于停水的通知")
    False
    """
    wanted, own = folded(_CUT.split(called.strip("….·"))[0]).strip("0123456789"), folded(title)
    return wanted in own or (len(own) >= _WHOLE and own in wanted)


def folded(text: str) -> str:
    """Return the letters and digits of a text."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()
