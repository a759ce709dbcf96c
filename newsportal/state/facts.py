"""Facts about a portal that runs hand on to one another: its theme, hosts, feeds."""

from __future__ import annotations

from newsportal.state.file.part import Part


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
