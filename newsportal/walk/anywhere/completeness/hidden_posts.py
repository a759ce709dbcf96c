"""What a portal holds back: only a script or a form would bring it, and nothing else does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsportal.archive.partial_posts import Lack, PartialPosts
from newsportal.discovery.hidden_posts import goes_on
from newsportal.discovery.links import FRAMES
from newsportal.items import Post
from newsportal.pages.keys import address_of
from newsportal.runs.verdict import Alert
from newsportal.state.facts import Fact
from newsportal.state.row import Row
from newsportal.themes.generic.article_page import ArticlePage
from newsportal.themes.generic.beside.framed import is_text_page
from newsportal.walk.anywhere.page_analysis import PageAnalysis

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk

_LITTLE = 40  # characters, which may only announce what stands in a frame


class HiddenPosts:
    """Notes what posts lack; says it when the walk is over, with all else that is out of reach."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self._attached: set[str] = set()
        """Keys of files that posts name as theirs."""
        self._partial = PartialPosts(walk.facts)
        if walk.spider.arguments.mode == "refetch":  # what posts lack is seen anew
            self._partial.forget()

    def see_post(self, page: PageAnalysis, post: Post, *, again: bool) -> None:
        """Take the page of a post, which may have been read before."""
        self._attached.update(self.walk.site.key(file.url) for file in post.files)
        reading = ArticlePage.of(page.response)
        if not (post.pages or reading.is_revealed) and (words := goes_on(page.response)):
            self._lacks(Lack.SCRIPT, post, words, again=again)
        if words := reading.withheld.words:
            self._lacks(Lack.KEPT_BACK, post, words, again=again)
        if not post.pages and len(post.text or "") < _LITTLE and (frame := self._frame(page, post)):
            self._lacks(Lack.FRAME, post, frame, again=again)

    def see_frame(self, post: Post, frame: str, row: Row) -> None:
        """Take a post whose page shows a *frame* that holds no text."""
        if not post.text:
            self._lacks(Lack.FRAME, post, frame, again=row.revision > 0)

    def _frame(self, page: PageAnalysis, post: Post) -> str:
        """Return the address of a page of the portal that a post shows in its place, "" if none.

        Frames that the front page has, too, are those of the portal's head.
        """
        films = (video.url for video in post.videos if self.walk.site.holds(video.url))
        frames = (
            address_of(self.walk.site.root, link.key)
            for link in page.links
            if link.element.tag in FRAMES and not self.walk.front.names(link.key)
        )
        return next((url for url in (*films, *frames) if is_text_page(url)), "")

    def _lacks(self, lack: Lack, post: Post, words: str, *, again: bool) -> None:
        counted = again and self.walk.spider.arguments.mode != "refetch"
        self._partial.note(lack, post.url, words, again=counted)

    def lines(self) -> list[str]:
        """Return a line for people for each thing that nothing else leads to."""
        return [*self._of_walk(), *self._partial.lines()]

    def _of_walk(self) -> list[str]:
        """Return those on what a walk over the whole portal has met."""
        sitemaps = self.walk.seeds.sitemaps
        lines = [*filter(None, (self._of_front(), self._of_files()))]
        lines += [*self.walk.hidden_lists.lines(), *sitemaps.left_out]
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
        lines = self.walk.misses.lines()
        if not settled:
            lines = [*self._of_walk(), *self.walk.hidden_lists.lines_on_left(), *lines]
        for line in (*self._partial.lines(new=settled > 0), *lines):
            self.walk.run.notes.append(line)
            self.walk.run.noticed.append(Alert("silence", line))
        before = (facts.get(Fact.HIDDEN_POSTS) or "").splitlines() if settled else []
        self.walk.run.out_of_reach = len(before)  # every last line says so, as audit does
        if kept := [*dict.fromkeys([*before, *lines])]:
            facts.put(Fact.HIDDEN_POSTS, "\n".join(kept))
        else:
            facts.drop(Fact.HIDDEN_POSTS)
