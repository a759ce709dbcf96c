"""Lines of the form above a document: 索引号, 发文机关, 成文日期. They are none of its text."""

from __future__ import annotations

from newsportal.chinese.lazy_pattern import lazy

# Labels that no text has
_FILING = (
    r"索\s*引\s*(?:号|码)|信息索取号|信息(?:分类|类别)|公开(?:日期|时间|方式|时限|范围|属性|类型|形式)"
    r"|(?:发文|发布|公开|制发|印发|制定)(?:机\s*关|机\s*构|单位)|发文字号|成文(?:日期|时间)|生成(?:日期|时间)"
    r"|组配分类|主题分类|内容概述|有\s*效\s*性|责任(?:部门|处室)|所属(?:栏目|分类|机构)|废止(?:日期|时间)"
)
# Labels of cells beside these
_CELL = (
    r"主题词|文\s*号|标\s*题|名\s*称|体\s*裁|关\s*键\s*[字词]|语\s*种|服务对象|施行(?:日期|时间)"
)
_LINE = lazy(rf"[\s\W]*(?:{_FILING})\s*(?:[:：]|[\s\W]*$)")
_LABEL = lazy(rf"[\s\W]*(?:{_FILING}|{_CELL})[\s\W]*")
_LABELLED = lazy(rf"[\s\W]*(?:{_FILING}|{_CELL})\s*[:：]")


def files(text: str) -> bool:
    """Tell whether a line files a document.

    >>> files("索 引 号：11220/2026-0012 发文机关：青禾县交通运输局"), files("会议时间：周三")
    (True, False)
    """
    return _LINE.match(text) is not None


def is_form_label(text: str) -> bool:
    """Tell whether a line is a label of such a form and nothing else, what it says is the next.

    >>> is_form_label("标　　题"), is_form_label("标题党")
    (True, False)
    """
    return _LABEL.fullmatch(text) is not None


def is_of_form(text: str) -> bool:
    """Tell whether a line has a label of such a form: 名称：, of one that has others, too."""
    return _LABELLED.match(text) is not None
