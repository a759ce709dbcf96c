"""Which lines are paragraphs of a text, told by the elements that hold its sentences."""

from __future__ import annotations

from collections import Counter

from newsportal.chinese.lazy_pattern import lazy
from newsportal.themes.generic.element_names import named_signature
from newsportal.themes.generic.lines import Line
from newsportal.themes.generic.start import is_cell
from newsportal.themes.generic.words import CONTACT, FILED, is_legal

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_SCRAP = 4  # characters of a label or a number that is not part of the text
_LETTER = lazy(r"[^\W\d_]")
# Sentences, and an address behind its name, in a list of sources: 青禾日报：http://…
_SAID_BY_LINK = lazy(r"[，；][^。]+。.*。\W*$|^\W*[^\s，。！？]{2,16}[:：]\s?https?://")


class Paragraphs:
    """The forms that the paragraphs of one text have."""

    def __init__(self, sentences: list[Line]) -> None:
        # The elements that hold the text's paragraphs
        self._levels = {line.block.getparent() for line in sentences if line.block.tag == "p"}
        self._siblings = Counter((line.block.tag, line.block.getparent()) for line in sentences)
        self.main = Counter(line.block.getparent() for line in sentences).most_common(1)
        """The element that holds most of the sentences."""
        held = Counter(line.block for line in sentences)
        # Those that hold its lines, with ``br`` between them
        self._broken = {block for block, number in held.items() if number > 1}

    def is_paragraph(self, line: Line) -> bool:
        """Tell whether a line is a paragraph beside those of the text: not a part of the theme."""
        if line.block in self._broken:
            return True
        if named_signature(line.block.get("class"), line.block.get("id")) and not line.worth:
            return False
        if line.block.tag == "li" and not line.linked:
            return ("li", line.block.getparent()) in self._siblings
        return line.block.tag == "p" and line.block.getparent() in self._levels

    def is_boxed(self, line: Line) -> bool:
        """Tell whether a sentence has an element of its own, and others of the text share one."""
        alone = self._siblings[line.block.tag, line.block.getparent()] == 1
        return alone and any(number > 1 for _, number in self.main)

    def is_own_link(self, line: Line) -> bool:
        """Tell whether a line that is a link is a paragraph of sentences, or names a source."""
        return self.is_paragraph(line) and _SAID_BY_LINK.search(line.text) is not None

    def is_heading(self, line: Line) -> bool:
        """Tell whether a line is a heading beside the paragraphs of the text."""
        return line.block.tag in _HEADINGS and line.block.getparent() in self._levels

    def is_legal(self, line: Line) -> bool:
        """Tell whether a line says how the page may be used: a notice has telephones of its own."""
        if not is_legal(line.text):
            return False
        own = CONTACT.sub("", line.text)
        return own == line.text or is_legal(own) or not self.is_paragraph(line)

    def is_scrap(self, line: Line) -> bool:
        """Tell whether a line beside the text is a label, a number or the pieces of a date."""
        if self.is_paragraph(line) or line.worth or line.is_code or is_cell(line):
            return False
        if (line.block.tag, line.block.getparent()) in self._siblings:
            return False
        return line.size <= _SCRAP or not _LETTER.search(line.text)

    def is_alone(self, line: Line) -> bool:
        """Tell whether a line has a form of its own beside the sentences."""
        return line.block.tag != "p" and self._siblings[line.block.tag, line.block.getparent()] < 2


def is_link(line: Line) -> bool:
    """Tell whether a line is a link, with hardly a word beside it."""
    return line.linked >= 0.9 * line.size


def is_filing(line: Line) -> bool:
    """Tell whether a line says how the article is filed: a label, and nothing but links behind."""
    label = FILED.match(line.text) if line.linked else None
    return label is not None and len("".join(label[0].split())) + line.linked >= 0.9 * line.size
