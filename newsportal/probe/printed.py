"""The findings as a page of plain facts, and the ``portal.toml`` to begin with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newsportal.language.chosen import local
from newsportal.probe.findings import Findings

_TEXT = 120  # characters of a body


def page(found: Findings) -> Iterator[str]:
    """Yield the lines for a person who decides whether to trust the portal to newsportal."""
    if found.can_be_archived:
        yield f"{found.portal} can be archived"
    elif found.refusal:
        yield f"{found.portal} cannot be archived: {found.refusal}"
    else:
        yield f"{found.portal} can perhaps be archived; what is doubtful stands below"
    if found.software or found.theme:
        yield f"software   {found.software or 'not told'}; theme {found.theme or 'none'}"
    yield f"feed       {found.feed or 'none found'}"
    if found.sitemap or found.theme == "generic":  # themes have no use for one
        named = f" ({found.in_sitemap} addresses)" if found.sitemap else ""
        yield f"sitemap    {found.sitemap or 'none found'}{named}"
    yield f"requests   {found.requests}"
    if found.posts_expected and not found.refusal:
        yield (
            f"expected   {found.posts_expected} posts or more, {found.minutes_expected:g} minutes"
            " at the present delay"
        )
    if found.lists:
        yield "lists"
        for each in found.lists:
            yield f"  {each['url']}  ({each['pages']} page{'s' * (each['pages'] != 1)})"
    if found.shapes:
        yield "addresses"
        yield from map(_shape, found.shapes)
    for record in found.records:
        yield from ("", *_record(record))
    if found.doubts:
        yield ""
        yield "doubtful"
        yield from (f"  {doubt}" for doubt in found.doubts)
        if found.portal_toml:
            yield "portal.toml would settle it:"
        yield from (f"  {line}" for text in found.portal_toml for line in text.splitlines())


def _shape(shape: dict[str, Any]) -> str:
    unread = shape["verdict"] == "undecided" and not shape["pages_read"]
    verdict = "not read" if unread else shape["verdict"]
    return (
        f"  {verdict:<10}{shape['shape']}  named {shape['named']}, shown as posts"
        f" {shape['shown_as_posts']}, read {shape['pages_read']}, articles {shape['articles']}"
    )


def _record(record: dict[str, Any]) -> Iterator[str]:
    yield f"  {record['title']}"
    yield f"  {record['url']}"
    people = [*record["reporters"], *record["correspondents"], *record["editors"]]
    facts = [
        _dated(record["published_at"], record["published_precision"]),
        record["source"] or local("no outlet"),
        "、".join(people) or local("nobody credited"),
        " › ".join(record["category"]) or local("no category"),
    ]
    yield f"  {' · '.join(facts)}"
    yield f"  {record['text'][:_TEXT]}".replace("\n", " ¶ ")


def _dated(at: str | None, precision: str | None) -> str:
    if at is None:
        return local("no date")
    told = f" ({local(precision)})" if precision else ""
    return f"{at[:16].replace('T', ' ')}{told}"


def portal_toml(found: Findings) -> str:
    """Return a file to edit: what was found, and what may be told, as comments."""
    kinds = {"post": "posts", "list": "lists", "other": "other"}
    lines = [f"# {found.portal}", f"# software: {found.software or 'not told'}"]
    if found.theme:
        lines.append(f'theme = "{found.theme}"')
    lines.append("# What was learnt of its addresses; take away the # in front to settle it.")
    for kind, name in kinds.items():
        patterns = [shape["shape"] for shape in found.shapes if shape["verdict"] == kind]
        told = ", ".join(f'"{pattern}"' for pattern in patterns)
        lines.append(f"# {name} = [{told}]")
    lines.append('# drop = ["a whole line that is no news"]')
    lines += [
        "#",
        "# [select]",
        '# title = "h1"',
        '# body = "#content"',
        '# published_at = ".date"',
    ]
    return "\n".join(lines) + "\n"
