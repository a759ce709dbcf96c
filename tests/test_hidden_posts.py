"""What a portal holds back, and a new look of it: said, not passed over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.crawling import archive_folder, crawl
from tests.plain_archive import audit, keys, run
from tests.plain_portal import PlainPortal, list_page, post_page, served, title

NOW = 1795305600  # 2026-11-22 08:00 in Shanghai
CONTROLS = {
    "load more": "<div id='more' class='btn'>点击加载更多</div>",
    "dead link": "<a href='javascript:void(0)' class='load-more'></a>",
    "button": "<button type='button'>Load more</button>",
    "call": "<a href='javascript:;' onclick='goPage(2)'>下一页</a>",
    "post back": "<a href=\"javascript:__doPostBack('pager','2')\">2</a>",
    "all pages": "<div data-pages='3'><span>下一页</span></div>",
    "number": "<button data-page='2'>2</button><button data-page='3'>3</button>",
    "scroll": "<script>var page = 1; $(window).scroll(function () { page++;"
    " $.get('/api/list?page=' + page, add); });</script>",
    "fill": "<ul id='oldNews'></ul><script>fetch('/api').then(x => fill('#oldNews', x))</script>",
    "bound": "<div v-for='x in news'><a :href='x.url'>{{ x.title }}</a></div>",
    "empty form": "<form action='/list'><input name='page'><button>GO</button></form>",
    "form": "<form method='post' action='/list'><input name='page' value='2'>"
    "<input type='submit' value='GO'></form>",
}
HARMLESS = {
    "one page only": "<a href='javascript:void(0)'>下一页</a><span>下一页</span>",
    "no more": "<div class='load-more disabled'>加载更多</div><div>没有更多了</div>",
    "back to page 1": "<a href='javascript:goPage(1)'>下一页</a>",
    "a link": "<a href='/index_1.html'><span>加载更多</span></a>",
    "another empty element": "<ul id='hotSearch'></ul><div id='newsComments'></div>"
    "<script>$.get('/hot', x => $('#hotSearch').html(x)); $('#newsComments').load('/c')</script>",
    "lazy pictures": "<script>new IntersectionObserver(load); fetch('/count?id=' + id)</script>",
    "a search": "<form method='get' action='/search'><input name='q'><select name='y'>"
    "<option value='6'>2026年<option value='5'>2025年</select></form>",
}

SITEMAP = (
    "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
    + "".join(f"<url><loc>http://portal.example/news/{n}.html</loc></url>" for n in range(25))
    + "</urlset>"
)


def portal(more: str) -> PlainPortal:
    """Return a portal with 25 posts whose front page leads to 8 of them."""
    made = PlainPortal().news(25)
    made.pages = {path: page for path, page in made.pages.items() if "index_" not in path}
    made.pages["/"] = list_page(list(range(8)), more=more)
    return made


@pytest.mark.long
@pytest.mark.parametrize("name", CONTROLS)
def test_a_list_that_only_a_script_or_form_continues_is_told(name: str, tmp_path: Path) -> None:
    with served(portal(CONTROLS[name])) as made:
        crawled = crawl(made.url, tmp_path)
        assert len(crawled.records) == 8
        assert crawled.exit_status == 1
        assert (
            "1 lists may have further posts that only a script or a form brings"
            in (crawled.report["outcome"])
        )
        assert crawled.report["result"] == "done-with-alerts"
        assert any("script or a form" in note for note in crawled.report["notes"])
        again = crawl(made.url, tmp_path)
        assert again.exit_status == 0, again.stderr
        assert "1 notices of what may be out of reach, see scrapy audit" in again.report["outcome"]
        audited = audit(made, tmp_path)
        assert audited.returncode == 1
        assert "1 lists may have further posts" in audited.stdout


@pytest.mark.parametrize("name", HARMLESS)
def test_what_looks_like_it_and_is_none(name: str, tmp_path: Path) -> None:
    made = portal(HARMLESS[name])
    made.pages["/index_1.html"] = list_page(list(range(8, 16)))
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr


@pytest.mark.parametrize(
    ("said", "pages", "status"),
    [("共 25 条", 2, 1), ("第1/3页", 2, 1), ("共 25 条", 3, 0), ("共 3 页 共 24 条", 3, 0)],
)
def test_a_total_tells_whether_a_pager_leads_to_all(
    said: str, pages: int, status: int, tmp_path: Path
) -> None:
    made = PlainPortal({"/": list_page([], more="<a href='/yw/'>要闻</a>")})
    for number in range(pages):
        on = f"<a href='/yw/index_{number + 2}.html'>下一页</a>" if number + 1 < pages else ""
        posts = [*range(10 * number, min(25, 10 * number + 10))]
        path = "/yw/" if number == 0 else f"/yw/index_{number + 1}.html"
        made.pages[path] = list_page(posts, more=f"<span>{said}</span>{on}")
        made.pages |= {f"/news/{n}.html": post_page(n) for n in posts}
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == status, crawled.stderr
    assert len(crawled.records) == min(25, 10 * pages)
    assert (f"{made.url}yw/ ('{said}')" in crawled.stderr) == (status == 1)


def test_columns_on_other_hosts_are_told(tmp_path: Path) -> None:
    made = PlainPortal().news(9)
    columns = "".join(
        f"<li><a href='http://{host}.localhost/{n}.html'>{title(n)}</a></li>"
        for host, count in (("sport", 4), ("m", 9), ("shop", 2))
        for n in range(count)
    )
    made.pages["/"] = str(made.pages["/"]).replace("</ul>", f"</ul><ul>{columns}</ul>", 1)
    with served(made):
        crawled = crawl(made.url.replace("127.0.0.1", "localhost"), tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert (
        "lists show 4 titles on other hosts of the portal, which were not read; portal.toml takes"
        ' them in: hosts = ["sport.localhost"]' in crawled.report["notes"]
    )


def test_a_portal_that_is_called_by_another_name_says_so(tmp_path: Path) -> None:
    """Its front page names the proper one, where all titles lead but those of two posts."""
    made = PlainPortal().news(9)
    front = str(made.pages["/"]).replace(
        "</head>", "<link rel=canonical href=http://news.example/>"
    )
    made.pages["/"] = front.replace('href="/news/', 'href="http://news.example/news/', 7)
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 1, crawled.stderr
    assert "and 7 titles lead there; run with -a portal=http://news.example/" in crawled.stderr


CHOICES = {
    "addresses": "<select onchange='location=this.value'><option value='/'>第1页</option>"
    "<option value='/index_1.html'>第2页</option><option value='/index_2.html'>第3页</option>"
    "</select>",
    "form": "<form action='/list'><input type='hidden' name='c' value='7'><select name='page'>"
    "<option>1</option><option>2</option><option>3</option></select></form>",
    "number": "<form action='/list'><input type='hidden' name='c' value='7'>"
    "<input name='page' size='2'> 共3页 <input type='submit'></form>",
    "call": "<a href='javascript:goPage(2)'>2</a><a href='#' onclick='goPage(3)'>尾页</a><script>"
    "function goPage(n) { location.href = '/list?c=7&page=' + n; }</script>",
}


@pytest.mark.long
@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_of_page_numbers_leads_on(name: str, tmp_path: Path) -> None:
    made = portal(CHOICES[name])
    for number in (1, 2):
        page = list_page(list(range(8 * number, min(25, 8 * number + 9))), more=CHOICES[name])
        made.pages[f"/index_{number}.html"] = page
        made.pages[f"/list?c=7&page={number + 1}"] = page
    made.pages["/list?c=7&page=1"] = made.pages["/"]
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 25


def test_a_list_that_is_empty_until_a_script_fills_it_is_told(tmp_path: Path) -> None:
    made = PlainPortal().news(12)
    front = str(made.pages["/"])
    made.pages["/"] = front.replace("</ul>", '</ul><p><a href="/gonggao/">通知公告</a></p>', 1)
    made.pages["/gonggao/"] = list_page([], more=CONTROLS["fill"])
    with served(made):
        crawled = crawl(made.url, tmp_path)
        assert crawled.report["result"] == "done-with-alerts", crawled.stderr
        assert "first" in crawled.report["outcome"]
        assert "gonggao/ ('#oldNews')" in crawled.report["outcome"]
        assert crawl(made.url, tmp_path).exit_status == 0


SCRIPT = '<script src="/app.js"></script>'


def with_channels(channel: str, *, front: str = "") -> PlainPortal:
    """Return a portal of 40 posts whose channels show ten each, and each holds as many back."""
    made = PlainPortal().news(80)
    made.pages = {path: page for path, page in made.pages.items() if "index_" not in path}
    for n in range(4):
        shown = list_page([*range(20 * n, 20 * n + 10)], more=channel)
        made.pages[f"/channel/{n}/"] = shown.replace("</body>", f"{SCRIPT}</body>")
    links = "".join(f'<a href="/channel/{n}/">频道{n}</a>' for n in range(4))
    made.pages["/"] = list_page([0, 20, 40, 60], more=links + front)
    return made


@pytest.mark.long
@pytest.mark.parametrize(
    ("channel", "words"),
    [
        pytest.param("", "4 lists of 10 posts each", id="all full"),
        pytest.param("<p>共 20 条</p>", "共 20 条", id="a number"),
        pytest.param("<div data-total='20'></div>", "data-total 20", id="an attribute"),
    ],
)
def test_lists_that_an_external_script_continues_are_told(
    channel: str, words: str, tmp_path: Path
) -> None:
    line = 'lists = ["channel/#/"]'
    with served(with_channels(channel)) as made:
        crawled = crawl(made.url, tmp_path)
        assert len(crawled.records) == 40
        assert crawled.exit_status == 1
        assert "4 lists may have further posts" in crawled.report["outcome"]
        assert words in crawled.report["outcome"]
        assert (line in crawled.report["outcome"]) is (channel == "")
        if not channel:
            (archive_folder(made.url, tmp_path) / "portal.toml").write_text(line, encoding="utf-8")
            assert crawl(made.url, tmp_path, "mode=full").exit_status == 0
            assert audit(made, tmp_path).returncode == 0


@pytest.mark.long
def test_numbers_of_the_portal_and_lists_of_one_page_are_no_silence(tmp_path: Path) -> None:
    made = with_channels("<p>共 80 条</p>", front="<p>共 80 条</p>")
    made.pages["/channel/3/"] = list_page([60, 61, 62])
    made.pages["/channel/2/"] = list_page([40, 41, 42, 43])
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.report["outcome"]


@pytest.mark.long
def test_an_empty_list_beside_an_external_script_is_told(tmp_path: Path) -> None:
    made = portal(
        "<p><a href='/old/'>往期新闻</a> <a href='/video/'>视听</a> <a href='/none/'>公示</a>"
    )
    page = "<html><head><title>{0}</title></head><body><a href='/'>首页</a>{0}{1}</body></html>"
    made.pages["/video/"] = page.format("视听", "<div id='app'></div>")
    made.pages["/none/"] = page.format("公示", "<p>暂无内容</p>")
    made.pages["/old/"] = (
        "<html><head><title>往期新闻</title></head><body><a href='/'>首页</a>"
        f"<div class='wrap'><div id='news-list'></div></div>{SCRIPT}</body></html>"
    )
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 1
    assert "'#news-list'" in crawled.report["outcome"]
    assert "/video/ may have further posts, too" in crawled.report["outcome"]
    assert "/none/" not in crawled.report["outcome"]


@pytest.mark.long
def test_articles_that_a_script_alone_continues_are_told(tmp_path: Path) -> None:
    made = PlainPortal().news(6)
    more = "<div class=page><a href='javascript:show(2)'>2</a></div>"
    comments = "<div class=comments><a href='javascript:comments(2)'>下一页</a></div>"
    made.pages["/news/3.html"] = post_page(3, extra=more)
    made.pages["/news/4.html"] = post_page(4, extra=comments)
    with served(made):
        crawled = crawl(made.url, tmp_path)
        assert crawled.exit_status == 1
        assert "1 posts may go on by a script alone" in crawled.report["outcome"]
        assert "/news/3.html" in crawled.report["outcome"]
        assert "may go on by a script" in audit(made, tmp_path).stdout


def sitemap(*paths: str) -> str:
    places = "".join(f"<url><loc>http://portal.example/{path}</loc></url>" for path in paths)
    return f"<?xml version='1.0'?><urlset>{places}</urlset>"


@pytest.mark.long
def test_all_posts_that_only_a_sitemap_names_are_had(tmp_path: Path) -> None:
    """More than any table of candidates holds, and of a shape that no list has shown."""
    made = PlainPortal().news(5)
    posts = {f"/old/{n}.html": post_page(100 + n) for n in range(30)}
    made.pages |= posts
    named = sitemap(*(path[1:] for path in posts), "files/7.pdf")
    with served(made):
        made.pages["/sitemap.xml"] = named.replace("http://portal.example/", made.url)
        crawled = crawl(made.url, tmp_path)
        assert len(crawled.records) == 35
        assert crawled.exit_status == 1
        assert "1 files that only the sitemap names were left out" in crawled.report["outcome"]
        (archive_folder(made.url, tmp_path) / "portal.toml").write_text('posts = ["files/**"]')
        crawled = crawl(made.url, tmp_path, "mode=full")
        assert len(crawled.records) == 36, crawled.stderr


def test_a_part_of_a_sitemap_that_cannot_be_read_is_owed(tmp_path: Path) -> None:
    made = PlainPortal().news(5)
    made.pages["/news/90.html"] = post_page(90)
    with served(made):
        index = f"<?xml version='1.0'?><sitemapindex><sitemap><loc>{made.url}s.xml</loc></sitemap>"
        made.pages["/sitemap.xml"] = f"{index}</sitemapindex>"
        made.pages["/s.xml"] = "<html><body>栏目维护，敬请谅解</body></html>"
        crawled = crawl(made.url, tmp_path)
        assert (crawled.exit_status, crawled.report["result"]) == (1, "unfinished")
        assert "s.xml: it is no sitemap" in crawled.report["outcome"], crawled.report["outcome"]
        made.pages["/s.xml"] = sitemap("news/90.html").replace("http://portal.example/", made.url)
        crawled = crawl(made.url, tmp_path)
        assert crawled.exit_status == 0, crawled.report["outcome"]
    assert len(crawled.records) == 6


@pytest.mark.long
def test_probe_says_it_before(tmp_path: Path) -> None:
    with served(portal(CONTROLS["load more"])) as made:
        told = run("probe", tmp_path, made.url, "-s", "DOWNLOAD_DELAY=0")
    assert told.returncode == 1
    assert "1 lists may have further posts that only a script or a form brings" in told.stdout
    assert "portal.toml would settle it" not in told.stdout


@pytest.mark.long
def test_probe_finds_a_sitemap_where_there_is_no_feed(tmp_path: Path) -> None:
    made = portal(CONTROLS["load more"])
    made.pages["/sitemap.xml"] = SITEMAP
    with served(made):
        told = run("probe", tmp_path, made.url, "-s", "DOWNLOAD_DELAY=0")
    assert f"sitemap    {made.url}sitemap.xml (25 addresses)" in told.stdout, told.stdout
    assert told.returncode == 0


@pytest.mark.long
def test_a_sitemap_leads_on(tmp_path: Path) -> None:
    made = portal(CONTROLS["load more"])
    made.pages["/sitemap.xml"] = SITEMAP
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 25


@pytest.mark.long
@pytest.mark.parametrize("way", ["one list thrice", "older posts"])
def test_others_lead_on(way: str, tmp_path: Path) -> None:
    made = portal(CONTROLS["load more"])
    if way == "older posts":
        made.pages["/"] = list_page([*range(24, 16, -1)], more=CONTROLS["load more"])
        for n in range(1, 25):
            link = f"<p>上一篇：<a href='/news/{n - 1}.html'>{title(n - 1)}</a></p>"
            made.pages[f"/news/{n}.html"] = post_page(n, extra=link)
    else:
        links = "".join(f'<a href="/all/{n}/">全部新闻{n}</a>' for n in range(3))
        made.pages["/"] = list_page(list(range(8)), more=CONTROLS["load more"] + links)
        made.pages |= {f"/all/{n}/": list_page(list(range(25))) for n in range(3)}
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 25


@pytest.mark.long
def test_a_wall_of_topics_is_read_to_its_last_one(tmp_path: Path) -> None:
    made = PlainPortal().news(8)
    made.pages["/"] = list_page([*range(8)], more='<a href="/zt/">专题</a>')
    wall = "".join(f'<li><a href="/zt/{n}/"><p>专题{n}</p></a></li>' for n in range(101, 121))
    made.pages["/zt/"] = list_page([], more=f"<ul>{wall}</ul>")
    for n in range(101, 121):  # old topics name old news, and new ones have their own
        own = [] if n <= 110 else [10 * n, 10 * n + 1, 10 * n + 2]
        made.pages[f"/zt/{n}/"] = list_page(own or [1, 2, 3], address="/news/{n}.html")
        made.pages |= {f"/news/{post}.html": post_page(post) for post in own}
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 8 + 30


@pytest.mark.long
@pytest.mark.parametrize("tag", ["frame", "iframe"])
def test_frames_are_links_to_lists(tag: str, tmp_path: Path) -> None:
    made = PlainPortal().news(25)
    made.pages["/list.html"] = made.pages["/"]
    frames = f'<{tag} src="/menu.html"></{tag}><{tag} src="/list.html"></{tag}>'
    whole = (
        f"<frameset cols='20%,*'>{frames}</frameset>"
        if tag == "frame"
        else f"<body>{frames}</body>"
    )
    made.pages["/"] = (
        f"<html><head><meta charset='utf-8'><title>青禾新闻</title></head>{whole}</html>"
    )
    made.pages["/menu.html"] = "<html><body><a href='/about.html'>关于我们</a></body></html>"
    with served(made):
        crawled = crawl(made.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert sorted(keys(crawled, made)) == sorted(f"news/{n}.html" for n in range(25))
        made.pages["/list.html"] = list_page(
            [40, *range(9)], more='<a href="/index_1.html">下一页</a>'
        )
        made.pages["/news/40.html"] = post_page(40)
        again = crawl(made.url, tmp_path)
    assert again.exit_status == 0, again.stderr
    assert keys(again, made)[25:] == ["news/40.html"]


@pytest.mark.long
def test_a_known_look_that_becomes_an_unknown_one_is_told(tmp_path: Path) -> None:
    with serve(Options(posts=12, anchor=NOW), NOW) as url:
        before = crawl(url, tmp_path)
        assert before.exit_status == 0, before.stderr
    port = int(url.rstrip("/").rpartition(":")[2])
    with served(PlainPortal().news(12), port) as made:
        after = crawl(made.url, tmp_path)
        assert after.exit_status == 1
        assert "has a new look: it was read by the theme tpure" in after.report["outcome"]
        assert after.records == before.records
        assert len(made.asked) < 12
        wanted = crawl(made.url, tmp_path, "theme=generic")
        assert len(wanted.records) == len(before.records) + 12, wanted.stderr
        assert crawl(made.url, tmp_path).report["new"]["count"] == 0  # it is kept


def with_files(numbers: dict[int, str], more: str = "") -> PlainPortal:
    """Return a portal whose front page names files among its posts."""
    made = PlainPortal().news(12)
    items = "".join(
        f'<li><a href="/upload/{n}.{kind}">青禾县第{n}号公报：全年工作安排的说明</a>'
        f"<span>2026-10-0{n}</span></li>"
        for n, kind in numbers.items()
    )
    made.pages["/"] = str(made.pages["/"]).replace("</ul>", f"{items}{more}</ul>")
    made.pages["/news/3.html"] = post_page(3, extra='<p><a href="/upload/9.pdf">附件</a></p>')
    return made


@pytest.mark.long
def test_news_that_are_files_are_records_without_text(tmp_path: Path) -> None:
    cut = (
        '<li><a href="/upload/4.pdf" title="青禾县第4号公报：说明全文">青禾县第4号公报：…</a></li>'
    )
    made = with_files({1: "pdf", 2: "docx"}, cut)
    dated = f"{cut.removesuffix('</li>')}<span>2026-10-04</span></li>"
    made.pages["/index_1.html"] = str(made.pages["/index_1.html"]).replace("</ul>", f"{dated}</ul>")
    with served(made):
        crawled = crawl(made.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        files = {each["id"]: each for each in crawled.records if not each["text"]}
        assert {*files} == {"upload/1.pdf", "upload/2.docx", "upload/4.pdf"}
        one = files["upload/1.pdf"]
        assert one["title"] == "青禾县第1号公报：全年工作安排的说明"
        assert one["url"] == f"{made.url}upload/1.pdf"
        assert one["files"] == [{"url": one["url"], "title": one["title"]}]
        assert one["published_at"] == "2026-10-01T00:00:00+08:00"
        assert (one["published_precision"], one["published_from"]) == ("day", "listing")
        four = files["upload/4.pdf"]  # the front page has no date of it
        assert four["title"] == "青禾县第4号公报：说明全文"
        assert four["published_at"] == "2026-10-04T00:00:00+08:00"
        assert len(crawled.records) == 15
        assert not [path for path in made.asked if "upload" in path]
        assert "3 posts are files" in audit(made, tmp_path).stdout
        again = crawl(made.url, tmp_path)
        assert (again.exit_status, len(again.records)) == (0, 15)
        # One more, and a new title of an old one.
        made.pages["/"] = str(made.pages["/"]).replace("第2号公报", "第2号公报（修订）")
        made.pages["/"] = str(made.pages["/"]).replace("</ul>", f"{cut}</ul>".replace("4", "5"))
        later = crawl(made.url, tmp_path)
        assert later.exit_status == 0, later.stderr
        news = [(each["id"], each["revision"]) for each in later.records[15:]]
        assert sorted(news) == [("upload/2.docx", 2), ("upload/5.pdf", 1)]
        assert later.records[-1]["changed_by"] in (None, "portal")
        told = run("reextract", tmp_path, "--dry-run", "-a", f"portal={made.url}")
        assert told.stdout == "0 posts would read differently\n", told.stderr
        assert audit(made, tmp_path).stdout.splitlines()[-1] == "complete: 16 posts"


def test_further_pages_of_a_list_of_files_are_read(tmp_path: Path) -> None:
    row = '<li><a href="/gb/{0}.pdf">青禾县政府公报第{0}期</a><span>2026-10-0{0}</span></li>'.format
    pager = "".join(f'<a href="/gb/index_{n}.html">{n}</a>' for n in (1, 2, 3))
    made = PlainPortal().news(8)
    made.pages["/"] = list_page([*range(8)], more='<a href="/gb/index_1.html">公报</a>')
    for n in (1, 2, 3):
        rows = "".join(map(row, range(3 * n - 2, 3 * n + 1)))
        made.pages[f"/gb/index_{n}.html"] = list_page([], more=f"<ul>{rows}</ul>{pager}")
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert sum(not each["text"] for each in crawled.records) == 9
    assert crawled.exit_status == 0, crawled.stderr


@pytest.mark.long
def test_files_of_a_lost_state_and_beyond_a_limit_are_records_all_the_same(tmp_path: Path) -> None:
    with served(with_files({1: "pdf", 2: "docx"})) as made:
        crawl(made.url, tmp_path, "limit=5")
        crawled = crawl(made.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert len({each["id"] for each in crawled.records}) == len(crawled.records) == 14
        for path in archive_folder(made.url, tmp_path).glob("state.db*"):
            path.unlink()
        crawl(made.url, tmp_path)
        again = crawl(made.url, tmp_path, "mode=full")
        assert again.exit_status == 0, again.stderr
        assert again.records == crawled.records


def test_a_file_is_fetched_where_media_are_wanted(tmp_path: Path) -> None:
    made = with_files({1: "pdf"})
    made.pages["/upload/1.pdf"] = b"%PDF-1.4 nothing"
    with served(made):
        crawled = crawl(made.url, tmp_path, settings={"NEWSPORTAL_MEDIA": "files"})
        lines = (archive_folder(made.url, tmp_path) / "media.jsonl").read_text("utf-8")
    assert crawled.report["media"]["new"] == 1
    assert '"post_id":"upload/1.pdf"' in lines.replace(" ", "")


@pytest.mark.long
def test_a_post_whose_address_brings_a_file(tmp_path: Path) -> None:
    made = PlainPortal().news(12)
    made.pages["/news/3.html"] = b"%PDF-1.4 nothing"
    made.headers["/news/3.html"] = {"Content-Type": "application/pdf"}
    made.pages["/news/4.html"] = b"\0\1\2 nothing"
    made.headers["/news/4.html"] = {"Content-Type": "application/octet-stream"}
    with served(made):
        crawled = crawl(made.url, tmp_path)
        told = run("reextract", tmp_path, "--dry-run", "-a", f"portal={made.url}")
    assert crawled.exit_status == 1  # news/4.html is owed
    assert [*crawled.report["failed"]] == [f"{made.url}news/4.html"], crawled.report["failed"]
    (file,) = [each for each in crawled.records if each["id"] == "news/3.html"]
    assert (file["title"], file["text"]) == (title(3), "")
    assert file["files"] == [{"url": f"{made.url}news/3.html", "title": title(3)}]
    assert told.stdout == "0 posts would read differently\n", told.stderr


@pytest.mark.long
def test_a_feed_that_names_a_file(tmp_path: Path) -> None:
    made = PlainPortal().news(12)
    made.pages["/feed.xml"] = (
        "<?xml version='1.0'?><rss version='2.0'><channel><title>青禾</title><item>"
        "<title>青禾县第7号公报</title><link>http://portal.example/upload/7.pdf</link>"
        "<pubDate>Tue, 20 Oct 2026 08:30:15 +0800</pubDate></item></channel></rss>"
    )
    with served(made):
        crawled = crawl(made.url, tmp_path)
        again = crawl(made.url, tmp_path)
    assert crawled.exit_status == again.exit_status == 0, crawled.stderr
    (file,) = [each for each in again.records if not each["text"]]
    assert (file["id"], file["published_from"]) == ("upload/7.pdf", "feed")
    assert file["published_at"] == "2026-10-20T08:30:15+08:00"


def zblog(theme: str, numbers: list[int]) -> PlainPortal:
    """Return a portal in the look of Z-Blog's themes default and WhitePage, but for the folder."""
    head = (
        "<!doctype html><html><head><meta charset='utf-8'><title>青禾新闻</title><link"
        f" rel='stylesheet' href='/zb_users/theme/{theme}/style/style.css'></head><body>"
    )
    made = PlainPortal()
    items = "".join(
        f"<div class='post multi'><h2 class='post-title'><a href='/post/{n}.html'>{title(n)}</a>"
        "<span class='post-date'>2026-10-20 08:30:15</span></h2></div>"
        for n in numbers
    )
    made.pages["/"] = f"{head}<div id='divMain'>{items}</div></body></html>"
    for n in numbers:
        made.pages[f"/post/{n}.html"] = (
            f"{head}<div id='divMain'><div class='post single'><h2 class='post-title'>{title(n)}"
            "<span class='post-date'>2026-10-20 08:30:15</span></h2><div class='post-body'>"
            f"<p>第{n}号小区的施工队昨天进场，预计年底完工。</p></div></div></div></body></html>"
        )
    return made


def test_a_known_look_that_becomes_another_known_one_is_told_once(tmp_path: Path) -> None:
    with served(zblog("default", [1, 2, 3])) as made:
        before = crawl(made.url, tmp_path)
        assert before.exit_status == 0, before.stderr
    port = int(made.url.rstrip("/").rpartition(":")[2])
    with served(zblog("WhitePage", [5, 4, 3, 2, 1]), port) as made:
        after = crawl(made.url, tmp_path)
        assert (
            "its posts were read by the theme default and are read by WhitePage"
            in (after.report["outcome"])
        )
        assert (after.exit_status, after.report["result"]) == (1, "done-with-alerts")
        assert len(after.records) == 5
        made.pages |= zblog("WhitePage", [6, 5, 4, 3, 2, 1]).pages
        later = crawl(made.url, tmp_path)
    assert later.exit_status == 0, later.stderr
    assert len(later.records) == 6
