"""Which posts have the same text, or nearly the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsportal.chinese.similarity import Signature
from newsportal.state.parts.part import Part
from newsportal.state.row import Row, State, rows_where

_OF_CONTENT = f"content_hash = ? AND state = {State.ARCHIVED}"
_AMONG = f"FROM bands WHERE hash IN ({', '.join('?' * 17)})"  # the bands of a signature
_SHARED = f"SELECT 1 {_AMONG} LIMIT 1"
_ALIKE = (
    "SELECT key, minhash, signatures.title FROM signatures JOIN posts USING (n) JOIN ("
    f" SELECT n, count(*) AS shared {_AMONG} GROUP BY n"
    " ORDER BY shared DESC, (SELECT key FROM posts WHERE posts.n = bands.n) LIMIT 5)"
    # By number it would depend on which of them was named first.
    " USING (n) ORDER BY shared DESC, key"
)


class Duplicates(Part):
    """Texts that stand for others, and their signatures."""

    def twin(self, content_hash: str) -> Row | None:
        """Return the archived post with that content, if any."""
        found = self.twins(content_hash)
        return found[0] if found else None

    def twins(self, content_hash: str) -> list[Row]:
        """Return the archived posts with that content; those without text may share a title."""
        return rows_where(self._execute, _OF_CONTENT, bytes.fromhex(content_hash))

    def standing_for(self, row: Row) -> Row:
        """Return the post that a duplicate repeats or another address leads to, else the post."""
        if row.original is None:
            return row
        found = rows_where(self._execute, "n = ?", row.original)
        return found[0] if found else row

    def release(self, original: int) -> None:
        """Let the duplicates of a post that changed or went become posts of their own."""
        self._execute(
            f"UPDATE posts SET state = {State.NAMED}, original = NULL, asked = NULL"
            f" WHERE original = ? AND state = {State.DUPLICATE}",
            original,
        )

    def sign(self, n: int, signature: Signature) -> None:
        """Keep a post's signature for later comparisons."""
        self._execute(
            "INSERT OR REPLACE INTO signatures VALUES (?, ?, ?)",
            n,
            signature.minhash,
            signature.title,
        )
        self._execute_many(
            "INSERT OR IGNORE INTO bands VALUES (?, ?)", [(band, n) for band in signature.bands]
        )

    def unsign(self, n: int) -> None:
        """Have no post compared with this one any more."""
        for table in ("signatures", "bands"):
            self._execute(f"DELETE FROM {table} WHERE n = ?", n)

    def sign_all(self, posts: Sequence[tuple[int, Signature]]) -> None:
        """Keep the signatures of many posts; in the order of the bands their pages are near."""
        self._execute_many(
            "INSERT OR REPLACE INTO signatures VALUES (?, ?, ?)",
            ((n, signature.minhash, signature.title) for n, signature in posts),
        )
        bands = sorted((band, n) for n, signature in posts for band in signature.bands)
        self._enter_many("OR IGNORE INTO bands", bands)

    def alike(self, signature: Signature) -> Iterator[tuple[str, Signature]]:
        """Yield key and signature of the posts that share most bands, at most five."""
        bands = signature.bands
        if self._one(_SHARED, *bands) is None:
            return  # nearly always, and told by a statement much smaller than the next
        for key, minhash, title in self._execute(_ALIKE, *bands):
            yield key, Signature(minhash, title)
