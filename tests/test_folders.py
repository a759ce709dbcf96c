"""Two portals in folders of one host are two archives."""

from __future__ import annotations

from pathlib import Path

from newsportal.archive.archive_folder import settled_folder
from newsportal.pages.site import Site
from tests.archives import completed, opened
from tests.archivist import Archivist
from tests.changing import Changing


def test_two_portals_of_one_host(tmp_path: Path) -> None:
    host, news, city = Changing(seed=1), Changing(seed=2), Changing(seed=3)
    news.fill(12)
    city.fill(14)

    leading = set[str]()

    def instead(path: str) -> tuple[int, str] | None:
        if path in leading:
            return 302, "/city/post/1.html"
        for name, portal in (("/news", news), ("/city", city)):
            if path.startswith(f"{name}/"):
                return portal.respond(path.removeprefix(name), "x")
        return None

    host.instead = instead
    with host.serving() as url:
        news.url, city.url = url + "news/", url + "city/"
        first, second = Archivist(news, tmp_path), Archivist(city, tmp_path)
        assert first.run() == 0, first.stderr
        assert second.run() == 0, second.stderr
        for archivist, posts in ((first, 12), (second, 14)):
            assert len(archivist.records()) == posts
            assert {r["url"].rpartition("post/")[0] for r in archivist.records()} == {
                archivist.portal.url
            }
            assert archivist.audit()[1][-1] == f"complete: {posts} posts"
        assert {path.name for path in tmp_path.glob("*~*")} == {
            first.folder.name,
            second.folder.name,
        }
        assert first.folder.name.endswith("~news")
        # An archive of an earlier version has the name of the host alone.
        first.folder.rename(tmp_path / first.folder.name.removesuffix("~news"))
        assert first.audit()[1][-1] == "complete: 12 posts"
        assert first.run() == 0, first.stderr
        assert len(first.records()) == 12
        assert second.run() == 0, second.stderr
        # The other one is never asked, wherever a page leads.
        leading.add(f"/news{max(news.stories.values(), key=lambda story: story.at).path}")
        assert first.run("refetch") == 1
        assert first.report["result"] == "unfinished"
        assert not any(path.startswith("/city/") for path, _ in host.log)


def test_the_archive_of_a_whole_host_is_none_of_a_folder_of_it(tmp_path: Path) -> None:
    completed(opened(tmp_path))
    folder = settled_folder(Site.of("http://news.example/city/"), tmp_path)
    assert folder == tmp_path / "news.example~city"
    assert (tmp_path / "news.example" / "state.db").exists()
