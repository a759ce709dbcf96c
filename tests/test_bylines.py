"""Credit lines as Chinese papers print them. All the people are invented."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsportal.chinese.credits.bylines import Byline, parse_byline, read_credits

PROSE = "位于城南的基地内，已拆卸完的盾构机正在检修，计划明年用于地铁四期的掘进。"


def byline(
    source: str | None = None, reporters: str = "", correspondents: str = "", editors: str = ""
) -> Byline:
    return Byline(
        source, tuple(reporters.split()), tuple(correspondents.split()), tuple(editors.split())
    )


def test_empty() -> None:
    assert parse_byline("") == byline()


LINES = {  # a line on its own: before the text and behind it alike
    "采写：南都记者 夏嘉雯": byline("南都", "夏嘉雯"),
    "采写:南都记者 夏嘉雯": byline("南都", "夏嘉雯"),
    "采写:南都记者夏嘉雯 通讯员 穗应宣": byline("南都", "夏嘉雯", "穗应宣"),
    "采写：南都N视频记者 夏嘉雯": byline("南都N视频", "夏嘉雯"),
    "南都记者 夏嘉雯 发自广州": byline("南都", "夏嘉雯"),
    "记者 张三 李四": byline(None, "张三 李四"),
    "记者张三、李四": byline(None, "张三 李四"),
    "记者：张三": byline(None, "张三"),
    "记者 | 张三": byline(None, "张三"),
    "文/张三": byline(None, "张三"),
    "文｜张三 图｜李四": byline(None, "张三"),
    "文/图 记者 张三": byline(None, "张三"),
    "文、图/张三": byline(None, "张三"),
    "图文/张三": byline(None, "张三"),
    "图/文 张三": byline(None, "张三"),
    "撰文：张三 摄影：李四": byline(None, "张三"),
    "作者：张三": byline(None, "张三"),
    "作者：青石": byline(None, "青石"),
    "作者 | Jane Doe": Byline(None, ("Jane Doe",), (), ()),
    "本报记者 张三": byline(None, "张三"),
    "本报见习记者 张三 实习生 李四": byline(None, "张三 李四"),
    "新京报见习记者 张三": byline("新京报", "张三"),
    "齐鲁晚报·齐鲁壹点记者 张三": byline("齐鲁晚报·齐鲁壹点", "张三"),
    "大众日报客户端记者 张三": byline("大众日报客户端", "张三"),
    "羊城晚报全媒体记者 张三 通讯员 李四": byline("羊城晚报", "张三", "李四"),
    "南方日报首席记者 张三": byline("南方日报", "张三"),
    "人民日报驻京记者 张三": byline("人民日报", "张三"),
    "南方日报、南方+记者 张三": byline("南方日报、南方+", "张三"),
    "文/羊城晚报全媒体记者 张三 通讯员 李四 图/羊城晚报全媒体记者 王五 通讯员 赵六": byline(
        "羊城晚报", "张三", "李四"
    ),
    "《环球时报》记者 张三": byline("环球时报", "张三"),
    "21世纪经济报道记者 张三 北京报道": byline("21世纪经济报道", "张三"),
    "本报（chinatimes.net.cn）记者张三 北京报道": byline(None, "张三"),
    "每经记者 张三 每经编辑 李四": byline("每经", "张三", "", "李四"),
    "记者 张三 摄影报道": byline(None, "张三"),
    "记者 张三 文/图": byline(None, "张三"),
    "记者 张三/文 李四/图": byline(None, "张三"),
    "记者 张三 文 李四 摄": byline(None, "张三"),
    "张三/文 李四/摄": byline(None, "张三"),
    "记者 张三 摄": byline(),
    "新华社记者 张三 摄": byline(),
    "图/新华社记者 张三": byline(),
    "南都摄影记者 张三": byline(),
    "新华社记者张三、李四、王小五": byline("新华社", "张三 李四 王小五"),
    "记者 欧阳明 司马晓燕": byline(None, "欧阳明 司马晓燕"),
    "记者 李 明 王小虎": byline(None, "李明 王小虎"),
    "记者 张 三、李 四": byline(None, "张三 李四"),
    "记者 张 三 李四光": byline(None, "张三 李四光"),
    "记者 张某某 甲某": byline(None, "张某某 甲某"),
    "记者 阿卜杜拉·买买提 张三": byline(None, "阿卜杜拉·买买提 张三"),
    "通讯员 粤应急宣": byline(None, "", "粤应急宣"),
    "通讯员 泰公宣 李四": byline(None, "", "泰公宣 李四"),
    "通讯员 张三 记者 李四": byline(None, "李四", "张三"),
    "来源：南方都市报": byline("南方都市报"),
    "来源：央视新闻客户端": byline("央视新闻客户端"),
    "来源 | 新华社": byline("新华社"),
    "稿源：扬子晚报": byline("扬子晚报"),
    "转自：泰山晚报": byline("泰山晚报"),
    "来源：微信公众号“泰山晚报”": byline("泰山晚报"),
    "来源：新华社 作者：张三": byline("新华社", "张三"),
    "来源:新华网 编辑:李四": byline("新华网", "", "", "李四"),
    "来源：南方日报记者 张三": byline("南方日报", "张三"),
    "2024-09-19 10:00 来源：新华社 作者：张三": byline("新华社", "张三"),
    "来源：本报": byline(),
    "来源：网络": byline(),
    "图片来源：新华社": byline(),
    "消息来源：新华社": byline(),
    "责任编辑：张三": byline(None, "", "", "张三"),
    "责编：张三 李四": byline(None, "", "", "张三 李四"),
    "编辑 张三 校对 李四": byline(None, "", "", "张三"),
    "编辑/张三": byline(None, "", "", "张三"),
    "编辑丨张三": byline(None, "", "", "张三"),
    "编辑：小鹿": byline(None, "", "", "小鹿"),
    "编辑、校对：张三": byline(None, "", "", "张三"),
    "作者/编辑：张三": byline(None, "张三", "", "张三"),
    "责任编辑/李四": byline(None, "", "", "李四"),
    "（责任编辑：张三）": byline(None, "", "", "张三"),
    "[责任编辑：张三]": byline(None, "", "", "张三"),
    "责任编辑：周长青": byline(None, "", "", "周长青"),  # its beginning is a word
    "采写：松岭日报记者 林立新": byline("松岭日报", "林立新"),
    "文/周长青": byline(None, "周长青"),
    "责任编辑：方向盘": byline(),
    "【编辑:张三】": byline(None, "", "", "张三"),
    "(责编：张三、李四)": byline(None, "", "", "张三 李四"),
    "【记者】张三 【通讯员】李四 【校对】王五": byline(None, "张三", "李四"),
    "【南方日报、南方+记者】张三": byline("南方日报、南方+", "张三"),
    "一审：张三 二审：李四 三审：王五": byline(),
    "统筹：张三 值班主任：李四 监制：王五": byline(),
    "编辑 张三 值班编委 李四 流程编辑 王五 美编 赵六": byline(None, "", "", "张三"),
    "编辑：张三 客服：李四 责编：王五": byline(None, "", "", "张三 王五"),
    "责任编辑：张三 图片编辑：李四 校对：王五": byline(None, "", "", "张三"),
    "图源：视觉中国 编辑：张三": byline(None, "", "", "张三"),
    "记者 张三 编辑 张三": byline(None, "张三", "", "张三"),
    "记者 张三 张三": byline(None, "张三"),
    "编辑：实习生 李四": byline(None, "", "", "李四"),
    "编辑：孔子 施伟志": byline(None, "", "", "孔子 施伟志"),
    "责编：孔子": byline(None, "", "", "孔子"),
    "记者 金华 姜一霞": byline(None, "金华 姜一霞"),
    "记者 文虎 张三 文 李四 摄": byline(None, "文虎 张三"),
    "采写：柳桥融媒记者 孙诺 何欣": byline("柳桥融媒", "孙诺 何欣"),
    "（柳桥融媒记者 孙诺）": byline("柳桥融媒", "孙诺"),
    "柳桥融媒见习记者 孙诺、何欣": byline("柳桥融媒", "孙诺 何欣"),
    "采写：柳桥记者 孙诺": byline("柳桥", "孙诺"),
    "文/文汇报首席记者 张三 图/文汇报首席记者 李四": byline("文汇报", "张三"),
    "白河日报记者 张三 编辑 李四": byline("白河日报", "张三", "", "李四"),
    "央广网记者 张三 央广网编辑 李四": byline("央广网", "张三", "", "李四"),
    "采写：和平晚报记者 张三": byline("和平晚报", "张三"),
    "大别山快讯记者 张三": byline("大别山快讯", "张三"),
    "金水区资讯 记者 张三": byline("金水区资讯", "张三"),
    "赣江热线·大渡快讯 记者 张三": byline("赣江热线·大渡快讯", "张三"),
    "来源：大河报·豫视频": byline("大河报·豫视频"),
    "来源：柳桥融媒见习记者 孙诺": byline("柳桥融媒", "孙诺"),
    "通讯员 张三、李四 记者 王五": byline(None, "王五", "张三 李四"),
    "通讯员 张三 黄河 记者 王五": byline(None, "王五", "张三 黄河"),
    "记者 张三 温州报道": byline(None, "张三"),
    "本台融媒体记者 张三": byline(None, "张三"),
    # footers, marks and points of all sorts
    "【纠错】 责任编辑： 程远": byline(None, "", "", "程远"),
    "编辑▏程远": byline(None, "", "", "程远"),
    "编辑▕程远": byline(None, "", "", "程远"),
    "编辑〡程远": byline(None, "", "", "程远"),
    "编辑－程远": byline(None, "", "", "程远"),
    "记者 贺兰心&孙诺": byline(None, "贺兰心 孙诺"),
    "松岭在线・记者 贺兰心": byline("松岭在线", "贺兰心"),
    "松岭日报—松岭网记者 贺兰心": byline("松岭日报—松岭网", "贺兰心"),
    "松岭日报记者 贺兰心 职工通讯员 孙诺": byline("松岭日报", "贺兰心", "孙诺"),
    "作者：孙诺责任编辑：程远": byline(None, "孙诺", "", "程远"),
    "松岭都市报记者贺兰心孙晓诺摄影：程远": byline("松岭都市报", "贺兰心 孙晓诺"),
    "记者贺兰心见习记者孙诺": byline(None, "贺兰心 孙诺"),
    "通讯员 市水利局 孙诺": byline(None, "", "孙诺"),
    "松岭快报 河桥互动 记者 贺兰心": byline("河桥互动", "贺兰心"),
    "22世纪松岭报道 贺兰心 泰安报道": byline(),
    "松岭经济报道 贺兰心 泰安报道": byline("松岭经济报道", "贺兰心"),
    "贺兰心/松岭日报": byline("松岭日报", "贺兰心"),
    "文/松岭网 贺兰心": byline("松岭网", "贺兰心"),
    "在松岭客户端记者 贺兰心": byline("在松岭客户端", "贺兰心"),
    "“柳桥”新闻编辑程远": byline("柳桥新闻", "", "", "程远"),
    "《松岭日报》（2024年9月19日 第04版）": byline("松岭日报"),
    "素材来源：松岭发布": byline("松岭发布"),
    "图文来源：松岭晚报": byline("松岭晚报"),
    "综合自：松岭晚报、新华社": byline("松岭晚报、新华社"),
    "来源：新华社、松岭新闻等": byline("新华社、松岭新闻"),
    "来源：“松岭新闻”微信公众号": byline("松岭新闻"),
    # traditional script, judged as simplified and kept as printed
    "本報記者 陳偉傑": byline(None, "陳偉傑"),
    "責任編輯：劉曉蘭": byline(None, "", "", "劉曉蘭"),
    "〔記者陳偉傑／臺北報導〕": byline(None, "陳偉傑"),
    # names of peoples without surnames, rare surnames, words that people are called
    "松岭日报记者 次仁卓玛": byline("松岭日报", "次仁卓玛"),
    "松岭日报记者 格日勒图 贺兰心": byline("松岭日报", "格日勒图 贺兰心"),
    "记者 布仁 见习记者 孙诺": byline(None, "布仁 孙诺"),
    "松岭日报记者 阿依古丽": byline("松岭日报", "阿依古丽"),
    "松岭日报记者 能杰琪": byline("松岭日报", "能杰琪"),
    "记者 农晓文 须佳怡": byline(None, "农晓文 须佳怡"),
    "通讯员 却志明 弓晓琳": byline(None, "", "却志明 弓晓琳"),
    "松岭日报记者 琼达木雅 贺兰心": byline("松岭日报", "贺兰心"),
    "松岭日报记者 琼达木雅": byline("松岭日报"),
    "松岭日报记者 旦增曲片": byline("松岭日报", "旦增曲片"),
    "记者 程瑧 夏嘉雯": byline(None, "程瑧 夏嘉雯"),
    "（松岭日报记者古丽娜尔·艾合买提）": byline("松岭日报", "古丽娜尔·艾合买提"),
    # where nothing but a name is due, even a doubtful one is one
    "采写：松岭日报记者 方南": byline("松岭日报", "方南"),
    "松岭晚报记者 林安镇 实习生 夏嘉雯 文/摄": byline("松岭晚报", "林安镇 夏嘉雯"),
    "责编：夏嘉雯/程瑧/屈运栩/文静": byline(None, "", "", "夏嘉雯 程瑧 屈运栩 文静"),
    "编辑：夏嘉雯/琼达木雅/孙诺": byline(None, "", "", "夏嘉雯 孙诺"),
    # marks of all sorts
    "▌编辑：程远": byline(None, "", "", "程远"),
    "▪ 采写：程远": byline(None, "程远"),
    "〖编辑：程远〗": byline(None, "", "", "程远"),
    "编辑◎程远": byline(None, "", "", "程远"),
    "编辑┃程远 校对┃孙诺": byline(None, "", "", "程远"),
    "文·程远": byline(None, "程远"),
    "信源：松岭发布": byline("松岭发布"),
    # manners, and those who gave pictures or words
    "轮值编辑：程远": byline(None, "", "", "程远"),
    "本栏编辑：程远": byline(None, "", "", "程远"),
    "编辑：孙小编": byline(),
    "采访撰文／程远": byline(None, "程远"),
    "特約記者林志偉／台中報導": byline(None, "林志偉"),
    "市委宣传部供稿 记者 夏嘉雯": byline(None, "夏嘉雯"),
    "记者 夏嘉雯 图片由松岭中学提供": byline(None, "夏嘉雯"),
    "本版稿件由本报记者 夏嘉雯 采写": byline(None, "夏嘉雯"),
}

HEADS = {  # credits that run into the first paragraph
    "极目新闻记者 林永俊通讯员 曾斯 袁永华9月17日，" + PROSE: byline(
        "极目新闻", "林永俊", "曾斯 袁永华"
    ),
    "极目新闻记者 林永俊 通讯员 曾斯 9月17日，" + PROSE: byline("极目新闻", "林永俊", "曾斯"),
    "记者 张三 通讯员 李四 近日，" + PROSE: byline(None, "张三", "李四"),
    "记者张三 泰安市公安局近日通报，" + PROSE: byline(None, "张三"),
    "记者 张三 高温来袭，" + PROSE: byline(None, "张三"),
    "本报讯（记者 张三 通讯员 李四）9月17日，" + PROSE: byline(None, "张三", "李四"),
    "本报讯（记者张三 李四 通讯员王小五 文/图）" + PROSE: byline(None, "张三 李四", "王小五"),
    "本报讯 记者张三、通讯员李四报道：" + PROSE: byline(None, "张三", "李四"),
    "新京报讯（记者张三）9月19日，" + PROSE: byline("新京报", "张三"),
    "（记者 张三）" + PROSE: byline(None, "张三"),
    "新华社北京9月19日电（记者 张三、李四）" + PROSE: byline("新华社", "张三 李四"),
    "新华社烟台9月19日电 题：海上\n新华社记者张三、李四\n" + PROSE: byline("新华社", "张三 李四"),
    "中新社广州9月19日电 (记者 张三)" + PROSE: byline("中新社", "张三"),
    "中新网广州9月19日电 (张三)" + PROSE: byline("中新网", "张三"),
    "光明日报北京9月19日电（记者张三）" + PROSE: byline("光明日报", "张三"),
    "财联社9月19日讯（编辑 张三）" + PROSE: byline("财联社", "", "", "张三"),
    "【环球网报道 记者 张三】" + PROSE: byline("环球网", "张三"),
    "本报讯（记者 张三）连过三关，" + PROSE: byline(None, "张三"),
    "【柳桥资讯报道 记者 孙诺】" + PROSE: byline("柳桥资讯", "孙诺"),
    "中国妇女报记者 张三 9月17日，" + PROSE: byline("中国妇女报", "张三"),
    "IT之家讯（记者 张三）" + PROSE: byline("IT之家", "张三"),
    "泰安讯（记者 张三）" + PROSE: byline(None, "张三"),
    "北京9月19日电（记者 张三）" + PROSE: byline(None, "张三"),
    "本报讯 记者张三报道：景区" + PROSE: byline(None, "张三"),
    "据松岭广电报道，" + PROSE: byline("松岭广电"),
    "据柳桥融媒体消息，" + PROSE: byline("柳桥融媒体"),
    "据新华社电 " + PROSE: byline("新华社"),
    "据央视新闻报道，" + PROSE: byline("央视新闻"),
    "据央视新闻消息，" + PROSE: byline("央视新闻"),
    "据央视新闻消息，" + PROSE + "\n采写：南都记者 夏嘉雯": byline("南都", "夏嘉雯"),
    "新华社记者夏嘉雯从现场发回报道：" + PROSE: byline("新华社", "夏嘉雯"),
    "【文/松岭网 夏嘉雯】" + PROSE: byline("松岭网", "夏嘉雯"),
    "IT之家 9 月 19 日消息，" + PROSE: byline("IT之家"),
    "松岭日报/柳桥新闻/松岭网讯 " + PROSE: byline("松岭日报/柳桥新闻/松岭网"),
    "松岭时报e公司讯，" + PROSE: byline("松岭时报e公司"),
    "据“松岭发布”微信公众号消息，" + PROSE: byline("松岭发布"),
    "据国务院新闻办公室网站消息，" + PROSE: byline(),
    "（中央社記者溫麗香台北21日電）" + PROSE: byline("中央社", "溫麗香"),
    "（中央社台北6日電）" + PROSE: byline("中央社"),
    "红网9月19日讯（记者 夏嘉雯）" + PROSE: byline("红网", "夏嘉雯"),
    "文：林志偉\n今天的會議在國家圖書館舉行，這是第三次。": byline(None, "林志偉"),
    "松岭日报记者 琼达木雅 通讯员 夏嘉雯 近日，" + PROSE: byline("松岭日报", "", "夏嘉雯"),
}

TAILS = {  # credits behind the last paragraph, on the same line
    PROSE + "（红星新闻记者 甲某 乙某）": byline("红星新闻", "甲某 乙某"),
    PROSE + "（记者 张三）": byline(None, "张三"),
    PROSE + "（来源：新华社）": byline("新华社"),
    PROSE + "(央视新闻客户端)": byline("央视新闻客户端"),
    PROSE + "（总台央视记者 张三 李四）": byline("总台央视", "张三 李四"),
    PROSE + "（责任编辑：张三）": byline(None, "", "", "张三"),
    PROSE + "责任编辑：张三": byline(None, "", "", "张三"),
    PROSE + " 记者 张三 通讯员 李四": byline(None, "张三", "李四"),
    PROSE + "（张三）": byline(None, "张三"),
    PROSE + "（完）": byline(),
    PROSE + "（全文完）": byline(),
    PROSE + "（阎宙 孙 宁）": byline(None, "阎宙 孙宁"),
    PROSE + "（中青报·中青网）": byline("中青报·中青网"),
    PROSE + "（据松岭广电）": byline("松岭广电"),
    PROSE + "（新华社记者 张三 摄）": byline(),
    PROSE + "（以下简称“中心”）": byline(),
    PROSE + "（松岭网 夏嘉雯）": byline("松岭网", "夏嘉雯"),
    PROSE + "(松岭网/夏嘉雯)": byline("松岭网", "夏嘉雯"),
    PROSE + "来源：央视新闻 编辑：张三": byline("央视新闻", "", "", "张三"),
}

PROSE_ONLY = {  # 记者, 编辑 and 来源 that credit nobody
    "9月19日，南都记者从中央气象台获悉，气温将下降。": byline("南都"),
    "南都记者从顺丰获悉，9月18日，双方签署备忘录。": byline("南都"),
    "9月19日下午，红星新闻记者致电钟先生，他说：“找到了。”": byline("红星新闻"),
    "记者从公安局获悉，案件已经告破。": byline(),
    "多名记者从现场发回消息，道路已经恢复。": byline(),
    "据记者了解，道路已经恢复。": byline(),
    "记者致电该公司，无人接听。": byline(),
    "记者了解到，道路已经恢复。": byline(),
    "记者走访多个市场发现，菜价回落。": byline(),
    "记者在现场看到，积水已经退去。": byline(),
    "记者王先生说，道路已经恢复。": byline(),
    "记者马上赶到现场，道路已经恢复。": byline(),
    "记者方面，目前没有收到通知。": byline(),
    "近日有记者发现，菜价回落。": byline(),
    "随后，记者采访了负责人。": byline(),
    "他在接受南都记者采访时表示，菜价会回落。": byline(),
    "他告诉红星新闻记者，菜价会回落。": byline(),
    "当地媒体记者证实了这一消息。": byline(),
    "不少媒体记者赶到现场。": byline(),
    "编辑部收到读者来信，反映菜价。": byline(),
    "编辑 短信发送到后台，即可参与。": byline(),
    "资金来源：财政拨款，计划三年完成。": byline(),
    "热量来源：碳水化合物": byline(),
    "该消息来源：新华社此前的报道称，道路已经恢复。": byline(),
    "记者：您好，请问菜价为什么回落？\n专家：谢谢。因为天气好。": byline(),
    "记者：谢谢。": byline(),
    "作者认为，菜价会回落。": byline(),
    "（作者系某大学教授）": byline(),
    "（作者单位：某大学）": byline(),
    "记者节当天，大家聚在一起。": byline(),
    "记者会上，发言人回答了提问。": byline(),
    "通讯员报料称，道路已经恢复。": byline(),
    "据了解，道路已经恢复。": byline(),
    "记者成群，场面热闹。": byline(),
    "通讯员报来喜讯，道路已经恢复。": byline(),
    "编辑 制度 全面推进。": byline(),
    "他打来电话，向封面新闻记者反映，菜价上涨。": byline(),
    "9月19日石河子融媒体记者从公安局获悉，案件告破。": byline("石河子融媒体"),
    "▲新华社记者张三摄": byline(),
    "记者连线": byline(),
    "据报道，道路已经恢复。": byline(),
    # what stands behind 记者 and is cut by a digit, a blank or 从
    "记者曾在2023年走访过这里。": byline(),
    "记者曾多次从这里出发。": byline(),
    "记者于今年5月回访了多家工厂。": byline(),
    "记者于凌晨从泰安出发。": byline(),
    "记者于明日前往现场。": byline(),
    "记者查访8家超市后发现，标价已经整改。": byline(),
    "记者连走5个乡镇，看到一派繁忙。": byline(),
    "记者应约于3月19日来到基地。": byline(),
    "记者全天从早到晚守在现场。": byline(),
    "记者常驻3个村，看到一派繁忙。": byline(),
    "记者成功从现场返回。": byline(),
    "通讯员培训班 昨日开班，来自各县的学员参加。": byline(),
    # everyday words in brackets at the very end, behind □ and behind labels
    "开放日定在9月18日（周五）": byline(),
    "门票：30元（成人）": byline(),
    "面积：3000（平方米）": byline(),
    "完整视频见附件（高清）": byline(),
    "名单见下表（申报）": byline(),
    "□ 高质量": byline(),
    "□ 关键词": byline(),
    "编辑：小编": byline(),
    "编辑：松岭网警": byline(),
    "责任编辑：文 明 交 通": byline(),
    "作者：高速公路": byline(),
    "记者 江南": byline(),
}


PAPERS = {  # whole texts, after the habits of many papers
    f"□ 本报记者 贺兰心\n{PROSE}": byline(None, "贺兰心"),
    f"■本报记者 孙晓梅 通讯员 郑大伟\n{PROSE}": byline(None, "孙晓梅", "郑大伟"),
    f"{PROSE}\n新黄河记者：孙晓梅 摄影：郑大伟 编辑：马小川 校对：汤一鸣": byline(
        "新黄河", "孙晓梅", "", "马小川"
    ),
    f"{PROSE}\n责编：孙晓梅 审签：郑大伟": byline(None, "", "", "孙晓梅"),
    f"齐鲁网·闪电新闻9月19日讯 {PROSE}\n闪电新闻记者 孙晓梅 郑大伟 报道": byline(
        "齐鲁网·闪电新闻", "孙晓梅 郑大伟"
    ),
    f"大众网记者 孙晓梅 通讯员 郑大伟 泰安报道\n{PROSE}": byline("大众网", "孙晓梅", "郑大伟"),
    f"泰安日报社·最泰安全媒体记者 孙晓梅\n{PROSE}": byline("泰安日报社·最泰安", "孙晓梅"),
    f"最泰安全媒体记者：孙晓梅 通讯员：郑大伟 摄影：马小川\n{PROSE}": byline(
        "最泰安", "孙晓梅", "郑大伟"
    ),
    f"{PROSE}\n（央视记者 孙晓梅 郑大伟 马小川）": byline("央视", "孙晓梅 郑大伟 马小川"),
    f"央广网北京9月19日消息（记者孙晓梅）据中央广播电视总台中国之声报道，{PROSE}": byline(
        "央广网", "孙晓梅"
    ),
    f"中国青年报客户端北京9月19日电（中青报·中青网记者 孙晓梅）{PROSE}": byline(
        "中国青年报客户端", "孙晓梅"
    ),
    f"红星新闻网9月19日讯（记者 孙晓梅 摄影 郑大伟）{PROSE}": byline("红星新闻网", "孙晓梅"),
    f"{PROSE}\n红星新闻记者 孙晓梅 实习生 郑大伟\n编辑 马小川 责编 汤一鸣\n（报料有奖！）": byline(
        "红星新闻", "孙晓梅 郑大伟", "", "马小川 汤一鸣"
    ),
    f"{PROSE}\n来源｜北京日报客户端 记者｜孙晓梅\n编辑｜郑大伟\n流程编辑｜tf019": byline(
        "北京日报客户端", "孙晓梅", "", "郑大伟"
    ),
    f"撰文丨孙晓梅 编辑丨郑大伟 出品丨贝壳财经\n{PROSE}": byline(None, "孙晓梅", "", "郑大伟"),
    f"作者｜孙晓梅\n编辑｜郑大伟\n来源｜中国新闻周刊\n{PROSE}": byline(
        "中国新闻周刊", "孙晓梅", "", "郑大伟"
    ),
    f"本文来源：每日经济新闻 作者：孙晓梅\n{PROSE}": byline("每日经济新闻", "孙晓梅"),
    f"澎湃新闻记者 孙晓梅\n{PROSE}\n责任编辑：郑大伟 图片编辑：马小川 校对：汤一鸣": byline(
        "澎湃新闻", "孙晓梅", "", "郑大伟"
    ),
    f"【环球时报驻美国特约记者 孙晓梅 环球时报记者 郑大伟】{PROSE}": byline(
        "环球时报", "孙晓梅 郑大伟"
    ),
    f"参考消息网9月19日报道 据埃菲社9月18日报道，{PROSE}": byline("参考消息网"),
    f"人民网北京9月19日电 （记者孙晓梅）{PROSE}\n(责编：郑大伟、马小川)": byline(
        "人民网", "孙晓梅", "", "郑大伟 马小川"
    ),
    "[ 责编：孙晓梅 ]": byline(None, "", "", "孙晓梅"),
    f"{PROSE}\n【文字】孙晓梅\n【图片】郑大伟\n【统筹】马小川 汤一鸣\n【编辑】贺兰心": byline(
        None, "孙晓梅", "", "贺兰心"
    ),
    f"{PROSE}\n南方日报记者 孙晓梅\n通讯员 穗卫健宣\n图：通讯员提供": byline(
        "南方日报", "孙晓梅", "穗卫健宣"
    ),
    f"{PROSE}\n文｜记者 孙晓梅 图｜受访者供图": byline(None, "孙晓梅"),
    f"文/广州日报全媒体记者孙晓梅 图/广州日报全媒体记者郑大伟\n{PROSE}": byline(
        "广州日报", "孙晓梅"
    ),
    f"文/本报记者 孙晓梅 片/本报通讯员 郑大伟\n{PROSE}": byline(None, "孙晓梅"),
    f"{PROSE}扬子晚报/紫牛新闻记者 孙晓梅 郑大伟": byline("扬子晚报/紫牛新闻", "孙晓梅 郑大伟"),
    f"{PROSE} 潮新闻记者 孙晓梅 共享联盟·泰山 郑大伟": byline("潮新闻", "孙晓梅"),
    f"现代快报讯（通讯员 苏公轩 记者 孙晓梅）{PROSE}": byline("现代快报", "孙晓梅", "苏公轩"),
    f"上游新闻·重庆晨报记者 孙晓梅 实习生 郑大伟 文\n{PROSE}": byline(
        "上游新闻·重庆晨报", "孙晓梅 郑大伟"
    ),
    f"华商报记者 孙晓梅 编辑 郑大伟\n{PROSE}": byline("华商报", "孙晓梅", "", "郑大伟"),
    f"9月19日，记者孙晓梅致电当地派出所，{PROSE}": byline(),
    f"南都讯 记者孙晓梅 通讯员郑大伟 昨日，{PROSE}": byline("南都", "孙晓梅", "郑大伟"),
    f"{PROSE}\n采访人员：孙晓梅 郑大伟": byline(None, "孙晓梅 郑大伟"),
    f"视频：记者 孙晓梅\n文字：记者 郑大伟\n{PROSE}": byline(None, "郑大伟"),
    f"{PROSE}\n据新华社、央视新闻": byline("新华社、央视新闻"),
    f"{PROSE}\n综合：新华社、人民日报": byline("新华社、人民日报"),
    f"记者 古丽娜尔·艾合买提 通讯员 郑大伟\n{PROSE}": byline(None, "古丽娜尔·艾合买提", "郑大伟"),
    f"深圳特区报讯（深圳特区报记者 孙晓梅 郑 伟）{PROSE}": byline("深圳特区报", "孙晓梅 郑伟"),
    f"新华社记者孙晓梅\n{PROSE}": byline("新华社", "孙晓梅"),
    f"今年以来，记者站在高处俯瞰，{PROSE}\n编辑手记：这篇稿子来之不易。": byline(),
    f"{PROSE}\n编辑短评：规则的意义在于执行": byline(),
    f"{PROSE}\n专家：记者们常常问我这个问题。\n记者：那么安全吗？": byline(),
    f"《中国新闻周刊》记者/孙晓梅\n{PROSE}\n发于2024.9.19总第1158期《中国新闻周刊》杂志": byline(
        "中国新闻周刊", "孙晓梅"
    ),
    f"记者 李明远 王芳 9月19日从省应急管理厅了解到，{PROSE}": byline(None, "李明远 王芳"),
    f"本报记者李明远报道 {PROSE}": byline(None, "李明远"),
    f"本报泰安9月19日讯 （记者李明远 通讯员王芳） {PROSE}": byline(None, "李明远", "王芳"),
    f"（上接第一版）{PROSE}（记者 李明远 王芳）": byline(None, "李明远 王芳"),
    f"记者李明远 实习记者王芳 {PROSE}": byline(None, "李明远 王芳"),
    f"记者 李明远 通讯员 王芳 张薇 泰安市民赵先生最近遇到了烦心事，{PROSE}": byline(
        None, "李明远", "王芳 张薇"
    ),
    f"红星新闻记者多方求证，{PROSE}": byline("红星新闻"),
    f"封面新闻记者注意到，{PROSE}": byline("封面新闻"),
    f"9月19日，记者从南都获悉，{PROSE}": byline(),
    f"有网友向封面新闻记者反映，{PROSE}": byline(),
    f"9月18日，极目新闻（报料邮箱：123@qq.com）记者联系上当事人，{PROSE}": byline("极目新闻"),
    f"据《南方都市报》报道，{PROSE}": byline("南方都市报"),
    f"据中国地震台网正式测定，{PROSE}": byline(),
    f"据泰安市气象台消息，{PROSE}": byline(),
    f"据泰安市教育局官网消息，{PROSE}": byline(),
    f"据央视新闻客户端9月19日报道：{PROSE}": byline("央视新闻客户端"),
    f"据“深圳交警”微信公众号消息，{PROSE}": byline(),
    f"{PROSE}\n编辑：李明远 校对：王芳 审核：张薇": byline(None, "", "", "李明远"),
    f"{PROSE}\n审核：李明远 责编：王芳 编辑：张薇": byline(None, "", "", "王芳 张薇"),
    f"{PROSE}\n编审：李明远 编辑：王芳": byline(None, "", "", "王芳"),
    f"{PROSE}\n策划：李明远\n监制：王芳\n主编：张薇\n采写：马小川": byline(None, "马小川"),
    f"{PROSE}\n主笔：李明远": byline(None, "李明远"),
    f"{PROSE}\n来源：泰安市公安局\n编辑：王芳": byline("泰安市公安局", "", "", "王芳"),
    f"{PROSE}\n来源：央视新闻（ID：cctvnewscenter）": byline("央视新闻"),
    f"{PROSE}\n来源：央视新闻、新华社": byline("央视新闻、新华社"),
    f"{PROSE}\n来源：大众日报·大众新闻客户端": byline("大众日报·大众新闻客户端"),
    f"{PROSE}\n来源：《泰安日报》 记者：李明远": byline("泰安日报", "李明远"),
    f"{PROSE}\n来源 泰安日报": byline("泰安日报"),
    f"{PROSE}\n来源丨China Daily": byline("China Daily"),
    f"{PROSE}\n转载请注明来源：泰安资讯网": byline(),
    f"{PROSE}\n声明：本文来源于网络，如有侵权请联系删除。": byline(),
    f"{PROSE}\n投稿邮箱：123@qq.com 编辑热线：0538-1234567": byline(),
    f"{PROSE}\n编辑 | 欧阳晓明 排版 | 王芳": byline(None, "", "", "欧阳晓明"),
    f"{PROSE}\n责任编辑：李明远(实习) 王芳": byline(None, "", "", "李明远 王芳"),
    f"{PROSE}\n责任编辑：李明远_NB12345": byline(None, "", "", "李明远"),
    f"{PROSE}\n责任编辑：NBJ12345": byline(),
    f"{PROSE}\n(原标题：某地下雨)\n(责任编辑：李明远 )": byline(None, "", "", "李明远"),
    f"{PROSE}\n更多报道线索，请联系本文作者李明远": byline(),
    f"{PROSE}\n本文作者：李明远，系某大学教授": byline(None, "李明远"),
    f"文 | 李明远（北京大学教授）\n{PROSE}": byline(None, "李明远"),
    f"口述：李明远 整理：王芳\n{PROSE}": byline(reporters="王芳"),
    f"王芳 李明远 摄影报道\n{PROSE}": byline(None, "王芳 李明远"),
    f"▲施工现场。南都记者 王芳 摄\n{PROSE}\n采写：南都记者 李明远": byline("南都", "李明远"),
    f"▲施工现场。（王芳 摄）\n{PROSE}": byline(),
    "张薇	记者	12\n王芳	编辑	13": byline(),
    f"南都记者李明远 实习生王芳 发自北京 {PROSE}": byline("南都", "李明远 王芳"),
    f"采写/摄影 南都记者 李明远\n{PROSE}": byline("南都", "李明远"),
    f"出品：南都即时\n统筹：李明远\n采写：南都记者 王芳 实习生 张薇\n剪辑：马小川\n{PROSE}": byline(
        "南都", "王芳 张薇"
    ),
    f"记者高峰时段走访发现，{PROSE}": byline(),
    f"记者安静地等待，{PROSE}": byline(),
    f"新华社快讯：外交部宣布，{PROSE}": byline("新华社"),
    f"新华社评论员 李明远\n{PROSE}": byline("新华社", "李明远"),
    f"{PROSE}\n记者手记：这是一次难忘的采访": byline(),
    f"{PROSE}\n记者 来自一线的声音": byline(),
    f"文：从书本到田野\n{PROSE}": byline(),
    f"作者：如何看待菜价\n{PROSE}": byline(),
    f"{PROSE}\n栏目主编：汤一鸣 文字编辑：李明远 题图来源：视觉中国 图片编辑：王芳": byline(
        None, "", "", "李明远"
    ),
    f"{PROSE}（参与采写：李明远、王芳）": byline(None, "李明远 王芳"),
    f"{PROSE}\n编 辑：李明远\n责 编：王芳\n校 对：张薇": byline(None, "", "", "李明远 王芳"),
    f"{PROSE}羊城晚报记者李明远本文来源：金羊网-羊城晚报": byline("金羊网-羊城晚报", "李明远"),
    f"本报记者 李明远 本报通讯员 王芳 张薇\n{PROSE}": byline(None, "李明远", "王芳 张薇"),
    f"记者 李 强 王 刚\n{PROSE}": byline(None, "李强 王刚"),
    f"见习记者夏嘉雯 实习生欧阳晓明\n{PROSE}": byline(None, "夏嘉雯 欧阳晓明"),
    f"中国之声《新闻时空》北京2月22日电（记者 李明远）{PROSE}": byline(None, "李明远"),
    f"中新网北京7月14日电 （记者 李明远）{PROSE}中新网（微信公众号：cns2012）记者发现，": byline(
        "中新网", "李明远"
    ),
    f"3月17日消息：（记者 李明远）{PROSE}": byline(None, "李明远"),
    f"{PROSE}\n新京报记者 李明远\n编辑 王芳 校对 张薇": byline("新京报", "李明远", "", "王芳"),
    f"{PROSE}\n（责任编辑：李明远 limingyuan@example.com）": byline(None, "", "", "李明远"),
    f"{PROSE}\n网络编辑： lee": byline(None, "", "", "lee"),
    f"{PROSE}\n海报新闻记者 李明远 报道\n责编：王芳\n审签：张薇\n责编：马小川": byline(
        "海报新闻", "李明远", "", "王芳 马小川"
    ),
    f"潮新闻客户端 记者 李明远 通讯员 王芳\n{PROSE}": byline("潮新闻客户端", "李明远", "王芳"),
    f"来源：潮新闻 2024-09-19 10:20\n{PROSE}": byline("潮新闻"),
    f"记者从各方获悉，{PROSE}": byline(),
    f"泰安新闻大厦停电，{PROSE}": byline(),
    f"国家电网昨夜向山区供电，{PROSE}": byline(),
    f"凤凰水电站发电，{PROSE}": byline(),
    f"互联网设备充电，{PROSE}": byline(),
    f"互联网消息，{PROSE}": byline(),
    f"据省政府新闻发布会消息，{PROSE}": byline(),
    f"据市政府新闻办消息，{PROSE}": byline(),
    f"据文汇路派出所消息，{PROSE}": byline(),
    f"据教育部网站消息，{PROSE}": byline(),
    f"据韩联社首尔9月19日报道，{PROSE}": byline("韩联社"),
    f"腾讯视频致电，{PROSE}": byline(),
    f"明珠KTV昨日消息，{PROSE}": byline(),
    f"泰山晚报传来喜讯，{PROSE}": byline(),
    f"主持人：您好\n记者：张主任好\n{PROSE}": byline(),
    f"□ 张薇\n{PROSE}": byline(None, "张薇"),
    f"张薇\n{PROSE}": byline(),
    f"{PROSE}\n新华社发（李明远 摄）": byline(),
    f"{PROSE}\n李明远 王芳": byline(),
    f"{PROSE}\n本报综合新华社电": byline("新华社"),
    f"{PROSE}\n（综合新华社、央视新闻报道）": byline("新华社、央视新闻"),
    f"{PROSE}\n(据央视新闻)": byline("央视新闻"),
    f"（央视新闻）{PROSE}": byline(),
    f"{PROSE}\n编辑/李明远 二审/王芳 三审/张薇": byline(None, "", "", "李明远"),
    f"{PROSE}\n一审一校：李明远 二审二校：王芳 编辑：马小川": byline(None, "", "", "马小川"),
    f"{PROSE}\n校对/李明远 编辑/王芳": byline(None, "", "", "王芳"),
    f"{PROSE}\n责任编辑：李明远 审核：王芳 来源：央视新闻": byline("央视新闻", "", "", "李明远"),
    f"南都、N视频记者 李明远 实习生 王芳\n{PROSE}": byline("南都、N视频", "李明远 王芳"),
    f"文/半岛全媒体记者 李明远 图/半岛全媒体记者 王芳\n{PROSE}": byline("半岛", "李明远"),
    f"半岛全媒体首席记者 李明远\n{PROSE}": byline("半岛", "李明远"),
    f"通讯员 李明远 齐鲁晚报·齐鲁壹点记者 王芳\n{PROSE}": byline(
        "齐鲁晚报·齐鲁壹点", "王芳", "李明远"
    ),
    f"泰山晚报讯（记者 李明远）{PROSE}": byline("泰山晚报", "李明远"),
    f"为进一步提升服务水平，记者 李明远{PROSE}": byline(),
    f"记者节快到了，记者李明远说：{PROSE}": byline(),
    f"10月1日，记者在泰山景区采访时，{PROSE}": byline(),
    f"文／李明远\n摄影／王芳\n{PROSE}": byline(None, "李明远"),
    f"作者：李明远 王芳 单位：某大学\n{PROSE}": byline(None, "李明远 王芳"),
}


def table(*tables: dict[str, Byline]) -> list[object]:
    """Number the cases: pytest would escape the Chinese text, an assertion prints it."""
    cases = [case for each in tables for case in each.items()]
    return [pytest.param(*case, id=f"{n:03}") for n, case in enumerate(cases, 1)]


@pytest.mark.parametrize(("line", "expected"), table(LINES))
def test_line_before_the_text(line: str, expected: Byline) -> None:
    assert (line, parse_byline(f"{line}\n{PROSE}\n{PROSE}\n{PROSE}")) == (line, expected)


@pytest.mark.parametrize(("line", "expected"), table(LINES))
def test_line_behind_the_text(line: str, expected: Byline) -> None:
    text = "\n".join([PROSE] * 4 + [line])
    assert (line, parse_byline(text)) == (line, expected)


@pytest.mark.parametrize(
    "line", [pytest.param(line, id=f"{n:03}") for n, line in enumerate(LINES, 1)]
)
def test_line_in_the_middle_of_the_text(line: str) -> None:
    text = "\n".join([PROSE] * 7 + [line] + [PROSE] * 7)
    found = parse_byline(text)
    assert (line, found) == (line, byline(found.source))


@pytest.mark.parametrize(("text", "expected"), table(HEADS, TAILS, PAPERS))
def test_credits_around_prose(text: str, expected: Byline) -> None:
    assert (text, parse_byline(text)) == (text, expected)


@pytest.mark.parametrize(("text", "expected"), table(PROSE_ONLY))
def test_prose_credits_nobody(text: str, expected: Byline) -> None:
    assert (text, parse_byline(text)) == (text, expected)
    assert (text, parse_byline(f"{PROSE}\n{text}\n{PROSE}")) == (text, expected)


def test_a_name_that_nothing_speaks_for_stands_in_a_list_of_names() -> None:
    for people in ("王上阳、夏嘉雯", "夏嘉雯、王上阳", "夏嘉雯、王宿堂、林永俊"):
        found = parse_byline(f"{PROSE}（记者{people}）").reporters
        assert found == tuple(people.split("、"))
    assert not parse_byline(f"{PROSE}（记者王上阳）").reporters
    assert parse_byline(f"{PROSE}（记者诸葛仓麟）").reporters == ("诸葛仓麟",)


def test_names_behind_bullets_are_items_of_a_list() -> None:
    assert parse_byline(f"{PROSE}\n● 夏嘉雯").reporters == ("夏嘉雯",)
    assert not parse_byline(f"{PROSE}\n● 夏嘉雯\n● 林永俊").reporters


def test_the_surest_source_wins() -> None:
    said = "9月19日，红星新闻记者从警方获悉，案件告破。"
    assert parse_byline(said).source == "红星新闻"
    said = f"据央视新闻报道，{PROSE}\n{said}"
    assert parse_byline(said).source == "央视新闻"
    said = f"{said}\n采写：南都记者 夏嘉雯"
    assert parse_byline(said).source == "南都"
    assert parse_byline(f"{said}\n来源：新华社").source == "新华社"


def test_lines_of_credits_do_not_use_up_the_lines_that_are_read() -> None:
    roles = ("出品", "策划", "统筹", "监制", "摄影", "剪辑", "设计", "校对", "审核")
    block = "\n".join(f"{role}：张三" for role in roles)
    text = f"{PROSE}\n{PROSE}\n{PROSE}\n{PROSE}\n采写：夏嘉雯\n{block}"
    assert parse_byline(text) == byline(None, "夏嘉雯")


def test_huge_texts_take_linear_time() -> None:
    for unit in (
        "记者",
        "记者 张三\n",
        "（",
        "编辑/",
        "张·",
        "本报见习",
        "、张三",
        "文/图/",
        "张三 图 ",
        "驻一",
        "驻京本报",
    ):
        parse_byline("来源：" + unit * 200_000)
        parse_byline("（ " + unit * 2_000 + "。")


WORDS = """
    记者 通讯员 实习生 编辑 责任编辑 校对 来源 文 图 摄 / ： : 、 ， 。 （ ） 【 】 《 》 | · 张三
    李 明 夏嘉雯 欧阳 南都 新华社 本报 讯 电 报道 据 从 9月17日 综合 摄影
    作者 _ - + A lee □ “ ” 穗应宣
