"""Whole crawls of sample portals: whatever the owner's settings, the archive holds the truth.

`MATRIX` covers every value of every switch that changes markup or addresses, and all pairs (some
triples) of those that interact; the other switches fall as chance, which is seeded, has it.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import formatdate
from hashlib import sha256
from http.server import HTTPServer
from itertools import product
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import jsonschema
import lxml.html
import pytest

from newsportal.sample.content import Portal
from newsportal.sample.options import ABSOLUTE_DATES, INFO_FIELDS, MODULES, SOUPS, Options
from newsportal.sample.process import serve
from newsportal.sample.truth import PostTruth
from tests.crawling import ROOT, Crawl, Record, archive_folder, crawl
from tests.http_server import Responder

NOW = 1795305600  # 2026-11-22 08:00 in Shanghai
SCHEMA = json.loads((ROOT / "newsportal/schema/post.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
TRAPS = re.compile(r"order=|sort=|search|external_link|cmd\.php|login|cmt_page|must_use_mobile|//")
UNITS = {  # finest first
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=31),
    "year": timedelta(days=366),
}

SWITCH = (False, True)
AXES: dict[str, tuple[Any, ...]] = {
    "urls": ("rewrite", "active", "alias", "date", "category-alias", "index.php"),
    "patterns": (
        (),
        (("post_url", "{category}/{year}{month}{day}/{id}.html"),
         ("category_url", "list/{alias}_{page}.html"), ("index_url", "news_{page}.html")),
        (("post_url", "{id}.html"), ("page_url", "page-{alias}.html")),
    ),
    "list_style": ("normal", "forum", "album", "sticker", "hotspot"),
    "date_style": ("relative", *ABSOLUTE_DATES),
    "post_info": (None, INFO_FIELDS[::-1], (), ("user", "cmt")),
    "list_info": (("user", "date", "view"), INFO_FIELDS[::-1], None, (), ("cate",)),
    "page_info": (("user",), None, ()),
    "stickies": (
        ("global", "index", "category"), (), ("global", "index", "category", "categorys"),
        ("category",),
    ),
    "soups": (
        SOUPS, ("unclosed", "stray", "open-div"), ("styled", "wechat", "word"),
        ("plain", "bare", "divs", "scripted"),
    ),
    "tail": (("copynotice", "tags", "sharebox"), (), ("tags", "sharebox")),
    "fancybox": ("off", "ue", "all"),
    "related": ("cards", "onlyone", "diallel", "none"),
    "breadcrumb": ("text", "title", "off"),
    "archive_time": ("m/d", "m月d日", "off"),
    "modules": (MODULES, (), MODULES[::2]),
    "agent": ("newsportal/0.1", "newsportal/0.1 (linux)"),
    "excerpt": (130, 20),
    "home": ("首页", "汶阳"),
    "per_page": (10, 10, 80),
    "pagebar": (10, 3),
    "related_count": (10, 1),
    "comments_per_page": (100, 5),
    "feed_items": (10, 3),
    "archive_stale_days": (0, 90),
    "future": (0, 1, 3),
    "robots": (None, "User-agent: *\nDisallow: /zb_system/\n"),
    **dict.fromkeys(
        """sticky_pages sticky_simple unlisted subcategories filterbar excerpt_intro thumbs
        default_thumb large readmore slider friendlinks target_blank order_links wide lazyload
        viewall indent font_buttons ads qr copylink prevnext related_title comments
        comments_reversed comment_place sidebar seo base_target banner fixed feed feed_intro
        archive_page nav_archive pages count_views copynotice_mobile odd_bodies media duplicates
        equal_times""".split(),
        SWITCH,
    ),
}  # fmt: skip
INTERACTING = [
    *((name,) for name in AXES),
    *(("urls", other) for other in ("list_style", "breadcrumb", "stickies", "patterns")),
    *(("list_style", other) for other in ("stickies", "list_info", "thumbs", "sticky_simple")),
    *(("date_style", other) for other in ("post_info", "related", "archive_time", "feed")),
    *(("soups", other) for other in ("fancybox", "lazyload", "related", "prevnext", "comments")),
    ("post_info", "breadcrumb"), ("post_info", "list_info"),
    ("lazyload", "fancybox"), ("comments_per_page", "comments_reversed"),
    ("future", "date_style"), ("future", "comments"),
    ("subcategories", "stickies", "unlisted"), ("archive_page", "feed"), ("wide", "tail", "soups"),
]  # fmt: skip

Row = dict[str, Any]


def matrix(seed: int = 0, tries: int = 200) -> list[Row]:
    """Return settings of portals that cover every combination of the values of interacting axes."""
    draw = random.Random(seed)
    wanted = list(dict.fromkeys(
        frozenset(zip(names, values, strict=True))
        for names in INTERACTING
        for values in product(*(AXES[name] for name in names))
    ))  # fmt: skip
    rows = []
    while wanted:
        drawn = (
            {name: draw.choice(values) for name, values in AXES.items()} | dict(draw.choice(wanted))
            for _ in range(tries)
        )
        best = max(drawn, key=lambda row: sum(goal <= row.items() for goal in wanted))
        wanted = [goal for goal in wanted if not goal <= best.items()]
        rows.append(best)
    return rows


def options_of(row: Row, number: int) -> Options:
    """Return a portal's settings; each portal has news of its own."""
    chosen = {
        name: value for name, value in row.items() if name not in ("patterns", "tail", "agent")
    }
    chosen |= dict(row["patterns"])
    chosen |= {name: name in row["tail"] for name in ("copynotice", "tags", "sharebox")}
    return Options(posts=60 + number % 10, seed=number, anchor=NOW, **chosen)


