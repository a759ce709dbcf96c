"""The ledger of runs: what each came to, and how far the last good one got."""

from __future__ import annotations

from newsportal.state.parts.part import Part


class Ledger(Part):
    """The runs of an archive, by their numbers."""

    def begin(self, name: str) -> int:
        """Enter a run into the ledger and return its number."""
        return int(self._execute("INSERT INTO runs (name) VALUES (?)", name).lastrowid or 0)

    def end(
        self, run: int, exit_status: int, outcome: str, figures: str | None,
        *, whole: bool, settled: bool | None = None,
    ) -> None:  # fmt: skip
        """Enter how a run ended; *whole* if it saw the portal, and left nothing out on request.

        *settled* if every list was read as far as was needed, though single posts may be owed.
        """
        settled = exit_status == 0 if settled is None else settled
        self._execute(
            "UPDATE runs SET exit = ?, outcome = ?, figures = ?, whole = ?, settled = ?"
            " WHERE n = ?",
            exit_status, outcome, figures, whole, settled, run,
        )  # fmt: skip

    def figures(self, limit: int) -> list[str]:
        """Return the figures of the latest runs that were whole and done, newest first."""
        sql = (
            "SELECT figures FROM runs WHERE figures IS NOT NULL AND exit = 0 AND whole = 1"
            " ORDER BY n DESC LIMIT ?"
        )
        return [figures for (figures,) in self._execute(sql, limit)]

    def last(self) -> int | None:
        """Return the number of the last run, None if there was none."""
        number: int | None = self._one("SELECT max(n) FROM runs")[0]
        return number

    def died(self, run: int) -> bool:
        """Tell whether the run before a *run* never got to its end."""
        found = self._one("SELECT exit FROM runs WHERE n < ? ORDER BY n DESC LIMIT 1", run)
        return found is not None and found[0] is None

    def doubt(self, run: int) -> None:
        """Take it that the run before a *run* did not get to its end, whatever it says."""
        self._execute(
            "UPDATE runs SET exit = 1 WHERE exit = 0 AND n = (SELECT max(n) FROM runs WHERE n < ?)",
            run,
        )

    def last_settled(self) -> int:
        """Return the number of the last run whose walks got to their ends, 0 if there was none.

        What was first named after it may belong to a walk that never got there. Single posts may
        still be owed: each is known by its own row.
        """
        found = self._one("SELECT max(n) FROM runs WHERE settled = 1 AND whole = 1")
        return int(found[0] or 0)
