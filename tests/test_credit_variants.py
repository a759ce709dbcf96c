"""Credits as layouts vary them: separators, outlets in quotes, names of all peoples, prose.

Papers and people are invented, but for agencies that everybody copies from.
"""

from __future__ import annotations

import pytest

from benchmarks.lookalikes import known_words
from newsportal.chinese.credits.bylines import Byline, parse_byline
from newsportal.chinese.credits.lookalikes import is_lookalike
from newsportal.chinese.credits.names import Confidence, confidence

PROSE = "位于城南的基地内，已拆卸完的盾构机正在检修，计划明年用于地铁四期的掘进。"
NOBODY = Byline(None, (), (), ())


def before(line: str) -> Byline:
    return parse_byline(f"{line}\n{PROSE}\n{PROSE}")


def behind(line: str) -> Byline:
    return parse_byline(f"{PROSE}\n{PROSE}\n{line}")


@pytest.mark.parametrize("mark", "：:∶︰﹕|｜丨│┃❘▏▍█〡丶—-=~·•‧.．*＊◆▶➤→>»》／/")
def test_any_mark_announces_an_editor(mark: str) -> None:
    assert behind(f"编辑{mark}程远").editors == ("程远",)


@pytest.mark.parametrize(
    "line", ["编辑（程远）", "编辑〔程远〕", "编辑整理：程远", "初审编辑：程远"]
)
def test_editors_in_brackets_and_other_roles(line: str) -> None:
    assert behind(line).editors == ("程远",)


@pytest.mark.parametrize("between", ["+", "·", "•", "&", "/", "|", ";", "、", " 和 ", " "])
def test_what_stands_between_names(between: str) -> None:
    assert before(f"记者 施伟志{between}姜一霞").reporters == ("施伟志", "姜一霞")


@pytest.mark.parametrize(
    "name",
    "热依汗古丽 乌日汗 额尔德木图 贡桑拉姆 乌兰图雅 苏德斯琴 阿斯哈尔 公保多杰 万玛才旦 拉毛措"
    " 哈丽旦•吐尔逊 木合塔尔・艾尼 古丽巴哈尔·买买提 格桑梅朵 乌云其木格 降央卓玛"
    " 其木德道尔吉 才仁东智 尕玛占堆 完么才让 泽旺邓珠 德吉 扎西 额尔登巴特尔 苏日嘎拉图 特日格乐"
    " 阿迪力江 茹仙古丽 依巴代提 赛里克别克 吉克曲布 沙马石古 朴英花".split(),
)
def test_names_without_a_surname(name: str) -> None:
    found = before(f"松岭日报记者 {name} 施伟志")
    assert found == Byline("松岭日报", (name, "施伟志"), (), ())


