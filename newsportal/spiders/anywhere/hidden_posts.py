"""What a portal holds back: only a script or a form would bring it, and nothing else does."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsportal.archive.partial_posts import Lack, PartialPosts
from newsportal.chinese.lazy_pattern import lazy
from newsportal.discovery.hidden_posts import goes_on, held_back
from newsportal.discovery.paging.totals import counted, counted_pages
from newsportal.discovery.scripted_lists import (
    filled_by_script,
    items_without_addresses,
    left_empty,
    opened_by_script,
    written_by_script,
)
from newsportal.items import Post
from newsportal.pages.keys import address_of
from newsportal.pages.page import Page
from newsportal.runs.verdict import Alert
from newsportal.spiders.anywhere.page_analysis import PageAnalysis
from newsportal.state.facts import Fact
from newsportal.state.row import Route
from newsportal.themes.generic.article_page import ArticlePage

if TYPE_CHECKING:
    from newsportal.spiders.anywhere.walk import AnyWalk

_FULL, _ALIKE = 8, 3  # so many lists that show so many posts each are full pages
# A page of text, and no player of the portal's
_PAGE = lazy(
    r"(?!.*(?:play|video|vod|live|embed|audio|radio))[^?#]*(?:/|\.(?:[sx]?html?|php|aspx?|jsp))"
    r"(?:[?#].*)?",
    re.IGNORECASE,
)
_COVERED = 0.9  # share of a list's posts that another route names, too: it is whole itself


@dataclass(slots=True)
class _Page:
    """The first page of a list that links to no further one: a script would put that there."""

    control: str
    """The words of what would bring further posts."""
    shown: set[int]
    """Posts on all its pages."""
    alike: int
    """How many posts stand together."""
    posts: dict[str, int]
    """How many posts the list says it has, by its words,"""
    pages: dict[str, int]
    """and how many pages."""
    read: int = 1
    """Pages that were read: what a script spells may lead on."""


class HiddenPosts:
    """Notes what the first pages of lists show and hold back; says it when the walk is over."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self._pages: dict[str, _Page] = {}
        """By the list's key."""
        self._elsewhere: set[int] = set()
        """Posts that pages of longer lists show."""
        self._said_everywhere: set[str] = set()
        """Totals that the front page has, too: of the portal, and not of a list."""
        self._attached: set[str] = set()
        """Keys of files that posts name as theirs."""
        self._partial = PartialPosts(walk.facts)
        if walk.spider.arguments.mode == "refetch":  # what posts lack is seen anew
            self._partial.forget()

    def see(self, page: PageAnalysis, key: str, shown: list[int], *, first: bool) -> None:
        """Take a page of the list whose first page is at *key*."""
        if self.walk.settled:
            return
        stored = first and _is_stored(page)
        linked = page.pages.keys() - page.pages.written
        if not first or (shown and linked and not stored):
            rest = self._elsewhere
            if seen := self._pages.get(key):
                rest, seen.read = seen.shown, seen.read + bool(shown)
            rest.update(shown)
            return
        posts, pages = counted(page.response), counted_pages(page.response)
        control = filled_by_script(page.response) or written_by_script(page.response)
        if key == "":
            self._said_everywhere.update(posts, pages)
        if not control and shown:
            control = held_back(page.response)
        elif not control:
            control = items_without_addresses(page.response)
            if not control and not (page.article or page.listing):
                control = left_empty(page.response) or opened_by_script(page.response)
        together = Counter(each.link.chain for each in page.named if each.is_post)
        alike = max(together.values(), default=0)
        self._pages[key] = _Page("" if stored else control, set(shown), alike, posts, pages)

    def see_post(self, page: PageAnalysis, post: Post, *, again: bool) -> None:
        """Take the page of a post, which may have been read before."""
        self._attached.update(self.walk.site.key(file.url) for file in post.files)
        if not post.pages and (words := goes_on(page.response)):
            self._lacks(Lack.SCRIPT, post, words, again=again)
        if words := ArticlePage.of(page.response).withheld.words:
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
        for key, page in self._pages.items():
            if more := self._words(key, page):
                words[key] = more
        elsewhere = self._elsewhere.union(
            *(page.shown for key, page in self._pages.items() if key not in words)
        )
        silent = [key for key in words if not self._is_covered(self._pages[key].shown, elsewhere)]
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
        too = (address_of(self.walk.site.root, key) for key in others)
        named = zip(too, others, strict=True)
        return [
            line,
            *(f"{url} may have further posts, too ({words[key]!r})" for url, key in named),
        ]

    def _words(self, key: str, page: _Page) -> str:
        """Return what tells that a list has more than it shows, "" where nothing does."""
        if page.read > 1:
            left = self.walk.lists.walks[key].vain  # others have shown the rest
            return "" if left else _lacks_many(page)
        if not page.shown:
            return page.control
        totals = [(words, len(page.shown) < number) for words, number in page.posts.items()]
        totals += [(words, number > 1) for words, number in page.pages.items()]
        said = (words for words, more in totals if more and words not in self._said_everywhere)
        return page.control or next(said, "")

    def _all_full(self) -> dict[str, str]:
        """Return lists that all show so many posts and no further page, where none has a pager.

        What a person has called a list was looked at: so much is all that it has.
        """
        if any(walk.read > 1 for walk in self.walk.lists.walks.values()):
            return {}
        most = max((page.alike for key, page in self._pages.items() if key), default=0)
        full = [
            key
            for key, page in self._pages.items()
            if key and page.alike == most and not self.walk.known.shape_at(key).told
        ]
        if most < _FULL or len(full) < _ALIKE:
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
        """Tell whether the sitemap names all that this list shows, or other lists that and more."""
        enough = _COVERED * len(shown)
        if shown and len(shown & elsewhere) >= enough and not elsewhere <= shown:
            return True
        by_map = self.walk.store.execute(
            "SELECT n FROM posts WHERE routes & ?", int(Route.SITEMAP)
        ).fetchall()
        # A sitemap that names what all other lists show names the posts of an empty one, too.
        wanted = shown or elsewhere
        return bool(wanted) and len(wanted & {n for (n,) in by_map}) >= _COVERED * len(wanted)


def _lacks_many(page: _Page) -> str:
    """Return the total of a list whose pages a script spells, and that has shown far fewer."""
    enough = len(page.shown) / _COVERED
    return next((words for words, number in page.posts.items() if number > enough), "")


def _is_stored(page: PageAnalysis) -> bool:
    """Tell whether the link to the next page is one that a script would put into the page."""
    root = Page.of(page.response).root
    return any(
        link.key == page.pages.next and link.element.getroottree().getroot() is not root
        for link in page.links
    )
