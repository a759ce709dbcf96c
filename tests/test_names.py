"""Who is a person: names of all sorts, and everyday words in every place where a name may stand.

All the people and papers are invented, the words are anybody's.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newsportal.chinese.credits.bylines import parse_byline
from newsportal.chinese.credits.names import Confidence, confidence

PROSE = "位于城南的基地内，已拆卸完的盾构机正在检修，计划明年用于地铁四期的掘进。"

NAMES = """
    夏嘉雯 林永俊 曾斯 袁永华 程远 孙诺 何欣 施伟志 姜一霞 贺兰心 汤一鸣 马小川 阎宙 王芳 李明远
    刘洋 张三 李四 王五 欧阳晓明 司马燕 上官婉儿 诸葛明亮 农晓文 须佳怡 却志明 双美玲 后俊杰
    终小梅 居雅琴 相文博 弓晓琳 酆子豪 黄建国 周建军 高志远 金秀英 方明辉 成思齐 全俊熙 温若曦
    丰泽宇 罗建军 次仁卓玛 扎西平措 旦增罗布 格日勒图 阿依古丽 买买提江 古丽娜尔·艾合买提 能杰琪
    李听澜 王芯怡 林育绫 赵荧 房颖
    甲某 张某某 崔军 毕新 何文 周方 孟国满 张国其 于国志 李加洋
""".split()

WORDS = """
    周一 周五 高三 高一 成人 全票 左二 右边 平方米 单价 白班 夏至 秋分 牛肉 修订版 包邮 金额 高清
    满族 万亩 全年 高质量 关键词 单选题 文明 安全 方便 程序 高速 马路 牛奶 金融 田间 石油 车站
    房价 路况 水库 江南 山东 常州 杭州 苏州 温州 郑州 徐州 广州 泰安 任务 费用 应急 应约 连走
    查访 常驻 曾多次 于今年 成功 成立 成员 毕业 毕业生 管理 管理员 经理 计划 计算机 纪念 纪念日
    银行 银行卡 商店 商品房 方案 方式 解决 解放军 解释 简介 简讯 全文 全国 全市 全程 高考 高温
    高铁 高校 华北 华东 平安 平台 平均 平原 明天 明年 明显 明亮 明星 时间 时刻 时候 时代 何时
    何处 许多 许可 任何 施工 施工队 严重 严格 强调 强烈 祝贺 祝福 项目 项目部 章程 关于 关心 关注
    文化 文学 文学家 文件 文章 文旅 武器 武术 武装 燕子 谷物 花园 花生 花费 金秋 金牌 金属 黄金
    黄豆 黄昏 白菜 白天 白酒 蓝天 蓝图 龙舟 龙头 虎年 牛市 马力 羊毛 鱼塘 鹿茸 松树 柳絮 桂花
    梅雨 林业 林区 森林 江河 江山 海洋 湖泊 河流 山区 山水 石材 沙漠 谷雨 雷雨 雨水 阳光 阳台
    月光 星空 云彩 风景 景区 景色 夏天 秋季 冬天 春天 季度 季节 年度 年底 时尚 时政 党员 党建
    宣传 宣传部 宣布 应用 应对 支持 支部 单位 单独 包括 包装 左右 诸多 诸位 司机 司法 班长 班级
    师生 师傅 农业 农民 农村 双方 双向 后来 后续 后天 终于 终身 居民 居住 相关 相信 相声 东部
    东北 官方 青年 青春 松花江 金沙江 黄龙山 平遥县 阳朔县 金丝雀 哈尔滨 白日梦 谈恋爱 马拉松
    易拉罐 高血压 温度计 文艺范
    单恋 白鹭 石墨烯 双学位 蒲公英 耿直 余韵 盛誉 桑梓 银亮 艾绒 萧索 谢世 钱庄 梁架 贾祸
    安吉 栾城 徐水 武进 富锦 华蓥 唐书 宦门 朱鹮 栗鼠 甘蓝 白芷 丁酉 滑起来 扶起来 戴出去 唐王朝
    丘吉尔 罗杰斯 巴格达 欧洛德 霍尔萨 金斯敦 巴罗克 黄粱梦 简言之 阴笑 陈腐 路演 双创 司龄
    石家庄 毕业季 毕业照 梅花鹿 梅雨季 罗汉果 白桦林 杜鹃花 叶绿素 强国梦 龙舟赛 夏季赛 黄金周
    万圣节 周一至 周四晚 元明清 蓝喜鹊 蓝圆鯵 丁鱥 杨梅糕 杨梅干 姜黄素 关节镜 党政群 欧亚非
    程序锁 夏秋季 马克思 罗斯福 苏格兰 莫利森 邓布利 温莎 庞贝 马莎 韩国人 兰溪 邵武 李俊入 赵谦派
    高俊掌
    东苑 古杉 扶智 温升 金望 安吉星 武步 青岚 米雪 沙鹭 乐喜 左选 高捷
    古建筑 蒋村 尹府 姚剧 张滨作
    何其 严加 付现 马仔 徐都 王年 金库 段长 江浙 武库 安祖花 林柳莺 辛迪加
    柯桥 周家 李老 王桥 刘杏村 赵东社
    郭汤圆 兰花指 孙子辈 栗子粥 花生碎 李馒头 陈皮鸭 赵糕
    索恩格 麦瑞德 欧贝特 艾丹娜 哈洛兰 贝贝莎 史耐德 范记 杨宅 韩公 吴王 金帝
    完颜氏 谷梁传 皇甫山 轩辕剑 葛根汤 鲁班锁 纳兰词 布洛芬 蓝花楹 齐刘海 钱塘江 金骏眉
    向其 曾向 高岭土 马卡龙
