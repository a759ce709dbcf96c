"""The state's part about media: what posts name, what is stored, what is owed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from newsportal.state.store import Store

_NAMES = "n url kinds name type size status fetched_at tries dropped".split()
_COLUMNS = ", ".join(_NAMES)
_FIRST_WAIT, _LONGEST_WAIT = 86400, 30 * 86400  # seconds between two tries from the second on


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture or a file that posts name."""

    n: int
    url: str
    kinds: int
    name: str | None
    """Of its file; None while it is not stored."""
    type: str | None
    size: int | None
    status: int | None
    fetched_at: int | None
    """Of what is stored, in seconds since 1970."""
    tries: int
    dropped: bool
    """It belongs to a post that is being forgotten."""


def _wait_after(tries: int) -> int:
    """Return the seconds after which a medium is asked for again that failed so often.

    The next run asks again at once; then the waits double, so that a picture that is gone does
    not cost a request an hour for years.

    >>> [_wait_after(tries) // 86400 for tries in (1, 2, 3, 4, 9)]
    [0, 1, 2, 4, 30]
    """
    return min(_LONGEST_WAIT, _FIRST_WAIT << min(tries - 2, 20)) if tries > 1 else 0


class MediaTable:
    """Rows of media; changes are committed with all others."""

    def __init__(self, store: Store) -> None:
        self._execute = store.execute

    # What posts name

    def name(self, url: str, kind: int, post: str) -> None:
        """Note that a post names a medium."""
        self._execute(
            "INSERT INTO media (url, kinds) VALUES (?, ?)"
            " ON CONFLICT (url) DO UPDATE SET kinds = kinds | excluded.kinds, dropped = 0",
            url, kind,
        )  # fmt: skip
        self._execute(
            "INSERT OR IGNORE INTO media_posts (media, post) SELECT n, ? FROM media WHERE url = ?",
            post, url,
        )  # fmt: skip

    def posts(self, n: int) -> list[str]:
        """Return the ids of the posts that name a medium."""
        found = self._execute("SELECT post FROM media_posts WHERE media = ? ORDER BY rowid", n)
        return [post for (post,) in found]

    # What is owed

    def owed(self, kinds: int, run: int, now: int, after: int, limit: int) -> list[Medium]:
        """Return media behind the row *after* that this run has not asked for and that are due."""
        found = self._execute(
            f"SELECT {_COLUMNS} FROM media WHERE name IS NULL AND n > ? AND dropped = 0"
            " AND kinds & ? AND run < ? AND next_at <= ? ORDER BY n LIMIT ?",
            after, kinds, run, now, limit,
        )  # fmt: skip
        return [Medium(*row) for row in found]

    def waits(self, now: int) -> set[str]:
        """Return the hosts that have asked not to be asked yet."""
        found = self._execute("SELECT host FROM media_hosts WHERE until > ?", now)
        return {host for (host,) in found}

    def wait(self, host: str, until: int) -> None:
        """Note until when a host asks to wait."""
        self._execute("INSERT OR REPLACE INTO media_hosts VALUES (?, ?)", host, until)

    def ask(self, n: int, run: int) -> None:
        """Note that a run asks for a medium."""
        self._execute("UPDATE media SET run = ? WHERE n = ?", run, n)

    def fail(self, medium: Medium, status: int | None, reason: str, now: int) -> None:
        """Note that a medium could not be had."""
        tries = medium.tries + 1
        self._execute(
            "UPDATE media SET status = ?, reason = ?, tries = ?, next_at = ? WHERE n = ?",
            status, reason, tries, now + _wait_after(tries), medium.n,
        )  # fmt: skip

    def told(self, n: int, status: int | None) -> bool:
        """Take it that media.jsonl tells of a failure; return whether it has told of it before."""
        value = -1 if status is None else status
        changed = self._execute(
            "UPDATE media SET told = ? WHERE n = ? AND told IS NOT ?", value, n, value
        )
        return changed.rowcount == 0

    # What is stored

    def keep(self, n: int, name: str, type_: str, size: int, status: int | None, at: int) -> None:
        """Note what is stored of a medium."""
        self._execute(
            "UPDATE media SET name = ?, type = ?, size = ?, status = ?, fetched_at = ?,"
            " reason = NULL, tries = 0, next_at = 0 WHERE n = ?",
            name, type_, size, status, at, n,
        )  # fmt: skip

    def lose(self, name: str) -> int:
        """Take it that a file is not there; return how many media are owed for it."""
        self._execute(
            "UPDATE media_posts SET lined = 0 WHERE media IN (SELECT n FROM media WHERE name = ?)",
            name,
        )
        lost = self._execute(
            "UPDATE media SET name = NULL, next_at = 0, tries = 0 WHERE name = ?", name
        )
        return lost.rowcount

    def find(self, url: str) -> Medium | None:
        """Return what is known of a medium."""
        row = self._execute(f"SELECT {_COLUMNS} FROM media WHERE url = ?", url).fetchone()
        return Medium(*row) if row else None

    def names(self, digits: str) -> set[str]:
        """Return the names of stored files that begin with two digits."""
        found = self._execute(
            "SELECT DISTINCT name FROM media WHERE name >= ? AND name < ?", digits, f"{digits}g"
        )
        return {name for (name,) in found}

    # Lines of media.jsonl

    def unlined(self, n: int | None) -> Iterator[tuple[Medium, str]]:
        """Yield the uses of a stored medium, or of all, of which no line tells, with the post."""
        columns = ", ".join(f"media.{name}" for name in _NAMES)
        found = self._execute(
            f"SELECT {columns}, post FROM media_posts JOIN media ON media.n = media_posts.media"
            f" WHERE lined = 0 AND name IS NOT NULL{' AND media.n = ?' if n is not None else ''}"
            " ORDER BY media_posts.rowid",
            *([] if n is None else [n]),
        ).fetchall()
        for *row, post in found:
            yield Medium(*row), post

    def lined(self, n: int, post: str) -> None:
        """Note that a line tells of the use of a medium by a post."""
        self._execute("UPDATE media_posts SET lined = 1 WHERE media = ? AND post = ?", n, post)

    def unline(self) -> None:
        """Forget which lines there are, before the file is read."""
        self._execute("UPDATE media_posts SET lined = 0")

    # A post that is forgotten

    def drop_uses(self, post: str) -> None:
        """Take it that a post names nothing; what no other post names is to be dropped."""
        self._execute(
            "UPDATE media SET dropped = 1 WHERE n IN (SELECT media FROM media_posts WHERE post = ?)"
            " AND NOT EXISTS (SELECT 1 FROM media_posts WHERE media = n AND post != ?)",
            post, post,
        )  # fmt: skip
        self._execute("DELETE FROM media_posts WHERE post = ?", post)

    def dropped(self) -> list[str]:
        """Return the addresses of the media that are to be dropped."""
        return [url for (url,) in self._execute("SELECT url FROM media WHERE dropped = 1")]

    def forget_dropped(self) -> list[str]:
        """Forget the media that are to be dropped; return the files that nothing needs now."""
        found = self._execute(
            "SELECT DISTINCT name FROM media AS gone WHERE dropped = 1 AND name IS NOT NULL AND NOT"
            " EXISTS (SELECT 1 FROM media WHERE media.name = gone.name AND media.dropped = 0)"
        ).fetchall()
        self._execute("DELETE FROM media WHERE dropped = 1")
        return [name for (name,) in found]

    # Counts

    def count(self, kinds: int) -> dict[str, int]:
        """Return how many media are stored, could not be had, or were not asked for yet."""
        stored, failed, owed = self._execute(
            "SELECT count(DISTINCT name), total(name IS NULL AND tries > 0 AND kinds & ?),"
            " total(name IS NULL AND tries = 0 AND kinds & ?) FROM media WHERE dropped = 0",
            kinds, kinds,
        ).fetchone()  # fmt: skip
        (size,) = self._execute(
            "SELECT total(size) FROM (SELECT max(size) AS size FROM media"
            " WHERE name IS NOT NULL GROUP BY name)"
        ).fetchone()
        return {"stored": stored, "bytes": int(size), "failed": int(failed), "owed": int(owed)}