@pytest.mark.parametrize(
    "word",
    "乌兹别克 乌兰哈达 呼和浩特 阿拉木图 江村 哈达图 格桑花 沙拉 查干湖 巴音郭楞 阿拉善 德令哈"
    " 格尔木 阿勒泰 锡林郭勒 赫哲 朴素 南明山".split(),
)
def test_places_of_those_peoples_are_nobody(word: str) -> None:
    assert before(f"记者 {word}") == NOBODY


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("松岭日报客户端 | 作者 施伟志", Byline("松岭日报客户端", ("施伟志",), (), ())),
        (
            "松岭新闻记者 |\n施伟志\n编辑：\n姜一霞",
            Byline("松岭新闻", ("施伟志",), (), ("姜一霞",)),
        ),
        ("松岭日报社记者节活动昨天举行", NOBODY),
        (
            "松岭日报记者施伟志松岭电台记者姜一霞",
            Byline("松岭日报", ("施伟志", "姜一霞"), (), ()),
        ),
        ("施伟志 松岭日报", Byline("松岭日报", ("施伟志",), (), ())),
        ("施伟志|松岭日报", Byline("松岭日报", ("施伟志",), (), ())),
        ("施伟志（松岭日报）", Byline("松岭日报", ("施伟志",), (), ())),
        ("松岭日报｜施伟志", Byline("松岭日报", ("施伟志",), (), ())),
        ("松岭日报客户端 | 记者 施伟志", Byline("松岭日报客户端", ("施伟志",), (), ())),
        ("松岭晚报记者程远姜一霞摄影", Byline("松岭晚报", ("程远", "姜一霞"), (), ())),
        ("松岭晚报记者程远摄影", NOBODY),
        ("宣传科供稿 摄影/施伟志", NOBODY),
        ("松岭日报（记者 施伟志）", Byline("松岭日报", ("施伟志",), (), ())),
        ("【松岭日报】记者 施伟志", Byline("松岭日报", ("施伟志",), (), ())),
        ("【聚焦三农】记者 施伟志", Byline(None, ("施伟志",), (), ())),
        ("【松岭日报／记者施伟志／台北报导】", Byline("松岭日报", ("施伟志",), (), ())),
        ("【松嶺報記者施偉志臺北報導】", Byline("松嶺報", ("施偉志",), (), ())),
        ("记者施伟志松岭报道", Byline(None, ("施伟志",), (), ())),
        ("记者王丽现场连线报道", Byline(None, ("王丽",), (), ())),
        ("娱乐中心／施伟志报导", Byline(None, ("施伟志",), (), ())),
        ("社会中心／台北报导", NOBODY),
        ("施伟志 姜一霞 本报记者", Byline(None, ("施伟志", "姜一霞"), (), ())),
        ("施伟志 松岭日报通讯员", Byline("松岭日报", (), ("施伟志",), ())),
        ("乡村振兴 本报记者", NOBODY),
        ("松岭日报 施伟志 通讯员 姜一霞", Byline("松岭日报", ("施伟志",), ("姜一霞",), ())),
        ("记者：施伟志　编辑：姜一霞", Byline(None, ("施伟志",), (), ("姜一霞",))),
        ("老街新貌 编辑：姜一霞", Byline(None, (), (), ("姜一霞",))),
        ("余明/文 姜一霞/图", Byline(None, ("余明",), (), ())),
        ("叶静 摄影报道", Byline(None, ("叶静",), (), ())),
        ("高清 文/图", NOBODY),
        ("文/司徒 图/林永俊", NOBODY),
        ("编辑：李 文", Byline(None, (), (), ("李文",))),
        # A desk, a page or a rank before 记者 is no outlet, an award no credit
        ("文化记者 施伟志", Byline(None, ("施伟志",), (), ())),
        ("要闻部记者 施伟志", Byline(None, ("施伟志",), (), ())),
        ("财经记者 施伟志", Byline(None, ("施伟志",), (), ())),
        ("随行记者 施伟志", Byline(None, ("施伟志",), (), ())),
        ("第5版记者 施伟志", Byline(None, ("施伟志",), (), ())),
        ("山东记者 施伟志", Byline(None, ("施伟志",), (), ())),
        ("松岭晚报文化记者 施伟志", Byline("松岭晚报", ("施伟志",), (), ())),
        ("智慧松岭记者 施伟志", Byline("智慧松岭", ("施伟志",), (), ())),
        ("特稿 记者 施伟志", Byline(None, ("施伟志",), (), ())),
        ("百佳记者：施伟志 姜一霞", NOBODY),
        ("松岭电视台《松岭新闻》记者 施伟志", Byline("松岭电视台", ("施伟志",), (), ())),
        ("⊙记者 施伟志 姜一霞", Byline(None, ("施伟志", "姜一霞"), (), ())),
        ("※ 本报记者 施伟志", Byline(None, ("施伟志",), (), ())),
        ("＊ 本报记者 施伟志", Byline(None, ("施伟志",), (), ())),
        ("\ue712记者 施伟志", Byline(None, ("施伟志",), (), ())),
        ("施伟志 姜一霞 文/图", Byline(None, ("施伟志", "姜一霞"), (), ())),
        ("作者：[英]约翰·史密斯", Byline(None, ("约翰·史密斯",), (), ())),
        ("作者：（法）玛丽·杜邦", Byline(None, ("玛丽·杜邦",), (), ())),
        # Behind three whom everybody knows for names, one more is one
        (
            "记者 施伟志、姜一霞、程远、屈听澜",
            Byline(None, ("施伟志", "姜一霞", "程远", "屈听澜"), (), ()),
        ),
        ("记者 施伟志、姜一霞、程远、张家界", Byline(None, ("施伟志", "姜一霞", "程远"), (), ())),
    ],
)
def test_lines_of_outlets(line: str, expected: Byline) -> None:
    assert before(line) == expected


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("来源：松岭网综合", "松岭网"),
        ("来源：松岭日报等媒体", "松岭日报"),
        ("来源：松岭日报、新华社等综合", "松岭日报、新华社"),
        ("来源：转自松岭日报", "松岭日报"),
        ("来源：综合松岭日报报道", "松岭日报"),
        ("来源：松岭日报官微", "松岭日报"),
        ("来源：松岭日报官方微信", "松岭日报"),
        ("来源：21世纪经济报道", "21世纪经济报道"),
        ("（《松岭日报》2026年11月21日第4版）", "松岭日报"),
        ("《 松岭日报 》（ 2026年11月21日 第 04 版）", "松岭日报"),
        ("原载《松岭》2026年第22期", "松岭"),
        ("（原载《看松岭》2026年11月21日）", "看松岭"),
        ("（原载2026年11月21日《松岭晚报》）", "松岭晚报"),
        ("来源于：松岭网", "松岭网"),
        ("摘编自松岭日报", "松岭日报"),
        ("来源：微信公众号 松岭发布", "松岭发布"),
        ("来源：视频号“松岭发布”", "松岭发布"),
        ("综合整理自：松岭日报、松岭网", "松岭日报、松岭网"),
        ("本文综合自松岭日报、松岭网报道", "松岭日报、松岭网"),
        ("（本文首发于松岭日报）", "松岭日报"),
        ("本文经授权转载自微信公众号“松岭发布”", "松岭发布"),
        ("授权转载自松岭日报", "松岭日报"),
        ("本文来自“松岭发布”", "松岭发布"),
        ("综合：施伟志", None),
    ],
)
def test_sources_behind_the_text(line: str, source: str | None) -> None:
    assert behind(line).source == source


