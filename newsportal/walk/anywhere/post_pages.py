"""Pages of posts: read, dated, put beside their neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import TextResponse

from newsportal.discovery.shape_evidence import Verdict
from newsportal.extract import canonical_url, read_post
from newsportal.items import Post
from newsportal.middlewares.manners import fetch_time
from newsportal.pages.keys import address_of, one_page
from newsportal.state.facts import Fact
from newsportal.state.published import Published
from newsportal.state.row import KNOWN, LISTS, Route, Row, State
from newsportal.themes.generic.article_page import ArticlePage
from newsportal.themes.generic.beside.further_pages import first_page, is_framed, pages_elsewhere
from newsportal.walk.anywhere.moved_posts import MovedPosts
from newsportal.walk.anywhere.page_analysis import PageAnalysis, can_be_titled, folded
from newsportal.walk.anywhere.sources.columns_of_posts import ColumnsOfPosts
from newsportal.walk.fetched import Following
from newsportal.walk.questions.retry_queue import rounds_of

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk


class PostPages:
    """Takes pages of posts."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self.known, self.titles, self.menus = walk.known, walk.titles, walk.menus
        self.not_there = walk.not_there
        self.run = walk.run
        self.sightings = walk.sightings
        self.site = walk.site
        self.spider = walk.spider
        self.store = walk.store
        self.moved = MovedPosts(walk)
        self.columns = ColumnsOfPosts(walk)
        self.no_articles: set[str] = set()
        """Addresses that further pages seemed to be those of, and that are no articles'."""

    def read(self, page: PageAnalysis, key: str, asked_as: str | None) -> Following:
        """Yield the post on a page, unless it is another's or has to wait for another's.

        *asked_as*: the key of the post that was asked for, None if a list or a sample was.
        """
        if self._comes_second(page, key, asked_as):
            return
        placed = self._placed(page, key, asked_as)
        if placed is None:
            return
        row, moved = placed
        key, response = row.key, page.response
        self.run.fetched += 1
        rules = self.run.figures.rules
        post, published = read_post(
            response, self.walk.theme, self.site, fetch_time(response), rules
        )
        title = self.titles.of(asked_as or key)
        by_list = self._entitle(post, page, title or row.title or "")
        post.url = address_of(self.site.root, key)
        if moved is not None and self.moved.follow(moved, row, post):
            row = moved
        post.id = row.id or self.site.platform.post_id(response, key)
        if post.text is None and (page.plausible or page.is_titled(title)):
            post.text = ""  # what a list names and the page confirms: pictures alone, or a film
        if not post.pages:
            post.pages = self._pages_elsewhere(response)
        if self._is_anothers(page, post, key, asked_as, row):
            return
        if self._may_have_moved(page, post, row, published or row.published):
            return
        gone = self.moved.gone(post, row, published or row.published)
        if gone is not None:
            self.moved.follow(gone, row, post)
            row, post.id = gone, gone.id or post.id
        stem = self.walk.aliases.repeated(post, key)
        if stem is not None and self.not_there.settle(key, State.ALIAS, original=stem.n):
            return
        if by_list and (pages := self.spider.archive.pages) is not None:
            pages.called(post)
        if self._enter(page, post, row, published):
            self.spider.send(post, row, response, self.walk.theme)
            yield post
            self._linked(page, key, post.category)

    def _comes_second(self, page: PageAnalysis, key: str, asked_as: str | None) -> bool:
        """Have a page wait for its first address: whichever is read first gives the post's id."""
        first, request = self._first(page, key), page.response.request
        # One that has led here is read by this.
        if not first or first == asked_as or request is None or rounds_of(request):
            return False
        self._comes_first(request, first)
        return True

    def _comes_first(self, request: Request, key: str) -> None:
        self.walk.misses.missed(request, f"{address_of(self.site.root, key)} comes first")

    def _placed(
        self, page: PageAnalysis, key: str, asked_as: str | None
    ) -> tuple[Row, Row | None] | None:
        """Return the row of the post on a page, and the archived post that has moved there, if any.

        None if the page tells nothing new of the post that was asked for. Addresses that lead to
        the page are settled.
        """
        request, led_to = page.response.request, key
        key, row = self._own_row(page.response, key)
        if asked_as not in (None, key) and request is not None:
            called = self.titles.of(asked_as or "")
            if self.moved.leads_astray(called, request, page, key):
                target = address_of(self.site.root, key)
                reason = (
                    f"it leads to {target}, which lists call otherwise; if it is no post of its"
                    f' own, portal.toml settles it: other = ["{asked_as}"]'
                )
                self.walk.misses.missed(request, reason)
                return None
        if led_to not in (key, asked_as):
            self.not_there.settle(led_to, State.ALIAS, original=row.n)
        moved = self.moved.leads_from(asked_as, request, row) if request is not None else None
        if asked_as is not None and asked_as != key:
            self.not_there.settle(asked_as, State.ALIAS, original=row.n)
            if row.state is not State.NAMED and moved is None:
                return None
        return row, moved

    def _entitle(self, post: Post, page: PageAnalysis, listed: str) -> bool:
        """Give a post the title that lists give it, where its page shows that below another one.

        Tell whether it was so.
        """
        own = post.title or ""
        if "title" in self.walk.portal_toml.select:  # a person's word is the last
            return False
        if self.menus.named(own) is not None:
            own = ""  # the name of a column, which stands above all its posts
        by_list = page.shows_below_its_own(listed, own)
        post.title = listed if by_list else post.title
        return by_list

    def _may_have_moved(
        self, page: PageAnalysis, post: Post, row: Row, published: Published | None
    ) -> bool:
        """Have a post wait that may be a known one of another address, which is asked for first."""
        request = page.response.request
        if request is None or rounds_of(request):
            return False
        former = self.moved.former(post, row, published)
        if former is None:
            return False
        self.known.looks_changed(former)
        self._comes_first(request, former.key)
        return True

    def _enter(self, page: PageAnalysis, post: Post, row: Row, published: Published | None) -> bool:
        """Date a post and enter what it says of others; tell whether it is young enough."""
        response, now = page.response, fetch_time(page.response)
        self.known.keep_posts(post)
        self.walk.neighbours.order(post, published or row.published)
        around = self.sightings.neighbours(post)
        published = self.spider.zone.corrected(row.key, published, now)
        published = self.sightings.date(row, post, published, around, response, now)
        if self.walk.which_posts.too_old(published):
            self.store.publish(row.n, published)
            self.run.too_old += 1
            return False
        self.run.figures.count(post)
        self.sightings.chained(row, post, published, around, response)
        for link, (key, neighbour) in zip((post.previous, post.next), around, strict=True):
            if link is not None and key:
                self.known.neighbouring(key, link.title, neighbour)
        if self.walk.facts.get(Fact.THEME) != self.walk.theme.name:
            self.walk.facts.put(Fact.THEME, self.walk.theme.name)
        for address in post.pages:
            if not is_framed(address, post.url or ""):  # that one is read first
                self.join(address, row)
        self.walk.hidden_posts.see_post(page, post, again=row.revision > 0)
        return True

    def _pages_elsewhere(self, response: TextResponse) -> list[str]:
        """Return the further pages of a post that stands at a second address, which these have."""
        found = pages_elsewhere(ArticlePage.of(response).near, response.url)
        first = first_page(found[0]) if found else ""
        canonical = self.site.canonical(first) if first not in self.no_articles else None
        if canonical is None or self.known.shape_at(self.site.key(canonical)).verdict not in (
            None,
            Verdict.POST,
        ):
            return []
        return found

    def _first(self, page: PageAnalysis, key: str) -> str | None:
        """Return the unread address that a page has by rights, where lists show that one, too."""
        path, _, query = key.partition("?")
        pairs = query.split("&") if query else []
        shorter = (
            f"{path}?{rest}" if rest else path
            for pair in pairs
            for rest in ["&".join(each for each in pairs if each != pair)]
        )
        said = self.site.key(canonical_url(page.response, self.site))
        rows = [self.store.row(other) for other in (said, *shorter) if other not in ("", key)]
        for row in (*rows, self.walk.aliases.stem(key)):
            if row is None or row.state is not State.NAMED or not row.routes & LISTS:
                continue
            if self.known.may_hold_posts(self.known.shape_at(row.key)):
                return row.key
        return None

    def _linked(self, page: PageAnalysis, key: str, categories: list[str]) -> None:
        """Enter what a post's page names besides: posts, as many as fit, and lists."""
        posts = []
        if not self.walk.settled:
            self.columns.see(page, key, categories)
        for named in page.named:
            if self.known.is_post_link(named.link):
                posts.append(named.key)
            elif self.known.shape_at(named.key).verdict is Verdict.LIST and not self.walk.settled:
                self.walk.frontier.offer(named.key, navigation=named.link.navigation)
        at, link_budget = fetch_time(page.response), self.spider.link_budget
        for other in link_budget.fitting(posts, key):
            new = not self.known.sight(other, at, Route.ELSEWHERE).routes
            link_budget.entered(new)
        if page.beyond:
            link_budget.leave(key, page.beyond)

    def _is_anothers(
        self, page: PageAnalysis, post: Post, key: str, asked_as: str | None, row: Row
    ) -> bool:
        """Settle an address that shows what another one does, unless it is a post of its own."""
        twin = self.walk.aliases.of(post, row)
        if twin is not None and self.walk.aliases.compare(key, twin.key):
            self.not_there.settle(key, State.ALIAS, original=twin.n)
            return True
        title, request = self.titles.of(asked_as or key), page.response.request
        if request is None or (title and can_be_titled(post.title or "", title)):
            return False
        other = self.titles.called(post.title or "", row) or self._linked_as(page, post, key)
        if twin is not None and row.state not in KNOWN:
            other = twin.key
        if twin is not None and row.state is State.ARCHIVED:  # it was another post before
            before = row.title or ""
            if not can_be_titled(post.title or "", before):
                other, title = twin.key, title or before
        if not title or other is None:
            self.titles.read_as(asked_as or key, post.title or "")
            return False
        # Lists call it otherwise: a cache, an error's page, somebody else's article.
        reason = f"it shows the text of {address_of(self.site.root, other)}"
        self.walk.misses.missed(request, reason)
        return True

    def _linked_as(self, page: PageAnalysis, post: Post, key: str) -> str | None:
        """Return where a page's own link leads that has just the title of the page."""
        others = (link.key for link in page.links if link.text == post.title)
        return next((other for other in others if not one_page(key, other)), None)

    def join(self, url: str, row: Row) -> None:
        """Note that an address is that of a further page of a post."""
        canonical = self.site.canonical(url)
        if canonical is None or self.site.key(canonical) == row.key:
            return
        page = self.known.sight(self.site.key(canonical), row.seen_at, Route(0))
        if page.state in (State.NAMED, State.OTHER):
            self.store.settle(page.n, State.ALIAS, original=row.n)

    def part(self, url: str, post: str) -> None:
        """Note that an address which a post names as its further page is a post of its own."""
        page = self.store.row(self.site.key(url))
        if page is not None and page.state is State.ALIAS:
            self.store.settle(page.n, State.NAMED)
        self.run.notes.append(f"{url} is no further page of {post}, though that names it as one")

    def _own_row(self, response: TextResponse, key: str) -> tuple[str, Row]:
        """Return key and row of the post on a page, by its canonical link if that is believed."""
        row = self.known.sight(key, fetch_time(response), Route(0))
        if not row.routes:
            self.known.give_shape(key)
        said = self.site.key(canonical_url(response, self.site))
        if said == key or self.known.shape_at(said).verdict not in (None, Verdict.POST):
            return key, row
        other = self.store.row(said)
        if other is None or not other.routes & LISTS:
            if row.routes & LISTS:
                return key, row  # lists know this address and not the other
        elif (other.state in KNOWN and folded(other.title or "") not in folded(response.text)) or (
            other.state is State.NAMED and row.routes & (Route.INDEX | Route.LISTING)
        ):
            return key, row
        other = self.known.sight(said, fetch_time(response), Route(0))
        self.known.give_shape(said)
        return said, other
