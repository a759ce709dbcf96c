"""The report of a run as one HTML page that needs nothing else: runs/<run>.html."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from newsportal import paper
from newsportal.chinese.dates import SHANGHAI
from newsportal.language.catalogue import in_chinese
from newsportal.paper import ICON
from newsportal.report import charts
from newsportal.report.changes import changed
from newsportal.report.compiled import CompiledBeside
from newsportal.report.remedies import remedy
from newsportal.runs.figures import RULES
from newsportal.runs.run import OK, Run
from newsportal.state.file.durable import write_whole

SITE = "http://127.0.0.1:8766/"
"""Where `scrapy browse` serves the archive, unless it is told another port."""
LISTED = 100  # entries of a list that is no list of posts; the JSON has more
_FIRST = 20  # of them before the others are folded away
_POSTS = 500  # of a list of posts; the site has all
_DAYS, _MONTHS = 92, 240
_DIFFS = 20  # posts shown with what changed in them
_ROUTES = {
    "index": ("Front page and its index", "首页及其列表"),
    "listing": ("Other lists", "其他列表"),
    "feed": ("Feed", "RSS"),
    "archive": ("Archive page", "归档页"),
    "chain": ("Previous and next post", "上一篇、下一篇"),
    "related": ("Related posts", "相关文章"),
    "sitemap": ("Sitemap", "站点地图"),
    "elsewhere": ("Sidebars and texts", "侧栏与正文"),
}
_FIELDS = {
    "title": ("title", "标题"),
    "text": ("text", "正文"),
    "images": ("pictures", "图片"),
    "tags": ("tags", "标签"),
    "category": ("section", "栏目"),
    "source": ("outlet", "来源"),
    "reporters": ("reporters", "记者"),
    "correspondents": ("correspondents", "通讯员"),
    "editors": ("editors", "编辑"),
    "published_at": ("date", "日期"),
}
_RESULTS = {
    "done": ("nothing is missing", "没有遗漏"),
    "done-with-alerts": ("its figures look odd", "数字有异常"),
    "healed": ("the archive was healed", "存档已修复"),
    "unfinished": ("not complete yet", "尚未完成"),
    "failed": ("it failed", "失败"),
}
_EMPTY = asdict(Run("", "", "", datetime.fromtimestamp(0, UTC)))


def read(path: Path) -> dict[str, Any]:
    """Return a run's account from its JSON file. Raises OSError, ValueError."""
    run = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(run, dict) or "outcome" not in run:
        raise ValueError(f"{path} is no account of a run")
    return _EMPTY | run


def write_page(account: Path) -> Path:
    """Write the page beside the JSON file of a run, whole or not at all; return its path."""
    path = account.with_suffix(".html")
    write_whole(path, page(read(account)))
    return path


def page(run: dict[str, Any], site: str = SITE, language: str | None = None) -> str:
    """Return the page of a run. All that comes from the portal is escaped.

    *site* is the address of the archive as a site, into which the page links; a path, where the
    page is one of the site's own. *language* is ``zh`` or ``en``, None for the browser's.
    """
    style, script = _style(), part("report.js")
    return _environment().get_template("report.html").render(
        run=run,
        ok=run["exit_status"] == OK,
        odd=is_odd(run),
        host=urlsplit(run["portal"]).netloc,
        icon=ICON,
        site=site, away=site == SITE, language=language,
        style=Markup(style),  # noqa: S704 (ours)
        script=Markup(script),  # noqa: S704
        policy=policy(),
        seconds=seconds(run),
        errors=errors(run),
        rules=rules(run["stats"]),
        statuses=statuses(run["stats"]),
        days=days(run),
        months=(months := every_month(run["periods"].get("months", {}))),
        categories=categories(months),
        routes=_ROUTES, fields=_FIELDS, results=_RESULTS,
        log=Path(run["log"]).as_uri() if run["log"] else None,
        newest=sorted(run["new"]["first"], key=_published, reverse=True)[:_POSTS],
        changes=list(changed(run["revisions"]["first"][:_DIFFS])),
        **_course(run["course"]),
        listed=LISTED, first=_FIRST, most=_POSTS,
    )  # fmt: skip


def policy() -> str:
    """Return what the page may do: use its own style and script."""
    return (
        f"default-src 'none'; img-src data:; style-src {_source(_style())};"
        f" script-src {_source(part('report.js'))}; base-uri 'none'; form-action 'none'"
    )


def _style() -> str:
    return paper.part("paper.css") + part("report.css")


def is_odd(run: dict[str, Any]) -> bool:
    """Tell whether a run did its job, and ended with 1 only because of what it found."""
    messages = (alert["message"] for alert in run["alerts"])
    alerts_only = bool(run["alerts"]) and run["outcome"] == "; ".join(messages)
    return run["result"] in ("healed", "done-with-alerts") or alerts_only


def seconds(run: dict[str, Any]) -> float:
    """Return how long a run took."""
    if not run["finished_at"]:
        return 0.0
    ended, began = (datetime.fromisoformat(run[name]) for name in ("finished_at", "started_at"))
    return (ended - began).total_seconds()


