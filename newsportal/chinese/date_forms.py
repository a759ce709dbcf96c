"""How portals print dates: patterns, and the words in and around them.

`dates` reckons with what these find in a text that `folded_dates` has folded.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from newsportal.chinese.folded_dates import WEEKDAY_EN
from newsportal.chinese.lazy_pattern import lazy

HAN = "\u3400-\u9fff"


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_LONG = ("uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember", "ober", "ember", "ember")
_MONTH = "|".join(f"{m}(?:{end}|t)?" for m, end in zip(MONTHS, _LONG, strict=True))

DAYS_BACK = {"今": 0, "昨": 1, "前": 2, "大前": 3}

# The hours of the 24-hour clock a part of the day can mean: 下午3点 is 15, 凌晨12点 is 0, 晚上12点
# is 24. 上午 and 下午 are AM and PM, as software prints them (上午12:05 is just past midnight).
_MORNING, _EVENING, _NIGHT = range(4, 12), range(17, 25), {*range(6), *range(21, 25)}
PARTS: dict[str, Container[int]] = {
    "凌晨": range(7), "拂晓": range(3, 8), "清晨": _MORNING, "早晨": _MORNING, "早上": _MORNING,
    "早间": _MORNING, "清早": _MORNING, "晨": _MORNING, "早": _MORNING,
    "上午": range(12), "AM": range(12),
    "中午": range(11, 15), "正午": range(12, 13), "午间": range(11, 15), "午后": range(12, 19),
    "下午": range(12, 24), "PM": range(12, 24), "傍晚": range(16, 21),
    "晚上": _EVENING, "晚间": _EVENING, "晚": _EVENING,
    "夜里": _NIGHT, "夜间": _NIGHT, "深夜": _NIGHT, "午夜": _NIGHT, "半夜": _NIGHT, "夜": _NIGHT,
}  # fmt: skip
_PARTS_BEGIN = "".join(sorted({part[0] for part in PARTS} - {"A", "P"}))
# RFC 822's zones. CST is China's own time here (Java prints it), not that of the central states.
ZONES = {
    "Z": "+00:00", "UTC": "+00:00", "UT": "+00:00", "GMT": "+00:00", "CST": "+08:00",
    "EST": "-05:00", "EDT": "-04:00", "CDT": "-05:00", "MST": "-07:00", "MDT": "-06:00",
    "PST": "-08:00", "PDT": "-07:00", "HKT": "+08:00", "SGT": "+08:00", "JST": "+09:00",
    "KST": "+09:00", "BST": "+01:00", "CET": "+01:00", "CEST": "+02:00", "MSK": "+03:00",
}  # fmt: skip

# -- what stands around a date

# Acts whose time is that of publication, or stands for it.
ACTS = (
    "发布 发表 更新 编辑 修改 创建 刊发 刊登 刊载 登载 发稿 发文 上传 录入 投稿 见报 成文 收录 "
    " 入库 公开 公布 印发 签发 制发 添加 上线 生成 转载 推送 播出 首发 提交 报道 出版"
    " 整理 采编 撰写 上稿 采集 审核 发帖 发贴 张贴 播发 发送 加入 公告 异动"
).split()
# Their time is another one: never that of publication.
OTHER_ACTS = (
    "截止 截至 有效 施行 实施 生效 失效 报名 活动 会议 考试 开始 结束 下载 打印 抓取"
    " 最后登录 最近登录 最后回复 下次更新"
).split()
OTHER = "其他"  # said of a date whose label nobody knows: 开标时间：, 摄于
_ABOUT = (
    "来源 稿源 出处 作者 记者 责任编辑 责编 编辑 校对 审核 审稿 浏览 阅读 点击 访问 评论 人气 热度"
    " 字号 字体 分类 栏目 频道 更新 修改 标签 关键词 信息来源 稿件来源 文章来源 新闻来源"
    " 发布机构 发布单位 发布人 发布者 索引号 文号 点赞 转发 分享 收藏 打印 关闭 举报 大中小"
    " 原创 转载 分享到 发表在 打印本页 打印此页 关闭窗口 关闭本页 扫一扫 纠错 返回列表 返回顶部"
    " 扫1扫"
).split()
_PLACE = (
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南"
    " 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门"
).split()
# Whoever brings news: 松岭日报, 松岭融媒
_GIVER = "(?:网|报|社|新闻|客户端|电视台|在线|发布|融媒体?|融媒体中心|传媒|广电|办公室|政府)"
_YEAR = r"(?:19|20)[0-9]{2}[-/.年][0-9]"
# 来源:人民网 2026-11-21, 作者:甲某 时间:2026-11-21, 来源:人民网2026-11-21
_FACT = rf"""
    (?:[^\w%+-]{{1,4}})? [{HAN}]{{0,4}}?
    (?:来源|稿源|出处|作者|编辑|记者|栏目|分类|频道|机构|机关|单位|索引号|文号|发布[人者]|(?:浏览|点击|访问|阅读|人气)[次数量]{{0,2}})
    \ ?:\ ? (?:(?!{_YEAR})[^:|\n]){{1,30}}?
    (?: [\ |·]+ (?=[今昨前大刚0-9]|{_any(ACTS)}|时间|日期|[{HAN}]{{2,6}}:)
      | (?={_YEAR}|(?:{_any(ACTS)})?(?:时间|日期):) )
