"""What a portal holds back: only a script or a form would bring it, and nothing else does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scrapy.http import TextResponse

from newsportal.archive.partial_posts import Lack, PartialPosts
from newsportal.chinese.lazy_pattern import lazy
from newsportal.discovery.hidden_posts import goes_on
from newsportal.discovery.scripts.bare_pages import contents, is_bare
from newsportal.items import Post
from newsportal.pages.keys import address_of
from newsportal.runs.verdict import Alert
from newsportal.spiders.anywhere.frontier import PERSON
from newsportal.spiders.anywhere.page_analysis import PageAnalysis
from newsportal.spiders.anywhere.sources.list_contents import ListContents
from newsportal.state.facts import Fact
from newsportal.state.row import Route
from newsportal.themes.generic.article_page import ArticlePage

if TYPE_CHECKING:
    from newsportal.spiders.anywhere.walk import AnyWalk

_FULL, _ALIKE = 8, 3  # so many lists that show so many posts each are full pages
_OF_PORTAL = 3  # lists that say the same total: it is the portal's
# A page of text, and no player of the portal's
_PAGE = lazy(
    r"(?!.*(?:play|video|vod|live|embed|audio|radio))[^?#]*(?:/|\.(?:[sx]?html?|php|aspx?|jsp))"
    r"(?:[?#].*)?",
    re.IGNORECASE,
)
_FRAMES = 20  # pages of lists by which is known what stands on all
_BARE = "a page of the menu that shows nothing"
_COVERED = 0.9  # share of a list's posts that another route names, too: it is whole itself


class HiddenPosts:
    """Notes what the first pages of lists show and hold back; says it when the walk is over."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self._lists: dict[str, ListContents] = {}
        """By the list's key."""
        self._said_by: Counter[str] = Counter()
        """How many lists say so, by the words,"""
        self._said_by_front: set[str] = set()
        """and what the front page says: of the portal, and not of a list."""
        self._of_all: set[str] = set()
        """Scripts of pages that show posts."""
        self._elsewhere: Counter[str] = Counter()
        """On how many of the front page and the lists that show posts something stands,"""
        self._framed = 0
        """which are so many."""
        self._silent: dict[str, TextResponse] = {}
        """Pages of what the front page names that show neither posts nor sentences."""
        self._attached: set[str] = set()
        """Keys of files that posts name as theirs."""
        self._partial = PartialPosts(walk.facts)
        if walk.spider.arguments.mode == "refetch":  # what posts lack is seen anew
            self._partial.forget()

    def see(self, page: PageAnalysis, key: str, shown: list[int], *, first: bool) -> None:
        """Take a page of the list whose first page is at *key*."""
        if self.walk.settled:
            return
        if first:
            self._lists[key] = self._begun(page, key, shown)
        self._lists[key].take(shown, page)

    def _begun(self, page: PageAnalysis, key: str, shown: list[int]) -> ListContents:
        """Return what the first page of a list tells of it, and note what it tells of others."""
        first = ListContents.of_first(page, shown, self.walk.site)
        self._said_by.update([*first.posts])
        if key == "":
            self._said_by_front.update(first.posts, first.pages)
        self._see_frame(page, key, shown)
        if shown or page.article or page.evidence.sentences:
            self._of_all |= first.files
        return first

    def _see_frame(self, page: PageAnalysis, key: str, shown: list[int]) -> None:
        """Keep what stands on any page, and a page that may have nothing else."""
        if shown or key == "":
            if self._framed < _FRAMES:
                self._framed += 1
                self._elsewhere.update(contents(page.response))
        elif (
            self.walk.front.names(key)
            and not (PERSON.search(key) or self.walk.known.shape_at(key).is_about)
            and not (page.article or page.listing or page.evidence.sentences)
            and len(self._silent) < _FRAMES
        ):
            self._silent[key] = page.response

    def see_post(self, page: PageAnalysis, post: Post, *, again: bool) -> None:
        """Take the page of a post, which may have been read before."""
        self._attached.update(self.walk.site.key(file.url) for file in post.files)
        reading = ArticlePage.of(page.response)
        if not (post.pages or reading.is_revealed) and (words := goes_on(page.response)):
            self._lacks(Lack.SCRIPT, post, words, again=again)
        if words := reading.withheld.words:
            self._lacks(Lack.KEPT_BACK, post, words, again=again)
        if not post.text and (frame := self._frame(post)):
            self._lacks(Lack.FRAME, post, frame, again=again)

    def _frame(self, post: Post) -> str:
        """Return the address of a page of the portal that a post shows in its place, "" if none."""
        addresses = (video.url for video in post.videos if self.walk.site.holds(video.url))
        return next((url for url in addresses if _PAGE.fullmatch(url)), "")

    def _lacks(self, lack: Lack, post: Post, words: str, *, again: bool) -> None:
        counted = again and self.walk.spider.arguments.mode != "refetch"
        self._partial.note(lack, post.url, words, again=counted)

    def lines(self) -> list[str]:
        """Return a line for people for each thing that nothing else leads to."""
        return [*self._of_walk(), *self._partial.lines()]

    def _of_walk(self) -> list[str]:
        """Return those on what a walk over the whole portal has met."""
        sitemaps = self.walk.seeds.sitemaps
        lines = [*filter(None, (self._of_front(), *self._of_lists(), self._of_files()))]
        lines += sitemaps.left_out
        lines += self._left_lists()
        lines += self._repeating_lists()
        if count := self.walk.frontier.no_room:
            lines.append(f"{count} addresses that may be those of lists were more than fit")
        return lines

    def _of_front(self) -> str:
        """Say that a feed alone names posts, and that has the newest ones."""
        lists = (walk for key, walk in self.walk.lists.walks.items() if key)
        if (
            not self.walk.front.bare
            or self.walk.seeds.sitemaps.first
            or any(x.shows for x in lists)
        ):
            return ""
        return (
            f"{self.walk.site.root} leads to no list, and there is no sitemap: posts older than"
            " those of the feed may be missing"
        )

    def _of_lists(self) -> list[str]:
        """Return a line that counts and one for each further list, so that all are named."""
        full = self._all_full()
        words = dict(full)
        for key, each in self._lists.items():
            if more := self._words(key, each):
                words[key] = more
        whole = (each.shown for key, each in self._lists.items() if key not in words)
        elsewhere: set[int] = set().union(*whole)
        silent = sorted(
            key for key in words if not self._is_covered(self._lists[key].shown, elsewhere)
        )
        if not silent:
            return []
        first, *others = silent
        address = address_of(self.walk.site.root, first)
        line = (
            f"{len(silent)} lists may have further posts that only a script or a form brings,"
            f" first {address} ({words[first]!r})"
        )
        if words[first] == full.get(first):
            shape = self.walk.known.shape_at(first).shape
            line = (
                f'{line}; if that is all, portal.toml and mode=full settle it: lists = ["{shape}"]'
            )
        elif words[first] == _BARE:
            line = f'{line}; if it is empty, portal.toml settles it: other = ["{first}"]'
        too = (address_of(self.walk.site.root, key) for key in others)
        named = zip(too, others, strict=True)
        return [
            line,
            *(f"{url} may have further posts, too ({words[key]!r})" for url, key in named),
        ]

    def _words(self, key: str, known: ListContents) -> str:
        """Return what tells that a list has more than it has shown, "" where nothing does."""
        if not known.shown:
            files = known.files - self._of_all
            return known.control or min(files, default=_BARE if self._is_bare(key) else "")
        walk = self.walk.lists.walks[key]
        if not known.linked and known.read <= 1:
            lacking = (words for words, more in self._totals(known, len(known.shown), 1) if more)
            return known.control or next(lacking, "")
        totals = [
            (words, more)
            for words, more in self._totals(known, known.items / _COVERED, len(walk.asked))
            if self._said_by[words] < _OF_PORTAL
        ]
        # Another total may be that of something else.
        return (
            totals[0][0] if totals and all(more for _, more in totals) and not walk.spared else ""
        )

    def _is_bare(self, key: str) -> bool:
        response = self._silent.get(key)
        several = min(2, self._framed)
        of_all = {each for each, pages in self._elsewhere.items() if pages >= several}
        return response is not None and is_bare(response, of_all)

    def _totals(self, known: ListContents, posts: float, pages: int) -> Iterator[tuple[str, bool]]:
        """Yield by its words each total of a list, and whether it is more than was read."""
        for said, number in ((known.posts, posts), (known.pages, pages)):
            for words, total in said.items():
                if words not in self._said_by_front:
                    yield words, total > number

    def _all_full(self) -> dict[str, str]:
        """Return lists that all show so many posts and no further page, where none has a pager.

        What a person has called a list was looked at: so much is all that it has.
        """
        if any(walk.read > 1 for walk in self.walk.lists.walks.values()):
            return {}
        most = max((each.alike for key, each in self._lists.items() if key), default=0)
        full = [
            key
            for key, each in self._lists.items()
            if key and each.alike == most and not self.walk.known.shape_at(key).told
        ]
        different = {frozenset(self._lists[key].shown) for key in full}  # one may stand thrice
        if most < _FULL or len(different) < _ALIKE:
            return {}
        return dict.fromkeys(full, f"{len(full)} lists of {most} posts each, and no further page")

    def _left_lists(self) -> list[str]:
        """Say which lists were left though only their next page told how they go on."""
        left = [key for key, walk in self.walk.lists.walks.items() if walk.left]
        if not left:
            return []
        first = address_of(self.walk.site.root, left[0])
        return [
            f"{len(left)} lists were left before their ends: so many pages showed nothing new,"
            f" first {first}"
        ]

    def _repeating_lists(self) -> list[str]:
        """Say which lists show the same posts on several of their pages."""
        repeat = [key for key, walk in self.walk.lists.walks.items() if walk.repeats]
        if not repeat:
            return []
        first = address_of(self.walk.site.root, repeat[0])
        return [
            f"{len(repeat)} lists show the same posts on several pages, so that others may be out"
            f" of reach, first {first}"
        ]

    def _of_files(self) -> str:
        files = [
            key
            for key in sorted(self.walk.seeds.sitemaps.files)
            if key not in self._attached and self.walk.store.row(key) is None
        ]
        if not files:
            return ""
        address = address_of(self.walk.site.root, files[0])
        return (
            f"{len(files)} files that only the sitemap names were left out, first {address};"
            f' portal.toml settles it: posts = ["{files[0]}"] or other = ["{files[0]}"]'
        )

    def say(self) -> None:
        """Say it in run and state; an update adds what it has found."""
        facts, settled = self.walk.facts, self.walk.settled
        lines = [*([] if settled else self._of_walk()), *self.walk.misses.lines()]
        for line in (*self._partial.lines(new=settled > 0), *lines):
            self.walk.run.notes.append(line)
            self.walk.run.noticed.append(Alert("silence", line))
        before = (facts.get(Fact.HIDDEN_POSTS) or "").splitlines() if settled else []
        self.walk.run.out_of_reach = len(before)  # every last line says so, as audit does
        if kept := [*dict.fromkeys([*before, *lines])]:
            facts.put(Fact.HIDDEN_POSTS, "\n".join(kept))
        else:
            facts.drop(Fact.HIDDEN_POSTS)

    def _is_covered(self, shown: set[int], elsewhere: set[int]) -> bool:
        """Tell whether the sitemap names all that this list shows, or other lists that and more.

        Or each of its posts leads to the next older one, and the last of them to others.
        """
        enough = _COVERED * len(shown)
        if shown and len(shown & elsewhere) >= enough and not elsewhere <= shown:
            return True
        if shown and self.walk.store.counts.lead_on(shown):
            return True
        by_map = self.walk.store.execute(
            "SELECT n FROM posts WHERE routes & ?", int(Route.SITEMAP)
        ).fetchall()
        # A sitemap that names what all other lists show names the posts of an empty one, too.
        wanted = shown or elsewhere
        return bool(wanted) and len(wanted & {n for (n,) in by_map}) >= _COVERED * len(wanted)
