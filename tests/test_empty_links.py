"""Links without an address, in menus of known looks: the page itself is no list of its posts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.crawling import crawl
from tests.plain_portal import served
from tests.test_hidden_posts import zblog


def test_a_category_without_an_address_has_no_post_asked_for_again(tmp_path: Path) -> None:
    made = zblog("default", [1, 2, 3])
    catalog = (
        "<dl id='divCatalog'><dd><ul><li><a title='未分类' href=''>未分类</a></li></ul></dd></dl>"
    )
    made.pages = {
        path: str(page).replace("</body>", f"{catalog}</body>") for path, page in made.pages.items()
    }
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 3
    assert max(count for path, count in Counter(made.asked).items() if "post" in path) == 1
