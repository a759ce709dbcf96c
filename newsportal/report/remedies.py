"""What to do about an error, told from the reason that a run gives."""

from __future__ import annotations

import re

_ADVICE = (
    (r"robots\.txt forbids", "Its owner does not want it fetched. Nothing to do."),
    (r"robots\.txt cannot be read", "Nothing is fetched while robots.txt fails. Run again later."),
    (
        r"posts are not found",
        "Look at the portal. If they were really removed, run again with -a removals=confirmed.",
    ),
    (
        r"no list of posts|nothing could be extracted",
        "Open the address in a browser. If it is the right portal, `scrapy probe URL` says what"
        " newsportal sees of it, and docs/any-portal.md what helps.",
    ),
    (
        r"no title|no text",
        "The page was kept beside this report. If it is a post, the theme needs a rule for it.",
    ),
    (
        r"raised an error in newsportal",
        "A fault of newsportal: please report it with the traceback in the log.",
    ),
    (r"cannot be written|No space|disk", "Make room on the disk, then run again."),
    (r"stopped before the end", "Run again: it goes on where it stopped."),
    (
        r"web firewall|status (401|403|407|429|451)",
        "The portal refuses the crawler. Set NEWSPORTAL_CONTACT, raise DOWNLOAD_DELAY, or write"
        " to its owner.",
    ),
    (
        r"not found|status (404|410)|front page",
        "The portal no longer has it. Nothing to do, unless it opens in a browser.",
    ),
    (r"status 5\d\d|(closed|error) page", "The portal has trouble of its own. Run again later."),
    (
        r"[Tt]imed? ?out|took longer|no answer in time",
        "The portal is slow. Run again, or raise DOWNLOAD_TIMEOUT.",
    ),
    (
        r"leads off the portal\b",
        "If the portal is there now, give that address (-a portal=); if that is one of its hosts,"
        " name it (-a hosts=).",
    ),
    (
        r"want a cookie\b",
        "newsportal keeps no cookies. Ask the owner to let it in, by its name and your contact.",
    ),
    (r"larger than|max ?size", "The page is huge. Raise DOWNLOAD_MAXSIZE if it is a post."),
    (
        r"DNS|resol|getaddrinfo|Name or service|its name is not known",
        "Check the portal's address and the network.",
    ),
    (
        r"[Cc]onnect|refused|reset|unreachable|TLS|SSL|certificate|no way to it|answer came",
        "No connection to the portal. Check address and network, then run again.",
    ),
)
_ELSE = "Run again. If it stays, look at the page and at the log."


def remedy(reason: str) -> str:
    """Return what to do.

    >>> remedy("status 503")
    'The portal has trouble of its own. Run again later.'
    """
    return next((advice for pattern, advice in _ADVICE if re.search(pattern, reason)), _ELSE)