@pytest.mark.parametrize(
    ("dateline", "source"),
    [
        ("据日本《松岭新闻》报道，", "松岭新闻"),
        ("据@松岭新闻 报道，", "松岭新闻"),
        ("据《看松岭》报道，", "看松岭"),
        ("松岭网（松岭日报网）讯 ", "松岭网"),
        ("新浪科技讯 9月19日消息，", "新浪科技"),
        ("36氪获悉，", "36氪"),
        ("记者获悉，", None),
        ("据市文旅局网站消息，", None),
        ("据松岭报纸报道，", None),
        ("据此间电台报道，", None),
        ("据笔者观察，", None),
        ("这座园子也是新闻记者追踪的热点，", None),
        ("求是网记者 夏嘉雯 ", "求是网"),
    ],
)
def test_datelines(dateline: str, source: str | None) -> None:
    assert parse_byline(f"{dateline}{PROSE}\n{PROSE}").source == source


@pytest.mark.parametrize(
    "words",
    "服务热线 互联网 物联网 天气预报 突发新闻 现场直播 仅供参考 短视频 医学观察 网友评论 双月刊"
    " 手机客户端 下载APP 新品发布 紧急广播 网络电视台 业绩快报 统计公报"
    " 半年报 环境质量月报 警方通报 气象预报 国家电网 局域网 高铁网 12345热线 假新闻 旅游资讯"
    " 券商研报 海报".split(),
)
def test_descriptions_are_no_outlets(words: str) -> None:
    assert behind(f"详情见附件（{words}）") == NOBODY
    assert behind(f"（据{words}）") == NOBODY
    assert before(f"据{words}，{PROSE}") == before(f"{words}9月19日消息，{PROSE}") == NOBODY


