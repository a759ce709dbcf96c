"""An update without news on a large archive, which is filled rather than crawled, and its audit.

``python -m benchmarks.filled``
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.crawl import crawl
from newsportal.archive.audit import audit
from newsportal.archive.revision import digest
from newsportal.chinese.dates import Moment
from newsportal.chinese.similarity import Signature
from newsportal.items import Post
from newsportal.pages.site import Site
from newsportal.sample.content import Portal
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from newsportal.state.published import Published
from newsportal.state.row import Route, State
from newsportal.state.store import Store

_HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]


def fill(path: Path, root: str, portal: Portal) -> None:
    """Enter every post of a portal as archived, as a whole run that ended well would have."""
    chance = random.Random(1)  # noqa: S311 (repeatable on purpose)
    store, now = Store(path), datetime.now(UTC)
    store.portal.name(root)
    run = store.runs.begin("filled")
    store.listings.walked(store.listings.number("feed.php"), run)
    previous = None
    for number, key in enumerate(portal.news.everything()):
        at = portal.news.timeline.at(key)
        published = Published.of(Moment(at, "second", at, at), "page")
        post_id = portal.news.timeline.id(key)
        row = store.sight(f"post/{post_id}.html", Route.INDEX, now, run, published)
        store.sight(row.key, Route.CHAIN, now, run)
        store.sight(row.key, Route.RELATED, now, run)
        title, text = ("".join(chance.choices(_HAN, k=length)) for length in (20, 500))
        post = Post(id=str(post_id), title=title, text=text, tags=["a"], category=["新闻"])
        signature = Signature.of(title, text)
        assert signature is not None
        store.duplicates.sign(row.n, signature)
        store.settle(
            row.n,
            State.ARCHIVED,
            content_hash=hashlib.sha256(text.encode()).digest(),
            digest=digest(post),
            asked=run,
            next=previous,
            previous=row.n + 1 if number + 1 < len(portal) else None,
            category=store.category(["新闻", f"{key % 10}"]),
            revision=1,
            id=post.id,
            title=title,
        )
        previous = row.n
        if number % 1000 == 0:
            store.commit(0, "")
    store.runs.end(run, 0, "filled", "{}", whole=True)
    store.commit(0, "")
    store.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.filled", description=__doc__)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--json", type=Path, default=Path("benchmark-filled.json"))
    given = parser.parse_args()
    now = int(time.time())
    options = Options(posts=given.posts, anchor=now)
    with TemporaryDirectory() as name, serve(options, clock=now, frozen=True) as url:
        folder = Path(name) / Site.of(url).folder
        folder.mkdir()
        state = folder / "state.db"
        fill(state, url, Portal(options, clock=lambda: now))
        bytes_a_post = state.stat().st_size / given.posts
        update = crawl("newsportal", url, Path(name))
        start = time.process_time()
        verdict = audit(state)
        audited = time.process_time() - start
    result = {"update": asdict(update), "audit_cpu": audited, "state_bytes_a_post": bytes_a_post}
    given.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(f"archive of {verdict.posts} posts, complete: {verdict.complete}")
    print(f"update without news: {update.pages} requests, {update.cpu:.2f} s of CPU")
    print(f"  with a peak of {update.peak:.0f} MB")
    print(f"audit: {audited:.2f} s of CPU")
    print(f"state: {bytes_a_post:.0f} bytes a post")


if __name__ == "__main__":
    main()
