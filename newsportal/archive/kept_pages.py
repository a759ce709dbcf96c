"""The stored pages of an archive: what a run keeps of the wire, and what it notes beside it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Set
from dataclasses import asdict, dataclass, is_dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsportal.archive.warc_retention import PARTS, Bounds, remove, retire
from newsportal.arguments import Arguments
from newsportal.items import EXTRACTOR, Post
from newsportal.platforms.generic import GENERIC
from newsportal.runs.durations import bounds_of
from newsportal.state.facts import Fact
from newsportal.state.parts.page_table import PageTable
from newsportal.state.published import Published
from newsportal.state.row import Row
from newsportal.state.store import Store

if TYPE_CHECKING:  # nothing of it is loaded where no pages are kept
    from newsportal.pagestore.members import Exchange
    from newsportal.pagestore.notes import Note, ReadNote
    from newsportal.pagestore.store import PageStore
    from newsportal.pagestore.volumes import Place

_EVIDENCE = 16 * 1024 * 1024  # bytes a run of what is no page: failures, refusals, challenges
_SETTINGS = (
    "ROBOTSTXT_OBEY", "DOWNLOAD_DELAY", "CONCURRENT_REQUESTS_PER_DOMAIN", "AUTOTHROTTLE_ENABLED",
    "DOWNLOAD_MAXSIZE", "NEWSPORTAL_WARC_SIZE",
)  # fmt: skip
_ABOUT = (
    "Pages of a news portal. Bodies as received after transfer decoding, content coding kept."
    " Headers as Scrapy has them: their case, order and the reason phrase are not known any more;"
    " those that speak of the connection are renamed X-Archive-Orig-*. Metadata records hold what"
    " was noted when posts were read."
)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where pages are kept, and what is said of it."""

    folder: Path | None
    """Elsewhere than in the archive."""
    size: int
    """Bytes a file."""
    facts: dict[str, str]
    bounds: Bounds

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Keeping | None:
        """Return what the settings ask for; None where no pages are to be kept."""
        if str(settings["NEWSPORTAL_WARC"]).lower() in ("0", "false", ""):
            return None
        elsewhere = settings["NEWSPORTAL_WARC_DIR"]
        chosen = "; ".join(f"{name}={settings[name]}" for name in _SETTINGS)
        facts = {
            "software": f"newsportal (rules {EXTRACTOR}), Scrapy, warcio",
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "http-header-user-agent": str(settings["USER_AGENT"]),
            "robots": "obey" if settings["ROBOTSTXT_OBEY"] else "ignore",
            "description": _ABOUT,
            "settings": chosen,
        }
        folder = Path(elsewhere).expanduser().absolute() if elsewhere else None
        kept = str(settings["NEWSPORTAL_WARC_KEEP"])
        bounds = Bounds(kept, *bounds_of(kept))
        size = int(settings["NEWSPORTAL_WARC_SIZE"])
        return cls(folder, min(size, bounds.size // PARTS or size), facts, bounds)


class KeptPages:
    """Hands pages to the store of them; says what was read from them and removed, in order."""

    def __init__(self, keeping: Keeping, archive: Path, arguments: Arguments, store: Store) -> None:
        """Open and heal it. Raises OSError."""
        from newsportal.pagestore.notes import AddressesNote, ReadNote
        from newsportal.pagestore.store import PageStore

        self._read_note, self._addresses_note = ReadNote, AddressesNote

        folder = pages_folder(keeping.folder, archive)
        self.elsewhere = folder if keeping.folder else None
        self._site = arguments.site
        self._redate = arguments.mode == "refetch"
        self._table, self._facts = store.pages, store.facts
        self._face: object = None
        self._evidence = 0
        self.judged: tuple[Post, ReadNote] | tuple[None, None] = None, None
        """The post that is being judged, and the note about it."""
        self.reread: Post | None = None
        """The post at hand that comes from a stored page."""
        self._expected: dict[int, tuple[Post, ReadNote]] = {}
        facts = {"isPartOf": arguments.site.root, **keeping.facts}
        self.store: PageStore = PageStore(folder, archive.name, keeping.size, facts, store.pages)
        remove(store, self.store)
        self.adopted: list[Place] = self.store.heal(store.pages.sizes())
        """Where the notes lie of a run that died before it could commit them. Until they are
        read, and this is empty, the state is not told of them."""
        self.blank_taken_out()

    def retire(self, bounds: Bounds, store: Store) -> list[str]:
        """Let go of what is beyond the bounds; return what was done. Raises OSError.

        `let_go` is to be called when the state is committed.
        """
        if not bounds.text or self.adopted:
            return []
        done = list(retire(store, self.store, self._site, bounds))
        if done:
            self.sync()
        return done

    def let_go(self, store: Store) -> None:
        """Take away the files that go, as the state says. Raises OSError."""
        remove(store, self.store)

    def remarks(self) -> list[str]:
        """Return what people have to know of the pages before a run begins."""
        found = []
        if self.elsewhere is not None:
            found.append(f"pages are kept in {self.elsewhere}; a copy of the archive has none")
        if self.store.lost:
            found.append(f"the stored pages of {self.store.lost} posts are missing")
        return found

    def add(self, exchange: Exchange) -> tuple[Place, Place] | None:
        """Keep an answer; return where it and its body lie. None if it is too much of evidence."""
        if not 200 <= exchange.status < 300:
            self._evidence += len(exchange.body)
            if self._evidence > _EVIDENCE:
                return None
        return self.store.add(exchange)

    def expect(
        self, post: Post, row: Row, stored: tuple[Place, Place], at: datetime,
        known: Published | None, beside: tuple[Published | None, Published | None], zone: str,
    ) -> None:  # fmt: skip
        """Take what is known of a post that was read; `read` notes it when its turn comes."""
        reading = self._read_note(
            row.key, *stored, at, row.seen_at, known, *beside,
            first=not row.revision, redate=self._redate, zone=zone,
            links=self._links(post, row.key),
        )  # fmt: skip
        self._expected[id(post)] = post, reading

    def _add(self, post: Post, **told: Any) -> None:
        """Add to what is known of a post that was read."""
        if (found := self._expected.get(id(post))) is not None:
            self._expected[id(post)] = post, replace(found[1], **told)

    def cut(self, post: Post, blocks: list[bytes]) -> None:
        """Take what was cut off a post, and whether that makes it a revision."""
        hashes = tuple(block.hex() for block in blocks)
        self._add(post, cut=hashes, rules=post.changed_by == "rules")

    def called(self, post: Post) -> None:
        """Take it that a list tells the title of a post, which its page does not."""
        if (found := self._expected.get(id(post))) is not None:
            self._add(post, links={**(found[1].links or {}), "title": post.title})

    def discussed(self, post: Post, comments: tuple[tuple[Place, Place, datetime], ...]) -> None:
        """Take where further pages of its comments lie."""
        self._add(post, comments=comments)

    def continued(self, post: Post, pages: tuple[tuple[Place, Place, datetime], ...]) -> None:
        """Take where further pages of the article lie."""
        self._add(post, pages=pages)

    def expect_no_more(self, post: Post) -> None:
        """Take it that a post is not judged in this run."""
        self._expected.pop(id(post), None)

    def take_out(self, post: Post) -> None:
        """Have the pages taken away, when the run ends, that a post was read from."""
        _, reading = self._expected.pop(id(post), (None, None))
        if reading is not None:
            further = (*reading.pages, *reading.comments)
            places = {reading.page, reading.body, *(each for some in further for each in some[:2])}
            waiting = json.loads(self._facts.get(Fact.PAGES_TAKEN_OUT) or "[]")
            waiting += [[place.volume, place.offset] for place in sorted(places)]
            self._facts.put(Fact.PAGES_TAKEN_OUT, json.dumps(waiting))

    def blank_taken_out(self) -> bool:
        """Take such pages away, and all others of their addresses. Raises OSError."""
        if (waiting := self._facts.get(Fact.PAGES_TAKEN_OUT)) is None:
            return False
        from newsportal.pagestore.blanking import blank
        from newsportal.pagestore.volumes import Place

        found = (self.store.member(Place(*place)) for place in json.loads(waiting))
        urls = {member.headers.get("warc-target-uri", "") for member in found if member} - {""}
        list(blank(self.store.folder, urls.__contains__, ()))
        self._facts.drop(Fact.PAGES_TAKEN_OUT)
        return True

    def _links(self, post: Post, key: str) -> dict[str, Any] | None:
        if self._site.platform.name != GENERIC.name:
            return None
        links: dict[str, Any] = {"related": [[link.url, link.title] for link in post.related]}
        for name, link in (("previous", post.previous), ("next", post.next)):
            links[name] = [link.url, link.title] if link else None
        if any(file.url == post.url for file in post.files):
            links["file"] = post.title  # its page is the one that names it
        if post.id != key:
            links["id"] = post.id  # by its first address
        return links

    def read(self, post: Post) -> ReadNote | None:
        """Note that a post goes on to be judged; return the note."""
        _, reading = self._expected.pop(id(post), (None, None))
        if reading is not None:
            self.note(reading)
            self.judged = post, reading
        return reading

    def page_of(self, post: Post) -> Place | None:
        """Return where the page of the post lies that is being judged, None for any other."""
        judged, reading = self.judged
        return reading.page if reading is not None and judged is post else None

    def removed(self, key: str, at: datetime) -> None:
        """Note that a post is believed to be gone."""
        from newsportal.pagestore.notes import RemovalNote

        self.note(RemovalNote(key, at))

    def note(self, note: Note) -> None:
        """Take a note; how the portal's addresses look is said before the first, and anew."""
        root, platform = self._site.root, self._site.platform
        if (root, platform) != self._face:
            self._face = root, platform
            learnt: dict[str, Any] = asdict(platform) if is_dataclass(platform) else {}
            traits = {name: _plain(value) for name, value in learnt.items()}
            self.store.note(self._addresses_note(root, platform.name, traits, EXTRACTOR))
        self.store.note(note)

    def discard(self) -> None:
        """Take away all files of an archive that never got a post."""
        self.store.discard()
        if self.elsewhere:
            lock_of(self.elsewhere).unlink(missing_ok=True)

    def sync(self) -> None:
        """Make pages and notes durable, and tell the state how much of the files is whole."""
        self.store.sync()
        if not self.adopted:
            self._table.commit_sizes(self.store.sizes)


def elsewhere_by(settings: Mapping[str, Any]) -> Path | None:
    """Return the folder of all archives' pages by the settings, None where they are in these."""
    keeping = Keeping.of(settings)
    return keeping.folder if keeping else None


def pages_folder(elsewhere: Path | None, archive: Path) -> Path:
    """Return the folder of an archive's pages."""
    return elsewhere / archive.name if elsewhere else archive / "warc"


def lock_of(pages: Path) -> Path:
    """Return what a run locks that keeps its pages in a folder outside of the archive."""
    return pages.with_name(f"{pages.name}.lock")


def check_that_there_is(folder: Path, store: Store) -> None:
    """Raise OSError where pages should be in a *folder* that is not there."""
    if any(store.pages.sizes().values()) and not folder.is_dir():
        raise OSError(
            f"the stored pages should be in {folder}, which is not there: is its disk mounted, and"
            " NEWSPORTAL_WARC_DIR right? If they are lost, make that folder"
        )


def pages_of(archive: Path, pages: Path, state: sqlite3.Connection) -> PageStore:
    """Return the stored pages of an archive to read them, while *state* is open."""
    from newsportal.pagestore.store import PageStore

    table = PageTable(lambda sql, *values: state.execute(sql, values))
    store = PageStore(pages, archive.name, 0, {}, table)
    store.look(table.sizes())
    return store


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, Set) else value
