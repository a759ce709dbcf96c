"""A post with all that is known of it."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from newsportal.archive.media.lookup import Stored
from newsportal.archive.revisions import differences
from newsportal.browse import rendering
from newsportal.browse.catalogue import Entry
from newsportal.browse.citation import citation
from newsportal.browse.views.copies import stored_page
from newsportal.browse.views.frame import full_page
from newsportal.browse.views.request_args import archive_folder, catalogue, entry_url, wording


def post(slug: str) -> str:
    """Show a post, or one of its revisions."""
    revision = request.args.get("revision", type=int)
    shown = catalogue().post(slug, revision)
    if shown is None:
        abort(404)
    record, words = shown.record, wording()
    media = {name: words(name) for name in ("picture", "film", "sound")}
    media_here = Stored(archive_folder()).of_post(record["id"])
    stored = {url: url_for("medium", name=one.name) for url, one in media_here.items()}
    pictures = {url: stored[url] for url, one in media_here.items() if one.shown}
    pairs = list(zip(shown.revisions, shown.revisions[1:], strict=False))
    return full_page(
        "post.html",
        kind="post",
        shown=shown,
        record=record,
        body=rendering.body(record["html"], media, pictures),
        stored=stored,
        thumbs={url: url_for("thumb", name=media_here[url].name) for url in pictures},
        changes=[
            (after, differences.title(before, after), differences.fields(before, after),
             differences.paragraphs(before, after))
            for before, after in reversed(pairs)
        ],
        copied=stored_page(shown.entry) is not None,
        near=_linked(record["near_duplicate_of"]),
        citation=citation(record),
        neighbours=[
            (way, link, catalogue().neighbour(link["url"]))
            for way in ("previous", "next")
            if (link := record[way])
        ],
        threads=_threads(record["comments"]),
    )  # fmt: skip


def at() -> BaseResponse:
    """Lead to the post that stood at an address of the portal."""
    entry = catalogue().entry(request.args.get("url", ""))
    if entry is None:
        abort(404)
    return redirect(entry_url(entry))


def as_json(slug: str) -> Response:
    """Return the record of a post as JSON, as it stands in posts.jsonl."""
    shown = catalogue().post(slug, request.args.get("revision", type=int))
    if shown is None:
        abort(404)
    return Response(json.dumps(shown.record, ensure_ascii=False), mimetype="application/json")


def _linked(url: str | None) -> tuple[str, Entry | None] | None:
    return None if url is None else (url, catalogue().entry(url))


def _threads(comments: list[dict[str, Any]]) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Return the comments as roots with their answers; an answer to nothing stands as a root."""
    roots = {comment["id"] for comment in comments if comment["reply_to"] is None}
    return [
        (comment, [other for other in comments if other["reply_to"] == comment["id"]])
        for comment in comments
        if comment["reply_to"] not in roots
    ]
