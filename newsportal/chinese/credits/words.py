"""The roles that credit lines name, and the labels that are made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsportal.chinese.lazy_pattern import lazy

# A letter that is no Latin one: a Chinese character, nearly always. A set of all these takes a
# pattern 1 ms more to compile.
HAN = r"[^\W0-9A-Z_a-z]"


def any_of(*groups: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first.

    >>> any_of({"记者": "reporters"}, ("见习", "南方+"))
    '(?:南方\\\\+|见习|记者)'
    """
    words = sorted(
        {word for group in groups for word in group}, key=lambda word: (-len(word), word)
    )
    return f"(?:{'|'.join(map(re.escape, words))})"


def words(lines: str) -> tuple[str, ...]:
    return tuple(lines.split())


# Roles by the field that their people belong to. PERSONS may follow the name of an outlet
# (南都记者, 每经编辑), TASKS stand for themselves (采写：, 文/). A "desk" counts as editors where a
# text names no others.
PERSONS = {
    **dict.fromkeys(words("记者 小记者 实习生 评论员 撰稿人 特约撰稿 特约作者 主笔"), "reporters"),
    **dict.fromkeys(words("通讯员 报道员"), "correspondents"),
    **dict.fromkeys(words("责任编辑 责编 编辑 网编 责任网编 初审编辑 编辑整理"), "editors"),
}
TASKS = {
    **dict.fromkeys(
        words(
            "采写 采访 采编 采访撰文 采访整理 综合整理 整理 采访报道 采访人员 报道 报导 摄影报道"
            " 摄影报导"
        ),
        "reporters",
    ),
    **dict.fromkeys(
        words("参与采写 参与采访 参与记者 撰文 撰写 撰稿 执笔 执笔人 作者 文章作者 原文作者"),
        "reporters",
    ),
    **dict.fromkeys(words("文字 文稿 文 图文 图文视频 文图 文并图 文并摄"), "reporters"),
    **dict.fromkeys(words("编 选稿"), "editors"),
    **dict.fromkeys(words("流程编辑 版面编辑"), "desk"),
}
# Picture roles; these may also stand behind the name (甲某 摄).
IMAGES = words("图 摄 片 绘 表 供图 摄影 摄像 视频 制图 图片 图表 漫画")
# Roles that are known only to keep their people out.
OTHERS = words("""
    摄影记者 视频记者 视觉记者 摄像记者 图片记者 美术编辑 图片编辑 视频编辑 视觉编辑
    版式编辑 音频编辑 摄影编辑 排版编辑 后期编辑 技术编辑 图片来源 视频来源 数据来源 图源
    题图 配图 一审 二审 三审 初审 复审 终审 一校 二校 三校 一读 校对 校检 校审 校核 审校 审核 审读
    审签 审稿 核稿 核校 编审 编校 编译 签发 签审 监制 总监制 统筹 统稿 策划 总策划 出品 出品人
    制片 制片人 主编 副主编 执行主编 总编 总编辑 副总编辑 值班总编 值班编委 值班主任 值班主编
    值班总监 值班领导 编委 美编 排版 版式 视觉 设计 动画 剪辑 后期 音频 配音 主播 播音 出镜
    翻译 运营 供稿 制作 口述
""")
# An outlet speaking of itself, and the manners of being a reporter or editor.
OWN = words("本报 本网 本台 本社 本刊 本站 本端 我报 我台 我网")
MANNERS = words("""
    全媒 全媒体 融媒 融媒体 新媒体 微信 首席 特派 特约 特邀 资深 高级 见习 实习 助理 前方 签约 深度
    调查 现场 文字 网络 值班 当值 当班 轮值 夜班 今日 执行 本文 本期
    本版 本栏 栏目 频道 网站 网页 稿件 内容 平台 校园 职工 兼职 特聘 学生 基层 指导 带队 带班 随行
    编外 挂职 外派 轮岗 实训 校媒 主创 跑口 骨干 客座
""")

PROVINCES = words("""
    北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南
    广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门
""")

