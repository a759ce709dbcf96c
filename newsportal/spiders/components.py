"""What newsportal adds to Scrapy, for the spider `posts` alone: others run as in a fresh project.

A middleware, a pipeline or an extension of newsportal is named in `COMPONENTS`, with its place.
What a user has set for the same setting is merged with it, theirs going first: a pipeline of their
own runs beside ours, and a component of ours that they give another place, or ``None``, has that.
Manners, bounds and our own settings (``NEWSPORTAL_...``) are in `newsportal/settings.py`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

_EXPORT = "newsportal.pipelines.export.ExportPipeline"
_DISPLAY = "newsportal.extensions.display.Display"  # of terminals
_PROGRESS = "scrapy.extensions.logstats.LogStats"  # its lines; on a terminal there is the display
_ACCOUNT = "newsportal.extensions.run_closer.RunCloser"

COMPONENTS: Mapping[str, Mapping[str, Any]] = {
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # replaced by the next
        "newsportal.middlewares.boundary.BoundaryMiddleware": 50,
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # replaced by the next
        "newsportal.middlewares.manners.RobotsMiddleware": 100,
        # Between the retries (550) and the network: a wait must be known before the next attempt.
        "newsportal.middlewares.manners.RetryAfterMiddleware": 560,
        # What kind of page, decoded how, all there, and whose?
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,  # replaced
        "newsportal.middlewares.keep_pages.KeepPagesMiddleware": 595,  # next to the network
        "newsportal.middlewares.whole.UnpackMiddleware": 590,
        "newsportal.middlewares.encoding.EncodingMiddleware": 585,
        "newsportal.middlewares.backoff.BackoffMiddleware": 584,
        "newsportal.middlewares.whole.WholePageMiddleware": 583,
        "scrapy.downloadermiddlewares.stats.DownloaderStats": None,  # replaced by the next
        "newsportal.middlewares.page_stats.PageStats": 850,
        "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,  # replaced by the next
        "newsportal.middlewares.whole.RefreshMiddleware": 580,
    },
    # Every item and request passes through all of these. What they would do is not needed: 5 % of
    # the CPU time.
    "SPIDER_MIDDLEWARES": {
        "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
        "scrapy.spidermiddlewares.referer.RefererMiddleware": None,  # replaced by the next
        "newsportal.middlewares.no_referer.NoReferer": 700,
        "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # silent
        "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
        "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
    },
    "ITEM_PIPELINES": {
        "newsportal.pipelines.further_pages.FurtherPagesPipeline": 55,
        "newsportal.pipelines.boilerplate.BoilerplatePipeline": 60,
        "newsportal.pipelines.comments.CommentsPipeline": 65,
        "newsportal.pipelines.taken_out.TakenOutPipeline": 68,
        "newsportal.pipelines.note.NotePipeline": 70,
        "newsportal.pipelines.validate.ValidatePipeline": 100,
        "newsportal.pipelines.revise.RevisePipeline": 150,
        "newsportal.pipelines.deduplicate.DeduplicatePipeline": 200,
        _EXPORT: 300,
    },
    "EXTENSIONS": {
        "newsportal.extensions.rejected.RejectedPages": 100,
        "newsportal.extensions.course.CourseOfRun": 200,
        _DISPLAY: 300,
        "newsportal.extensions.prompt_stop.PromptStop": 400,
        "newsportal.extensions.broken_state.BrokenState": 500,
        _ACCOUNT: 900,
    },
    "DOWNLOAD_HANDLERS": {
        "http": "newsportal.middlewares.download.BoundedDownloadHandler",
        "https": "newsportal.middlewares.download.BoundedDownloadHandler",
        **dict.fromkeys(("file", "data", "ftp", "s3")),  # nothing but the web
    },
}

_VALUES = {
    "DUPEFILTER_CLASS": "newsportal.spiders.dupefilter.DupeFilter",
    "STATS_CLASS": "newsportal.middlewares.page_stats.PlainCollector",
    "COOKIES_ENABLED": False,  # sessions would make pages depend on what was asked before
    "CONCURRENT_ITEMS": 1,  # Scrapy starts so many tasks for every page, 100 by default: 1.1 ms
    "WARN_ON_GENERATOR_RETURN_VALUE": False,  # a check of our own source, again and again
    "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",  # the account of the run says it once
}

# Scrapy imports all that it has, then asks for its switch. Those that are switched off are left out
# instead: 300 modules less.
_SWITCHES = {
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": "HTTPAUTH_USER",
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": "COOKIES_ENABLED",
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": "HTTPCACHE_ENABLED",
    "scrapy.extensions.telnet.TelnetConsole": "TELNETCONSOLE_ENABLED",
    "scrapy.extensions.remote_control.RemoteControl": "REMOTE_CONTROL_ENABLED",
    "scrapy.extensions.memdebug.MemoryDebugger": "MEMDEBUG_ENABLED",
    "scrapy.extensions.feedexport.FeedExporter": "FEEDS",
}

# Scrapy puts the settings of its process over those of a crawler once more before it begins. What
# was merged has to stay, the command line's part, too.
_ABOVE_ALL = SETTINGS_PRIORITIES["cmdline"] + 1


def add_components(settings: BaseSettings) -> None:
    """Add all that newsportal adds, below what a user has set."""
    from newsportal import settings as defaults  # late: it reads the environment

    for name, value in _VALUES.items():
        settings.set(name, value, "addon")  # below any project, user or command line
    if settings["USER_AGENT"] == defaults.USER_AGENT:  # the contact may come from -s
        agent = defaults.USER_AGENT.replace(
            f"+mailto:{defaults.NEWSPORTAL_CONTACT})", f"+mailto:{settings['NEWSPORTAL_CONTACT']})"
        )
        settings.set("USER_AGENT", agent, _ABOVE_ALL)
    shown = sys.stderr.isatty()
    for name, components in COMPONENTS.items():
        ours = {each: place for each, place in components.items() if place is not None}
        if not shown:
            ours.pop(_DISPLAY, None)
        settings.set(name, {**ours, **settings.getdict(name)}, _ABOVE_ALL)
        # Not ``None`` in the setting itself: what is named there is imported.
        left_out = {each for each, place in components.items() if place is None}
        left_out |= {_PROGRESS} if shown else set()
        left_out |= {each for each, switch in _SWITCHES.items() if not _is_on(settings[switch])}
        theirs = settings.getdict(f"{name}_BASE").items()
        kept = {each: place for each, place in theirs if each not in left_out}
        settings.set(f"{name}_BASE", kept, "addon")


def _is_on(value: Any) -> bool:
    """Read a switch as Scrapy does, from the command line too; FEEDS is on if it names any."""
    return str(value).lower() not in ("0", "false", "none", "{}", "") and bool(value)


def missing_component(settings: BaseSettings) -> str | None:
    """Name a component without which nothing is archived, and that the settings have disabled."""
    for name, needed in (("ITEM_PIPELINES", _EXPORT), ("EXTENSIONS", _ACCOUNT)):
        if settings.getdict(name).get(needed) is None:
            return f"{name} without {needed}: nothing would be archived; leave it as it is"
    return None
