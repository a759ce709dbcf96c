"""Which address is which page."""

import pytest

from newsportal.pages.keys import shape
from newsportal.pages.site import Site
from newsportal.pages.urls import page_template, without_tracking
from newsportal.platforms.zblog import ZBLOG

SITE = Site.of("http://news.example/", ZBLOG)


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("/post/7.html", "post/7.html"),
        ("post/7.html?utm_source=wx&from=timeline", "post/7.html"),
        ("/post/7.html#cmt12", "post/7.html"),
        ("//news.example/post/7.html", "post/7.html"),
        ("https://www.news.example/post/7.html", "post/7.html"),
        ("/index.php/post/7.html", "post/7.html"),
        ("/?id=7", "?id=7"),
        ("/index.php?id=7", "?id=7"),
        ("/?utm_source=wx&id=7", "?id=7"),
        ("/?cate=3&page=2&order=viewlist&sort=1", "?cate=3&page=2"),
        ("/?page=2&cate=3", "?cate=3&page=2"),
        ("/?cate=3&page=1", "?cate=3"),
        ("/?page=0", ""),
        ("/?external_link=http%3A%2F%2Felsewhere.example", ""),
        ("/?must_use_mobile", ""),
        ("/index.php", ""),
        ("/page_1.html", ""),
        ("/page_0.html", ""),
        ("/page/1/", ""),
        ("/page_11.html", "page_11.html"),
        ("/category-1_1.html", "category-1.html"),
        ("/category-1_0.html", "category-1.html"),
        ("/category-1_2.html?order=newlist", "category-1_2.html"),
        ("/category/新闻/2/", "category/%E6%96%B0%E9%97%BB/2/"),
        ("/category/%e6%96%b0%e9%97%bb/2/", "category/%E6%96%B0%E9%97%BB/2/"),
        ("/tags-1.html", "tags-1.html"),
        ("/date-2026-11_1.html", "date-2026-11.html"),
        (" /post/8.html\n", "post/8.html"),
        ("\\post\\8.html", "post/8.html"),
        ("http:\\\\news.example\\post/8.html", "post/8.html"),
        ("HTTP://NEWS.EXAMPLE/post/8.html", "post/8.html"),
        ("http://news.example:80/post/8.html", "post/8.html"),
        ("https://news.example:443/post/8.html", "post/8.html"),
        ("/新闻/今天 的.html", "%E6%96%B0%E9%97%BB/%E4%BB%8A%E5%A4%A9%20%E7%9A%84.html"),
        ("/新闻/今天%20的.html", "%E6%96%B0%E9%97%BB/%E4%BB%8A%E5%A4%A9%20%E7%9A%84.html"),
        ("/%D0%C2%CE%C5/8.html", "%D0%C2%CE%C5/8.html"),  # GBK stays as it is
        ("/post/%zz8.html", "post/%zz8.html"),
        ("/a/../post/./8.html", "post/8.html"),
        ("/post/8.html?utm_source=%E6%96%B0", "post/8.html"),
    ],
)
def test_one_page_has_one_address(given: str, key: str) -> None:
    canonical = SITE.canonical(given)
    assert canonical is not None
    assert SITE.key(canonical) == key


@pytest.mark.parametrize(
    "given",
    [
        "#",
        "javascript:;",
        "javascript:zbp.comment.get('7','2');",
        "mailto:a@news.example",
        "data:text/html,x",
        "http://elsewhere.example/post/7.html",
        "http://news.example:8080/post/7.html",
        "ftp://news.example/post/7.html",
        "/search.php?q=x",
        "/feed.php?date=2026-11-1",
        "/zb_system/login.php",
        "/zb_users/upload/2026/11/a.jpg",
        "/file.pdf",
        "http://[broken",
        "http://news.example:99999/",
        "http://news.example:-1/post/7.html",
        "http://news.example:x/post/7.html",
        "http:///post/7.html",
        "http://",
        "http://news.example@elsewhere.example/post/7.html",
        "//elsewhere.example/post/7.html",
        "\\\\elsewhere.example\\post\\7.html",
        "http://news.example.elsewhere.example/post/7.html",
        "http://xnews.example/post/7.html",
        "http://www.www.news.example/post/7.html",
        "http://127.0.0.1/post/7.html",
        "http://[::1]/post/7.html",
        "http://news.example\uff0felsewhere/post/7.html",
        "blob:http://news.example/7",
        "view-source:http://news.example/7",
        "JavaScript:alert(1)",
        "/" + "x" * 3000,
    ],
)
def test_what_is_no_page_of_the_portal_is_left_alone(given: str) -> None:
    assert SITE.canonical(given) is None


