"""What runs hand on to one another about the portal: its names, robots.txt and zone."""

from __future__ import annotations

from datetime import datetime

from newsportal.state.parts.part import Part


class Portal(Part):
    """What is known of the portal as a whole."""

    def name(self, root: str) -> None:
        """Keep the portal's root URL, which the audit needs."""
        self._execute("UPDATE export SET root = ?", root)

    def root(self) -> str | None:
        """Return the root URL by which the last run named the portal."""
        root: str | None = self._one("SELECT root FROM export")[0]
        return root

    def former(self) -> list[str]:
        """Return the root URLs of hosts at which the portal was before."""
        return str(self._one("SELECT former FROM export")[0]).split()

    def keep_former(self, roots: list[str]) -> None:
        """Keep the root URLs of former hosts."""
        self._execute("UPDATE export SET former = ?", " ".join(roots))

    def zone(self) -> tuple[str, int]:
        """Return the zone of the times on pages, and the seconds by which the feed is too early."""
        zone, feed = self._one("SELECT zone, feed_shift FROM export")
        return str(zone), int(feed)

    def keep_zone(self, zone: str, feed: int) -> None:
        """Keep what was learnt of the portal's zone."""
        self._execute("UPDATE export SET zone = ?, feed_shift = ?", zone, feed)

    def robots(self, host: str, since: datetime) -> bytes | None:
        """Return the rules of a host's robots.txt if they were read after a time."""
        sql = "SELECT rules FROM robots WHERE host = ? AND at > ?"
        found = self._one(sql, host, since.timestamp())
        return found[0] if found else None

    def every_robots(self) -> list[tuple[str, bytes]]:
        """Return hosts and the rules of their robots.txt, as they were read last."""
        return self._execute("SELECT host, rules FROM robots ORDER BY at").fetchall()

    def keep_robots(self, host: str, rules: bytes, at: datetime) -> None:
        """Keep the rules of a host's robots.txt."""
        self._execute(
            "INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", host, rules, int(at.timestamp())
        )
