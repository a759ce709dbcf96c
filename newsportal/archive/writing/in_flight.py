"""What the state knows of a post travels with it through the pipelines."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsportal.discovery.discussion import Discussion
from newsportal.items import Post
from newsportal.state.row import Row


@dataclass(slots=True)
class InFlight:
    """The rows of the posts that are on their way from the spider to posts.jsonl."""

    _rows: dict[int, tuple[Post, Row]] = field(default_factory=dict)
    _discussions: dict[int, Discussion] = field(default_factory=dict)

    def put(self, post: Post, row: Row, discussion: Discussion | None = None) -> None:
        """Send the row of a post along with it, and where more of its comments are."""
        self._rows[id(post)] = post, row
        if discussion is not None:
            self._discussions[id(post)] = discussion

    def discussion(self, post: Post) -> Discussion | None:
        """Return where more of the comments of a post are, once."""
        return self._discussions.pop(id(post), None)

    def row(self, post: Post) -> Row:
        """Return the row of a post; LookupError for one that the spider has not sent."""
        return self._rows[id(post)][1]

    def take(self, post: Post) -> Row | None:
        """Return the row of a post that is at the end of its way, None if it was there before."""
        return self._rows.pop(id(post), (post, None))[1]
