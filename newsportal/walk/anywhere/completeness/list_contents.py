"""What one list holds: what it says that it has, what would bring more, and what was read of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from newsportal.discovery.hidden_posts import held_back
from newsportal.discovery.paging.totals import counted, counted_pages
from newsportal.discovery.scripts.scripted_lists import (
    files_of_scripts,
    filled_by_script,
    items_without_addresses,
    left_empty,
    opened_by_script,
    written_by_script,
)
from newsportal.pages.page import Page
from newsportal.pages.site import Site
from newsportal.walk.anywhere.page_analysis import PageAnalysis

_TEMPLATE = 2  # pages of a list by which is known what stands on all
_ROWS = 3  # elements side by side that are a list


@dataclass(slots=True)
class ListContents:
    """What is known of a list by its first page, and by those that were read."""

    control: str
    """The words of what would bring further posts and leads nowhere."""
    linked: bool
    """Its first page links to further ones."""
    alike: int
    """How many posts stand together on the first page."""
    posts: dict[str, int]
    """How many posts the list says it has, by its words,"""
    pages: dict[str, int]
    """and how many pages."""
    files: set[str]
    """Scripts that may hold its posts, where it shows none."""
    shown: set[int] = field(default_factory=set)
    """Posts on all its pages."""
    items: int = 0
    """What stands on its pages as posts do, though it may lead to other portals."""
    read: int = 0
    """Pages that were read and show posts."""
    last: str = ""
    """The words of what would bring further posts on a page that links to none,"""
    on_all: bool = False
    """and whether a page that does link to one has such words: then its template does."""

    @classmethod
    def of_first(cls, page: PageAnalysis, shown: list[int], site: Site) -> ListContents:
        """Return what the first page of a list tells of it, which shows these posts."""
        stored = _is_stored(page)
        linked = bool(shown and page.pages.keys() - page.pages.written) and not stored
        control = "" if stored or linked else _control(page, shown)
        together = Counter(each.link.chain for each in page.named if each.is_post)
        return cls(
            control, linked, max(together.values(), default=0),
            counted(page.response), counted_pages(page.response),
            files_of_scripts(page.response, site),
        )  # fmt: skip

    def take(self, shown: list[int], page: PageAnalysis) -> None:
        """Take what a page of it shows."""
        self.shown.update(shown)
        self.items += max(len(shown), _items(page)) if self.posts else 0
        self.read += bool(shown)
        if self.linked and self.read <= _TEMPLATE and page.pages.next is not None:
            self.on_all = self.on_all or bool(held_back(page.response))

    def end(self, page: PageAnalysis) -> None:
        """Take a page behind which links lead to no further one."""
        if self.linked and page.pages.next is None:
            self.last = self.last or held_back(page.response)


def _control(page: PageAnalysis, shown: list[int]) -> str:
    """Return the words of what would bring the posts of a list, or further ones; "" for nothing."""
    response = page.response
    if control := filled_by_script(response) or written_by_script(response):
        return control
    if shown:
        return held_back(response)
    if (control := items_without_addresses(response)) or page.article or page.listing:
        return control
    return left_empty(response) or opened_by_script(response)


def _items(page: PageAnalysis) -> int:
    """Return how many items stand beside the posts of a page, these included."""
    chains = Counter(each.link.chain for each in page.named if each.is_post)
    chain, count = next(iter(chains.most_common(1)), ("", 0))
    first = next((each.link.element for each in page.named if each.link.chain == chain), None)
    for element in () if first is None else (first, *first.iterancestors()):
        above = element.getparent()
        beside = 0 if above is None else sum(1 for _ in above.iterchildren(element.tag))
        if beside >= _ROWS:
            return max(count, beside)
    return count


def _is_stored(page: PageAnalysis) -> bool:
    """Tell whether the link to the next page is one that a script would put into the page."""
    root = Page.of(page.response).root
    return any(
        link.key == page.pages.next and link.element.getroottree().getroot() is not root
        for link in page.links
    )
