"""What stands around dates: labels that say what a date is of, and what may follow one.

These are patterns for a text that `folded_dates` has folded.
"""

from __future__ import annotations

import re

from newsportal.chinese.credits.words import HAN, PROVINCES
from newsportal.chinese.date_forms import MONTH, PARTS, any_of
from newsportal.chinese.folded_dates import WEEKDAY_EN
from newsportal.chinese.lazy_pattern import lazy

# Acts whose time is that of publication, or stands for it.
_ACTS = (
    "发布 发表 更新 编辑 修改 创建 刊发 刊登 刊载 登载 发稿 发文 上传 录入 投稿 见报 成文 收录 "
    " 入库 公开 公布 印发 签发 制发 添加 上线 生成 转载 推送 播出 首发 提交 报道 出版"
    " 整理 采编 撰写 上稿 入稿 采集 审核 发帖 发贴 张贴 播发 发送 加入 公告 公示 异动 修订"
    " 出刊 上版 上架 上载 建档 建立 颁布 刊出 上网 审发 审稿 写作 提供"
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
    " 扫1扫 已阅 已读 字数 赞 参与 围观 查看 浏览量 阅读量 复制链接 2维码 录入 通讯员 总第"
).split()
_CHANNELS = (
    "要闻 新闻 公告 通知 动态 资讯 时政 财经 社会 国内 国际 本地 民生 教育 体育 娱乐 文化 科技 健康"
    " 旅游 汽车 房产 专题 头条 视频 图片 观点 党建 政务 法治 农业 军事 经济 生活"
).split()
# Whoever brings news: 松岭日报, 松岭融媒
_GIVER = "(?:网|报|社|新闻|客户端|电视台|在线|发布|融媒体?|融媒体中心|传媒|广电|办公室|政府)"
_OFFICE = "(?:[办局委厅部处科院校所站]|中心|街道|镇|乡|公司|集团|学会|协会)"
_YEAR = r"(?:19|20)[0-9]{2}[-/.年][0-9](?![0-9]{3})"  # not 2026-00121, a number of a document
_RELATIVE = r"(?:[0-9]{1,4}|半)\ ?个?(?:秒钟?|分钟?|小时|天|日|周|星期|月|年)\ ?前"
# Of several statements this is the one of publication: 发布时间:, 公布于
_OF_PUBLICATION = (
    r"(?:文章|信息|内容)?(?:发[布表]|公布|刊[发登出])(?:(?:时间|日期)\ ?:?|\ ?[于:])(?=[\ :0-9])"
)
# What stands before the statement that counts: 更新时间:2026-11-22 发布时间:2026-11-20, a case's
# or a telephone's number before it, 2天前 · 2026-11-20, 12次浏览 2026-11-20
OVERRULED = lazy(
    rf"""
    (?!{_OF_PUBLICATION}) [^0-9]*+[0-9].*?[^\w:] (?={_OF_PUBLICATION})
    | {_RELATIVE}[\ |·,]+ (?={_YEAR})
    | [0-9][0-9,.]{{0,9}}[万wk+]{{0,2}}\ ?[次人条个]?\ ?(?:{any_of(_ABOUT)})[\ |·,/]+ (?={_YEAR})
    """,
    re.VERBOSE,
)
# 来源:人民网 2026-11-21, 作者:甲某 时间:2026-11-21, 来源:人民网2026-11-21
_FACT = rf"""
    (?:[^\w%+-]{{1,4}})? {HAN}{{0,4}}?
    (?:来源|稿源|出处|作者|编辑|责编|文|图文|撰文|记者|通讯员|信息员|审核|校对|供稿|撰稿|摄影|栏目|分类|频道|标签|关键词|名称|标题|编号|机构|机关|单位|部门|索引号|文号|录入|发布[人者]|(?:浏览|点击|访问|阅读|人气|热度|查看|围观)[次数量率]{{0,2}})
    (?:\ ?[:/|]\ ?|\ ) (?:(?!{_YEAR})[^:|\n]){{1,30}}?
    (?: [\ |·]+ (?=[今昨前大刚0-9]|{any_of(_ACTS)}|时间|日期|{HAN}{{2,6}}:)
      | (?={_YEAR}|(?:{any_of(_ACTS)})?(?:时间|日期):) )
"""
_ENGLISH = r"""
    (?:(?i:date|time)|[Pp]ost|[Aa]bout|[Oo]n|at|[Rr]elease|[Pp]ub) (?=[\ :]|[A-Z][a-z])
"""
# 3天前, 昨天, 11-21 08:30; Nov 21, 2026 and 11月 21, 2026
_RECENT = (
    r"[0-9]{1,3}\ ?(?:分钟?|小时|天|周|个月|年)前|[今昨前]天|[0-9]{1,2}-[0-9]{1,2}\ [0-9]{1,2}:"
    rf"|(?:{MONTH}|[0-9]{{1,2}}月)\.?\ [0-9]{{1,2}},\ [0-9]{{4}}"
)
# A name, a paper or a channel before a date: not 截止, 开标, 有效期, 今天是, 自
_SOMETHING = rf"""
    (?!{any_of(OTHER_ACTS)}|开[标工业幕]|到期|截|施行|版本|距|生于|今天|版权|[Cc]opyright)
    [^\W\d_][\w·]{{1,15}}(?<![期间时止于至起自到从日年月在是为:])
"""
_ICON = r"[\u2600-\u27bf\ue000-\uf8ff\U0001f000-\U0001faff]\ufe0f?"
# 由 admin 于, 甲某 发表于, [置顶], 要闻 |
_FRONT = rf"""
    (?:本[文帖])?(?:最后)?由\ ?[\w·]{{1,16}}?\ ?(?=(?:发[布表])?于)
  | [\w·]{{1,16}}?\ (?=(?:发[布表]|更新)于)
  | [(\[]?(?:置顶|楼主|\#[0-9]{{1,5}})[])]?[\ ]
  | \W{{0,2}}字[体号](?:大小)?\ ?:?[\ \[]*(?:特?[大中小][\ |/]*){{1,4}}[])】]?\ ?
  | (?:{any_of(_ABOUT)})\ ?\([0-9]{{1,9}}\)\ +
  | (?:{_ICON}\ ?(?:[0-9]{{1,9}}\ )?)+ (?={_YEAR}) | 打印(?:本页)?\ +
  | (?:第?[0-9A-Z]{{1,3}}版(?::{HAN}{{2,8}})?|总?第[0-9]{{1,5}}期)\ +
  | (?!{any_of(OTHER_ACTS)}){HAN}{{2,6}}\ ?\|\ ?(?={_YEAR})
  | (?:[Bb]y\ )? (?:\W?{_SOMETHING}\W?[\ |·/]+){{1,3}} (?={_YEAR}|{_RECENT})
  | (?:发布\ )?(?:[Bb]y|in)\ [\w\ ]{{2,20}}?\ on\ (?={_YEAR})
  | 《[^》]{{2,12}}》\ ?(?={_YEAR})
  | (?:完|[Ee]nds)\ ?/\ ?  # the end of a press release in Hong Kong, and its day
  | {HAN}{{0,3}}位置\ ?:[^:\n]{{2,60}}?\ (?={_YEAR})  # 当前位置:首页 > 要闻 > 正文
  | [【[]{_SOMETHING}[】\]]\ ?(?={_YEAR})
"""
LABEL = lazy(
    rf"""
    (?:{_FACT}){{0,3}}
    # An official paper's own day, before that of its publication
    (?: (?:成文|生成|[印签制]发)日期:\ ?{_YEAR}[0-9月日/.-]{{2,6}}\ +
      (?=(?:发布|公开|公布)(?:日期|时间):) )?
    (?:[\w·]{{1,12}}{_GIVER}(?:[\ |·]+(?=[0-9])|(?={_YEAR})))?  # 人民网 2026-11-21
    (?:{_FRONT})?
    # 发布时间:, Published on, and an owner's icon
    (?: [^\w%.+¥￥$€-] | -+(?=[^0-9]) | 北京时间 | 时\ 间 | 日\ 期 | 发\ 布
      | 最后|最近|最新|上次|首次|推荐|[已写刊](?=于)|[公西]元|公历
      | [原本]文|内容|文章|信息|网页|网站|页面|稿件|新闻|消息|报纸
      | {any_of(_ACTS)} | [供撰来]稿(?=[时日]) | (?:时间|日期)[为是]? | 时刻|大?约|于|在(?=\ ?[0-9])
      | {_ENGLISH} | {WEEKDAY_EN}
    ){{0,12}}
    """,
    re.VERBOSE,
)
# Blanks, bullets, arrows, an icon's or an emoji's character
_ORNAMENT = r"[\ |,.:;。>»·•—–_~/\u2000-\u2bff\ue000-\uf8ff\ufe0f\U0001f000-\U0001faff-]"
# What forums and blogs put behind
_BEHIND = rf"""
    只看该作者|显示全部楼层|楼主|[0-9]{{1,5}}楼|\#[0-9]{{1,5}}|第[0-9]{{1,5}}期|回复|编辑过|置顶|推荐|图
  | 抢沙发 | [Nn][Ee][Ww]!? | [Bb]y\ [\w.\ -]{{2,20}}
  | (?:[0-9,]{{1,9}}|No)\ (?:[Vv]iew|[Cc]omment)s? | [Vv]iews?:\ ?[0-9,]{{1,9}}
  | \|\ ?(?!{any_of(OTHER_ACTS)}){HAN}{{2,4}}
  | (?:[/·]\ ?|[Ii]n\ |[【[])?(?:{any_of(_CHANNELS)})[】\]]?
  | [|·•,]?\ ?(?:大?约|共|全文)?\ ?[0-9,]{{1,6}}\ ?(?:字|分钟?|\ ?min)(?:{HAN}|[a-z\ ]){{0,5}}
    (?:\ ?[0-9]{{1,3}}\ ?分钟?)?
  | 《[^》]{{2,12}}》
"""
TAIL = lazy(
    rf"""
    \ ?[])】〕〗」』》>»"'”’}}]* (?:\ ?(?:{any_of(_ACTS)}))?
    (?: (?:\ ?\([1-6日]\))? {_ORNAMENT}* \Z
      | [\ |·,]* \(?{_RELATIVE}\)? \ ?\Z  # 2026-11-20 18:30 (2天前)
      | \ ?(?:{any_of(PARTS)} | \(?第?[0-9A-Z]{{1,3}}版\)?(?:[:\ ]{HAN}{{2,12}})?) \Z
      | (?:\ ?[Aa][+-]?){{2,4}} \Z  # sizes of letters
      | \ ?\(? (?:农历|[甲乙丙丁戊己庚辛壬癸]{HAN}年) (?:{HAN}|[0-9]){{2,12}} \)?
        (?:\ ?(?:\([1-6日]\)|(?:星期|周)[1-6日]))? \ ?\Z
      # 44阅读, 1.2万次浏览
      | [\ |,;·•/([【]+ [已有]{{0,2}}[0-9][0-9,.]{{0,9}}[万wk+]{{0,2}} \ ?[次人条个]?\ ?已?
        (?:{any_of(_ABOUT)}) \b
      | \ [\w·]{{1,16}}\ (?=阅读\()  # 08:30 甲某 阅读(12)
      # 发布于 北京, · 河南, IP属地:河南
      | [\ |·•(]* (?:(?:发布)?[于自]|来自|IP\ ?(?:属地)?\ ?:?|·) [\ :]? {HAN}{{2,8}} \)? \ ?\Z
      | \ ? (?:{any_of(PROVINCES)}) {HAN}{{0,6}} \ ?\Z
      | \ 来自\ ?[\w\ ]{{1,20}} \Z
      | \ ?\|?\ ?(?:{_BEHIND})\ ?\Z
      | (?:\ ?{_ICON}\ ?[0-9]{{1,9}})+\ ?\Z  # 👁 44 💬 0
      | \ ?\([\w·]{{1,12}}{_GIVER}\)\ ?\Z
      # A town, or whatever one word says, behind a time
      | (?:(?<=:[0-9]{{2}})|(?<=前))\ (?!{any_of(OTHER_ACTS)}|开[标工业幕播放]|起|准时|集合|直播)
        (?:{HAN}{{2,6}}|{HAN}{{2,12}}[省市区县旗镇乡])(?<![前后起止内])\ ?\Z
      | \ (?:[\#@]|文/)[\w·\ ]{{2,16}}\Z
      # 08:30 人民网, 08:30松岭日报官方账号
      | (?:[\ |]+ (?=\w) | (?<=:[0-9]{{2}}) (?={HAN}))
        [\w·]{{1,12}}{_GIVER} (?:官方[账帐]号)? \ ?\Z
      | \ (?!{any_of(OTHER_ACTS)}|开标) {HAN}{{1,8}}{_OFFICE} \ ?\Z  # 2026-11-20 县府办
      # whatever else is told
      | [\ |,;·]+ (?!{_OF_PUBLICATION}|(?:时间|日期)\ ?:) {HAN}{{2,6}}\ ?:
      | (?:[\ \[【(|]*T?[大中小]字?[]】)]?){{2,4}} (?=[]\ 】)|]|\Z) | \ ?[讯电] \Z
      # 来源:..., 阅读(123), 【字体:大 中 小】
      | [\ |,;·•/([【]* (?:{_ICON}\ ?)? {HAN}{{0,2}}? (?:{any_of(_ABOUT)})
        (?: [^:(0-9]{{0,4}}[:(0-9] | 于?[\ \])】|] | \Z)
    )
    """,
    re.VERBOSE,
)

_OF_PAGE = "(?:最[后近]|首次|本[文页]|文章|信息|网[页站]|页面|稿件|新闻|北京|视频)(?:时间|日期)"
# What a date is said to be: 发布时间, 更新于, 截止日期, and what no publication is said to be: 开标
# 时间, 摄于, 今天是.
SAID = lazy(
    rf"""
    (?:(?P<act>{any_of((*_ACTS, *OTHER_ACTS))})
      | (?<!{HAN})(?<!:)(?<!:\ )(?P<other> (?!{_OF_PAGE}|{HAN}{{0,4}}(?:{any_of(_ACTS)})[时日])
        {HAN}{{2,6}}?) (?=时间|日期|期限?\ ?:)期?限?
      | (?P<stated>{HAN} [是为] | (?![发刊载写贴]){HAN} (?=于)) )?
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
    rf"\ ?[(\[]?(?P<act>{any_of({*_ACTS, *OTHER_ACTS} - {*_BUTTONS})})[)\]]?"
    r"(?=\ ?(?:$|[0-9|,;·]|刚刚|[今昨前]天))"
)