def test_a_portal_below_a_folder_does_not_leave_it() -> None:
    site = Site.of("http://news.example/paper")
    assert site.root == "http://news.example/paper/"
    assert site.canonical("post/7.html") == "http://news.example/paper/post/7.html"
    assert site.canonical("/other/post/7.html") is None


def test_hosts_without_rewrite_rules_keep_index_php() -> None:
    site = Site.of("http://news.example/", ZBLOG)
    site.learn(["/index.php/post/7.html"])
    assert site.canonical("/index.php/post/7.html") == "http://news.example/index.php/post/7.html"


@pytest.mark.parametrize(
    ("url", "root", "folder"),
    [
        ("https://WWW.0538ta.cn", "https://www.0538ta.cn/", "www.0538ta.cn"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/", "127.0.0.1_8080"),
        ("https://news.example:443/index.php", "https://news.example/", "news.example"),
        ("http://新闻.example/", "http://xn--efvy88h.example/", "xn--efvy88h.example"),
        ("http://xn--efvy88h.example/", "http://xn--efvy88h.example/", "xn--efvy88h.example"),
        (
            "http://新闻.中国:8080",
            "http://xn--efvy88h.xn--fiqs8s:8080/",
            "xn--efvy88h.xn--fiqs8s_8080",
        ),
    ],
)
def test_a_portal_is_named_by_its_front_page(url: str, root: str, folder: str) -> None:
    site = Site.of(url)
    assert (site.root, site.folder) == (root, folder)


@pytest.mark.parametrize(
    "url",
    ["www.0538ta.cn", "ftp://h/", "http://", "http://u:p@h/", "http://h/post/7.html", "http://h/?id=7",
     "http://h:99999/", "http://../", "http://a..b/"],
)  # fmt: skip
def test_what_is_no_front_page_is_refused(url: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Site.of(url)


@pytest.mark.parametrize(
    ("numbered", "template"),
    [
        ({2: "http://h/page_2.html", 3: "http://h/page_3.html"}, "http://h/page_{}.html"),
        ({2: "http://h/category/2/2/", 3: "http://h/category/2/3/"}, "http://h/category/2/{}/"),
        ({2: "http://h/?cate=2&page=2", 9: "http://h/?cate=2&page=9"}, "http://h/?cate=2&page={}"),
        ({1: "http://h/", 2: "http://h/page_2.html"}, None),
        ({2: "http://h/a", 3: "http://h/b"}, None),
    ],
)
def test_page_addresses_follow_the_pattern_of_the_links(
    numbered: dict[int, str], template: str | None
) -> None:
    assert page_template(numbered) == template


def test_shape_and_tracking() -> None:
    assert shape("2026/11/7/") == "#/#/#/"
    assert without_tracking("http://h/a?utm_medium=x#f") == "http://h/a#f"
    assert without_tracking("http://h/640?wx_fmt=jpeg") == "http://h/640?wx_fmt=jpeg"


@pytest.mark.parametrize("named", ["http://新闻.example/", "http://xn--efvy88h.example/"])
@pytest.mark.parametrize(
    "given",
    [
        "http://新闻.example/post/7.html",
        "http://www.新闻.example/post/7.html",
        "https://xn--efvy88h.example/post/7.html",
        "http://XN--EFVY88H.example/post/7.html",
        "/post/7.html",
    ],
)
def test_a_chinese_host_has_one_name(named: str, given: str) -> None:
    site = Site.of(named)
    assert site.canonical(given) == "http://xn--efvy88h.example/post/7.html"


@pytest.mark.parametrize(
    "url",
    ["http://news.example@elsewhere.example/", "http://a:b@elsewhere.example/", "http:///a",
     "http://news.example:0x50/", "https://elsewhere.example\\@news.example/"],
)  # fmt: skip
def test_what_only_looks_like_the_portal_is_not_held(url: str) -> None:
    assert not SITE.holds(url)


@pytest.mark.parametrize(
    "path",
    [
        "zb_system%2Fcmd.php", "/zb_system/cmd.php", "index.php//zb_system/cmd.php",
        "a/..//zb_system/login.php", "%7Ab_system/login.php", "zb%5Fsystem/x", "ZB_SYSTEM%2fx",
        "%2e/zb_system/x", "a%2F%2E%2E%2Fzb_system/x", "zb_system%5Cx", ".//zb_users//x",
    ],
)  # fmt: skip
def test_the_cms_is_not_asked_for_under_any_spelling(path: str) -> None:
    assert SITE.canonical(f"{SITE.root}{path}") is None


def test_empty_parts_of_a_path_are_none() -> None:
    assert SITE.canonical("//post//7.html", SITE.root) != SITE.canonical("/post/7.html")
    assert SITE.canonical(f"{SITE.root}/post//7.html") == SITE.canonical("/post/7.html")
    assert SITE.canonical("/post/7.html?a=//b") == SITE.canonical("/post/7.html")
