"""The fixed parts of the sample portal: categories, tags, accounts, pages. All invented."""

from __future__ import annotations

from dataclasses import dataclass

SITE, SUBTITLE = "汶阳在线", "身边的新闻"


@dataclass(frozen=True, slots=True)
class Section:
    """A category, a tag or an account."""

    id: int
    name: str
    alias: str
    parent: int = 0
    intro: str = ""


CATEGORIES = {
    section.id: section
    for section in (
        Section(1, "新闻资讯", "xinwen", intro="新闻资讯栏目，每日更新。"),
        Section(2, "本地新闻", "bendi", 1),
        Section(3, "民生", "minsheng"),
        Section(4, "财经", "caijing"),
        Section(5, "文体", "wenti"),
        Section(6, "公告", "gonggao"),
        Section(7, "区县动态", "quxian", 2),
        Section(8, "生活服务", "生活服务", 3),
    )
}
UNLISTED = 6
# One period of the categories, oldest first; places 10 and 11 serve the equal times.
CATEGORY_CYCLE = (1, 3, 2, 4, 7, 1, 5, 2, 3, 8, 1, 1, 4, 2, 6, 3, 7, 5, 2, 4)

TAGS = {
    section.id: section
    for section in (
        Section(1, "交通", "jiaotong", intro="道路、公交与停车。"),
        Section(2, "天气", "tianqi"),
        Section(3, "教育", "jiaoyu"),
        Section(4, "智车名城", "zhiche"),
        Section(5, "环保", "huanbao"),
        Section(6, "GDP", "gdp"),
        Section(7, "老街 & 古村", "laojie"),
        Section(8, "热点", ""),
    )
}
TAG_CYCLE = ((1, 4), (), (2,), (3, 8), (), (5, 6, 8), (7,), (1, 2), (), (6,), (4, 3, 1), ())

AUTHORS = {
    section.id: section
    for section in (
        Section(1, "汶阳在线", "admin", intro="汶阳在线编辑部的账号。"),
        Section(2, "值班编辑", "zhiban"),
        Section(3, "读者来稿", "读者来稿"),
    )
}
AUTHOR_LEVELS = {1: "管理员", 2: "网站编辑", 3: "协作者"}
AUTHOR_CYCLE = (1, 1, 2, 1, 1, 3, 1)

ARCHIVE_PAGE, TAGS_PAGE, READERS_PAGE, ABOUT_PAGE = 2, 3, 4, 5
PAGES = {
    page.id: page
    for page in (
        Section(ARCHIVE_PAGE, "文章归档", "archives"),
        Section(TAGS_PAGE, "标签云", "tagscloud"),
        Section(READERS_PAGE, "读者墙", "readers"),
        Section(ABOUT_PAGE, "关于我们", "about"),
    )
}


def family(category: int) -> tuple[int, ...]:
    """Return a category with all below it.

    >>> family(1), family(2), family(5)
    ((1, 2, 7), (2, 7), (5,))
    """
    below = (section.id for section in CATEGORIES.values() if section.parent == category)
    return (category, *(member for child in below for member in family(child)))


def ancestors(category: int) -> tuple[int, ...]:
    """Return the categories above, outermost first.

    >>> ancestors(7), ancestors(4)
    ((1, 2), ())
    """
    parent = CATEGORIES[category].parent
    return (*ancestors(parent), parent) if parent else ()
