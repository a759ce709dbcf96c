"""Any portal: pages that no theme knows, read without code written for them.

`lines` turns the page into lines, `block` chooses the element of the article, `start` and `trim`
its text; `title`, `moments` and the modules of `beside` read what stands around it, `metadata` what
the page tells machines. `reading` puts these together, `words` has the vocabulary of all.
"""

from newsportal.themes.generic.kind import Evidence
from newsportal.themes.generic.theme import Generic

__all__ = ["Evidence", "Generic"]