MATRIX = matrix()


@pytest.mark.long
@pytest.mark.parametrize(
    ("number", "row"),
    [
        pytest.param(
            n,
            row,
            id=f"{n}-{row['urls']}-{row['list_style']}",
            marks=[pytest.mark.long] if n % 4 else [],
        )
        for n, row in enumerate(MATRIX)
    ],
)
def test_matrix(number: int, row: Row, tmp_path: Path) -> None:
    options, log = options_of(row, number), tmp_path / "requests.log"
    with serve(options, NOW, log) as url:
        done = crawl(url, tmp_path, settings={"USER_AGENT": row["agent"]})
    if not done.exit_status:
        assert done.report["result"] == "done"
    else:  # nothing is missing; that most posts have no date is said
        assert done.report["result"] == "done-with-alerts", done.stderr
        assert all("have no date" in alert["message"] for alert in done.report["alerts"])
        assert "date" not in shown(options.post_info)
    portal = Portal(options, lambda: NOW)
    faults = [
        *faults_of_set(portal, url, done),
        *faults_of_records(portal, url, done.records, row["agent"]),
        *faults_of_requests(portal, log.read_text(), done.report),
    ]
    settings = f"{' '.join(options.settings())} agent={row['agent']}"
    listed = "\n".join(faults[:40])
    assert not faults, f"{len(faults)} faults at a portal with {settings}\n{listed}"


def told(field: str, url: str, expected: object, got: object) -> str:
    return f"{field} of {url}\n  expected {expected!r}\n  got      {got!r}"


# Which posts


def faults_of_set(portal: Portal, url: str, done: Crawl) -> Iterator[str]:
    """Yield what is missing, there twice, or wrongly told apart."""
    counts = Counter(record["url"] for record in done.records)
    truths = {url + truth.path[1:]: truth for truth in map(portal.truth, portal.ids())}
    by_id = {truth.id: address for address, truth in truths.items()}
    twins = {(by_id[t.duplicate_of], a) for a, t in truths.items() if t.duplicate_of}
    paired = {address for pair in twins for address in pair}
    yield from (f"{a} is archived, but no post" for a in counts if a not in truths)
    yield from (f"{a} is archived {n} times" for a, n in counts.items() if n > 1)
    yield from (f"{a} is missing" for a in truths if a not in counts and a not in paired)
    yield from (
        f"of the equal {pair} there are {counts[pair[0]]} and {counts[pair[1]]}"
        for pair in twins
        if counts[pair[0]] + counts[pair[1]] != 1
    )
    if done.report["duplicates"]["count"] != len(twins):
        yield told("duplicates", "the report", len(twins), done.report["duplicates"])
    nearly = [(a, by_id[t.near_duplicate_of]) for a, t in truths.items() if t.near_duplicate_of]
    marks = [(r["url"], r["near_duplicate_of"]) for r in done.records if r["near_duplicate_of"]]
    near, marked = set(map(frozenset, nearly)), set(map(frozenset, marks))
    if near != marked:
        yield told("near_duplicate_of", "all posts", near - marked, marked - near)


