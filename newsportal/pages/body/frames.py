"""The clean HTML of a body: its kept elements, and which of them are open."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newsportal.pages.body.elements import CELLS, FLOW, KEPT_BLOCKS, KEPT_INLINE

_OUTER_BREAKS = re.compile(r"^(?:<br>\s*)+|(?<!<br>)(?<!\s)(?:\s*<br>)+$")
_DEEPEST = 100  # kept elements inside one another; browsers stop nesting at 512 elements


@dataclass(slots=True)
class Frame:
    """A kept element that is still open."""

    tag: str
    start: str
    parts: list[str] = field(default_factory=list)
    run: int = 0  # index in parts where the current inline run begins
    filled: bool = False  # holds text or a picture

    def end_run(self, *, wrap: bool) -> None:
        """Make one part of the inline run that ends here, with *wrap* a paragraph."""
        run = "".join(self.parts[self.run :])
        run = run.strip("\n") if self.tag == "pre" else run.strip()
        if "<br>" in run and self.tag != "pre":
            run = _OUTER_BREAKS.sub("", run)
        if run:
            run = f"<p>{run}</p>" if wrap else run
        self.parts[self.run :] = [run] if run else []
        self.run = len(self.parts)


class Frames:
    """The open elements, the innermost last; the first one stands for the body."""

    def __init__(self) -> None:
        self.open = [Frame("", "")]
        self._flattened = 0  # open elements that are too deep for a frame

    def begin(self, frame: Frame) -> None:
        """Begin an element; one that is too deep leaves its content to those around it."""
        if len(self.open) > _DEEPEST:
            self._flattened += 1
        else:
            self.open.append(frame)

    def end(self) -> None:
        """End the innermost element; what is empty vanishes, but for cells of a table."""
        if self._flattened:
            self._flattened -= 1
            return
        frame = self.open.pop()
        parent = self.open[-1]
        if frame.tag not in KEPT_INLINE and len(frame.parts) > frame.run:
            # Only a run beside blocks needs a paragraph of its own.
            frame.end_run(wrap=frame.tag in FLOW and frame.run > 0)
        content = "".join(frame.parts)
        if not frame.filled and frame.tag not in CELLS:
            return
        parent.filled |= frame.filled
        end = f"</{frame.tag}>" if frame.start else ""
        parent.parts.append(f"{frame.start}{content}{end}")
        if frame.tag in KEPT_BLOCKS:
            parent.run = len(parent.parts)

    def show(self, html: str) -> None:
        """Write what shows something by itself: a picture, a player."""
        self.open[-1].parts.append(html)
        self.open[-1].filled = True

    def finish(self) -> str:
        """End all that is open and return the HTML."""
        self._flattened = 0
        while len(self.open) > 1:
            self.end()
        self.open[0].end_run(wrap=True)
        return "".join(self.open[0].parts)
