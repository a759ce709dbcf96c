"""What portals write around their articles: patterns of lines."""

from __future__ import annotations

import re
from functools import lru_cache

from newsportal.chinese.folded_dates import REPUBLIC_DAY
from newsportal.chinese.lazy_pattern import lazy


def _anywhere(first: str, rules: str) -> re.Pattern[str]:
    """Return a pattern that tells whether *rules*, which begin with one of *first*, hold anywhere.

    Python's engine passes fast over all other characters; at one of these it looks back, to try
    the rules from there on.
    """
    return lazy(rf"[{first}](?<=(?={rules}).)", re.VERBOSE)


# What a page says of its use, not what its article says.
_LEGAL = r"""
    凡(?:本[网站]|注明|标[注明]|来源|署名|转载) | 免[责責][声聲条條] | 责任自负
    | [未非][经經得].{0,24}(?:不得|[转轉][载載])
    | [未非][经經得].{0,24}(?:授[权權]|[许許]可|同意|允[许許])
      .{0,16}(?:禁止|严禁|请勿|請勿|使用|摘编|复制|複製|谢绝|追究|镜像|引用)
    | 同意.{0,8}[隐隱]私 | 同意.{0,16}[Cc]ookie | [Cc]ookies?.{0,40}(?:同意|接受)
    | (?:安装|下载|打开|登[录陆]).{0,10}(?:客户端|APP|App)
      .{0,20}(?:第一时间|更多|福利|精彩|接收|查看|[阅閱][读讀]|体验)
    | 更多.{0,24}(?:[请請]|[欢歡]迎)(?:下[载載]|[关關]注|登[录陆]|访问|移步|[点點][击擊]|收看|锁定)
    | 公众号.{0,6}(?:查看|阅读)全文 | [点點]我(?:下[载載]|看)
    | 转载.{0,16}(?:不代表|注明|出处|务必|联系|链接) | 不代表.{0,12}(?:观点|立场)
    | 侵[权犯].{0,14}(?:联系|删除|告知) | 举报(?<!拨打举报)(?<!拨打投诉举报)(?:电话|邮箱|热线)
    | (?:客服|新闻|服务|监督|爆料|报料|读者|投稿|联系)(?:热线|电话|邮箱|信箱|QQ)\s*[:：]
    | ICP[备证] | 公网安备 | 许可证(?:号|编号)?\s*[:：] | Copyright | COPYRIGHT | ©
    | 版[权權](?:所有|均属|归|歸|声明|聲明|等[问問][题題].{0,24}[联聯][系繫絡])
    | 著作權 | All\ [Rr]ights\ [Rr]eserved
    | 扫[一描码].{0,8}二维码 | 二维码.{0,6}扫 | 违法和?不良信息 | 营业执照 | 上传并发布
    | 存储(?:空间)?服务 | 索取稿酬
    | 观点仅代表(?:作者|个人|本人) | [仅僅只]代表.{0,6}(?:观点|觀點|立场|立場)
    | 浏览器.{0,12}(?:版本|升级) | [您你]的浏览器.{0,4}不支持
    | [为為在于].{0,2}传[递播].{0,6}信息.{0,2}目的
    | (?:请|需要?).{0,6}登[录陆]
    | (?:邮箱|郵箱|[电電]子[邮郵]件).{0,4}地址.{0,4}不[会會]被?公[开開]
    | 必填[项項].{0,4}[标標][注註記记]
    | 登[录陆]后.{0,6}(?:评论|发表|留言|查看) | 网友.{0,6}(?:评论|发言).{0,12}(?:个人|本站|立场)
    | 除.{0,4}(?:特别|特別|另有|特殊)?[声聲]明[之以]?外
    | (?:知识共享|CC[\ -]BY).{0,24}(?:[许許]可|[协協][议議]|授[权權])
    | 遵守.{0,20}(?:法律|法规|道德) | 文明上网 | 理性发言
    | 本(?:[站网]|博客|网站)(?:所有|所刊|部分|内容|文章)
    """