# What is said of them


def faults_of_records(portal: Portal, url: str, records: list[Record], agent: str) -> Iterator[str]:
    """Yield every field that differs from the truth."""
    truths = {str(url + truth.path[1:]): truth for truth in map(portal.truth, portal.ids())}
    options = portal.options
    in_feed = set(list(portal.ids())[: options.feed_items]) if options.feed else set()
    for record in records:
        address, truth = record["url"], truths.get(record["url"])
        for error in VALIDATOR.iter_errors(record):
            yield told(f"schema: {error.json_path}", address, error.validator, error.message)
        if truth is None:
            continue
        for field, expected in exact_fields(portal, url, truth, agent).items():
            if (got := untimed(record[field])) != expected:
                yield told(field, address, expected, got)
        yield from faults_of_date(portal, truth, record, from_feed=truth.id in in_feed)
        yield from faults_of_comment_dates(truth, record)
        yield from faults_of_related(portal, truths, truth, record)
        yield from faults_of_html(record)


def untimed(value: object) -> object:
    """Return comments without their times, and anything else as it is."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [{k: v for k, v in each.items() if not k.startswith("published_")} for each in value]
    return value


def exact_fields(portal: Portal, url: str, truth: PostTruth, agent: str) -> Record:
    """Return the fields of which the record must have just these values."""
    options, info = portal.options, shown(portal.options.post_info)
    key = portal.news.find(truth.id)
    form = options.comments and key is not None and not portal.news.comments_closed(key)
    last_part = re.split("[/=]", truth.path.removesuffix(".html").rstrip("/"))[-1]
    category = list(truth.category)
    if options.breadcrumb == "off":
        category = category[-1:] if "cate" in info else []

    def neighbour(number: int | None) -> Record | None:
        if number is None or not options.prevnext:
            return None
        other = portal.truth(number)
        return {"url": url + other.path[1:], "title": other.title}

    return {
        # Only the form for comments says the id where the address does not.
        "id": str(truth.id) if form else unquote(last_part),
        "title": truth.title,
        "category": category,
        "author": truth.author if "user" in info else None,
        "source": truth.source,
        "reporters": list(truth.reporters),
        "correspondents": list(truth.correspondents),
        "editors": list(truth.editors),
        "text": truth.text,
        "images": [
            {"url": url + address[1:] if address.startswith("/") else address, "alt": alt}
            for address, alt in truth.images
        ],
        "tags": list(truth.tags) if options.tags else [],
        # The crawl's own visit counts; a second one would be seen here.
        "views": portal.views(truth.id) + options.count_views if "view" in info else None,
        "comment_count": truth.comment_count if "cmt" in info else None,
        "comments": [
            {
                "id": comment.id,
                "author": comment.author,
                "location": comment.location,
                "text": comment.text,
                "reply_to": comment.reply_to,
            }
            for comment in sorted(truth.comments, key=lambda comment: comment.published_at)
        ],
        "previous": neighbour(truth.previous),
        "next": neighbour(truth.next),
        "copyright": truth.copyright if options.copynotice_mobile or "linux" not in agent else None,
        "content_hash": sha256(f"{truth.title}\n{truth.text}".encode()).hexdigest(),
        "revision": 1,
        "deleted_at": None,
    }


def shown(info: tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the spans of an info line; the theme has an answer to "nothing set"."""
    return ("user", "date", "view") if info is None else info


def moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def faults_of_date(
    portal: Portal, truth: PostTruth, record: Record, *, from_feed: bool
) -> Iterator[str]:
    """Yield what is wrong or needlessly vague about the time of a post."""
    options, true = portal.options, truth.published_at
    got = [
        record[f"published_{name}"] for name in ("at", "earliest", "latest", "precision", "from")
    ]
    at, earliest, latest = map(moment, got[:3])
    precision, origin = got[3:]
    on_page = "date" in shown(options.post_info)
    if at is None or earliest is None:
        if from_feed or on_page or got != [None] * 5:
            yield told("published_*", record["url"], true.isoformat(), got)
        return
    wrong = earliest > true or (latest is not None and latest < true)
    wrong |= precision is not None and abs(at - true) > UNITS[precision]
    wrong |= not earliest <= at or (latest is not None and at > latest)
    fetched = datetime.fromisoformat(record["fetched_at"])
    if true > fetched and precision is None:  # dated ahead: told as such, never before what is new
        wrong |= not fetched - timedelta(minutes=10) <= at <= fetched
    elif from_feed:
        wrong |= (at, precision, origin) != (true, "second", "feed")
    else:
        wrong |= origin == "feed"
        if on_page:
            wrong |= fineness(precision) > fineness(printed_precision(options, true))
    if wrong:
        yield told("published_*", record["url"], true.isoformat(), got)


def fineness(precision: str | None) -> int:
    return len(UNITS) if precision is None else list(UNITS).index(precision)


def printed_precision(options: Options, true: datetime) -> str | None:
    """Return how exactly the portal says a time, in its own words."""
    if options.date_style != "relative":
        return {"d": "day", "日": "day", "i": "minute", "s": "second"}[options.date_style[-1]]
    age = NOW - true.timestamp()
    if age < 0:
        return None  # 刚刚
    # The crawl takes seconds, so a post at a limit may have gone over to the next unit.
    units = {"second": 50, "minute": 3500, "hour": 86300}
    return next((unit for unit, limit in units.items() if age < limit), "day")


def faults_of_comment_dates(truth: PostTruth, record: Record) -> Iterator[str]:
    true = {comment.id: comment.published_at for comment in truth.comments}
    for comment in record["comments"]:
        at, precision = moment(comment["published_at"]), comment["published_precision"]
        right = true.get(comment["id"], at)
        if at is None or right is None or (precision and abs(at - right) > UNITS[precision]):
            yield told("comments.published_at", record["url"], right, comment)


def faults_of_related(
    portal: Portal, truths: dict[str, PostTruth], truth: PostTruth, record: Record
) -> Iterator[str]:
    """Yield what is wrong with the related posts: any of the category, but it may be one fewer."""
    options = portal.options
    members = [other for other in truths.values() if other.category_id == truth.category_id]
    count = min(options.related_count, len(members)) if options.related != "none" else 0
    titles = {url: other.title for url, other in truths.items() if other in members}
    got = {link["url"]: link["title"] for link in record["related"]}
    right = got.items() <= titles.items() and record["url"] not in got
    if not right or not count - 1 <= len(record["related"]) <= count:
        yield told("related", record["url"], f"{count} of {titles}", record["related"])


def faults_of_html(record: Record) -> Iterator[str]:
    """Yield what should not be in clean HTML."""
    if not record["html"]:
        if record["text"] or record["images"]:
            yield told("html", record["url"], record["text"], "")
        return
    tree = lxml.html.fragment_fromstring(record["html"], create_parent="div")
    for element in tree.iterdescendants():
        if element.tag in ("script", "style", "link", "iframe", "font", "span", "div", "section"):
            yield told("html", record["url"], "clean", element.tag)
        for name, value in element.items():
            absolute = name in ("src", "href") and value.startswith(("http://", "https://"))
            if not absolute and name not in ("alt", "colspan", "rowspan", "controls"):
                yield told("html", record["url"], "clean", f"{name}={value!r}")
    players = {video["url"] for video in record["videos"]}
    for link in [link for link in tree.iter("a") if link.get("href") in players]:
        link.text = ""  # a player is in html only
    if squeezed(tree.text_content()) != squeezed(record["text"]):
        yield told("html", record["url"], record["text"], tree.text_content())
    pictures = list(dict.fromkeys(image.get("src") for image in tree.iter("img")))
    if pictures != [image["url"] for image in record["images"]]:
        yield told("html", record["url"], record["images"], pictures)


def squeezed(text: str) -> str:
    return "".join(text.split())


# What was asked for


