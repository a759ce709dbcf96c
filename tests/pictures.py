"""Makes the READMEs' pictures of the site from the sample portal: ``python -m tests.pictures``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from newsportal.dates import SHANGHAI
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.browser import opened, started
from tests.browsing import served
from tests.crawling import archive_folder, crawl

DOCS = Path(__file__).parents[1] / "docs"
LANGUAGES = {"en-US": "site.png", "zh-CN": "site.zh-CN.png"}
CLOCK = datetime(2026, 10, 23, 10, 0, tzinfo=SHANGHAI)


def main() -> None:
    """Crawl the sample portal at a fixed time and take the site's front page."""
    with TemporaryDirectory() as folder, serve(Options(), CLOCK.timestamp(), frozen=True) as portal:
        data = Path(folder)
        crawl(portal, data)
        with served(data, portal, archive_folder(portal, data)) as site, started() as browser:
            for language, name in LANGUAGES.items():
                with opened(browser, site.url, language=language) as page:
                    page.screenshot(path=DOCS / name)


if __name__ == "__main__":
    main()
