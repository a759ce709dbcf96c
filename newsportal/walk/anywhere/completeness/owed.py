"""What a walk over any portal could not do: counted and named when nothing is left to ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsportal.pages.keys import address_of
from newsportal.runs.verdict import Alert
from newsportal.state.facts import Fact
from newsportal.state.row import State
from newsportal.walk.anywhere.misses import LEADS_TO_FRONT

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk


def name_what_is_owed(walk: AnyWalk) -> None:
    """Enter into the run's account what is owed, and what was left alone on purpose."""
    run, site = walk.run, walk.site
    if not run.fetched and not walk.store.counts.of(State.ARCHIVED):
        run.failure = (
            f"{walk.front.bare}, nor do the pages that feed and sitemap name show any"
            if walk.front.bare
            else _nothing_read(walk)
        )
    walk.seeds.sitemaps.settle()
    walk.misses.settle()
    if not walk.settled and not walk.spider.arguments.since:
        walk.retry_queue.end()
        walk.lists.orders.settle()
    for each in walk.lists.walks.values():
        if each.too_long:
            first = address_of(site.root, each.key)
            run.failed[first] = f"the list has more than {each.read} pages"
    walk.hidden_posts.say()
    _name_lists_left(walk)
    _name_lost_order(walk)
    if name := walk.other_hosts.name:
        run.failed[site.root] = name
    if line := walk.other_hosts.line:
        run.notes.append(line)
    walk.spider.link_budget.settle()
    for shape in walk.shapes:
        if shape.verdict is None and (owed := walk.shapes.owed(shape)):
            settles = (
                f'portal.toml settles it: posts = ["{shape.shape}"] or other = ["{shape.shape}"]'
            )
            run.failed[site.root + shape.shape] = (
                f"no date, as other posts have: {owed} addresses of this shape; {settles}"
                if walk.shapes.is_doubtful(shape)
                else f"undecided: {owed} addresses of this shape; {settles}"
            )


def _nothing_read(walk: AnyWalk) -> str:
    """Return why nothing was read of a portal whose front page leads on."""
    root, run = walk.site.root, walk.run
    led = [url for url, reason in run.failed.items() if reason == LEADS_TO_FRONT]
    if led:
        return (
            f"{root} leads to its front page in place of {len(led)} pages that its lists name, as"
            f" some portals answer whoever asks without a Referer; first {led[0]}"
        )
    return (
        f"{root} shows no list of posts: newsportal has read {run.lists} pages, and nothing on"
        " them reads like news"
    )


def _name_lost_order(walk: AnyWalk) -> None:
    """Say that an update cannot tell where news stands: no list is in the order of time."""
    orders, facts = walk.lists.orders, walk.facts
    if not orders.shuffled or orders.orderly or facts.get(Fact.SITEMAP) or walk.seeds.overlaps:
        return
    line = (
        f"none of {len(orders.shuffled)} lists begins with the newest posts, so that an update may"
        " miss some; mode=full reads them to their ends"
    )
    walk.run.notes.append(line)
    walk.run.noticed.append(Alert("silence", line))


def _name_lists_left(walk: AnyWalk) -> None:
    """Say which lists were left alone since others like them showed nothing new."""
    if walk.settled or walk.which_posts.limit_reached():
        return
    told = walk.hidden_lists.families_left()
    for name, keys in walk.lists_next.left().items():
        if name not in told:
            first = address_of(walk.site.root, keys[0])
            walk.run.notes.append(
                f"{len(keys)} lists were not read, since others like them showed nothing new;"
                f" first {first}"
            )
