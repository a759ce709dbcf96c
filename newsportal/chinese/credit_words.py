"""The vocabulary of `bylines`: roles, personal names, outlets, and what only looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate

HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f〇"


def any_of(*groups: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first.

    >>> any_of({"记者": "reporters"}, ("见习", "南方+"))
    '(?:南方\\\\+|见习|记者)'
    """
    words = sorted(
        {word for group in groups for word in group}, key=lambda word: (-len(word), word)
    )
    return f"(?:{'|'.join(map(re.escape, words))})"


def _words(lines: str) -> tuple[str, ...]:
    return tuple(lines.split())


# Roles by the field that their people belong to. PERSONS may follow the name of an outlet
# (南都记者, 每经编辑), TASKS stand for themselves (采写：, 文/).
PERSONS = {
    **dict.fromkeys(_words("记者 小记者 实习生 评论员 撰稿人 特约撰稿 特约作者 主笔"), "reporters"),
    **dict.fromkeys(_words("通讯员 报道员"), "correspondents"),
    **dict.fromkeys(_words("责任编辑 责编 编辑 网编"), "editors"),
}
TASKS = {
    **dict.fromkeys(_words("采写 采访 采编 采访报道 采访人员 报道 摄影报道"), "reporters"),
    **dict.fromkeys(_words("参与采写 参与采访 参与记者 撰文 撰写 撰稿 执笔 作者"), "reporters"),
    **dict.fromkeys(_words("文字 文稿 文 图文 文图 文并图 文并摄"), "reporters"),
    "编": "editors",
}
# Picture roles; these may also stand behind the name (甲某 摄).
IMAGES = _words("图 摄 片 绘 表 供图 摄影 摄像 视频 制图 图片 图表 漫画")
# Roles that are known only to keep their people out.
OTHERS = _words("""
    摄影记者 视频记者 视觉记者 摄像记者 图片记者 美术编辑 图片编辑 视频编辑 视觉编辑 流程编辑
    版面编辑 版式编辑 音频编辑 摄影编辑 排版编辑 后期编辑 技术编辑 图片来源 视频来源 数据来源 图源
    题图 配图 一审 二审 三审 初审 复审 终审 一校 二校 三校 一读 校对 校检 校审 校核 审校 审核 审读
    审签 审稿 核稿 核校 编审 编校 编译 签发 签审 监制 总监制 统筹 统稿 策划 总策划 出品 出品人
    制片 制片人 主编 副主编 执行主编 总编 总编辑 副总编辑 值班总编 值班编委 值班主任 值班主编
    值班总监 值班领导 编委 美编 排版 版式 视觉 设计 动画 剪辑 后期 音频 配音 主播 播音 出镜
    翻译 运营 供稿 制作 整理
""")
# An outlet speaking of itself, and the manners of being a reporter or editor.
OWN = _words("本报 本网 本台 本社 本刊 本站 本端 我报 我台 我网")
MANNERS = _words("""
    全媒 全媒体 融媒 融媒体 新媒体 首席 特派 特约 特邀 资深 高级 见习 实习 助理 前方 签约 深度
    调查 现场 文字 网络 值班 当值 当班 执行 本文 本期 本版 校园
""")

MANNER = rf"(?:{any_of(OWN, MANNERS)}|驻[{HAN}]{{1,4}}?)"

# 采写：, 南都记者, 文/图, with what separates them from the names.
MARK = r"\ ?[】\]］]?\ ?[:：/／|｜丨︱│∣_—–-]{0,2}\ ?"
ASIDE = r"(?:[（(][^（()）\n]{3,40}[）)])?"  # 本报（chinatimes.net.cn）记者
PERSON = any_of(PERSONS)
# Not 编辑部, and not 作者系…, which introduces somebody in a sentence.
_NO_ROLE = r"(?!编辑[部室们器人]|网编辑|作者(?:单位|简介|系|为|是|介绍|按|认为))"
_NO_TEXT = rf"文(?!字|稿|图|并|记者)[{HAN}]"  # 文/文汇报记者
ROLE = any_of(PERSONS, TASKS, IMAGES, OTHERS)
_TASK = rf"{_NO_ROLE}{any_of(TASKS, IMAGES, OTHERS, (role for role in PERSONS if '编' in role))}"
LABEL = re.compile(
    rf"""
    {MANNER}* {ASIDE} \ ? {_NO_ROLE}
    (?P<words> (?:(?P<person>{PERSON})|{_TASK}) (?:\ ?[/／、&＆+·]\ ?(?!{_NO_TEXT}){_TASK})* )
    (?P<mark>{MARK})
    """,
    re.VERBOSE,
)
OUTLET = r"(?:《[^》\n]{2,16}》|[\w+·•&-]{2,16}?(?:[、/／|｜][\w+·•&-]{2,12}?)?)"
OUTLET_BEFORE = re.compile(
    rf"({OUTLET})({MANNER}*){ASIDE}( ?)(?={MANNER}*{_NO_ROLE}(?:{PERSON}|摄影记者|摄像记者))"
)

