"""Reads the pages of a theme: a post, a list, a page that is neither."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from scrapy.http import TextResponse

from newsportal.archive.broken_lists import Why
from newsportal.chinese.dates import SHANGHAI
from newsportal.extract import canonical_url, read_post
from newsportal.middlewares.manners import fetch_time
from newsportal.pages.keys import glob_of, shape
from newsportal.runs.verdict import Alert
from newsportal.state.facts import Fact
from newsportal.state.row import LISTS, State
from newsportal.walk.fetched import Fetched, Following
from newsportal.walk.questions.retry_queue import ROUNDS
from newsportal.walk.themed.lists import ListPage

if TYPE_CHECKING:
    from newsportal.spiders.posts import PostsSpider


_MANY = 10  # new posts, as which an update may ask for what lists it likes


class PageReader:
    """Takes what the pages tell."""

    def __init__(self, spider: PostsSpider, no_post: Callable[[Fetched], Following]) -> None:
        self._spider, self._no_post = spider, no_post
        self._archive, self._run = spider.archive, spider.archive.run
        self._facts = spider.archive.store.facts
        self._theme = self._facts.get(Fact.THEME)

    def post(self, fetched: Fetched) -> Following:
        """Read a post."""
        spider, (response, theme) = self._spider, fetched.themed
        now = fetch_time(response)
        spider.which_days.today = now.astimezone(SHANGHAI).date()
        rules = self._run.figures.rules
        post, published = read_post(response, theme, spider.site, now, rules)
        row = spider.which_post.on(post, fetched)
        if row is None:
            yield from self._no_post(fetched)
            return
        if fetched.post != row.key and row.state is not State.NAMED and not row.renamed:
            spider.traps.fruitless_posts += 1
            return  # known; if it was edited, lists and feed tell
        self._run.fetched += 1
        around = spider.sightings.neighbours(post)
        published = spider.zone.corrected(row.key, published, now)
        published = spider.sightings.date(row, post, published, around, response, now)
        if spider.which_posts.too_old(published):
            self._archive.store.publish(row.n, published)
            self._run.too_old += 1
            return
        spider.sightings.chained(row, post, published, around, response)
        self._run.figures.count(post)
        self._keep_theme(theme.name)
        spider.send(post, row, response, theme)
        yield post
        spider.sightings.linked(post, row.key, theme.asides(response), response)
        categories = spider.lists.categorised(theme, response)
        yield from spider.requests.menus(spider.lists.named(categories))

    def _keep_theme(self, name: str) -> None:
        """Keep which theme reads the portal's posts; say so when it is another one than before."""
        before, self._theme = self._theme, name
        if before == name:
            return
        self._facts.put(Fact.THEME, name)
        if before not in (None, "generic"):
            self._run.noticed.append(
                Alert(
                    "theme",
                    f"the portal has a new look: its posts were read by the theme {before} and are"
                    f" read by {name} from now on",
                )
            )

    def stands_for_another(self, fetched: Fetched) -> bool:
        """Tell whether the post on a page that no list names stands there for something else.

        So it does if this address seems a list's, or if the post has another one that a list names.
        """
        spider, (response, theme) = self._spider, fetched.themed
        store, own = self._archive.store, spider.site.key(fetched.asked)
        spider.lists.categorised(theme, response)
        if self.seems_a_list(fetched.asked):
            return True
        key = spider.site.key(canonical_url(response, spider.site))
        id_ = spider.site.platform.post_id(response, key)
        named = store.row(key) if key != own else store.by_id(id_)
        return named is not None and named.key != own and bool(named.routes & LISTS)

    def seems_a_list(self, url: str) -> bool:
        """Tell whether pages call an address a category, or lists have such addresses."""
        key = self._spider.site.key(url)
        form = shape(key)
        is_like = form is not None and self._archive.store.listings.like(glob_of(form))
        return key in self._spider.lists.categories or is_like

    def list_page(self, fetched: Fetched) -> Following:
        """Read a page of a list; ask for its posts."""
        spider = self._spider
        # What a menu names may stand in a sidebar, too, and need not be asked for again.
        key = spider.site.key(fetched.asked) if fetched.post is None else fetched.post
        spider.not_there.settle(key, State.OTHER)
        page = spider.lists.read(fetched)
        why, queue = "it shows the posts of another list", spider.retry_queue
        for request in spider.lists.alike(page):
            queue.add(request, why)
        doubted = queue.broken.is_doubted(fetched.asked)
        if spider.lists.is_anothers(page, doubted=doubted):
            queue.owe(fetched.request, why, Why.AWAY)
            if (doubted or fetched.rounds > 0) and fetched.rounds < ROUNDS:
                queue.add(fetched.request, why)
        yield from spider.requests.posts_if_wanted([*spider.feeds.take_named(), *page.rows])
        if fetched.request.meta.get("in_turn"):
            yield from self._beside(page)
            return
        spider.lists.finish(page)
        if page.walk.key == "":
            yield from spider.requests.ahead(fetched.number)
        yield from spider.requests.menus(spider.lists.menu(page))

    def _beside(self, page: ListPage) -> Following:
        """Read the pages beside a page of the index that was read in turn and brought news.

        Few news have a budget, in which one page in turn is all: their neighbours' turn comes.
        """
        spider, number, template = self._spider, page.fetched.number, ""
        if page.natural and spider.how_far.is_old(page.natural[-1]):
            page.walk.next = None  # lists are in order of time: nothing new follows
        # Sticky posts stand on every page; what feed and front page show is no news of this one.
        told = {*spider.how_far.feed, *page.walk.first}
        named = (row for row in page.natural if row.run == self._archive.run_number)
        news = [row for row in named if row.key not in told]
        beside = spider.lists.beside
        beside.add(number)
        if page.walk.key == "" and news and self._run.new.count + len(news) >= _MANY:
            template = page.walk.template(spider.site) or ""
        for near in (number - 1, number + 1) if template else ():
            if 1 < near <= page.walk.last and near not in beside:
                beside.add(near)
                yield spider.requests.in_turn("", near, template.format(near))

    def page(self, fetched: Fetched) -> Following:
        """Read a page that is neither: an archive page names posts."""
        assert isinstance(fetched.response, TextResponse) and fetched.theme is not None  # noqa: PT018
        yield from self._no_post(fetched)
        # Its posts wait for the lists, which may know their time better.
        for entry in fetched.theme.archive(fetched.response):
            self._spider.sightings.archived(entry, fetched.response)
