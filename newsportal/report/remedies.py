"""What to do about an error, in English and Chinese, told from the reason that a run gives."""

from __future__ import annotations

import re

Advice = tuple[str, str]

_ADVICE: list[tuple[str, Advice]] = [
    (
        r"robots\.txt forbids",
        ("Its owner does not want it fetched. Nothing to do.", "站长不允许抓取此页，无需处理。"),
    ),
    (
        r"robots\.txt cannot be read",
        (
            "Nothing is fetched while robots.txt fails. Run again later.",
            "robots.txt 读取失败时不抓取任何页面，请稍后再运行。",
        ),
    ),
    (
        r"posts are not found",
        (
            "Look at the portal. If they were really removed, run again with"
            " -a removals=confirmed.",
            "请查看门户；若确已删除，加上 -a removals=confirmed 再运行一次。",
        ),
    ),
    (
        r"no list of posts|nothing could be extracted",
        (
            "Open the address in a browser. If it is the right portal, its look is one that"
            " newsportal does not know: add a theme (README).",
            "请在浏览器中打开该地址；若门户无误，则其主题尚不支持，请参照 README 添加主题。",
        ),
    ),
    (
        r"no title|no text",
        (
            "The page was kept beside this report. If it is a post, the theme needs a rule for it.",
            "该页已保存在报告旁；若确为文章，主题需要增加规则。",
        ),
    ),
    (
        r"raised an error in newsportal",
        (
            "A fault of newsportal: please report it with the traceback in the log.",
            "这是 newsportal 的缺陷，请附上日志中的错误堆栈反馈。",
        ),
    ),
    (
        r"cannot be written|No space|disk",
        ("Make room on the disk, then run again.", "请清理磁盘空间后再运行。"),
    ),
    (
        r"stopped before the end",
        ("Run again: it goes on where it stopped.", "再运行一次即可从中断处继续。"),
    ),
    (
        r"web firewall|status (401|403|407|429|451)",
        (
            "The portal refuses the crawler. Set NEWSPORTAL_CONTACT, raise DOWNLOAD_DELAY, or"
            " write to its owner.",
            "门户拒绝了爬虫。请设置 NEWSPORTAL_CONTACT、加大 DOWNLOAD_DELAY，或联系站长。",
        ),
    ),
    (
        r"not found|status (404|410)|front page",
        (
            "The portal no longer has it. Nothing to do, unless it opens in a browser.",
            "门户已无此页；若浏览器能打开，请反馈。",
        ),
    ),
    (
        r"status 5\d\d|(closed|error) page",
        (
            "The portal has trouble of its own. Run again later.",
            "门户自身出现故障，请稍后再运行。",
        ),
    ),
    (
        r"[Tt]imed? ?out|took longer",
        (
            "The portal is slow. Run again, or raise DOWNLOAD_TIMEOUT.",
            "门户响应太慢；请再运行，或加大 DOWNLOAD_TIMEOUT。",
        ),
    ),
    (
        r"larger than|max ?size",
        ("The page is huge. Raise DOWNLOAD_MAXSIZE if it is a post.",
         "页面过大；若确为文章，请加大 DOWNLOAD_MAXSIZE。"),
    ),
    (
        r"DNS|resol|getaddrinfo|Name or service",
        ("Check the portal's address and the network.", "请检查门户地址和网络。"),
    ),
    (
        r"[Cc]onnect|refused|reset|unreachable|TLS|SSL|certificate",
        (
            "No connection to the portal. Check address and network, then run again.",
            "无法连接门户；请检查地址和网络后再运行。",
        ),
    ),
]  # fmt: skip
_ELSE = (
    "Run again. If it stays, look at the page and at the log.",
    "请再运行一次；若仍然出现，请查看该页面和日志。",
)


def remedy(reason: str) -> Advice:
    """Return what to do, in English and in Chinese.

    >>> remedy("status 503")[0]
    'The portal has trouble of its own. Run again later.'
    """
    return next((advice for pattern, advice in _ADVICE if re.search(pattern, reason)), _ELSE)
