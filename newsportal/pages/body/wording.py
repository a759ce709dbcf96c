"""The text of a body while it is read: its pieces, and which of them are struck."""

from __future__ import annotations

from newsportal.chinese.superscripts import lowered, raised
from newsportal.chinese.text import clean_lines

SCRIPTS = {"sup": raised, "sub": lowered}


class Wording:
    """Pieces of text in the order of the page."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.rows: list[bool] = []  # for each open table row: do several cells stand side by side?
        self.scripts: list[int] = []  # where the text of open sup and sub elements begins
        self.struck = 0  # open elements whose words are struck
        self.struck_out: list[int] = []  # which pieces are

    def end_line(self) -> None:
        """End the line, in a cell of several the block."""
        self.pieces.append(" " if self.rows and any(self.rows) else "\n")

    def begin_cell(self) -> None:
        """Part a cell from the one before it."""
        self.pieces.append("\t" if self.rows and self.rows[-1] else "\n")

    def end_script(self, tag: str) -> None:
        """Put the text of a sup or sub into raised or lowered characters."""
        start = self.scripts.pop()
        struck = set()
        while self.struck_out and self.struck_out[-1] >= start:
            struck.add(self.struck_out.pop())
        said = [self.pieces[at] for at in range(start, len(self.pieces)) if at not in struck]
        if struck and not said:
            self.struck_out.append(start)
        self.pieces[start:] = [SCRIPTS[tag]("".join(said or self.pieces[start:]))]

    def text(self) -> str:
        """Return what is said, in lines; of a text that is struck as a whole, all of it.

        Somebody forgot to close a tag then.
        """
        kept = self.pieces.copy()
        for place in self.struck_out:
            kept[place] = ""
        return clean_lines("".join(kept)) or clean_lines("".join(self.pieces))