"""
SOUP = st.lists(st.sampled_from([*WORDS.split(), " ", " ", "\n"]), max_size=40).map("".join)
ROLE_OR_MARK = re.compile(
    r"记者|通讯员|实习|见习|本报|编辑|责编|校对|来源|作者|摄影|报道|[\s/：:、，。（）()【】《》|_“”+]"
)


@pytest.mark.long
@given(st.text() | SOUP)
@settings(max_examples=500)
def test_anything_goes_and_names_are_names(text: str) -> None:
    found = parse_byline(text)
    for names in (found.reporters, found.correspondents, found.editors):
        assert len(set(names)) == len(names)
        for name in names:
            assert 2 <= len(name) <= 24
            # A Latin name alone may hold blanks: Jane Doe.
            assert name.isascii() or not ROLE_OR_MARK.search(name)
    assert found.source is None or (found.source and "\n" not in found.source)


@pytest.mark.parametrize("name", ["鲁一一", "潘溪子", "莫念"])
def test_only_a_name_is_due_between_reporters_and_a_further_label(name: str) -> None:
    found = parse_byline(f"本报记者 夏嘉雯 林永俊 见习记者 {name} 通讯员 曾斯")
    assert found.reporters == ("夏嘉雯", "林永俊", name)
    assert found.correspondents == ("曾斯",)


@pytest.mark.parametrize(
    "text",
    [
        "书名：柏木镇志\n作者：夏嘉雯\n出版社：柏木人民出版社\n定价：68.00元\n书里写到了老桥。",
        "书名：柏木镇志 作者：夏嘉雯 出版社：柏木人民出版社\n书里写到了老桥。",
    ],
)
def test_who_wrote_a_book_is_no_reporter(text: str) -> None:
    assert parse_byline(text).reporters == ()


@pytest.mark.parametrize(("account", "editors"), [("lz", ()), ("wxq", ()), ("kiki", ("kiki",))])
def test_initials_by_which_somebody_logs_in_are_no_name(
    account: str, editors: tuple[str, ...]
) -> None:
    assert read_credits(f"责任编辑：{account}").editors == editors