"""
_ENGLISH = r"""
    (?:(?i:date|time)|[Pp]ost|[Aa]bout|[Oo]n|at) (?=[\ :]|[A-Z][a-z])
"""
# 由 admin 于, 甲某 发表于, [置顶], 要闻 |
_FRONT = rf"""
    (?:本[文帖])?(?:最后)?由\ ?[\w·]{{1,16}}?\ ?(?=(?:发[布表])?于)
  | [\w·]{{1,16}}?\ (?=(?:发[布表]|更新)于)
  | [(\[]?(?:置顶|楼主|\#[0-9]{{1,5}})[])]?[\ ]
  | (?!{_any(OTHER_ACTS)})[{HAN}]{{2,6}}\ ?\|\ ?(?={_YEAR})
"""
LABEL = lazy(
    rf"""
    (?:{_FACT}){{0,3}}
    (?:[\w·]{{1,12}}{_GIVER}(?:[\ |·]+(?=[0-9])|(?={_YEAR})))?  # 人民网 2026-11-21
    (?:{_FRONT})?
    # 发布时间:, Published on, and an owner's icon
    (?: [^\w%.+-] | -+(?=[^0-9]) | 北京时间 | 时\ 间 | 日\ 期 | 发\ 布
      | 最后|最近|首次|本文|文章|信息|网页|网站|页面|稿件|新闻
      | {_any(ACTS)} | 时间|日期|时刻|大?约|于|在(?=[0-9]) | {_ENGLISH} | {WEEKDAY_EN}
    ){{0,12}}
    """,
    re.VERBOSE,
)
# Blanks, bullets, arrows, an icon's or an emoji's character
_ORNAMENT = r"[\ |,.;。>»·•—–_~/\u2000-\u2bff\ue000-\uf8ff\ufe0f\U0001f000-\U0001faff-]"
# What forums and blogs put behind
_BEHIND = rf"""
    只看该作者|显示全部楼层|楼主|[0-9]{{1,5}}楼|\#[0-9]{{1,5}}|第[0-9]{{1,5}}期|回复|编辑过|置顶|推荐|图
  | 抢沙发 | [Nn][Ee][Ww]!? | [Bb]y\ [\w.\ -]{{2,20}}
  | (?:[0-9,]{{1,9}}|No)\ (?:[Vv]iew|[Cc]omment)s? | [Vv]iews?:\ ?[0-9,]{{1,9}}
  | \|\ ?(?!{_any(OTHER_ACTS)})[{HAN}]{{2,4}}
"""
TAIL = lazy(
    rf"""
    \ ?[])】〕〗」』》>»"'”’}}]* (?:\ ?(?:{_any(ACTS)}))?
    (?: (?:\ ?\([1-6日]\))? {_ORNAMENT}* \Z
      | \ ?(?:{_any(PARTS)} | \(?第?[0-9A-Z]{{1,3}}版\)?(?:[:\ ][{HAN}]{{2,12}})?) \Z
      | (?:\ ?[Aa][+-]?){{2,4}} \Z  # sizes of letters
      | \ ?\(? (?:农历|[甲乙丙丁戊己庚辛壬癸][{HAN}]年) [{HAN}0-9]{{2,12}} \)? \ ?\Z
      # 44阅读, 1.2万次浏览
      | [\ |,;·([【]+ [0-9][0-9,.]{{0,9}}[万wk+]{{0,2}} \ ?[次人条个]?\ ?已? (?:{_any(_ABOUT)}) \b
      # 发布于 北京, · 河南, IP属地:河南
      | [\ |·•(]* (?:(?:发布)?[于自]|来自|IP\ ?(?:属地)?\ ?:?|·) [\ :]? [{HAN}]{{2,8}} \)? \ ?\Z
      | \ ? (?:{_any(_PLACE)}) [{HAN}]{{0,6}} \ ?\Z
      | \ 来自\ ?[\w\ ]{{1,20}} \Z
      | \ ?\|?\ ?(?:{_BEHIND})\ ?\Z
      | (?:\ ?[\u2600-\u27bf\U0001f000-\U0001faff]\ufe0f?\ ?[0-9]{{1,9}})+\ ?\Z  # 👁 44 💬 0
      | [\ |]+ [\w·]{{1,12}}{_GIVER} \ ?\Z  # 08:30 人民网
      # whatever else is told
      | [\ |,;·]+ (?!(?:{_any(ACTS)})?(?:时间|日期|于)?\ ?:) [{HAN}]{{2,6}}\ ?:
      | \ ?大\ 中\ 小 \b
      # 来源:..., 阅读(123), 【字体:大 中 小】
      | [\ |,;·([【]* [{HAN}]{{0,2}}? (?:{_any(_ABOUT)})
        (?: [^:(0-9]{{0,4}}[:(0-9] | [\ \])】|] | \Z)
    )
    """,
    re.VERBOSE,
)

# -- dates and times

# Where a date may begin inside a line: not 12-3 of a telephone number, nor 9月 of 2026年9月.
BEGINNING = lazy(
    rf"""
    (?<![0-9A-Za-z_.+/第©-])(?<!©\ )
    (?: [0-9]{{4}}[-/.][0-9] | [0-9]{{1,2}}[-/][0-9]{{1,2}}\ [0-9]{{1,2}}:[0-9]
      | (?:[0-9]{{8}}|[0-9]{{14}})(?!\w)
      | [0-9]{{2}}-[0-9]{{4}}:[0-9]{{2}}
      | [0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?[\ ,|]{{0,3}}(?:19|20)[0-9]{{2}}[-/.年][0-9]
      | [0-9]{{1,2}}([-/.])[0-9]{{1,2}}\1(?:19|20)[0-9]{{2}}(?![0-9])
      | (?:{WEEKDAY_EN},\ )? [0-9]{{1,2}}(?:st|nd|rd|th)?\ (?:{_MONTH}),?\ [0-9]{{4}}
      | (?:{WEEKDAY_EN}\ )? (?:{_MONTH})\.?\ [0-9]{{1,2}}(?:st|nd|rd|th)?,?\ [0-9:]{{4}}
      | [0-9]{{1,2}}\ [0-9]{{1,2}}月,?\ [0-9]{{4}} )
    | (?<![0-9]) [0-9]{{4}} (?:\ ?年|\ [0-9]{{1,2}}/[0-9])
    | (?<![0-9年])(?<!年\ ) [0-9]{{1,2}}\ ?月\ ?[0-9]
    | (?<![0-9]) (?:[0-9]{{1,3}}\ ?(?:天|小时)\ ?)?
      (?:[0-9]{{1,4}}|半) \ ?个?(?:秒|分钟?|小时|天|周|星期|月|年) \ ?前
    | 刚刚 | [今昨前][天日] (?=\ ?(?:[上下]午\ ?)?[0-9]{{1,2}}[:点时])
    """,
    re.VERBOSE,
)
_OF_PAGE = "(?:最[后近]|首次|本[文页]|文章|信息|网[页站]|页面|稿件|新闻|北京|视频)(?:时间|日期)"
# What a date is said to be: 发布时间, 更新于, 截止日期, and what no publication is said to be: 开标
# 时间, 摄于, 今天是.
SAID = lazy(
    rf"""
    (?:(?P<act>{_any((*ACTS, *OTHER_ACTS))})
      | (?<![{HAN}:])(?<!:\ )(?P<other> (?!{_OF_PAGE}|[{HAN}]{{0,4}}(?:{_any(ACTS)})[时日])
        [{HAN}]{{2,6}}?) (?=时间|日期|期限?\ ?:)期?限?
      | (?P<stated>[{HAN}] [是为] | (?![发刊载写贴])[{HAN}] (?=于)) )?
    (?:时间|日期|时刻)? [于在至]? [\ :\])】]* \Z
    """,
    re.VERBOSE,
)
# The date begins a span, or is one in a sentence: 2026-11-10至2026-11-15, 11月1日起
SPAN = lazy(
    r" ?(?:[至到~] ?(?:[0-9]|\Z)|[-—–~]+ ?[0-9]{1,4}[-/.年月日])|[起止前后]|以[前后来]|之[前后]"
)
# The same behind a date: 2024-09-19 08:05 发布, 2024-09-19（更新）. What goes on with a colon or a
# name is the label of what follows.
_BUTTONS = ("打印", "下载")  # behind a date
SAID_BEHIND = lazy(
    rf"\ ?[(\[]?(?P<act>{_any({*ACTS, *OTHER_ACTS} - {*_BUTTONS})})[)\]]?"
    r"(?=\ ?(?:$|[0-9|,;·]|刚刚|[今昨前]天))"
)
AGO = lazy(
    r"""
    (?:(?P<more>[0-9]{1,3}) \ ?(?P<of>天|小时)\ ?)?  # 1小时30分钟前, 1天3小时前
    (?:(?P<count>[0-9]{1,4})|半) \ ?(?P<measure>个?)(?P<half>[半多]?)
    (?P<unit>秒钟?|分钟?|小时|钟头|天|日|周|星期|月|年) \ ?[以之]?前
    (?:\ ?\( (?:(?P<y>[0-9]{4})-)? (?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2}) \))?
    """,
    re.VERBOSE,
)
_NO_YEAR = r"(?=,?\ [0-9]{1,2}:|\Z)"
# Every pattern names what it finds: y, m, d, or back (a word of DAYS_BACK).
DATES = tuple(
    lazy(pattern, re.VERBOSE)
    for pattern in (
        # 2024-09-19, 9/19
        r"(?:(?P<y>[0-9]{4})(?P<s>[-/._]))? (?P<m>[0-9]{1,2})(?(s)(?P=s)|[-/])(?P<d>[0-9]{1,2}+)"
        r"(?![-/.](?:19|20)[0-9]{2}(?![0-9:]))",
        # 21/11/2026 and 11/21/2026, but not 5/11/2026, which may be either; 5.11.2026
        r"""
        (?:(?P<first>1[3-9]|2[0-9]|3[01])([-/])(?P<then>1[0-2]|0?[1-9])\2
          |(?P<month>1[0-2]|0?[1-9])([-/])(?P<day>1[3-9]|2[0-9]|3[01])\5
          |(?P<dotted>3[01]|[12][0-9]|0?[1-9])\.(?P<dot>1[0-2]|0?[1-9])\.)
        (?P<last>(?:19|20)[0-9]{2})(?![0-9])
        """,
        # 九月 19, 2024; 19 九月 2024; 九月 2024: English order, Chinese names of months
        r"(?P<m>[0-9]{1,2})月\ (?P<d>[0-9]{1,2})(?:st|nd|rd|th|日)?(?:,\ ?|\ )(?P<y>[0-9]{4})"
        r"(?![0-9:])",
        r"(?P<d>[0-9]{1,2})\ (?P<m>[0-9]{1,2})月,?\ (?P<y>[0-9]{4})(?![0-9:])",
        r"(?P<m>[0-9]{1,2})月,?\ (?P<y>[0-9]{4})(?P<d>(?!))?(?![0-9:])",
        # 2024年9月19日, 24年9月19日, 2024年9月, 9月19日
        r"""
        (?=[0-9]{1,4}\ ?[年月])
        (?:(?P<y>[0-9]{4}|[0-9]{2})\ ?年\ ?)?
        (?:(?P<m>[0-9]{1,2})\ ?月(?:\ ?(?P<d>[0-9]{1,2})(?:\ ?[日号])?)?)?
        """,
        # 2026 11/21, as Xinhua's new pages have it
        r"(?P<y>[0-9]{4})[\ /](?P<m>[0-9]{1,2})[/\ -](?P<d>[0-9]{1,2})(?![0-9:])",
        # 2026-11
        r"(?P<y>[0-9]{4})[-/.](?P<m>[0-9]{2})(?P<d>(?!))?(?![-/.0-9])",
        # Fri, 20 Nov 2026; 20 November 26
        rf"""
        (?:{WEEKDAY_EN},?\ ?)? (?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?[\ -](?P<m>{_MONTH})\.?,?[\ -]
        (?P<y>[0-9]{{4}}|[0-9]{{2}}(?=\ [0-9]))
        """,
        rf"(?P<y>[0-9]{{4}})[\ -](?P<m>{_MONTH})[\ -](?P<d>[0-9]{{1,2}})(?![0-9:])",
        # Nov 21, 2026; Sat Nov 21 2026
        rf"""
        (?:{WEEKDAY_EN},?\ )? (?P<m>{_MONTH})\.?\ (?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?,?[ ]
        (?P<y>[0-9]{{4}})
        """,
        # Nov 21, 21 November: this year's or the last's
        rf"(?P<m>{_MONTH})\.?\ (?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?P<y>(?!))?{_NO_YEAR}",
        rf"(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?\ (?P<m>{_MONTH})\.?(?P<y>(?!))?{_NO_YEAR}",
        # November 2026
        rf"(?P<m>{_MONTH})\.?,?\ (?P<y>[0-9]{{4}})(?P<d>(?!))?(?![0-9:])",
        r"(?P<back>大?前|今|昨)(?:[天日]|(?=[早晚晨夜]))",
    )
)
# Sat Nov 21 08:30:15 CST 2026: the year comes last.
YEAR_LAST = lazy(
    rf"(?:{WEEKDAY_EN},? )?(?P<m>{_MONTH}) +(?P<d>[0-9]{{1,2}})"
    r" (?P<time>[0-9:]{5,8}(?: [A-Z]{2,4}| [+-][0-9]{2}:?[0-9]{2})?) (?P<y>[0-9]{4})"
)
TIME = lazy(
    rf"""
    (?: ,?\ (?:at\ )? | [Tt/] | (?<![0-9])
      | \ ?[-|_,·@]\ ?(?=[0-9]{{1,2}}\ ?(?::\ ?[0-9]{{2}}|[点时])|[上下]午)
      | \ ?[])】]\ ?[·|,]?\ ?(?=[0-9]{{1,2}}\ ?[:点时]|[上下]午)  # [2026-11-21] 08:30
      | \ (?:/|HKT|CST)\ (?=[0-9]{{1,2}}:[0-9]{{2}}) | \ ?\([1-6日]\)\ ?  # 2026/11/21(六) 08:30
      | (?<=[0-9]{{2}}[-/.][0-9]{{2}}) (?=[0-9]{{2}}:[0-9]{{2}})  # 2024-09-1908:05, 09-1908:05
      | (?=[{_PARTS_BEGIN}])
    )
    (?P<part>{_any(PARTS)})?\ ? (?P<hour>[0-9]{{1,2}})
    (?: \ ?:\ ?(?P<minute>[0-9]{{2}})
        (?: \ ?:\ ?(?P<second>[0-9]{{2}}) (?:[.,](?P<fraction>[0-9]{{1,6}})[0-9]*)? )?
        (?:\ ?(?P<half>[AaPp])\.?[Mm]\.?)?
        (?:\ ?(?=[A-Z+-])(?P<zone>{_any(ZONES)})?(?P<offset>[+-][0-9]{{2}}(?::?[0-9]{{2}})?)?
          (?:(?<=[0-9])\ CST)?)?
        (?:\ ?\([^()0-9]{{1,20}}\)|\ ?\[?Asia/Shanghai\]?)?
      | \ ?(?P<hourly>[AaPp])\.?[Mm]\.?
      | \ ?[点时]
        (?: [整钟]
          | \ ?(?P<spoken_minute>[13]刻|[0-9]{{1,2}}(?![0-9])|半)
            (?:\ ?分 (?:\ ?(?P<spoken_second>[0-9]{{1,2}})\ ?秒)? )?
        )?
        (?:\ ?[许多余]|\ ?左右|\ ?前后)?
    )
    """,
    re.VERBOSE,
)
# Between a time and the day that follows it: 08:30 2026/11/21, 08:30 | 2026年11月21日
TIME_FIRST = lazy(
    r"[ ,|]{0,3}(?=(?:19|20)[0-9]{2}[-/.年]|[0-9]{1,2} [A-Z][a-z]{2}|[A-Z][a-z]{2,8}\.? [0-9])"
)
COMPACT = lazy(
    r"""
    ([0-9]{4})([0-9]{2})([0-9]{2})
    (?: [\ T-]([0-9]{2}):?([0-9]{2})(?::?([0-9]{2}))? | ([0-9]{2})([0-9]{2})([0-9]{2}) )?
    (?P<zone>Z?) (?![0-9])
    """,
    re.VERBOSE,
)
EPOCH = lazy(r"([0-9]{10})([0-9]{3})?(?![0-9])")
