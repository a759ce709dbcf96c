"""Lines in the midst of a text that are none of it, wherever they stand: players and buttons."""

from __future__ import annotations

from newsportal.chinese.lazy_pattern import lazy

# How long a text is: 本文共计175字，预计需要花费1分钟才能阅读完成。 预计阅读时间：3分钟
_LENGTH = (
    r"(?:本文|全文|文章)\S{0,4}?\s?[\d.,]{1,9}\s?[kKwW万]?\s?个?字"
    r"(?:\W{1,3}(?=[预大约需阅读])[^。]{0,24}分钟[^。]{0,8})?"
    r"|(?:预计|预估|大?约|大概)?\S{0,4}?(?:阅读|读完)[^。，]{0,12}?\d{1,3}\s?分钟"
)
# What stands in a text where the page has a player or an advertisement, and how long it is.
NOISE = lazy(
    r"[\s\W]*(?:广告|廣告|推[荐薦]|原标题|原標題|[Aa]dvertisement|ADVERTISEMENT|视频加载中|請?(?:继续|繼續)往下[阅閱][读讀]"
    r"|(?:立即|立刻|马上|馬上|免费|免費|优先)\S{0,6}下[载載].{0,30}|点击图片进入下一[页頁张張]"
    r"|第\s?\d{1,3}\s?页\s?[/／]\s?共\s?\d{1,3}\s?页.{0,20}"
    r"|\[(?:!--[\w.]+--|AD\d+X\d+)\]|打开\S{2,10}?[，,\s]{0,2}查看(?:更多|全部|精彩)\S{0,4}"
    r"|[【\[]?点击进入专[题區区][^。]{0,30}|举报\s?[/／]\s?反馈|(?:扫一扫|扫码)[^。，]{0,8}(?:手机|打开|分享|阅读)[^。，]{0,12}"
    r"|(?:\d*\s?(?:点赞|收藏|评论|分享|转发|喜欢|赞)\s?\d*\s?){2,6}|(?:\d\d:\d\d\s?/\s?\d\d:\d\d)\S{0,10}"
    r"|(?:语音(?:朗读|播报)|点击收听)\S{0,10}|(?:(?:播放|暂停|停止|倍速|\d[\d.]{0,4}[xX倍])\s?){2,8}"
    r"|分享[到至]\s?[:：]?\s?(?:(?:微信|微博|QQ空间|QQ|朋友圈|空间|腾讯|新浪|好友|豆瓣|人人网|更多)\s?){1,8}"
    r"|[【\[]?字[体體號号]\s?[:：]\s?大\s?中\s?小[\]】]?\s?(?:[【\[]?(?:打印|关闭|收藏)\S{0,4}[\]】]?\s?){0,4}"
    r"|更多(?:内容|精彩)\S{0,4}?(?:请|欢迎)?关注[^。]{2,16}(?:公众号|客户端|微博)|[【\[]广告[】\]].{0,60}"
    r"|(?:阅读|浏览|点击)(?:次数|量|数)\s?[:：]\s?\d+\s?次?"
    r"|点击(?:播放|查看)(?:视频|大图|原图)?|undefined|复制链接|複製[連鏈][結接]|点击?上方\S{0,12}(?:关注|星标)\S{0,16}|[您你]的浏览器.{0,16}(?:播放|视频).{0,8}"
    rf"|{_LENGTH})[\s\W]*"
)
# What stands beside a picture of a text: which of a gallery's it is (3/12), and buttons
COUNTED = lazy(
    r"(?:[图圖]片?\s?)?[（(]?\d{0,3}\s?/\s?\d{1,3}[）)]?|[<>‹›«»＜＞]+|查看[图圖]集\W*|查看原图(?:\s?[\d.]+\s?[KM]B?)?"
)
# The numbers of an article's pages, but for the one at hand each a link: 1 2 3
PAGER = lazy(r"\W*\d{1,3}(?:\W+\d{1,3}){1,40}\W*")