@pytest.mark.parametrize(
    "paper", "松岭快报 松岭文汇报 松岭大公报 松岭青年报 柏木少年报 松岭老年报 体坛周报".split()
)
def test_papers_that_are_called_like_descriptions(paper: str) -> None:
    assert behind(f"老桥重新开放（{paper}）").source == paper


@pytest.mark.parametrize(
    ("bracket", "names"),
    [
        ("施志强", ("施志强",)),
        ("韩晓东", ("韩晓东",)),
        ("常洋、余明", ()),
        ("常洋、施伟志", ("常洋", "施伟志")),
        ("高清、施工图", ()),
    ],
)
def test_names_alone_in_a_bracket(bracket: str, names: tuple[str, ...]) -> None:
    assert behind(f"老桥昨天重新开放，居民早早来到桥头。（{bracket}）").reporters == names


def test_whose_article_it_is() -> None:
    for label in ("文章作者", "原文作者", "本文作者"):
        assert behind(f"{label}：夏嘉雯").reporters == ("夏嘉雯",)
    for line in ("文章作者：管理员", "文章作者简介：夏嘉雯", "本文标签：高校 文旅", "-- 完 --"):
        assert behind(line) == NOBODY


def test_who_edits_beside_an_editor_edits() -> None:
    assert behind("编辑：夏嘉雯 实习生 林永俊").editors == ("夏嘉雯", "林永俊")
    assert behind("松岭日报出品 策划：施伟志 编辑：夏嘉雯").editors == ("夏嘉雯",)


@pytest.mark.parametrize(
    "words",
    "从2024年起就关注 曾经3次走进 应邀于9月19日参观 常年在外奔波 于7月中旬来到 查阅2023年年报看到"
    " 全程跟拍12小时 易装进入 时隔5年重访 连夜从外地赶回 任选3个品牌 费尽周折从旧书摊淘到"
    " 于武汉12日 于全国30个省份 于周一从外地赶回 于长江从码头出发 于东莞从工厂发回"
    " 于年初从泰安 曾公开2次 曾成功从 却一直从"
    " 查公司12份年报 向公安12名民警 应建立3年 陆续从5家医院 成功从平台下单 柳树下从容采访"
    " 满怀期待从南门进入".split(),
)
def test_prose_names_nobody(words: str) -> None:
    assert before(f"记者{words}。") == NOBODY


@pytest.mark.parametrize("word", "韩家屯 冯庄 李家坡 梁青路 王坟 陈厝 宋家沟 吴家桥".split())
def test_villages_and_roads_are_nobody(word: str) -> None:
    assert confidence(word) == Confidence.NO


def test_the_list_of_lookalikes_is_whole() -> None:
    words = known_words()
    assert len(words) > 3_000
    assert all(map(is_lookalike, words))
    assert not words & {"程远", "高远", "黄河", "文静", "王芳", "张伟"}


@pytest.mark.parametrize("word", ["某某", "谁某", "到达某", "军区某"])
def test_only_a_surname_is_made_anonymous(word: str) -> None:
    assert before(f"记者 {word}") == NOBODY


@pytest.mark.parametrize(
    "name",
    "于建国 曾志强 向一鸣 双志明 成思齐 施予安 严若谷 卫子衿 何若谷 荀建国 窦文学 黄洪海"
    " 康洪文 周昌明 上官云溪".split(),
)
def test_given_names_of_then_and_now(name: str) -> None:
    assert confidence(name) >= Confidence.LABELLED


@pytest.mark.parametrize(
    "word",
    "战胜国 闭锁 巴旦木 于全国 曾公开 全辉煌 位英雄 将辉煌 施予 付予 马航 华航 张家界 高山谷 上官网"
    " 上官方 文博会 广交会".split(),
)
def test_what_looks_like_such_names(word: str) -> None:
    assert confidence(word) == Confidence.NO


