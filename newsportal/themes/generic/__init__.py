"""Any portal: pages that no theme knows, read without code written for them.

`lines` turns the page into lines, `asides` says what is none of the article, `block` chooses its
element, `start` and `trim` its text, `fallback` has what to take where nothing reads like one;
`page_title` says what the page calls itself, `title` finds the line that is the title; `moments`
and the modules of `beside` read what stands around it, `metadata` what the page tells machines.
`article_page` puts these together, `words` has the vocabulary of all.
"""

from newsportal.themes.generic.kind import Evidence
from newsportal.themes.generic.theme import GenericTheme

__all__ = ["Evidence", "GenericTheme"]