""".split()

PLACES: dict[str, Callable[[str], str]] = {
    "bracket at the end": lambda word: f"{PROSE}\n{PROSE}\n截至目前共计三百项（{word}）",
    "bracket behind the text": lambda word: f"{PROSE}\n{PROSE}（{word}）",
    "square": lambda word: f"□ {word}\n{PROSE}\n{PROSE}",
    "editor": lambda word: f"{PROSE}\n{PROSE}\n责任编辑：{word}",
    "editor, blank": lambda word: f"{PROSE}\n{PROSE}\n编辑 {word}",
    "editor behind the text": lambda word: f"{PROSE}\n{PROSE}责任编辑：{word}",
    "reporter": lambda word: f"记者 {word}\n{PROSE}\n{PROSE}",
    "reporter of an outlet": lambda word: f"松岭日报记者 {word}\n{PROSE}\n{PROSE}",
    "reporter, digit": lambda word: f"记者{word}12家门店后发现，多数已整改。\n{PROSE}",
    "reporter, from": lambda word: f"记者{word}从泰安出发赶往现场。\n{PROSE}",
    "reporter, blank": lambda word: f"记者 {word} 昨日来到工地。\n{PROSE}",
    "correspondent": lambda word: f"通讯员 {word}\n{PROSE}\n{PROSE}",
    "author": lambda word: f"作者：{word}\n{PROSE}\n{PROSE}",
    "text": lambda word: f"文/{word}\n{PROSE}\n{PROSE}",
    "dateline": lambda word: f"松岭网泰安9月19日电（{word}）{PROSE}\n{PROSE}",
    "bracket, label": lambda word: f"{PROSE}\n{PROSE}（记者 {word}）",
    "outlet before": lambda word: f"{PROSE}\n{PROSE}（松岭网 {word}）",
    "outlet behind": lambda word: f"{word}/松岭日报\n{PROSE}\n{PROSE}",
    "source before": lambda word: f"{PROSE}\n{PROSE}\n来源：松岭日报 {word}",
    "in a list": lambda word: f"采写：松岭日报记者 夏嘉雯、林永俊、{word}\n{PROSE}\n{PROSE}",
    "reports": lambda word: f"{word} 报道\n{PROSE}\n{PROSE}",
    "text and pictures": lambda word: f"{PROSE}\n{PROSE}\n文/{word} 图/林永俊",
    "takes pictures": lambda word: f"{PROSE}\n{PROSE}\n夏嘉雯 文 {word} 摄",
    "behind an office": lambda word: f"{PROSE}\n{PROSE}（松岭县人社局{word}）",
    "beside a name": lambda word: f"记者 夏嘉雯 {word}\n{PROSE}\n{PROSE}",
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_words_are_nobody(place: Callable[[str], str]) -> None:
    taken: list[str] = []
    for word in WORDS:
        found = parse_byline(place(word))
        people = {*found.reporters, *found.correspondents, *found.editors} - {"夏嘉雯", "林永俊"}
        taken += people
        assert found.source in (None, "松岭日报", "松岭网"), word
    assert not taken


@pytest.mark.parametrize(
    "place",
    [PLACES[each] for each in ("editor", "reporter of an outlet", "bracket, label", "author")],
)
def test_names_are_people(place: Callable[[str], str]) -> None:
    missed = []
    for name in NAMES:
        found = parse_byline(place(name))
        if name not in {*found.reporters, *found.correspondents, *found.editors}:
            missed.append(name)
    assert not missed


@pytest.mark.parametrize(
    "line",
    [
        "采写：松岭日报记者 夏嘉雯、{}",
        "采写：松岭日报记者 {}、夏嘉雯",
        "责任编辑：夏嘉雯、林永俊、{}",
        "责任编辑：夏嘉雯 {} 林永俊",
    ],
)
@pytest.mark.parametrize("name", ["黎月", "沈举", "高星元", "陈停青", "黄得巧"])
def test_names_of_everyday_characters_beside_surer_ones(line: str, name: str) -> None:
    found = parse_byline(f"{PROSE}\n{PROSE}\n{line.format(name)}")
    assert name in {*found.reporters, *found.editors}
    assert not parse_byline(f"{PROSE}\n{PROSE}（{name}）").reporters


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("夏嘉雯", Confidence.ALONE),
        ("王芳", Confidence.ALONE),
        ("程远", Confidence.LABELLED),
        ("农晓文", Confidence.LABELLED),
        ("次仁卓玛", Confidence.LABELLED),
        ("王国强", Confidence.ALONE),
        ("梁国华", Confidence.ALONE),
        ("鲁西南", Confidence.NO),
        ("金华", Confidence.IN_COMPANY),
        ("黄河", Confidence.IN_COMPANY),
        ("周五", Confidence.NO),
        ("毕恭毕敬", Confidence.NO),
        ("刘仔", Confidence.LABELLED),
        ("刘糕", Confidence.NO),
        ("郭汤圆", Confidence.NO),
        ("郭夷菲", Confidence.ALONE),
        ("崔军", Confidence.ALONE),
        ("许建", Confidence.ALONE),
        ("罗冠华", Confidence.ALONE),
        ("于国志", Confidence.LABELLED),
        ("兰花指", Confidence.NO),
        ("东方卫视", Confidence.NO),
        ("松岭记者", Confidence.NO),
        ("共享联盟·松岭", Confidence.NO),
    ],
)
def test_sureness(word: str, expected: Confidence) -> None:
    assert confidence(word) == expected


@pytest.mark.parametrize(
    "line",
    ["记者康源药业报道：", "记者华宇电脑报道：", "记者夏嘉雯筱蔓", "记者夏嘉雯评网"],
)
def test_what_is_glued_to_words_is_nobody(line: str) -> None:
    found = parse_byline(f"{line}\n{PROSE}\n{PROSE}")
    assert {*found.reporters} <= {"夏嘉雯"}
