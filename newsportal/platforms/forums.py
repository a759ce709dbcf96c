"""Threads of forums: whichever of their pages, and from whichever page of a list, one post each.

Discuz! names in a thread's address its page and the page of the list that one came from
(``thread-77-2-3.html``), or how to get back (``extra=page%3D3``); phpwind and phpBB have the like.
The replies are no posts of their own.
"""

from __future__ import annotations

from newsportal.chinese.lazy_pattern import lazy

_STATIC = lazy(r"(?P<before>(?:.*/)?thread-[0-9]{1,12})-[0-9]{1,6}-[0-9]{1,6}(?P<end>\.html?)")
_STATIC_TID = lazy(
    r"(?P<before>(?:.*/)?(?:read|simple_t)-htm-tid-[0-9]{1,12})(?:-[a-z]{1,9}-\w{1,9}){1,9}(?P<end>\.html?)"
)
# The file and what in its query is the thread
_SCRIPTS = {
    "forum.php": ("mod=viewthread", "tid"),
    "viewthread.php": ("", "tid"),
    "read.php": ("", "tid"),
    "showthread.php": ("", "t"),
    "viewtopic.php": ("", "t"),
}
_NO_PAGES = lazy(
    r"(?:^|&)mod=(?:redirect|post|misc|ajax|spacecp|logging|register|attachment|guide|collection|tag)(?:&|$)"
)


def thread(path: str, query: str) -> tuple[str, str]:
    """Return path and query of the thread that an address is a page of, else the same.

    >>> thread("bbs/thread-77-2-3.html", ""), thread("read-htm-tid-7-page-2.html", "")
    (('bbs/thread-77-1-1.html', ''), ('read-htm-tid-7.html', ''))
    >>> thread("forum.php", "extra=page%3D2&mod=viewthread&page=3&tid=77")
    ('forum.php', 'mod=viewthread&tid=77')
    >>> thread("forum.php", "fid=2&mod=forumdisplay&page=3"), thread("read.php", "id=7")
    (('forum.php', 'fid=2&mod=forumdisplay&page=3'), ('read.php', 'id=7'))
    """
    if not query:
        if "thread-" in path and (found := _STATIC.fullmatch(path)):
            return f"{found['before']}-1-1{found['end']}", ""
        if "-tid-" in path and (found := _STATIC_TID.fullmatch(path)):
            return found["before"] + found["end"], ""
        return path, query
    told = _SCRIPTS.get(path.rpartition("/")[2])
    if told is None:
        return path, query
    mode, name = told
    pairs = query.split("&")
    own = [pair for pair in pairs if pair == mode or pair.partition("=")[0] == name]
    is_thread = (not mode or mode in own) and any(pair != mode for pair in own)
    return path, "&".join(own) if is_thread else query


def is_service(path: str, query: str) -> bool:
    """Tell whether an address is none of a page to read: it leads to a thread's last reply, say.

    >>> is_service("forum.php", "mod=redirect&tid=77"), is_service("a.php", "mod=post")
    (True, False)
    """
    name = path.rpartition("/")[2]
    of_forum = name in ("forum.php", "home.php", "member.php", "misc.php")
    return of_forum and bool(_NO_PAGES.search(query))
