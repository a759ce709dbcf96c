"""A part of the state: what is kept of one subject, committed together with all others."""

from __future__ import annotations

from newsportal.state.file.state_file import StateFile


class Part:
    """Statements on some tables of the state file, in its open transaction."""

    def __init__(self, state: StateFile) -> None:
        self._execute, self._execute_many = state.execute, state.execute_many
        self._one, self._enter_many = state.one, state.enter_many