@pytest.mark.parametrize(
    ("bracket", "names"),
    [
        ("松岭县人社局 夏嘉雯", ("夏嘉雯",)),
        ("松岭县人社局夏嘉雯", ("夏嘉雯",)),
        ("县委宣传部 夏嘉雯 林永俊", ("夏嘉雯", "林永俊")),
        ("松岭大学夏嘉雯教授", ()),
        ("左为县教育局 夏嘉雯", ()),
        ("松岭大学 安全工程", ()),
        ("市人社局 高校毕业生", ()),
    ],
)
def test_who_signs_for_an_office(bracket: str, names: tuple[str, ...]) -> None:
    assert behind(f"老桥昨天重新开放，居民早早来到桥头。（{bracket}）").reporters == names


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("来源：综合自松岭日报、泰安晚报", "松岭日报、泰安晚报"),
        ("来源：据松岭日报", "松岭日报"),
        ("本文转自：松岭晚报", "松岭晚报"),
    ],
)
def test_outlets_that_were_put_together(line: str, source: str) -> None:
    assert behind(line).source == source


def test_a_name_that_begins_like_a_word_behind_an_outlet_and_alone() -> None:
    expected = Byline("松岭日报", ("周长青",), (), ())
    assert before("松岭日报记者 周长青") == expected
    assert behind("（松岭日报记者 周长青）") == expected
    assert behind("（记者 周长青）") == before("记者 周长青") == Byline(None, ("周长青",), (), ())
    assert before("记者连日来") == before("记者 毕业季") == NOBODY
    for word in ("游牧民", "丁零零", "高质量", "方向盘"):
        assert behind(f"（松岭日报记者 {word}）") == Byline("松岭日报", (), (), ())


