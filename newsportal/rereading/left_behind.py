"""What a run had read that died before it could write the records."""

from __future__ import annotations

from collections.abc import AsyncIterator

from scrapy.crawler import Crawler

from newsportal.archive.archive import Archive
from newsportal.items import Post
from newsportal.pages.urls import Site
from newsportal.rereading.judged import Judged


async def left_behind(crawler: Crawler, archive: Archive, site: Site) -> AsyncIterator[Post]:
    """Yield the posts of stored pages that the state knows nothing of."""
    from newsportal.rereading.replay import Replay

    assert archive.pages is not None
    adopted = archive.pages.adopted
    archive.run.notes.append("pages that an earlier run has left behind were read")
    async for post in Judged(crawler).each(Replay(archive, site).missing(adopted)):
        yield post
