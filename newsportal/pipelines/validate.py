"""Only what is a post goes on."""

from __future__ import annotations

from scrapy.exceptions import DropItem

from newsportal.items import Post


class NotAPost(DropItem):
    """A page that has no title or no element for the body."""


class ValidatePipeline:
    """Drops pages that are no posts. An empty body in its place is a post."""

    def process_item(self, item: Post) -> Post:
        """Return the post; NotAPost says what the page lacks."""
        lacks = [name for name in ("title", "text") if getattr(item, name) is None]
        if item.title == "":
            lacks.append("title")
        if lacks:
            raise NotAPost(f"the page has no {' and no '.join(lacks)}", log_level="WARNING")
        return item