# Single surnames, without those that are far oftener another word at the head of a sentence
# (有, 来, 从, 对, 在, 国, 海 ...).
SURNAMES = frozenset("""
    赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎
    鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平
    黄穆萧肖尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄江童
    颜郭梅盛林刁钟徐丘邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石
    崔吉钮龚程嵇邢裴陆荣翁荀羊甄曲封芮羿储靳汲糜松井段富巫乌焦巴牧隗山谷车侯宓蓬全郗班仰秋仲伊宫
    宁仇栾甘厉戎祖武符刘景詹束龙叶幸司韶黎蓟薄印宿白怀蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴苍闻党翟谭贡劳
    姬申扶堵冉宰郦雍璩桑桂濮牛寿边扈燕冀浦尚温庄晏柴瞿阎闫慕连茹习宦艾鱼容向古易慎戈廖庾暨衡耿满
    弘匡文寇禄阙欧殳沃蔚夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶曾毋沙乜养鞠丰巢关蒯查荆游竺权逯盖桓仉
    岳帅缑亢况郈琴商佘佟佴伯赏哈谯笪阳付代兰邸侣覃苑修税逄綦撒牟银镡尉鹿迟战矫亓冼植隋昃晋楚闾笃
    甫刀禤萨鄢揭粟滑翦涂丛栗麦辜郇旷占门尧庹纳蹇茆芦蒿苟钭缐么仝卯郄母冮宛敬喇练幺区谌位
""") - {" ", "\n"}
COMPOUND_SURNAMES = frozenset(
    _words("""
    欧阳 司马 上官 诸葛 东方 夏侯 皇甫 尉迟 公孙 慕容 令狐 司徒 司空 宇文 长孙 轩辕 端木 独孤 南宫
    西门 东郭 百里 呼延 闻人 钟离 澹台 淳于 太叔 申屠 公羊 赫连 濮阳 拓跋 完颜 纳兰 叶赫 第五 万俟
    鲜于 闾丘 乐正 公冶 宗政 仲孙 梁丘 左丘 东门 谷梁 段干 南门 羊舌 即墨 子车 颛孙 巫马 漆雕 壤驷
    哥舒 贺兰 爱新 范姜 张简 欧陽
""")
)
# Words that begin with a surname but are no names: places, times, what may follow 记者 in prose.
LOOK_ALIKES = frozenset(
    _words("""
    钱款 郑州 秦皇岛 尤其 许昌 许多 许可 何时 何以 何在 何为 何种 施工 施行 张家口 张家界 张家港
    孔子 曹县 严重 严肃 严格 严寒 华东 华南 华北 华中 金秋 金融 金华 金昌 魏县 陶瓷 姜汤 谢谢 谢绝
    章丘 章程 苏州 苏北 苏南 苏醒 潘家园 范围 彭州 鲁西 昌都 昌平 马上 马路 马鞍山 苗族
    花费 花店 方面 方才 方法 方式 方案 方言 方便 任何 任务 任命 任职 柳州 唐代 唐山 唐朝 费用 雷雨
    雷电 雷达 贺州 汤圆 罗马 罗湖 毕竟 毕业 安全 安排 安徽 安阳 安庆 安康 安检 常常 常年 常规 常州
    常德 常务 乐山 乐意 乐观 乐队 于是 于此 于今 于日前 于近日 时常 时间 时候 时刻 时值 时隔 皮肤
    皮革 齐心 齐聚 齐鲁 康复 康养 余下 余姚 元旦 元宵 元月 元素 元代 顾客 顾问 平时 平台 平均 平日
    平安 平顶山 平方 黄山 黄石 黄冈 黄金 黄河 穆斯林 邵阳 汪洋 祁连山 毛巾 米饭 贝壳 明天 明年
    明确 明显 明白 明星 明代 计划 计算 成为 成立 成都 成功 成果 成员 成本 宋代 纪念 纪录 项目 祝贺
    祝福 祝愿 梁山 强调 强烈 路过 路人 路上 路透社 江苏 江西 江门 江南 江城 江山 梅州 梅雨 盛夏
    盛大 林业 林区 林州 徐州 徐汇 高度 高兴 高温 高考 高速 高铁 高校 高手 高管 夏季 夏日 夏天 田间
    田地 胡同 胡说 万一 万人 万宁 万元 万州 万里 支持 支付 支部 管理 管控 卢沟桥 莫斯科 房间 房产
    房价 房东 解放 解决 解释 应邀 应急 应当 应对 应该 应届 宗旨 丁字 宣城 宣传 邓州 单独 单位 单车
    单词 杭州 洪水 洪灾 洪涝 包括 包头 包车 诸多 诸位 诸城 左右 左边 石家庄 石狮 石油 石材 吉林
    吉安 吉首 程序 陆续 陆军 曲阜 曲靖 封面 储蓄 储备 松原 井冈山 段落 富裕 富有 焦作 焦点 牧民
    山东 山西 山上 山区 谷雨 车上 车站 车辆 车主 侯马 全程 全国 全文 全文完 全省 全市 全球 全部
    全面 班长 班级 秋季 秋天 秋日 伊犁 伊春 伊朗 伊始 宫殿 宁夏 宁波 宁德 宁愿 甘肃 甘孜 厉害 祖国
    祖籍 武汉 武威 武警 武器 符合 景德镇 龙岩 龙虾 龙头 叶子 司机 司法 韶关 黎明 薄弱 印度 印发
    印象 白天 白银 白城 怀疑 怀化 蒲公英 鄂州 索赔 索性 咸阳 咸宁 卓越 蒙古 蒙城 池州 池塘 闻讯
    党员 党委 党组 党建 劳动 劳务 申请 申报 申诉 扶贫 桑拿 桂林 濮阳 牛奶 寿光 寿命 边境 边走 燕郊
    冀中 浦东 尚未 尚无 温州 温馨 温度 温暖 庄严 柴油 连日 连日来 连线 连续 连夜 连连 习惯 习俗
    容易 向前 向上 向其 古城 古镇 古代 易于 衡阳 衡水 满洲里 满意 满足 文化 文件 文章 文旅 文明
    文字 文物 文山 沃野 师生 师傅 冷空气 冷静 简单 简介 简称 简讯 沙漠 沙滩 养老 丰收 丰富 关于
    关注 关键 关税 查看 查询 查阅 查实 查获 查明 荆州 荆门 游览 游客 游戏 权威 权益 岳阳 岳麓 商品
    商家 商业 商务 伯父 哈尔滨 哈密 阳江 阳泉 阳光 阳性 付款 代表 代理 兰州 修建 修复 税务 银行
    银川 迟迟 战争 战斗 晋城 晋中 晋江 楚雄 甲方 甲醛 乙方 乙肝 丙烯 母亲 敬请 敬业 练习 区域 区别
    位于 位置 位居 位列
""")
)

