"""What a probe has found, and whether the portal can be archived."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from newsportal.discovery.shape_evidence import Shape, Verdict
from newsportal.pages.keys import address_of
from newsportal.state.facts import Fact

if TYPE_CHECKING:
    from newsportal.probe.spider import ProbeSpider

_SHAPES = 12
_SHOWN = 3  # records


@dataclass(slots=True)
class Findings:
    """The facts, as ``--json`` prints them."""

    portal: str = ""
    can_be_archived: bool = False
    refusal: str | None = None
    """Why not, in one line."""
    software: str | None = None
    theme: str = ""
    requests: int = 0
    feed: str | None = None
    sitemap: str | None = None
    in_sitemap: int = 0
    """Addresses of any kind that it names."""
    lists: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)
    posts_expected: int = 0
    """As far as sitemap, feed and pagers tell."""
    minutes_expected: float = 0.0
    doubts: list[str] = field(default_factory=list)
    portal_toml: list[str] = field(default_factory=list)
    """Lines that would settle them."""
    records: list[dict[str, Any]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return the facts for programs."""
        return asdict(self)

    def take(self, spider: ProbeSpider) -> None:
        """Take what the spider knows so far."""
        self.portal = spider.site.root
        self.refusal = spider.archive.run.failure
        walk = spider.any_walk
        if walk is None:
            self.lists = [
                {"url": address_of(spider.site.root, each.key), "pages": each.last}
                for each in spider.lists.walks.values()
            ]
            sizes = (each.last * len(each.first) for each in spider.lists.walks.values())
            self.posts_expected = max(sizes, default=0)
            store = spider.archive.store
            self.feed = spider.site.root + "feed.php" if store.listings.has_feed() else None
            return
        self.feed, self.sitemap = walk.facts.get(Fact.FEED), walk.seeds.sitemaps.first
        self.in_sitemap = walk.seeds.sitemaps.count
        self.lists = [
            {
                "url": address_of(spider.site.root, each.key),
                "pages": max(each.numbered, default=each.read),
            }
            for each in walk.lists.walks.values()
        ]
        self._shapes(spider)
        named = spider.archive.store.counts.known()
        longest = max(
            (max(each.numbered, default=1) * each.shows for each in walk.lists.walks.values()),
            default=0,
        )
        self.posts_expected = max(named, longest)

    def _shapes(self, spider: ProbeSpider) -> None:
        walk = spider.any_walk
        assert walk is not None
        self.shapes, self.doubts, self.portal_toml = [], [], []
        if not self.sitemap:
            self.doubts += walk.hidden_posts.lines()
        met = [shape for shape in walk.shapes if shape.links or shape.pages]
        dated = any(shape.dated for shape in met)
        verdicts = {shape.shape: _verdict(shape) for shape in met}
        ends = {_end(each) for each, verdict in verdicts.items() if verdict is Verdict.POST}
        posts, other = [], []
        every = sorted(met, key=lambda shape: (-shape.shown, -shape.links))
        for shape in every[:_SHAPES]:
            verdict = verdicts[shape.shape]
            if verdict is None and shape.shown and not shape.pages and _end(shape.shape) in ends:
                verdict = Verdict.POST  # of another column; a crawl reads some of them
            self.shapes.append(
                {
                    "shape": shape.shape, "verdict": verdict.value if verdict else "undecided",
                    "named": shape.links, "shown_as_posts": shape.shown,
                    "pages_read": shape.pages, "articles": shape.articles,
                }
            )  # fmt: skip
            if verdict is None and shape.shown > max(2, shape.links // 2):
                self.doubts.append(
                    f"{shape.shape}: lists show {shape.shown} addresses as posts, and of"
                    f" {shape.pages} pages read {shape.articles} look like one"
                )
                posts.append(shape.shape)
            elif shape.pages and shape.is_dateless and dated:
                self.doubts.append(
                    f"{shape.shape}: {shape.pages} pages read show no date, as other posts do"
                )
                other.append(shape.shape)
        for name, instead, patterns in (("posts", "lists", posts), ("other", "posts", other)):
            if patterns:
                told = ", ".join(f'"{pattern}"' for pattern in patterns)
                self.portal_toml.append(f"{name} = [{told}]  # or {instead} = [...]")

    def judge(self, records: list[dict[str, Any]], requests: int, delay: float) -> None:
        """Say whether the portal can be archived, by the records that were read."""
        self.requests = requests
        self.records = records[:_SHOWN]
        if self.refusal is not None:  # no line of portal.toml would help
            self.doubts, self.portal_toml = [], []
        if self.refusal is None and not records:
            self.refusal = f"{self.portal} shows no post that could be read"
        select = []
        undated = sum(record["published_at"] is None for record in records)
        if records and undated:
            self.doubts.append(f"{undated} of {len(records)} posts show no date")
            select.append('published_at = ".date"  # the element of the date')
        empty = sum(not record["text"] for record in records)
        if records and empty > len(records) // 2:
            self.doubts.append(f"{empty} of {len(records)} posts show no text")
            select.append('body = "#content"  # the element of the text')
        if select:
            self.portal_toml.append("\n".join(["[select]", *select]))
        self.minutes_expected = round(1.3 * self.posts_expected * max(delay, 0.1) / 60, 1)
        self.can_be_archived = self.refusal is None and not self.doubts


def _verdict(shape: Shape) -> Verdict | None:
    """Return the verdict on a shape, as far as the few pages of a probe tell it."""
    if shape.verdict or not shape.pages:
        return shape.verdict
    if shape.shown:
        return Verdict.POST if shape.articles == shape.pages else None
    if shape.articles:
        return None
    return Verdict.LIST if shape.lists else Verdict.OTHER


def _end(shape: str) -> str:
    """Return what the shapes of one template's posts have in common in all columns."""
    return shape.rpartition("/")[2] if set("#*") & set(shape.rpartition("/")[2]) else shape