def errors(run: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what could not be had: URL, reason, remedy; what to act on comes first."""
    found = [{"url": url, "reason": reason} for url, reason in run["failed"].items()]
    for kind in ("rejected", "missing", "gone", "forbidden", "lists_gone"):
        found += run[kind]["first"]
    return [error | {"remedy": remedy(error["reason"])} for error in found]


def count_errors(run: dict[str, Any]) -> int:
    """Return how many pages could not be had, or were no posts after all."""
    kinds = ("rejected", "missing", "gone", "forbidden", "lists_gone")
    counts: list[int] = [run[kind]["count"] for kind in kinds]
    return len(run["failed"]) + sum(counts)


def rules(stats: dict[str, Any]) -> list[tuple[str, int]]:
    """Return how many pages the theme's rule for each field found something on.

    >>> rules({"newsportal/rules/title": 3, "downloader/request_count": 4})
    [('title', 3)]
    """
    return [
        (name.removeprefix(RULES), hits) for name, hits in stats.items() if name.startswith(RULES)
    ]


def statuses(stats: dict[str, Any]) -> dict[str, int]:
    """Return how many answers had which status; a failed download has the name of its error."""
    status, error = "downloader/response_status_count/", "downloader/exception_type_count/"
    found = {
        name.removeprefix(status).removeprefix(error).rpartition(".")[2]: count
        for name, count in stats.items()
        if name.startswith((status, error))
    }
    return dict(sorted(found.items()))


def categories(months: dict[str, dict[str, int]]) -> list[tuple[str, int, list[int]]]:
    """Return name, posts, and posts in each month of the categories, largest first."""
    sizes: Counter[str] = Counter()
    for counts in months.values():
        sizes.update(counts)
    return [
        (name, size, [counts.get(name, 0) for counts in months.values()])
        for name, size in sizes.most_common()
    ]


def days(run: dict[str, Any]) -> dict[str, int]:
    """Return the posts of each of the days up to the run, in China, oldest first."""
    counts = run["periods"].get("days", {})
    last = datetime.fromisoformat(run["finished_at"] or run["started_at"]).astimezone(SHANGHAI)
    shown = (f"{last - timedelta(days=ago):%Y-%m-%d}" for ago in reversed(range(_DAYS)))
    return {day: sum(counts.get(day, {}).values()) for day in shown}


def every_month(months: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """Return the counts with the months that have no post.

    >>> every_month({"2025-12": {"a": 1}, "2026-02": {"a": 2}})
    {'2025-12': {'a': 1}, '2026-01': {}, '2026-02': {'a': 2}}
    """
    if not months:
        return {}
    first, last = (int(name[:4]) * 12 + int(name[5:]) - 1 for name in (min(months), max(months)))
    names = (f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1))
    return {name: months.get(name, {}) for name in list(names)[-_MONTHS:]}


def _course(course: dict[str, Any]) -> dict[str, list[Any]]:
    """Return for each interval its start, and mean and longest latency, None without answers."""
    counts = course["responses"]
    return {
        "times": [duration(at * course["seconds"]) for at in range(len(counts))],
        "means": [w / n if n else None for w, n in zip(course["waited"], counts, strict=True)],
        "longest": [s if n else None for s, n in zip(course["longest"], counts, strict=True)],
    }


def _published(post: dict[str, Any]) -> str:
    return post["published_at"] or ""


def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        bytecode_cache=CompiledBeside(),
        loader=FunctionLoader(part),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        count=lambda number: f"{number:,}", when=_when, duration=duration, percent=_percent,
        cut=_cut, link=_link, stored=_stored, chinese=in_chinese,
    )  # fmt: skip
    environment.globals.update(
        bars=charts.bars, chart_lines=charts.lines, share=charts.share, remedy=remedy,
        count_errors=count_errors,
    )  # fmt: skip
    return environment


def part(name: str) -> str:
    """Return one of the files that the page is made of."""
    folder = "newsportal.report" if name.startswith("report.") else "newsportal.paper"
    return files(folder).joinpath(name).read_text(encoding="utf-8")


def _source(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _when(time: str | None, form: str = "%Y-%m-%d %H:%M") -> str:
    return datetime.fromisoformat(time).astimezone(SHANGHAI).strftime(form) if time else "–"


def duration(seconds: float) -> str:
    """Return hours, minutes and seconds.

    >>> duration(3723.4), duration(59)
    ('1:02:03', '0:59')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _percent(part: float) -> str:
    shown = f"{part:.1%}".replace(".0%", "%")
    return "99.9%" if shown == "100%" and part < 1 else shown  # all means all


def _cut(text: str | None, length: int = 160) -> str:
    text = text or ""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _link(url: str, text: str | None = None) -> Markup:
    """Return a link; what is no web address, or too long for one, is only text."""
    shown = _cut(text or url)
    if not _is_address(url):
        return Markup.escape(shown)
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(url, shown)


def _stored(post: dict[str, Any], site: str, changed: str = "") -> Markup:
    """Return a link to a post in the archive, and one to where it stood on the portal.

    *changed* is its title with what changed in it, where that is to be shown.
    """
    url = post["url"]
    shown = changed or _cut(post.get("title") or url)
    if not _is_address(url):
        return Markup.escape(shown)
    return Markup(
        '<a href="{}at?url={}">{}</a> <a class="outside" rel="noopener noreferrer" href="{}"'
        ' aria-label="原文 original"></a>'
    ).format(site, quote(url, safe="/:"), shown, url)


def _is_address(url: str) -> bool:
    return url.startswith(("http://", "https://")) and len(url) <= 1000
