"""Makes the READMEs' pictures from the sample portal: ``python -m tests.pictures``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from newsportal.chinese.dates import SHANGHAI
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.browser import opened, started
from tests.browsing import served
from tests.crawling import archive_folder, crawl

DOCS = Path(__file__).parents[1] / "docs"
LANGUAGES = {"en-US": "png", "zh-CN": "zh-CN.png"}
CLOCK = datetime(2026, 10, 23, 10, 0, tzinfo=SHANGHAI)


def main() -> None:
    """Crawl the sample portal at a fixed time; take the site's front page and the run's report."""
    with TemporaryDirectory() as folder, serve(Options(), CLOCK.timestamp(), frozen=True) as portal:
        data = Path(folder)
        crawl(portal, data)
        (report,) = (archive_folder(portal, data) / "runs").glob("*.html")
        with served(data, portal, archive_folder(portal, data)) as site, started() as browser:
            pictures = {"site": site.url, "report": report.as_uri()}
            for language, ending in LANGUAGES.items():
                for name, url in pictures.items():
                    with opened(browser, url, language=language) as page:
                        page.screenshot(path=DOCS / f"{name}.{ending}")


if __name__ == "__main__":
    main()
