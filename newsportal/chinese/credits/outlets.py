"""Is a word the name of an outlet?"""

from __future__ import annotations

import re
from itertools import accumulate

from newsportal.chinese.credits.names import confidence
from newsportal.chinese.credits.words import MANNER, OWN, PROVINCES, any_of, words
from newsportal.chinese.lazy_pattern import lazy

# What the names of outlets end in, and short forms that end in none of these.
OUTLET_ENDINGS = words("""
    报 网 新闻 新闻社 通讯社 报社 杂志社 电视台 电台 广播 卫视 总台 频道 频率 客户端 APP App 传媒
    传媒集团 报业 融媒 融媒体 融媒体中心 新媒体 新媒体中心 观察 周刊 月刊 半月谈 杂志 导刊 学刊
    画刊 视频 在线 热线 快讯 财经 头条 发布 参考 参考消息 周末 经纬 直播 经济报道 评论 智库 公众号
    学习平台 门户 视点 广电 资讯 TV 之家 之声
""")
OUTLETS = words("""
    新华社 中新社 财联社 中央社 俄新社 德新社 朝中社 安莎社 埃菲社 法新社 美联社
    路透社 韩联社 共同社 塔斯社 南都 央视 央广 总台 总台央视 央视总台 极目 红星 澎湃
    封面 每经 上游 顶端 界面 一财 财新 新华 南方+ 北青 京报 环球 广视 新黄河 大象
    九派 紫牛 齐鲁壹点 壹点 最泰安 智通 文汇 上观 新民 钱江 扬子 荔枝 长江云 华商
    三秦 川观 半岛 爱济南 闪电 海报 中青 蓝鲸 钛媒体 虎嗅 36氪 凤凰 搜狐 网易
    腾讯 新浪 广东台 北京台 Knews 津云 三湘 经视 广州台 交汇点 正观 橙柿互动
    猛犸 鲁网 红网 红网时刻 信网 学习强国 快科技 格隆汇 鞭牛士 品玩 直播吧 懂球帝
    雷科技 e公司 TechWeb CNMO
""")
_SECTIONS = words("""
    科技 娱乐 体育 汽车 教育 房产 军事 健康 旅游 时尚 数码 国际 文化 音乐 游戏 证券 女性 公益
    读书 历史 家居
""")  # of a portal: 新浪科技

_LONG_ENDINGS = [ending for ending in OUTLET_ENDINGS if len(ending) > 1]
# Not 申报, 上网: what ends in one character has two before it.
_LIKE_OUTLET = lazy(
    rf"[^、·•/／|｜—–－-]{{2,14}}[报网]|[^、·•/／|｜—–－-]{{1,14}}{any_of(_LONG_ENDINGS)}"
    rf"|{any_of(OUTLETS)}"
    r"|(?:新浪|腾讯|搜狐|网易|凤凰网?|环球网|人民网|新华网|央视|中新|澎湃|光明网|CNMO)"
    rf"{any_of(_SECTIONS)}"
)
_LAST = frozenset(name[-1] for name in (*OUTLET_ENDINGS, *OUTLETS, *_SECTIONS))
_JOINT = lazy("——|[、·•/／|｜—–－-]")  # 齐鲁晚报·壹点
_NO_OUTLET = lazy(
    r"^[\d .:/年月日-]+$|^(?:即时|快讯|滚动|综合)(?:新闻|报道)$"
    r"|告诉|回应|接受|采访|透露|表示|介绍|获悉|了解|[对与跟给让的被称说他她了该某]|众[多媒]|(?<!数)据"
    r"|(?<=[^·、])向|从(?!化)|问(?!政)|有(?!线)|(?<!^)在(?!线)|^在(?!.{2,4}客户端$)|不少|许多|部分|[多数几两一三四位各每][名位家]|其他"
    r"|(?<![融全新钛])媒体(?!集团|中心)|当地|现场|记者|通讯员|供稿|供图|提供|出品|由$|^本[版组期栏文]|[男女]$|官[网微方]|微信|震台网|KTV"
    r"|^此|^笔者|(?<!求)是|请|关注|更多|下载|扫码|点击|登录|详见"
    r"|[^a-zA-Z]本[报刊台网]$|^(?:[由是及把请为]|来(?!宾)|和(?!平|田)|图片)|[近昨今当前][日天晚]$|日前$"
    r"|^(?:编辑|摄影|文字|电视台|电台|广播|报社|网络|消息|前方|随行|新闻|财经|视频|评论)$"
)