def faults_of_requests(portal: Portal, log: str, report: Record) -> Iterator[str]:
    """Yield needless requests."""
    answers = [line.rpartition(" ") for line in log.splitlines()]
    asked = Counter(address for address, _, _ in answers)
    posts, total = list(map(portal.truth, portal.ids())), sum(asked.values())
    yield from (f"asked for a trap: {line}" for line in asked if TRAPS.search(line))
    yield from (f"not a GET: {line}" for line in asked if not line.startswith("GET "))
    # All but these two have been named by a page, so that they are there.
    guessed = ("GET /robots.txt", "GET /feed.php")
    yield from (f"{a} answers {n}" for a, _, n in answers if n != "200" and a not in guessed)
    for truth in posts:
        if (times := asked[f"GET {truth.path}"]) != 1:
            yield f"{truth.path} was asked for {times} times"
    if total > 1.15 * len(posts) + 50:
        others = asked.keys() - {f"GET {truth.path}" for truth in posts}
        yield f"{total} requests for {len(posts)} posts: {sorted(others)}"
    sent = report["stats"]["downloader/request_count"]
    if sent != total:
        yield f"{sent} requests were sent, {total} of them to the portal"


# Portals that cannot or do not say the truth


@pytest.mark.long
def test_closed_portal(tmp_path: Path) -> None:
    options = Options(posts=30, anchor=NOW)
    with serve(Options(closed=True), NOW) as url:
        done = crawl(url, tmp_path)
        assert done.exit_status == 1, done.stderr
        assert "503" in done.stderr
        assert not archive_folder(url, tmp_path).exists()
    with serve(options, NOW) as url:
        before = crawl(url, tmp_path)
        assert before.exit_status == 0, before.stderr
        port = urlsplit(url).port
        assert port is not None
    for mode in ("update", "refetch"):
        with serve(Options(closed=True), NOW + 3 * 86400, port=port) as url:
            after = crawl(url, tmp_path, f"mode={mode}")
        assert after.exit_status == 1, after.stderr
        assert after.records == before.records
        assert after.report["exit_status"] == 1


@contextmanager
def serve_with_page(portal: Portal, address: str, past: Portal) -> Iterator[str]:
    """Serve *portal* from a thread, but at *address* the archive page of *past*."""

    class Handler(Responder):
        def do_GET(self) -> None:
            parts, host = urlsplit(self.path), self.headers["Host"]
            if self.path == address:
                status, headers, body = past.respond("GET", "/2.html", host=host)
            else:
                query = dict(parse_qsl(parts.query, keep_blank_values=True))
                status, headers, body = portal.respond("GET", parts.path, query, host=host)
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Date", formatdate(NOW, usegmt=True))
            self.end_headers()
            self.wfile.write(body)

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.long
@pytest.mark.parametrize("soft", [False, True], ids=["404", "front-page"])
def test_old_archive_page(*, soft: bool, tmp_path: Path) -> None:
    """The archive page is months old: it names posts that were removed since.

    The addresses are of that time too (*soft*): those of a portal that has since lost its pretty
    ones, and shows its front page under any that it does not know.
    """
    old = Options(posts=60, anchor=NOW, archive_stale_days=90)
    past = Portal(old, lambda: NOW)
    named = re.findall('<h3><a href="http://portal.example([^"]+)"', past.get("/2.html")[1])
    removed = tuple(each for each in past.ids() if past.truth(each).path in named[3:8])
    assert len(removed) == 5
    new = replace(old, removed=removed, urls="active" if soft else "rewrite")
    portal = Portal(new, lambda: NOW)
    with serve_with_page(Portal(new, lambda: NOW), "/?id=2" if soft else "/2.html", past) as url:
        done = crawl(url, tmp_path)
    if soft:  # the front page in place of a post is no verdict on it
        assert done.report["result"] == "unfinished", done.stderr
        assert set(done.report["failed"]) <= {url + path[1:] for path in named}
    else:
        assert done.exit_status == 0, done.stderr
        gone = {url + path[1:] for path in named[3:8]}
        assert {item["url"] for item in done.report["gone"]["first"]} == gone
    assert done.report["tombstones"]["count"] == 0
    faults = [
        *faults_of_set(portal, url, done),
        *faults_of_records(portal, url, done.records, ""),
    ]
    assert not faults, "\n".join(faults)