NEVER_NAMES = {*_words("谢谢 全文 全文完 简介 简讯 时间 文字 文章 文件 权威 路透社")}

# What the names of outlets end in, and short forms that end in none of these.
OUTLET_ENDINGS = _words("""
    报 网 新闻 新闻社 通讯社 报社 杂志社 电视台 电台 广播 卫视 总台 频道 频率 客户端 APP 传媒
    传媒集团 报业 融媒 融媒体 融媒体中心 新媒体 新媒体中心 观察 周刊 月刊 半月谈 杂志 导刊 学刊
    画刊 视频 在线 热线 快讯 财经 头条 发布 参考 参考消息 周末 经纬 直播 经济报道 评论 智库 公众号
    门户 视点 广电 资讯 TV 之家 之声
""")
OUTLETS = _words("""
    新华社 中新社 财联社 法新社 美联社 路透社 韩联社 共同社 塔斯社 南都 央视 央广 总台 总台央视
    央视总台 极目 红星 澎湃 封面 每经 上游 顶端 界面 一财 财新 新华 南方+ 北青 京报 环球 广视
    新黄河 大象 九派 紫牛 齐鲁壹点 壹点 最泰安 智通 文汇 上观 新民 钱江 扬子 荔枝 长江云 华商 三秦
    川观 半岛 爱济南 闪电 海报 中青 蓝鲸 钛媒体 虎嗅 36氪 凤凰 搜狐 网易 腾讯 新浪 广东台 北京台
    Knews 津云 三湘 经视 广州台
""")

_LONG_ROLES = (role for role in (*PERSONS, *TASKS, *IMAGES, *OTHERS) if len(role) > 1)
LONG_ROLE = any_of(OWN, ("实习", "见习"), _LONG_ROLES)  # 文 and 图 occur in names