LEGAL = _anywhere(
    "凡免责未非同安下打登更公点點转不侵举客新服监爆报读投联I许Cc©版著A扫二违营上存观仅僅只索浏您你为為在于请需邮郵电電必网除知遵文理本",
    _LEGAL,
)
PRINTED_TAG = lazy(r"<(?:meta|link)\s[^<>]*>")  # &lt;meta …: a template that escapes its own head
_SENTENCES = lazy(r"[^。！？]+[。！？”）)]*")
_NOTICE = 0.4  # of a line
_OF_TEXT = lazy(r"[\s\W]*(?:本[文稿篇]|[原全]文)(?:[系为由是经来转首刊载选摘节原作]|内容)")


@lru_cache(maxsize=512)  # several rules ask about the same lines
def is_legal(text: str) -> bool:
    """Tell whether a line says how the page may be used, and is no paragraph that ends so.

    >>> is_legal("未经授权不得转载。")
    True
    >>> is_legal("老桥昨天重新开放，人们早早来到桥头，等着走上第一趟。（未经授权不得转载）")
    False
    """
    if not LEGAL.search(text):
        return False
    sentences = _SENTENCES.findall(text)
    legal = [sentence for sentence in sentences if LEGAL.search(sentence)]
    if not legal or legal[0] is sentences[0] or _OF_TEXT.match(text):
        return True
    return sum(map(len, legal)) >= _NOTICE * len(text)


# What a page says of its own age: how long ago it was changed, and that it may be out of date.
_OUTDATED = r"""
    (?: (?:本篇?文章?|本篇|[这此该]篇?文章?|文章|内容).{0,16}
        (?:更新|修改|改动|发[布表]|编辑|创建|撰写)
      | 最后(?:一次)?(?:更新|修改|编辑)(?:于|时间|在|日期)
      | 距离?(?:上次|最后).{0,8}(?:更新|修改|编辑) )
    .{0,60}(?:过时|过期|失效|变[动更化]|改变|失去时效|时效性|(?:没有|未)(?:更新|修改)|不再适用)
    """