_MANNERS = lazy(MANNER)
_TOPICS = (
    "和|业绩|地震|测定|工作|新闻|统计|国民|经济|社会|发展|数据|政府|国务院|灾情|疫情|汛情|水情|决算|联合|会议"
    "|环境|生态|质量|成绩|战绩|每[日周月]|[本上下]|舆情|研究|市场|财务|运行|监测|安全|突发|最新|行业|产业|价格"
)
# What stands in brackets at the end and is no outlet, though built like one: 服务热线, 互联网.
_DESCRIPTIONS = lazy(
    r"(?:.*(?:互联|局域|物联|万维|[内外专电路管水官]|.联|全)网|.*(?:预|速|海|墙|简|情|举|申|填|通|捷|研|(?<![青少老])年|电|回|(?<!文)汇|警)报"
    # 业绩快报, but 现代快报 and 大公报 are papers
    rf"|(?:{_TOPICS})*(?:快|公|月|周)报"
    r"|(?:服务|咨询|投诉|举报|报名|监督|预约|客服|订票|求助|维权|24小时|政务|免费|心理|统一|[0-9])+热线"
    r"|(?:仅供|数据|价格|以供|敬请|供)参考|(?:网络|全程|现场|正在|同步|电视|图文|视频|在线|首次|云)*直播|(?:全天|24小时|终身|随时)在线"
    r"|(?:短|长|微|完整|原|相关|现场|监控|小|宣传|新闻|教学|图文|以上)*视频|(?:图片|视频|突发|突发性|图文|文字|社会|国内|国际|今日|最新|相关|重大|[大小好假坏])新闻"
    r"|(?:电视|新闻|综合|生活)(?:频道|频率)|(?:医学|居家|留院|集中|临床|跟踪|深度|实地)观察|(?:用户|网友|读者|专家|热门|精彩|综合|学术)评论"
    r"|(?:期刊|报纸|报刊|学术|新闻)*杂志|[双半季]?[周月季]刊|(?:手机|移动|电脑|安卓|苹果|官方|下载|新闻|PC|微信)*(?:客户端|APP)"
    r"|(?:新品|首次|统一|正式|全球|联合|权威|最新|重磅|同步|延期|待|公开|主动|对外)+发布|网络电视台|(?:紧急|应急|村村响|农村|校园|无线)广播"
    r"|(?:本|上|下|每|双休)?周末|(?:个人|家庭|公司|旅游|交通|行业|市场|新闻)?(?:财经|资讯)"
    r"|(?:今日|微博|网页)?头条|(?:交通|公路|铁路|高铁|路|关系|蜘蛛|渔|营销|销售)网)",
    re.IGNORECASE,
)


# Whom somebody works for within an outlet, not the outlet: 文化记者, 第5版记者, 山东记者
_DESK = lazy(
    r"(.*?)(?:(?:要闻|文化|文体|文旅|文娱|时政|社会|体育|教育|科教|健康|卫生|医疗|法治|法制|政法|热点|民生|头条|视点"
    r"|专题|专刊|专版|副刊|首页|数据|财经|经济|金融|产经|科技|娱乐|国际|国内|本地|地方|城市|城建|农村|三农|农业"
    r"|工业|交通|旅游|房产|汽车|环保|公安|政务|党建|人物|评论|突发|一线|综合|区域|县域"
    r"|通讯|特稿|独家|特写|联合|前线|我[市省县区]|各地|全体|主任|随行|跟班|随军|责任|基层|青年|中国|全国)[组部版]?"
    rf"|第?[A-Z]?[0-9一二三四五六七八九十]{{1,3}}版|{any_of(PROVINCES)})"
)


def without_desk(words: str) -> str:
    """Return *words* without what they end in that says what somebody reports on, or from where.

    >>> [without_desk(words) for words in ("松岭晚报文化", "要闻部", "山东", "智慧松岭")]
    ['松岭晚报', '', '', '智慧松岭']
    """
    found = _DESK.fullmatch(words)
    return found[1] if found else words


def is_description(words: str) -> bool:
    """Tell whether *words* are built like an outlet's name, but describe something.

    >>> [is_description(words) for words in ("服务热线", "天气预报", "主动公开发布", "齐鲁晚报")]
    [True, True, True, False]
    """
    return _DESCRIPTIONS.fullmatch(words) is not None


def is_outlet(name: str) -> bool:
    """Tell whether *name* is built like that of an outlet.

    >>> [is_outlet(name) for name in ("南都", "齐鲁晚报·壹点", "多名", "告诉红星新闻", "本报")]
    [True, True, False, False, False]
    """
    if name[-1:] not in _LAST:
        return False  # nearly all words
    return all(map(_LIKE_OUTLET.fullmatch, _JOINT.split(name))) and may_be_called(name)


def may_be_outlet(name: str) -> bool:
    """Tell whether *name* may be an unknown outlet (智慧泰山) where 记者 and names follow."""
    named = any(confidence(part) for part in re.split("[、/／|｜]", name))
    return is_outlet(name) or (may_be_called(name) and not named)


def may_be_called(name: str) -> bool:
    """Tell whether an outlet may have this *name*, though it may be a person's (柳桥)."""
    return not name.startswith(OWN) and not _NO_OUTLET.search(name)


def shortest_outlet(name: str, manners: str) -> str | None:
    """Return *name* with as many of the *manners* behind it as make an outlet.

    >>> shortest_outlet("柳桥", "融媒见习"), shortest_outlet("半岛", "全媒体")
    ('柳桥融媒', '半岛')
    """
    names = accumulate(_MANNERS.findall(manners), initial=name)
    return next(filter(is_outlet, names), None)
