"""Credit lines as Chinese papers print them. All the people are invented."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsportal.bylines import Byline, parse_byline

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
    "作者 | Jane Doe": byline(None).__class__(None, ("Jane Doe",), (), ()),
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
}

HEADS = {  # credits that run into the first paragraph
    "极目新闻记者 林永俊通讯员 曾斯 袁永华9月17日，" + PROSE: byline("极目新闻", "林永俊", "曾斯 袁永华"),
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
    "据新华社电 " + PROSE: byline("新华社"),
    "据央视新闻报道，" + PROSE: byline("央视新闻"),
    "据央视新闻消息，" + PROSE: byline("央视新闻"),
    "据央视新闻消息，" + PROSE + "\n采写：南都记者 夏嘉雯": byline("南都", "夏嘉雯"),
    "新华社记者夏嘉雯从现场发回报道：" + PROSE: byline("新华社", "夏嘉雯"),
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
    PROSE + "（新华社记者 张三 摄）": byline(),
    PROSE + "（以下简称“中心”）": byline(),
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
    "据报道，道路已经恢复。": byline(),
}


@pytest.mark.parametrize(("line", "expected"), LINES.items(), ids=LINES)
def test_line_before_the_text(line: str, expected: Byline) -> None:
    assert parse_byline(f"{line}\n{PROSE}\n{PROSE}\n{PROSE}") == expected


@pytest.mark.parametrize(("line", "expected"), LINES.items(), ids=LINES)
def test_line_behind_the_text(line: str, expected: Byline) -> None:
    assert parse_byline(f"{PROSE}\n{PROSE}\n{PROSE}\n{PROSE}\n{line}") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [*HEADS.items(), *TAILS.items(), *PROSE_ONLY.items()],
    ids=[*HEADS, *TAILS, *PROSE_ONLY],
)
def test_paragraph(text: str, expected: Byline) -> None:
    assert parse_byline(text) == expected
    assert parse_byline(f"\n{text}\n") == expected
