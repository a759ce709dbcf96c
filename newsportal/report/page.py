"""The report of a run as one HTML page that needs nothing else: runs/<run>.html."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from newsportal import design
from newsportal.archive.reading import portal_name
from newsportal.design import ICON
from newsportal.language.catalogue import in_chinese
from newsportal.report import charts, facts, printing
from newsportal.report.changes import changed
from newsportal.report.compiled import CompiledBeside
from newsportal.report.remedies import remedy
from newsportal.runs.run import OK
from newsportal.state.file.durable import write_whole

_SITE = "http://127.0.0.1:8766/"
"""Where `scrapy browse` serves the archive, unless it is told another port."""
_LISTED = 100  # entries of a list that is no list of posts; the JSON has more
_FIRST = 20  # of them before the others are folded away
_POSTS = 500  # of a list of posts; the site has all
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
RESULTS = {
    "done": ("nothing is missing", "没有遗漏"),
    "done-with-alerts": ("its figures look odd", "数字有异常"),
    "healed": ("the archive was healed", "存档已修复"),
    "unfinished": ("not complete yet", "尚未完成"),
    "failed": ("it failed", "失败"),
}
"""How a run ended, in English and Chinese."""


def write_page(account: Path) -> Path:
    """Write the page beside the JSON file of a run, whole or not at all; return its path."""
    path = account.with_suffix(".html")
    write_whole(path, page(facts.read(account), portal_name(account.parent.parent)))
    return path


def page(
    run: dict[str, Any], paper: str | None = None, site: str = _SITE, language: str | None = None
) -> str:
    """Return the page of a run. All that comes from the portal is escaped.

    *paper* is the portal's name; where it is not known, its host stands in the head. *site* is the
    address of the archive as a site, into which the page links; a path, where the page is one of
    the site's own. *language* is ``zh`` or ``en``, None for the browser's.
    """
    style, script = _style(), _part("report.js")
    return _environment().get_template("report.html").render(
        run=run,
        ok=run["exit_status"] == OK,
        odd=facts.is_odd(run),
        paper=paper or urlsplit(run["portal"]).netloc,
        icon=ICON,
        site=site, away=site == _SITE, language=language,
        style=Markup(style),  # noqa: S704 (ours)
        script=Markup(script),  # noqa: S704
        policy=policy(),
        seconds=facts.seconds(run),
        errors=facts.errors(run),
        rules=facts.rules(run["stats"]),
        statuses=facts.statuses(run["stats"]),
        days=facts.days(run),
        months=(months := facts.every_month(run["periods"].get("months", {}))),
        categories=facts.categories(months),
        routes=_ROUTES, fields=_FIELDS, results=RESULTS,
        log=Path(run["log"]).as_uri() if run["log"] else None,
        newest=sorted(run["new"]["first"], key=facts.published, reverse=True)[:_POSTS],
        changes=list(changed(run["revisions"]["first"][:_DIFFS])),
        **facts.course(run["course"]),
        listed=_LISTED, first=_FIRST, most=_POSTS,
    )  # fmt: skip


def policy() -> str:
    """Return what the page may do: use its own style and script."""
    return (
        f"default-src 'none'; img-src data:; style-src {_source(_style())};"
        f" script-src {_source(_part('report.js'))}; base-uri 'none'; form-action 'none'"
    )


def _style() -> str:
    return design.part("base.css") + _part("report.css")


def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        bytecode_cache=CompiledBeside(),
        loader=FunctionLoader(_part),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        count=lambda number: f"{number:,}", when=printing.when, duration=printing.duration,
        published=printing.published,
        percent=printing.percent, cut=printing.cut, link=printing.link, stored=printing.stored,
        chinese=in_chinese,
    )  # fmt: skip
    environment.globals.update(
        bars=charts.bars, chart_lines=charts.lines, share=charts.share, remedy=remedy,
        count_errors=facts.count_errors,
    )  # fmt: skip
    return environment


def _part(name: str) -> str:
    """Return one of the files that the page is made of."""
    folder = "newsportal.report" if name.startswith("report.") else "newsportal.design"
    return files(folder).joinpath(name).read_text(encoding="utf-8")


def _source(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
