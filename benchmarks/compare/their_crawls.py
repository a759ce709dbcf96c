"""Another crawler on a whole portal, in its environment: ``python their_crawls.py NAME URL OUT``.

Each finds posts by itself, as its documentation says; whatever it takes for one is a line of OUT.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

Row = dict[str, Any]
_THREADS = 4
_MOST = 100_000  # addresses; more than there are


def _news_please(url: str) -> Iterator[Row]:
    """As the program, with the files that it writes by default."""
    package = Path(str(import_module("newsplease").__file__)).parent
    settings = (package / "config" / "config.cfg").read_text(encoding="utf-8")
    with TemporaryDirectory() as name:
        folder = Path(name)
        settings = settings.replace("~/news-please-repo/", f"{name}/")
        (folder / "config.cfg").write_text(settings, encoding="utf-8")
        sites = {"base_urls": [{"url": url, "crawler": "RecursiveCrawler"}]}
        (folder / "sitelist.hjson").write_text(json.dumps(sites), encoding="utf-8")
        command = [sys.executable, "-m", "newsplease", "-c", name]
        subprocess.run(command, check=False, stdin=subprocess.DEVNULL)  # noqa: S603
        for path in (folder / "data").rglob("*.json"):
            said = json.loads(path.read_text(encoding="utf-8"))
            yield {
                "url": said["url"], "title": said["title"], "text": said["maintext"],
                "published_at": said["date_publish"],
            }  # fmt: skip


def _newspaper(url: str) -> Iterator[Row]:
    newspaper = import_module("newspaper")
    portal = newspaper.build(url, language="zh", memorize_articles=False, fetch_images=False)
    for article in portal.download_articles():
        with contextlib.suppress(Exception):
            article.parse()
            at = article.publish_date
            yield {
                "url": article.url, "title": article.title, "text": article.text,
                "published_at": at.isoformat() if at else None,
            }  # fmt: skip


def _trafilatura(found: Callable[[str, Any], Iterable[str]]) -> Callable[[str], Iterator[Row]]:
    def crawl(url: str) -> Iterator[Row]:
        trafilatura = import_module("trafilatura")
        config = import_module("trafilatura.settings").use_config()
        config.set("DEFAULT", "SLEEP_TIME", "0")
        config.set("DEFAULT", "SSRF_PROTECTION", "false")  # the portal is on loopback
        urls = list(found(url, config))
        with ThreadPoolExecutor(_THREADS) as pool:
            pages = pool.map(lambda each: trafilatura.fetch_url(each, config=config), urls)
            for each, page in zip(urls, pages, strict=True):
                read = page and trafilatura.bare_extraction(page, url=each, with_metadata=True)
                if read:
                    said = read if isinstance(read, dict) else read.as_dict()
                    yield {
                        "url": each, "title": said["title"], "text": said["text"],
                        "published_at": said["date"],
                    }  # fmt: skip

    return crawl


def _explored(url: str, config: Any) -> Iterable[str]:
    crawl = import_module("trafilatura.spider").focused_crawler
    todo, known = crawl(url, max_seen_urls=_MOST, max_known_urls=_MOST, config=config)
    return dict.fromkeys([*known, *todo])


def _mapped(url: str, config: Any) -> Iterable[str]:
    search = import_module("trafilatura.sitemaps").sitemap_search
    return dict.fromkeys(search(url, sleep_time=0, config=config))


CRAWLERS: dict[str, Callable[[str], Iterator[Row]]] = {
    "news-please": _news_please,
    "newspaper4k (jieba)": _newspaper,
    "trafilatura, its crawler": _trafilatura(_explored),
    "trafilatura, sitemap": _trafilatura(_mapped),
}


if __name__ == "__main__":
    with Path(sys.argv[3]).open("w", encoding="utf-8") as out:
        for row in CRAWLERS[sys.argv[1]](sys.argv[2]):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