@pytest.mark.parametrize(
    "office", ["城关派出所", "县委办公室", "松岭一中", "松岭气象台", "县图书馆", "消防中队"]
)
def test_whoever_writes_for_an_office(office: str) -> None:
    assert parse_byline(f"{PROSE}\n{PROSE}（{office} 施伟志）").reporters == ("施伟志",)
    assert parse_byline(f"{PROSE}\n{PROSE}（{office} 供图）") == NOBODY


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("+1 【纠错】 责任编辑： 程远", Byline(None, (), (), ("程远",))),
        ("指导记者：施伟志", Byline(None, ("施伟志",), (), ())),
        ("松岭日报带队记者 施伟志", Byline("松岭日报", ("施伟志",), (), ())),
        ("本报随行记者施伟志", Byline(None, ("施伟志",), (), ())),
        ("来源：松岭日报2026-11-20", Byline("松岭日报", (), (), ())),
        ("来源：2026-11-20", NOBODY),
        ("来源：官方网站", NOBODY),
        (
            "来源：松岭日报\t作者：施伟志\t编辑：程远",
            Byline("松岭日报", ("施伟志",), (), ("程远",)),
        ),
        (
            "2026/11/20 9:31:24来源：松岭网作者：施伟志责编：程远评论：12",
            Byline("松岭网", ("施伟志",), (), ("程远",)),
        ),
        ("嫌疑人已被依法拘留。（李某）", NOBODY),
        ("案件正在审理中。（王某某）", NOBODY),
        ("编辑：程远。", Byline(None, (), (), ("程远",))),
        (
            "来源：松岭日报作者：施伟志责任编辑：程远",
            Byline("松岭日报", ("施伟志",), (), ("程远",)),
        ),
        ("（施伟志 记者姜一霞）", Byline(None, ("施伟志", "姜一霞"), (), ())),
        ("（更多内容请关注松岭日报客户端）", NOBODY),
        ("松岭晚报 每日松岭编辑：程远", Byline(None, (), (), ("程远",))),
        ("来源：松岭日报 每日松岭编辑：程远", Byline("松岭日报", (), (), ("程远",))),
        ("特效字幕编辑：程远", NOBODY),
        ("松岭县教育局通讯员 程远", Byline(None, (), ("程远",), ())),
        ("松岭县融媒体中心 施伟志 报道", Byline("松岭县融媒体中心", ("施伟志",), (), ())),
        ("松岭日报 施伟志 姜一霞 摄影报道", Byline("松岭日报", ("施伟志", "姜一霞"), (), ())),
        ("松岭日报社出品 记者 施伟志", Byline(None, ("施伟志",), (), ())),
        ("松岭日报社出品", NOBODY),
        ("微信编辑：程远", Byline(None, (), (), ("程远",))),
        ("执笔人：程远", Byline(None, ("程远",), (), ())),
        ("松岭日报 2026-11-20 记者 程远", Byline("松岭日报", ("程远",), (), ())),
        ("松岭日报——松岭网记者 程远", Byline("松岭日报——松岭网", ("程远",), (), ())),
        ("《松岭日报》《新视线》记者 程远", Byline("松岭日报、新视线", ("程远",), (), ())),
        ("来源：“松岭发布”微信公众号、松岭日报", Byline("松岭发布、松岭日报", (), (), ())),
        ("综合自松岭日报、央视新闻", Byline("松岭日报、央视新闻", (), (), ())),
        ("格隆汇11月20日丨松岭股份公告", Byline("格隆汇", (), (), ())),
        ("责编：程远丨审核：施伟志", Byline(None, (), (), ("程远",))),
        ("责任编辑：程远返回首页", Byline(None, (), (), ("程远",))),
        ("责任编辑：程远返回搜狐，查看更多", Byline(None, (), (), ("程远",))),
        ("网页编辑：程远", Byline(None, (), (), ("程远",))),
        ("内容编辑：程远", Byline(None, (), (), ("程远",))),
        ("基层通讯员：程远", Byline(None, (), ("程远",), ())),
        ("青年通讯员 程远", Byline(None, (), ("程远",), ())),
        ("通 讯 员：程远", Byline(None, (), ("程远",), ())),
        ("责 任 编 辑：程远", Byline(None, (), (), ("程远",))),
        ("编辑：程远│姜一霞", Byline(None, (), (), ("程远", "姜一霞"))),
        ("责任编辑：睢文博", Byline(None, (), (), ("睢文博",))),
        ("编辑：xx", NOBODY),
    ],
)
def test_for_whom_somebody_works(line: str, expected: Byline) -> None:
    assert behind(line) == expected


@pytest.mark.parametrize(
    "word",
    "转载 自媒体 朋友圈 投稿 网友供稿 佚名 其它 网络转载 综合整理 本报讯 网上 站内 我们 资料图 如图"
    " 见水印 见文末 未注明 会员投稿 读者提供 多家媒体 各大媒体 外媒 综合媒体报道 网络新闻 原创内容"
    " 公开资料整理 null undefined".split(),
)
def test_sources_that_are_nobody(word: str) -> None:
    assert behind(f"来源：{word}") == NOBODY


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("联合记者：程若楠", Byline(None, ("程若楠",), (), ())),
        ("前线记者：程若楠", Byline(None, ("程若楠",), (), ())),
        ("来源：微博@松岭发布", Byline("松岭发布", (), (), ())),
        ("来源：头条号/松岭发布", Byline("松岭发布", (), (), ())),
        ("文章来源于松岭日报", Byline("松岭日报", (), (), ())),
        ("编辑：web", NOBODY),
        # Nothing else in the text is traditional
        ("作者：馮若楠", Byline(None, ("馮若楠",), (), ())),
        ("编辑：鄺若楠", Byline(None, (), (), ("鄺若楠",))),
    ],
)
def test_platforms_desks_and_surnames_that_alone_are_traditional(
    line: str, expected: Byline
) -> None:
    assert behind(line) == expected