MANNER = rf"(?:{any_of(OWN, MANNERS)}|驻[^\W驻]{{1,6}}?)"
MANNER_RUN = rf"{MANNER}{{0,5}}"  # bounded: where one ends is not certain, 驻 and a place least

# 采写：, 南都记者, 文/图, with what separates them from the names.
MARK = (
    r"\ ?[】\]］〗]?\ ?(?:[:：∶︰﹕/／╱\\|｜丨︱│┃║∣❘⏐￨▉▊▋▌▍▎▏▕█〡ㅣ丶_—–－=＝~～·•‧∙⋅.．﹒｡*＊"
    r"◎☆★■□◆◇○●△▪▶►▸➤➔→⇒>＞›»〉》-]{1,2}\ ?)?"
)
ASIDE = r"(?:[（(][^（()）\n]{3,40}[）)])?"  # 本报（chinatimes.net.cn）记者
PERSON = any_of(PERSONS)
# Not 编辑部, and not 作者系…, which introduces somebody in a sentence.
_NO_ROLE = (
    "(?!编辑[部室们器人]|网编辑|记者[节证站协]"
    "|(?:文章|原文)?作者(?:单位|简介|系|为|是|介绍|按|认为))"
)
_NO_TEXT = rf"文(?!字|稿|图|并|记者){HAN}"  # 文/文汇报记者
ROLE = any_of(PERSONS, TASKS, IMAGES, OTHERS)
ROLES = lazy(ROLE)
_TASK = rf"{_NO_ROLE}{any_of(TASKS, IMAGES, OTHERS, (role for role in PERSONS if '编' in role))}"
_LABEL = lazy(
    rf"""
    {MANNER_RUN} {ASIDE} \ ? {_NO_ROLE}
    (?P<words> (?:(?P<person>{PERSON})|{_TASK})
      (?: (?:\ ?[/／、&＆+·]\ ?|(?<=文)\ (?=[图摄])) (?!{_NO_TEXT}){_TASK} )* )
    (?P<mark>{MARK})
    """,
    re.VERBOSE,
)
_LABELS_BEGIN = frozenset(
    word[0] for word in (*OWN, *MANNERS, *PERSONS, *TASKS, *IMAGES, *OTHERS, "驻", "（", "(", " ")
)
OUTLET = (
    r"(?:(?:《[^》\n]{2,16}》){1,2}|“[^”\n]{2,10}”\w{0,6}?"
    r"|[\w+·•&-]{2,16}?(?:(?:——|[、/／|｜—–－])[\w+·•&-]{2,12}?){0,2}(?:(?<=台)《[^》\n]{2,12}》)?)"
)
OUTLET_BEFORE = lazy(
    # 柳桥融媒 | 记者, 柳桥融媒／记者, 柳桥融媒（记者 甲某）, 【柳桥融媒】记者
    rf"({OUTLET})({MANNER_RUN}){ASIDE}( ?(?:[|｜丨/／]|[】\]］〕] ?[（(]?|[（(])? ?)"
    rf"(?={MANNER_RUN}{_NO_ROLE}(?:{PERSON}|摄影记者|摄像记者))"
)
OUTLET_RUN = lazy(r"[\w+·•&、/／|｜丨—–－ -]*")  # what may stand between an outlet and a role
SOMEBODY = lazy(PERSON)

# 文 and 图 occur in names
_LONG_ROLES = [role for role in (*PERSONS, *TASKS, *IMAGES, *OTHERS) if len(role) > 1]
_LONG_ROLES += [*OWN, "实习", "见习"]
LONG_ROLE = any_of(_LONG_ROLES)
LONG_ROLES_END = frozenset(role[-1] for role in _LONG_ROLES)
"""A word without any of these characters holds no long role."""


def label_at(text: str, start: int) -> re.Match[str] | None:
    """Return the label that begins at *start*: its ``words``, ``person`` and ``mark``."""
    return _LABEL.match(text, start) if text[start] in _LABELS_BEGIN else None
