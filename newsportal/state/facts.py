"""Facts about a portal that runs hand on to one another: each by its name, as a text."""

from __future__ import annotations

import sqlite3
from enum import StrEnum

from newsportal.state.parts.part import Part


class Fact(StrEnum):
    """Every name there is. States of earlier versions hold them: no name changes any more."""

    THEME = "theme"
    """Which theme reads the posts."""
    HOSTS = "hosts"
    """Further hosts of the portal, with blanks between."""
    FEED = "feed"
    SITEMAP = "sitemap"
    """Address of the feed, and of the file of the sitemap, that updates ask for."""
    FEEDS_OWED = "feed in vain"
    DAY_FEEDS_OWED = "day feeds owed"
    SITEMAPS_OWED = "sitemap files owed"
    """What runs could not read: a line each, how often and which address (`RetryBudget`)."""
    BROKEN_LISTS = "broken_lists"
    """Pages of lists that runs could not read (`BrokenLists`)."""
    BARE_FRONT = "bare_front"
    """The front page leads to no list."""
    HIDDEN_POSTS = "held_back"
    """What no address leads to, a line for people each."""
    PARTIAL_POSTS = "partial_posts"
    """Posts that may not be whole (`PartialPosts`)."""
    LEFT_OUT = "left_out"
    """How many addresses that texts and sidebars name were not entered."""
    IDLE_QUERY_NAMES = "idle query names"
    COMMON_NAMES = "common_names"
    """Keys of lists whose names other lists have as their titles."""
    """Query names that never change a page, with blanks between."""
    MIRRORED_FOLDERS = "mirrored_folders"
    """Folders below which the portal stands once more, with blanks between."""
    PREVIOUS_IS_NEWER = "previous is newer"
    """How often 上一篇 was the newer post, less how often the older."""
    MEDIA_STORE = "media store"
    """Address of the bucket that has the stored media."""
    MEDIA_MARK = "media mark"
    MEDIA_POSITION = "media position"
    """What media.jsonl was recognised by at the last commit, and how long it was."""
    MEDIA_NAMED = "media named"
    """How far posts.jsonl was read for the media that it names."""
    PAGES_TAKEN_OUT = "pages taken out"
    """Where pages lie that have to be taken away, as what they show was taken out before."""
    RETENTION_CLOCK = "retention_clock"
    """What our own clock said when files of pages were last asked for their age."""
    TAKEDOWN = "takedown of "
    """Before the id of a post: what a takedown that is not done yet has to take out."""


class Facts(Part):
    """The facts of one portal."""

    def get(self, name: str) -> str | None:
        """Return what an earlier run has kept under a name."""
        found = self._execute("SELECT value FROM facts WHERE name = ?", name).fetchone()
        return found[0] if found else None

    def drop(self, name: str) -> None:
        """Forget a fact."""
        self._execute("DELETE FROM facts WHERE name = ?", name)

    def put(self, name: str, value: str) -> None:
        """Keep a fact for later runs."""
        self._execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", name, value)


def unfinished_takedowns(database: sqlite3.Connection) -> list[str]:
    """Return the ids of the posts of which something may still be there."""
    names = database.execute("SELECT name FROM facts WHERE name GLOB ?", (f"{Fact.TAKEDOWN}*",))
    return [name.removeprefix(Fact.TAKEDOWN) for (name,) in names]


def fact_in(database: sqlite3.Connection, name: Fact) -> str | None:
    """Return a fact to whoever reads a state without its lock."""
    found = database.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return found[0] if found else None
