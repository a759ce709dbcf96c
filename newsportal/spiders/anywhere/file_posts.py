"""News that are files: a list names them among its posts, and there is no page to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsportal.discovery.entries import named_by
from newsportal.discovery.links import file_links
from newsportal.spiders.anywhere.look import Look

if TYPE_CHECKING:
    from newsportal.spiders.anywhere.walk import AnyWalk

FACT = "file_posts"


class FilePosts:
    """Counts them, and says at the end which there are."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self._met: set[str] = set()

    def see(self, look: Look) -> None:
        """Take a page of a list."""
        files = file_links(look.response, self.walk.site)
        if not files:
            return
        beside = {each.link.chain for each in look.named if each.is_post}
        like_posts = {each.key for each in named_by(files) if each.is_post}
        for link in files:
            wanted = link.key in like_posts or link.chain in beside
            if wanted and link.text and link.key not in self._met:
                self._met.add(link.key)
                self.walk.run.file_posts.add(url=link.key, title=link.text, list=look.response.url)

    def say(self) -> None:
        """Say how many there are; audit says it of the last walk over the whole portal."""
        run, facts = self.walk.run, self.walk.facts
        if not self._met:
            if not self.walk.settled:
                facts.drop(FACT)
            return
        first = run.file_posts.first[0]
        told = (
            f"{len(self._met)} news on lists are files without a page and no records, first"
            f" {first['url']} ({first['title']})"
        )
        run.notes.append(told)
        if not self.walk.settled:
            facts.put(FACT, told)
