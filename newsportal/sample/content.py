"""A whole portal: its posts, the truth about them, and its answers."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from newsportal.sample import discussion, errors, sections
from newsportal.sample.addresses import Addresses
from newsportal.sample.article import copyright_text
from newsportal.sample.news import News
from newsportal.sample.options import Options
from newsportal.sample.router import HTML, Answer, answer
from newsportal.sample.thread import page_of_threads
from newsportal.sample.timeline import ZONE
from newsportal.sample.truth import CommentTruth, PostTruth
from newsportal.sample.view import View, post_path

# As in the CMS: "linux" takes in desktop agents as well.
_MOBILE = re.compile(
    "android|linux|mobile|iphone|ipad|ipod|opera|kindle|blackberry|phone|symbian", re.IGNORECASE
)


class Portal:
    """A sample portal with the settings *options*, living by *clock* (seconds since 1970).

    >>> portal = Portal(Options(posts=50), clock=lambda: 1795305600)
    >>> newest = portal.truth(next(portal.ids()))
    >>> status, headers, body = portal.respond("GET", newest.path)
    >>> status, newest.title in body.decode()
    (200, True)
    """

    def __init__(
        self, options: Options | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self.options, self._clock = options or Options(), clock
        anchor = self.options.anchor
        self.news = News(self.options, self.now() if anchor is None else anchor)
        self.addresses = Addresses(self.options)
        self._counters: dict[int, int] = {}
        self._stored: dict[str, str] = {}
        self._pages = 0
        self._draw = random.Random(self.options.seed)
        timeline = self.news.timeline
        regular = (key for key in reversed(range(timeline.size)) if key not in timeline.ahead)
        newest = next(regular, None)
        self._built = timeline.anchor if newest is None else timeline.time(newest) + 1

    def now(self) -> int:
        """Return the portal's time, in whole seconds as PHP's."""
        return int(self._clock())

    def ids(self) -> Iterator[int]:
        """Yield the ids of all public posts, newest first."""
        return map(self.news.timeline.id, self.news.everything())

    def __len__(self) -> int:
        return len(self.news.everything())

    def views(self, post_id: int) -> int:
        """Return the present view counter of a post."""
        key = self._key(post_id)
        return self.news.first_views(key) + self._counters.get(key, 0)

    def respond(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        user_agent: str = "",
        host: str = "portal.example",
        requested: str | None = None,
    ) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body for a request; *query* holds form fields of a POST too.

        *requested* is the address as it was asked for (default: without query).
        """
        query = dict(query or {})
        root = f"http://{host}/"
        view = View(
            news=self.news,
            addresses=self.addresses,
            root=root,
            now=self.now(),
            requested=requested or root[:-1] + path,
            mobile=self.options.mobile
            and ("must_use_mobile" in query or _MOBILE.search(user_agent) is not None),
            counters=self._counters,
            draw=self._draw,
            built=self._built,
            stored=self._stored,
        )
        query.pop("must_use_mobile", None)
        found = answer(view, path, query, self._count)
        if found.type == HTML and found.status == 200 and self.options.error_every:
            self._pages += 1
            if self._pages % self.options.error_every == 0:
                found = Answer(500, errors.broken(view))
        headers = {"Content-Type": found.type, **found.headers}
        if not path.startswith("/zb_users/") and path != "/robots.txt":
            headers |= {"Product": "Z-BlogPHP 1.7.5", "X-XSS-Protection": "1; mode=block"}
        content = found.content if method != "HEAD" else b""
        return found.status, headers, content.encode() if isinstance(content, str) else content

    def get(self, address: str, user_agent: str = "") -> tuple[int, str]:
        """Return status and text for an address, with or without the host, as a test asks for it.

        >>> Portal(Options(posts=9)).get("/nothing.html")[0]
        404
        """
        parts = urlsplit(address)
        status, _, body = self.respond(
            "GET",
            parts.path or "/",
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            user_agent,
            parts.netloc or "portal.example",
            address if parts.netloc else None,
        )
        return status, body.decode("utf-8", "replace")

    def _count(self, key: int) -> None:
        if self.options.count_views:
            self._counters[key] = self._counters.get(key, 0) + 1

    def _key(self, post_id: int) -> int:
        key = self.news.find(post_id)
        if key is None:
            raise KeyError(f"the portal has no post {post_id}")
        return key

    # Truth

    def truth(self, post_id: int) -> PostTruth:
        """Return what is true of a public post; KeyError where there is none."""
        key, news, options = self._key(post_id), self.news, self.options
        body, category = news.body(key), news.category(key)
        older, newer = news.neighbours(key)
        repeated = news.repeats(key)
        nearly = news.nearly(key)
        sticky = news.stickies.get(key)
        names = [
            sections.CATEGORIES[each].name for each in (*sections.ancestors(category), category)
        ]
        hidden = category == sections.UNLISTED and options.unlisted
        pictures = {picture.url: picture.alt for picture in reversed(body.pictures)}
        return PostTruth(
            id=post_id,
            path=post_path(news, self.addresses, key),
            title=news.title(key),
            category=tuple(names[-2:]),
            category_id=category,
            category_path=tuple(names),
            author=sections.AUTHORS[news.author(key)].name,
            author_id=news.author(key),
            source=body.credit.source,
            reporters=body.credit.reporters,
            correspondents=body.credit.correspondents,
            editors=body.credit.editors,
            published_at=news.timeline.at(key),
            text=body.text,
            images=tuple(reversed(pictures.items())),
            tags=tuple(sections.TAGS[tag].name for tag in news.tags(key)),
            comments=self._comments(key),
            comment_count=news.comment_count(key),
            copyright=copyright_text(options.copynotice),
            previous=None if older is None else news.timeline.id(older),
            next=None if newer is None else news.timeline.id(newer),
            duplicate_of=news.timeline.id(repeated) if repeated and not nearly else None,
            near_duplicate_of=news.timeline.id(repeated) if repeated and nearly else None,
            sticky=sticky,
            in_index=sticky in ("global", "index") or (sticky is None and not hidden),
        )

    def _comments(self, key: int) -> tuple[CommentTruth, ...]:
        """Return the comments of the post's own page."""
        if not self.options.comments:
            return ()
        timeline = self.news.timeline
        remarks = discussion.remarks(self.options.seed, key, timeline.time(key), timeline.anchor)
        threads, _ = page_of_threads(self.options, remarks, 1)
        return tuple(
            CommentTruth(
                id=str(remark.id),
                author=remark.author,
                location=remark.place if self.options.comment_place and remark.place else None,
                published_at=datetime.fromtimestamp(remark.time, ZONE),
                text=remark.text,
                reply_to=None if remark is root else str(root.id),
            )
            for root, replies in threads
            for remark in (root, *replies)
        )
