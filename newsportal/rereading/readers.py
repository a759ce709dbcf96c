"""Reads many stored pages, in processes of their own, and hands the posts out in order."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice

from newsportal.items import Post
from newsportal.pages.site import Site
from newsportal.pagestore.notes import ReadNote
from newsportal.rereading.addresses import apply_addresses
from newsportal.rereading.jobs import Job
from newsportal.rereading.post import read_again
from newsportal.rereading.stored_pages import StoredPages
from newsportal.runs.garbage import look_seldom
from newsportal.runs.plain_log import log_plainly

_CHUNK = 20  # pages handed to a process at a time
_AHEAD = 3  # chunks a process, so that none waits for work and little waits in memory


Done = tuple[Job, Post | None]


def _read_jobs(pages: StoredPages, jobs: list[Job]) -> list[Post | None]:
    """Read the pages of some jobs; None for what is no post, or not there any more."""
    return [_read(pages, job) for job in jobs]


def _read(pages: StoredPages, job: Job) -> Post | None:
    if not isinstance(job.note, ReadNote):
        return None
    site = Site.of(job.addresses.root)
    apply_addresses(site, job.addresses)
    return read_again(pages, site, job.note)


async def read_all(pages: StoredPages, jobs: Iterable[Job], processes: int) -> AsyncIterator[Done]:
    """Yield the jobs with their posts, in order; with 0 *processes* read them here."""
    source = iter(jobs)
    if not processes:
        for job in source:
            yield job, _read(pages, job)
        return
    # Not forked: threads of this process hold locks that a copy of it would wait for.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, _begin) as pool:
        waiting: deque[tuple[list[Job], Future[list[Post | None]]]] = deque()
        for chunk in _chunks(source):
            waiting.append((chunk, pool.submit(_read_jobs, pages, chunk)))
            if len(waiting) >= processes * _AHEAD:
                for done in await _first(waiting):
                    yield done
        while waiting:
            for done in await _first(waiting):
                yield done


def _begin() -> None:
    log_plainly()
    look_seldom()


def _chunks(jobs: Iterator[Job]) -> Iterator[list[Job]]:
    while chunk := list(islice(jobs, _CHUNK)):
        yield chunk


async def _first(
    waiting: deque[tuple[list[Job], Future[list[Post | None]]]],
) -> list[Done]:
    chunk, future = waiting.popleft()
    posts: list[Post | None] = await asyncio.wrap_future(future)
    return list(zip(chunk, posts, strict=True))