_NO_NAME = re.compile(
    r"[的了是被把就也不没这那说称问已很吗呢啊]|先生|女士|小姐|老师|教授|同学|师傅|某[^某]"
    r"|[局厅处科省市县区院校所部村镇]长|主任|经理|书记|位于|近日|日前|[今昨明][天日]|当日|来源|联盟|..[市县区省局厅院镇乡]$"
    rf"|{LONG_ROLE}"
)
_NO_PEN_NAME = re.compile(
    r"[局厅院部委会社网报台司厂校所队处办科组室号市县区省镇乡街站团刊端]$|[您你]好|请问"
)
_LIKE_OUTLET = rf"(?:[^、·•/／|｜-]{{1,14}}{any_of(OUTLET_ENDINGS)}|{any_of(OUTLETS)})"
_LIKE_OUTLETS = re.compile(rf"{_LIKE_OUTLET}(?:[、·•/／|｜-]{_LIKE_OUTLET})*")
_NO_OUTLET = re.compile(
    r"告诉|回应|接受|采访|透露|表示|介绍|获悉|了解|[对与跟给让的被称说他她了该某]|众[多媒]|(?<!数)据"
    r"|(?<=[^·、])向|从(?!化)|问(?!政)|[在有](?!线)|不少|许多|部分|[多数几两一三四位各每][名位家]|其他"
    r"|(?<![融全新])媒体(?!集团|中心)|当地|现场|记者|通讯员|[男女]$|官[网微方]|微信|震台网|KTV"
    r"|^(?:[由是及把请]|来(?!宾)|和(?!平|田)|图片)|[近昨今当前][日天晚]$|日前$"
    r"|^(?:编辑|摄影|文字|电视台|电台|广播|报社|网络|消息|前方|随行|新闻|财经|视频|评论)$"
)


_ENDS_LIKE_OUTLET = re.compile(any_of(OUTLET_ENDINGS, OUTLETS) + "$")


def is_name(word: str, *, listed: bool = False) -> bool:
    """Tell whether *word* is built like a Chinese personal name; in a list of names, 孔子 is one.

    >>> [is_name(word) for word in ("夏嘉雯", "欧阳晓明", "甲某", "武汉", "致电")]
    [True, True, True, False, False]
    """
    if word in (NEVER_NAMES if listed else LOOK_ALIKES) or _NO_NAME.search(word):
        return False
    if "·" in word:
        return all(len(part) > 1 and not _ENDS_LIKE_OUTLET.search(part) for part in word.split("·"))
    if word.endswith("某"):
        return 2 <= len(word) <= 4
    if word[:2] in COMPOUND_SURNAMES and len(word) in (3, 4):
        return True
    return word[:1] in SURNAMES and len(word) in (2, 3)


SPACED = re.compile(  # 李 明
    rf"([{''.join(sorted(SURNAMES))}]|{any_of(COMPOUND_SURNAMES)}) ([{HAN}])(?![{HAN}])"
)
_SPACED_WORD = re.compile(rf"(?<![{HAN}]){SPACED.pattern}")


def people(text: str) -> list[str]:
    """Return the names that *text* consists of, none if there is anything else in it.

    >>> people("夏嘉雯、李 明"), people("夏嘉雯 报道")
    (['夏嘉雯', '李明'], [])
    """
    names = re.split(r"[ 、，,]+", _SPACED_WORD.sub(r"\1\2", text.strip()))
    return names if all(map(is_name, names)) else []


def is_pen_name(word: str) -> bool:
    """Tell whether *word* may be a name where a mark announces one (``作者：青石``)."""
    listed = word in LOOK_ALIKES or _NO_NAME.search(word) or _NO_PEN_NAME.search(word)
    return 2 <= len(word) <= 4 and not listed


def is_pseudonym(word: str) -> bool:
    """Tell whether *word* may sign for an office among correspondents (``粤应急宣``)."""
    return 2 <= len(word) <= 8 and word not in LOOK_ALIKES and not _NO_NAME.search(word)


def is_outlet(name: str) -> bool:
    """Tell whether *name* is built like that of an outlet.

    >>> [is_outlet(name) for name in ("南都", "齐鲁晚报·壹点", "多名", "告诉红星新闻", "本报")]
    [True, True, False, False, False]
    """
    return bool(_LIKE_OUTLETS.fullmatch(name)) and may_be_called(name)


def may_be_outlet(name: str) -> bool:
    """Tell whether *name* may be an unknown outlet (智慧泰山) where 记者 and names follow."""
    named = any(is_name(part, listed=True) for part in re.split("[、/／|｜]", name))
    return is_outlet(name) or (may_be_called(name) and not named)


def may_be_called(name: str) -> bool:
    """Tell whether an outlet may have this *name*, though it may be a person's (柳桥)."""
    return not name.startswith(OWN) and not _NO_OUTLET.search(name)


def shortest_outlet(name: str, manners: str) -> str | None:
    """Return *name* with as many of the *manners* behind it as make an outlet.

    >>> shortest_outlet("柳桥", "融媒见习"), shortest_outlet("半岛", "全媒体")
    ('柳桥融媒', '半岛')
    """
    names = accumulate(re.findall(MANNER, manners), initial=name)
    return next(filter(is_outlet, names), None)