OUTDATED = _anywhere("本这此该文内最距", _OUTDATED)
# The same words, which a notice says of itself, too.
CONTACT = lazy(r"(?:服务|监督|咨询|联系)(?:热线|电话|邮箱|人|方式)[^:：]{0,6}[:：]")
# A line that begins what follows an article.
TAIL = lazy(
    r"""
    [\s\W]*(?:
      (?:[您你]可能|大家|猜[您你]|网友)?.{0,4}
      (?:相关|相關|延伸|推荐|推薦|更多|热门|热点|精彩|最新|热图|图片).{0,4}
      (?:新[闻聞]|[阅閱][读讀]|文章|报道|報導|链接|專題|专题|内容|推荐|資訊|资讯|信息|标签|稿件|搜索|视频|图集|排行)
      (?<!图片视频)
    | [您你].{0,3}(?:可能|也许).{0,4}(?:喜[欢歡]|[关關]注|[感有][兴興]趣|想看)
    | 猜[您你]喜欢 | 扫[一描]扫
    | [分共]享(?:到|至|给|此文|本文|文章|这篇)
    | 收藏(?=\W|\d|[本此该到至]|$) | 我要(?:评论|留言|纠错|分享)
    | (?:本[文篇]\S{0,4}?)?(?:(?:关键[字词]|關鍵[字詞])(?:阅读|搜索)?|标签|標籤|[Tt]ags?)\s*[:：]
    | (?:网友|發表|发表|最新|热门|全部)?(?:评论|評論|留言|回[复應])\s*(?:[:：(（\d]|$)
    | 点击.{0,6}(?:更多|进入|查看)
    | 我来说[两兩]句 | 用户评论 | 本(?:新闻|文)共\s?\d+\s?页 | 喜[欢歡][这這]篇文章[吗嗎]
    | (?:[还還]想|想要?)看更多.{0,6}[？?嗎吗]
    | (?:iOS|Android|安卓|苹果|蘋果).{0,4}(?:下[载載]|[载載][点點])
    )
    """,
    re.VERBOSE,
)
# The same, where it is never part of an article.
SURE_TAIL = lazy(
    r"""
    [\s\W]*(?:
      [上下]一[篇条則则页] | 相关专题\s*[:：] | [您你]?看完.{0,12}心情
    | 免责声明 | 版权声明 | (?:特别)?声明[:：] | 本文(?:链接|地址|网址|转自)
    | (?:本文|文章|内容|分页)导航\s*[:：]?
    | 本?(?:责任|責任)?[编編][辑輯]\s*[:：] | 责\s?编\s*[:：] | 我要纠错 | 纠错】
    | 返回(?:首页|顶部|列表) | 打印(?:本页)?\s*(?:关闭|$) | 关闭窗口
    | 相关(?:新闻|阅读|链接|文章|报道|评论)\s*[:：]?$ | (?:延伸|推荐)阅读\s*[:：]?$
    )
    """,
    re.VERBOSE,
)
# What names the post before or behind this one, linked or not: 下一篇：老桥重新开放
NEIGHBOUR = lazy(r"\W*[上下]一[篇条則则]\s*[:：]")
# A link at the end of a text that leads away from it: 返回柏木首页>>, 返回柏木，查看更多
BACK = lazy(r"[\s\W]*(?:返回|回到|前往)\S{1,10}?(?:首页|[，,]\s?查看更多)[\s\W]*")
# The title of another post, in a paragraph of its own.
OTHER = lazy(
    r"[\s\W]*(?:相关|相關|延伸|推荐|推薦|更多)(?:新[闻聞]|[阅閱][读讀]|链接|報導|报道|文章)"
    r"(?:详见|请见|请看)?\s*[:：][^。]{4,60}"
)
# Where a text was printed: 《松岭日报》（2026年11月21日 03版）
PRINTED = lazy(r"[\s\W]*《([^》\n]{2,16})》\s*[（(][^（）()\n]{0,30}版[^（）()\n]{0,6}[）)]\s*")
# 本文来自微信公众号“青禾君”，作者：夏嘉雯，编辑：林永俊
ORIGIN = lazy(
    r"[\s\W]*(?:本文|[原全]文)(?:来[自源]|转载?自|选自|首发于?|源[自于])"
    r".{1,80}(?:作者|[编編][辑輯]|[记記]者|撰文)\s?[:：丨|｜]"
)
# What links below a text file it under: Category 要闻
FILED = lazy(
    r"[\s\W]*(?:[Cc]ategor(?:y|ies)|[Tt]ags?|[Ff]iled\s(?:in|under)|[Pp]osted\sin|分[类類]|标签|標籤|栏目)[\s\W]*"
)
# What says that a text is over.
END = lazy(r"[\W_]*(?:the\s+)?end[\W_]*", re.IGNORECASE)
# What plug-ins write below a text, in a paragraph of its own: address, counters, buttons, thanks.
NOTICE = lazy(
    r"""
    [\s\W]*(?:
      (?:(?:本文|文章|原文|永久|转载|原始)(?:链接|地址|网址)|[Pp]ermalink|[Ll]ink)\s*[:：]\s*https?://\S+
    | (?:返回|前往)\S{2,8}[，,]\s*查看更多 | (?:阅读|展开|查看)(?:全文|原文|更多|剩余)
    | (?:本文|本页|最[近后]|上次|Last)\s*(?:一次)?(?:更新|编辑|修改|[Uu]pdated?|[Mm]odified)
      (?:时间|日期|于|在|on|:|：|\s){0,4}[\d年月日/:.\ -]{8,24}
    | (?:\S{2,12}\s)?(?:最[近后]更新|更新(?:时间|日期))\s?[:：]\s?[\d年月日/:.\ -]{8,24}
      (?:当前)?(?:在线|访问量?|浏览量?)(?:人数)?\s?[:：]?\s?\d{1,9}\s?[人次]?
    | (?:更多|相关)\S{0,8}?(?:请|欢迎)?(?:关注|点击|进入|访问)\s?[:：]
      \s?\S{2,12}(?:专[区题]|频道|栏目|官网)
    | (?:This\s(?:entry|post|article)\swas\s)?(?:[Ww]ritten|[Pp]osted|[Pp]ublished|[Ff]iled)
      \s(?:by|in|on|under)\s.{2,80}
    | (?:编辑|修改|更新|发布|发表)于\s?[\d年月日/:.\ -]{8,24}(?:\W*IP\s?属地\S{0,8})?
    | (?:浏览|阅读|点击|访问|人气)(?:次数|数|量)?\s*[:：]\s*[\[(]?\d[\d,]*[\])]?\s*次?
    | (?:点击|欢迎)?下[载載]\S{2,12}(?:客户端|APP|App|应用程序)[^。]{0,20}
    | (?:阅读|查看)全文请?下载\S{2,16}
    | (?:欢迎|快来)?扫[码描]\S{0,3}(?:加入|进入|添加)[^。]{2,24} | (?:\#[^\#\s]{1,16}\#?\s*){1,12}
    | (?:点击|欢迎)?关注[“"「]?\S{2,12}?[”"」]?[，,]\S{0,4}更多\S{0,12}
    | [追关關][踪蹤注]\S{2,12}(?:社交平台|社交媒体|粉丝[专專][页頁]|公众号|Facebook|脸书|臉書)
    | 查看其[它他](?:新闻|文章|内容) | \d{0,3}\s?[上下]一[篇条則则页頁张張]
    | 发[布表]于\s?[:：]?\s?[^\s\d]{2,8} | (?:本[文页]由)?\S{0,10}转码显示(?:[，,]?\s?查看原文)?
    | (?=.{0,40}[页頁])(?:[\[【(]?(?:\d{1,3}|[上下]一?[页頁]|[首尾末][页頁])[\]】)]?[\s|]*){3,20}
    | [（(]?(?:本文|文章|内容|图片)[来來]?源[于自]?(?:于|自)?(?:互联)?网络[^。]{0,20}[）)]?
    | [上下]一[篇条則则]\s*[:：][^。]{2,60}
    | (?:[股投][市资]有风险[，,]?)?(?:入市|投资)[需须]?谨慎
    | (?:以上|本文)?(?:内容|信息)?(?:仅供参考)?[，,]?不构成\S{0,6}建议(?:[，,]据此\S{2,8}自[负担])?
    | \S{0,4}(?:由|为)\s?AI\S{0,4}(?:生成|合成)(?:[，,]\s?仅供参考)?
    | 点击分享到? | 分享工具 | [您你]的(?:支持|打赏|鼓励)是\S{0,24}
    | (?=.{0,90}(?:Facebook|[臉脸][書书]|粉[絲丝][專团團专]|Google\s?[Pp]lus))
      .{0,60}(?:快[來到點点]|[歡欢]迎|加入|[讚赞]一[個个]|按[讚赞此]|follow|Like|成[為为]).{0,60}
    | 看?更多[^。，]{1,16}(?:[報报][導导道]|影音) | 更多\S{2,12}[，,]\s?[請请]上\S{2,12}
    | [^。]{0,24}使用.{0,2}扫一扫.{0,3}即可\S{0,16}
    | 长按.{0,12}(?:二维码|关注\S{0,12}|识别\S{0,8}) | 点个?[“"]?在看\S{0,12}
    | 您?是第\s?\d+\s?(?:位|个)\S{2,6} | \d+\s?人?(?:点赞|喜欢|收藏|赞|打赏)
    | (?:(?:赞同|点赞|喜欢|收藏|打赏|赞赏|赏|赞|顶一?下?|踩一?下?|分享[到至]?|转发|评论|举报
        |我要|支持|海报|微信|微博|QQ空间|朋友圈|打印|关闭|本页|窗口|发表|文章|纠错)[\s\W\d条]*){2,}
    | (?:如果)?(?:你|您)?(?:觉得|喜欢)\S{0,6}文章\S{0,12}(?:打赏|支持|点赞|分享)\S{0,6}
    | (?:用?(?:手机|微信)扫一扫|扫(?:一扫|描|码))\S{0,6}
      (?:二维码|公众号|分享\S{0,6}|关注\S{0,12})?(?:[，,]\s?\S{2,12})?
    | (?:相关)?附件\s*[:：]\s*无?
    | \S{2,20}[，,]?直[达達]\S{0,4}(?:信箱|邮箱|郵箱)
    )[\s\W]*
    """,
    re.VERBOSE,
)
# A heading over what readers write.
READERS = lazy(
    r"[\s\W]*(?:网友|全部|所有|最新|热门|精彩|精选|读者|用户|发表)"
    r"(?:评论|評論|留言|跟帖|回复)(?:区|列表)?(?:\W*\d+\W*条?)?[\s\W]*"
    r"|[\s\W]*\d+\s?[条則则]?\s?(?:评论|評論|留言|跟帖|回复)[\s\W]*"
)
# A heading over other posts.
OTHERS = lazy(
    r"[\s\W]*(?:相关|相關|延伸|推荐|推薦|猜[您你]|热门|更多|最新|其他|为[您你])"
    r".{0,2}(?:新[闻聞]|[阅閱][读讀]|文章|报道|报导|推荐|喜欢|资讯|内容|帖子|日志)[\s\W]*"
    r"|[\s\W]*(?:You (?:may|might) (?:also )?(?:like|enjoy)|Read (?:next|also)|Related"
    r"|(?:Related|Recent|Similar|Recommended|More|Other|Latest) (?:posts?|articles?|stories|news)"
    r")[\s\W]*",
    re.IGNORECASE,
)
# A heading over what a page says of its portal.
ABOUT = lazy(
    r"[\s\W]*(?:[关關][于於](?:我[们們]|本[站网網社报報刊]|[网網]站)"
    r"|(?:本[站网網社报報刊]|[网網]站|[报報]社|公司|博主|站[长長])(?:[简簡]介|介[绍紹])|About\s(?:us|me))[\s\W]*",
    re.IGNORECASE,
)
# A heading over what answers a question: 律师解答（2）, 共3个回答
ANSWERS = lazy(
    r"[\s\W]*(?:共?\s?\d+\s?[个個条條位]\s?)?(?:最佳|[满滿]意|推[荐薦]|官方|全部|[专專]家|[医醫][生师師]|[律老][师師])?"
    r"(?:回答|[解][答]|答[复覆復案]|[办辦]理[结結]果)(?:[内內]容|情[况況])?(?:\W*\d+\W*[个個条條]?)?[\s\W]*"
)
# A line that credits people or an outlet.
CREDIT = lazy(
    r"""
    (?<!\W)\W*(?:本文?|值班)?(?:
      (?:责任|責任|执行|网络|图片)?[编編][辑輯] | 责\s?编 | [记記]者 | 文字? | 图 | 校对 | 审核
    | [初复终]审 | 来源 | 稿源 | 作者 | 监制 | 编审 | 供稿 | 通讯员 | 撰稿 | 采写
    )(?:\s|[:：/／丨|｜])
    """,
    re.VERBOSE,
)
_MONTHS = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}[.]?"
_MONTH = "(?:[一二三四五六七八九十]{1,3}|1?[0-9])月"
_YMD = (
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}"
    # September 19, 2024; September 19. 2024; 九月 19, 2024; 9月 19, 2024; Sep 19 Thu 2024;
    # 19 Sep 2024
    rf"|(?<![A-Za-z\d])(?:{_MONTHS}|{_MONTH})\s\d{{1,2}}[,.]?(?:\s[A-Z][a-z]{{2}})?\s(?:19|20)\d\d"
    rf"|(?<!\d)\d{{1,2}}\s(?:{_MONTHS}|{_MONTH}),?\s(?:19|20)\d\d"
    r"|(?<![\d.])\d{1,2}\.\d{1,2}\.(?:19|20)\d\d(?!\d)"  # 14.12.2011
    rf"|{REPUBLIC_DAY}"
)
DAY = lazy(_YMD)
# When a reader wrote: 11-20 09:10, 3小时前
WHEN = lazy(rf"\d{{1,2}}:\d\d|\d\s?(?:分钟|小时|天|分鐘|小時)前|[昨前]天|{_YMD}")
# What says when an article was published: 发表时间 9月 19, 08:30
_PUBLISHED = r"(?:[发發][布佈表]|更新)(?:[时時][间間]|日期)\s?[:：]?\s?(?=\d)"
PUBLISHED = lazy(_PUBLISHED)
# Who asked, and when: 提问者：甲** 2026-11-20 10:40
_ASKED = "(?:提[问問]|咨[询詢]|留言|求助|[发發][帖贴])[者人]\\s*[:：]"
ASKED = lazy(_ASKED)
# A line between title and text that is neither.
INFO = lazy(
    rf"""
    {_PUBLISHED} |
    (?:来源|來源|稿源|出处|出處|作者|[编編][辑輯]|[记記]者|日期|[时時][间間]
      |(?:[发發][布佈表]|更新)(?:[时時][间間]|日期|于|者|单位|机构)?)\s*[:：]
    | {_ASKED}
    | {_YMD}
    | (?:浏览|瀏覽|[阅閱][读讀]|点击|點[擊閱]|访问|人[气氣]|[评評][论論]|字数|字号|字体|字體
      |字級|大小|打印|列印|轉寄|收藏|分享|繁体|默认)
      (?:量|数|數|次数|次數|次|时长|时间)?\s*[:：()（【\]]
    | 字[体體號号]\s*(?:[:：\]】（(]|大|$) | 大\s?中\s?小
    | 分享[到至] | 扫一扫 | 手机(?:查看|看新闻|浏览)
    | \d{{1,9}}\s*(?:人(?:评论|参与)|次(?:浏览|阅读)) | 我要(?:评论|纠错)
    | \d\s*分[钟鐘](?:[阅閱][读讀]|读完|\W*$)
    | (?:发表|发布|更新)于 | [Pp](?:osted|ublished)\s(?:by|on|in)\b
    | ^\W*@\s?\S{{2,16}}$ | 推荐给 | 评论\s*\d | [参參][与與]互[动動]
    """,
    re.VERBOSE,
)
# A line that is said, however short
SAID = lazy(r"[。！？]\s*$")
# What a summary above the text is called
SUMMARY = lazy(
    r"^[\s\W]*(?:(?:内容|文章|本文)?(?:摘要|提要|简介|導讀|导[读语])|核心提示|[Ss]ummary)\s*[:：|\]】]\s*"
)
# Buttons beside a text
CONTROLS = lazy(
    r"字[体體號号]\s*(?:[:：\]】（(]|大|$)|大\s?中\s?小|【?打印|分享[到至]|收藏本|扫一扫"
)
CRUMB = lazy(
    r"[当當]前位置|[您你]?的?(?:当前|所在|现在)的?位置|^\s*位置\s*[:：]"
    r"|首\s?[页頁]\s*(?:[>»›|/\-→＞]|&gt;|\.\.)"
)
